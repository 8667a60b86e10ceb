/** Rows that many types have, each with its own function: the state for pickling, the length of what an iterator has left. */
import { method } from './typedef.js';
import type { Row } from './typedef.js';
import type { Implementation } from './w-builtin.js';

export function reduceRow(reduce: Implementation): Row {
  return method('__reduce__', '($self, /)', reduce, 'Return state information for pickling.');
}

export function setstateRow(setstate: Implementation): Row {
  return method('__setstate__', '($self, state, /)', setstate, 'Set state information for unpickling.');
}

export function lengthHintRow(lengthHint: Implementation): Row {
  return method(
    '__length_hint__',
    '($self, /)',
    lengthHint,
    'Private method returning an estimate of len(list(it)).',
  );
}

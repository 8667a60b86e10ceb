/** Iterators of sequences and of functions: what `iter` makes where a type has nothing of its own. */
import { caught } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { call0 } from '../interp/call.js';
import { equalsTrue, lengthOf } from '../interp/compare.js';
import { toWord } from '../interp/convert.js';
import { stopIteration } from '../interp/errors.js';
import { getItem } from '../interp/items.js';
import { state } from '../interp/sys-state.js';
import { lengthHintRow, reduceRow, setstateRow } from './common-rows.js';
import type { W_Root } from './root.js';
import { W_Iterator } from './root.js';
import { Slot } from './slots.js';
import { method, typedef } from './typedef.js';
import { IndexErrorType, OperationError, StopIterationType } from './w-exception.js';
import { newInt } from './w-int.js';
import { w_NotImplemented } from './w-none.js';
import { intern } from './w-str.js';
import { newPair, newTuple, w_emptyTuple } from './w-tuple.js';
import { newBuiltinType, objectType } from './w-type.js';
import type { W_Type } from './w-type.js';

export const sequenceIteratorType: W_Type = newBuiltinType('iterator', objectType);
export const callableIteratorType: W_Type = newBuiltinType('callable_iterator', objectType);

/** Iterates `obj[0]`, `obj[1]`, ... until IndexError. */
export class W_SequenceIterator extends W_Iterator {
  index: int = 0;

  constructor(public w_sequence: W_Root | null) {
    super();
  }

  override getType(): W_Type {
    return sequenceIteratorType;
  }

  override next(): W_Root | null {
    const w_sequence = this.w_sequence;
    if (w_sequence === null) return null;
    try {
      const w_item = getItem(w_sequence, newInt(this.index));
      this.index++;
      return w_item;
    } catch (e) {
      const error = caught(e);
      if (
        error instanceof OperationError &&
        (error.matches(IndexErrorType) || error.matches(StopIterationType))
      ) {
        this.w_sequence = null;
        return null;
      }
      throw error;
    }
  }
}

/** `iter(callable, sentinel)`. */
export class W_CallableIterator extends W_Iterator {
  constructor(
    public w_callable: W_Root | null,
    readonly w_sentinel: W_Root,
  ) {
    super();
  }

  override getType(): W_Type {
    return callableIteratorType;
  }

  override next(): W_Root | null {
    const w_callable = this.w_callable;
    if (w_callable === null) return null;
    let w_item: W_Root;
    try {
      w_item = call0(w_callable);
    } catch (e) {
      const error = caught(e);
      if (error instanceof OperationError && error.matches(StopIterationType)) {
        this.w_callable = null;
        return null;
      }
      throw error;
    }
    // The call may have ended the iterator.
    if (this.w_callable === null) return null;
    if (equalsTrue(this.w_sentinel, w_item)) {
      this.w_callable = null;
      return null;
    }
    return w_item;
  }
}

/** The builtin of a name, for `__reduce__` of iterators. */
export function builtinNamed(name: string): W_Root {
  const w_value = state().w_builtinsDict.getStr(intern(name));
  return w_value === null ? w_NotImplemented : w_value;
}

function sequenceIterReduce(self: W_SequenceIterator): W_Root {
  if (self.w_sequence === null) return newPair(builtinNamed('iter'), newTuple([w_emptyTuple]));
  return newTuple([builtinNamed('iter'), newTuple([self.w_sequence]), newInt(self.index)]);
}

function sequenceIterSetstate(self: W_SequenceIterator, w_state: W_Root): W_Root {
  const index = toWord(w_state);
  self.index = index < 0 ? 0 : index;
  return newInt(0);
}

function sequenceIterLengthHint(self: W_SequenceIterator): W_Root {
  const w_sequence = self.w_sequence;
  if (w_sequence === null) return newInt(0);
  if (w_sequence.getType().findSlot(Slot.LEN) === null) return w_NotImplemented;
  const rest = lengthOf(w_sequence) - self.index;
  return newInt(rest < 0 ? 0 : rest);
}

function callableIterReduce(self: W_CallableIterator): W_Root {
  if (self.w_callable === null) return newPair(builtinNamed('iter'), newTuple([w_emptyTuple]));
  return newPair(builtinNamed('iter'), newPair(self.w_callable, self.w_sentinel));
}

/** `__iter__` of iterators. */
export function iterSelf(self: W_Root): W_Root {
  return self;
}

/** `__next__` of builtin iterators. */
export function iterNext(self: W_Iterator): W_Root {
  const w_item = self.next();
  if (w_item === null) throw stopIteration(null);
  return w_item;
}

/** The two rows that every builtin iterator type has. */
export const iteratorRows = [
  method('__iter__', '($self, /)', iterSelf, 'Implement iter(self).'),
  method('__next__', '($self, /)', iterNext, 'Implement next(self).'),
];

export const sequenceIteratorTypedef = typedef(
  sequenceIteratorType,
  W_SequenceIterator,
  { subclassable: false },
  [
    ...iteratorRows,
    reduceRow(sequenceIterReduce),
    setstateRow(sequenceIterSetstate),
    lengthHintRow(sequenceIterLengthHint),
  ],
);

export const callableIteratorTypedef = typedef(
  callableIteratorType,
  W_CallableIterator,
  { subclassable: false },
  [...iteratorRows, reduceRow(callableIterReduce)],
);

/** The iterators of `itertools` that call a function with the items. */
import { add } from '../interp/arithmetic.js';
import { call1, call2, callArgs } from '../interp/call.js';
import { isTrue } from '../interp/compare.js';
import { collect, iter, next } from '../interp/iteration.js';
import { reduceRow, setstateRow } from '../objects/common-rows.js';
import { mappedIteratorRows } from '../objects/iteration-types.js';
import { checkedNewType } from '../objects/new-type.js';
import type { W_Root } from '../objects/root.js';
import { staticmethod, typedef } from '../objects/typedef.js';
import type { Typedef } from '../objects/typedef.js';
import { boolType, newInt } from '../objects/w-int.js';
import { W_MappedIterator } from '../objects/w-mapped-iterator.js';
import { w_None } from '../objects/w-none.js';
import { newPair, newTuple, W_TupleBase } from '../objects/w-tuple.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';
import { chainType, isliceType, W_Chain } from './itertools-streams.js';

const accumulateType: W_Type = newBuiltinType('accumulate', objectType);
const dropwhileType: W_Type = newBuiltinType('dropwhile', objectType);
const takewhileType: W_Type = newBuiltinType('takewhile', objectType);
const filterfalseType: W_Type = newBuiltinType('filterfalse', objectType);
const starmapType: W_Type = newBuiltinType('starmap', objectType);

// ---- accumulate

class W_Accumulate extends W_MappedIterator {
  w_total: W_Root | null = null;

  constructor(
    w_type: W_Type,
    readonly w_iterator: W_Root,
    readonly w_function: W_Root,
    public w_initial: W_Root,
  ) {
    super(w_type);
  }

  override step(): W_Root | null {
    if (this.w_initial !== w_None) {
      this.w_total = this.w_initial;
      this.w_initial = w_None;
      return this.w_total;
    }
    const w_item = next(this.w_iterator);
    if (w_item === null) return null;
    const w_total = this.w_total;
    if (w_total === null) this.w_total = w_item;
    else
      this.w_total =
        this.w_function === w_None ? add(w_total, w_item) : call2(this.w_function, w_total, w_item);
    return this.w_total;
  }
}

function accumulateNew(
  w_type: W_Root,
  w_iterable: W_Root,
  w_function: W_Root | null,
  w_initial: W_Root | null,
): W_Root {
  return new W_Accumulate(
    checkedNewType(w_type, accumulateType),
    iter(w_iterable),
    w_function === null ? w_None : w_function,
    w_initial === null ? w_None : w_initial,
  );
}

function accumulateReduce(self: W_Accumulate): W_Root {
  if (self.w_initial !== w_None) {
    const w_first = new W_Chain(chainType, iter(newPair(newTuple([self.w_initial]), self.w_iterator)));
    return newTuple([self.getType(), newPair(w_first, self.w_function), w_None]);
  }
  if (self.w_total === w_None) {
    const w_rest = new W_Chain(chainType, iter(newPair(newTuple([self.w_total]), self.w_iterator)));
    const w_again = callArgs(self.getType(), [w_rest, self.w_function], null);
    return newPair(isliceType, newTuple([w_again, newInt(1), w_None]));
  }
  const w_total = self.w_total === null ? w_None : self.w_total;
  return newTuple([self.getType(), newPair(self.w_iterator, self.w_function), w_total]);
}

function accumulateSetstate(self: W_Accumulate, w_state: W_Root): W_Root {
  self.w_total = w_state;
  return w_None;
}

// ---- dropwhile, takewhile, filterfalse

/** Base of the iterators that ask a predicate. */
abstract class W_Predicated extends W_MappedIterator {
  /** Items have begun to pass (dropwhile), or ended (takewhile). */
  switched: boolean = false;

  constructor(
    w_type: W_Type,
    readonly w_function: W_Root,
    readonly w_iterator: W_Root,
  ) {
    super(w_type);
  }
}

class W_Dropwhile extends W_Predicated {
  override step(): W_Root | null {
    for (;;) {
      const w_item = next(this.w_iterator);
      if (w_item === null) return null;
      if (this.switched) return w_item;
      if (!isTrue(call1(this.w_function, w_item))) {
        this.switched = true;
        return w_item;
      }
    }
  }
}

class W_Takewhile extends W_Predicated {
  override step(): W_Root | null {
    if (this.switched) return null;
    const w_item = next(this.w_iterator);
    if (w_item === null) return null;
    if (isTrue(call1(this.w_function, w_item))) return w_item;
    this.switched = true;
    return null;
  }
}

class W_Filterfalse extends W_Predicated {
  override step(): W_Root | null {
    const w_function = this.w_function;
    const byTruth = w_function === w_None || w_function === boolType;
    for (;;) {
      const w_item = next(this.w_iterator);
      if (w_item === null) return null;
      if (!isTrue(byTruth ? w_item : call1(w_function, w_item))) return w_item;
    }
  }
}

function dropwhileNew(w_type: W_Root, w_function: W_Root, w_iterable: W_Root): W_Root {
  return new W_Dropwhile(checkedNewType(w_type, dropwhileType), w_function, iter(w_iterable));
}

function takewhileNew(w_type: W_Root, w_function: W_Root, w_iterable: W_Root): W_Root {
  return new W_Takewhile(checkedNewType(w_type, takewhileType), w_function, iter(w_iterable));
}

function filterfalseNew(w_type: W_Root, w_function: W_Root, w_iterable: W_Root): W_Root {
  return new W_Filterfalse(checkedNewType(w_type, filterfalseType), w_function, iter(w_iterable));
}

function switchedReduce(self: W_Predicated): W_Root {
  return newTuple([self.getType(), newPair(self.w_function, self.w_iterator), newInt(self.switched ? 1 : 0)]);
}

function switchedSetstate(self: W_Predicated, w_state: W_Root): W_Root {
  self.switched = isTrue(w_state);
  return w_None;
}

function predicatedReduce(self: W_Predicated): W_Root {
  return newPair(self.getType(), newPair(self.w_function, self.w_iterator));
}

// ---- starmap

class W_Starmap extends W_Predicated {
  override step(): W_Root | null {
    const w_args = next(this.w_iterator);
    if (w_args === null) return null;
    return callArgs(this.w_function, w_args instanceof W_TupleBase ? w_args.items : collect(w_args), null);
  }
}

function starmapNew(w_type: W_Root, w_function: W_Root, w_iterable: W_Root): W_Root {
  return new W_Starmap(checkedNewType(w_type, starmapType), w_function, iter(w_iterable));
}

const module = 'itertools';

export const applyTypedefs: readonly Typedef[] = [
  typedef(
    accumulateType,
    W_Accumulate,
    { module, doc: 'Return series of accumulated sums (or other binary function results).' },
    [
      staticmethod('__new__', '($type, iterable, func=None, *, initial=None)', accumulateNew),
      ...mappedIteratorRows,
      reduceRow(accumulateReduce),
      setstateRow(accumulateSetstate),
    ],
  ),
  typedef(
    dropwhileType,
    W_Dropwhile,
    {
      module,
      doc: 'Drop items from the iterable while predicate(item) is true.\n\nAfterwards, return every element until the iterable is exhausted.',
    },
    [
      staticmethod('__new__', '($type, predicate, iterable, /)', dropwhileNew),
      ...mappedIteratorRows,
      reduceRow(switchedReduce),
      setstateRow(switchedSetstate),
    ],
  ),
  typedef(
    takewhileType,
    W_Takewhile,
    {
      module,
      doc: 'Return successive entries from an iterable as long as the predicate evaluates to true for each entry.',
    },
    [
      staticmethod('__new__', '($type, predicate, iterable, /)', takewhileNew),
      ...mappedIteratorRows,
      reduceRow(switchedReduce),
      setstateRow(switchedSetstate),
    ],
  ),
  typedef(
    filterfalseType,
    W_Filterfalse,
    {
      module,
      doc: 'Return those items of iterable for which function(item) is false.\n\nIf function is None, return the items that are false.',
    },
    [
      staticmethod('__new__', '($type, function, iterable, /)', filterfalseNew),
      ...mappedIteratorRows,
      reduceRow(predicatedReduce),
    ],
  ),
  typedef(
    starmapType,
    W_Starmap,
    {
      module,
      doc: 'Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence.',
    },
    [
      staticmethod('__new__', '($type, function, iterable, /)', starmapNew),
      ...mappedIteratorRows,
      reduceRow(predicatedReduce),
    ],
  ),
];

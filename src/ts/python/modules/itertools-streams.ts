/** The iterators of `itertools` that give on, drop or combine items as they come. */
import { sealList, listToFixed } from '../../rlib/array.js';
import { addFits, MAX_WORD } from '../../rlib/int.js';
import { caught } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { add } from '../interp/arithmetic.js';
import { call1, call2, callArgs } from '../interp/call.js';
import { compare, Comparison, isTrue } from '../interp/compare.js';
import { index, indexWord, reprText } from '../interp/convert.js';
import { typeError, valueError } from '../interp/errors.js';
import { collect, iter, next } from '../interp/iteration.js';
import { getSysAttribute } from '../interp/sys-state.js';
import { callMethod1 } from '../interp/attributes.js';
import { lengthHintRow, reduceRow, setstateRow } from '../objects/common-rows.js';
import { genericAliasOf } from '../objects/generic-alias.js';
import { mappedIteratorRows } from '../objects/iteration-types.js';
import { checkedNewType } from '../objects/new-type.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { classmethod, method, staticmethod, typedef } from '../objects/typedef.js';
import type { Typedef } from '../objects/typedef.js';
import { OverflowErrorType } from '../objects/w-exception.js';
import { W_ComplexBase } from '../objects/w-float.js';
import { boolType, newInt, W_Int, W_IntBase } from '../objects/w-int.js';
import { newList, newListOwning, W_ListBase } from '../objects/w-list.js';
import { W_MappedIterator } from '../objects/w-mapped-iterator.js';
import { w_None } from '../objects/w-none.js';
import { intern, newStr } from '../objects/w-str.js';
import { newPair, newTuple, W_TupleBase, w_emptyTuple } from '../objects/w-tuple.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';

export const countType: W_Type = newBuiltinType('count', objectType);
export const cycleType: W_Type = newBuiltinType('cycle', objectType);
export const repeatType: W_Type = newBuiltinType('repeat', objectType);
export const chainType: W_Type = newBuiltinType('chain', objectType);
export const accumulateType: W_Type = newBuiltinType('accumulate', objectType);
export const compressType: W_Type = newBuiltinType('compress', objectType);
export const dropwhileType: W_Type = newBuiltinType('dropwhile', objectType);
export const takewhileType: W_Type = newBuiltinType('takewhile', objectType);
export const filterfalseType: W_Type = newBuiltinType('filterfalse', objectType);
export const starmapType: W_Type = newBuiltinType('starmap', objectType);
export const isliceType: W_Type = newBuiltinType('islice', objectType);
export const zipLongestType: W_Type = newBuiltinType('zip_longest', objectType);
export const pairwiseType: W_Type = newBuiltinType('pairwise', objectType);

// ---- count

class W_Count extends W_MappedIterator {
  constructor(
    w_type: W_Type,
    public w_value: W_Root,
    readonly w_step: W_Root,
  ) {
    super(w_type);
  }

  override step(): W_Root | null {
    const w_value = this.w_value;
    const w_step = this.w_step;
    if (w_value instanceof W_Int && w_step instanceof W_Int) {
      if (addFits(w_value.value, w_step.value)) {
        this.w_value = newInt(w_value.value + w_step.value);
        return w_value;
      }
    }
    this.w_value = add(w_value, w_step);
    return w_value;
  }
}

function isNumber(w_obj: W_Root): boolean {
  const w_type = w_obj.getType();
  return (
    w_type.findSlot(Slot.INDEX) !== null ||
    w_type.findSlot(Slot.INT) !== null ||
    w_type.findSlot(Slot.FLOAT) !== null ||
    w_obj instanceof W_ComplexBase
  );
}

function countNew(w_type: W_Root, w_start: W_Root | null, w_step: W_Root | null): W_Root {
  const w_class = checkedNewType(w_type, countType);
  if ((w_start !== null && !isNumber(w_start)) || (w_step !== null && !isNumber(w_step))) {
    throw typeError('a number is required');
  }
  return new W_Count(w_class, w_start === null ? newInt(0) : w_start, w_step === null ? newInt(1) : w_step);
}

function stepsByOne(self: W_Count): boolean {
  return self.w_step instanceof W_IntBase && self.w_step.isWord() && self.w_step.toWord() === 1;
}

function countRepr(self: W_Count): W_Root {
  const name = self.getType().name;
  if (stepsByOne(self)) return newStr(`${name}(${reprText(self.w_value)})`);
  return newStr(`${name}(${reprText(self.w_value)}, ${reprText(self.w_step)})`);
}

function countReduce(self: W_Count): W_Root {
  const w_args = stepsByOne(self) ? newTuple([self.w_value]) : newPair(self.w_value, self.w_step);
  return newPair(self.getType(), w_args);
}

// ---- cycle

class W_Cycle extends W_MappedIterator {
  saved: W_Root[] = [];
  index: int = 0;
  firstPass: boolean = false;

  constructor(
    w_type: W_Type,
    public w_iterator: W_Root | null,
  ) {
    super(w_type);
  }

  override step(): W_Root | null {
    if (this.w_iterator !== null) {
      const w_item = next(this.w_iterator);
      if (w_item !== null) {
        if (!this.firstPass) this.saved.push(w_item);
        return w_item;
      }
      this.w_iterator = null;
    }
    if (this.saved.length === 0) return null;
    const w_again = this.saved[this.index] as W_Root;
    this.index++;
    if (this.index >= this.saved.length) this.index = 0;
    return w_again;
  }
}

function cycleNew(w_type: W_Root, w_iterable: W_Root): W_Root {
  return new W_Cycle(checkedNewType(w_type, cycleType), iter(w_iterable));
}

const n_setstate = intern('__setstate__');

function cycleReduce(self: W_Cycle): W_Root {
  const w_saved = newList(listToFixed(self.saved));
  if (self.w_iterator === null) {
    const w_iterator = iter(w_saved);
    if (self.index > 0) callMethod1(w_iterator, n_setstate, newInt(self.index));
    return newTuple([self.getType(), newTuple([w_iterator]), newPair(w_saved, newInt(1))]);
  }
  return newTuple([
    self.getType(),
    newTuple([self.w_iterator]),
    newPair(w_saved, newInt(self.firstPass ? 1 : 0)),
  ]);
}

function cycleSetstate(self: W_Cycle, w_state: W_Root): W_Root {
  if (!(w_state instanceof W_TupleBase)) throw typeError('state is not a tuple');
  const w_saved = w_state.items.length === 2 ? (w_state.items[0] as W_Root) : null;
  if (!(w_saved instanceof W_ListBase)) throw typeError('function takes exactly 2 arguments');
  self.firstPass = indexWord(w_state.items[1] as W_Root, OverflowErrorType) !== 0;
  self.saved = w_saved.storage.toObjects();
  self.index = 0;
  return w_None;
}

// ---- repeat

class W_Repeat extends W_MappedIterator {
  constructor(
    w_type: W_Type,
    readonly w_item: W_Root,
    /** How often; -1: for ever. */ public remaining: int,
  ) {
    super(w_type);
  }

  override step(): W_Root | null {
    if (this.remaining === 0) return null;
    if (this.remaining > 0) this.remaining--;
    return this.w_item;
  }
}

function repeatNew(w_type: W_Root, w_item: W_Root, w_times: W_Root | null): W_Root {
  const w_class = checkedNewType(w_type, repeatType);
  if (w_times === null) return new W_Repeat(w_class, w_item, -1);
  const times = indexWord(w_times, OverflowErrorType);
  return new W_Repeat(w_class, w_item, times < 0 ? 0 : times);
}

function repeatRepr(self: W_Repeat): W_Root {
  const suffix = self.remaining < 0 ? '' : `, ${self.remaining}`;
  return newStr(`${self.getType().name}(${reprText(self.w_item)}${suffix})`);
}

function repeatReduce(self: W_Repeat): W_Root {
  const w_args = self.remaining < 0 ? newTuple([self.w_item]) : newPair(self.w_item, newInt(self.remaining));
  return newPair(self.getType(), w_args);
}

function repeatLengthHint(self: W_Repeat): W_Root {
  if (self.remaining < 0) throw typeError('len() of unsized object');
  return newInt(self.remaining);
}

// ---- chain

class W_Chain extends W_MappedIterator {
  w_active: W_Root | null = null;

  constructor(
    w_type: W_Type,
    public w_source: W_Root | null,
  ) {
    super(w_type);
  }

  override step(): W_Root | null {
    for (;;) {
      const w_source = this.w_source;
      if (w_source === null) return null;
      if (this.w_active === null) {
        const w_iterable = next(w_source);
        if (w_iterable === null) {
          this.w_source = null;
          return null;
        }
        try {
          this.w_active = iter(w_iterable);
        } catch (e) {
          this.w_source = null;
          throw caught(e);
        }
      }
      const w_item = next(this.w_active);
      if (w_item !== null) return w_item;
      this.w_active = null;
    }
  }
}

function chainNew(w_type: W_Root, w_iterables: W_Root): W_Root {
  return new W_Chain(checkedNewType(w_type, chainType), iter(w_iterables));
}

function chainFromIterable(w_type: W_Root, w_iterable: W_Root): W_Root {
  return new W_Chain(checkedNewType(w_type, chainType), iter(w_iterable));
}

function chainReduce(self: W_Chain): W_Root {
  const w_source = self.w_source;
  if (w_source === null) return newPair(self.getType(), w_emptyTuple);
  const w_state = self.w_active === null ? newTuple([w_source]) : newPair(w_source, self.w_active);
  return newTuple([self.getType(), w_emptyTuple, w_state]);
}

function isIterator(w_obj: W_Root): boolean {
  return w_obj.getType().findSlot(Slot.NEXT) !== null;
}

function chainSetstate(self: W_Chain, w_state: W_Root): W_Root {
  if (!(w_state instanceof W_TupleBase)) throw typeError('state is not a tuple');
  const items = w_state.items;
  if (items.length < 1) throw typeError('function takes at least 1 argument (0 given)');
  if (items.length > 2) throw typeError(`function takes at most 2 arguments (${items.length} given)`);
  for (const w_item of items) if (!isIterator(w_item)) throw typeError('Arguments must be iterators.');
  self.w_source = items[0] as W_Root;
  self.w_active = items.length === 2 ? (items[1] as W_Root) : null;
  return w_None;
}

function chainClassGetitem(w_type: W_Root, w_args: W_Root): W_Root {
  return genericAliasOf(w_type, w_args);
}

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

// ---- compress

class W_Compress extends W_MappedIterator {
  constructor(
    w_type: W_Type,
    readonly w_data: W_Root,
    readonly w_selectors: W_Root,
  ) {
    super(w_type);
  }

  override step(): W_Root | null {
    for (;;) {
      const w_item = next(this.w_data);
      if (w_item === null) return null;
      const w_selector = next(this.w_selectors);
      if (w_selector === null) return null;
      if (isTrue(w_selector)) return w_item;
    }
  }
}

function compressNew(w_type: W_Root, w_data: W_Root, w_selectors: W_Root): W_Root {
  return new W_Compress(checkedNewType(w_type, compressType), iter(w_data), iter(w_selectors));
}

function compressReduce(self: W_Compress): W_Root {
  return newPair(self.getType(), newPair(self.w_data, self.w_selectors));
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

// ---- islice

class W_Islice extends W_MappedIterator {
  count: int = 0;

  constructor(
    w_type: W_Type,
    public w_iterator: W_Root | null,
    /** The position of the next item to give. */
    public nextAt: int,
    /** -1: no end. */
    readonly stop: int,
    readonly stride: int,
  ) {
    super(w_type);
  }

  override step(): W_Root | null {
    const w_iterator = this.w_iterator;
    if (w_iterator === null) return null;
    while (this.count < this.nextAt) {
      if (next(w_iterator) === null) return this.end();
      this.count++;
    }
    if (this.stop >= 0 && this.count >= this.stop) return this.end();
    const w_item = next(w_iterator);
    if (w_item === null) return this.end();
    this.count++;
    const old = this.nextAt;
    // The stride may lead beyond what a word holds.
    this.nextAt = old > MAX_WORD - this.stride ? MAX_WORD : old + this.stride;
    if (this.stop >= 0 && this.nextAt > this.stop) this.nextAt = this.stop;
    return w_item;
  }

  private end(): W_Root | null {
    this.w_iterator = null;
    return null;
  }
}

const n_maxsize = intern('maxsize');

/** A bound of islice; -2 if it is none. */
function sliceBound(w_bound: W_Root, fallback: int): int {
  if (w_bound === w_None) return fallback;
  if (!(w_bound instanceof W_IntBase) && w_bound.getType().findSlot(Slot.INDEX) === null) return -2;
  const w_int = index(w_bound);
  if (w_int.isWord()) return w_int.toWord() < 0 ? -2 : w_int.toWord();
  // What is not a word is out of reach, but `sys.maxsize` is allowed.
  const w_maxsize = getSysAttribute(n_maxsize);
  if (w_maxsize === null || w_int.toBig().sign < 0) return -2;
  return isTrue(compare(Comparison.LE, w_int, w_maxsize)) ? MAX_WORD : -2;
}

function isliceNew(
  w_type: W_Root,
  w_iterable: W_Root,
  w_a: W_Root,
  w_b: W_Root | null,
  w_c: W_Root | null,
): W_Root {
  const w_class = checkedNewType(w_type, isliceType);
  let start = 0;
  let stop = -1;
  if (w_b === null) {
    stop = sliceBound(w_a, -1);
    if (w_a !== w_None && stop < 0) {
      throw valueError('Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.');
    }
  } else {
    start = sliceBound(w_a, 0);
    stop = sliceBound(w_b, -1);
    if (w_b !== w_None && stop < 0 && start >= 0) {
      throw valueError('Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.');
    }
    if (start < 0 || (w_b !== w_None && stop < 0)) {
      throw valueError('Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.');
    }
  }
  const stride = w_c === null ? 1 : sliceBound(w_c, 1);
  if (stride < 1) throw valueError('Step for islice() must be a positive integer or None.');
  return new W_Islice(w_class, iter(w_iterable), start, stop, stride);
}

function isliceReduce(self: W_Islice): W_Root {
  if (self.w_iterator === null) {
    const w_empty = newPair(iter(newListOwning([])), newInt(0));
    return newTuple([self.getType(), w_empty, newInt(0)]);
  }
  const w_stop = self.stop < 0 ? w_None : newInt(self.stop);
  const w_args = newTuple([self.w_iterator, newInt(self.nextAt), w_stop, newInt(self.stride)]);
  return newTuple([self.getType(), w_args, newInt(self.count)]);
}

function isliceSetstate(self: W_Islice, w_state: W_Root): W_Root {
  self.count = indexWord(w_state, OverflowErrorType);
  return w_None;
}

// ---- zip_longest

class W_ZipLongest extends W_MappedIterator {
  active: int;

  constructor(
    w_type: W_Type,
    readonly iterators: (W_Root | null)[],
    public w_fill: W_Root,
  ) {
    super(w_type);
    this.active = iterators.length;
  }

  override step(): W_Root | null {
    if (this.active === 0) return null;
    const items: W_Root[] = [];
    for (let i = 0; i < this.iterators.length; i++) {
      const w_iterator = this.iterators[i] as W_Root | null;
      let w_item: W_Root | null = null;
      if (w_iterator !== null) {
        try {
          w_item = next(w_iterator);
        } catch (e) {
          this.active = 0;
          throw caught(e);
        }
        if (w_item === null) {
          this.iterators[i] = null;
          this.active--;
          if (this.active === 0) return null;
        }
      }
      items.push(w_item === null ? this.w_fill : w_item);
    }
    return newTuple(sealList(items));
  }
}

function zipLongestNew(w_type: W_Root, w_fill: W_Root | null, w_iterables: W_TupleBase): W_Root {
  const iterators: (W_Root | null)[] = [];
  for (const w_iterable of w_iterables.items) iterators.push(iter(w_iterable));
  return new W_ZipLongest(
    checkedNewType(w_type, zipLongestType),
    iterators,
    w_fill === null ? w_None : w_fill,
  );
}

function zipLongestReduce(self: W_ZipLongest): W_Root {
  const parts: W_Root[] = [];
  for (const w_iterator of self.iterators) parts.push(w_iterator === null ? w_emptyTuple : w_iterator);
  return newTuple([self.getType(), newTuple(sealList(parts)), self.w_fill]);
}

function zipLongestSetstate(self: W_ZipLongest, w_state: W_Root): W_Root {
  self.w_fill = w_state;
  return w_None;
}

// ---- pairwise

class W_Pairwise extends W_MappedIterator {
  private w_previous: W_Root | null = null;

  constructor(
    w_type: W_Type,
    private w_iterator: W_Root | null,
  ) {
    super(w_type);
  }

  override step(): W_Root | null {
    if (this.w_iterator === null) return null;
    let w_first = this.w_previous;
    if (w_first === null) {
      w_first = next(this.w_iterator);
      if (w_first === null) return this.end();
      // The iterator may have come back here.
      this.w_previous = w_first;
      if (this.w_iterator === null) return null;
    }
    const w_second = next(this.w_iterator);
    if (w_second === null) return this.end();
    this.w_previous = w_second;
    return newPair(w_first, w_second);
  }

  private end(): W_Root | null {
    this.w_iterator = null;
    this.w_previous = null;
    return null;
  }
}

function pairwiseNew(w_type: W_Root, w_iterable: W_Root): W_Root {
  return new W_Pairwise(checkedNewType(w_type, pairwiseType), iter(w_iterable));
}

const module = 'itertools';

export const streamTypedefs: readonly Typedef[] = [
  typedef(
    countType,
    W_Count,
    {
      module,
      doc: 'Return a count object whose .__next__() method returns consecutive values.\n\nEquivalent to:\n    def count(firstval=0, step=1):\n        x = firstval\n        while 1:\n            yield x\n            x += step',
    },
    [
      staticmethod('__new__', '($type, start=0, step=1)', countNew),
      ...mappedIteratorRows,
      method('__repr__', '($self, /)', countRepr),
      reduceRow(countReduce),
    ],
  ),
  typedef(
    cycleType,
    W_Cycle,
    {
      module,
      doc: 'Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.',
    },
    [
      staticmethod('__new__', '($type, iterable, /)', cycleNew),
      ...mappedIteratorRows,
      reduceRow(cycleReduce),
      setstateRow(cycleSetstate),
    ],
  ),
  typedef(
    repeatType,
    W_Repeat,
    {
      module,
      doc: 'repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, returns the object\nendlessly.',
    },
    [
      staticmethod('__new__', '($type, object, times=None)', repeatNew),
      ...mappedIteratorRows,
      method('__repr__', '($self, /)', repeatRepr),
      lengthHintRow(repeatLengthHint),
      reduceRow(repeatReduce),
    ],
  ),
  typedef(
    chainType,
    W_Chain,
    {
      module,
      doc: 'chain(*iterables) --> chain object\n\nReturn a chain object whose .__next__() method returns elements from the\nfirst iterable until it is exhausted, then elements from the next\niterable, until all of the iterables are exhausted.',
    },
    [
      staticmethod('__new__', '($type, /, *iterables)', chainNew),
      ...mappedIteratorRows,
      classmethod(
        'from_iterable',
        '($type, iterable, /)',
        chainFromIterable,
        'Alternative chain() constructor taking a single iterable argument that evaluates lazily.',
      ),
      reduceRow(chainReduce),
      setstateRow(chainSetstate),
      classmethod('__class_getitem__', '($type, object, /)', chainClassGetitem, 'See PEP 585'),
    ],
  ),
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
    compressType,
    W_Compress,
    {
      module,
      doc: 'Return data elements corresponding to true selector elements.\n\nForms a shorter iterator from selected data elements using the selectors to\nchoose the data elements.',
    },
    [
      staticmethod('__new__', '($type, data, selectors)', compressNew),
      ...mappedIteratorRows,
      reduceRow(compressReduce),
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
  typedef(
    isliceType,
    W_Islice,
    {
      module,
      doc: 'islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nReturn an iterator whose next() method returns selected values from an\niterable.  If start is specified, will skip all preceding elements;\notherwise, start defaults to zero.  Step defaults to one.  If\nspecified as another value, step determines how many values are\nskipped between successive calls.  Works like a slice() on a list\nbut returns an iterator.',
    },
    [
      staticmethod('__new__', '($type, iterable, start, stop=None, step=None, /)', isliceNew),
      ...mappedIteratorRows,
      reduceRow(isliceReduce),
      setstateRow(isliceSetstate),
    ],
  ),
  typedef(
    zipLongestType,
    W_ZipLongest,
    {
      module,
      doc: 'zip_longest(iter1 [,iter2 [...]], [fillvalue=None]) --> zip_longest object\n\nReturn a zip_longest object whose .__next__() method returns a tuple where\nthe i-th element comes from the i-th iterable argument.  The .__next__()\nmethod continues until the longest iterable in the argument sequence\nis exhausted and then it raises StopIteration.  When the shorter iterables\nare exhausted, the fillvalue is substituted in their place.  The fillvalue\ndefaults to None or can be specified by a keyword argument.\n',
    },
    [
      staticmethod('__new__', '($type, /, *iterables, fillvalue=None)', zipLongestNew),
      ...mappedIteratorRows,
      reduceRow(zipLongestReduce),
      setstateRow(zipLongestSetstate),
    ],
  ),
  typedef(
    pairwiseType,
    W_Pairwise,
    {
      module,
      doc: 'Return an iterator of overlapping pairs taken from the input iterator.\n\n    s -> (s0,s1), (s1,s2), (s2, s3), ...',
    },
    [staticmethod('__new__', '($type, iterable, /)', pairwiseNew), ...mappedIteratorRows],
  ),
];

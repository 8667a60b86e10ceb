/** `enumerate`, `zip`, `map`, `filter` and `reversed`. */
import { type FixedArray, newFixedArray, sealList } from '../../rlib/array.js';
import { promote } from '../../rlib/jit.js';
import { caught } from '../../rlib/throwable.js';
import { MAX_WORD } from '../../rlib/int.js';
import type { int } from '../../rlib/types.js';
import { add } from '../interp/arithmetic.js';
import { call1, callArgs } from '../interp/call.js';
import { isTrue, lengthOf } from '../interp/compare.js';
import { index, toWord } from '../interp/convert.js';
import { stopIteration, typeError, typeName, valueError } from '../interp/errors.js';
import { getItem } from '../interp/items.js';
import { iter, next } from '../interp/iteration.js';
import { bindDescriptor, callMethodDescriptor0 } from '../interp/special.js';
import { call0 } from '../interp/call.js';
import { lengthHintRow, reduceRow, setstateRow } from './common-rows.js';
import { genericAliasOf } from './generic-alias.js';
import { iterSelf } from './iterators.js';
import { checkedNewType, checkNoKeywords } from './new-type.js';
import type { W_Root } from './root.js';
import { Slot } from './slots.js';
import { classmethod, method, staticmethod, typedef } from './typedef.js';
import { IndexErrorType, OperationError, StopIterationType } from './w-exception.js';
import { boolType, newInt, w_True, W_IntBase } from './w-int.js';
import { W_Function } from './w-function.js';
import { nextHook, W_MappedIterator } from './w-mapped-iterator.js';
import { w_None } from './w-none.js';
import type { W_TupleBase } from './w-tuple.js';
import { newPair, newTuple } from './w-tuple.js';
import { newBuiltinType, objectType } from './w-type.js';
import type { W_Type } from './w-type.js';

export const enumerateType: W_Type = newBuiltinType('enumerate', objectType);
export const zipType: W_Type = newBuiltinType('zip', objectType);
export const mapType: W_Type = newBuiltinType('map', objectType);
export const filterType: W_Type = newBuiltinType('filter', objectType);
export const reversedType: W_Type = newBuiltinType('reversed', objectType);

/** Calls a `__next__` method found on a type. */
function callNext(w_iterator: W_Root, w_next: W_Root): W_Root | null {
  try {
    return callMethodDescriptor0(w_next, w_iterator);
  } catch (e) {
    const error = caught(e);
    if (error instanceof OperationError && error.matches(StopIterationType)) return null;
    throw error;
  }
}

nextHook.call = callNext;

/** `__next__` of iterators that can be inherited from. */
function mappedNext(self: W_MappedIterator): W_Root {
  const w_item = self.step();
  if (w_item === null) throw stopIteration(null);
  return w_item;
}

/** The two rows that each of them has. */
export const mappedIteratorRows = [
  method('__iter__', '($self, /)', iterSelf, 'Implement iter(self).'),
  method('__next__', '($self, /)', mappedNext, 'Implement next(self).'),
];

// ---- enumerate

export class W_Enumerate extends W_MappedIterator {
  private index: int;

  constructor(
    w_type: W_Type,
    readonly w_iterator: W_Root,
    /** The next number, once the word is left. */
    private w_index: W_IntBase | null,
    index: int,
  ) {
    super(w_type);
    this.index = index;
  }

  override step(): W_Root | null {
    const w_item = next(this.w_iterator);
    if (w_item === null) return null;
    const w_index = this.number();
    if (this.w_index === null && this.index < MAX_WORD) {
      this.index++;
    } else {
      const w_next = add(w_index, newInt(1));
      if (w_next instanceof W_IntBase) this.w_index = w_next;
    }
    return newPair(w_index, w_item);
  }

  number(): W_IntBase {
    return this.w_index === null ? newInt(this.index) : this.w_index;
  }
}

function enumerateNew(w_type: W_Root, w_iterable: W_Root, w_start: W_Root | null): W_Root {
  const w_class = checkedNewType(w_type, enumerateType);
  const w_first = w_start === null ? newInt(0) : index(w_start);
  const w_iterator = iter(w_iterable);
  if (w_first.isWord()) return new W_Enumerate(w_class, w_iterator, null, w_first.toWord());
  return new W_Enumerate(w_class, w_iterator, w_first, 0);
}

function enumerateReduce(self: W_Enumerate): W_Root {
  return newPair(self.getType(), newPair(self.w_iterator, self.number()));
}

// ---- zip

export class W_Zip extends W_MappedIterator {
  constructor(
    w_type: W_Type,
    /** @immutableItems */
    readonly iterators: FixedArray<W_Root>,
    public strict: boolean,
  ) {
    super(w_type);
  }

  /** @unrollSafe */
  override step(): W_Root | null {
    const iterators = this.iterators;
    const count = promote(iterators.length);
    if (count === 0) return null;
    const items = newFixedArray<W_Root | null>(count, null);
    for (let i = 0; i < count; i++) {
      const w_item = next(iterators[i] as W_Root);
      if (w_item === null) {
        if (this.strict) this.checkEnd(i);
        return null;
      }
      items[i] = w_item;
    }
    return newTuple(items as FixedArray<W_Root>);
  }

  /** Iterator `ended` is at its end: all must be. */
  private checkEnd(ended: int): void {
    if (ended > 0) throw uneven(ended, 'shorter');
    for (let i = 1; i < this.iterators.length; i++) {
      if (next(this.iterators[i] as W_Root) !== null) throw uneven(i, 'longer');
    }
  }
}

function uneven(at: int, how: string): OperationError {
  const others = at === 1 ? ' ' : 's 1-';
  return valueError(`zip() argument ${at + 1} is ${how} than argument${others}${at}`);
}

function zipNew(w_type: W_Root, w_strict: W_Root | null, w_iterables: W_TupleBase): W_Root {
  const w_class = checkedNewType(w_type, zipType);
  const strict = w_strict !== null && isTrue(w_strict);
  const iterators: W_Root[] = [];
  for (const w_iterable of w_iterables.items) iterators.push(iter(w_iterable));
  return new W_Zip(w_class, sealList(iterators), strict);
}

function zipReduce(self: W_Zip): W_Root {
  const w_iterators = newTuple(self.iterators);
  if (self.strict) return newTuple([self.getType(), w_iterators, w_True]);
  return newPair(self.getType(), w_iterators);
}

function zipSetstate(self: W_Zip, w_state: W_Root): W_Root {
  self.strict = isTrue(w_state);
  return w_None;
}

// ---- map

/** The code of a function; of anything else that is called, the type of who calls it. */
function codeOf(w_function: W_Root, w_caller: W_Root): W_Root {
  return w_function instanceof W_Function ? w_function.code : w_caller.getType();
}

export class W_Map extends W_MappedIterator {
  constructor(
    w_type: W_Type,
    readonly w_function: W_Root,
    /** @immutableItems */
    readonly iterators: FixedArray<W_Root>,
  ) {
    super(w_type);
  }

  override loopKey(): W_Root {
    return codeOf(this.w_function, this);
  }

  /** @unrollSafe */
  override step(): W_Root | null {
    const iterators = this.iterators;
    const count = promote(iterators.length);
    const items = newFixedArray<W_Root | null>(count, null);
    for (let i = 0; i < count; i++) {
      const w_item = next(iterators[i] as W_Root);
      if (w_item === null) return null;
      items[i] = w_item;
    }
    return callArgs(this.w_function, items as FixedArray<W_Root>, null);
  }
}

function mapNew(w_type: W_Root, w_args: W_TupleBase, w_kwargs: W_Root): W_Root {
  const w_class = checkedNewType(w_type, mapType);
  checkNoKeywords(w_type, mapType, w_kwargs);
  const args = w_args.items;
  if (args.length < 2) throw typeError('map() must have at least two arguments.');
  const iterators: W_Root[] = [];
  for (let i = 1; i < args.length; i++) iterators.push(iter(args[i] as W_Root));
  return new W_Map(w_class, args[0] as W_Root, sealList(iterators));
}

function mapReduce(self: W_Map): W_Root {
  const parts: W_Root[] = [self.w_function];
  for (const w_iterator of self.iterators) parts.push(w_iterator);
  return newPair(self.getType(), newTuple(sealList(parts)));
}

// ---- filter

export class W_Filter extends W_MappedIterator {
  constructor(
    w_type: W_Type,
    readonly w_function: W_Root,
    readonly w_iterator: W_Root,
  ) {
    super(w_type);
  }

  override loopKey(): W_Root {
    return codeOf(this.w_function, this);
  }

  override step(): W_Root | null {
    const w_function = this.w_function;
    const byTruth = w_function === w_None || w_function === boolType;
    for (;;) {
      const w_item = next(this.w_iterator);
      if (w_item === null) return null;
      if (isTrue(byTruth ? w_item : call1(w_function, w_item))) return w_item;
    }
  }
}

function filterNew(w_type: W_Root, w_args: W_TupleBase, w_kwargs: W_Root): W_Root {
  const w_class = checkedNewType(w_type, filterType);
  checkNoKeywords(w_type, filterType, w_kwargs);
  const args = w_args.items;
  if (args.length !== 2) throw typeError(`filter expected 2 arguments, got ${args.length}`);
  return new W_Filter(w_class, args[0] as W_Root, iter(args[1] as W_Root));
}

function filterReduce(self: W_Filter): W_Root {
  return newPair(self.getType(), newPair(self.w_function, self.w_iterator));
}

// ---- reversed

export class W_Reversed extends W_MappedIterator {
  constructor(
    w_type: W_Type,
    public w_sequence: W_Root | null,
    public index: int,
  ) {
    super(w_type);
  }

  override step(): W_Root | null {
    const w_sequence = this.w_sequence;
    if (w_sequence === null) return null;
    if (this.index >= 0) {
      try {
        const w_item = getItem(w_sequence, newInt(this.index));
        this.index--;
        return w_item;
      } catch (e) {
        const error = caught(e);
        if (!(
          error instanceof OperationError &&
          (error.matches(IndexErrorType) || error.matches(StopIterationType))
        )) {
          throw error;
        }
      }
    }
    this.index = -1;
    this.w_sequence = null;
    return null;
  }
}

function reversedNew(w_type: W_Root, w_sequence: W_Root): W_Root {
  const w_class = checkedNewType(w_type, reversedType);
  const w_of = w_sequence.getType();
  const w_method = w_of.findSlot(Slot.REVERSED);
  if (w_method === w_None) throw typeError(`'${typeName(w_sequence)}' object is not reversible`);
  if (w_method !== null) return call0(bindDescriptor(w_method, w_sequence));
  if (w_of.findSlot(Slot.GETITEM) === null || w_of.findSlot(Slot.LEN) === null || w_of.isMapping) {
    throw typeError(`'${typeName(w_sequence)}' object is not reversible`);
  }
  return new W_Reversed(w_class, w_sequence, lengthOf(w_sequence) - 1);
}

function reversedReduce(self: W_Reversed): W_Root {
  if (self.w_sequence === null) return newPair(self.getType(), newTuple([newTuple([])]));
  return newTuple([self.getType(), newTuple([self.w_sequence]), newInt(self.index)]);
}

function reversedSetstate(self: W_Reversed, w_state: W_Root): W_Root {
  const at = toWord(w_state);
  if (self.w_sequence !== null) {
    const last = lengthOf(self.w_sequence) - 1;
    self.index = at < -1 ? -1 : at > last ? last : at;
  }
  return w_None;
}

function reversedLengthHint(self: W_Reversed): W_Root {
  if (self.w_sequence === null) return newInt(0);
  const length = lengthOf(self.w_sequence);
  return newInt(length < self.index + 1 ? 0 : self.index + 1);
}

function classGetitem(w_type: W_Root, w_args: W_Root): W_Root {
  return genericAliasOf(w_type, w_args);
}

export const enumerateTypedef = typedef(
  enumerateType,
  W_Enumerate,
  {
    doc: 'Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...',
  },
  [
    staticmethod('__new__', '($type, iterable, start=0)', enumerateNew),
    ...mappedIteratorRows,
    reduceRow(enumerateReduce),
    classmethod('__class_getitem__', '($type, object, /)', classGetitem, 'See PEP 585'),
  ],
);

export const zipTypedef = typedef(
  zipType,
  W_Zip,
  {
    doc: "zip(*iterables, strict=False) --> Yield tuples until an input is exhausted.\n\n   >>> list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]\n\nThe zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip().  The i-th element in every tuple\ncomes from the i-th iterable argument to zip().  This continues until the\nshortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.",
  },
  [
    staticmethod('__new__', '($type, /, *iterables, strict=False)', zipNew),
    ...mappedIteratorRows,
    reduceRow(zipReduce),
    setstateRow(zipSetstate),
  ],
);

export const mapTypedef = typedef(
  mapType,
  W_Map,
  {
    doc: 'map(func, *iterables) --> map object\n\nMake an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.',
  },
  [
    staticmethod('__new__', '($type, /, *args, **kwargs)', mapNew),
    ...mappedIteratorRows,
    reduceRow(mapReduce),
  ],
);

export const filterTypedef = typedef(
  filterType,
  W_Filter,
  {
    doc: 'filter(function or None, iterable) --> filter object\n\nReturn an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true.',
  },
  [
    staticmethod('__new__', '($type, /, *args, **kwargs)', filterNew),
    ...mappedIteratorRows,
    reduceRow(filterReduce),
  ],
);

export const reversedTypedef = typedef(
  reversedType,
  W_Reversed,
  { doc: 'Return a reverse iterator over the values of the given sequence.' },
  [
    staticmethod('__new__', '($type, sequence, /)', reversedNew),
    ...mappedIteratorRows,
    lengthHintRow(reversedLengthHint),
    reduceRow(reversedReduce),
    setstateRow(reversedSetstate),
  ],
);

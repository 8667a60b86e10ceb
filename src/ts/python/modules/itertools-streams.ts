/** The iterators of `itertools` that give on, drop or combine items whatever they are. */
import { sealList } from '../../rlib/array.js';
import { MAX_WORD } from '../../rlib/int.js';
import { caught } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { compare, Comparison, isTrue } from '../interp/compare.js';
import { index, indexWord } from '../interp/convert.js';
import { typeError, valueError } from '../interp/errors.js';
import { iter, next } from '../interp/iteration.js';
import { getSysAttribute } from '../interp/sys-state.js';
import { reduceRow, setstateRow } from '../objects/common-rows.js';
import { genericAliasOf } from '../objects/generic-alias.js';
import { mappedIteratorRows } from '../objects/iteration-types.js';
import { checkedNewType } from '../objects/new-type.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { classmethod, staticmethod, typedef } from '../objects/typedef.js';
import type { Typedef } from '../objects/typedef.js';
import { OverflowErrorType } from '../objects/w-exception.js';
import { newInt, W_IntBase } from '../objects/w-int.js';
import { newListOwning } from '../objects/w-list.js';
import { W_MappedIterator } from '../objects/w-mapped-iterator.js';
import { w_None } from '../objects/w-none.js';
import { intern } from '../objects/w-str.js';
import { newPair, newTuple, W_TupleBase, w_emptyTuple } from '../objects/w-tuple.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';

export const chainType: W_Type = newBuiltinType('chain', objectType);
const compressType: W_Type = newBuiltinType('compress', objectType);
export const isliceType: W_Type = newBuiltinType('islice', objectType);
const zipLongestType: W_Type = newBuiltinType('zip_longest', objectType);
const pairwiseType: W_Type = newBuiltinType('pairwise', objectType);

// ---- chain

export class W_Chain extends W_MappedIterator {
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

/** `product`, `combinations`, `combinations_with_replacement` and `permutations` of `itertools`. */
import { newFixedArray, sealList } from '../../rlib/array.js';
import type { FixedArray } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import { indexWord, toWord } from '../interp/convert.js';
import { newError, typeError, valueError } from '../interp/errors.js';
import { collect } from '../interp/iteration.js';
import { reduceRow, setstateRow } from '../objects/common-rows.js';
import { mappedIteratorRows } from '../objects/iteration-types.js';
import { checkedNewType } from '../objects/new-type.js';
import type { W_Root } from '../objects/root.js';
import { staticmethod, typedef } from '../objects/typedef.js';
import type { Typedef } from '../objects/typedef.js';
import type { OperationError } from '../objects/w-exception.js';
import { OverflowErrorType } from '../objects/w-exception.js';
import { newInt, W_IntBase } from '../objects/w-int.js';
import { W_MappedIterator } from '../objects/w-mapped-iterator.js';
import { w_None } from '../objects/w-none.js';
import { newPair, newTuple, W_TupleBase, w_emptyTuple } from '../objects/w-tuple.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';

export const productType: W_Type = newBuiltinType('product', objectType);
export const combinationsType: W_Type = newBuiltinType('combinations', objectType);
export const replacementType: W_Type = newBuiltinType('combinations_with_replacement', objectType);
export const permutationsType: W_Type = newBuiltinType('permutations', objectType);

/** Base: a state of indices that is advanced between results. */
abstract class W_Selection extends W_MappedIterator {
  started: boolean = false;
  stopped: boolean = false;
  readonly indices: int[] = [];

  override step(): W_Root | null {
    if (this.stopped) return null;
    if (this.started) {
      if (!this.advance()) {
        this.stopped = true;
        return null;
      }
    } else {
      this.started = true;
    }
    return newTuple(this.current());
  }

  /** To the next selection; false after the last. */
  abstract advance(): boolean;

  abstract current(): FixedArray<W_Root>;
}

function wordTuple(words: int[]): W_Root {
  const items: W_Root[] = [];
  for (const word of words) items.push(newInt(word));
  return newTuple(sealList(items));
}

/** The items of a state tuple of `count` ints. */
function stateWords(w_state: W_Root, count: int): int[] {
  if (!(w_state instanceof W_TupleBase) || w_state.items.length !== count)
    throw valueError('invalid arguments');
  const words: int[] = [];
  for (const w_item of w_state.items) words.push(toWord(w_item));
  return words;
}

function clamp(word: int, low: int, high: int): int {
  return word < low ? low : word > high ? high : word;
}

// ---- product

class W_Product extends W_Selection {
  constructor(
    w_type: W_Type,
    readonly pools: FixedArray<W_Root>[],
  ) {
    super(w_type);
    for (const pool of pools) {
      this.indices.push(0);
      if (pool.length === 0) this.stopped = true;
    }
  }

  override advance(): boolean {
    for (let i = this.pools.length - 1; i >= 0; i--) {
      const at = (this.indices[i] as int) + 1;
      if (at < (this.pools[i] as FixedArray<W_Root>).length) {
        this.indices[i] = at;
        return true;
      }
      this.indices[i] = 0;
    }
    return false;
  }

  override current(): FixedArray<W_Root> {
    const result = newFixedArray<W_Root>(this.pools.length, w_None);
    for (let i = 0; i < result.length; i++) {
      result[i] = (this.pools[i] as FixedArray<W_Root>)[this.indices[i] as int] as W_Root;
    }
    return result;
  }
}

function productNew(w_type: W_Root, w_repeat: W_Root | null, w_iterables: W_TupleBase): W_Root {
  const w_class = checkedNewType(w_type, productType);
  const repeat = w_repeat === null ? 1 : indexWord(w_repeat, OverflowErrorType);
  if (repeat < 0) throw valueError('repeat argument cannot be negative');
  const count = w_iterables.items.length;
  if (count > 0 && repeat > 0x8000000) throw overflow();
  const pools: FixedArray<W_Root>[] = [];
  if (repeat > 0) for (const w_iterable of w_iterables.items) pools.push(collect(w_iterable));
  for (let i = 1; i < repeat; i++) for (let j = 0; j < count; j++) pools.push(pools[j] as FixedArray<W_Root>);
  return new W_Product(w_class, pools);
}

function overflow(): OperationError {
  return newError(OverflowErrorType, 'repeat argument too large');
}

function productReduce(self: W_Product): W_Root {
  if (self.stopped) return newPair(self.getType(), newTuple([w_emptyTuple]));
  const pools: W_Root[] = [];
  for (const pool of self.pools) pools.push(newTuple(pool));
  if (!self.started) return newPair(self.getType(), newTuple(sealList(pools)));
  return newTuple([self.getType(), newTuple(sealList(pools)), wordTuple(self.indices)]);
}

function productSetstate(self: W_Product, w_state: W_Root): W_Root {
  const words = stateWords(w_state, self.pools.length);
  for (let i = 0; i < words.length; i++) {
    const size = (self.pools[i] as FixedArray<W_Root>).length;
    if (size === 0) {
      self.stopped = true;
      return w_None;
    }
    self.indices[i] = clamp(words[i] as int, 0, size - 1);
  }
  self.started = true;
  return w_None;
}

// ---- combinations

abstract class W_PoolSelection extends W_Selection {
  constructor(
    w_type: W_Type,
    readonly pool: FixedArray<W_Root>,
    readonly size: int,
  ) {
    super(w_type);
  }

  override current(): FixedArray<W_Root> {
    const result = newFixedArray<W_Root>(this.size, w_None);
    for (let i = 0; i < this.size; i++) result[i] = this.pool[this.indices[i] as int] as W_Root;
    return result;
  }

  /** The largest value of index i. */
  abstract limit(i: int): int;
}

class W_Combinations extends W_PoolSelection {
  constructor(w_type: W_Type, pool: FixedArray<W_Root>, size: int) {
    super(w_type, pool, size);
    for (let i = 0; i < size; i++) this.indices.push(i);
    if (size > pool.length) this.stopped = true;
  }

  override limit(i: int): int {
    return i + this.pool.length - this.size;
  }

  override advance(): boolean {
    let i = this.size - 1;
    while (i >= 0 && this.indices[i] === this.limit(i)) i--;
    if (i < 0) return false;
    let at = (this.indices[i] as int) + 1;
    for (; i < this.size; i++) this.indices[i] = at++;
    return true;
  }
}

class W_Replacement extends W_PoolSelection {
  constructor(w_type: W_Type, pool: FixedArray<W_Root>, size: int) {
    super(w_type, pool, size);
    for (let i = 0; i < size; i++) this.indices.push(0);
    if (pool.length === 0 && size > 0) this.stopped = true;
  }

  override limit(_i: int): int {
    return this.pool.length - 1;
  }

  override advance(): boolean {
    let i = this.size - 1;
    while (i >= 0 && this.indices[i] === this.pool.length - 1) i--;
    if (i < 0) return false;
    const at = (this.indices[i] as int) + 1;
    for (; i < this.size; i++) this.indices[i] = at;
    return true;
  }
}

function checkedSize(w_size: W_Root): int {
  const size = indexWord(w_size, OverflowErrorType);
  if (size < 0) throw valueError('r must be non-negative');
  return size;
}

function combinationsNew(w_type: W_Root, w_iterable: W_Root, w_size: W_Root): W_Root {
  const pool = collect(w_iterable);
  return new W_Combinations(checkedNewType(w_type, combinationsType), pool, checkedSize(w_size));
}

function replacementNew(w_type: W_Root, w_iterable: W_Root, w_size: W_Root): W_Root {
  const pool = collect(w_iterable);
  return new W_Replacement(checkedNewType(w_type, replacementType), pool, checkedSize(w_size));
}

function poolReduce(self: W_PoolSelection): W_Root {
  if (self.stopped && self.started) return newPair(self.getType(), newPair(w_emptyTuple, newInt(self.size)));
  const w_args = newPair(newTuple(self.pool), newInt(self.size));
  if (!self.started) return newPair(self.getType(), w_args);
  return newTuple([self.getType(), w_args, wordTuple(self.indices)]);
}

function poolSetstate(self: W_PoolSelection, w_state: W_Root): W_Root {
  const words = stateWords(w_state, self.size);
  for (let i = 0; i < words.length; i++) self.indices[i] = clamp(words[i] as int, 0, self.limit(i));
  self.started = true;
  return w_None;
}

// ---- permutations

class W_Permutations extends W_PoolSelection {
  readonly cycles: int[] = [];

  constructor(w_type: W_Type, pool: FixedArray<W_Root>, size: int) {
    super(w_type, pool, size);
    for (let i = 0; i < pool.length; i++) this.indices.push(i);
    for (let i = 0; i < size; i++) this.cycles.push(pool.length - i);
    if (size > pool.length) this.stopped = true;
  }

  override limit(_i: int): int {
    return this.pool.length - 1;
  }

  override advance(): boolean {
    const count = this.pool.length;
    const indices = this.indices;
    for (let i = this.size - 1; i >= 0; i--) {
      const left = (this.cycles[i] as int) - 1;
      if (left > 0) {
        this.cycles[i] = left;
        const other = count - left;
        const index = indices[i] as int;
        indices[i] = indices[other] as int;
        indices[other] = index;
        return true;
      }
      const first = indices[i] as int;
      for (let j = i; j + 1 < count; j++) indices[j] = indices[j + 1] as int;
      indices[count - 1] = first;
      this.cycles[i] = count - i;
    }
    return false;
  }
}

function permutationsNew(w_type: W_Root, w_iterable: W_Root, w_size: W_Root | null): W_Root {
  const w_class = checkedNewType(w_type, permutationsType);
  const pool = collect(w_iterable);
  let size = pool.length;
  if (w_size !== null && w_size !== w_None) {
    if (!(w_size instanceof W_IntBase)) throw typeError('Expected int as r');
    size = checkedSize(w_size);
  }
  return new W_Permutations(w_class, pool, size);
}

function permutationsReduce(self: W_Permutations): W_Root {
  if (self.stopped && self.started) return newPair(self.getType(), newPair(w_emptyTuple, newInt(self.size)));
  const w_args = newPair(newTuple(self.pool), newInt(self.size));
  if (!self.started) return newPair(self.getType(), w_args);
  return newTuple([self.getType(), w_args, newPair(wordTuple(self.indices), wordTuple(self.cycles))]);
}

function permutationsSetstate(self: W_Permutations, w_state: W_Root): W_Root {
  if (!(w_state instanceof W_TupleBase)) throw typeError('state is not a tuple');
  if (w_state.items.length !== 2) throw typeError('invalid arguments');
  const count = self.pool.length;
  const indices = stateWords(w_state.items[0] as W_Root, count);
  const cycles = stateWords(w_state.items[1] as W_Root, self.size);
  for (let i = 0; i < count; i++) self.indices[i] = clamp(indices[i] as int, 0, count - 1);
  for (let i = 0; i < self.size; i++) self.cycles[i] = clamp(cycles[i] as int, 1, count - i);
  self.started = true;
  return w_None;
}

const module = 'itertools';

export const combinatoricTypedefs: readonly Typedef[] = [
  typedef(
    productType,
    W_Product,
    {
      module,
      doc: 'product(*iterables, repeat=1) --> product object\n\nCartesian product of input iterables.  Equivalent to nested for-loops.',
    },
    [
      staticmethod('__new__', '($type, /, *iterables, repeat=1)', productNew),
      ...mappedIteratorRows,
      reduceRow(productReduce),
      setstateRow(productSetstate),
    ],
  ),
  typedef(
    combinationsType,
    W_Combinations,
    {
      module,
      doc: 'Return successive r-length combinations of elements in the iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)',
    },
    [
      staticmethod('__new__', '($type, iterable, r)', combinationsNew),
      ...mappedIteratorRows,
      reduceRow(poolReduce),
      setstateRow(poolSetstate),
    ],
  ),
  typedef(
    replacementType,
    W_Replacement,
    {
      module,
      doc: 'Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.',
    },
    [
      staticmethod('__new__', '($type, iterable, r)', replacementNew),
      ...mappedIteratorRows,
      reduceRow(poolReduce),
      setstateRow(poolSetstate),
    ],
  ),
  typedef(
    permutationsType,
    W_Permutations,
    {
      module,
      doc: 'Return successive r-length permutations of elements in the iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)',
    },
    [
      staticmethod('__new__', '($type, iterable, r=None)', permutationsNew),
      ...mappedIteratorRows,
      reduceRow(permutationsReduce),
      setstateRow(permutationsSetstate),
    ],
  ),
];

/** Iterators of lists, forwards and backwards. They see changes of the list while they run. */
import type { int } from '../../rlib/types.js';
import { toWord } from '../interp/convert.js';
import { lengthHintRow, reduceRow, setstateRow } from './common-rows.js';
import { builtinNamed, iteratorRows } from './iterators.js';
import { W_Iterator } from './root.js';
import type { W_Root } from './root.js';
import { typedef } from './typedef.js';
import { newInt } from './w-int.js';
import { newListOwning } from './w-list.js';
import type { W_ListBase } from './w-list.js';
import { w_None } from './w-none.js';
import { newPair, newTuple } from './w-tuple.js';
import { newBuiltinType, objectType } from './w-type.js';
import type { W_Type } from './w-type.js';

export const listIteratorType: W_Type = newBuiltinType('list_iterator', objectType);
export const listReverseIteratorType: W_Type = newBuiltinType('list_reverseiterator', objectType);

export class W_ListIterator extends W_Iterator {
  index: int = 0;

  constructor(public w_list: W_ListBase | null) {
    super();
  }

  override getType(): W_Type {
    return listIteratorType;
  }

  override next(): W_Root | null {
    const w_list = this.w_list;
    if (w_list === null) return null;
    const storage = w_list.storage;
    const index = this.index;
    if (index < storage.length()) {
      this.index = index + 1;
      return storage.get(index);
    }
    this.w_list = null;
    return null;
  }
}

export class W_ListReverseIterator extends W_Iterator {
  index: int;

  constructor(
    public w_list: W_ListBase | null,
    length: int,
  ) {
    super();
    this.index = length - 1;
  }

  override getType(): W_Type {
    return listReverseIteratorType;
  }

  override next(): W_Root | null {
    const w_list = this.w_list;
    if (w_list === null) return null;
    const index = this.index;
    if (index >= 0 && index < w_list.length()) {
      this.index = index - 1;
      return w_list.get(index);
    }
    this.index = -1;
    this.w_list = null;
    return null;
  }
}

function emptyReduce(): W_Root {
  return newPair(builtinNamed('iter'), newTuple([newListOwning([])]));
}

function iteratorReduce(self: W_ListIterator): W_Root {
  if (self.w_list === null) return emptyReduce();
  return newTuple([builtinNamed('iter'), newTuple([self.w_list]), newInt(self.index)]);
}

function iteratorSetstate(self: W_ListIterator, w_state: W_Root): W_Root {
  const index = toWord(w_state);
  if (self.w_list !== null) {
    const length = self.w_list.length();
    self.index = index < 0 ? 0 : index > length ? length : index;
  }
  return w_None;
}

function iteratorLengthHint(self: W_ListIterator): W_Root {
  if (self.w_list === null) return newInt(0);
  const rest = self.w_list.length() - self.index;
  return newInt(rest < 0 ? 0 : rest);
}

function reverseReduce(self: W_ListReverseIterator): W_Root {
  if (self.w_list === null) return emptyReduce();
  return newTuple([builtinNamed('reversed'), newTuple([self.w_list]), newInt(self.index)]);
}

function reverseSetstate(self: W_ListReverseIterator, w_state: W_Root): W_Root {
  const index = toWord(w_state);
  if (self.w_list !== null) {
    const last = self.w_list.length() - 1;
    self.index = index < -1 ? -1 : index > last ? last : index;
  }
  return w_None;
}

function reverseLengthHint(self: W_ListReverseIterator): W_Root {
  if (self.w_list === null || self.w_list.length() < self.index + 1) return newInt(0);
  return newInt(self.index + 1);
}

export const listIteratorTypedef = typedef(listIteratorType, W_ListIterator, { subclassable: false }, [
  ...iteratorRows,
  lengthHintRow(iteratorLengthHint),
  reduceRow(iteratorReduce),
  setstateRow(iteratorSetstate),
]);

export const listReverseIteratorTypedef = typedef(
  listReverseIteratorType,
  W_ListReverseIterator,
  { subclassable: false },
  [...iteratorRows, lengthHintRow(reverseLengthHint), reduceRow(reverseReduce), setstateRow(reverseSetstate)],
);

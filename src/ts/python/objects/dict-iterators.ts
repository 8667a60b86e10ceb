/**
 * Iterators of dictionaries: keys, values or items, forwards or backwards. They notice that the dictionary changed its size,
 * and, at the end, that there are more entries than there were.
 */
import { truncateList } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import { unreachable } from '../../rlib/throwable.js';
import { runtimeError } from '../interp/errors.js';
import { lengthHintRow, reduceRow } from './common-rows.js';
import { builtinNamed, iteratorRows } from './iterators.js';
import { W_Iterator } from './root.js';
import type { W_Root } from './root.js';
import { typedef } from './typedef.js';
import type { Typedef } from './typedef.js';
import type { DictStorage, W_DictBase } from './w-dict.js';
import { newInt } from './w-int.js';
import { newListOwning } from './w-list.js';
import { newPair, newTuple } from './w-tuple.js';
import { newBuiltinType, objectType } from './w-type.js';
import type { W_Type } from './w-type.js';

/** What an iterator gives; the backwards ones follow in the same order. */
export const enum DictPart {
  KEYS,
  VALUES,
  ITEMS,
}

const forwardTypes: readonly W_Type[] = [
  newBuiltinType('dict_keyiterator', objectType),
  newBuiltinType('dict_valueiterator', objectType),
  newBuiltinType('dict_itemiterator', objectType),
];
const reverseTypes: readonly W_Type[] = [
  newBuiltinType('dict_reversekeyiterator', objectType),
  newBuiltinType('dict_reversevalueiterator', objectType),
  newBuiltinType('dict_reverseitemiterator', objectType),
];

/** The asked-for part of the entry at a position. */
function partAt(storage: DictStorage, at: int, part: DictPart): W_Root {
  switch (part) {
    case DictPart.KEYS:
      return storage.keyAt(at);
    case DictPart.VALUES:
      return storage.valueAt(at);
    case DictPart.ITEMS:
      return newPair(storage.keyAt(at), storage.valueAt(at));
  }
  return unreachable('no such part of a dict');
}

export abstract class W_AnyDictIterator extends W_Iterator {
  /** Entries still to come. */
  protected remaining: int;
  /** The size that the dictionary must keep; -1 once it did not. */
  protected size: int;

  constructor(
    public w_dict: W_DictBase | null,
    readonly part: DictPart,
  ) {
    super();
    this.remaining = w_dict === null ? 0 : w_dict.length();
    this.size = this.remaining;
  }

  protected checkSize(w_dict: W_DictBase): void {
    if (w_dict.length() !== this.size) {
      this.size = -1;
      throw runtimeError('dictionary changed size during iteration');
    }
  }

  lengthHint(): int {
    const w_dict = this.w_dict;
    return w_dict !== null && w_dict.length() === this.size ? this.remaining : 0;
  }

  /** The items still to come; the iterator does not move. */
  abstract rest(): W_Root[];
}

export class W_DictIterator extends W_AnyDictIterator {
  private position: int = 0;

  override getType(): W_Type {
    return forwardTypes[this.part] as W_Type;
  }

  override next(): W_Root | null {
    const w_dict = this.w_dict;
    if (w_dict === null) return null;
    this.checkSize(w_dict);
    const storage = w_dict.storage;
    const at = storage.next(this.position);
    if (at < 0) {
      this.w_dict = null;
      return null;
    }
    if (this.remaining === 0) {
      this.w_dict = null;
      throw runtimeError('dictionary keys changed during iteration');
    }
    this.remaining--;
    this.position = at + 1;
    return partAt(storage, at, this.part);
  }

  override rest(): W_Root[] {
    const result: W_Root[] = [];
    if (this.w_dict !== null) {
      const storage = this.w_dict.storage;
      for (let at = storage.next(this.position); at >= 0; at = storage.next(at + 1)) {
        result.push(partAt(storage, at, this.part));
      }
    }
    return result;
  }
}

/** Keys are collected at the start: storages can't be walked backwards one by one. */
export class W_DictReverseIterator extends W_AnyDictIterator {
  private readonly keys: W_Root[] = [];

  constructor(w_dict: W_DictBase, part: DictPart) {
    super(w_dict, part);
    const storage = w_dict.storage;
    for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) this.keys.push(storage.keyAt(at));
  }

  override getType(): W_Type {
    return reverseTypes[this.part] as W_Type;
  }

  override next(): W_Root | null {
    const w_dict = this.w_dict;
    if (w_dict === null) return null;
    this.checkSize(w_dict);
    const count = this.keys.length;
    if (count === 0) {
      this.w_dict = null;
      return null;
    }
    const w_key = this.keys[count - 1] as W_Root;
    truncateList(this.keys, count - 1);
    this.remaining--;
    return this.partOf(w_dict, w_key);
  }

  private partOf(w_dict: W_DictBase, w_key: W_Root): W_Root {
    if (this.part === DictPart.KEYS) return w_key;
    const w_value = w_dict.get(w_key);
    if (w_value === null) throw runtimeError('dictionary keys changed during iteration');
    return this.part === DictPart.VALUES ? w_value : newPair(w_key, w_value);
  }

  override rest(): W_Root[] {
    const result: W_Root[] = [];
    if (this.w_dict !== null) {
      for (let i = this.keys.length - 1; i >= 0; i--)
        result.push(this.partOf(this.w_dict, this.keys[i] as W_Root));
    }
    return result;
  }
}

function iteratorReduce(self: W_AnyDictIterator): W_Root {
  return newPair(builtinNamed('iter'), newTuple([newListOwning(self.rest())]));
}

function iteratorLengthHint(self: W_AnyDictIterator): W_Root {
  return newInt(self.lengthHint());
}

const rows = [...iteratorRows, lengthHintRow(iteratorLengthHint), reduceRow(iteratorReduce)];

function definitions(): Typedef[] {
  const result: Typedef[] = [];
  for (const w_type of forwardTypes)
    result.push(typedef(w_type, W_DictIterator, { subclassable: false }, rows));
  for (const w_type of reverseTypes)
    result.push(typedef(w_type, W_DictReverseIterator, { subclassable: false }, rows));
  return result;
}

export const dictIteratorTypedefs: readonly Typedef[] = definitions();

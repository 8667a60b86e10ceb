/**
 * `list`: a resizable sequence whose items live in a storage chosen by what they are (Bolz, Diekmann, Tratt 2013,
 * "Storage strategies"): all ints as words, all floats as doubles, or objects. A storage that can't hold a new
 * item is replaced by one of objects.
 */
import { theOutOfMemory, unreachable } from '../../rlib/throwable.js';
import type { float, int } from '../../rlib/types.js';
import { W_Root } from './root.js';
import { newInt, W_Int } from './w-int.js';
import { newFloat, W_Float } from './w-float.js';
import type { FixedArray } from '../../rlib/array.js';
import { MAX_LIST_LENGTH, newFixedArray, newListFor, truncateList } from '../../rlib/array.js';
import type { MapNode } from './map.js';
import { newStorage } from './map.js';
import { newBuiltinType, objectType, watchInstance } from './w-type.js';
import type { W_Type } from './w-type.js';

export const listType: W_Type = newBuiltinType('list', objectType);

export abstract class ListStorage {
  abstract length(): int;
  /** Index in range. */
  abstract get(index: int): W_Root;
  /** Whether an item can be held. */
  abstract accepts(w_item: W_Root): boolean;
  /** Index in range, item accepted. */
  abstract set(index: int, w_item: W_Root): void;
  abstract append(w_item: W_Root): void;
  /** Makes room for an accepted item before `index`, 0..length. */
  abstract insert(index: int, w_item: W_Root): void;
  abstract removeRange(start: int, count: int): void;
  /** Of a list that is not empty. */
  abstract removeLast(): void;
  /** `count` items from `start`, each `step` further. */
  abstract slice(start: int, step: int, count: int): ListStorage;
  abstract reverse(): void;
  /** The items as objects, in a list of their own. */
  abstract toObjects(): W_Root[];
}

export class ObjectListStorage extends ListStorage {
  constructor(readonly items: W_Root[]) {
    super();
  }

  override length(): int {
    return this.items.length;
  }

  override get(index: int): W_Root {
    return this.items[index] as W_Root;
  }

  override accepts(_w_item: W_Root): boolean {
    return true;
  }

  override set(index: int, w_item: W_Root): void {
    this.items[index] = w_item;
  }

  override append(w_item: W_Root): void {
    if (this.items.length >= MAX_LIST_LENGTH) throw theOutOfMemory;
    this.items.push(w_item);
  }

  override insert(index: int, w_item: W_Root): void {
    const items = this.items;
    items.push(w_item);
    for (let i = items.length - 1; i > index; i--) items[i] = items[i - 1] as W_Root;
    items[index] = w_item;
  }

  override removeRange(start: int, count: int): void {
    const items = this.items;
    for (let i = start + count; i < items.length; i++) items[i - count] = items[i] as W_Root;
    truncateList(items, items.length - count);
  }

  override removeLast(): void {
    this.items.pop();
  }

  override slice(start: int, step: int, count: int): ListStorage {
    const result = newListFor<W_Root>(count);
    for (let i = 0; i < count; i++) result.push(this.items[start + i * step] as W_Root);
    return new ObjectListStorage(result);
  }

  override reverse(): void {
    const items = this.items;
    for (let i = 0, j = items.length - 1; i < j; i++, j--) {
      const w_item = items[i] as W_Root;
      items[i] = items[j] as W_Root;
      items[j] = w_item;
    }
  }

  override toObjects(): W_Root[] {
    const result: W_Root[] = [];
    for (let i = 0; i < this.items.length; i++) result.push(this.items[i] as W_Root);
    return result;
  }
}

/** Items are all exact `int` objects, kept unboxed. */
export class IntListStorage extends ListStorage {
  constructor(readonly items: int[]) {
    super();
  }

  override length(): int {
    return this.items.length;
  }

  override get(index: int): W_Root {
    return newInt(this.items[index] as int);
  }

  override accepts(w_item: W_Root): boolean {
    return w_item instanceof W_Int;
  }

  override set(index: int, w_item: W_Root): void {
    if (w_item instanceof W_Int) this.items[index] = w_item.value;
  }

  override append(w_item: W_Root): void {
    if (this.items.length >= MAX_LIST_LENGTH) throw theOutOfMemory;
    if (w_item instanceof W_Int) this.items.push(w_item.value);
  }

  override insert(index: int, w_item: W_Root): void {
    if (w_item instanceof W_Int) {
      const items = this.items;
      items.push(w_item.value);
      for (let i = items.length - 1; i > index; i--) items[i] = items[i - 1] as int;
      items[index] = w_item.value;
    }
  }

  override removeRange(start: int, count: int): void {
    const items = this.items;
    for (let i = start + count; i < items.length; i++) items[i - count] = items[i] as int;
    truncateList(items, items.length - count);
  }

  override removeLast(): void {
    this.items.pop();
  }

  override slice(start: int, step: int, count: int): ListStorage {
    const result = newListFor<int>(count);
    for (let i = 0; i < count; i++) result.push(this.items[start + i * step] as int);
    return new IntListStorage(result);
  }

  override reverse(): void {
    const items = this.items;
    for (let i = 0, j = items.length - 1; i < j; i++, j--) {
      const item = items[i] as int;
      items[i] = items[j] as int;
      items[j] = item;
    }
  }

  override toObjects(): W_Root[] {
    const result: W_Root[] = [];
    for (let i = 0; i < this.items.length; i++) result.push(newInt(this.items[i] as int));
    return result;
  }
}

/** Items are all exact `float` objects, kept unboxed. */
export class FloatListStorage extends ListStorage {
  constructor(readonly items: float[]) {
    super();
  }

  override length(): int {
    return this.items.length;
  }

  override get(index: int): W_Root {
    return newFloat(this.items[index] as float);
  }

  override accepts(w_item: W_Root): boolean {
    return w_item instanceof W_Float;
  }

  override set(index: int, w_item: W_Root): void {
    if (w_item instanceof W_Float) this.items[index] = w_item.value;
  }

  override append(w_item: W_Root): void {
    if (this.items.length >= MAX_LIST_LENGTH) throw theOutOfMemory;
    if (w_item instanceof W_Float) this.items.push(w_item.value);
  }

  override insert(index: int, w_item: W_Root): void {
    if (w_item instanceof W_Float) {
      const items = this.items;
      items.push(w_item.value);
      for (let i = items.length - 1; i > index; i--) items[i] = items[i - 1] as float;
      items[index] = w_item.value;
    }
  }

  override removeRange(start: int, count: int): void {
    const items = this.items;
    for (let i = start + count; i < items.length; i++) items[i - count] = items[i] as float;
    truncateList(items, items.length - count);
  }

  override removeLast(): void {
    this.items.pop();
  }

  override slice(start: int, step: int, count: int): ListStorage {
    const result = newListFor<float>(count);
    for (let i = 0; i < count; i++) result.push(this.items[start + i * step] as float);
    return new FloatListStorage(result);
  }

  override reverse(): void {
    const items = this.items;
    for (let i = 0, j = items.length - 1; i < j; i++, j--) {
      const item = items[i] as float;
      items[i] = items[j] as float;
      items[j] = item;
    }
  }

  override toObjects(): W_Root[] {
    const result: W_Root[] = [];
    for (let i = 0; i < this.items.length; i++) result.push(newFloat(this.items[i] as float));
    return result;
  }
}

/** The storage of a list that has no items: the first one decides what comes next. */
class EmptyListStorage extends ListStorage {
  override length(): int {
    return 0;
  }

  override get(_index: int): W_Root {
    return unreachable('an empty list has no items');
  }

  override accepts(_w_item: W_Root): boolean {
    return false;
  }

  override set(_index: int, _w_item: W_Root): void {
    unreachable('an empty list has no items');
  }

  override append(_w_item: W_Root): void {
    unreachable('an empty list is generalized before it grows');
  }

  override insert(_index: int, _w_item: W_Root): void {
    unreachable('an empty list is generalized before it grows');
  }

  override removeRange(_start: int, _count: int): void {
    // Nothing to remove.
  }

  override removeLast(): void {
    unreachable('an empty list has no last item');
  }

  override slice(_start: int, _step: int, _count: int): ListStorage {
    return this;
  }

  override reverse(): void {
    // Nothing to turn round.
  }

  override toObjects(): W_Root[] {
    return [];
  }
}

export const emptyListStorage: ListStorage = new EmptyListStorage();

export abstract class W_ListBase extends W_Root {
  constructor(public storage: ListStorage) {
    super();
  }

  length(): int {
    return this.storage.length();
  }

  /** Index in range. */
  get(index: int): W_Root {
    return this.storage.get(index);
  }

  /** Index in range. */
  set(index: int, w_item: W_Root): void {
    this.ensureAccepts(w_item);
    this.storage.set(index, w_item);
  }

  append(w_item: W_Root): void {
    this.ensureAccepts(w_item);
    this.storage.append(w_item);
  }

  /** Index 0..length. */
  insert(index: int, w_item: W_Root): void {
    this.ensureAccepts(w_item);
    this.storage.insert(index, w_item);
  }

  private ensureAccepts(w_item: W_Root): void {
    const storage = this.storage;
    if (!storage.accepts(w_item)) {
      this.storage =
        storage === emptyListStorage
          ? storageFor(w_item, FIRST_ROOM)
          : new ObjectListStorage(storage.toObjects());
    }
  }
}

/** For a list that is to get so many items like this one. */
function storageFor(w_item: W_Root, count: int): ListStorage {
  if (w_item instanceof W_Int) return new IntListStorage(newListFor<int>(count));
  if (w_item instanceof W_Float) return new FloatListStorage(newListFor<float>(count));
  return new ObjectListStorage(newListFor<W_Root>(count));
}

/** Room in a list that was empty. */
const FIRST_ROOM: int = 4;

export class W_List extends W_ListBase {
  override getType(): W_Type {
    return listType;
  }
}

/** An instance of a user-defined subclass. */
export class W_ListUser extends W_ListBase {
  private map: MapNode;
  private mapped: FixedArray<W_Root | null>;

  constructor(w_type: W_Type) {
    super(emptyListStorage);
    this.map = w_type.getInstanceMap();
    this.mapped = newStorage(this.map);
    watchInstance(this, w_type);
  }

  override getType(): W_Type {
    return this.map.w_type;
  }

  override getMap(): MapNode {
    return this.map;
  }

  override getStorage(): FixedArray<W_Root | null> {
    return this.mapped;
  }

  override setMap(map: MapNode, storage: FixedArray<W_Root | null>): void {
    this.map = map;
    this.mapped = storage;
  }
}

/** A list of the items of an array or list, which is not kept. */
export function newList(items: FixedArray<W_Root>): W_List {
  return new W_List(storageOf(items));
}

/** A list of `count` items that lie in an array from `start` on. @unrollSafe */
export function listOfRange(items: FixedArray<W_Root | null>, start: int, count: int): W_List {
  if (count === 0) return new W_List(emptyListStorage);
  const w_list = new W_List(storageFor(items[start] as W_Root, count));
  for (let i = 0; i < count; i++) w_list.append(items[start + i] as W_Root);
  return w_list;
}

/** A list that takes over a list of objects. */
export function newListOwning(items: W_Root[]): W_List {
  return new W_List(items.length === 0 ? emptyListStorage : new ObjectListStorage(items));
}

/** The best storage for some items. */
export function storageOf(items: FixedArray<W_Root>): ListStorage {
  const length = items.length;
  if (length === 0) return emptyListStorage;
  let ints = true;
  let floats = true;
  for (let i = 0; i < length && (ints || floats); i++) {
    const w_item = items[i] as W_Root;
    if (!(w_item instanceof W_Int)) ints = false;
    if (!(w_item instanceof W_Float)) floats = false;
  }
  const storage = ints
    ? new IntListStorage([])
    : floats
      ? new FloatListStorage([])
      : new ObjectListStorage([]);
  for (let i = 0; i < length; i++) storage.append(items[i] as W_Root);
  return storage;
}

/** The items of a list in an array of their own. */
export function listItems(w_list: W_ListBase): FixedArray<W_Root> {
  const storage = w_list.storage;
  const length = storage.length();
  if (length === 0) return [];
  const result = newFixedArray<W_Root>(length, storage.get(0));
  for (let i = 1; i < length; i++) result[i] = storage.get(i);
  return result;
}

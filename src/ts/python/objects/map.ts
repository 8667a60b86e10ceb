/**
 * Maps: the shapes of instances (Chambers, Ungar, Lee 1989; PyPy's mapdict).
 *
 * A map is a chain of nodes from a terminator, which belongs to a type; each node adds one name and the storage
 * index of its value. Objects that got the same attributes in the same order share their map, so that one
 * comparison of maps tells type and position of every attribute. Names are interned: found by identity.
 */
import type { FixedArray } from '../../rlib/array.js';
import { newFixedArray } from '../../rlib/array.js';
import { promote } from '../../rlib/jit.js';
import type { int } from '../../rlib/types.js';
import type { W_Root } from './root.js';
import type { W_StrBase } from './w-str-base.js';
import type { W_Type } from './w-type.js';

/** What a name in a map denotes. */
export const enum AttrKind {
  /** An entry of `__dict__`. */
  DICT,
  /** A slot of `__slots__`; the name is made unique to its class by the member descriptor. */
  SLOT,
  /** The dictionary object itself, or the weak references, or another hidden value. */
  HIDDEN,
}

/** More attributes than this are better off in a hash table. */
const MAX_SIZE: int = 80;
/** A map after which so many names have come is one where names are data: the next ones are better off in a hash table, too. */
const MAX_CHILDREN: int = 128;

export class MapNode {
  private readonly children: MapNode[] = [];
  /** Storage that instances with the terminator's type ended up with: what the next one allocates. */
  sizeHint: int = 0;

  constructor(
    readonly w_type: W_Type,
    readonly back: MapNode | null,
    readonly name: W_StrBase | null,
    readonly kind: AttrKind,
    /** Storage cells in use; the node's own value is the last. */
    readonly size: int,
    /** The attributes are in a dictionary object of their own, not in the storage. */
    readonly devolved: boolean,
  ) {}

  /** Storage index of an attribute, or -1. @elidable */
  find(name: W_StrBase, kind: AttrKind): int {
    let node: MapNode = this;
    for (;;) {
      if (node.name === name && node.kind === kind) return node.size - 1;
      const back = node.back;
      if (back === null) return -1;
      node = back;
    }
  }

  /** The map with one more attribute. @elidable */
  extend(name: W_StrBase, kind: AttrKind): MapNode {
    const known = this.findChild(name, kind);
    if (known !== null) return known;
    const child = new MapNode(this.w_type, this, name, kind, this.size + 1, this.devolved);
    this.children.push(child);
    return child;
  }

  private findChild(name: W_StrBase, kind: AttrKind): MapNode | null {
    for (const child of this.children) {
      if (child.name === name && child.kind === kind) return child;
    }
    return null;
  }

  /** Whether an attribute is there, or may be added. @elidable */
  admits(name: W_StrBase, kind: AttrKind): boolean {
    if (this.size < MAX_SIZE && this.children.length < MAX_CHILDREN) return true;
    if (this.find(name, kind) >= 0) return true;
    return this.size < MAX_SIZE && this.findChild(name, kind) !== null;
  }

  /** @elidable */
  terminator(): MapNode {
    let node: MapNode = this;
    while (node.back !== null) node = node.back;
    return node;
  }

  /** Number of attributes of a kind. */
  countKind(kind: AttrKind): int {
    let count = 0;
    let node: MapNode | null = this;
    while (node !== null) {
      if (node.name !== null && node.kind === kind) count++;
      node = node.back;
    }
    return count;
  }

  /** Nodes from the first attribute to the last. */
  nodes(): MapNode[] {
    const reversed: MapNode[] = [];
    let node: MapNode | null = this;
    while (node !== null) {
      if (node.name !== null) reversed.push(node);
      node = node.back;
    }
    const result: MapNode[] = [];
    for (let i = reversed.length - 1; i >= 0; i--) result.push(reversed[i] as MapNode);
    return result;
  }
}

/** A terminator for instances of a type. */
export function newTerminator(w_type: W_Type, devolved: boolean): MapNode {
  return new MapNode(w_type, null, null, AttrKind.HIDDEN, 0, devolved);
}

/** Storage for a new instance: as large as earlier instances of its type became. */
export function newStorage(map: MapNode): FixedArray<W_Root | null> {
  return newFixedArray<W_Root | null>(promote(map.sizeHint), null);
}

/** The value of an attribute of an object with a map, or null. */
export function readAttribute(w_obj: W_Root, map: MapNode, name: W_StrBase, kind: AttrKind): W_Root | null {
  const index = map.find(name, kind);
  return index < 0 ? null : (w_obj.getStorage()[index] as W_Root | null);
}

/** Sets or adds an attribute of an object with a map. */
export function writeAttribute(
  w_obj: W_Root,
  map: MapNode,
  name: W_StrBase,
  kind: AttrKind,
  w_value: W_Root,
): void {
  const index = map.find(name, kind);
  if (index >= 0) w_obj.getStorage()[index] = w_value;
  else addAttribute(w_obj, map.extend(name, kind), w_value);
}

/** Moves an object to `next`, a map with one more attribute than its own. @unrollSafe */
export function addAttribute(w_obj: W_Root, next: MapNode, w_value: W_Root): void {
  const size = next.size;
  let storage = w_obj.getStorage();
  if (storage.length < size) {
    const terminator = next.terminator();
    const capacity = size > terminator.sizeHint ? size : terminator.sizeHint;
    terminator.sizeHint = capacity;
    const grown = newFixedArray<W_Root | null>(capacity, null);
    for (let i = 0; i < storage.length; i++) grown[i] = storage[i] as W_Root | null;
    storage = grown;
  }
  storage[size - 1] = w_value;
  w_obj.setMap(next, storage);
}

/** Removes an attribute; false if it is not there. The rest keeps its order. */
export function removeAttribute(w_obj: W_Root, map: MapNode, name: W_StrBase, kind: AttrKind): boolean {
  if (map.find(name, kind) < 0) return false;
  const old = w_obj.getStorage();
  let target = map.terminator();
  const storage = newFixedArray<W_Root | null>(old.length, null);
  for (const node of map.nodes()) {
    if (node.name !== name || node.kind !== kind) {
      target = target.extend(node.name as W_StrBase, node.kind);
      storage[target.size - 1] = old[node.size - 1] as W_Root | null;
    }
  }
  w_obj.setMap(target, storage);
  return true;
}

/** Gives an object the shape it has, below another terminator (a change of class, or devolution). */
export function rebaseMap(w_obj: W_Root, map: MapNode, terminator: MapNode): void {
  const old = w_obj.getStorage();
  let target = terminator;
  const storage = newFixedArray<W_Root | null>(old.length, null);
  for (const node of map.nodes()) {
    if (!terminator.devolved || node.kind !== AttrKind.DICT) {
      target = target.extend(node.name as W_StrBase, node.kind);
      storage[target.size - 1] = old[node.size - 1] as W_Root | null;
    }
  }
  w_obj.setMap(target, storage);
}

/**
 * Type objects: data, method resolution and caches. Creation from Python and attribute semantics: `type.ts`.
 *
 * Every type has a version, an object that is replaced when the type or a base changes, so that caches compare
 * one reference. `lookup` goes along the MRO and remembers results until then.
 */
import type { FixedArray } from '../../rlib/array.js';
import { newFixedArray, sealList } from '../../rlib/array.js';
import { registerFinalizer } from '../../rlib/finalizers.js';
import { WeakReference } from '../../rlib/object.js';
import type { ClassRef } from '../../rlib/object.js';
import { promote, weAreJitted } from '../../rlib/jit.js';
import type { int } from '../../rlib/types.js';
import type { MapNode } from './map.js';
import { newStorage, newTerminator } from './map.js';
import { noStorage, W_Root } from './root.js';
import { Slot } from './slots.js';
import { StrTable } from './str-table.js';
import type { W_StrBase } from './w-str-base.js';

/** Identity of a state of a type; compared by reference. */
export class TypeVersion {}

/** Marks a slot or cached lookup that says "nothing there" or "not looked up yet". */
class W_Marker extends W_Root {
  override getType(): W_Type {
    return objectType;
  }
}

const unresolved: W_Root = new W_Marker();
const absent: W_Root = new W_Marker();

/** Names of slots as strings the type dictionaries know; filled when `w-str.ts` loads. */
export const slotStrings: W_StrBase[] = [];

/** A type that is asked for more names gets those of objects that differ: they need not be remembered for ever. */
const MAX_CACHED: int = 1024;

const MANY_CHANGES: int = 100;

export class W_Type extends W_Root {
  /** Own contents. */
  readonly dict: StrTable = new StrTable();
  bases: FixedArray<W_Type>;
  /** This type, then its bases in resolution order. */
  mro: FixedArray<W_Type>;
  /** The most derived base whose instances have a layout of their own: decides which types may be mixed. */
  layoutBase: W_Type;
  qualname: string;
  /** Made by a class statement or a call of type(). */
  isHeapType: boolean = false;
  /** May be inherited from. */
  acceptsSubclasses: boolean = true;
  /** Instances have a `__dict__`; a weak-reference list. */
  hasDict: boolean = false;
  hasWeakref: boolean = false;
  /** Has unimplemented abstract methods (`__abstractmethods__` is set and true). */
  isAbstract: boolean = false;
  /** Attributes can't be set (builtin types, types made immutable). */
  isImmutable: boolean = true;
  /** Takes part in structural pattern matching as a sequence or mapping (Py_TPFLAGS_SEQUENCE, _MAPPING). */
  isSequence: boolean = false;
  isMapping: boolean = false;
  /** A class pattern with one positional pattern matches the subject itself (int, str, ...). */
  matchSelf: boolean = false;
  /** Instances differ in size (int, tuple, bytes): subclasses can't have `__slots__`. */
  isVariableSize: boolean = false;
  /** Names of the slots that `__slots__` added here, mangled; null without `__slots__`. */
  slotMembers: W_StrBase[] | null = null;
  doc: string | null = null;
  textSignature: string | null = null;
  /** `__module__` of builtin types. */
  module: string = 'builtins';
  /** @quasiImmutable */
  version: TypeVersion = new TypeVersion();
  /** Traces do not rely on the version of a type that is changed again and again, as by a counter in a class. @quasiImmutable */
  changesOften: boolean = false;
  private changes: int = 0;
  /** Known to have no `__del__`. */
  hasNoDel: boolean = false;
  private readonly slots: FixedArray<W_Root | null>;
  private cache: StrTable = new StrTable();
  private readonly subclasses: WeakReference<W_Type>[] = [];
  private instanceMap: MapNode | null = null;
  /** The class of instances, for the argument check of builtin methods; null for heap types. */
  instanceClass: ClassRef<W_Root> | null = null;
  /** Which data class instances of an exception type have (`ExceptionLayout`); inherited. */
  exceptionLayout: int = 0;
  /** Own attributes of the type object as an instance of its metaclass (`__slots__` of metaclasses). */
  private map: MapNode | null = null;
  private storage: FixedArray<W_Root | null> = noStorage;

  constructor(
    public name: string,
    public w_metatype: W_Type | null,
    base: W_Type | null,
  ) {
    super();
    this.qualname = name;
    this.bases = base === null ? [] : [base];
    const mro: W_Type[] = [this];
    if (base !== null) for (const w_type of base.mro) mro.push(w_type);
    this.mro = sealList(mro);
    this.layoutBase = this;
    this.slots = newFixedArray<W_Root | null>(Slot.COUNT, unresolved);
    if (base !== null) base.subclasses.push(new WeakReference<W_Type>(this));
  }

  override getType(): W_Type {
    return this.w_metatype === null ? typeType : this.w_metatype;
  }

  override getMap(): MapNode | null {
    if (this.map === null && this.w_metatype !== null) this.map = this.w_metatype.getInstanceMap();
    return this.map;
  }

  override getStorage(): FixedArray<W_Root | null> {
    return this.storage;
  }

  override setMap(map: MapNode, storage: FixedArray<W_Root | null>): void {
    this.map = map;
    this.storage = storage;
  }

  /** The terminator of instances' maps. @elidable */
  getInstanceMap(): MapNode {
    let map = this.instanceMap;
    if (map === null) {
      map = newTerminator(this, false);
      this.instanceMap = map;
    }
    return map;
  }

  /** The attribute of this name of the first type in the MRO that has it, or null. */
  lookup(name: W_StrBase): W_Root | null {
    if (weAreJitted() && !promote(this).changesOften)
      return lookupAt(promote(this), promote(this.version), name);
    return this.find(name);
  }

  /** `lookup` for those who are not traced. */
  find(name: W_StrBase): W_Root | null {
    const w_cached = this.cache.get(name);
    if (w_cached !== null) return w_cached === absent ? null : w_cached;
    let w_found: W_Root | null = null;
    for (const w_type of this.mro) {
      w_found = w_type.dict.get(name);
      if (w_found !== null) break;
    }
    this.remember(name, w_found === null ? absent : w_found);
    return w_found;
  }

  /** Notes what was found. A name that is not canonical is one that no type has, and may never come again. */
  private remember(name: W_StrBase, w_found: W_Root): void {
    if (!name.interned) return;
    if (this.cache.count >= MAX_CACHED) this.cache = new StrTable();
    this.cache.set(name, w_found);
  }

  /** The type in the MRO that has this name in its own dictionary, or null. */
  lookupWhere(name: W_StrBase): W_Type | null {
    for (const w_type of this.mro) if (w_type.dict.has(name)) return w_type;
    return null;
  }

  /** What the type has for a special method, or null. */
  findSlot(slot: Slot): W_Root | null {
    if (weAreJitted() && !promote(this).changesOften)
      return findSlotAt(promote(this), promote(this.version), slot);
    return this.resolveSlot(slot);
  }

  resolveSlot(slot: Slot): W_Root | null {
    const w_known = this.slots[slot] as W_Root | null;
    if (w_known !== unresolved) return w_known;
    const w_found = this.find(slotStrings[slot] as W_StrBase);
    this.slots[slot] = w_found;
    return w_found;
  }

  /** Must be called after any change of the dictionary, bases or MRO. */
  modified(): void {
    this.changes++;
    if (this.changes >= MANY_CHANGES) this.changesOften = true;
    this.version = new TypeVersion();
    this.hasNoDel = false;
    if (this.cache.count > 0) this.cache = new StrTable();
    for (let i = 0; i < this.slots.length; i++) this.slots[i] = unresolved;
    for (const reference of this.subclasses) {
      const w_subclass = reference.get();
      if (w_subclass !== null) w_subclass.modified();
    }
  }

  isSubtype(w_type: W_Type): boolean {
    if (weAreJitted() && !promote(this).changesOften)
      return isSubtypeAt(promote(this), promote(this.version), promote(w_type));
    return this.hasInMro(w_type);
  }

  /** The attribute of the first type behind `w_type` in the MRO that has it, or null: what `super` finds. */
  lookupBehind(w_type: W_Type, name: W_StrBase): W_Root | null {
    if (weAreJitted() && !promote(this).changesOften)
      return lookupBehindAt(promote(this), promote(this.version), promote(w_type), name);
    return this.findBehind(w_type, name);
  }

  findBehind(w_type: W_Type, name: W_StrBase): W_Root | null {
    const mro = this.mro;
    let i = 0;
    while (i < mro.length && mro[i] !== w_type) i++;
    for (i++; i < mro.length; i++) {
      const w_found = (mro[i] as W_Type).dict.get(name);
      if (w_found !== null) return w_found;
    }
    return null;
  }

  hasInMro(w_type: W_Type): boolean {
    const mro = this.mro;
    for (let i = 0; i < mro.length; i++) if (mro[i] === w_type) return true;
    return false;
  }

  addSubclass(w_type: W_Type): void {
    this.subclasses.push(new WeakReference<W_Type>(w_type));
  }

  removeSubclass(w_type: W_Type): void {
    let kept = 0;
    for (let i = 0; i < this.subclasses.length; i++) {
      const reference = this.subclasses[i] as WeakReference<W_Type>;
      if (reference.get() !== w_type) this.subclasses[kept++] = reference;
    }
    while (this.subclasses.length > kept) this.subclasses.pop();
  }

  liveSubclasses(): W_Type[] {
    const result: W_Type[] = [];
    for (const reference of this.subclasses) {
      const w_type = reference.get();
      if (w_type !== null) result.push(w_type);
    }
    return result;
  }
}

/** As long as its version stays, a type answers the same: traces ask when they are made. @elidable */
function lookupAt(w_type: W_Type, _version: TypeVersion, name: W_StrBase): W_Root | null {
  return w_type.find(name);
}

/** @elidable */
function findSlotAt(w_type: W_Type, _version: TypeVersion, slot: Slot): W_Root | null {
  return w_type.resolveSlot(slot);
}

/** @elidable */
function lookupBehindAt(
  w_type: W_Type,
  _version: TypeVersion,
  w_behind: W_Type,
  name: W_StrBase,
): W_Root | null {
  return w_type.findBehind(w_behind, name);
}

/** @elidable */
function isSubtypeAt(w_type: W_Type, _version: TypeVersion, w_base: W_Type): boolean {
  return w_type.hasInMro(w_base);
}

export const objectType: W_Type = new W_Type('object', null, null);
export const typeType: W_Type = new W_Type('type', null, objectType);

/** A bare builtin type; its contents come from its typedef. */
export function newBuiltinType(name: string, base: W_Type): W_Type {
  return new W_Type(name, null, base);
}

/**
 * An object with a map: the instance of a user-defined class that inherits from `object` alone.
 */
export class W_Instance extends W_Root {
  constructor(
    public map: MapNode,
    public storage: FixedArray<W_Root | null>,
  ) {
    super();
  }

  override getType(): W_Type {
    return promote(this.map).w_type;
  }

  override getMap(): MapNode {
    return this.map;
  }

  override getStorage(): FixedArray<W_Root | null> {
    return this.storage;
  }

  override setMap(map: MapNode, storage: FixedArray<W_Root | null>): void {
    this.map = map;
    this.storage = storage;
  }
}

/** Has a new instance finalized once nothing reaches it, if its class says how. */
export function watchInstance(w_obj: W_Root, w_type: W_Type): void {
  if (!weAreJitted() && w_type.hasNoDel) return;
  w_type.hasNoDel = w_type.findSlot(Slot.DEL) === null;
  if (!w_type.hasNoDel) registerFinalizer(w_obj);
}

/** An object whose class is part of its data: base of builtin types that are rarely on a hot path. */
export abstract class W_Mapped extends W_Instance {
  constructor(w_type: W_Type) {
    const map = promote(w_type).getInstanceMap();
    super(map, newStorage(map));
    watchInstance(this, w_type);
  }
}

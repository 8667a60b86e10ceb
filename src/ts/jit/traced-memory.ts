/**
 * Loads, stores and allocations of the meta-interpreter: done on the real heap, and recorded.
 *
 * Not recorded are loads of what never changes: from constant objects, or read before. The pending exception, in machine code a word of the state block, is a
 * variable here. What a field has told of its array's items (`MemoryPlace.items`) goes with the array.
 */
import type { AddressPart, MemoryPlace, Part } from '../backend/lir.js';
import type { LirOpName } from '../backend/lir-ops.js';
import { BuiltinType, ListPlace, Place } from '../rlib/heap-layout.js';
import { State } from '../rlib/raw.js';
import type { JitHeap } from './heap.js';
import { constantDistance, HeapCache } from './heap-cache.js';
import type { JitLibrary } from './library.js';
import type { Machine } from './machine.js';
import { NULL_REF, TraceConstant, ZERO, type CallEffects } from './trace.js';
import type { Tracing } from './tracing.js';
import { intConstant, LiveBox, resolved, type LiveValue } from './values.js';

export class TracedMemory {
  private readonly heap: JitHeap;
  private readonly library: JitLibrary;
  private readonly machine: Machine;
  private readonly typePlace: MemoryPlace;
  private readonly listItems: MemoryPlace;
  readonly cache = new HeapCache();
  /** Nothing since the last `guard_not_invalidated` may have changed a field that the trace relies on. */
  private isValid = false;

  constructor(private readonly tracing: Tracing) {
    this.heap = tracing.heap;
    this.library = tracing.library;
    this.machine = tracing.machine;
    this.typePlace = this.library.placeNamed('type');
    this.listItems = this.library.placeNamed('list.items');
  }

  /** A load of jitcode. */
  loadOperation(op: LirOpName, [base, index]: readonly LiveValue[], part: Part): LiveValue {
    if (part.kind !== 'address') throw new Error(`${op} without an address`);
    if (op === 'load_ref' && part.displacement === State.EXCEPTION && isNull(base))
      return this.tracing.exception ?? NULL_REF;
    return this.load(op, base, index, part);
  }

  private address(base: LiveValue, index: LiveValue, { scale, displacement }: AddressPart): number {
    return this.machine.reference(base) * 8 + Number(this.machine.held(index)) * scale + displacement;
  }

  load(op: LirOpName, base: LiveValue, index: LiveValue, given: AddressPart): LiveValue {
    const part = this.placed(base, given);
    const { place } = part;
    if (place === this.typePlace && part.displacement === Place.TYPE) return this.typeOf(base, part);
    const distance = place?.change === 'immutable' ? distanceOf(base, index, part) : null;
    const known = distance === null ? null : (base as LiveBox).findKnown(distance);
    if (known !== null) return resolved(known);
    const cached = this.cache.find(op, base, index, part);
    if (cached !== null) return resolved(cached);
    if (place?.change === 'quasi' && base instanceof TraceConstant && index instanceof TraceConstant)
      return this.loadSeldomChanged(op, base, index, part);
    // Who asks for attention from outside is answered later: a trace that heeds it would never come back.
    const isIgnored = place?.change === 'volatile';
    const held = isIgnored ? 0 : this.heap.load(op, this.address(base, index, part));
    const cls = loadedClass(op);
    const isFixed = place?.change === 'immutable';
    if (isFixed && base instanceof TraceConstant && index instanceof TraceConstant) {
      const fixed =
        cls === 'ref'
          ? this.machine.constantReference(this.temporary(held as number))
          : new TraceConstant(cls, held);
      if (place.items !== undefined) this.noteItems(fixed, place.items);
      return fixed;
    }
    const box = this.tracing.newBox(cls, held);
    if (place?.items !== undefined) this.noteItems(box, place.items);
    this.tracing.record(op, [base, index], part, box);
    if (base instanceof LiveBox) base.isNonNull = true;
    if (distance !== null) (base as LiveBox).setKnown(distance, box);
    else this.cache.noteLoad(op, base, index, part, box);
    return box;
  }

  /** A quasi-immutable field of an object that is known: its value is a constant of the trace. */
  private loadSeldomChanged(
    op: LirOpName,
    base: TraceConstant,
    index: TraceConstant,
    part: AddressPart,
  ): TraceConstant {
    const { tracing } = this;
    const address = this.address(base, index, part);
    const held = this.heap.load(op, address);
    const cls = loadedClass(op);
    const box = tracing.newBox(cls, held);
    const value = cls === 'ref' ? this.machine.constantReference(box) : new TraceConstant(cls, held);
    if (part.place?.items !== undefined) this.noteItems(value, part.place.items);
    tracing.record(op, [base, index], part, box);
    if (!this.isValid) tracing.guard('guard_not_invalidated', []);
    this.isValid = true;
    tracing.reliedOn.push({ op, address, value: value.value });
    this.cache.noteLoad(op, base, index, part, value);
    return value;
  }

  /** A call in machine code. */
  noteCall(effects: CallEffects, isElidable: boolean): void {
    this.cache.noteCall(effects);
    if (!isElidable) this.isValid = false;
  }

  /** A field has told the place of its array's items. */
  private noteItems(array: LiveValue, items: MemoryPlace): void {
    if (array instanceof LiveBox) array.items = items;
    else this.library.constantItems.set(array.value as number, items);
  }

  /** A reference that may be young, held for the moment. */
  private temporary(reference: number): LiveValue {
    return reference === 0 ? NULL_REF : this.tracing.newBox('ref', reference);
  }

  /** With the place that the field has given the array's items. */
  private placed(base: LiveValue, part: AddressPart): AddressPart {
    if (part.displacement !== Place.ITEMS) return part;
    const items = base instanceof LiveBox ? base.items : this.library.constantItems.get(base.value as number);
    return items === null || items === undefined || !isItems(part.place, items)
      ? part
      : { ...part, place: items };
  }

  /** The type id of an object, a constant from here on. */
  private typeOf(object: LiveValue, part: AddressPart): LiveValue {
    if (object instanceof LiveBox && object.typeId >= 0) return intConstant(object.typeId);
    const typeId = this.heap.typeId(this.machine.reference(object));
    if (object instanceof LiveBox) {
      const box = this.tracing.newBox('int', typeId);
      this.tracing.record('load_u32', [object, ZERO], part, box);
      this.tracing.guard('guard_value', [box, intConstant(typeId)]);
      object.typeId = typeId;
      object.isNonNull = true;
    }
    return intConstant(typeId);
  }

  /** A store of jitcode. */
  storeOperation(op: LirOpName, [base, index, value]: readonly LiveValue[], part: Part): void {
    if (part.kind !== 'address') throw new Error(`${op} without an address`);
    if (op === 'store_ref' && part.displacement === State.EXCEPTION && isNull(base)) {
      this.tracing.exception = value instanceof TraceConstant && value.value === 0 ? null : value;
      return;
    }
    this.store(op, base, index, value, part);
  }

  store(op: LirOpName, base: LiveValue, index: LiveValue, value: LiveValue, given: AddressPart): void {
    const part = this.placed(base, given);
    const address = this.address(base, index, part);
    this.machine.store(op, this.machine.reference(base), address, this.machine.held(value));
    this.tracing.record(op, [base, index, value], part, null);
    if (base instanceof LiveBox) base.isNonNull = true;
    const distance = part.place?.change === 'immutable' ? distanceOf(base, index, part) : null;
    if (distance !== null) (base as LiveBox).setKnown(distance, value);
    this.cache.noteStore(op, base, index, part, value);
    if (part.place?.change === 'quasi') this.isValid = false;
  }

  /** An allocation of jitcode. */
  allocate(op: LirOpName, part: Part): LiveValue {
    if (op !== 'allocate' || part.kind !== 'allocation') throw new Error(`${op} in jitcode`);
    return this.newInstance(part.size, part.typeId);
  }

  newInstance(size: number, typeId: number): LiveValue {
    const reference = this.machine.newInstance(size, typeId);
    if (reference === 0) return this.outOfMemory();
    const box = this.tracing.newBox('ref', reference);
    box.isNonNull = true;
    box.typeId = typeId;
    this.tracing.record('allocate', [], { kind: 'allocation', size, typeId }, box);
    return box;
  }

  newArray(typeId: number, length: LiveValue): LiveValue {
    const reference = this.machine.newArray(typeId, this.machine.held(length));
    if (reference === 0) return this.outOfMemory();
    const box = this.tracing.newBox('ref', reference);
    box.isNonNull = true;
    box.typeId = typeId;
    this.tracing.record(
      'allocate_array',
      [intConstant(typeId), length],
      { kind: 'array', typeId, itemSize: itemSizes[typeId] ?? 4 },
      box,
    );
    box.setKnown(Place.LENGTH, length);
    return box;
  }

  newList(itemsType: number, capacity: LiveValue): LiveValue {
    const items = this.newArray(itemsType, capacity);
    if (this.tracing.exception !== null) return items;
    const list = this.newInstance(2, BuiltinType.LIST);
    if (this.tracing.exception !== null) return list;
    const place = this.listItems;
    this.store('store_ref', list, ZERO, items, {
      kind: 'address',
      scale: 1,
      displacement: ListPlace.ITEMS,
      place,
    });
    return list;
  }

  /** What an allocation gives that fails: a trace ends there. */
  private outOfMemory(): LiveValue {
    this.tracing.takeException();
    this.tracing.isMemoryShort = true;
    return NULL_REF;
  }
}

function loadedClass(op: LirOpName): LiveBox['cls'] {
  if (op === 'load_ref') return 'ref';
  return op === 'load_f64' || op === 'load_f32' ? 'float' : 'int';
}

/** Of an access at a constant place of a box's object; else null. */
function distanceOf(base: LiveValue, index: LiveValue, part: AddressPart): number | null {
  return base instanceof LiveBox ? constantDistance(index, part) : null;
}

const itemSizes: Readonly<Record<number, 1 | 4 | 8>> = {
  [BuiltinType.STRING]: 1,
  [BuiltinType.BYTES]: 1,
  [BuiltinType.INT_WORDS]: 8,
  [BuiltinType.INT32S]: 4,
  [BuiltinType.FLOATS]: 8,
  [BuiltinType.REFERENCES]: 4,
  [BuiltinType.HALF_WORDS]: 4,
  [BuiltinType.WORDS]: 8,
};

function isItems(place: MemoryPlace | undefined, items: MemoryPlace): boolean {
  return place === undefined || place === items.general;
}

function isNull(value: LiveValue): boolean {
  return value instanceof TraceConstant && value.value === 0;
}

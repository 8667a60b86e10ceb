/**
 * Objects that are not made before somebody needs them: as long as only the trace knows of an object, its fields are values of the trace.
 *
 * Forcing makes the object: those in its fields first, so that between an allocation and the stores into it the collector can't run, and they need
 * no write barriers. Only where objects refer to each other in a circle one has to be stored later.
 */
import type { AddressPart } from '../../backend/lir.js';
import type { LirOpName } from '../../backend/lir-ops.js';
import type { VirtualObject } from '../trace.js';
import type { Emitter } from './emitter.js';
import type { Heap, Location } from './heap.js';
import { infoOf } from './operations.js';
import { Known, resolve, type Value, type Values } from './value.js';
import { VirtualFields, type VirtualField } from './virtual-fields.js';

/** Longer arrays are made at once. */
export const LONGEST_VIRTUAL_ARRAY = 64;

export const enum HeaderPlace {
  TYPE = 0,
  LENGTH = 8,
}

/** Where arrays' items begin. */
const ITEMS_PLACE = 16;

interface LateStore {
  readonly object: Value;
  readonly field: VirtualField;
}

export class VirtualObjects {
  /** How many objects are being forced, one for the other. */
  private depth = 0;
  private late: LateStore[] = [];

  constructor(
    private readonly values: Values,
    private readonly emitter: () => Emitter,
    private readonly heap: () => Heap,
  ) {}

  allocate(shape: VirtualObject['shape']): Value {
    const value = this.values.fresh('ref');
    value.virtual = new VirtualFields(shape);
    value.known = Known.NON_NULL | Known.FRESH | Known.ORIGIN;
    value.typeId = shape.typeId;
    if (shape.kind === 'array') value.length = this.values.int(shape.length);
    return value;
  }

  /** What a load from a virtual object gives as it was stored; null if the object has to exist for that. */
  load(object: Value, displacement: number, size: number, zero: Value): Value | null {
    const { virtual } = object;
    if (virtual === null) return null;
    if (displacement === HeaderPlace.TYPE) return size === 4 ? this.values.int(virtual.typeId) : null;
    const { shape } = virtual;
    if (shape.kind === 'array' && displacement === HeaderPlace.LENGTH)
      return size === 4 ? this.values.int(shape.length) : null;
    if (!isInside(shape, displacement, size)) return null;
    const field = virtual.find(displacement, size);
    if (field === undefined) return null;
    return field === null ? zero : resolve(field.value);
  }

  /** Whether the store was noted; else the object has to exist for it. */
  store(object: Value, op: LirOpName, part: AddressPart, value: Value): boolean {
    const { virtual } = object;
    const { size } = infoOf(op);
    if (virtual === null || !isInside(virtual.shape, part.displacement, size)) return false;
    const field = virtual.find(part.displacement, size);
    if (field === undefined) return false;
    this.values.changes++;
    if (field !== null && field.op === op) field.value = value;
    else if (field === null) virtual.fields.push({ op, part, size, value });
    else return false;
    return true;
  }

  /** Makes the object, and all that it refers to. */
  force(object: Value): void {
    const { virtual } = object;
    if (virtual === null || object.isBeingMade) return;
    object.isBeingMade = true;
    this.depth++;
    this.values.changes++;
    for (const { value } of virtual.fields) {
      const held = resolve(value);
      if (held.virtual !== null) this.force(held);
    }
    this.make(object, virtual);
    this.depth--;
    if (this.depth === 0) this.storeLate();
  }

  private make(object: Value, virtual: VirtualFields): void {
    const { shape, fields } = virtual;
    const emitter = this.emitter();
    object.virtual = null;
    if (shape.kind === 'instance') {
      const { size, typeId } = shape;
      emitter.emit('allocate', [], { kind: 'allocation', size, typeId }, object);
    } else {
      const { typeId, itemSize, length } = shape;
      const args = [this.values.int(typeId), this.values.int(length)];
      emitter.emit('allocate_array', args, { kind: 'array', typeId, itemSize }, object);
    }
    for (const field of fields) {
      const value = resolve(field.value);
      if (value.virtual !== null) this.late.push({ object, field });
      else if (!isZero(value)) {
        const args = [object, this.values.zero, value];
        emitter.emit(field.op, args, field.part);
      }
      if (value.virtual === null) this.remember(object, field, value);
    }
  }

  private remember(object: Value, { part, size }: VirtualField, value: Value): void {
    const at = locationOf(object, part, size);
    if (at !== null) this.heap().addStored(at, value);
  }

  private storeLate(): void {
    const { late } = this;
    this.late = [];
    for (const { object, field } of late) {
      const value = resolve(field.value);
      this.emitter().emit(field.op, [object, this.values.zero, value], field.part);
      this.remember(object, field, value);
    }
  }
}

/** Of a field at a constant displacement; null if it has no place. */
function locationOf(base: Value, { displacement, place }: AddressPart, size: number): Location | null {
  if (place === undefined || place.change === 'volatile') return null;
  const { itemsPlace } = base;
  const isSpecial = itemsPlace !== null && itemsPlace.general === place;
  return { base, index: null, scale: 1, displacement, size, place: isSpecial ? itemsPlace : place };
}

/** Whether the access reaches nothing but fields or items. */
function isInside(shape: VirtualObject['shape'], displacement: number, size: number): boolean {
  if (shape.kind === 'instance') return displacement >= 8 && displacement + size <= 8 * shape.size;
  // Behind the length lies what strings have for their hash: it may be stored like an item.
  return displacement >= 12 && displacement + size <= ITEMS_PLACE + shape.itemSize * shape.length;
}

export function isZero({ constant }: Value): boolean {
  return constant !== null && Object.is(constant.value, 0);
}

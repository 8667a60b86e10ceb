/**
 * Loads and stores of the trace: of virtual objects, of what is constant, of what the trace knows already, and of memory.
 *
 * Small ints are kept as the store was given them: a load takes its bits from that by an extension, which is left out where the value's range
 * shows that it changes nothing.
 */
import type { AddressPart, MemoryPlace, RegisterClass } from '../../backend/lir.js';
import type { LirOpName } from '../../backend/lir-ops.js';
import type { Box } from '../trace.js';
import type { Emitter } from './emitter.js';
import type { Guards } from './guards.js';
import type { Heap, Location } from './heap.js';
import type { OperationInfo } from './operations.js';
import type { OptimizerOptions } from './options.js';
import type { PureOperations } from './pure-operations.js';
import { ARRAY_LENGTH } from './range.js';
import { alwaysWithin } from './range-rules.js';
import { findInt, is, isNull, Known, resolve, type Value, type Values } from './value.js';
import { constantAddress } from './virtual-fields.js';
import { HeaderPlace, type VirtualObjects } from './virtual-objects.js';

/** How a load takes its bits from what was stored. */
const extensions: Readonly<Record<string, LirOpName>> = {
  load_i8: 'int_sext8',
  load_u8: 'int_zext8',
  load_i16: 'int_sext16',
  load_u16: 'int_zext16',
  load_i32: 'int_sext32',
  load_u32: 'int_zext32',
  load_f32: 'float_single',
};

/** What must hold for the value of a quasi-immutable field to be taken as a constant; false: it can't be had here. */
export type ValidateQuasi = () => boolean;

export class MemoryOperations {
  constructor(
    private readonly values: Values,
    private readonly pure: PureOperations,
    private readonly heap: Heap,
    private readonly virtuals: VirtualObjects,
    private readonly emitter: Emitter,
    private readonly guards: Guards,
    private readonly options: OptimizerOptions,
    private readonly validateQuasi: ValidateQuasi,
  ) {}

  /** `info`: of an operation that loads, so that it has a result. */
  load(info: OperationInfo, part: AddressPart, base: Value, index: Value, box: Box | null): Value {
    const { size } = info;
    const offset = findInt(index);
    const displacement = offset === null ? 0 : part.displacement + offset * part.scale;
    if (base.virtual !== null && offset !== null) {
      const cls = loadedClass(info);
      const stored = this.virtuals.load(base, displacement, size, this.values.zeroOf(cls));
      if (stored !== null && stored.cls === cls) return this.extended(info, stored);
    }
    const place = effectivePlace(part.place, base);
    if (place === undefined || place.change === 'volatile')
      return this.emitLoad(info, part, base, index, box);
    const at: Location =
      offset === null
        ? { base, index, scale: part.scale, displacement: part.displacement, size, place }
        : { base, index: null, scale: 1, displacement, size, place };
    return this.findKnown(info, at) ?? this.loadFromMemory(info, at, box);
  }

  private findKnown(info: OperationInfo, at: Location): Value | null {
    const { base, index, displacement, place } = at;
    if (index === null) {
      if (place.change === 'immutable' && !isNull(base)) {
        if (displacement === HeaderPlace.TYPE && base.typeId !== -1) return this.values.int(base.typeId);
        if (displacement === HeaderPlace.LENGTH && base.length !== null && place === this.options.arrayLength)
          return resolve(base.length);
      }
      const constant = this.findConstant(info, base, displacement, place);
      if (constant !== null) return constant;
    }
    const entry = this.heap.find(at);
    if (entry === null) return null;
    const value = resolve(entry.value);
    return value.cls === info.result ? this.extended(info, value) : null;
  }

  private findConstant(
    info: OperationInfo,
    base: Value,
    displacement: number,
    place: MemoryPlace,
  ): Value | null {
    if (base.constant === null || (place.change !== 'immutable' && place.change !== 'quasi')) return null;
    if (!this.guards.isPassable) return null;
    // Loads have the name of an operation of the low-level IR.
    const constant = this.options.readConstant(info.name as LirOpName, base.constant, displacement);
    if (constant === null) return null;
    if (place.change === 'quasi') {
      if (!this.validateQuasi()) return null;
      this.options.dependOn(base.constant, displacement, place);
    }
    const value = this.values.constant(constant);
    if (value.cls === 'ref') this.noteOrigin(value, place, base);
    return value;
  }

  private loadFromMemory(info: OperationInfo, at: Location, box: Box | null): Value {
    const { base, index, displacement, place } = at;
    this.heap.prepareLoad(at);
    const part: AddressPart =
      index === null
        ? constantAddress(displacement, place)
        : { kind: 'address', scale: at.scale, displacement, place };
    const result = this.emitLoad(info, part, base, index ?? this.values.zero, box);
    if (place === this.options.arrayLength) this.values.narrow(result, ARRAY_LENGTH);
    if (result.cls === 'ref') this.noteOrigin(result, place, base);
    if (index === null && displacement === HeaderPlace.TYPE && place.change === 'immutable')
      result.typeOf = base;
    this.heap.addLoaded(at, result, info.name as LirOpName);
    return result;
  }

  /** An array that a field keeps for itself is known by the field; other objects that are loaded are none of those. */
  noteOrigin(value: Value, place: MemoryPlace, base: Value): void {
    this.values.setItems(value, place.items ?? null, place.items === undefined ? null : base);
  }

  private emitLoad(
    info: OperationInfo,
    part: AddressPart,
    base: Value,
    index: Value,
    box: Box | null,
  ): Value {
    const result = this.values.fresh(loadedClass(info));
    result.box = box;
    this.emitter.emit(info.name, [base, index], part, result);
    if (result.cls === 'int') result.range = alwaysWithin(info.name);
    if (!isNull(base)) this.values.setNonNull(base);
    return result;
  }

  /** The bits that a load takes of what was stored. */
  private extended({ name, size }: OperationInfo, value: Value): Value {
    const extension = size === 8 || value.cls === 'ref' ? undefined : extensions[name];
    return extension === undefined ? value : this.pure.named(extension, value);
  }

  store(info: OperationInfo, part: AddressPart, base: Value, index: Value, value: Value): void {
    const offset = findInt(index);
    const { size } = info;
    // Stores have the name of an operation of the low-level IR.
    const op = info.name as LirOpName;
    if (base.virtual !== null && offset !== null) {
      const at = constantAddress(part.displacement + offset * part.scale, part.place);
      this.noteKept(part.place, base, value);
      if (this.virtuals.store(base, op, at, value)) return;
    }
    // A virtual object that has to exist does so before anything is known of its memory.
    this.emitter.operand(base);
    const place = effectivePlace(part.place, base);
    if (!isNull(base)) this.values.setNonNull(base);
    if (place === undefined || place.change === 'volatile') {
      this.emitter.emit(op, [base, index, value], part);
      return;
    }
    this.noteKept(part.place, base, value);
    const at: Location =
      offset === null
        ? { base, index, scale: part.scale, displacement: part.displacement, size, place }
        : {
            base,
            index: null,
            scale: 1,
            displacement: part.displacement + offset * part.scale,
            size,
            place,
          };
    if (place.change !== 'immutable') {
      this.heap.store(at, value, op);
      return;
    }
    // Nobody asks calls whether they read what never changes, so such stores, into objects that are being made, are not put off.
    this.heap.emitStore(at, value, op);
    this.heap.addStored(at, value);
  }

  /** An array that is stored into a field that keeps it for itself. What is known of it under the general place ends. */
  private noteKept(place: MemoryPlace | undefined, owner: Value, value: Value): void {
    if (place?.items === undefined || value.constant !== null) return;
    if (is(value, Known.ORIGIN) && value.itemsPlace === place.items && value.owner === owner) return;
    if (value.virtual === null) this.heap.forgetItems(value);
    this.values.setItems(value, place.items, owner);
  }
}

function effectivePlace(place: MemoryPlace | undefined, base: Value): MemoryPlace | undefined {
  const { itemsPlace } = base;
  return itemsPlace !== null && place !== undefined && itemsPlace.general === place ? itemsPlace : place;
}

function loadedClass({ name, result }: OperationInfo): RegisterClass {
  if (result === null) throw new Error(`${name} loads nothing`);
  return result;
}

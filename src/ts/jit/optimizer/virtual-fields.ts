/** What a virtual object holds: its shape, and the values stored in it so far; everything else in it is zero. */
import type { AddressPart, MemoryPlace } from '../../backend/lir.js';
import type { LirOpName } from '../../backend/lir-ops.js';
import type { VirtualObject } from '../trace.js';
import type { Value } from './value.js';

export interface VirtualField {
  /** The store that would put it there, at a constant place. */
  readonly op: LirOpName;
  readonly part: AddressPart;
  readonly size: number;
  value: Value;
}

export class VirtualFields {
  readonly fields: VirtualField[] = [];

  constructor(readonly shape: VirtualObject['shape']) {}

  get typeId(): number {
    return this.shape.typeId;
  }

  /** The field that an access reaches; null: none is stored there; undefined: the access reaches a part of one, or parts of several. */
  find(displacement: number, size: number): VirtualField | null | undefined {
    const { fields } = this;
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i];
      const at = field.part.displacement;
      if (at === displacement && field.size === size) return field;
      if (at < displacement + size && displacement < at + field.size) return undefined;
    }
    return null;
  }
}

type Shape = VirtualObject['shape'];

export function isShapeSame(a: Shape, b: Shape): boolean {
  if (a.typeId !== b.typeId || a.kind !== b.kind) return false;
  return a.kind === 'instance' || (b.kind === 'array' && a.length === b.length);
}

/** An address without index. */
export function constantAddress(displacement: number, place: MemoryPlace | undefined): AddressPart {
  return place === undefined
    ? { kind: 'address', scale: 1, displacement }
    : { kind: 'address', scale: 1, displacement, place };
}

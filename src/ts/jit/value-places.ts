/** The words at State.JIT_VALUES, by which values come to compiled code and leave it. */
import type { AddressPart } from '../backend/lir.js';
import { VALUE_COUNT } from '../rlib/jit-layout.js';
import { State } from '../rlib/raw.js';
import { JitLimit } from './heap.js';

export const loadOps = { int: 'load_i64', ref: 'load_ref', float: 'load_f64' } as const;
export const storeOps = { int: 'store_64', ref: 'store_ref', float: 'store_f64' } as const;

/** An address relative to the heap base. */
export function statePart(place: number): AddressPart {
  return { kind: 'address', scale: 1, displacement: place };
}

export function valuePart(index: number): AddressPart {
  if (index >= VALUE_COUNT) throw new JitLimit('too many values are live at a guard');
  return statePart((State.JIT_VALUES as number) + 8 * index);
}

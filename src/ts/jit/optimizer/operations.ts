/**
 * The trace's operations with what the optimizer asks of them, by name: derived from the tables `lirOps` and `traceOps`.
 */
import type { RegisterClass } from '../../backend/lir.js';
import { lirOps } from '../../backend/lir-ops.js';
import { traceOpRow, traceOps, type TraceOpName, type TraceOpRow } from '../trace.js';

export interface OperationInfo {
  readonly name: TraceOpName;
  readonly index: number;
  readonly kind: TraceOpRow['kind'];
  /** Null: none, or told by the operands (`x`, `*`). */
  readonly result: RegisterClass | null;
  readonly isCommutative: boolean;
  /** The comparison that gives the same with its operands exchanged. */
  readonly mirrored: OperationInfo | null;
  /** It gives 0 or 1. */
  readonly isTest: boolean;
  /** The bytes that a load or a store reaches; 0 for others. */
  readonly size: number;
}

const commutative: ReadonlySet<string> = new Set([
  'int_add',
  'int_mul',
  'int_add_ovf',
  'int_mul_ovf',
  'int_add_fits',
  'int_mul_fits',
  'int_and',
  'int_or',
  'int_xor',
  'int_eq',
  'int_ne',
  'ref_eq',
  'ref_ne',
  'float_add',
  'float_mul',
  'float_eq',
  'float_ne',
  'i32_mul',
]);

const mirrors: Readonly<Record<string, TraceOpName>> = {
  int_gt: 'int_lt',
  int_ge: 'int_le',
  uint_gt: 'uint_lt',
  uint_ge: 'uint_le',
  float_gt: 'float_lt',
  float_ge: 'float_le',
};

const accessSizes: Readonly<Record<string, number>> = {
  load_i8: 1,
  load_u8: 1,
  load_i16: 2,
  load_u16: 2,
  load_i32: 4,
  load_u32: 4,
  load_i64: 8,
  load_ref: 4,
  load_f32: 4,
  load_f64: 8,
  store_8: 1,
  store_16: 2,
  store_32: 4,
  store_64: 8,
  store_ref: 4,
  store_f32: 4,
  store_f64: 8,
};

function resultClass(signature: string): RegisterClass | null {
  const result = signature.slice(signature.indexOf('->') + 2).trim();
  return result === 'int' || result === 'ref' || result === 'float' ? result : null;
}

const infos = new Map<string, OperationInfo>();
for (const key of [...Object.keys(lirOps), ...Object.keys(traceOps)]) {
  // Keys of the two tables are names of operations, and those that mirrors name come first.
  const name = key as TraceOpName;
  const { signature, kind } = traceOpRow(name);
  const mirror = mirrors[name];
  infos.set(name, {
    name,
    index: infos.size,
    kind,
    result: resultClass(signature),
    isCommutative: commutative.has(name),
    mirrored: mirror === undefined ? null : infoOf(mirror),
    isTest: kind === 'pure' && /_(eq|ne|lt|le|gt|ge|fits)$/.test(name),
    size: accessSizes[name] ?? 0,
  });
}

export function infoOf(name: TraceOpName): OperationInfo {
  const info = infos.get(name);
  if (info === undefined) throw new Error(`no operation ${name}`);
  return info;
}

/** Tables of instruction selection: which instruction, width or condition a row of the low-level IR takes. */
import {
  isCondition,
  lirOpRow,
  lirOps,
  type Condition as LirCondition,
  type LirOpName,
} from '../../ts/backend/lir-ops.js';
import { Op, Shift, Sse, type IntegerOp, type ShiftOp, type SseOp } from './encoding.js';
import { Condition, type Width } from './registers.js';

export const intConditions: Partial<Record<LirCondition, Condition>> = {
  int_eq: Condition.equal,
  int_ne: Condition.notEqual,
  int_lt: Condition.less,
  int_le: Condition.lessOrEqual,
  int_gt: Condition.greater,
  int_ge: Condition.greaterOrEqual,
  uint_lt: Condition.below,
  uint_le: Condition.belowOrEqual,
  uint_gt: Condition.above,
  uint_ge: Condition.aboveOrEqual,
  ref_eq: Condition.equal,
  ref_ne: Condition.notEqual,
};

/** Conditions of ucomisd, which says "below" for unordered: an order is tested as above, with operands exchanged for less. */
export const floatOrders: Partial<
  Record<LirCondition, { readonly condition: Condition; readonly isSwapped: boolean }>
> = {
  float_lt: { condition: Condition.above, isSwapped: true },
  float_le: { condition: Condition.aboveOrEqual, isSwapped: true },
  float_gt: { condition: Condition.above, isSwapped: false },
  float_ge: { condition: Condition.aboveOrEqual, isSwapped: false },
};

export const intBinary: Partial<Record<LirOpName, { readonly op: IntegerOp; readonly commutes: boolean }>> = {
  int_add: { op: Op.add, commutes: true },
  int_sub: { op: Op.sub, commutes: false },
  int_mul: { op: Op.imul, commutes: true },
  int_add_ovf: { op: Op.add, commutes: true },
  int_sub_ovf: { op: Op.sub, commutes: false },
  int_mul_ovf: { op: Op.imul, commutes: true },
  int_and: { op: Op.and, commutes: true },
  int_or: { op: Op.or, commutes: true },
  int_xor: { op: Op.xor, commutes: true },
};

export const fitTests: Partial<Record<LirOpName, IntegerOp>> = {
  int_add_fits: Op.add,
  int_sub_fits: Op.sub,
  int_mul_fits: Op.imul,
};

export const shifts: Partial<Record<LirOpName, { readonly op: ShiftOp; readonly width: 32 | 64 }>> = {
  int_shl: { op: Shift.shl, width: 64 },
  int_sar: { op: Shift.sar, width: 64 },
  int_shr: { op: Shift.shr, width: 64 },
  i32_shl: { op: Shift.shl, width: 32 },
  i32_sar: { op: Shift.sar, width: 32 },
  i32_shr: { op: Shift.shr, width: 32 },
};

export const extensions: Partial<Record<LirOpName, { readonly op: IntegerOp; readonly width: Width }>> = {
  int_sext8: { op: Op.movsx8, width: 64 },
  int_sext16: { op: Op.movsx16, width: 64 },
  int_sext32: { op: Op.movsxd, width: 64 },
  int_zext8: { op: Op.movzx8, width: 32 },
  int_zext16: { op: Op.movzx16, width: 32 },
  int_zext32: { op: Op.mov, width: 32 },
};

export const loads: Partial<Record<LirOpName, { readonly op: IntegerOp; readonly width: Width }>> = {
  load_i8: { op: Op.movsx8, width: 64 },
  load_u8: { op: Op.movzx8, width: 32 },
  load_i16: { op: Op.movsx16, width: 64 },
  load_u16: { op: Op.movzx16, width: 32 },
  load_i32: { op: Op.movsxd, width: 64 },
  load_u32: { op: Op.mov, width: 32 },
  load_ref: { op: Op.mov, width: 32 },
  load_i64: { op: Op.mov, width: 64 },
};

export const stores: Partial<Record<LirOpName, Width>> = {
  store_8: 8,
  store_16: 16,
  store_32: 32,
  store_ref: 32,
  store_64: 64,
};

export const floatBinary: Partial<Record<LirOpName, { readonly op: SseOp; readonly commutes: boolean }>> = {
  float_add: { op: Sse.addsd, commutes: true },
  float_sub: { op: Sse.subsd, commutes: false },
  float_mul: { op: Sse.mulsd, commutes: true },
  float_div: { op: Sse.divsd, commutes: false },
};

/** Selectors of roundsd: the mode, and no inexact exception. */
export const roundings: Partial<Record<LirOpName, number>> = {
  float_floor: 9,
  float_ceil: 10,
  float_trunc: 11,
};

/** How an operation is selected. */
export const enum Form {
  binary,
  comparison,
  load,
  store,
  shift,
  extension,
  floatBinary,
  rounding,
  fitTest,
  call,
  allocation,
  barrier,
  other,
}

const forms = new Map<LirOpName, Form>();
for (const key of Object.keys(lirOps)) {
  const op = key as LirOpName;
  forms.set(op, findForm(op));
}

function findForm(op: LirOpName): Form {
  if (op in intBinary) return Form.binary;
  if (isCondition(op)) return Form.comparison;
  if (op in shifts) return Form.shift;
  if (op in extensions) return Form.extension;
  if (op in floatBinary) return Form.floatBinary;
  if (op in roundings) return Form.rounding;
  if (op in fitTests) return Form.fitTest;
  const { kind } = lirOpRow(op);
  if (kind === 'load' && op !== 'stack_pointer') return Form.load;
  if (kind === 'store') return Form.store;
  if (kind === 'call') return Form.call;
  if (kind === 'slow') return op === 'allocate' ? Form.allocation : Form.barrier;
  return Form.other;
}

/** By one look-up: code is selected by programs that are cold. */
export function formOf(op: LirOpName): Form {
  return forms.get(op) ?? Form.other;
}

/** The row of an operation whose form tells that there is one. */
export function rowOf<Row>(table: Partial<Record<LirOpName, Row>>, op: LirOpName): Row {
  const row = table[op];
  if (row === undefined) throw new Error(`${op} has no instruction`);
  return row;
}

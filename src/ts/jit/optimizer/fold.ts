/** Operations on constants, computed as the table of the low-level IR means them. */
import { lirOps, word, type LirOpName } from '../../backend/lir-ops.js';
import { TraceConstant } from '../trace.js';
import { evaluateQuickly } from '../words.js';
import type { OperationInfo } from './operations.js';

/** The number if a double tells it. */
export function tidyInt(value: bigint): number | bigint {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= -BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value;
}

function operand({ cls, value }: TraceConstant): bigint | number {
  return cls === 'float' ? Number(value) : word(BigInt(value));
}

const MIN_WORD = -(2n ** 63n);

/** Null where the operation has no meaning of its own, or none for these operands. */
export function foldConstants(info: OperationInfo, args: readonly TraceConstant[]): TraceConstant | null {
  const quick = evaluateQuickly(info.name as LirOpName, args[0].value, args.length > 1 ? args[1].value : 0);
  if (quick !== null && args.length < 3) return new TraceConstant(info.result ?? args[0].cls, quick);
  const meaning = meaningOf(info);
  if (meaning === null) return null;
  const operands = args.map(operand);
  if (info.name === 'int_div' || info.name === 'int_mod') {
    const [dividend, divisor] = operands;
    if (divisor === 0n || (divisor === -1n && dividend === MIN_WORD)) return null;
  }
  const value = meaning(...operands);
  if (typeof value === 'boolean') return new TraceConstant('int', value ? 1 : 0);
  if (typeof value === 'number') return new TraceConstant('float', value);
  return new TraceConstant(info.result ?? args[0].cls, tidyInt(value));
}

function meaningOf(
  info: OperationInfo,
): ((...operands: (bigint | number)[]) => bigint | number | boolean) | null {
  if (!(info.name in lirOps)) return null;
  const { meaning } = lirOps[info.name as LirOpName];
  // The table gives each function its own types of operands; traces have the classes that its signatures ask for.
  return meaning as ((...operands: (bigint | number)[]) => bigint | number | boolean) | null;
}

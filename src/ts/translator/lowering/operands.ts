/** Operands and results of flow operations, and what most lowerings are made of. */
import { LirConstant } from '../../backend/lir.js';
import type { LirOperand, MemoryPlace, Part, RegisterClass } from '../../backend/lir.js';
import type { Condition, LirOpName } from '../../backend/lir-ops.js';
import { Constant, type Operand, type Operation } from '../flow/graph.js';
import { address, NULL, registerClass } from './lower-graph.js';
import type { GraphLowering } from './lower-graph.js';

/** Appends what an operation becomes to the function that is lowered. */
export type Lower = (l: GraphLowering, operation: Operation) => void;

export function operandAt(operation: Operation, i: number): Operand {
  const operand = operation.args[i];
  if (operand === undefined) throw new Error(`${operation.name}: operand ${i} is missing`);
  return operand;
}

export function value(l: GraphLowering, operation: Operation, i: number): LirOperand {
  return l.value(operandAt(operation, i));
}

export function values(l: GraphLowering, operation: Operation): LirOperand[] {
  return operation.args.map((arg) => l.value(arg));
}

function resultClass(operation: Operation): RegisterClass {
  const cls = operation.result === null ? null : registerClass(operation.result.type);
  if (cls === null) throw new Error(`${operation.name} has no result`);
  return cls;
}

/** The same operation at the lower level. */
export function same(op: LirOpName): Lower {
  return (l, operation) => {
    l.setResult(operation, l.emit(op, values(l, operation), resultClass(operation)));
  };
}

/** Whether an `and` with this leaves nothing above 31 bits. */
function isMask(operand: LirOperand): boolean {
  return operand instanceof LirConstant && operand.value >= 0 && operand.value <= 0x7fffffff;
}

/** Bitwise on the low 32 bits. */
export function low32(op: LirOpName): Lower {
  return (l, operation) => {
    const args = values(l, operation);
    const wide = l.emit(op, args, 'int');
    const isMasked = op === 'int_and' && args.some(isMask);
    l.setResult(operation, isMasked ? wide : l.emit('int_sext32', [wide], 'int'));
  };
}

export function comparison(condition: Condition): Lower {
  return (l, operation) => {
    const [left, right] = values(l, operation) as [LirOperand, LirOperand];
    l.setComparison(operation, { condition, left, right, isNegated: false });
  };
}

/** The value itself. */
export const alias: Lower = (l, operation) => {
  const cls = operation.result === null ? null : registerClass(operation.result.type);
  if (cls !== null) l.setResult(operation, l.valueAs(operandAt(operation, 0), cls));
};

/** The text of an operand that is a literal string. */
export function constantText(operand: Operand | undefined): string {
  return operand instanceof Constant && typeof operand.value === 'string' ? operand.value : '';
}

export const nothing: Lower = () => undefined;

/** Where in memory: bytes behind the object and the scaled index, and what is known of the place. */
export interface Spot {
  readonly displacement: number;
  readonly scale: 1 | 4 | 8;
  readonly place: MemoryPlace;
}

function addressOf({ displacement, scale, place }: Spot): Part {
  return address(displacement, scale, place);
}

export function load(
  l: GraphLowering,
  slot: { readonly load: LirOpName },
  base: LirOperand,
  index: LirOperand,
  spot: Spot,
  operation: Operation,
): LirOperand {
  const loaded = l.emit(slot.load, [base, index], loadClass(slot.load), addressOf(spot));
  const cls = resultClass(operation);
  // A generic's item may be used as what it is known to be.
  if (cls === loaded.cls) return loaded;
  throw new Error(`${operation.name} gives a ${loaded.cls} where a ${cls} is expected`);
}

export function loadClass(op: LirOpName): RegisterClass {
  if (op === 'load_ref') return 'ref';
  return op === 'load_f64' || op === 'load_f32' ? 'float' : 'int';
}

function storeClass(op: LirOpName): RegisterClass {
  if (op === 'store_ref') return 'ref';
  return op === 'store_f64' || op === 'store_f32' ? 'float' : 'int';
}

export function store(
  l: GraphLowering,
  slot: { readonly store: LirOpName },
  base: LirOperand,
  index: LirOperand,
  spot: Spot,
  operand: Operand,
): void {
  const stored = l.valueAs(operand, storeClass(slot.store));
  if (slot.store === 'store_ref') recordWrite(l, base, spot.scale === 4 ? index : null, stored);
  l.emitVoid(slot.store, [base, index, stored], addressOf(spot));
}

/** Tells the collector of a reference that is about to be stored into a field or item; those of the image's own are no news. */
function recordWrite(
  l: GraphLowering,
  object: LirOperand,
  index: LirOperand | null,
  stored: LirOperand,
): void {
  if (!l.hasBarriers || stored instanceof LirConstant || object === NULL) return;
  if (index === null) l.emitVoid('write_barrier', [object]);
  else l.emitVoid('write_barrier_item', [object, index]);
}

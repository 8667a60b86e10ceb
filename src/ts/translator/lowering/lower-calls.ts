/** Lowering of calls: of known functions, through virtual tables, of functions as values, of the runtime. */
import { LirConstant } from '../../backend/lir.js';
import type { LirOperand, RegisterClass } from '../../backend/lir.js';
import type { Operand, Operation } from '../flow/graph.js';
import { type FunctionModel } from '../flow/model.js';
import type { FlowType } from '../flow/types.js';
import { address, NULL, registerClass, ZERO } from './lower-graph.js';
import type { GraphLowering } from './lower-graph.js';
import { type Lower, operandAt, value } from './operands.js';
import { runtimeEntryNames, type RuntimeEntry } from './runtime-calls.js';

function argumentsFor(l: GraphLowering, fn: FunctionModel, args: readonly Operand[]): LirOperand[] {
  const types = fn.argumentTypes;
  return types.map((type, i) => {
    const cls = registerClass(type);
    if (cls === null) throw new Error(`${fn.fullName}: a parameter of type ${type.kind}`);
    const arg = args[i];
    return arg === undefined ? new LirConstant(cls, 0) : l.valueAs(arg, cls);
  });
}

export function callFunction(
  l: GraphLowering,
  operation: Operation,
  fn: FunctionModel,
  args: readonly Operand[],
): void {
  emitCall(l, operation, 'call', argumentsFor(l, fn, args), l.program.canRaise(fn), l.program.symbolOf(fn));
}

function emitCall(
  l: GraphLowering,
  operation: Operation,
  op: 'call' | 'call_code',
  args: LirOperand[],
  canRaise: boolean,
  symbol: string | null,
): void {
  const part = symbol === null ? undefined : ({ kind: 'symbol', symbol } as const);
  const cls = operation.result === null ? null : registerClass(operation.result.type);
  if (cls === null) l.emitVoid(op, args, part);
  else l.setResult(operation, l.emit(op, args, cls, part));
  if (canRaise) l.checkException();
}

/** A call of the runtime that lowering needs; its result. */
export function callEntry(
  l: GraphLowering,
  name: RuntimeEntry,
  args: LirOperand[],
  cls: RegisterClass,
): LirOperand {
  const fn = l.program.runtimeFunction(runtimeEntryNames[name]);
  const result = l.emit('call', args, cls, { kind: 'symbol', symbol: l.program.symbolOf(fn) });
  if (l.program.canRaise(fn)) l.checkException();
  return result;
}

export function callEntryVoid(l: GraphLowering, name: RuntimeEntry, args: LirOperand[]): void {
  const fn = l.program.runtimeFunction(runtimeEntryNames[name]);
  l.emitVoid('call', args, { kind: 'symbol', symbol: l.program.symbolOf(fn) });
  if (l.program.canRaise(fn)) l.checkException();
}

export const call: Lower = (l, operation) => {
  if (operation.immediate.kind !== 'function') throw new Error('call without a function');
  callFunction(l, operation, operation.immediate.fn, operation.args);
};

export const callVirtual: Lower = (l, operation) => {
  if (operation.immediate.kind !== 'method') throw new Error('call_virtual without a method');
  const { receiver, declaration } = operation.immediate.method;
  const targets = l.program.targets(receiver, declaration.simpleName);
  const [only] = targets;
  if (only === undefined) {
    // Nothing of the class exists: the receiver is null.
    const result = operation.result === null ? null : registerClass(operation.result.type);
    l.emit('load_u32', [value(l, operation, 0), ZERO], 'int', l.typeIdAddress);
    if (result !== null) l.setResult(operation, new LirConstant(result, 0));
    return;
  }
  if (targets.length === 1) {
    callFunction(l, operation, only, operation.args);
    return;
  }
  // An override may have more parameters than the call has arguments.
  const longest = targets.reduce((a, b) => (b.params.length > a.params.length ? b : a));
  const args = argumentsFor(l, longest, operation.args);
  const id = l.emit('load_u32', [args[0] ?? NULL, ZERO], 'int', l.typeIdAddress);
  const at = l.program.dispatchAddress(receiver, declaration.simpleName);
  const code = l.emit('load_u32', [NULL, id], 'int', address(at, 4, l.program.memory.table));
  emitCall(
    l,
    operation,
    'call_code',
    [code, ...args],
    targets.some((one) => l.program.canRaise(one)),
    null,
  );
};

export const callIndirect: Lower = (l, operation) => {
  const callee = operandAt(operation, 0);
  const { type } = callee;
  const params: readonly FlowType[] = type.kind === 'function' ? type.params : [];
  const args = operation.args.slice(1).map((arg, i) => {
    const cls = registerClass(params[i] ?? arg.type);
    if (cls === null) throw new Error('an argument without a value');
    return l.valueAs(arg, cls);
  });
  emitCall(l, operation, 'call_code', [l.valueAs(callee, 'int'), ...args], true, null);
};

/** A call of a C function of doubles. */
export function callDoubles(l: GraphLowering, operation: Operation, name: string): void {
  const slot = l.emit(
    'load_i64',
    [NULL, ZERO],
    'int',
    address(l.program.cSlot(name), 1, l.program.memory.table),
  );
  const args = operation.args.map((arg) => l.valueAs(arg, 'float'));
  l.setResult(operation, l.emit('call_c', [slot, ...args], 'float'));
}

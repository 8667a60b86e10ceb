/** What each operation of flow graphs becomes in low-level IR. */
import { LirConstant } from '../../backend/lir.js';
import type { LirOperand, RegisterClass } from '../../backend/lir.js';
import type { Condition, LirOpName } from '../../backend/lir-ops.js';
import { ListPlace, Place, TypeRecord } from '../../rlib/heap-layout.js';
import { State } from '../../rlib/raw.js';
import type { Operand, Operation } from '../flow/graph.js';
import type { ClassModel } from '../flow/model.js';
import { type FunctionModel } from '../flow/model.js';
import type { OpName } from '../flow/ops.js';
import * as flow from '../flow/types.js';
import type { FlowType } from '../flow/types.js';
import { lowerExternalCall } from './external-calls.js';
import { itemSlot, itemsType, numberArrays } from './layout.js';
import { address, edge, int, NULL, registerClass, stateAddress, ZERO } from './lower-graph.js';
import type { Comparison, GraphLowering } from './lower-graph.js';
import {
  fitting,
  floatFitsWord,
  overflowing,
  shiftFits,
  shiftLeft,
  wordBits,
  wordMax,
  wordMin,
} from './word-range.js';
import { cFunctions, runtimeCalls, runtimeEntryNames, type RuntimeEntry } from './runtime-calls.js';

type Lower = (l: GraphLowering, operation: Operation) => void;

export function lowerOperation(l: GraphLowering, operation: Operation): void {
  const lower = table[operation.name];
  if (lower !== undefined) {
    lower(l, operation);
    return;
  }
  const runtime = runtimeCalls.get(operation.name);
  if (runtime !== undefined) {
    callFunction(l, operation, l.program.runtimeFunction(runtime), operation.args);
    return;
  }
  const cFunction = cFunctions.get(operation.name);
  if (cFunction === undefined) throw new Error(`${operation.name} has no lowering`);
  const slot = l.emit('load_i64', [NULL, ZERO], 'int', address(l.program.cSlot(cFunction)));
  l.setResult(operation, l.emit('call_c', [slot, ...values(l, operation)], 'float'));
}

function operandAt(operation: Operation, i: number): Operand {
  const operand = operation.args[i];
  if (operand === undefined) throw new Error(`${operation.name}: operand ${i} is missing`);
  return operand;
}

function value(l: GraphLowering, operation: Operation, i: number): LirOperand {
  return l.value(operandAt(operation, i));
}

function values(l: GraphLowering, operation: Operation): LirOperand[] {
  return operation.args.map((arg) => l.value(arg));
}

function resultClass(operation: Operation): RegisterClass {
  const cls = operation.result === null ? null : registerClass(operation.result.type);
  if (cls === null) throw new Error(`${operation.name} has no result`);
  return cls;
}

/** The same operation at the lower level. */
function same(op: LirOpName): Lower {
  return (l, operation) => {
    l.setResult(operation, l.emit(op, values(l, operation), resultClass(operation)));
  };
}

/** Bitwise on the low 32 bits. */
function low32(op: LirOpName): Lower {
  return (l, operation) => {
    const wide = l.emit(op, values(l, operation), 'int');
    l.setResult(operation, l.emit('int_sext32', [wide], 'int'));
  };
}

function comparison(condition: Condition): Lower {
  return (l, operation) => {
    const [left, right] = values(l, operation) as [LirOperand, LirOperand];
    l.setComparison(operation, { condition, left, right, isNegated: false });
  };
}

/** The value itself. */
const alias: Lower = (l, operation) => {
  const cls = operation.result === null ? null : registerClass(operation.result.type);
  if (cls !== null) l.setResult(operation, l.valueAs(operandAt(operation, 0), cls));
};

const nothing: Lower = () => undefined;

function constant(value: number | bigint): Lower {
  return (l, operation) => {
    l.setResult(operation, int(value));
  };
}

// Ints.

/** Division that rounds down, from the one that rounds towards zero: one less where there is a rest of the other sign. */
function floorAdjust(
  l: GraphLowering,
  a: LirOperand,
  b: LirOperand,
): { quotient: LirOperand; rest: LirOperand } {
  const quotient = l.emit('int_div', [a, b], 'int');
  const product = l.emit('int_mul', [quotient, b], 'int');
  const rest = l.emit('int_sub', [a, product], 'int');
  const hasRest = l.emit('int_ne', [rest, ZERO], 'int');
  const mixed = l.emit('int_xor', [rest, b], 'int');
  const isMixed = l.emit('int_lt', [mixed, ZERO], 'int');
  const adjust = l.emit('int_and', [hasRest, isMixed], 'int');
  const correction = l.emit('int_select', [adjust, b, ZERO], 'int');
  return {
    quotient: l.emit('int_sub', [quotient, adjust], 'int'),
    rest: l.emit('int_add', [rest, correction], 'int'),
  };
}

/** The logarithm of a constant that is a power of two. */
function powerOfTwo(operand: LirOperand): number | null {
  if (!(operand instanceof LirConstant)) return null;
  const value = BigInt(operand.value);
  if (value <= 0n || (value & (value - 1n)) !== 0n) return null;
  return value.toString(2).length - 1;
}

function floorDivision(part: 'quotient' | 'rest'): Lower {
  return (l, operation) => {
    const [a, b] = values(l, operation) as [LirOperand, LirOperand];
    const log = powerOfTwo(b);
    if (log === null) l.setResult(operation, floorAdjust(l, a, b)[part]);
    else if (part === 'quotient') l.setResult(operation, l.emit('int_sar', [a, int(log)], 'int'));
    else l.setResult(operation, l.emit('int_and', [a, int(2n ** BigInt(log) - 1n)], 'int'));
  };
}

/** Shifts by any count: the sign remains. */
const shiftRight: Lower = (l, operation) => {
  const [a, n] = values(l, operation) as [LirOperand, LirOperand];
  if (n instanceof LirConstant) {
    l.setResult(operation, l.emit('int_sar', [a, int(Math.min(Number(n.value), 63))], 'int'));
    return;
  }
  const isSmall = l.emit('int_lt', [n, int(63)], 'int');
  const count = l.emit('int_select', [isSmall, n, int(63)], 'int');
  l.setResult(operation, l.emit('int_sar', [a, count], 'int'));
};

const bitLength: Lower = (l, operation) => {
  const a = value(l, operation, 0);
  const sign = l.emit('int_sar', [a, int(63)], 'int');
  const flipped = l.emit('int_xor', [a, sign], 'int');
  const magnitude = l.emit('int_sub', [flipped, sign], 'int');
  const zeros = l.emit('int_clz', [magnitude], 'int');
  l.setResult(operation, l.emit('int_sub', [int(64), zeros], 'int'));
};

const clz32: Lower = (l, operation) => {
  const low = l.emit('int_zext32', [value(l, operation, 0)], 'int');
  const zeros = l.emit('int_clz', [low], 'int');
  l.setResult(operation, l.emit('int_sub', [zeros, int(32)], 'int'));
};

// Floats.

const isNaN: Lower = (l, operation) => {
  const x = value(l, operation, 0);
  l.setComparison(operation, { condition: 'float_ne', left: x, right: x, isNegated: false });
};

const isFinite: Lower = (l, operation) => {
  const magnitude = l.emit('float_abs', [value(l, operation, 0)], 'float');
  const right = new LirConstant('float', Infinity);
  l.setComparison(operation, { condition: 'float_lt', left: magnitude, right, isNegated: false });
};

const isInteger: Lower = (l, operation) => {
  const x = value(l, operation, 0);
  const whole = l.emit('float_trunc', [x], 'float');
  const isWhole = l.emit('float_eq', [x, whole], 'int');
  const magnitude = l.emit('float_abs', [x], 'float');
  const isBounded = l.emit('float_lt', [magnitude, new LirConstant('float', Infinity)], 'int');
  l.setResult(operation, l.emit('int_and', [isWhole, isBounded], 'int'));
};

const highBits: Lower = (l, operation) => {
  const bits = l.emit('float_bits', [value(l, operation, 0)], 'int');
  l.setResult(operation, l.emit('int_shr', [bits, int(32)], 'int'));
};

const lowBits: Lower = (l, operation) => {
  const bits = l.emit('float_bits', [value(l, operation, 0)], 'int');
  l.setResult(operation, l.emit('int_zext32', [bits], 'int'));
};

const fromBits: Lower = (l, operation) => {
  const high = l.emit('int_shl', [value(l, operation, 0), int(32)], 'int');
  const low = l.emit('int_zext32', [value(l, operation, 1)], 'int');
  const bits = l.emit('int_or', [high, low], 'int');
  l.setResult(operation, l.emit('float_of_bits', [bits], 'float'));
};

function fromBytes(load: 'load_f64' | 'load_f32'): Lower {
  return (l, operation) => {
    l.setResult(operation, l.emit(load, values(l, operation), 'float', address(Place.ITEMS)));
  };
}

const doubleToBytes: Lower = (l, operation) => {
  const bits = l.emit('float_bits', [value(l, operation, 0)], 'int');
  l.setResult(operation, callEntry(l, 'ofWordBytes', [bits, int(8)], 'ref'));
};

const singleToBytes: Lower = (l, operation) => {
  l.emitVoid('store_f32', [NULL, ZERO, value(l, operation, 0)], stateAddress(State.HOST_ARGUMENTS));
  const bits = l.emit('load_u32', [NULL, ZERO], 'int', stateAddress(State.HOST_ARGUMENTS));
  l.setResult(operation, callEntry(l, 'ofWordBytes', [bits, int(4)], 'ref'));
};

// Objects.

const instanceTest: Lower = (l, operation) => {
  if (operation.immediate.kind !== 'class') throw new Error('instanceof without a class');
  const object = value(l, operation, 0);
  const { cls } = operation.immediate;
  testInstance(l, operation, object, () => l.classComparison(object, cls));
};

/** The test of an object that may be null: false for that. */
function testInstance(
  l: GraphLowering,
  operation: Operation,
  object: LirOperand,
  test: () => Comparison,
): void {
  const isObject = l.newBlock(false);
  const after = l.newBlock(false);
  const result = l.out.newRegister('int', 'isInstance');
  after.params.push(result);
  l.finish({
    kind: 'branch',
    condition: 'ref_eq',
    left: object,
    right: NULL,
    whenTrue: { target: after, args: [ZERO] },
    whenFalse: edge(isObject),
  });
  l.start(isObject);
  const { condition, left, right } = test();
  l.jump(after, [l.emit(condition, [left, right], 'int')]);
  l.start(after);
  l.setResult(operation, result);
}

/** With a class as a value, its number: the range of subclasses is in the type table. */
const dynamicInstanceTest: Lower = (l, operation) => {
  const object = value(l, operation, 0);
  const cls = value(l, operation, 1);
  testInstance(l, operation, object, () => {
    const id = l.emit('load_u32', [object, ZERO], 'int', address(0));
    const place = l.emit('int_mul', [cls, int(TypeRecord.SIZE)], 'int');
    const last = l.emit(
      'load_u32',
      [NULL, place],
      'int',
      address(l.program.typeTable + TypeRecord.LAST_SUBCLASS),
    );
    const distance = l.emit('int_sub', [id, cls], 'int');
    const range = l.emit('int_sub', [last, cls], 'int');
    return { condition: 'uint_le', left: distance, right: range, isNegated: false };
  });
};

const newObject: Lower = (l, operation) => {
  if (operation.immediate.kind !== 'class') throw new Error('new without a class');
  l.setResult(operation, allocate(l, operation.immediate.cls));
};

function allocate(l: GraphLowering, cls: ClassModel): LirOperand {
  const { typeId, size } = l.program.layout.classLayout(cls);
  const object = l.emit('allocate', [], 'ref', { kind: 'allocation', size: size / 8, typeId });
  l.checkNull(object);
  return object;
}

const getField: Lower = (l, operation) => {
  if (operation.immediate.kind !== 'field') throw new Error('getfield without a field');
  const place = l.program.layout.fieldPlace(operation.immediate.field);
  l.setResult(operation, load(l, place, value(l, operation, 0), ZERO, place.offset, operation));
};

const setField: Lower = (l, operation) => {
  if (operation.immediate.kind !== 'field') throw new Error('setfield without a field');
  const place = l.program.layout.fieldPlace(operation.immediate.field);
  store(l, place, value(l, operation, 0), ZERO, place.offset, operandAt(operation, 1));
};

function load(
  l: GraphLowering,
  slot: { readonly load: LirOpName },
  base: LirOperand,
  index: LirOperand,
  displacement: number,
  operation: Operation,
  scale: 1 | 2 | 4 | 8 = 1,
): LirOperand {
  const loaded = l.emit(slot.load, [base, index], loadClass(slot.load), address(displacement, scale));
  const cls = resultClass(operation);
  // A generic's item may be used as what it is known to be.
  if (cls === loaded.cls) return loaded;
  throw new Error(`${operation.name} gives a ${loaded.cls} where a ${cls} is expected`);
}

function loadClass(op: LirOpName): RegisterClass {
  if (op === 'load_ref') return 'ref';
  return op === 'load_f64' || op === 'load_f32' ? 'float' : 'int';
}

function storeClass(op: LirOpName): RegisterClass {
  if (op === 'store_ref') return 'ref';
  return op === 'store_f64' || op === 'store_f32' ? 'float' : 'int';
}

function store(
  l: GraphLowering,
  slot: { readonly store: LirOpName },
  base: LirOperand,
  index: LirOperand,
  displacement: number,
  operand: Operand,
  scale: 1 | 2 | 4 | 8 = 1,
): void {
  const stored = l.valueAs(operand, storeClass(slot.store));
  if (slot.store === 'store_ref') recordWrite(l, base, stored);
  l.emitVoid(slot.store, [base, index, stored], address(displacement, scale));
}

/** Tells the collector of a reference that is about to be stored into an object; those of the image's own are no news. */
function recordWrite(l: GraphLowering, object: LirOperand, stored: LirOperand): void {
  if (!l.program.hasBarriers || stored instanceof LirConstant || object === NULL) return;
  l.emitVoid('write_barrier', [object]);
}

const getGlobal: Lower = (l, operation) => {
  if (operation.immediate.kind !== 'global') throw new Error('getglobal without a variable');
  const { address: at, place } = l.program.globalPlace(operation.immediate.global);
  l.setResult(operation, load(l, place, NULL, ZERO, at + place.offset, operation));
};

const setGlobal: Lower = (l, operation) => {
  if (operation.immediate.kind !== 'global') throw new Error('setglobal without a variable');
  const { address: at, place } = l.program.globalPlace(operation.immediate.global);
  store(l, place, NULL, ZERO, at + place.offset, operandAt(operation, 0));
};

// Calls.

function argumentsFor(l: GraphLowering, fn: FunctionModel, args: readonly Operand[]): LirOperand[] {
  const types = fn.argumentTypes;
  return types.map((type, i) => {
    const cls = registerClass(type);
    if (cls === null) throw new Error(`${fn.fullName}: a parameter of type ${type.kind}`);
    const arg = args[i];
    return arg === undefined ? new LirConstant(cls, 0) : l.valueAs(arg, cls);
  });
}

function callFunction(
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
function callEntry(l: GraphLowering, name: RuntimeEntry, args: LirOperand[], cls: RegisterClass): LirOperand {
  const fn = l.program.runtimeFunction(runtimeEntryNames[name]);
  const result = l.emit('call', args, cls, { kind: 'symbol', symbol: l.program.symbolOf(fn) });
  if (l.program.canRaise(fn)) l.checkException();
  return result;
}

function callEntryVoid(l: GraphLowering, name: RuntimeEntry, args: LirOperand[]): void {
  const fn = l.program.runtimeFunction(runtimeEntryNames[name]);
  l.emitVoid('call', args, { kind: 'symbol', symbol: l.program.symbolOf(fn) });
  if (l.program.canRaise(fn)) l.checkException();
}

const call: Lower = (l, operation) => {
  if (operation.immediate.kind !== 'function') throw new Error('call without a function');
  callFunction(l, operation, operation.immediate.fn, operation.args);
};

const callVirtual: Lower = (l, operation) => {
  if (operation.immediate.kind !== 'method') throw new Error('call_virtual without a method');
  const { receiver, declaration } = operation.immediate.method;
  const targets = l.program.targets(receiver, declaration.simpleName);
  const [only] = targets;
  if (only === undefined) {
    // Nothing of the class exists: the receiver is null.
    const result = operation.result === null ? null : registerClass(operation.result.type);
    l.emit('load_u32', [value(l, operation, 0), ZERO], 'int', address(0));
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
  const id = l.emit('load_u32', [args[0] ?? NULL, ZERO], 'int', address(0));
  const at = l.program.dispatchAddress(receiver, declaration.simpleName);
  const code = l.emit('load_u32', [NULL, id], 'int', address(at, 4));
  emitCall(
    l,
    operation,
    'call_code',
    [code, ...args],
    targets.some((one) => l.program.canRaise(one)),
    null,
  );
};

const callIndirect: Lower = (l, operation) => {
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

// Lists and arrays.

function itemType(type: FlowType): FlowType {
  return type.kind === 'list' || type.kind === 'fixed' ? type.item : flow.ERROR;
}

function sequenceType(operation: Operation): FlowType {
  return operandAt(operation, 0).type;
}

const length: Lower = (l, operation) => {
  l.setResult(operation, l.emit('load_u32', [value(l, operation, 0), ZERO], 'int', address(Place.LENGTH)));
};

function listItems(l: GraphLowering, list: LirOperand): LirOperand {
  return l.emit('load_ref', [list, ZERO], 'ref', address(ListPlace.ITEMS));
}

const listGet: Lower = (l, operation) => {
  const slot = itemSlot(itemType(sequenceType(operation)));
  const items = listItems(l, value(l, operation, 0));
  const index = value(l, operation, 1);
  l.setResult(operation, load(l, slot, items, index, Place.ITEMS, operation, scaleOf(slot)));
};

function scaleOf(slot: { readonly size: 1 | 4 | 8 }): 1 | 4 | 8 {
  return slot.size;
}

const listSet: Lower = (l, operation) => {
  const slot = itemSlot(itemType(sequenceType(operation)));
  const items = listItems(l, value(l, operation, 0));
  store(l, slot, items, value(l, operation, 1), Place.ITEMS, operandAt(operation, 2), scaleOf(slot));
};

const listPush: Lower = (l, operation) => {
  const slot = itemSlot(itemType(sequenceType(operation)));
  const list = value(l, operation, 0);
  const size = l.emit('load_u32', [list, ZERO], 'int', address(Place.LENGTH));
  const capacity = l.emit('load_u32', [listItems(l, list), ZERO], 'int', address(Place.LENGTH));
  const full = l.newBlock(true);
  const ready = l.newBlock(false);
  l.finish({
    kind: 'branch',
    condition: 'int_eq',
    left: size,
    right: capacity,
    whenTrue: edge(full),
    whenFalse: edge(ready),
  });
  l.start(full);
  // The check after the call must stay in the cold part.
  const fn = l.program.runtimeFunction(runtimeEntryNames.growList);
  l.emitVoid('call', [list], { kind: 'symbol', symbol: l.program.symbolOf(fn) });
  l.finish({ kind: 'exception', pending: edge(l.raiseTarget), normal: edge(ready) });
  l.start(ready);
  store(l, slot, listItems(l, list), size, Place.ITEMS, operandAt(operation, 1), scaleOf(slot));
  const more = l.emit('int_add', [size, int(1)], 'int');
  l.emitVoid('store_32', [list, ZERO, more], address(Place.LENGTH));
};

const listPop: Lower = (l, operation) => {
  const slot = itemSlot(itemType(sequenceType(operation)));
  const list = value(l, operation, 0);
  const size = l.emit('load_u32', [list, ZERO], 'int', address(Place.LENGTH));
  const last = l.emit('int_sub', [size, int(1)], 'int');
  const items = listItems(l, list);
  l.setResult(operation, load(l, slot, items, last, Place.ITEMS, operation, scaleOf(slot)));
  if (slot.load === 'load_ref')
    l.emitVoid('store_ref', [items, last, NULL], address(Place.ITEMS, scaleOf(slot)));
  l.emitVoid('store_32', [list, ZERO, last], address(Place.LENGTH));
};

const listOf: Lower = (l, operation) => {
  const item = itemType(operation.result?.type ?? flow.ERROR);
  const count = operation.args.length;
  const list = callEntry(l, 'newList', [int(itemsType(item)), int(count)], 'ref');
  if (count > 0) {
    fillItems(l, listItems(l, list), item, operation.args);
    l.emitVoid('store_32', [list, ZERO, int(count)], address(Place.LENGTH));
  }
  l.setResult(operation, list);
};

function fillItems(l: GraphLowering, items: LirOperand, item: FlowType, args: readonly Operand[]): void {
  const slot = itemSlot(item);
  args.forEach((arg, i) => {
    store(l, slot, items, ZERO, Place.ITEMS + i * slot.size, arg);
  });
}

const fixedOf: Lower = (l, operation) => {
  const item = itemType(operation.result?.type ?? flow.ERROR);
  const array = callEntry(l, 'newArray', [int(itemsType(item)), int(operation.args.length)], 'ref');
  fillItems(l, array, item, operation.args);
  l.setResult(operation, array);
};

const fixedNew: Lower = (l, operation) => {
  const item = itemType(operation.result?.type ?? flow.ERROR);
  const type = itemsType(item);
  const size = value(l, operation, 0);
  const slot = itemSlot(item);
  const fill = l.valueAs(operandAt(operation, 1), loadClass(slot.load));
  const isZero = fill instanceof LirConstant && Object.is(Number(fill.value), 0);
  if (isZero) l.setResult(operation, callEntry(l, 'newArray', [int(type), size], 'ref'));
  else if (slot.load === 'load_ref')
    l.setResult(operation, callEntry(l, 'filledReferences', [size, fill], 'ref'));
  else if (slot.size === 4) l.setResult(operation, callEntry(l, 'filledHalfWords', [size, fill], 'ref'));
  else {
    const word = fill.cls === 'float' ? l.emit('float_bits', [fill], 'int') : fill;
    l.setResult(operation, callEntry(l, 'filledWords', [size, word], 'ref'));
  }
};

const fixedGet: Lower = (l, operation) => {
  const slot = itemSlot(itemType(sequenceType(operation)));
  const [array, index] = values(l, operation) as [LirOperand, LirOperand];
  l.setResult(operation, load(l, slot, array, index, Place.ITEMS, operation, scaleOf(slot)));
};

const fixedSet: Lower = (l, operation) => {
  const slot = itemSlot(itemType(sequenceType(operation)));
  const [array, index] = values(l, operation) as [LirOperand, LirOperand];
  store(l, slot, array, index, Place.ITEMS, operandAt(operation, 2), scaleOf(slot));
};

function numbersNew(kind: keyof typeof numberArrays): Lower {
  return (l, operation) => {
    const type = int(numberArrays[kind].type);
    l.setResult(operation, callEntry(l, 'newArray', [type, value(l, operation, 0)], 'ref'));
  };
}

function numbersGet(kind: keyof typeof numberArrays): Lower {
  const row = numberArrays[kind];
  return (l, operation) => {
    const [array, index] = values(l, operation) as [LirOperand, LirOperand];
    l.setResult(operation, load(l, row, array, index, Place.ITEMS, operation, row.size));
  };
}

function numbersSet(kind: keyof typeof numberArrays): Lower {
  const row = numberArrays[kind];
  return (l, operation) => {
    const [array, index] = values(l, operation) as [LirOperand, LirOperand];
    store(l, row, array, index, Place.ITEMS, operandAt(operation, 2), row.size);
  };
}

// Strings.

const charCode: Lower = (l, operation) => {
  l.setResult(operation, l.emit('load_u8', values(l, operation), 'int', address(Place.ITEMS)));
};

const stringsDiffer: Lower = (l, operation) => {
  const args = operation.args.map((arg) => l.valueAs(arg, 'ref'));
  const isSame = callEntry(l, 'equalStrings', args, 'int');
  l.setComparison(operation, { condition: 'int_eq', left: isSame, right: ZERO, isNegated: false });
};

function stringOrder(condition: Condition): Lower {
  return (l, operation) => {
    const left = callEntry(l, 'compareStrings', values(l, operation), 'int');
    l.setComparison(operation, { condition, left, right: ZERO, isNegated: false });
  };
}

/** Comparisons of references; null may stand on either side of code and classes too. */
function identity(condition: 'ref_eq' | 'ref_ne'): Lower {
  return (l, operation) => {
    const left = value(l, operation, 0);
    const right = value(l, operation, 1);
    const isCode = left.cls === 'int' || right.cls === 'int';
    if (!isCode) {
      l.setComparison(operation, { condition, left, right, isNegated: false });
      return;
    }
    const [a, b] = operation.args.map((arg) => l.valueAs(arg, 'int')) as [LirOperand, LirOperand];
    const intCondition = condition === 'ref_eq' ? 'int_eq' : 'int_ne';
    l.setComparison(operation, { condition: intCondition, left: a, right: b, isNegated: false });
  };
}

const boolNot: Lower = (l, operation) => {
  const known = l.findComparison(operandAt(operation, 0));
  if (known !== null) l.setComparison(operation, { ...known, isNegated: !known.isNegated });
  else
    l.setComparison(operation, {
      condition: 'int_eq',
      left: value(l, operation, 0),
      right: ZERO,
      isNegated: false,
    });
};

// Raw memory.

function rawLoad(op: LirOpName): Lower {
  return (l, operation) => {
    l.setResult(operation, l.emit(op, [NULL, value(l, operation, 0)], loadClass(op), address(0)));
  };
}

function rawStore(op: LirOpName): Lower {
  return (l, operation) => {
    l.emitVoid(op, [NULL, value(l, operation, 0), value(l, operation, 1)], address(0));
  };
}

/** A call of a C function that moves memory: its arguments are absolute addresses and a count. */
function callMemory(l: GraphLowering, name: string, args: LirOperand[]): void {
  const slot = l.emit('load_i64', [NULL, ZERO], 'int', address(l.program.cSlot(name)));
  l.emitVoid('call_c', [slot, ...args]);
}

const rawCopy: Lower = (l, operation) => {
  const [from, to, count] = values(l, operation) as [LirOperand, LirOperand, LirOperand];
  const target = l.emit('absolute', [to], 'int');
  callMemory(l, 'memmove', [target, l.emit('absolute', [from], 'int'), count]);
};

const rawClear: Lower = (l, operation) => {
  const [start, words] = values(l, operation) as [LirOperand, LirOperand];
  const count = l.emit('int_shl', [words, int(3)], 'int');
  callMemory(l, 'memset', [l.emit('absolute', [start], 'int'), ZERO, count]);
};

const rawAddress: Lower = (l, operation) => {
  const object = l.valueAs(operandAt(operation, 0), 'ref');
  const reference = l.emit('ref_to_int', [object], 'int');
  l.setResult(operation, l.emit('int_shl', [reference, int(3)], 'int'));
};

const rawObject: Lower = (l, operation) => {
  const reference = l.emit('int_shr', [value(l, operation, 0), int(3)], 'int');
  l.setResult(operation, l.emit('int_to_ref', [reference], 'ref'));
};

const hostCall: Lower = (l, operation) => {
  l.setResult(
    operation,
    l.emit('call', values(l, operation), 'int', { kind: 'symbol', symbol: HOST_CALL_STUB }),
  );
};

/** The stub that leaves to the host. */
export const HOST_CALL_STUB = 'stub#hostCall';

const trap: Lower = (l) => {
  l.finish({ kind: 'trap', code: 1 });
  l.start(l.newBlock(true));
};

const { ints, int32s, floats, bytes } = {
  ints: 'ints',
  int32s: 'int32s',
  floats: 'floats',
  bytes: 'bytes',
} as const;

const table: Partial<Record<OpName, Lower>> = {
  int_add: same('int_add'),
  int_sub: same('int_sub'),
  int_mul: same('int_mul'),
  int_neg: same('int_neg'),
  int_add_ovf: overflowing('int_add_ovf'),
  int_sub_ovf: overflowing('int_sub_ovf'),
  int_mul_ovf: overflowing('int_mul_ovf'),
  int_shl_ovf: shiftLeft,
  int_add_fits: fitting('int_add_fits', 'int_add'),
  int_sub_fits: fitting('int_sub_fits', 'int_sub'),
  int_mul_fits: fitting('int_mul_fits', 'int_mul'),
  int_shl_fits: shiftFits,
  int_floor_div: floorDivision('quotient'),
  int_floor_mod: floorDivision('rest'),
  int_trunc_div: same('int_div'),
  int_trunc_mod: same('int_mod'),
  int_eq: comparison('int_eq'),
  int_ne: comparison('int_ne'),
  int_lt: comparison('int_lt'),
  int_le: comparison('int_le'),
  int_gt: comparison('int_gt'),
  int_ge: comparison('int_ge'),
  int32_and: low32('int_and'),
  int32_or: low32('int_or'),
  int32_xor: low32('int_xor'),
  int32_not: low32('int_not'),
  int32_shl: same('i32_shl'),
  int32_shr: same('i32_sar'),
  int32_ushr: same('i32_shr'),
  int32_mul: same('i32_mul'),
  int32_clz: clz32,
  word_and: same('int_and'),
  word_or: same('int_or'),
  word_xor: same('int_xor'),
  word_shr: shiftRight,
  word_bits: wordBits,
  word_max: wordMax,
  word_min: wordMin,
  int_bit_length: bitLength,
  int_to_float: same('float_from_int'),

  float_add: same('float_add'),
  float_sub: same('float_sub'),
  float_mul: same('float_mul'),
  float_div: same('float_div'),
  float_neg: same('float_neg'),
  float_eq: comparison('float_eq'),
  float_ne: comparison('float_ne'),
  float_lt: comparison('float_lt'),
  float_le: comparison('float_le'),
  float_gt: comparison('float_gt'),
  float_ge: comparison('float_ge'),
  float_to_int: same('float_to_int'),
  float_fits_word: floatFitsWord,
  float_is_nan: isNaN,
  float_is_finite: isFinite,
  float_is_integer: isInteger,
  float_abs: same('float_abs'),
  float_floor: same('float_floor'),
  float_ceil: same('float_ceil'),
  float_trunc: same('float_trunc'),
  float_sqrt: same('float_sqrt'),
  float_fround: same('float_single'),
  float_high_bits: highBits,
  float_low_bits: lowBits,
  float_from_bits: fromBits,
  float_from_bytes: fromBytes('load_f64'),
  float_to_bytes: doubleToBytes,
  single_from_bytes: fromBytes('load_f32'),
  single_to_bytes: singleToBytes,

  bool_not: boolNot,
  bool_eq: comparison('int_eq'),
  bool_ne: comparison('int_ne'),
  ref_eq: identity('ref_eq'),
  ref_ne: identity('ref_ne'),
  narrow: alias,
  cast: alias,
  cast_to: alias,
  not_null: alias,
  instanceof: instanceTest,
  is_instance: dynamicInstanceTest,

  new: newObject,
  getfield: getField,
  setfield: setField,
  getglobal: getGlobal,
  setglobal: setGlobal,
  call,
  call_virtual: callVirtual,
  call_indirect: callIndirect,
  call_external: lowerExternalCall,

  list_of: listOf,
  list_length: length,
  list_get: listGet,
  list_set: listSet,
  list_push: listPush,
  list_pop: listPop,
  fixed_of: fixedOf,
  fixed_new: fixedNew,
  fixed_length: length,
  fixed_get: fixedGet,
  fixed_set: fixedSet,
  bytes_new: numbersNew(bytes),
  bytes_length: length,
  bytes_get: numbersGet(bytes),
  bytes_set: numbersSet(bytes),
  ints_new: numbersNew(ints),
  ints_length: length,
  ints_get: numbersGet(ints),
  ints_set: numbersSet(ints),
  int32s_new: numbersNew(int32s),
  int32s_length: length,
  int32s_get: numbersGet(int32s),
  int32s_set: numbersSet(int32s),
  floats_new: numbersNew(floats),
  floats_length: length,
  floats_get: numbersGet(floats),
  floats_set: numbersSet(floats),

  str_length: length,
  str_char_code: charCode,
  str_ne: stringsDiffer,
  str_lt: stringOrder('int_lt'),
  str_le: stringOrder('int_le'),
  str_gt: stringOrder('int_gt'),
  str_ge: stringOrder('int_ge'),

  raw_load_u8: rawLoad('load_u8'),
  raw_load_i16: rawLoad('load_i16'),
  raw_load_u32: rawLoad('load_u32'),
  raw_load_word: rawLoad('load_i64'),
  raw_store_u8: rawStore('store_8'),
  raw_store_u32: rawStore('store_32'),
  raw_store_word: rawStore('store_64'),
  raw_float_of_word: same('float_of_bits'),
  raw_word_of_float: same('float_bits'),
  raw_copy: rawCopy,
  raw_clear: rawClear,
  raw_address: rawAddress,
  raw_object: rawObject,
  raw_stack_pointer: same('stack_pointer'),
  raw_host_call: hostCall,

  // Checked builds test what is asserted; the machine traps where control must not come.
  assert: nothing,
  trap,
  jit_promote: alias,
  jit_is_constant: constant(0),
  jit_active: constant(0),
  jit_merge_point: nothing,
  jit_can_enter: nothing,
};

export { callEntry, callEntryVoid };

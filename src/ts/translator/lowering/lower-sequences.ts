/** Lowering of operations on lists, arrays and strings. */
import { LirConstant } from '../../backend/lir.js';
import type { LirOperand, Part } from '../../backend/lir.js';
import type { Condition } from '../../backend/lir-ops.js';
import { BuiltinType, ListPlace, Place } from '../../rlib/heap-layout.js';
import type { Operand, Operation } from '../flow/graph.js';
import * as flow from '../flow/types.js';
import type { FlowType } from '../flow/types.js';
import { itemSlot, itemsType, numberArrays } from './layout.js';
import { address, edge, int, NULL, ZERO } from './lower-graph.js';
import { runtimeEntryNames } from './runtime-calls.js';
import type { GraphLowering } from './lower-graph.js';
import { callEntry } from './lower-calls.js';
import { type Lower, operandAt, value, values, load, loadClass, store, type Spot } from './operands.js';

function itemType(type: FlowType): FlowType {
  return type.kind === 'list' || type.kind === 'fixed' ? type.item : flow.ERROR;
}

function sequenceType(operation: Operation): FlowType {
  return operandAt(operation, 0).type;
}

function arrayLength(l: GraphLowering, array: LirOperand): LirOperand {
  return l.emit('load_u32', [array, ZERO], 'int', address(Place.LENGTH, 1, l.program.memory.arrayLength));
}

function listLengthAddress(l: GraphLowering): Part {
  return address(Place.LENGTH, 1, l.program.memory.listLength);
}

function listLength(l: GraphLowering, list: LirOperand): LirOperand {
  return l.emit('load_u32', [list, ZERO], 'int', listLengthAddress(l));
}

export const length: Lower = (l, operation) => {
  const sequence = value(l, operation, 0);
  const isList = sequenceType(operation).kind === 'list';
  l.setResult(operation, isList ? listLength(l, sequence) : arrayLength(l, sequence));
};

function listItems(l: GraphLowering, list: LirOperand): LirOperand {
  return l.emit('load_ref', [list, ZERO], 'ref', address(ListPlace.ITEMS, 1, l.program.memory.listItems));
}

/** The items of an array of what a list or array holds. */
function itemSpot(l: GraphLowering, item: FlowType): Spot {
  const slot = itemSlot(item);
  return {
    displacement: Place.ITEMS,
    scale: slot.size === 8 ? 8 : 4,
    place: l.program.memory.items(itemsType(item)),
  };
}

export const listGet: Lower = (l, operation) => {
  const item = itemType(sequenceType(operation));
  const items = listItems(l, value(l, operation, 0));
  const index = value(l, operation, 1);
  l.setResult(operation, load(l, itemSlot(item), items, index, itemSpot(l, item), operation));
};

export const listSet: Lower = (l, operation) => {
  const item = itemType(sequenceType(operation));
  const items = listItems(l, value(l, operation, 0));
  store(l, itemSlot(item), items, value(l, operation, 1), itemSpot(l, item), operandAt(operation, 2));
};

export const listPush: Lower = (l, operation) => {
  const item = itemType(sequenceType(operation));
  const list = value(l, operation, 0);
  const size = listLength(l, list);
  const capacity = arrayLength(l, listItems(l, list));
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
  store(l, itemSlot(item), listItems(l, list), size, itemSpot(l, item), operandAt(operation, 1));
  const more = l.emit('int_add', [size, int(1)], 'int');
  l.emitVoid('store_32', [list, ZERO, more], listLengthAddress(l));
};

export const listPop: Lower = (l, operation) => {
  const item = itemType(sequenceType(operation));
  const slot = itemSlot(item);
  const spot = itemSpot(l, item);
  const list = value(l, operation, 0);
  const last = l.emit('int_sub', [listLength(l, list), int(1)], 'int');
  const items = listItems(l, list);
  l.setResult(operation, load(l, slot, items, last, spot, operation));
  if (slot.load === 'load_ref')
    l.emitVoid('store_ref', [items, last, NULL], address(spot.displacement, spot.scale, spot.place));
  l.emitVoid('store_32', [list, ZERO, last], listLengthAddress(l));
};

export const listNew: Lower = (l, operation) => {
  const item = itemType(operation.result?.type ?? flow.ERROR);
  l.setResult(operation, callEntry(l, 'newList', [int(itemsType(item)), value(l, operation, 0)], 'ref'));
};

export const listOf: Lower = (l, operation) => {
  const item = itemType(operation.result?.type ?? flow.ERROR);
  const count = operation.args.length;
  const list = callEntry(l, 'newList', [int(itemsType(item)), int(count)], 'ref');
  if (count > 0) {
    fillItems(l, listItems(l, list), item, operation.args);
    l.emitVoid('store_32', [list, ZERO, int(count)], listLengthAddress(l));
  }
  l.setResult(operation, list);
};

function fillItems(l: GraphLowering, items: LirOperand, item: FlowType, args: readonly Operand[]): void {
  const slot = itemSlot(item);
  const spot = itemSpot(l, item);
  args.forEach((arg, i) => {
    store(l, slot, items, ZERO, { ...spot, displacement: spot.displacement + i * slot.size, scale: 1 }, arg);
  });
}

export const fixedOf: Lower = (l, operation) => {
  const item = itemType(operation.result?.type ?? flow.ERROR);
  const array = callEntry(l, 'newArray', [int(itemsType(item)), int(operation.args.length)], 'ref');
  fillItems(l, array, item, operation.args);
  l.setResult(operation, array);
};

export const fixedNew: Lower = (l, operation) => {
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

export const fixedGet: Lower = (l, operation) => {
  const item = itemType(sequenceType(operation));
  const [array, index] = values(l, operation) as [LirOperand, LirOperand];
  l.setResult(operation, load(l, itemSlot(item), array, index, itemSpot(l, item), operation));
};

export const fixedSet: Lower = (l, operation) => {
  const item = itemType(sequenceType(operation));
  const [array, index] = values(l, operation) as [LirOperand, LirOperand];
  store(l, itemSlot(item), array, index, itemSpot(l, item), operandAt(operation, 2));
};

export function numbersNew(kind: keyof typeof numberArrays): Lower {
  return (l, operation) => {
    const type = int(numberArrays[kind].type);
    l.setResult(operation, callEntry(l, 'newArray', [type, value(l, operation, 0)], 'ref'));
  };
}

function numberSpot(l: GraphLowering, kind: keyof typeof numberArrays): Spot {
  const { type, size } = numberArrays[kind];
  return { displacement: Place.ITEMS, scale: size, place: l.program.memory.items(type) };
}

export function numbersGet(kind: keyof typeof numberArrays): Lower {
  const row = numberArrays[kind];
  return (l, operation) => {
    const [array, index] = values(l, operation) as [LirOperand, LirOperand];
    l.setResult(operation, load(l, row, array, index, numberSpot(l, kind), operation));
  };
}

export function numbersSet(kind: keyof typeof numberArrays): Lower {
  const row = numberArrays[kind];
  return (l, operation) => {
    const [array, index] = values(l, operation) as [LirOperand, LirOperand];
    store(l, row, array, index, numberSpot(l, kind), operandAt(operation, 2));
  };
}

// Strings.

export const charCode: Lower = (l, operation) => {
  const place = l.program.memory.items(BuiltinType.STRING);
  l.setResult(operation, l.emit('load_u8', values(l, operation), 'int', address(Place.ITEMS, 1, place)));
};

export const stringsDiffer: Lower = (l, operation) => {
  const args = operation.args.map((arg) => l.valueAs(arg, 'ref'));
  const isSame = callEntry(l, 'equalStrings', args, 'int');
  l.setComparison(operation, { condition: 'int_eq', left: isSame, right: ZERO, isNegated: false });
};

export function stringOrder(condition: Condition): Lower {
  return (l, operation) => {
    const left = callEntry(l, 'compareStrings', values(l, operation), 'int');
    l.setComparison(operation, { condition, left, right: ZERO, isNegated: false });
  };
}

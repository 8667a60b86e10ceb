/** Lowering of operations on lists, arrays and strings. */
import { LirConstant } from '../../backend/lir.js';
import type { LirOperand } from '../../backend/lir.js';
import type { Condition } from '../../backend/lir-ops.js';
import { ListPlace, Place } from '../../rlib/heap-layout.js';
import type { Operand, Operation } from '../flow/graph.js';
import * as flow from '../flow/types.js';
import type { FlowType } from '../flow/types.js';
import { itemSlot, itemsType, numberArrays } from './layout.js';
import { address, edge, int, NULL, ZERO } from './lower-graph.js';
import { runtimeEntryNames } from './runtime-calls.js';
import type { GraphLowering } from './lower-graph.js';
import { callEntry } from './lower-calls.js';
import { type Lower, operandAt, value, values, load, loadClass, store } from './operands.js';

function itemType(type: FlowType): FlowType {
  return type.kind === 'list' || type.kind === 'fixed' ? type.item : flow.ERROR;
}

function sequenceType(operation: Operation): FlowType {
  return operandAt(operation, 0).type;
}

export const length: Lower = (l, operation) => {
  l.setResult(operation, l.emit('load_u32', [value(l, operation, 0), ZERO], 'int', address(Place.LENGTH)));
};

function listItems(l: GraphLowering, list: LirOperand): LirOperand {
  return l.emit('load_ref', [list, ZERO], 'ref', address(ListPlace.ITEMS));
}

export const listGet: Lower = (l, operation) => {
  const slot = itemSlot(itemType(sequenceType(operation)));
  const items = listItems(l, value(l, operation, 0));
  const index = value(l, operation, 1);
  l.setResult(operation, load(l, slot, items, index, Place.ITEMS, operation, scaleOf(slot)));
};

function scaleOf(slot: { readonly size: 1 | 4 | 8 }): 1 | 4 | 8 {
  return slot.size;
}

export const listSet: Lower = (l, operation) => {
  const slot = itemSlot(itemType(sequenceType(operation)));
  const items = listItems(l, value(l, operation, 0));
  store(l, slot, items, value(l, operation, 1), Place.ITEMS, operandAt(operation, 2), scaleOf(slot));
};

export const listPush: Lower = (l, operation) => {
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

export const listPop: Lower = (l, operation) => {
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

export const listOf: Lower = (l, operation) => {
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
  const slot = itemSlot(itemType(sequenceType(operation)));
  const [array, index] = values(l, operation) as [LirOperand, LirOperand];
  l.setResult(operation, load(l, slot, array, index, Place.ITEMS, operation, scaleOf(slot)));
};

export const fixedSet: Lower = (l, operation) => {
  const slot = itemSlot(itemType(sequenceType(operation)));
  const [array, index] = values(l, operation) as [LirOperand, LirOperand];
  store(l, slot, array, index, Place.ITEMS, operandAt(operation, 2), scaleOf(slot));
};

export function numbersNew(kind: keyof typeof numberArrays): Lower {
  return (l, operation) => {
    const type = int(numberArrays[kind].type);
    l.setResult(operation, callEntry(l, 'newArray', [type, value(l, operation, 0)], 'ref'));
  };
}

export function numbersGet(kind: keyof typeof numberArrays): Lower {
  const row = numberArrays[kind];
  return (l, operation) => {
    const [array, index] = values(l, operation) as [LirOperand, LirOperand];
    l.setResult(operation, load(l, row, array, index, Place.ITEMS, operation, row.size));
  };
}

export function numbersSet(kind: keyof typeof numberArrays): Lower {
  const row = numberArrays[kind];
  return (l, operation) => {
    const [array, index] = values(l, operation) as [LirOperand, LirOperand];
    store(l, row, array, index, Place.ITEMS, operandAt(operation, 2), row.size);
  };
}

// Strings.

export const charCode: Lower = (l, operation) => {
  l.setResult(operation, l.emit('load_u8', values(l, operation), 'int', address(Place.ITEMS)));
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

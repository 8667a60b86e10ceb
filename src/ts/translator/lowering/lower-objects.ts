/** Lowering of operations on objects: tests of classes, fields, variables of modules, identity. */
import type { LirOperand } from '../../backend/lir.js';
import { TypeRecord } from '../../rlib/heap-layout.js';
import type { Operation } from '../flow/graph.js';
import type { ClassModel, FieldModel, GlobalModel } from '../flow/model.js';
import { address, edge, int, NULL, ZERO } from './lower-graph.js';
import type { Comparison, GraphLowering } from './lower-graph.js';
import { alias, type Lower, operandAt, value, load, store, type Spot } from './operands.js';

export const instanceTest: Lower = (l, operation) => {
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
export const dynamicInstanceTest: Lower = (l, operation) => {
  const object = value(l, operation, 0);
  const cls = value(l, operation, 1);
  testInstance(l, operation, object, () => {
    const id = l.emit('load_u32', [object, ZERO], 'int', l.typeIdAddress);
    const place = l.emit('int_mul', [cls, int(TypeRecord.SIZE)], 'int');
    const last = l.emit(
      'load_u32',
      [NULL, place],
      'int',
      address(l.program.typeTable + TypeRecord.LAST_SUBCLASS, 1, l.program.memory.table),
    );
    const distance = l.emit('int_sub', [id, cls], 'int');
    const range = l.emit('int_sub', [last, cls], 'int');
    return { condition: 'uint_le', left: distance, right: range, isNegated: false };
  });
};

export const newObject: Lower = (l, operation) => {
  if (operation.immediate.kind !== 'class') throw new Error('new without a class');
  l.setResult(operation, allocate(l, operation.immediate.cls));
};

function allocate(l: GraphLowering, cls: ClassModel): LirOperand {
  const { typeId, size } = l.program.layout.classLayout(cls);
  const object = l.emit('allocate', [], 'ref', { kind: 'allocation', size: size / 8, typeId });
  l.checkNull(object);
  return object;
}

function spotOf(l: GraphLowering, field: FieldModel): Spot {
  const { offset } = l.program.layout.fieldPlace(field);
  return { displacement: offset, scale: 1, place: l.program.memory.field(field) };
}

function globalSpot(l: GraphLowering, global: GlobalModel): Spot {
  const { address: at, place } = l.program.globalPlace(global);
  return { displacement: at + place.offset, scale: 1, place: l.program.memory.global(global) };
}

export const getField: Lower = (l, operation) => {
  if (operation.immediate.kind !== 'field') throw new Error('getfield without a field');
  const { field } = operation.immediate;
  const slot = l.program.layout.fieldPlace(field);
  l.setResult(operation, load(l, slot, value(l, operation, 0), ZERO, spotOf(l, field), operation));
};

export const setField: Lower = (l, operation) => {
  if (operation.immediate.kind !== 'field') throw new Error('setfield without a field');
  const { field } = operation.immediate;
  const slot = l.program.layout.fieldPlace(field);
  store(l, slot, value(l, operation, 0), ZERO, spotOf(l, field), operandAt(operation, 1));
};

export const getGlobal: Lower = (l, operation) => {
  if (operation.immediate.kind !== 'global') throw new Error('getglobal without a variable');
  const { global } = operation.immediate;
  const { place: slot } = l.program.globalPlace(global);
  l.setResult(operation, load(l, slot, NULL, ZERO, globalSpot(l, global), operation));
};

export const setGlobal: Lower = (l, operation) => {
  if (operation.immediate.kind !== 'global') throw new Error('setglobal without a variable');
  const { global } = operation.immediate;
  const { place: slot } = l.program.globalPlace(global);
  store(l, slot, NULL, ZERO, globalSpot(l, global), operandAt(operation, 0));
};

/** Comparisons of references; null may stand on either side of code and classes too. */
export function identity(condition: 'ref_eq' | 'ref_ne'): Lower {
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

export const unlikely: Lower = (l, operation) => {
  const known = l.findComparison(operandAt(operation, 0));
  if (known === null) alias(l, operation);
  else l.setComparison(operation, known);
};

export const boolNot: Lower = (l, operation) => {
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

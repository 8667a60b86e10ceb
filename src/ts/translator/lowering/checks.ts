/**
 * Checked builds: code that tests what the program promises, before the operations that rely on it. A broken promise ends the process with the
 * function and the line (`native/symbol-table.ts`); the graph interpreter stops at the same ones (`flow/ops.ts`, effect `traps`).
 *
 * Without checks the machine itself finds null where a field of it is asked for: its page is not mapped.
 */
import type { LirBlock, LirOperand } from '../../backend/lir.js';
import { LirConstant } from '../../backend/lir.js';
import type { Condition, LirOpName } from '../../backend/lir-ops.js';
import { Place, TypeRecord } from '../../rlib/heap-layout.js';
import type { Operation } from '../flow/graph.js';
import type { OpName } from '../flow/ops.js';
import { address, edge, int, NULL, ZERO, type GraphLowering } from './lower-graph.js';
import { constantText, operandAt, value, type Lower } from './operands.js';
import { requireRange, wordLimit } from './word-range.js';

export function checkOperation(l: GraphLowering, operation: Operation): void {
  for (const check of checks[operation.name] ?? []) check(l, operation);
}

/** Where control goes when a promise is broken. */
function brokenBlock(l: GraphLowering, reason: string): LirBlock {
  const broken = l.newBlock(true);
  l.within(broken, () => {
    l.trap(reason);
  });
  return broken;
}

/** Goes on where a comparison holds. */
function require(
  l: GraphLowering,
  condition: Condition,
  left: LirOperand,
  right: LirOperand,
  reason: string,
): void {
  const kept = l.newBlock(false);
  const whenFalse = edge(brokenBlock(l, reason));
  l.finish({ kind: 'branch', condition, left, right, whenTrue: edge(kept), whenFalse });
  l.start(kept);
}

function requireObject(l: GraphLowering, object: LirOperand): void {
  // Constants are objects of the image, or null that is never reached.
  if (object instanceof LirConstant) return;
  if (object.cls === 'ref') require(l, 'ref_ne', object, NULL, 'null dereference');
  else require(l, 'int_ne', object, ZERO, 'null dereference');
}

function lengthOf(l: GraphLowering, array: LirOperand): LirOperand {
  requireObject(l, array);
  return l.emit('load_u32', [array, ZERO], 'int', address(Place.LENGTH));
}

/** That start..end is a range of something as long as that. */
function requireWithin(l: GraphLowering, start: LirOperand, end: LirOperand, length: LirOperand): void {
  require(l, 'uint_le', end, length, 'range out of bounds');
  require(l, 'uint_le', start, end, 'range out of bounds');
}

function sum(l: GraphLowering, left: LirOperand, right: LirOperand): LirOperand {
  return l.emit('int_add', [left, right], 'int');
}

// Promises about operands, by their positions.

const object =
  (...positions: readonly number[]): Lower =>
  (l, operation) => {
    for (const i of positions) requireObject(l, value(l, operation, i));
  };

/** An array or string, and a position in it. */
const index: Lower = (l, operation) => {
  const length = lengthOf(l, value(l, operation, 0));
  require(l, 'uint_lt', value(l, operation, 1), length, 'index out of bounds');
};

const notEmpty =
  (i: number, reason: string): Lower =>
  (l, operation) => {
    require(l, 'int_ne', lengthOf(l, value(l, operation, i)), ZERO, reason);
  };

const notNegative =
  (reason: string, ...positions: readonly number[]): Lower =>
  (l, operation) => {
    for (const i of positions) require(l, 'int_ge', value(l, operation, i), ZERO, reason);
  };

const byte: Lower = (l, operation) => {
  require(l, 'uint_lt', value(l, operation, 0), int(256), 'index out of bounds');
};

/** The operand at `array`, and a range in it that starts at the next two. */
const range =
  (array: number): Lower =>
  (l, operation) => {
    const [start, end] = [value(l, operation, array + 1), value(l, operation, array + 2)];
    requireWithin(l, start, end, lengthOf(l, value(l, operation, array)));
  };

/** A string and a position from which so many bytes are read. */
const bytesAt =
  (count: number): Lower =>
  (l, operation) => {
    const start = value(l, operation, 1);
    requireWithin(l, start, sum(l, start, int(count)), lengthOf(l, value(l, operation, 0)));
  };

/** Source, start, target, start, count. */
const copy: Lower = (l, operation) => {
  const count = value(l, operation, 4);
  for (const i of [0, 2]) {
    const start = value(l, operation, i + 1);
    requireWithin(l, start, sum(l, start, count), lengthOf(l, value(l, operation, i)));
  }
};

const copyString: Lower = (l, operation) => {
  const length = lengthOf(l, value(l, operation, 0));
  const start = value(l, operation, 2);
  requireWithin(l, start, sum(l, start, length), lengthOf(l, value(l, operation, 1)));
};

const truncation: Lower = (l, operation) => {
  require(l, 'uint_le', value(l, operation, 1), lengthOf(l, value(l, operation, 0)), 'range out of bounds');
};

const divisor: Lower = (l, operation) => {
  require(l, 'int_ne', value(l, operation, 1), ZERO, 'division by zero');
};

/** That the result is a word. */
const fits =
  (op: LirOpName): Lower =>
  (l, operation) => {
    const broken = brokenBlock(l, 'int out of range');
    const result = l.emit(op, [value(l, operation, 0), value(l, operation, 1)], 'int');
    const normal = l.newBlock(false);
    l.finish({ kind: 'overflow', overflow: edge(broken), normal: edge(normal) });
    l.start(normal);
    requireRange(l, result, broken);
  };

const floatFits: Lower = (l, operation) => {
  const { condition, limit } = wordLimit(l);
  const magnitude = l.emit('float_abs', [value(l, operation, 0)], 'float');
  require(l, condition, l.emit('float_trunc', [magnitude], 'float'), limit, 'float out of range');
};

const WRONG_CLASS = 'cast to a class that it is not of';

const instance: Lower = (l, operation) => {
  if (operation.immediate.kind !== 'class') throw new Error('cast without a class');
  const cast = value(l, operation, 0);
  requireObject(l, cast);
  const { condition, left, right } = l.classComparison(cast, operation.immediate.cls);
  require(l, condition, left, right, WRONG_CLASS);
};

const dynamicInstance: Lower = (l, operation) => {
  const cast = value(l, operation, 0);
  requireObject(l, cast);
  const cls = value(l, operation, 1);
  const id = l.emit('load_u32', [cast, ZERO], 'int', address(Place.TYPE));
  const record = l.emit('int_mul', [cls, int(TypeRecord.SIZE)], 'int');
  const place = address(l.program.typeTable + TypeRecord.LAST_SUBCLASS);
  const last = l.emit('load_u32', [NULL, record], 'int', place);
  const distance = l.emit('int_sub', [id, cls], 'int');
  require(l, 'uint_le', distance, l.emit('int_sub', [last, cls], 'int'), WRONG_CLASS);
};

const assertion: Lower = (l, operation) => {
  const reason = `assertion failed: ${constantText(operandAt(operation, 1))}`;
  require(l, 'int_ne', value(l, operation, 0), ZERO, reason);
};

const NEGATIVE_LENGTH = 'negative length';
const length = notNegative(NEGATIVE_LENGTH, 0);

const checks: Partial<Record<OpName, readonly Lower[]>> = {
  int_add: [fits('int_add_ovf')],
  int_sub: [fits('int_sub_ovf')],
  int_mul: [fits('int_mul_ovf')],
  int_floor_div: [divisor],
  int_floor_mod: [divisor],
  int_trunc_div: [divisor],
  int_trunc_mod: [divisor],
  word_shr: [notNegative('negative position', 1)],
  float_to_int: [floatFits],
  float_from_bytes: [bytesAt(8)],
  single_from_bytes: [bytesAt(4)],

  cast: [instance],
  cast_to: [dynamicInstance],
  not_null: [object(0)],
  getfield: [object(0)],
  setfield: [object(0)],
  call_virtual: [object(0)],
  call_indirect: [object(0)],

  list_length: [object(0)],
  list_get: [index],
  list_set: [index],
  list_push: [object(0)],
  list_pop: [notEmpty(0, 'pop of an empty list')],
  list_truncate: [truncation],
  list_to_fixed: [object(0)],
  list_new: [length],
  fixed_new: [length],
  fixed_length: [object(0)],
  fixed_get: [index],
  fixed_set: [index],
  fixed_slice: [range(0)],
  fixed_copy: [copy],
  bytes_new: [length],
  bytes_length: [object(0)],
  bytes_get: [index],
  bytes_set: [index],
  bytes_copy: [copy],
  bytes_to_string: [range(0)],
  ints_new: [length],
  ints_length: [object(0)],
  ints_get: [index],
  ints_set: [index],
  int32s_new: [length],
  int32s_length: [object(0)],
  int32s_get: [index],
  int32s_set: [index],
  floats_new: [length],
  floats_length: [object(0)],
  floats_get: [index],
  floats_set: [index],

  str_length: [object(0)],
  str_char_code: [index],
  str_slice: [object(0), notNegative('negative position', 1, 2)],
  str_index_of: [object(0, 1), notNegative('negative position', 2)],
  str_last_index_of: [object(0, 1)],
  str_starts_with: [object(0, 1)],
  str_ends_with: [object(0, 1)],
  str_concat: [object(0, 1)],
  str_lt: [object(0, 1)],
  str_le: [object(0, 1)],
  str_gt: [object(0, 1)],
  str_ge: [object(0, 1)],
  str_compare: [object(0, 1)],
  str_from_char_code: [byte],
  str_join: [object(0, 1)],
  str_repeat: [object(0), notNegative(NEGATIVE_LENGTH, 1)],
  str_split: [object(0), notEmpty(1, 'split at an empty separator')],
  str_copy_to_bytes: [copyString],
  builder_append: [object(0, 1)],
  builder_append_byte: [object(0)],
  builder_append_range: [object(0, 1)],
  builder_append_code_point: [object(0)],
  builder_length: [object(0)],
  builder_build: [object(0)],

  assert: [assertion],
};

/** What each operation of flow graphs becomes in low-level IR. */
import { State } from '../../rlib/raw.js';
import type { Operation } from '../flow/graph.js';
import { externalCall } from './external-calls.js';
import type { OpName } from '../flow/ops.js';
import type { GraphLowering } from './lower-graph.js';
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
import { callFunction, call, callVirtual, callIndirect, callDoubles } from './lower-calls.js';
import {
  floorDivision,
  truncDivision,
  shiftRight,
  bitLength,
  clz32,
  isNaN,
  isFinite,
  isInteger,
  highBits,
  lowBits,
  fromBits,
  fromBytes,
  doubleToBytes,
  singleToBytes,
} from './lower-numbers.js';
import {
  instanceTest,
  dynamicInstanceTest,
  newObject,
  getField,
  setField,
  getGlobal,
  setGlobal,
  identity,
  boolNot,
  unlikely,
} from './lower-objects.js';
import {
  rawLoad,
  rawStore,
  rawCopy,
  rawClear,
  rawAddress,
  rawObject,
  hostCall,
  trap,
  callC,
  heapBase,
} from './lower-raw-memory.js';
import {
  length,
  listGet,
  listSet,
  listPush,
  listPop,
  listNew,
  listOf,
  fixedOf,
  fixedNew,
  fixedGet,
  fixedSet,
  numbersNew,
  numbersGet,
  numbersSet,
  charCode,
  stringsDiffer,
  stringOrder,
} from './lower-sequences.js';
import { enter, followOnce, isConstant, isJitted, jitValue, mergePoint, promote } from './lower-jit.js';
import { type Lower, same, low32, comparison, alias, nothing } from './operands.js';

import { checkOperation } from './checks.js';
import { cFunctions, runtimeCalls } from './runtime-calls.js';

export function lowerOperation(l: GraphLowering, operation: Operation): void {
  if (l.program.options.isChecked) checkOperation(l, operation);
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
  callDoubles(l, operation, cFunction);
}

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
  int_trunc_div: truncDivision('quotient'),
  int_trunc_mod: truncDivision('rest'),
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
  unlikely,
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
  call_external: externalCall,

  list_of: listOf,
  list_new: listNew,
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
  raw_heap_base: heapBase,
  raw_call_c: callC,
  raw_host_call: hostCall,

  // Checked builds test what is asserted (`checks.ts`); the machine traps where control must not come.
  assert: nothing,
  trap,
  jit_promote: promote,
  jit_is_constant: isConstant,
  jit_active: isJitted,
  jit_merge_point: mergePoint,
  jit_follow_once: followOnce,
  jit_enter: enter(State.JIT_THRESHOLD),
  jit_enter_function: enter(State.JIT_FUNCTION_THRESHOLD),
  jit_value: jitValue,
};

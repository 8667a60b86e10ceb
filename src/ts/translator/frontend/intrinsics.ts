/**
 * The functions, methods and classes that have operations instead of RTypeScript bodies: rlib's, and those of
 * JavaScript that belong to the subset. One place for all of them.
 */
import type { OpName } from '../flow/ops.js';

/** Where RTypeScript's library is. */
export const RLIB = 'src/ts/rlib';

/** rlib's functions and methods: `module#name` below rlib. The arguments are the operation's operands. */
const rlibOps: Record<string, OpName> = {
  'int#fitsWord': 'float_fits_word',
  'int#ovfAdd': 'int_add_ovf',
  'int#ovfSub': 'int_sub_ovf',
  'int#ovfMul': 'int_mul_ovf',
  'int#ovfShl': 'int_shl_ovf',
  'int#addFits': 'int_add_fits',
  'int#subFits': 'int_sub_fits',
  'int#mulFits': 'int_mul_fits',
  'int#shlFits': 'int_shl_fits',
  'int#wordMul': 'int_mul',
  'int#floorDiv': 'int_floor_div',
  'int#floorMod': 'int_floor_mod',
  'int#truncDiv': 'int_trunc_div',
  'int#truncMod': 'int_trunc_mod',
  'int#wordAnd': 'word_and',
  'int#wordOr': 'word_or',
  'int#wordXor': 'word_xor',
  'int#wordShr': 'word_shr',
  'int#floatToInt': 'float_to_int',
  'int#intToFloat': 'int_to_float',
  'int#mul32': 'int32_mul',
  'int#bitLength': 'int_bit_length',
  'digit#digitLow': 'digit_low',
  'digit#digitCarry': 'digit_carry',
  'digit#digitMulLow': 'digit_mul_low',
  'digit#digitMulHigh': 'digit_mul_high',
  'digit#digitDiv': 'digit_div',
  'float#highBits': 'float_high_bits',
  'float#lowBits': 'float_low_bits',
  'float#doubleFromBits': 'float_from_bits',
  'float#doubleFromBytes': 'float_from_bytes',
  'float#doubleToBytes': 'float_to_bytes',
  'float#singleFromBytes': 'single_from_bytes',
  'float#singleToBytes': 'single_to_bytes',
  'array#newFixedArray': 'fixed_new',
  'array#sliceFixed': 'fixed_slice',
  'array#copyItems': 'fixed_copy',
  'array#newByteArray': 'bytes_new',
  'array#copyBytes': 'bytes_copy',
  'array#newIntArray': 'ints_new',
  'array#newInt32Items': 'int32s_new',
  'array#newFloatArray': 'floats_new',
  'array#listToFixed': 'list_to_fixed',
  'array#sealList': 'list_to_fixed',
  'array#newListFor': 'list_new',
  'array#truncateList': 'list_truncate',
  'bytes#joinStrings': 'str_join',
  'bytes#repeatString': 'str_repeat',
  'bytes#splitString': 'str_split',
  'bytes#intToString': 'int_to_string',
  'bytes#bytesToString': 'bytes_to_string',
  'bytes#copyStringToBytes': 'str_copy_to_bytes',
  'bytes#compareStrings': 'str_compare',
  'bytes#StringBuilder.constructor': 'builder_new',
  'bytes#StringBuilder.append': 'builder_append',
  'bytes#StringBuilder.appendByte': 'builder_append_byte',
  'bytes#StringBuilder.appendRange': 'builder_append_range',
  'bytes#StringBuilder.appendCodePoint': 'builder_append_code_point',
  'bytes#StringBuilder.length': 'builder_length',
  'bytes#StringBuilder.build': 'builder_build',
  'object#notNull': 'not_null',
  'object#unlikely': 'unlikely',
  'object#identityHash': 'identity_hash',
  'object#WeakReference.constructor': 'weak_new',
  'object#WeakReference.get': 'weak_get',
  'weak-table#WeakTable.constructor': 'weak_table_new',
  'weak-table#WeakTable.get': 'weak_table_get',
  'weak-table#WeakTable.set': 'weak_table_set',
  'finalizers#registersFinalizers': 'finalizers_known',
  'finalizers#registerFinalizer': 'finalizer_register',
  'finalizers#ignoreFinalizer': 'finalizer_ignore',
  'finalizers#nextDead': 'finalizer_next',
  'collector#collectAll': 'gc_collect',
  'collector#collectStep': 'gc_step',
  'collector#setAutomaticCollection': 'gc_automatic',
  'collector#tellOfCollections': 'gc_tell',
  'collector#memoryNumber': 'gc_number',
  'collector#heapObjects': 'gc_objects',
  'collector#referentsOf': 'gc_referents',
  'collector#purgeWeakTables': 'weak_tables_purge',
  'raw#loadU8': 'raw_load_u8',
  'raw#loadI16': 'raw_load_i16',
  'raw#loadU32': 'raw_load_u32',
  'raw#loadWord': 'raw_load_word',
  'raw#storeU8': 'raw_store_u8',
  'raw#storeU32': 'raw_store_u32',
  'raw#storeWord': 'raw_store_word',
  'raw#floatOfWord': 'raw_float_of_word',
  'raw#wordOfFloat': 'raw_word_of_float',
  'raw#copyMemory': 'raw_copy',
  'raw#clearMemory': 'raw_clear',
  'raw#addressOf': 'raw_address',
  'raw#objectAt': 'raw_object',
  'raw#stackPointer': 'raw_stack_pointer',
  'raw#heapBase': 'raw_heap_base',
  'raw#callC': 'raw_call_c',
  'raw#hostCall': 'raw_host_call',
  'throwable#rassert': 'assert',
  'throwable#unreachable': 'trap',
  'jit#promote': 'jit_promote',
  'jit#isConstant': 'jit_is_constant',
  'jit#weAreJitted': 'jit_active',
  'jit#JitDriver.mergePoint': 'jit_merge_point',
  'jit#JitDriver.followOnce': 'jit_follow_once',
  'jit#JitDriver.canEnterJit': 'jit_can_enter',
};

/** rlib's functions that need a closer look at their arguments (`calls.ts`). */
const specialFunctions = {
  'object#cast': 'cast',
  'object#isInstance': 'isInstance',
  'throwable#caught': 'caught',
} as const;

export type SpecialFunction = (typeof specialFunctions)[keyof typeof specialFunctions];

const rlibConstants: Record<string, OpName> = {
  'int#WORD_BITS': 'word_bits',
  'int#MAX_WORD': 'word_max',
  'int#MIN_WORD': 'word_min',
  'digit#DIGIT_BITS': 'digit_bits',
  'digit#DIGIT_BASE': 'digit_base',
};

/** rlib's classes whose objects are only touched by operations: they have no fields and methods here. */
const opaqueClasses = new Set([
  'bytes#StringBuilder',
  'object#WeakReference',
  'weak-table#WeakTable',
  'jit#JitDriver',
]);

export function isOpaqueClass(module: string, name: string): boolean {
  const key = rlibKey(module, name);
  return key !== null && opaqueClasses.has(key);
}

function rlibKey(module: string, name: string): string | null {
  return module.startsWith(`${RLIB}/`) ? `${module.slice(RLIB.length + 1)}#${name}` : null;
}

export function findIntrinsic(module: string, name: string): OpName | null {
  const key = rlibKey(module, name);
  return key === null ? null : (rlibOps[key] ?? null);
}

export function findSpecialFunction(module: string, name: string): SpecialFunction | null {
  const key = rlibKey(module, name);
  if (key === null || !(key in specialFunctions)) return null;
  return specialFunctions[key as keyof typeof specialFunctions];
}

export function findIntrinsicConstant(module: string, name: string): OpName | null {
  const key = rlibKey(module, name);
  return key === null ? null : (rlibConstants[key] ?? null);
}

/** Functions of JavaScript's global objects. */
export const globalFunctions: Record<string, OpName> = {
  'Math.imul': 'int32_mul',
  'Math.clz32': 'int32_clz',
  'Math.abs': 'float_abs',
  'Math.floor': 'float_floor',
  'Math.ceil': 'float_ceil',
  'Math.trunc': 'float_trunc',
  'Math.round': 'float_round',
  'Math.sign': 'float_sign',
  'Math.sqrt': 'float_sqrt',
  'Math.cbrt': 'float_cbrt',
  'Math.exp': 'float_exp',
  'Math.expm1': 'float_expm1',
  'Math.log': 'float_log',
  'Math.log1p': 'float_log1p',
  'Math.log2': 'float_log2',
  'Math.log10': 'float_log10',
  'Math.sin': 'float_sin',
  'Math.cos': 'float_cos',
  'Math.tan': 'float_tan',
  'Math.asin': 'float_asin',
  'Math.acos': 'float_acos',
  'Math.atan': 'float_atan',
  'Math.sinh': 'float_sinh',
  'Math.cosh': 'float_cosh',
  'Math.tanh': 'float_tanh',
  'Math.asinh': 'float_asinh',
  'Math.acosh': 'float_acosh',
  'Math.atanh': 'float_atanh',
  'Math.fround': 'float_fround',
  'Math.atan2': 'float_atan2',
  'Math.pow': 'float_pow',
  'Math.hypot': 'float_hypot',
  'Math.min': 'float_min',
  'Math.max': 'float_max',
  'Number.isNaN': 'float_is_nan',
  'Number.isFinite': 'float_is_finite',
  'Number.isInteger': 'float_is_integer',
  'String.fromCharCode': 'str_from_char_code',
};

export const globalConstants: Record<string, number> = {
  'Math.PI': Math.PI,
  'Math.E': Math.E,
  'Math.LN2': Math.LN2,
  'Math.LN10': Math.LN10,
  'Math.LOG2E': Math.LOG2E,
  'Math.LOG10E': Math.LOG10E,
  'Math.SQRT2': Math.SQRT2,
  'Math.SQRT1_2': Math.SQRT1_2,
  'Number.POSITIVE_INFINITY': Infinity,
  'Number.NEGATIVE_INFINITY': -Infinity,
  'Number.NaN': NaN,
  'Number.EPSILON': Number.EPSILON,
  'Number.MAX_VALUE': Number.MAX_VALUE,
  'Number.MIN_VALUE': Number.MIN_VALUE,
};

/** Methods of strings and lists, by the kind of the receiver. The receiver is the first operand. */
export const valueMethods: Record<string, OpName> = {
  'string.charCodeAt': 'str_char_code',
  'string.slice': 'str_slice',
  'string.indexOf': 'str_index_of',
  'string.lastIndexOf': 'str_last_index_of',
  'string.startsWith': 'str_starts_with',
  'string.endsWith': 'str_ends_with',
  'list.push': 'list_push',
  'list.pop': 'list_pop',
};

/** Operations on arrays by the kind of their type. */
export const sequenceOps = {
  list: { length: 'list_length', get: 'list_get', set: 'list_set' },
  fixed: { length: 'fixed_length', get: 'fixed_get', set: 'fixed_set' },
  bytes: { length: 'bytes_length', get: 'bytes_get', set: 'bytes_set' },
  ints: { length: 'ints_length', get: 'ints_get', set: 'ints_set' },
  int32s: { length: 'int32s_length', get: 'int32s_get', set: 'int32s_set' },
  floats: { length: 'floats_length', get: 'floats_get', set: 'floats_set' },
} as const satisfies Record<string, Record<string, OpName>>;

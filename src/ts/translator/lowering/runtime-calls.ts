/** Which operations become calls: of functions of the runtime (`src/ts/runtime`, RTypeScript) or of the C library. */
import { Constant, type Operation } from '../flow/graph.js';
import type { OpName } from '../flow/ops.js';

/** Operations that are a call of a function of the runtime with the same operands. */
export const runtimeCalls: ReadonlyMap<OpName, string> = new Map<OpName, string>([
  ['list_truncate', 'arrays#truncateList'],
  ['list_to_fixed', 'arrays#listToArray'],
  ['fixed_slice', 'arrays#sliceArray'],
  ['fixed_copy', 'arrays#copyArrayItems'],
  ['bytes_copy', 'arrays#copyArrayItems'],
  ['bytes_to_string', 'arrays#bytesToString'],
  ['str_copy_to_bytes', 'arrays#copyStringToBytes'],
  ['str_from_char_code', 'arrays#charString'],
  ['str_slice', 'strings#slice'],
  ['str_index_of', 'strings#indexOf'],
  ['str_last_index_of', 'strings#lastIndexOf'],
  ['str_starts_with', 'strings#startsWith'],
  ['str_ends_with', 'strings#endsWith'],
  ['str_concat', 'strings#concat'],
  ['str_eq', 'strings#equals'],
  ['str_compare', 'strings#compare'],
  ['str_join', 'strings#join'],
  ['str_repeat', 'strings#repeat'],
  ['str_split', 'strings#split'],
  ['int_to_string', 'strings#ofInt'],
  ['builder_new', 'builder#newBuilder'],
  ['builder_append', 'builder#append'],
  ['builder_append_byte', 'builder#appendByte'],
  ['builder_append_range', 'builder#appendRange'],
  ['builder_append_code_point', 'builder#appendCodePoint'],
  ['builder_length', 'builder#length'],
  ['builder_build', 'builder#build'],
  ['identity_hash', 'identity#identityHash'],
  ['weak_new', 'identity#newWeakReference'],
  ['weak_get', 'identity#weakTarget'],
  ['weak_table_new', 'identity#newWeakTable'],
  ['weak_table_get', 'identity#weakTableGet'],
  ['weak_table_set', 'identity#weakTableSet'],
  ['weak_tables_purge', 'identity#purgeWeakTables'],
  ['field_changed', 'jit#fieldChanged'],
  ['finalizers_known', 'finalizers#registersFinalizers'],
  ['finalizer_register', 'finalizers#registerFinalizer'],
  ['finalizer_ignore', 'finalizers#ignoreFinalizer'],
  ['finalizer_next', 'finalizers#nextDead'],
  ['gc_collect', 'gc#collect'],
  ['gc_step', 'gc#collectStep'],
  ['gc_automatic', 'gc#setAutomaticCollection'],
  ['gc_tell', 'gc#tellOfCollections'],
  ['gc_number', 'gc#memoryNumber'],
  ['gc_objects', 'heap-walk#heapObjects'],
  ['gc_referents', 'heap-walk#referentsOf'],
  ['float_round', 'numbers#round'],
  ['float_sign', 'numbers#sign'],
  ['float_min', 'numbers#minimum'],
  ['float_max', 'numbers#maximum'],
]);

/** Further functions of the runtime that lowering refers to. */
const otherEntries = {
  growList: 'arrays#growList',
  newArray: 'arrays#newArray',
  newList: 'arrays#newList',
  filledReferences: 'arrays#filledReferences',
  filledHalfWords: 'arrays#filledHalfWords',
  filledWords: 'arrays#filledWords',
  compareStrings: 'strings#compare',
  equalStrings: 'strings#equals',
  ofWordBytes: 'strings#ofWordBytes',
  fetchString: 'host#fetchString',
  fetchArray: 'host#fetchArray',
  raiseHostError: 'host#raiseHostError',
  newHandle: 'handles#newHandle',
  handleObject: 'handles#handleObject',
  releaseHandle: 'handles#releaseHandle',
  newArrayHandle: 'handles#newArrayHandle',
  allocateInstance: 'gc#allocateInstance',
  startHeap: 'gc#startHeap',
  collect: 'gc#collect',
  collectYoung: 'gc#collectYoung',
  collectionCount: 'gc#collectionCount',
  recordWrite: 'gc#recordWrite',
  usedBytes: 'gc#usedBytes',
  startTracing: 'jit#startTracing',
  leaveTrace: 'jit#leaveTrace',
} as const;

export type RuntimeEntry = keyof typeof otherEntries;

export const runtimeEntryNames: Readonly<Record<RuntimeEntry, string>> = otherEntries;

export const runtimeEntries: readonly string[] = [
  ...new Set([...runtimeCalls.values(), ...Object.values(otherEntries)]),
];

/** Of collectors with write barriers: what the barrier's slow path calls. */
export const REMEMBER_OBJECT = 'gc#rememberObject';

/** Operations that lowering turns into calls of the runtime in ways of its own. */
export const raisingCalls: ReadonlySet<OpName> = new Set<OpName>([
  'str_ne',
  'str_lt',
  'str_le',
  'str_gt',
  'str_ge',
]);

/** Operations that are a call of a C function of doubles. */
export const cFunctions: ReadonlyMap<OpName, string> = new Map<OpName, string>([
  ['float_mod', 'fmod'],
  ['float_cbrt', 'cbrt'],
  ['float_exp', 'exp'],
  ['float_expm1', 'expm1'],
  ['float_log', 'log'],
  ['float_log1p', 'log1p'],
  ['float_log2', 'log2'],
  ['float_log10', 'log10'],
  ['float_sin', 'sin'],
  ['float_cos', 'cos'],
  ['float_tan', 'tan'],
  ['float_asin', 'asin'],
  ['float_acos', 'acos'],
  ['float_atan', 'atan'],
  ['float_sinh', 'sinh'],
  ['float_cosh', 'cosh'],
  ['float_tanh', 'tanh'],
  ['float_asinh', 'asinh'],
  ['float_acosh', 'acosh'],
  ['float_atanh', 'atanh'],
  ['float_atan2', 'atan2'],
  ['float_pow', 'pow'],
  ['float_hypot', 'hypot'],
]);

/** The classes that hold the data of rlib's opaque ones. */
export const standIns: ReadonlyMap<string, string> = new Map([
  ['src/ts/rlib/bytes#StringBuilder', 'builder#BuilderData'],
  ['src/ts/rlib/weak-table#WeakTable', 'identity#WeakTableData'],
]);

/** The name of the C function that an operation calls. */
export function calledName(operation: Operation): string {
  const [name] = operation.args;
  if (!(name instanceof Constant) || typeof name.value !== 'string')
    throw new Error('callC without a literal name');
  return name.value;
}

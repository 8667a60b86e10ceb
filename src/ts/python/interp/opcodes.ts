/**
 * The bytecode, once: number, argument, and meaning of every instruction.
 *
 * Code is a sequence of 16-bit units: low byte the operation, high byte the argument; `EXTENDED_ARG` before
 * an instruction supplies the next higher 8 bits. Jump arguments are absolute, in units. When code is loaded
 * (`code.ts`) it is widened to one 32-bit word per unit, `op | arg << 8`, with extended arguments folded in
 * (an `EXTENDED_ARG` unit then does nothing), so a program counter is a unit index in both forms.
 *
 * Names and meanings follow CPython 3.11 where it has the instruction. Differences, all of them:
 * no CACHE, no PRECALL, no adaptive forms; one operation per operator instead of BINARY_OP; absolute jumps in
 * one direction-free form, with JUMP_BACKWARD kept for back edges (where loops may enter compiled code);
 * CALL takes keyword names from CALL_KW; POP_JUMP_IF_* have no FORWARD/BACKWARD variants.
 */

export const enum Op {
  NOP = 0,
  POP_TOP,
  PUSH_NULL,
  COPY,
  SWAP,
  UNARY_POSITIVE,
  UNARY_NEGATIVE,
  UNARY_NOT,
  UNARY_INVERT,

  BINARY_ADD,
  BINARY_SUBTRACT,
  BINARY_MULTIPLY,
  BINARY_TRUE_DIVIDE,
  BINARY_FLOOR_DIVIDE,
  BINARY_MODULO,
  BINARY_POWER,
  BINARY_LSHIFT,
  BINARY_RSHIFT,
  BINARY_AND,
  BINARY_OR,
  BINARY_XOR,
  BINARY_MATRIX_MULTIPLY,
  INPLACE_ADD,
  INPLACE_SUBTRACT,
  INPLACE_MULTIPLY,
  INPLACE_TRUE_DIVIDE,
  INPLACE_FLOOR_DIVIDE,
  INPLACE_MODULO,
  INPLACE_POWER,
  INPLACE_LSHIFT,
  INPLACE_RSHIFT,
  INPLACE_AND,
  INPLACE_OR,
  INPLACE_XOR,
  INPLACE_MATRIX_MULTIPLY,

  BINARY_SUBSCR,
  STORE_SUBSCR,
  DELETE_SUBSCR,
  COMPARE_OP,
  IS_OP,
  CONTAINS_OP,

  LOAD_CONST,
  LOAD_FAST,
  STORE_FAST,
  DELETE_FAST,
  LOAD_NAME,
  STORE_NAME,
  DELETE_NAME,
  LOAD_GLOBAL,
  STORE_GLOBAL,
  DELETE_GLOBAL,
  MAKE_CELL,
  COPY_FREE_VARS,
  LOAD_CLOSURE,
  LOAD_DEREF,
  STORE_DEREF,
  DELETE_DEREF,
  LOAD_CLASSDEREF,
  LOAD_ATTR,
  LOAD_METHOD,
  STORE_ATTR,
  DELETE_ATTR,

  BUILD_TUPLE,
  BUILD_LIST,
  BUILD_SET,
  BUILD_MAP,
  BUILD_CONST_KEY_MAP,
  BUILD_STRING,
  BUILD_SLICE,
  FORMAT_VALUE,
  LIST_APPEND,
  SET_ADD,
  MAP_ADD,
  LIST_EXTEND,
  SET_UPDATE,
  DICT_UPDATE,
  DICT_MERGE,
  LIST_TO_TUPLE,
  UNPACK_SEQUENCE,
  UNPACK_EX,

  JUMP,
  JUMP_BACKWARD,
  JUMP_BACKWARD_NO_INTERRUPT,
  POP_JUMP_IF_FALSE,
  POP_JUMP_IF_TRUE,
  POP_JUMP_IF_NONE,
  POP_JUMP_IF_NOT_NONE,
  JUMP_IF_FALSE_OR_POP,
  JUMP_IF_TRUE_OR_POP,
  GET_ITER,
  FOR_ITER,

  CALL,
  CALL_KW,
  CALL_FUNCTION_EX,
  MAKE_FUNCTION,
  RETURN_VALUE,
  LOAD_BUILD_CLASS,
  SETUP_ANNOTATIONS,
  PRINT_EXPR,

  IMPORT_NAME,
  IMPORT_FROM,
  IMPORT_STAR,

  RAISE_VARARGS,
  RERAISE,
  PUSH_EXC_INFO,
  POP_EXCEPT,
  CHECK_EXC_MATCH,
  CHECK_EG_MATCH,
  PREP_RERAISE_STAR,
  LOAD_ASSERTION_ERROR,
  BEFORE_WITH,
  WITH_EXCEPT_START,

  RETURN_GENERATOR,
  RESUME,
  YIELD_VALUE,
  SEND,
  GET_YIELD_FROM_ITER,
  GET_AWAITABLE,
  GET_AITER,
  GET_ANEXT,
  BEFORE_ASYNC_WITH,
  END_ASYNC_FOR,
  ASYNC_GEN_WRAP,

  GET_LEN,
  MATCH_MAPPING,
  MATCH_SEQUENCE,
  MATCH_KEYS,
  MATCH_CLASS,

  EXTENDED_ARG,
}

/** What an argument denotes: index into consts, names, localsplus; a jump target; a plain number; nothing. */
export type ArgKind = 'none' | 'number' | 'const' | 'name' | 'local' | 'free' | 'jump' | 'compare';

/**
 * One row per operation. `effect` is the change of stack depth when execution falls through, given the
 * argument; `jumpEffect` when it jumps, where that differs. The stack is written `[below, top]`.
 */
export interface OpInfo {
  readonly arg: ArgKind;
  readonly effect: number | ((arg: number) => number);
  readonly jumpEffect?: number;
  readonly meaning: string;
}

const unary = (symbol: string): OpInfo => ({ arg: 'none', effect: 0, meaning: `[a] -> [${symbol}a]` });
const binary = (symbol: string): OpInfo => ({
  arg: 'none',
  effect: -1,
  meaning: `[a, b] -> [a ${symbol} b]`,
});

export const opTable: Readonly<Record<keyof typeof Op, OpInfo>> = {
  NOP: { arg: 'none', effect: 0, meaning: 'nothing' },
  POP_TOP: { arg: 'none', effect: -1, meaning: '[a] -> []' },
  PUSH_NULL: { arg: 'none', effect: 1, meaning: '[] -> [NULL], below a callable' },
  COPY: { arg: 'number', effect: 1, meaning: 'push the arg-th item from the top, 1 = top' },
  SWAP: { arg: 'number', effect: 0, meaning: 'exchange top with the arg-th item from the top' },
  UNARY_POSITIVE: unary('+'),
  UNARY_NEGATIVE: unary('-'),
  UNARY_NOT: unary('not '),
  UNARY_INVERT: unary('~'),
  BINARY_ADD: binary('+'),
  BINARY_SUBTRACT: binary('-'),
  BINARY_MULTIPLY: binary('*'),
  BINARY_TRUE_DIVIDE: binary('/'),
  BINARY_FLOOR_DIVIDE: binary('//'),
  BINARY_MODULO: binary('%'),
  BINARY_POWER: binary('**'),
  BINARY_LSHIFT: binary('<<'),
  BINARY_RSHIFT: binary('>>'),
  BINARY_AND: binary('&'),
  BINARY_OR: binary('|'),
  BINARY_XOR: binary('^'),
  BINARY_MATRIX_MULTIPLY: binary('@'),
  INPLACE_ADD: binary('+='),
  INPLACE_SUBTRACT: binary('-='),
  INPLACE_MULTIPLY: binary('*='),
  INPLACE_TRUE_DIVIDE: binary('/='),
  INPLACE_FLOOR_DIVIDE: binary('//='),
  INPLACE_MODULO: binary('%='),
  INPLACE_POWER: binary('**='),
  INPLACE_LSHIFT: binary('<<='),
  INPLACE_RSHIFT: binary('>>='),
  INPLACE_AND: binary('&='),
  INPLACE_OR: binary('|='),
  INPLACE_XOR: binary('^='),
  INPLACE_MATRIX_MULTIPLY: binary('@='),

  BINARY_SUBSCR: { arg: 'none', effect: -1, meaning: '[a, k] -> [a[k]]' },
  STORE_SUBSCR: { arg: 'none', effect: -3, meaning: '[v, a, k] -> []: a[k] = v' },
  DELETE_SUBSCR: { arg: 'none', effect: -2, meaning: '[a, k] -> []: del a[k]' },
  COMPARE_OP: { arg: 'compare', effect: -1, meaning: '[a, b] -> [a op b]; 0..5 are < <= == != > >=' },
  IS_OP: { arg: 'number', effect: -1, meaning: '[a, b] -> [a is b], negated if arg is 1' },
  CONTAINS_OP: { arg: 'number', effect: -1, meaning: '[a, b] -> [a in b], negated if arg is 1' },

  LOAD_CONST: { arg: 'const', effect: 1, meaning: 'push consts[arg]' },
  LOAD_FAST: { arg: 'local', effect: 1, meaning: 'push localsplus[arg]; UnboundLocalError if unset' },
  STORE_FAST: { arg: 'local', effect: -1, meaning: 'pop into localsplus[arg]' },
  DELETE_FAST: { arg: 'local', effect: 0, meaning: 'unset localsplus[arg]; UnboundLocalError if unset' },
  LOAD_NAME: { arg: 'name', effect: 1, meaning: 'push from locals, globals or builtins' },
  STORE_NAME: { arg: 'name', effect: -1, meaning: 'pop into the mapping of locals' },
  DELETE_NAME: { arg: 'name', effect: 0, meaning: 'delete from the mapping of locals' },
  LOAD_GLOBAL: {
    arg: 'name',
    effect: (arg) => 1 + (arg & 1),
    meaning: 'push names[arg >> 1] from globals or builtins; if arg & 1 push NULL first',
  },
  STORE_GLOBAL: { arg: 'name', effect: -1, meaning: 'pop into globals' },
  DELETE_GLOBAL: { arg: 'name', effect: 0, meaning: 'delete from globals' },
  MAKE_CELL: { arg: 'free', effect: 0, meaning: 'localsplus[arg] becomes a cell holding what was there' },
  COPY_FREE_VARS: { arg: 'number', effect: 0, meaning: 'copy arg closure cells to the end of localsplus' },
  LOAD_CLOSURE: { arg: 'free', effect: 1, meaning: 'push the cell localsplus[arg]' },
  LOAD_DEREF: { arg: 'free', effect: 1, meaning: 'push the content of the cell localsplus[arg]' },
  STORE_DEREF: { arg: 'free', effect: -1, meaning: 'pop into the cell localsplus[arg]' },
  DELETE_DEREF: { arg: 'free', effect: 0, meaning: 'empty the cell localsplus[arg]' },
  LOAD_CLASSDEREF: { arg: 'free', effect: 1, meaning: 'push from the mapping of locals, else from the cell' },
  LOAD_ATTR: { arg: 'name', effect: 0, meaning: '[a] -> [a.name]' },
  LOAD_METHOD: {
    arg: 'name',
    effect: 1,
    meaning: '[a] -> [unbound method, a] where the type has a plain method, else [NULL, a.name]',
  },
  STORE_ATTR: { arg: 'name', effect: -2, meaning: '[v, a] -> []: a.name = v' },
  DELETE_ATTR: { arg: 'name', effect: -1, meaning: '[a] -> []: del a.name' },

  BUILD_TUPLE: { arg: 'number', effect: (arg) => 1 - arg, meaning: 'tuple of the arg top items' },
  BUILD_LIST: { arg: 'number', effect: (arg) => 1 - arg, meaning: 'list of the arg top items' },
  BUILD_SET: { arg: 'number', effect: (arg) => 1 - arg, meaning: 'set of the arg top items' },
  BUILD_MAP: { arg: 'number', effect: (arg) => 1 - 2 * arg, meaning: 'dict of arg pairs [k, v, ...]' },
  BUILD_CONST_KEY_MAP: {
    arg: 'number',
    effect: (arg) => -arg,
    meaning: '[v..., tuple of arg keys] -> [dict]',
  },
  BUILD_STRING: { arg: 'number', effect: (arg) => 1 - arg, meaning: 'join the arg top strings' },
  BUILD_SLICE: { arg: 'number', effect: (arg) => 1 - arg, meaning: 'slice of the 2 or 3 top items' },
  FORMAT_VALUE: {
    arg: 'number',
    effect: (arg) => ((arg & 4) !== 0 ? -1 : 0),
    meaning: '[v] or [v, spec] (arg & 4) -> [str]; arg & 3: 1 str, 2 repr, 3 ascii applied first',
  },
  LIST_APPEND: { arg: 'number', effect: -1, meaning: 'pop v; append to the list arg from the top then' },
  SET_ADD: { arg: 'number', effect: -1, meaning: 'pop v; add to the set arg from the top then' },
  MAP_ADD: { arg: 'number', effect: -2, meaning: 'pop v, k; set in the dict arg from the top then' },
  LIST_EXTEND: { arg: 'number', effect: -1, meaning: 'pop iterable; extend the list arg from the top' },
  SET_UPDATE: { arg: 'number', effect: -1, meaning: 'pop iterable; update the set arg from the top' },
  DICT_UPDATE: { arg: 'number', effect: -1, meaning: 'pop mapping; update the dict arg from the top' },
  DICT_MERGE: {
    arg: 'number',
    effect: -1,
    meaning: 'as DICT_UPDATE for ** in a call: a repeated key is a TypeError naming the callable',
  },
  LIST_TO_TUPLE: { arg: 'none', effect: 0, meaning: '[list] -> [tuple]' },
  UNPACK_SEQUENCE: { arg: 'number', effect: (arg) => arg - 1, meaning: '[a] -> [item arg-1, ..., item 0]' },
  UNPACK_EX: {
    arg: 'number',
    effect: (arg) => (arg & 0xff) + (arg >> 8),
    meaning: '[a] -> items with a list between: arg & 0xff before the star, arg >> 8 after it',
  },

  JUMP: { arg: 'jump', effect: 0, meaning: 'go to arg' },
  JUMP_BACKWARD: {
    arg: 'jump',
    effect: 0,
    meaning: 'go to arg, a loop head: pending actions run, hot loops compile',
  },
  JUMP_BACKWARD_NO_INTERRUPT: {
    arg: 'jump',
    effect: 0,
    meaning: 'go back to arg, no actions run (await loops)',
  },
  POP_JUMP_IF_FALSE: { arg: 'jump', effect: -1, meaning: 'pop; jump if it is false' },
  POP_JUMP_IF_TRUE: { arg: 'jump', effect: -1, meaning: 'pop; jump if it is true' },
  POP_JUMP_IF_NONE: { arg: 'jump', effect: -1, meaning: 'pop; jump if it is None' },
  POP_JUMP_IF_NOT_NONE: { arg: 'jump', effect: -1, meaning: 'pop; jump if it is not None' },
  JUMP_IF_FALSE_OR_POP: { arg: 'jump', effect: -1, jumpEffect: 0, meaning: 'jump if top is false, else pop' },
  JUMP_IF_TRUE_OR_POP: { arg: 'jump', effect: -1, jumpEffect: 0, meaning: 'jump if top is true, else pop' },
  GET_ITER: { arg: 'none', effect: 0, meaning: '[a] -> [iter(a)]' },
  FOR_ITER: {
    arg: 'jump',
    effect: 1,
    jumpEffect: -1,
    meaning: '[it] -> [it, next(it)]; at the end pop the iterator and jump',
  },

  CALL: {
    arg: 'number',
    effect: (arg) => -1 - arg,
    meaning: '[NULL, f, arg args] or [f, self, arg args] -> [result]',
  },
  CALL_KW: {
    arg: 'number',
    effect: (arg) => -2 - arg,
    meaning: 'as CALL, with a tuple of keyword names on top, for the last of the arg args',
  },
  CALL_FUNCTION_EX: {
    arg: 'number',
    effect: (arg) => -2 - (arg & 1),
    meaning: '[NULL, f, args] or with kwargs on top (arg & 1) -> [f(*args, **kwargs)]',
  },
  MAKE_FUNCTION: {
    arg: 'number',
    effect: (arg) => -((arg & 1) + ((arg >> 1) & 1) + ((arg >> 2) & 1) + ((arg >> 3) & 1)),
    meaning:
      '[..., code] -> [function]; arg bits, below the code in this order: 1 tuple of defaults, 2 dict of keyword defaults, 4 tuple of annotations (name, value, ...), 8 tuple of cells',
  },
  RETURN_VALUE: { arg: 'none', effect: -1, meaning: 'leave the frame with the popped value' },
  LOAD_BUILD_CLASS: { arg: 'none', effect: 1, meaning: 'push builtins.__build_class__' },
  SETUP_ANNOTATIONS: { arg: 'none', effect: 0, meaning: 'make __annotations__ in locals if it is missing' },
  PRINT_EXPR: { arg: 'none', effect: -1, meaning: 'pop into sys.displayhook' },

  IMPORT_NAME: { arg: 'name', effect: -1, meaning: '[level, fromlist] -> [module]' },
  IMPORT_FROM: { arg: 'name', effect: 1, meaning: '[module] -> [module, module.name]' },
  IMPORT_STAR: { arg: 'none', effect: -1, meaning: 'pop module; its public names go to locals' },

  RAISE_VARARGS: {
    arg: 'number',
    effect: (arg) => -arg,
    meaning: '0: raise again; 1: [exc]; 2: [exc, cause]',
  },
  RERAISE: {
    arg: 'number',
    effect: -1,
    meaning:
      'pop exc and raise it unchanged; if arg, the int arg below the top is the instruction it came from',
  },
  PUSH_EXC_INFO: {
    arg: 'none',
    effect: 1,
    meaning: '[exc] -> [previous handled exc, exc], exc now being handled',
  },
  POP_EXCEPT: {
    arg: 'none',
    effect: -1,
    meaning: 'pop the previous handled exc; it is the one being handled again',
  },
  CHECK_EXC_MATCH: { arg: 'none', effect: 0, meaning: '[exc, type] -> [exc, bool]' },
  CHECK_EG_MATCH: { arg: 'none', effect: 0, meaning: '[exc, type] -> [rest, match], or [exc, None]' },
  PREP_RERAISE_STAR: { arg: 'none', effect: -1, meaning: '[orig, list of excs] -> [exc to raise, or None]' },
  LOAD_ASSERTION_ERROR: { arg: 'none', effect: 1, meaning: 'push AssertionError' },
  BEFORE_WITH: { arg: 'none', effect: 1, meaning: '[mgr] -> [bound __exit__, result of __enter__]' },
  WITH_EXCEPT_START: {
    arg: 'none',
    effect: 1,
    meaning: '[exit, lasti, previous, exc] -> the same with exit(type, exc, traceback) pushed',
  },

  RETURN_GENERATOR: {
    arg: 'none',
    effect: 1,
    meaning:
      'leave the frame with a generator (coroutine, async generator) made of it; when it is resumed the sent value is pushed and POP_TOP follows',
  },
  RESUME: {
    arg: 'number',
    effect: 0,
    meaning: 'start or resumption: 0 start, 1 yield, 2 yield from, 3 await',
  },
  YIELD_VALUE: { arg: 'none', effect: 0, meaning: '[v] -> leave with v; resumed, [sent]' },
  SEND: {
    arg: 'jump',
    effect: 0,
    jumpEffect: -1,
    meaning: '[it, v] -> [it, yielded], or at the end pop both, push the return value and jump',
  },
  GET_YIELD_FROM_ITER: { arg: 'none', effect: 0, meaning: 'as GET_ITER, but generators and coroutines stay' },
  GET_AWAITABLE: {
    arg: 'number',
    effect: 0,
    meaning: '[a] -> [its awaitable]; arg 1, 2: of __aenter__, __aexit__',
  },
  GET_AITER: { arg: 'none', effect: 0, meaning: '[a] -> [a.__aiter__()]' },
  GET_ANEXT: { arg: 'none', effect: 1, meaning: '[it] -> [it, awaitable of it.__anext__()]' },
  BEFORE_ASYNC_WITH: { arg: 'none', effect: 1, meaning: '[mgr] -> [bound __aexit__, __aenter__()]' },
  END_ASYNC_FOR: {
    arg: 'none',
    effect: -2,
    meaning: '[it, exc] -> [] if StopAsyncIteration, else raise exc',
  },
  ASYNC_GEN_WRAP: { arg: 'none', effect: 0, meaning: '[v] -> [v marked as yielded by an async generator]' },

  GET_LEN: { arg: 'none', effect: 1, meaning: '[a] -> [a, len(a)]' },
  MATCH_MAPPING: { arg: 'none', effect: 1, meaning: '[a] -> [a, bool]' },
  MATCH_SEQUENCE: { arg: 'none', effect: 1, meaning: '[a] -> [a, bool]' },
  MATCH_KEYS: { arg: 'none', effect: 1, meaning: '[a, keys] -> [a, keys, tuple of values, or None]' },
  MATCH_CLASS: {
    arg: 'number',
    effect: -2,
    meaning: '[a, class, tuple of keyword names] -> [tuple of attributes, or None]; arg positional patterns',
  },

  EXTENDED_ARG: { arg: 'number', effect: 0, meaning: 'higher bits for the next instruction' },
};

/** Operation numbers by name and names by number, for assemblers and disassemblers. */
export const opNames: readonly string[] = Object.keys(opTable);

export const compareNames: readonly string[] = ['<', '<=', '==', '!=', '>', '>='];

/** `co_flags`, as CPython's inspect module documents them. */
export const enum CodeFlag {
  OPTIMIZED = 0x1,
  NEWLOCALS = 0x2,
  VARARGS = 0x4,
  VARKEYWORDS = 0x8,
  NESTED = 0x10,
  GENERATOR = 0x20,
  COROUTINE = 0x80,
  ITERABLE_COROUTINE = 0x100,
  ASYNC_GENERATOR = 0x200,
  FUTURE_DIVISION = 0x20000,
  FUTURE_ABSOLUTE_IMPORT = 0x40000,
  FUTURE_WITH_STATEMENT = 0x80000,
  FUTURE_PRINT_FUNCTION = 0x100000,
  FUTURE_UNICODE_LITERALS = 0x200000,
  FUTURE_BARRY_AS_BDFL = 0x400000,
  FUTURE_GENERATOR_STOP = 0x800000,
  FUTURE_ANNOTATIONS = 0x1000000,
}

/** Kinds of entries of localsplus (`co_localspluskinds`). */
export const enum LocalKind {
  LOCAL = 0x20,
  CELL = 0x40,
  FREE = 0x80,
}

/** Module `sys`. What depends on how the interpreter was started is set by `setup.ts`. */
import { stderrPrinterTypedef } from './stderr-printer.js';
import { sealList } from '../../rlib/array.js';
import { bigFromParts } from '../../rlib/bigint.js';
import { caught } from '../../rlib/throwable.js';
import type { float, int } from '../../rlib/types.js';
import { callMethod0, findAttribute, getAttribute } from '../interp/attributes.js';
import { call1, callArgs } from '../interp/call.js';
import { callWithDict } from '../interp/call-ops.js';
import { importModule } from '../interp/import-module.js';
import { lookupSpecial } from '../interp/special.js';
import { isCallable } from '../objects/function.js';
import { newLong } from '../objects/int-ops.js';
import { context } from '../interp/context.js';
import { repr, toFloat, toWord } from '../interp/convert.js';
import { newError, runtimeError, typeError, typeName, valueError } from '../interp/errors.js';
import { state } from '../interp/sys-state.js';
import type { W_Root } from '../objects/root.js';
import { newStructSequence, structSequenceType } from '../objects/struct-sequence.js';
import { func, moduledef, value } from '../objects/typedef.js';
import {
  NotImplementedErrorType,
  OperationError,
  RecursionErrorType,
  SystemExitType,
  UnicodeEncodeErrorType,
  W_BaseException,
} from '../objects/w-exception.js';
import { newFloat } from '../objects/w-float.js';
import { newBool, newInt, w_False } from '../objects/w-int.js';
import { w_None } from '../objects/w-none.js';
import { intern, internStr, internText, newStr, W_Str } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { newTuple, W_TupleBase } from '../objects/w-tuple.js';
import { W_Traceback } from '../objects/w-traceback.js';
import { newDict } from '../objects/dict.js';
import { writeIgnored } from './unraisable.js';
import { displayException } from './display-exception.js';

const n_under = intern('_');
const n_stdout = intern('stdout');
const n_write = intern('write');
const n_encoding = intern('encoding');
const n_flush = intern('flush');
const n_buffer = intern('buffer');
const n_encode = intern('encode');
const n_decode = intern('decode');

function exc_info(): W_Root {
  const w_current = context.currentException();
  if (w_current === null) return newTuple([w_None, w_None, w_None]);
  const w_traceback = w_current.w_traceback;
  return newTuple([w_current.getType(), w_current, w_traceback === null ? w_None : w_traceback]);
}

function exception(): W_Root {
  const w_current = context.currentException();
  return w_current === null ? w_None : w_current;
}

function exit(w_status: W_Root | null): W_Root {
  throw newErrorOfStatus(w_status);
}

function newErrorOfStatus(w_status: W_Root | null): OperationError {
  const items: W_Root[] = [];
  // A tuple is the arguments of SystemExit.
  if (w_status instanceof W_TupleBase) for (const w_item of w_status.items) items.push(w_item);
  else if (w_status !== null && w_status !== w_None) items.push(w_status);
  const w_exception = callArgs(SystemExitType, sealList(items), null);
  if (w_exception instanceof W_BaseException) return new OperationError(w_exception);
  throw typeError('SystemExit() returned something else');
}

function getFrame(w_depth: W_Root | null): W_Root {
  let depth = w_depth === null ? 0 : toWord(w_depth);
  let frame = context.topFrame;
  while (depth > 0 && frame !== null) {
    frame = frame.back;
    depth--;
  }
  if (frame === null) throw valueError('call stack is not deep enough');
  return frame;
}

function currentFrames(): W_Root {
  const w_dict = newDict();
  const frame = context.topFrame;
  if (frame !== null) w_dict.set(newInt(1), frame);
  return w_dict;
}

function currentExceptions(): W_Root {
  const w_dict = newDict();
  w_dict.set(newInt(1), exc_info());
  return w_dict;
}

function getRecursionLimit(): W_Root {
  return newInt(context.recursionLimit);
}

function setRecursionLimit(w_limit: W_Root): W_Root {
  const limit = toWord(w_limit);
  if (limit <= 0) throw valueError('recursion limit must be greater or equal than 1');
  if (context.depth >= limit) {
    throw newError(
      RecursionErrorType,
      `cannot set the recursion limit to ${limit} at the recursion depth ${context.depth}: the limit is too low`,
    );
  }
  context.recursionLimit = limit;
  return w_None;
}

function internMethod(w_string: W_Root): W_Root {
  if (!(w_string instanceof W_StrBase))
    throw typeError(`intern() argument must be str, not ${typeName(w_string)}`);
  if (!(w_string instanceof W_Str)) throw typeError(`can't intern ${typeName(w_string)}`);
  return internStr(w_string);
}

function getRefcount(_w_obj: W_Root): W_Root {
  throw newError(
    NotImplementedErrorType,
    'sys.getrefcount() is not available: objects are not reference-counted',
  );
}

const n_sizeof = intern('__sizeof__');

function getSizeof(w_obj: W_Root, w_default: W_Root | null): W_Root {
  const w_method = lookupSpecial(w_obj, n_sizeof);
  if (w_method === null) {
    if (w_default !== null) return w_default;
    throw typeError(`Type ${typeName(w_obj)} doesn't define __sizeof__`);
  }
  const w_size = callArgs(w_method, [], null);
  if (toWord(w_size) < 0) throw valueError('__sizeof__() should return >= 0');
  return w_size;
}

/** The default `sys.displayhook`: repr to stdout, and into `builtins._`. */
function displayhook(w_value: W_Root): W_Root {
  const w_builtins = state().w_builtinsDict;
  if (w_value === w_None) return w_None;
  w_builtins.setStr(n_under, w_None);
  const w_stdout = state().w_sysDict.getStr(n_stdout);
  if (w_stdout === null) throw runtimeError('lost sys.stdout');
  writeRepr(w_stdout, repr(w_value));
  call1(getAttribute(w_stdout, n_write), newStr('\n'));
  w_builtins.setStr(n_under, w_value);
  return w_None;
}

/** Characters that the stream's encoding lacks are written as escapes. */
function writeRepr(w_stdout: W_Root, w_text: W_StrBase): void {
  try {
    call1(getAttribute(w_stdout, n_write), w_text);
  } catch (e) {
    const error = caught(e);
    if (!(error instanceof OperationError && error.matches(UnicodeEncodeErrorType))) throw error;
    const w_encoding = getAttribute(w_stdout, n_encoding);
    const w_bytes = callArgs(getAttribute(w_text, n_encode), [w_encoding, newStr('backslashreplace')], null);
    const w_buffer = findAttribute(w_stdout, n_buffer);
    if (w_buffer !== null) {
      call1(getAttribute(w_buffer, n_write), w_bytes);
      callMethod0(w_buffer, n_flush);
    } else {
      const w_plain = callArgs(getAttribute(w_bytes, n_decode), [w_encoding, newStr('strict')], null);
      call1(getAttribute(w_stdout, n_write), w_plain);
    }
  }
}

function excepthook(_w_type: W_Root, w_value: W_Root, w_traceback: W_Root): W_Root {
  if (w_value instanceof W_BaseException && w_traceback instanceof W_Traceback)
    w_value.w_traceback = w_traceback;
  displayException(w_value);
  return w_None;
}

function unraisablehook(w_unraisable: W_Root): W_Root {
  const w_message = getAttribute(w_unraisable, intern('err_msg'));
  const message = w_message instanceof W_StrBase ? w_message.utf8() : 'Exception ignored in';
  writeIgnored(message, getAttribute(w_unraisable, intern('object')));
  const w_value = getAttribute(w_unraisable, intern('exc_value'));
  if (w_value !== w_None) displayException(w_value);
  return w_None;
}

/** The default `sys.breakpointhook`: what PYTHONBREAKPOINT names, else pdb.set_trace. */
function breakpointhook(w_args: W_Root, w_kws: W_Root): W_Root {
  const w_environ = getAttribute(importModule('os'), intern('environ'));
  const w_name = callArgs(
    getAttribute(w_environ, intern('get')),
    [newStr('PYTHONBREAKPOINT'), newStr('')],
    null,
  );
  let name = w_name instanceof W_StrBase ? w_name.utf8() : '';
  if (name === '0') return w_None;
  if (name === '') name = 'pdb.set_trace';
  const dot = name.lastIndexOf('.');
  const moduleName = dot < 0 ? 'builtins' : name.slice(0, dot);
  const w_function = getAttribute(importModule(moduleName), internText(name.slice(dot + 1, name.length)));
  return callWithDict(w_function, w_args instanceof W_TupleBase ? w_args.items : [], w_kws);
}

function setTrace(w_function: W_Root): W_Root {
  context.w_traceFunction = w_function === w_None ? null : w_function;
  return w_None;
}

function getTrace(): W_Root {
  return context.w_traceFunction === null ? w_None : context.w_traceFunction;
}

function setProfile(w_function: W_Root): W_Root {
  context.w_profileFunction = w_function === w_None ? null : w_function;
  return w_None;
}

function getProfile(): W_Root {
  return context.w_profileFunction === null ? w_None : context.w_profileFunction;
}

function callTracing(w_function: W_Root, w_args: W_Root): W_Root {
  if (!(w_args instanceof W_TupleBase))
    throw typeError(`call_tracing() argument 2 must be tuple, not ${typeName(w_args)}`);
  const before = context.tracing;
  context.tracing = false;
  try {
    return callArgs(w_function, w_args.items, null);
  } finally {
    context.tracing = before;
  }
}

/** Time slices of a thread switch: kept for the program that asks. */
class SwitchInterval {
  seconds: float = 0.005;
}

const settings = new SwitchInterval();

function getSwitchInterval(): W_Root {
  return newFloat(settings.seconds);
}

function setSwitchInterval(w_interval: W_Root): W_Root {
  const seconds = toFloat(w_interval);
  if (seconds <= 0) throw valueError('switch interval must be strictly positive');
  settings.seconds = seconds;
  return w_None;
}

function getMaxStrDigits(): W_Root {
  return newInt(state().maxStrDigits);
}

function setMaxStrDigits(w_digits: W_Root): W_Root {
  const digits = toWord(w_digits);
  if (digits !== 0 && digits < 640) throw valueError('maxdigits must be 0 or larger than 640');
  state().maxStrDigits = digits;
  return w_None;
}

function getDefaultEncoding(): W_Root {
  return intern('utf-8');
}

function getFilesystemEncoding(): W_Root {
  return intern('utf-8');
}

function getFilesystemErrors(): W_Root {
  return intern('surrogateescape');
}

function isFinalizing(): W_Root {
  return newBool(state().finalizing);
}

function getAllocatedBlocks(): W_Root {
  return newInt(0);
}

function setAsyncgenHooks(w_firstiter: W_Root | null, w_finalizer: W_Root | null): W_Root {
  if (w_finalizer !== null) {
    if (w_finalizer !== w_None && !isCallable(w_finalizer)) {
      throw typeError(`callable finalizer expected, got ${typeName(w_finalizer)}`);
    }
    context.w_asyncgenFinalizer = w_finalizer === w_None ? null : w_finalizer;
  }
  if (w_firstiter !== null) {
    if (w_firstiter !== w_None && !isCallable(w_firstiter)) {
      throw typeError(`callable firstiter expected, got ${typeName(w_firstiter)}`);
    }
    context.w_asyncgenFirstiter = w_firstiter === w_None ? null : w_firstiter;
  }
  return w_None;
}

const asyncgenHooksType = structSequenceType('sys.asyncgen_hooks', ['firstiter', 'finalizer'], 2);

function getAsyncgenHooks(): W_Root {
  return newStructSequence(asyncgenHooksType, [
    context.w_asyncgenFirstiter === null ? w_None : context.w_asyncgenFirstiter,
    context.w_asyncgenFinalizer === null ? w_None : context.w_asyncgenFinalizer,
  ]);
}

function getOriginDepth(): W_Root {
  return newInt(context.coroutineOriginDepth);
}

function setOriginDepth(w_depth: W_Root): W_Root {
  const depth = toWord(w_depth);
  if (depth < 0) throw valueError('depth must be >= 0');
  context.coroutineOriginDepth = depth;
  return w_None;
}

function addAuditHook(_w_hook: W_Root): W_Root {
  return w_None;
}

function audit(_w_event: W_Root, _w_args: W_Root): W_Root {
  return w_None;
}

function debugMallocStats(): W_Root {
  return w_None;
}

const flagNames = [
  'debug',
  'inspect',
  'interactive',
  'optimize',
  'dont_write_bytecode',
  'no_user_site',
  'no_site',
  'ignore_environment',
  'verbose',
  'bytes_warning',
  'quiet',
  'hash_randomization',
  'isolated',
  'dev_mode',
  'utf8_mode',
  'warn_default_encoding',
  'safe_path',
  'int_max_str_digits',
];
export const flagsType = structSequenceType('sys.flags', flagNames, 18);

const floatInfoType = structSequenceType(
  'sys.float_info',
  [
    'max',
    'max_exp',
    'max_10_exp',
    'min',
    'min_exp',
    'min_10_exp',
    'dig',
    'mant_dig',
    'epsilon',
    'radix',
    'rounds',
  ],
  11,
);

function floatInfo(): W_Root {
  return newStructSequence(floatInfoType, [
    newFloat(Number.MAX_VALUE),
    newInt(1024),
    newInt(308),
    newFloat(2.2250738585072014e-308),
    newInt(-1021),
    newInt(-307),
    newInt(15),
    newInt(53),
    newFloat(Number.EPSILON),
    newInt(2),
    newInt(1),
  ]);
}

const intInfoType = structSequenceType(
  'sys.int_info',
  ['bits_per_digit', 'sizeof_digit', 'default_max_str_digits', 'str_digits_check_threshold'],
  4,
);

function intInfo(): W_Root {
  return newStructSequence(intInfoType, [newInt(30), newInt(4), newInt(4300), newInt(640)]);
}

const hashInfoType = structSequenceType(
  'sys.hash_info',
  ['width', 'modulus', 'inf', 'nan', 'imag', 'algorithm', 'hash_bits', 'seed_bits', 'cutoff'],
  9,
);

function hashInfo(): W_Root {
  return newStructSequence(hashInfoType, [
    newInt(64),
    newLong(bigFromParts([32767, 32767, 32767, 32767, 1], 15, 1)),
    newInt(314159),
    newInt(0),
    newInt(1000003),
    newStr('fnv'),
    newInt(32),
    newInt(0),
    newInt(0),
  ]);
}

const threadInfoType = structSequenceType('sys.thread_info', ['name', 'lock', 'version'], 3);

function threadInfo(): W_Root {
  return newStructSequence(threadInfoType, [newStr('pthread'), newStr('semaphore'), w_None]);
}

export const versionInfoType = structSequenceType(
  'sys.version_info',
  ['major', 'minor', 'micro', 'releaselevel', 'serial'],
  5,
);

export function versionInfo(major: int, minor: int, micro: int): W_Root {
  return newStructSequence(versionInfoType, [
    newInt(major),
    newInt(minor),
    newInt(micro),
    newStr('final'),
    newInt(0),
  ]);
}

/** sys.maxsize: CPython's on a 64-bit machine; a big integer where the word is smaller, which is why it is not a constant. */
export function maxsize(): W_Root {
  return newLong(bigFromParts([32767, 32767, 32767, 32767, 7], 15, 1));
}

export const sysModule = moduledef(
  'sys',
  'This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.',
  [
    func(
      'exc_info',
      '($module, /)',
      exc_info,
      'Return current exception information: (type, value, traceback).',
    ),
    func('exception', '($module, /)', exception, 'Return the current exception.'),
    func('exit', '($module, status=None, /)', exit, 'Exit the interpreter by raising SystemExit(status).'),
    func('_getframe', '($module, depth=0, /)', getFrame, 'Return a frame object from the call stack.'),
    func(
      '_current_frames',
      '($module, /)',
      currentFrames,
      "Return a dict mapping each thread's thread id to its current stack frame.",
    ),
    func('_current_exceptions', '($module, /)', currentExceptions),
    func(
      'getrecursionlimit',
      '($module, /)',
      getRecursionLimit,
      'Return the current value of the recursion limit.',
    ),
    func(
      'setrecursionlimit',
      '($module, limit, /)',
      setRecursionLimit,
      'Set the maximum depth of the Python interpreter stack to n.',
    ),
    func('intern', '($module, string, /)', internMethod, "``Intern'' the given string."),
    func('getrefcount', '($module, object, /)', getRefcount),
    func(
      'getsizeof',
      '($module, object, default=None)',
      getSizeof,
      'getsizeof(object [, default]) -> int\n\nReturn the size of object in bytes.',
    ),
    func(
      'displayhook',
      '($module, object, /)',
      displayhook,
      'Print an object to sys.stdout and also save it in builtins._',
    ),
    func(
      'excepthook',
      '($module, exctype, value, traceback, /)',
      excepthook,
      'Handle an exception by displaying it with a traceback on sys.stderr.',
    ),
    func('unraisablehook', '($module, unraisable, /)', unraisablehook, 'Handle an unraisable exception.'),
    func(
      'breakpointhook',
      '($module, /, *args, **kws)',
      breakpointhook,
      'This hook function is called by built-in breakpoint().',
    ),
    func('settrace', '($module, function, /)', setTrace, 'Set the global debug tracing function.'),
    func(
      'gettrace',
      '($module, /)',
      getTrace,
      'Return the global debug tracing function set with sys.settrace.',
    ),
    func('setprofile', '($module, function, /)', setProfile, 'Set the profiling function.'),
    func('getprofile', '($module, /)', getProfile, 'Return the profiling function set with sys.setprofile.'),
    func(
      'call_tracing',
      '($module, func, args, /)',
      callTracing,
      'Call func(*args), while tracing is enabled.',
    ),
    func(
      'getswitchinterval',
      '($module, /)',
      getSwitchInterval,
      'Return the current thread switch interval; see sys.setswitchinterval().',
    ),
    func(
      'setswitchinterval',
      '($module, interval, /)',
      setSwitchInterval,
      'Set the ideal thread switching delay inside the Python interpreter.',
    ),
    func(
      'get_int_max_str_digits',
      '($module, /)',
      getMaxStrDigits,
      'Return the maximum string digits limit for non-binary int<->str conversions.',
    ),
    func(
      'set_int_max_str_digits',
      '($module, /, maxdigits)',
      setMaxStrDigits,
      'Set the maximum string digits limit for non-binary int<->str conversions.',
    ),
    func(
      'getdefaultencoding',
      '($module, /)',
      getDefaultEncoding,
      'Return the current default encoding used by the Unicode implementation.',
    ),
    func(
      'getfilesystemencoding',
      '($module, /)',
      getFilesystemEncoding,
      'Return the encoding used to convert Unicode filenames to OS filenames.',
    ),
    func(
      'getfilesystemencodeerrors',
      '($module, /)',
      getFilesystemErrors,
      'Return the error mode used for Unicode to OS filename conversion.',
    ),
    func('is_finalizing', '($module, /)', isFinalizing, 'Return True if Python is exiting.'),
    func(
      'getallocatedblocks',
      '($module, /)',
      getAllocatedBlocks,
      'Return the number of memory blocks currently allocated.',
    ),
    func(
      'set_asyncgen_hooks',
      '($module, /, firstiter=None, finalizer=None)',
      setAsyncgenHooks,
      'Set a finalizer for async generators objects.',
    ),
    func(
      'get_asyncgen_hooks',
      '($module, /)',
      getAsyncgenHooks,
      'Return the installed asynchronous generators hooks.',
    ),
    func(
      'get_coroutine_origin_tracking_depth',
      '($module, /)',
      getOriginDepth,
      'Check status of origin tracking for coroutine objects in this thread.',
    ),
    func(
      'set_coroutine_origin_tracking_depth',
      '($module, /, depth)',
      setOriginDepth,
      'Enable or disable origin tracking for coroutine objects in this thread.',
    ),
    func('addaudithook', '($module, /, hook)', addAuditHook, 'Adds a new audit hook callback.'),
    func('audit', '($module, event, /, *args)', audit, 'Passes the event to any hooks that are attached.'),
    func('_debugmallocstats', '($module, /)', debugMallocStats),
    func('_clear_type_cache', '($module, /)', debugMallocStats),
    value('maxunicode', () => newInt(0x10ffff)),
    value('byteorder', () => newStr('little')),
    value('platform', () => newStr('linux')),
    value('copyright', () =>
      newStr(
        'tspy-native: MIT licence. The standard library: Copyright (c) 2001-2023 Python Software Foundation.',
      ),
    ),
    value('hexversion', () => newInt(0x030b03f0)),
    value('api_version', () => newInt(1013)),
    value('platlibdir', () => newStr('lib')),
    value('float_info', floatInfo),
    value('int_info', intInfo),
    value('hash_info', hashInfo),
    value('thread_info', threadInfo),
    value('float_repr_style', () => newStr('short')),
    value('_framework', () => newStr('')),
    value('_git', () => newTuple([newStr('tspy-native'), newStr(''), newStr('')])),
    value('dont_write_bytecode', () => w_False),
    value('pycache_prefix', () => w_None),
    value('abiflags', () => newStr('')),
  ],
  [stderrPrinterTypedef],
);

/** Small modules: `atexit`, `faulthandler`, `_tracemalloc`, `pwd`. */
import { caught } from '../../rlib/throwable.js';
import { type FixedArray, sealList } from '../../rlib/array.js';
import { external } from '../../rlib/external.js';
import { splitString } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';
import { callMethod1 } from '../interp/attributes.js';
import { callArgs } from '../interp/call.js';
import { getSysAttribute } from '../interp/sys-state.js';
import { writeDescriptor } from './posix/interruptible.js';
import { compare, Comparison, isTrue } from '../interp/compare.js';
import { toWord, reprText } from '../interp/convert.js';
import { asOperationError, keyError, newErrorOf, typeError } from '../interp/errors.js';
import { isCallable } from '../objects/function.js';
import { keywordNames } from '../objects/keyword-arguments.js';
import type { W_Root } from '../objects/root.js';
import { newStructSequence, structSequenceType } from '../objects/struct-sequence.js';
import { func, moduledef, value } from '../objects/typedef.js';
import type { W_DictBase } from '../objects/w-dict.js';
import { KeyErrorType, RuntimeErrorType, SystemExitType } from '../objects/w-exception.js';
import { newBool, newInt } from '../objects/w-int.js';
import { newListOwning } from '../objects/w-list.js';
import { w_None } from '../objects/w-none.js';
import { intern, newStr } from '../objects/w-str.js';
import type { W_Str } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { newTuple, W_TupleBase } from '../objects/w-tuple.js';
import { displayException } from './display-exception.js';

// ---- atexit

/** A function to call at the end. */
class ExitCallback {
  constructor(
    readonly w_function: W_Root,
    readonly items: FixedArray<W_Root>,
    readonly names: FixedArray<W_Str> | null,
  ) {}
}

class ExitCallbacks {
  list: ExitCallback[] = [];
}

const callbacks = new ExitCallbacks();

function register(w_function: W_Root, w_args: W_Root, w_kwargs: W_DictBase): W_Root {
  if (!isCallable(w_function)) throw typeError('the first argument must be callable');
  const items: W_Root[] = [];
  if (w_args instanceof W_TupleBase) for (const w_item of w_args.items) items.push(w_item);
  const names = keywordNames(w_kwargs, items);
  callbacks.list.push(new ExitCallback(w_function, sealList(items), names));
  return w_function;
}

function unregister(w_function: W_Root): W_Root {
  const kept: ExitCallback[] = [];
  for (const callback of callbacks.list) {
    if (!isTrue(compare(Comparison.EQ, callback.w_function, w_function))) kept.push(callback);
  }
  callbacks.list = kept;
  return w_None;
}

/** Forgets what was registered. @loadTime */
export function forgetExitFunctions(): void {
  callbacks.list = [];
}

/** Calls what was registered, the last first; an exception is shown and the rest goes on. */
export function runExitFunctions(): void {
  while (callbacks.list.length > 0) {
    const callback = callbacks.list.pop() as ExitCallback;
    try {
      callArgs(callback.w_function, callback.items, callback.names);
    } catch (e) {
      const error = asOperationError(caught(e));
      if (!error.matches(SystemExitType))
        writeError(`Exception ignored in atexit callback: ${reprText(callback.w_function)}\n`);
      displayException(error.w_exception);
    }
  }
}

function writeError(text: string): void {
  const w_stderr = getSysAttribute(intern('stderr'));
  if (w_stderr === null || w_stderr === w_None) writeDescriptor(2, text);
  else callMethod1(w_stderr, intern('write'), newStr(text));
}

function runExitfuncs(): W_Root {
  runExitFunctions();
  return w_None;
}

function clearExitfuncs(): W_Root {
  callbacks.list = [];
  return w_None;
}

function countExitfuncs(): W_Root {
  return newInt(callbacks.list.length);
}

export const atexitModule = moduledef(
  'atexit',
  'allow programmer to define multiple exit functions to be executed\nupon normal program termination.',
  [
    func('register', '($module, func, /, *args, **kwargs)', register),
    func('unregister', '($module, func, /)', unregister),
    func('_run_exitfuncs', '($module, /)', runExitfuncs),
    func('_clear', '($module, /)', clearExitfuncs),
    func('_ncallbacks', '($module, /)', countExitfuncs),
  ],
);

// ---- faulthandler: there are no faults to handle while V8 runs the program

class FaultState {
  enabled: boolean = false;
}

const fault = new FaultState();

function faultEnable(_w_file: W_Root | null, _w_all: W_Root | null): W_Root {
  fault.enabled = true;
  return w_None;
}

function faultDisable(): W_Root {
  const was = fault.enabled;
  fault.enabled = false;
  return newBool(was);
}

function faultIsEnabled(): W_Root {
  return newBool(fault.enabled);
}

function faultNothing(_w_args: W_Root, _w_kwargs: W_Root): W_Root {
  return w_None;
}

export const faulthandlerModule = moduledef('faulthandler', 'faulthandler module.', [
  func('enable', '($module, /, file=None, all_threads=True)', faultEnable),
  func('disable', '($module, /)', faultDisable),
  func('is_enabled', '($module, /)', faultIsEnabled),
  func('register', '($module, /, *args, **kwargs)', faultNothing),
  func('unregister', '($module, /, *args, **kwargs)', faultNothing),
  func('dump_traceback_later', '($module, /, *args, **kwargs)', faultNothing),
  func('cancel_dump_traceback_later', '($module, /, *args, **kwargs)', faultNothing),
]);

// ---- _tracemalloc: never tracing

function traceStopped(): W_Root {
  return newBool(false);
}

function traceLimit(): W_Root {
  return newInt(1);
}

function traceTotals(): W_Root {
  return newTuple([newInt(0), newInt(0)]);
}

function traceNothing(): W_Root {
  return w_None;
}

function traceNone(_w_obj: W_Root): W_Root {
  return w_None;
}

export const tracemallocModule = moduledef(
  '_tracemalloc',
  'Debug module to trace memory blocks allocated by Python.',
  [
    func('is_tracing', '($module, /)', traceStopped),
    func('clear_traces', '($module, /)', traceNothing),
    func('start', '($module, nframe=1, /)', startTracing),
    func('stop', '($module, /)', traceNothing),
    func('get_traceback_limit', '($module, /)', traceLimit),
    func('get_traced_memory', '($module, /)', traceTotals),
    func('reset_peak', '($module, /)', traceNothing),
    func('get_tracemalloc_memory', '($module, /)', traceZero),
    func('_get_traces', '($module, /)', noTraces),
    func('_get_object_traceback', '($module, obj, /)', traceNone),
  ],
);

function startTracing(_w_frames: W_Root | null): W_Root {
  throw newErrorOf(
    RuntimeErrorType,
    newStr('memory is not traced: allocations are not visible to the interpreter'),
  );
}

function traceZero(): W_Root {
  return newInt(0);
}

function noTraces(): W_Root {
  return newListOwning([]);
}

// ---- pwd

/** The lines of the user database, separated by NUL. */
const hostUsers = external<() => string>('posix.users');

const passwdType = structSequenceType(
  'pwd.struct_passwd',
  ['pw_name', 'pw_passwd', 'pw_uid', 'pw_gid', 'pw_gecos', 'pw_dir', 'pw_shell'],
  7,
);

function decimal(text: string): int {
  let result = 0;
  for (let i = 0; i < text.length; i++) result = result * 10 + (text.charCodeAt(i) - 48);
  return result;
}

function passwdOf(line: string): W_Root | null {
  const fields = splitString(line, ':');
  if (fields.length < 7) return null;
  return newStructSequence(passwdType, [
    newStr(fields[0] as string),
    newStr(fields[1] as string),
    newInt(decimal(fields[2] as string)),
    newInt(decimal(fields[3] as string)),
    newStr(fields[4] as string),
    newStr(fields[5] as string),
    newStr(fields[6] as string),
  ]);
}

function findUser(field: int, wanted: string): W_Root | null {
  for (const line of splitString(hostUsers(), '\0')) {
    const fields = splitString(line, ':');
    if (fields.length >= 7 && fields[field] === wanted) return passwdOf(line);
  }
  return null;
}

function getpwuid(w_uid: W_Root): W_Root {
  const uid = toWord(w_uid);
  const w_entry = findUser(2, `${uid}`);
  if (w_entry === null) throw keyError(newStr(`getpwuid(): uid not found: ${uid}`));
  return w_entry;
}

function getpwnam(w_name: W_Root): W_Root {
  if (!(w_name instanceof W_StrBase))
    throw typeError(`getpwnam() argument must be str, not ${w_name.getType().name}`);
  const w_entry = findUser(0, w_name.utf8());
  if (w_entry === null)
    throw newErrorOf(KeyErrorType, newStr(`getpwnam(): name not found: ${reprText(w_name)}`));
  return w_entry;
}

function getpwall(): W_Root {
  const entries: W_Root[] = [];
  for (const line of splitString(hostUsers(), '\0')) {
    const w_entry = passwdOf(line);
    if (w_entry !== null) entries.push(w_entry);
  }
  return newListOwning(entries);
}

export const pwdModule = moduledef('pwd', 'This module provides access to the Unix password database.', [
  func('getpwuid', '($module, uidobj, /)', getpwuid),
  func('getpwnam', '($module, name, /)', getpwnam),
  func('getpwall', '($module, /)', getpwall),
  value('struct_passwd', () => passwdType),
]);

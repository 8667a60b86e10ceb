/** Running a program: start, `__main__`, the exit status, the end. */
import { caught } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { callMethod0, callMethod2, findAttribute, getAttribute } from '../interp/attributes.js';
import { call3, callArgs } from '../interp/call.js';
import { isTrue } from '../interp/compare.js';
import { str } from '../interp/convert.js';
import { asOperationError, newError } from '../interp/errors.js';
import { importModule } from '../interp/import-module.js';
import { getSysAttribute, setSysAttribute, state } from '../interp/sys-state.js';
import { W_Code } from '../interp/w-code.js';
import { newDict } from '../objects/dict.js';
import { newModuleDict } from '../objects/dict-module.js';
import type { W_Root } from '../objects/root.js';
import type { OperationError, W_BaseException } from '../objects/w-exception.js';
import {
  KeyboardInterruptType,
  RuntimeErrorType,
  SystemExitType,
  W_ValueException,
} from '../objects/w-exception.js';
import { newBool, newInt, w_False, W_IntBase, w_True } from '../objects/w-int.js';
import { moduleType, W_Module } from '../objects/w-module.js';
import { w_None } from '../objects/w-none.js';
import { intern, newStr } from '../objects/w-str.js';
import { checkScript, compileSource, runCode } from './builtins-compile.js';
import { displayException } from './display-exception.js';
import { decodeFileName } from './fspath.js';
import { unmarshal } from './marshal-load.js';
import { getBytes } from '../objects/buffer.js';
import { flushOutputs } from './io/open-outputs.js';
import { hostClose, hostGetenv, hostIsatty, hostOpen, hostRead, hostStat } from './posix/externals.js';
import { readDescriptor, writeDescriptor } from './posix/interruptible.js';
import type { Options, RunTarget } from './options.js';
import { RunKind } from './options.js';
import { start } from './setup.js';
import { runExitFunctions } from './small-modules.js';
import { HostError } from '../../rlib/external.js';
import { strerror } from '../interp/os-error.js';
import { joinStrings } from '../../rlib/bytes.js';

/** A new module `__main__`. */
export function newMain(): W_Module {
  const w_dict = newModuleDict();
  w_dict.setStr(intern('__name__'), newStr('__main__'));
  w_dict.setStr(intern('__doc__'), w_None);
  w_dict.setStr(intern('__package__'), w_None);
  w_dict.setStr(intern('__loader__'), w_None);
  w_dict.setStr(intern('__spec__'), w_None);
  w_dict.setStr(intern('__annotations__'), newDict());
  const w_builtins = state().w_modules.getStr(newStr('builtins'));
  w_dict.setStr(intern('__builtins__'), w_builtins === null ? w_None : w_builtins);
  const w_module = new W_Module(moduleType, w_dict);
  state().w_modules.setStr(newStr('__main__'), w_module);
  return w_module;
}

/** The module `__main__` that the program has been given. */
function getMain(): W_Module {
  const w_main = state().w_modules.getStr(newStr('__main__'));
  return w_main instanceof W_Module ? w_main : newMain();
}

function readAll(fd: int): string {
  const parts: string[] = [];
  for (;;) {
    const part = readDescriptor(fd, 65536);
    if (part === '') return joinStrings(parts, '');
    parts.push(part);
  }
}

/** The file's bytes, or null after a message if it can't be read. */
function readFile(path: string): string | null {
  try {
    const fd = hostOpen(path, 0o2000000, 0);
    try {
      return readAll(fd);
    } finally {
      hostClose(fd);
    }
  } catch (e) {
    const error = caught(e);
    if (!(error instanceof HostError)) throw error;
    const words = strerror(error.errno);
    const w_executable = getSysAttribute(intern('executable'));
    const name = w_executable === null ? 'pypy3' : str(w_executable).utf8();
    writeDescriptor(
      2,
      error.errno === 21
        ? `${name}: '${path}' is a directory, cannot continue\n`
        : `${name}: can't open file '${path}': [Errno ${error.errno}] ${words}\n`,
    );
    return null;
  }
}

function runSource(source: string, isText: boolean, filename: string): void {
  const w_module = getMain();
  if (filename !== '<string>') {
    w_module.w_dict.setStr(intern('__file__'), newStr(filename));
    w_module.w_dict.setStr(intern('__cached__'), w_None);
  }
  if (!isText) checkScript(source, filename);
  const w_code = compileSource(source, isText, filename, 'exec', 0, state().optimize);
  if (w_code instanceof W_Code) runCode(w_code, w_module.w_dict, w_module.w_dict);
}

/** Runs a module as `python -m` does; also a folder or zip file with a `__main__`. */
function runModule(name: string, alterArgv: boolean): void {
  const w_run = getAttribute(importModule('runpy'), intern('_run_module_as_main'));
  callArgs(w_run, [newStr(name), alterArgv ? w_True : w_False], null);
}

/** Runs a compiled module as a program. */
function runCompiled(data: string, filename: string): void {
  const magic = getBytes(getAttribute(importModule('_frozen_importlib_external'), intern('MAGIC_NUMBER')));
  if (!data.startsWith(magic) || data.length < PYC_HEADER)
    throw newError(RuntimeErrorType, 'Bad magic number in .pyc file');
  const w_module = getMain();
  w_module.w_dict.setStr(intern('__file__'), newStr(filename));
  w_module.w_dict.setStr(intern('__cached__'), w_None);
  const w_code = unmarshal(data.slice(PYC_HEADER, data.length));
  if (!(w_code instanceof W_Code)) throw newError(RuntimeErrorType, 'Bad code object in .pyc file');
  runCode(w_code, w_module.w_dict, w_module.w_dict);
}

/** Magic number, flags, and the source's time and size or hash (PEP 552). */
const PYC_HEADER = 16;

function runFile(path: string, skipFirstLine: boolean): int {
  if (isContainer(path)) {
    const w_path = getSysAttribute(intern('path'));
    if (w_path !== null) callMethod2(w_path, intern('insert'), newInt(0), newStr(decodeFileName(path)));
    runModule('__main__', false);
    return 0;
  }
  let source = readFile(path);
  if (source === null) return 2;
  if (path.endsWith('.pyc')) {
    runCompiled(source, decodeFileName(path));
    return 0;
  }
  if (skipFirstLine) {
    // The line's end stays: line numbers are those of the file.
    const end = source.indexOf('\n', 0);
    source = end < 0 ? '' : source.slice(end, source.length);
  }
  runSource(source, false, decodeFileName(path));
  return 0;
}

/** Whether a path is a folder or zip file with a `__main__` in it. */
function isContainer(path: string): boolean {
  try {
    if (((hostStat(path, true)[0] as int) & 0xf000) === 0x4000) return true;
    const fd = hostOpen(path, 0o2000000, 0);
    try {
      return hostRead(fd, 4) === 'PK\x03\x04';
    } finally {
      hostClose(fd);
    }
  } catch (e) {
    // What can't be read is reported by whoever reads it.
    if (caught(e) instanceof HostError) return false;
    throw e;
  }
}

/** The prompt, with a program's global variables. */
function interact(w_module: W_Module, afterProgram: boolean): void {
  const w_interact = getAttribute(importModule('_pypy_repl'), intern('interact'));
  callArgs(w_interact, [w_module.w_dict, newBool(afterProgram)], null);
}

function runTarget(target: RunTarget, skipFirstLine: boolean): int {
  switch (target.kind) {
    case RunKind.COMMAND:
      runSource(target.text, true, '<string>');
      return 0;
    case RunKind.MODULE:
      runModule(target.text, true);
      return 0;
    case RunKind.FILE:
      return runFile(target.text, skipFirstLine);
    case RunKind.STDIN:
      runSource(readAll(0), false, '<stdin>');
      return 0;
    case RunKind.INTERACTIVE:
      interact(getMain(), false);
      return 0;
  }
}

/** The exit status of SystemExit: its code, or 1 with the code printed. */
function exitStatus(w_exception: W_BaseException): int {
  const w_code =
    w_exception instanceof W_ValueException && w_exception.w_value !== null ? w_exception.w_value : w_None;
  if (w_code === w_None) return 0;
  if (w_code instanceof W_IntBase) return w_code.isWord() ? w_code.toWord() & 255 : 255;
  flushStandard();
  const w_stderr = getSysAttribute(intern('stderr'));
  const text = `${str(w_code).utf8()}\n`;
  if (w_stderr === null || w_stderr === w_None) writeDescriptor(2, text);
  else callArgs(getAttribute(w_stderr, intern('write')), [newStr(text)], null);
  return 1;
}

function flushStandard(): void {
  for (const name of streamNames) {
    const w_stream = getSysAttribute(intern(name));
    if (w_stream !== null && w_stream !== w_None) {
      try {
        callMethod0(w_stream, intern('flush'));
      } catch (e) {
        asOperationError(caught(e));
      }
    }
  }
}

const streamNames: string[] = ['stdout', 'stderr'];

/** Shows an uncaught exception through `sys.excepthook`; the exit status. Where a prompt follows, SystemExit is one like others. */
function reportException(error: OperationError, promptFollows: boolean): int {
  const w_exception = error.w_exception;
  if (error.matches(SystemExitType) && !promptFollows) return exitStatus(w_exception);
  setSysAttribute(intern('last_type'), w_exception.getType());
  setSysAttribute(intern('last_value'), w_exception);
  const w_traceback: W_Root = w_exception.w_traceback === null ? w_None : w_exception.w_traceback;
  setSysAttribute(intern('last_traceback'), w_traceback);
  flushStandard();
  const w_hook = getSysAttribute(intern('excepthook'));
  try {
    if (w_hook === null) displayException(w_exception);
    else call3(w_hook, w_exception.getType(), w_exception, w_traceback);
  } catch (e) {
    const second = asOperationError(caught(e));
    if (second.matches(SystemExitType)) return exitStatus(second.w_exception);
    writeDescriptor(2, 'Error in sys.excepthook:\n');
    displayException(second.w_exception);
    writeDescriptor(2, '\nOriginal exception was:\n');
    displayException(w_exception);
  }
  return error.matches(KeyboardInterruptType) ? INTERRUPTED : 1;
}

/** What runs at the end whatever happened: exit functions, then everything unwritten. */
export function finish(status: int): int {
  let result = status;
  try {
    const w_threading = state().w_modules.getStr(newStr('threading'));
    const w_shutdown = w_threading === null ? null : findAttribute(w_threading, intern('_shutdown'));
    if (w_shutdown !== null) callArgs(w_shutdown, [], null);
  } catch (e) {
    displayException(asOperationError(caught(e)).w_exception);
  }
  runExitFunctions();
  state().finalizing = true;
  const w_stdout = getSysAttribute(intern('stdout'));
  if (w_stdout !== null && w_stdout !== w_None) {
    try {
      // A program may have closed it, as `json.tool` does.
      const w_closed = findAttribute(w_stdout, intern('closed'));
      if (w_closed === null || !isTrue(w_closed)) callMethod0(w_stdout, intern('flush'));
    } catch (e) {
      // A closed pipe: the status of a program whose output was lost.
      const error = asOperationError(caught(e));
      writeDescriptor(
        2,
        "Exception ignored in: <_io.TextIOWrapper name='<stdout>' mode='w' encoding='utf-8'>\n",
      );
      displayException(error.w_exception);
      result = 120;
    }
  }
  flushOutputs();
  return result;
}

/** The "status" of a program that KeyboardInterrupt has ended: it is to die of the signal (SIGINT), as its parent expects. */
const INTERRUPTED: int = -2;

/** Runs a program from start to end; its exit status, or the negative number of the signal that shall end it. */
export function run(options: Options, target: RunTarget): int {
  let status = 0;
  try {
    start(options);
    // SIGINT is Python's from here on.
    importModule('_signal');
    newMain();
    if (options.noSite === 0) importModule('site');
    if (options.warnOptions !== '') importModule('warnings');
    status = runTarget(target, options.skipFirstLine);
  } catch (e) {
    status = reportException(
      asOperationError(caught(e)),
      options.inspect !== 0 && target.kind !== RunKind.INTERACTIVE,
    );
  }
  if (target.kind !== RunKind.INTERACTIVE && wantsPrompt(options)) {
    try {
      interact(getMain(), true);
      status = 0;
    } catch (e) {
      status = reportException(asOperationError(caught(e)), false);
    }
  }
  return finish(status);
}

/** Whether a prompt follows the program: asked for by `-i` or PYTHONINSPECT, which the program itself may have set. */
function wantsPrompt(options: Options): boolean {
  if (options.inspect === 0 && (options.ignoreEnvironment !== 0 || hostGetenv('PYTHONINSPECT') === ''))
    return false;
  return options.interactive !== 0 || hostIsatty(0);
}

/** `compile`, `eval`, `exec`: through the host's parser and compiler, which hand code over as bytes. */
import { bytesToString } from '../../rlib/bytes.js';
import { external } from '../../rlib/external.js';
import { caught } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { isTrue } from '../interp/compare.js';
import { context } from '../interp/context.js';
import { indexWord, toWord } from '../interp/convert.js';
import { asOperationError, systemError, typeError, typeName, valueError } from '../interp/errors.js';
import { runFrame } from '../interp/eval.js';
import { getLocals } from '../interp/frame-locals.js';
import { state } from '../interp/sys-state.js';
import { W_Code } from '../interp/w-code.js';
import { W_Frame } from '../interp/w-frame.js';
import { warnExplicit } from '../interp/warnings.js';
import { builtinsOf } from '../objects/function.js';
import { fileSystemPath } from './fspath.js';
import { unmarshal } from './marshal-load.js';
import { astFromBytes, bytesFromAst, isAst } from './ast-module.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import type { Row } from '../objects/typedef.js';
import { func } from '../objects/typedef.js';
import { W_BytearrayBase, W_BytesBase } from '../objects/w-bytes.js';
import { W_DictBase } from '../objects/w-dict.js';
import {
  allocateException,
  DeprecationWarningType,
  exceptionTypes,
  OperationError,
  OverflowErrorType,
  SyntaxErrorType,
  SyntaxWarningType,
  W_SyntaxError,
} from '../objects/w-exception.js';
import { W_Cell } from '../objects/w-function.js';
import { newInt } from '../objects/w-int.js';
import { w_None } from '../objects/w-none.js';
import { intern, newStr } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { newTuple, W_TupleBase } from '../objects/w-tuple.js';
import type { W_Type } from '../objects/w-type.js';

/**
 * Compiles; the result is a sequence of records (`RecordReader`). `source` is bytes to be decoded by cookie, or UTF-8 text if
 * `isText`. `flags` are future flags and the PyCF flags below.
 */
const hostCompile =
  external<
    (
      source: string,
      isText: boolean,
      filename: string,
      mode: string,
      flags: int,
      optimize: int,
      feature: int,
    ) => string
  >('compiler.compile');
/** The error record of a file's bytes that can't be source, or nothing. */
const hostCheckScript = external<(source: string, filename: string) => string>('compiler.checkScript');
const hostCompileAst =
  external<(tree: string, filename: string, mode: string, flags: int, optimize: int) => string>(
    'compiler.compileAst',
  );

/** Flags of `compile` beside the future ones (CPython's compile.h). */
export const enum CompileFlag {
  DONT_INHERIT_MASK = 0x1ff0000,
  DONT_IMPLY_DEDENT = 0x200,
  ONLY_AST = 0x400,
  TYPE_COMMENTS = 0x1000,
  ALLOW_TOP_LEVEL_AWAIT = 0x2000,
  ALLOW_INCOMPLETE_INPUT = 0x4000,
  SOURCE_IS_UTF8 = 0x100,
}

/** Records: a tag byte, the payload's length in 4 bytes (little-endian), the payload. */
class RecordReader {
  private at: int = 0;

  constructor(private readonly data: string) {}

  atEnd(): boolean {
    return this.at >= this.data.length;
  }

  tag(): int {
    return this.data.charCodeAt(this.at++);
  }

  payload(): string {
    const data = this.data;
    const at = this.at;
    const length =
      data.charCodeAt(at) |
      (data.charCodeAt(at + 1) << 8) |
      (data.charCodeAt(at + 2) << 16) |
      (data.charCodeAt(at + 3) << 24);
    this.at = at + 4 + length;
    return data.slice(at + 4, this.at);
  }
}

const TAG_CODE = 0x43; // 'C'
const TAG_AST = 0x41; // 'A'
const TAG_ERROR = 0x45; // 'E'
const TAG_VALUE_ERROR = 0x56; // 'V'
const TAG_WARNING = 0x57; // 'W'
const TAG_NONE = 0x4e; // 'N'

/** The fields of an error or warning: records in turn; absent ones have tag N. */
function readFields(payload: string): (string | null)[] {
  const reader = new RecordReader(payload);
  const fields: (string | null)[] = [];
  while (!reader.atEnd()) {
    const tag = reader.tag();
    const text = reader.payload();
    fields.push(tag === TAG_NONE ? null : text);
  }
  return fields;
}

function textOrNone(field: string | null): W_Root {
  return field === null ? w_None : newStr(field);
}

function numberOrNone(field: string | null): W_Root {
  return field === null ? w_None : newInt(decimal(field));
}

/** The value of decimal digits with an optional minus sign, as the host wrote them. */
function decimal(text: string): int {
  let result = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c !== 45) result = result * 10 + (c - 48);
  }
  return text.startsWith('-') ? -result : result;
}

/** kind, message, filename, lineno, offset, text, end lineno, end offset. */
function syntaxErrorOf(payload: string): OperationError {
  const fields = readFields(payload);
  const kind = fields[0] as string;
  let w_type = SyntaxErrorType;
  for (const w_candidate of exceptionTypes) if (w_candidate.name === kind) w_type = w_candidate;
  const details: (string | null)[] = [];
  for (let i = 1; i < fields.length; i++) details.push(fields[i] as string | null);
  return syntaxErrorWith(w_type, details);
}

/** An error of message, filename, lineno, offset, text, end lineno, end offset. */
function syntaxErrorWith(w_type: W_Type, fields: (string | null)[]): OperationError {
  const w_message = textOrNone(fields[0] as string | null);
  const w_exception = allocateException(w_type);
  if (!(w_exception instanceof W_SyntaxError)) {
    w_exception.w_args = newTuple([w_message]);
    return new OperationError(w_exception);
  }
  w_exception.w_msg = w_message;
  w_exception.w_filename = textOrNone(fields[1] as string | null);
  w_exception.w_lineno = numberOrNone(fields[2] as string | null);
  w_exception.w_offset = numberOrNone(fields[3] as string | null);
  w_exception.w_text = textOrNone(fields[4] as string | null);
  w_exception.w_endLineno = numberOrNone(fields[5] as string | null);
  w_exception.w_endOffset = numberOrNone(fields[6] as string | null);
  if (w_exception.w_lineno === w_None && w_exception.w_filename === w_None) {
    w_exception.w_args = newTuple([w_message]);
  } else {
    const w_details = newTuple([
      w_exception.w_filename,
      w_exception.w_lineno,
      w_exception.w_offset,
      w_exception.w_text,
      w_exception.w_endLineno,
      w_exception.w_endOffset,
    ]);
    w_exception.w_args = newTuple([w_message, w_details]);
  }
  return new OperationError(w_exception);
}

/** category, message, filename, lineno. */
function issueWarning(payload: string): void {
  const fields = readFields(payload);
  const w_category = fields[0] === 'SyntaxWarning' ? SyntaxWarningType : DeprecationWarningType;
  try {
    warnExplicit(w_category, fields[1] as string, fields[2] as string, decimal(fields[3] as string));
  } catch (e) {
    // A filter that makes the warning an error: it is a SyntaxError at that place.
    const error = asOperationError(caught(e));
    if (!error.matches(w_category)) throw error;
    throw syntaxErrorWith(SyntaxErrorType, [
      fields[1] as string,
      fields[2] as string,
      fields[3] as string,
      null,
      null,
      null,
      null,
    ]);
  }
}

/** The code object (or other marshalled object) or AST that the host's records give; its warnings are issued, its error is raised. */
export function interpretRecords(records: string): W_Root {
  const reader = new RecordReader(records);
  for (;;) {
    const tag = reader.tag();
    const payload = reader.payload();
    switch (tag) {
      case TAG_CODE:
        return unmarshal(payload);
      case TAG_AST:
        return astFromBytes(payload);
      case TAG_WARNING:
        issueWarning(payload);
        break;
      case TAG_ERROR:
        throw syntaxErrorOf(payload);
      case TAG_VALUE_ERROR:
        throw valueError(payload);
      default:
        throw systemError('bad record from the compiler');
    }
  }
}

/** Compiles source text (UTF-8) or bytes for the interpreter's own use. */
export function compileSource(
  source: string,
  isText: boolean,
  filename: string,
  mode: string,
  flags: int,
  optimize: int,
): W_Root {
  return interpretRecords(hostCompile(source, isText, filename, mode, flags, optimize, -1));
}

/** Throws what makes a program's file unreadable as source. */
export function checkScript(source: string, filename: string): void {
  const records = hostCheckScript(source, filename);
  if (records !== '') interpretRecords(records);
}

/** The bytes of a source argument. */
function sourceBytes(w_source: W_Root, what: string, accepted: string): string {
  if (w_source instanceof W_StrBase) return w_source.utf8();
  if (w_source instanceof W_BytesBase) return w_source.value;
  if (w_source instanceof W_BytearrayBase) return bytesToString(w_source.data, 0, w_source.length);
  throw typeError(`${what} must be a string, bytes${accepted} object`);
}

export function checkedSource(w_source: W_Root, what: string, accepted: string): string {
  const text = sourceBytes(w_source, what, accepted);
  if (text.indexOf('\0') >= 0) throw valueError('source code string cannot contain null bytes');
  return text;
}

const FUTURE_MASK = 0x1fe0000;

/** The future flags of the calling code. */
function inheritedFlags(): int {
  const frame = context.topFrame;
  return frame === null ? 0 : frame.code.flags & FUTURE_MASK;
}

function builtinCompile(
  w_source: W_Root,
  w_filename: W_Root,
  w_mode: W_Root,
  w_flags: W_Root | null,
  w_dontInherit: W_Root | null,
  w_optimize: W_Root | null,
  w_feature: W_Root | null,
): W_Root {
  if (!(w_mode instanceof W_StrBase))
    throw typeError(`compile() argument 'mode' must be str, not ${typeName(w_mode)}`);
  const filename = fileSystemPath(w_filename);
  let flags = w_flags === null ? 0 : indexWord(w_flags, OverflowErrorType);
  if ((flags & ~(FUTURE_MASK | 0x7710)) !== 0) throw valueError('compile(): unrecognised flags');
  let optimize = w_optimize === null ? -1 : indexWord(w_optimize, OverflowErrorType);
  if (optimize < -1 || optimize > 2) throw valueError('compile(): invalid optimize value');
  if (optimize < 0) optimize = state().optimize;
  const dontInherit = w_dontInherit !== null && isTrue(w_dontInherit);
  if (!dontInherit) flags |= inheritedFlags();
  const mode = w_mode.utf8();
  const isFunctionType = mode === 'func_type';
  if (mode !== 'exec' && mode !== 'eval' && mode !== 'single' && !isFunctionType) {
    throw valueError(
      (flags & CompileFlag.ONLY_AST) !== 0
        ? "compile() mode must be 'exec', 'eval', 'single' or 'func_type'"
        : "compile() mode must be 'exec', 'eval' or 'single'",
    );
  }
  if (isFunctionType && (flags & CompileFlag.ONLY_AST) === 0) {
    throw valueError("compile() mode 'func_type' requires flag PyCF_ONLY_AST");
  }
  if (isAst(w_source)) {
    if ((flags & CompileFlag.ONLY_AST) !== 0) return w_source;
    return interpretRecords(hostCompileAst(bytesFromAst(w_source, mode), filename, mode, flags, optimize));
  }
  const text = checkedSource(w_source, 'compile() arg 1', ' or AST');
  const feature = w_feature === null ? -1 : toWord(w_feature);
  return interpretRecords(
    hostCompile(text, w_source instanceof W_StrBase, filename, mode, flags, optimize, feature),
  );
}

const n_builtins = intern('__builtins__');

/** Globals and locals of eval and exec: given ones, or those of the caller. */
class Namespaces {
  constructor(
    readonly w_globals: W_DictBase,
    readonly w_locals: W_Root,
  ) {}
}

function namespacesOf(name: string, w_globals: W_Root | null, w_locals: W_Root | null): Namespaces {
  const frame = context.topFrame;
  if (w_locals !== null && w_locals !== w_None && w_locals.getType().findSlot(Slot.GETITEM) === null) {
    throw typeError(
      name === 'eval'
        ? 'locals must be a mapping'
        : `locals must be a mapping or None, not ${typeName(w_locals)}`,
    );
  }
  if (w_globals !== null && w_globals !== w_None) {
    if (!(w_globals instanceof W_DictBase)) {
      throw typeError(
        name === 'eval'
          ? w_globals.getType().findSlot(Slot.GETITEM) !== null
            ? 'globals must be a real dict; try eval(code, {}, mapping)'
            : 'globals must be a dict'
          : `exec() globals must be a dict, not ${typeName(w_globals)}`,
      );
    }
    if (w_globals.getStr(n_builtins) === null) w_globals.setStr(n_builtins, currentBuiltins());
    return new Namespaces(w_globals, w_locals === null || w_locals === w_None ? w_globals : w_locals);
  }
  if (frame === null) throw systemError('globals and locals cannot be NULL');
  const w_own = w_locals === null || w_locals === w_None ? getLocals(frame) : w_locals;
  return new Namespaces(frame.w_globals, w_own);
}

function currentBuiltins(): W_Root {
  const frame = context.topFrame;
  const w_module = state().w_modules.getStr(intern('builtins'));
  if (frame !== null && frame.w_builtins !== state().w_builtinsDict) return frame.w_builtins;
  return w_module === null ? state().w_builtinsDict : w_module;
}

/** Runs code with namespaces. */
export function runCode(code: W_Code, w_globals: W_DictBase, w_locals: W_Root): W_Root {
  const frame = new W_Frame(code, w_globals, builtinsOf(w_globals));
  frame.w_locals = w_locals;
  return runFrame(frame);
}

function builtinEval(w_source: W_Root, w_globals: W_Root | null, w_locals: W_Root | null): W_Root {
  const spaces = namespacesOf('eval', w_globals, w_locals);
  if (w_source instanceof W_Code) {
    if (w_source.freeCount > 0)
      throw typeError('code object passed to eval() may not contain free variables');
    return runCode(w_source, spaces.w_globals, spaces.w_locals);
  }
  let text = checkedSource(w_source, 'eval() arg 1', ' or code');
  let start = 0;
  while (start < text.length && (text.charCodeAt(start) === 32 || text.charCodeAt(start) === 9)) start++;
  text = text.slice(start, text.length);
  const w_code = compileSource(
    text,
    w_source instanceof W_StrBase,
    '<string>',
    'eval',
    inheritedFlags(),
    state().optimize,
  );
  if (!(w_code instanceof W_Code)) throw systemError('eval: no code');
  return runCode(w_code, spaces.w_globals, spaces.w_locals);
}

function builtinExec(
  w_source: W_Root,
  w_globals: W_Root | null,
  w_locals: W_Root | null,
  w_closure: W_Root | null,
): W_Root {
  const spaces = namespacesOf('exec', w_globals, w_locals);
  let w_code: W_Root = w_source;
  const hasClosure = w_closure !== null && w_closure !== w_None;
  if (!(w_code instanceof W_Code)) {
    if (hasClosure) throw typeError('closure can only be used when source is a code object');
    const text = checkedSource(w_source, 'exec() arg 1', ' or code');
    w_code = compileSource(
      text,
      w_source instanceof W_StrBase,
      '<string>',
      'exec',
      inheritedFlags(),
      state().optimize,
    );
  }
  if (!(w_code instanceof W_Code)) throw systemError('exec: no code');
  const frame = new W_Frame(w_code, spaces.w_globals, builtinsOf(spaces.w_globals));
  frame.w_locals = spaces.w_locals;
  if (w_code.freeCount > 0) {
    if (!hasClosure) throw typeError(`code object requires a closure of exactly length ${w_code.freeCount}`);
    fillClosure(frame, w_closure, w_code.freeCount);
  } else if (hasClosure) {
    throw typeError('cannot use a closure with this code object');
  }
  runFrame(frame);
  return w_None;
}

function fillClosure(frame: W_Frame, w_closure: W_Root, count: int): void {
  let valid = w_closure instanceof W_TupleBase && w_closure.items.length === count;
  if (w_closure instanceof W_TupleBase) {
    for (const w_cell of w_closure.items) if (!(w_cell instanceof W_Cell)) valid = false;
  }
  if (!valid || !(w_closure instanceof W_TupleBase)) {
    throw typeError(`code object requires a closure of exactly length ${count}`);
  }
  const base = frame.code.slotCount - count;
  for (let i = 0; i < count; i++) frame.slots[base + i] = w_closure.items[i] as W_Root;
}

export const compileRows: Row[] = [
  func(
    'compile',
    '($module, /, source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)',
    builtinCompile,
    'Compile source into a code object that can be executed by exec() or eval().',
  ),
  func(
    'eval',
    '($module, source, globals=None, locals=None, /)',
    builtinEval,
    'Evaluate the given source in the context of globals and locals.',
  ),
  func(
    'exec',
    '($module, source, globals=None, locals=None, /, *, closure=None)',
    builtinExec,
    'Execute the given source in the context of globals and locals.',
  ),
];

/** What frames, tracebacks and code objects show to Python. */
import { type FixedArray, sealList, newFixedArray, copyItems } from '../../rlib/array.js';
import { StringBuilder } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';
import { hexAddress } from '../objects/identity.js';
import type { W_Root } from '../objects/root.js';
import { W_Iterator } from '../objects/root.js';
import { field, getset, method, staticmethod, typedef } from '../objects/typedef.js';
import { newBytes, W_BytesBase } from '../objects/w-bytes.js';
import { newBool, newInt } from '../objects/w-int.js';
import { newListOwning } from '../objects/w-list.js';
import { w_None, w_NotImplemented } from '../objects/w-none.js';
import { internStr, newStr, W_Str } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { tracebackType, W_Traceback } from '../objects/w-traceback.js';
import { newTuple, W_TupleBase, w_emptyTuple } from '../objects/w-tuple.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';
import type { W_DictBase } from '../objects/w-dict.js';
import { codesEqual, codeHash } from './code-compare.js';
import { isTrue } from './compare.js';
import { reprText, toWord } from './convert.js';
import { indexError, runtimeError, typeError, typeName, valueError } from './errors.js';
import { getLocals, hasFastLocals } from './frame-locals.js';
import { close } from './generator.js';
import { jumpTargetForLine } from './frame-jump.js';
import { iterSelf, iterNext } from '../objects/iterators.js';
import { lineOfInstruction, LocationReader } from './line-table.js';
import { LocalKind } from './opcodes.js';
import { codeType, W_Code } from './w-code.js';
import { frameType, FrameState, W_Frame } from './w-frame.js';
import { W_GeneratorBase } from './w-generator.js';

function orNone(w_obj: W_Root | null): W_Root {
  return w_obj === null ? w_None : w_obj;
}

// ---- frame

/** The instruction a frame is at. */
function currentUnit(frame: W_Frame): int {
  return frame.pc === 0 ? 0 : frame.pc - 1;
}

export function frameLine(frame: W_Frame): int {
  if (frame.state === FrameState.CREATED && frame.pc === 0) return frame.code.firstlineno;
  return lineOfInstruction(frame.code, currentUnit(frame));
}

function frameBack(self: W_Frame): W_Root {
  return orNone(self.back);
}

function frameCode(self: W_Frame): W_Root {
  return self.code;
}

function frameGlobals(self: W_Frame): W_Root {
  return self.w_globals;
}

function frameBuiltins(self: W_Frame): W_Root {
  return self.w_builtins;
}

function frameLocals(self: W_Frame): W_Root {
  return getLocals(self);
}

function frameLineno(self: W_Frame): W_Root {
  const line = frameLine(self);
  return line < 0 ? w_None : newInt(line);
}

function frameSetLineno(self: W_Frame, w_value: W_Root): void {
  self.jumpTarget = jumpTargetForLine(self, toWord(w_value));
}

function frameLasti(self: W_Frame): W_Root {
  return newInt(self.pc === 0 ? -1 : 2 * (self.pc - 1));
}

function frameTrace(self: W_Frame): W_Root {
  return orNone(self.w_trace);
}

function frameSetTrace(self: W_Frame, w_value: W_Root): void {
  self.w_trace = w_value === w_None ? null : w_value;
}

function frameDelTrace(self: W_Frame): void {
  self.w_trace = null;
}

function frameTraceLines(self: W_Frame): W_Root {
  return newBool(self.traceLines);
}

function frameSetTraceLines(self: W_Frame, w_value: W_Root): void {
  self.traceLines = isTrue(w_value);
}

function frameTraceOpcodes(self: W_Frame): W_Root {
  return newBool(self.traceOpcodes);
}

function frameSetTraceOpcodes(self: W_Frame, w_value: W_Root): void {
  self.traceOpcodes = isTrue(w_value);
}

function frameClear(self: W_Frame): W_Root {
  if (self.state === FrameState.RUNNING) throw runtimeError('cannot clear an executing frame');
  if (self.w_generator !== null && self.state !== FrameState.FINISHED) {
    if (self.state === FrameState.SUSPENDED) closeSuspended(self);
    self.state = FrameState.FINISHED;
  }
  for (let i = 0; i < self.slots.length; i++) self.slots[i] = null;
  if (hasFastLocals(self)) self.w_locals = null;
  return w_None;
}

function closeSuspended(frame: W_Frame): void {
  if (frame.w_generator instanceof W_GeneratorBase) close(frame.w_generator);
}

function frameRepr(self: W_Frame): W_Root {
  const code = self.code;
  return newStr(
    `<frame at ${hexAddress(self)}, file ${reprText(code.w_filename)}, line ${frameLine(self)}, code ${code.w_name.utf8()}>`,
  );
}

export const frameTypedef = typedef(frameType, W_Frame, { subclassable: false }, [
  method('clear', '($self, /)', frameClear, 'F.clear(): clear most references held by the frame'),
  method('__repr__', '($self, /)', frameRepr),
  getset('f_back', frameBack),
  getset('f_code', frameCode),
  getset('f_globals', frameGlobals),
  getset('f_builtins', frameBuiltins),
  getset('f_locals', frameLocals),
  getset('f_lineno', frameLineno, frameSetLineno),
  getset('f_lasti', frameLasti),
  getset('f_trace', frameTrace, frameSetTrace, frameDelTrace),
  getset('f_trace_lines', frameTraceLines, frameSetTraceLines),
  getset('f_trace_opcodes', frameTraceOpcodes, frameSetTraceOpcodes),
]);

// ---- traceback

function tracebackNew(
  _w_type: W_Root,
  w_next: W_Root,
  w_frame: W_Root,
  w_lasti: W_Root,
  w_lineno: W_Root,
): W_Root {
  if (w_next !== w_None && !(w_next instanceof W_Traceback)) {
    throw typeError(`expected traceback object or None, got '${typeName(w_next)}'`);
  }
  if (!(w_frame instanceof W_Frame)) {
    throw typeError(`traceback() argument 'tb_frame' must be frame, not ${typeName(w_frame)}`);
  }
  const lasti = toWord(w_lasti);
  return new W_Traceback(
    w_next instanceof W_Traceback ? w_next : null,
    w_frame,
    lasti < 0 ? -1 : lasti >> 1,
    toWord(w_lineno),
  );
}

/** The line of a traceback entry. */
export function tracebackLine(traceback: W_Traceback): int {
  if (traceback.lineno < 0) traceback.lineno = lineOfInstruction(traceback.frame.code, traceback.lasti);
  return traceback.lineno;
}

function tracebackNext(self: W_Traceback): W_Root {
  return orNone(self.w_next);
}

function tracebackSetNext(self: W_Traceback, w_value: W_Root): void {
  if (w_value === w_None) {
    self.w_next = null;
    return;
  }
  if (!(w_value instanceof W_Traceback)) {
    throw typeError(`expected traceback object, got type '${typeName(w_value)}'`);
  }
  let at: W_Traceback | null = w_value;
  while (at !== null) {
    if (at === self) throw valueError('traceback loop detected');
    at = at.w_next;
  }
  self.w_next = w_value;
}

function tracebackDelNext(_self: W_Traceback): void {
  throw typeError("can't delete tb_next attribute");
}

function tracebackFrame(self: W_Traceback): W_Root {
  return self.frame;
}

function tracebackLasti(self: W_Traceback): W_Root {
  return newInt(self.lasti < 0 ? -1 : 2 * self.lasti);
}

function tracebackLineno(self: W_Traceback): W_Root {
  const line = tracebackLine(self);
  return line < 0 ? w_None : newInt(line);
}

function tracebackDir(_self: W_Traceback): W_Root {
  return newListOwning([newStr('tb_frame'), newStr('tb_next'), newStr('tb_lasti'), newStr('tb_lineno')]);
}

export const tracebackTypedef = typedef(
  tracebackType,
  W_Traceback,
  { doc: 'Create a new traceback object.', subclassable: false },
  [
    staticmethod('__new__', '($type, tb_next, tb_frame, tb_lasti, tb_lineno)', tracebackNew),
    method('__dir__', '($self, /)', tracebackDir),
    getset('tb_next', tracebackNext, tracebackSetNext, tracebackDelNext),
    field('tb_frame', tracebackFrame),
    field('tb_lasti', tracebackLasti),
    getset('tb_lineno', tracebackLineno),
  ],
);

// ---- code

function strings(names: FixedArray<W_Str>): W_Root {
  const items: W_Root[] = [];
  for (const name of names) items.push(name);
  return newTuple(sealList(items));
}

function namesOfKind(code: W_Code, kind: int): W_Root {
  const items: W_Root[] = [];
  for (let i = 0; i < code.localsplusnames.length; i++) {
    if ((code.localspluskinds.charCodeAt(i) & kind) !== 0) items.push(code.localsplusnames[i] as W_Str);
  }
  return newTuple(sealList(items));
}

function codeVarnames(self: W_Code): W_Root {
  return namesOfKind(self, LocalKind.LOCAL);
}

function codeCellvars(self: W_Code): W_Root {
  return namesOfKind(self, LocalKind.CELL);
}

function codeFreevars(self: W_Code): W_Root {
  return namesOfKind(self, LocalKind.FREE);
}

function codeArgcount(self: W_Code): W_Root {
  return newInt(self.argcount);
}

function codePosonly(self: W_Code): W_Root {
  return newInt(self.posonlyargcount);
}

function codeKwonly(self: W_Code): W_Root {
  return newInt(self.kwonlyargcount);
}

function codeNlocals(self: W_Code): W_Root {
  return newInt(self.localCount);
}

function codeStacksize(self: W_Code): W_Root {
  return newInt(self.stacksize);
}

function codeFlags(self: W_Code): W_Root {
  return newInt(self.flags);
}

function codeBytes(self: W_Code): W_Root {
  return newBytes(self.bytecode);
}

function codeConsts(self: W_Code): W_Root {
  return newTuple(self.consts);
}

function codeNames(self: W_Code): W_Root {
  return strings(self.names);
}

function codeFilename(self: W_Code): W_Root {
  return self.w_filename;
}

function codeName(self: W_Code): W_Root {
  return self.w_name;
}

function codeQualname(self: W_Code): W_Root {
  return self.w_qualname;
}

function codeFirstlineno(self: W_Code): W_Root {
  return newInt(self.firstlineno);
}

function codeLinetable(self: W_Code): W_Root {
  return newBytes(self.linetable);
}

function codeExceptiontable(self: W_Code): W_Root {
  return newBytes(self.exceptiontable);
}

/** The line table of Python 3.9 and before: pairs of unsigned byte and signed line increments. */
function codeLnotab(self: W_Code): W_Root {
  const builder = new StringBuilder();
  const reader = new LocationReader(self);
  let line = self.firstlineno;
  let bytes = 0;
  for (;;) {
    const location = reader.next();
    if (location === null) break;
    if (location.line >= 0 && location.line !== line) {
      let delta = location.line - line;
      let skip = 2 * location.start - bytes;
      while (skip > 254) {
        builder.appendByte(254);
        builder.appendByte(0);
        skip -= 254;
      }
      while (delta > 127 || delta < -128) {
        const step = delta > 0 ? 127 : -128;
        builder.appendByte(skip);
        builder.appendByte(step & 255);
        skip = 0;
        delta -= step;
      }
      builder.appendByte(skip);
      builder.appendByte(delta & 255);
      line = location.line;
      bytes = 2 * location.start;
    }
  }
  return newBytes(builder.build());
}

export const lineIteratorType: W_Type = newBuiltinType('line_iterator', objectType);
export const positionsIteratorType: W_Type = newBuiltinType('positions_iterator', objectType);

/** `co_lines()`: (start, end, line) of ranges of bytes with one line. */
class W_LineIterator extends W_Iterator {
  private start: int = 0;
  private end: int = 0;
  private line: int = -2;
  private done: boolean = false;

  constructor(private readonly reader: LocationReader) {
    super();
  }

  override getType(): W_Type {
    return lineIteratorType;
  }

  override next(): W_Root | null {
    while (!this.done) {
      const location = this.reader.next();
      if (location === null) {
        this.done = true;
        return this.line === -2 ? null : this.emit();
      }
      if (location.line === this.line) {
        this.end = location.end;
      } else {
        const w_range = this.line === -2 ? null : this.emit();
        this.start = location.start;
        this.end = location.end;
        this.line = location.line;
        if (w_range !== null) return w_range;
      }
    }
    return null;
  }

  private emit(): W_Root {
    return newTuple([
      newInt(2 * this.start),
      newInt(2 * this.end),
      this.line < 0 ? w_None : newInt(this.line),
    ]);
  }
}

/** `_varname_from_oparg(oparg)`: the variable in a slot. */
function codeVarname(self: W_Code, w_slot: W_Root): W_Root {
  const slot = toWord(w_slot);
  if (slot < 0 || slot >= self.localsplusnames.length) throw indexError('tuple index out of range');
  return self.localsplusnames[slot] as W_Str;
}

/** `co_positions()`: (line, end line, column, end column) of every instruction. */
class W_PositionsIterator extends W_Iterator {
  private w_current: W_Root = w_None;
  private remaining: int = 0;

  constructor(private readonly reader: LocationReader) {
    super();
  }

  override getType(): W_Type {
    return positionsIteratorType;
  }

  override next(): W_Root | null {
    if (this.remaining === 0) {
      const location = this.reader.next();
      if (location === null) return null;
      this.remaining = location.end - location.start;
      this.w_current = newTuple([
        numberOrNone(location.line),
        numberOrNone(location.endLine),
        numberOrNone(location.column),
        numberOrNone(location.endColumn),
      ]);
    }
    this.remaining--;
    return this.w_current;
  }
}

function numberOrNone(value: int): W_Root {
  return value < 0 ? w_None : newInt(value);
}

function codeLines(self: W_Code): W_Root {
  return new W_LineIterator(new LocationReader(self));
}

function codePositions(self: W_Code): W_Root {
  return new W_PositionsIterator(new LocationReader(self));
}

function codeRepr(self: W_Code): W_Root {
  return newStr(
    `<code object ${self.w_name.utf8()} at ${hexAddress(self)}, file "${self.w_filename.utf8()}", line ${self.firstlineno}>`,
  );
}

function codeEq(self: W_Code, w_other: W_Root): W_Root {
  return w_other instanceof W_Code ? newBool(codesEqual(self, w_other)) : w_NotImplemented;
}

function codeHashMethod(self: W_Code): W_Root {
  return newInt(codeHash(self));
}

/** The value of a keyword of `replace`, or the present one. */
function replaced(w_kwargs: W_DictBase, name: string, w_present: W_Root): W_Root {
  const w_given = w_kwargs.remove(newStr(name));
  return w_given === null ? w_present : w_given;
}

function codeReplace(self: W_Code, w_kwargs: W_DictBase): W_Root {
  const items: W_Root[] = [
    replaced(w_kwargs, 'co_argcount', codeArgcount(self)),
    replaced(w_kwargs, 'co_posonlyargcount', codePosonly(self)),
    replaced(w_kwargs, 'co_kwonlyargcount', codeKwonly(self)),
    replaced(w_kwargs, 'co_nlocals', codeNlocals(self)),
    replaced(w_kwargs, 'co_stacksize', codeStacksize(self)),
    replaced(w_kwargs, 'co_flags', codeFlags(self)),
    replaced(w_kwargs, 'co_code', codeBytes(self)),
    replaced(w_kwargs, 'co_consts', codeConsts(self)),
    replaced(w_kwargs, 'co_names', codeNames(self)),
    replaced(w_kwargs, 'co_varnames', codeVarnames(self)),
    replaced(w_kwargs, 'co_filename', self.w_filename),
    replaced(w_kwargs, 'co_name', self.w_name),
    replaced(w_kwargs, 'co_qualname', self.w_qualname),
    replaced(w_kwargs, 'co_firstlineno', codeFirstlineno(self)),
    replaced(w_kwargs, 'co_linetable', codeLinetable(self)),
    replaced(w_kwargs, 'co_exceptiontable', codeExceptiontable(self)),
    replaced(w_kwargs, 'co_freevars', codeFreevars(self)),
    replaced(w_kwargs, 'co_cellvars', codeCellvars(self)),
  ];
  const at = w_kwargs.storage.next(0);
  if (at >= 0) {
    const w_name = w_kwargs.storage.keyAt(at);
    const name = w_name instanceof W_StrBase ? w_name.utf8() : '';
    throw typeError(`'${name}' is an invalid keyword argument for replace()`);
  }
  return buildCode(sealList(items));
}

function codeNew(_w_type: W_Root, w_args: W_Root): W_Root {
  const count = w_args instanceof W_TupleBase ? w_args.items.length : 0;
  if (!(w_args instanceof W_TupleBase) || count < 16)
    throw typeError(`code() takes at least 16 positional arguments (${count} given)`);
  if (count > 18) throw typeError(`code() takes at most 18 positional arguments (${count} given)`);
  const items = newFixedArray<W_Root>(18, w_emptyTuple);
  copyItems(w_args.items, 0, items, 0, count);
  return buildCode(items);
}

function textAt(items: FixedArray<W_Root>, at: int): W_Str {
  const w_item = items[at] as W_Root;
  if (w_item instanceof W_Str) return internStr(w_item);
  throw typeError(`code() argument ${at + 1} must be str, not ${typeName(w_item)}`);
}

function bytesAt(items: FixedArray<W_Root>, at: int): string {
  const w_item = items[at] as W_Root;
  if (w_item instanceof W_BytesBase) return w_item.value;
  throw typeError(`code() argument ${at + 1} must be bytes, not ${typeName(w_item)}`);
}

function namesAt(items: FixedArray<W_Root>, at: int): W_Str[] {
  const w_item = items[at] as W_Root;
  if (!(w_item instanceof W_TupleBase))
    throw typeError(`code() argument ${at + 1} must be tuple, not ${typeName(w_item)}`);
  const result: W_Str[] = [];
  for (const w_name of w_item.items) {
    if (!(w_name instanceof W_StrBase))
      throw typeError(`name tuples must contain only strings, not '${typeName(w_name)}'`);
    result.push(internStr(w_name));
  }
  return result;
}

function countAt(items: FixedArray<W_Root>, at: int, name: string): int {
  const value = toWord(items[at] as W_Root);
  if (value < 0) throw valueError(`code: ${name} must not be negative`);
  return value;
}

function includes(names: W_Str[], name: W_Str): boolean {
  for (const other of names) if (other === name) return true;
  return false;
}

/** A code object of the 18 arguments of `code()`. */
function buildCode(items: FixedArray<W_Root>): W_Root {
  const varnames = namesAt(items, 9);
  const freevars = namesAt(items, 16);
  const cellvars = namesAt(items, 17);
  const argcount = countAt(items, 0, 'argcount');
  const kwonly = countAt(items, 2, 'kwonlyargcount');
  const nlocals = countAt(items, 3, 'nlocals');
  if (nlocals !== varnames.length) throw valueError('code: co_nlocals != len(co_varnames)');
  const bytecode = bytesAt(items, 6);
  if ((bytecode.length & 1) !== 0) throw valueError('code: co_code is malformed');
  const names: W_Str[] = [];
  const kinds = new StringBuilder();
  for (const name of varnames) {
    names.push(name);
    kinds.appendByte(LocalKind.LOCAL | (includes(cellvars, name) ? LocalKind.CELL : 0));
  }
  for (const name of cellvars) {
    if (!includes(varnames, name)) {
      names.push(name);
      kinds.appendByte(LocalKind.CELL);
    }
  }
  for (const name of freevars) {
    names.push(name);
    kinds.appendByte(LocalKind.FREE);
  }
  if (varnames.length < argcount + kwonly) throw valueError('code: varnames is too small');
  const w_consts = items[7] as W_Root;
  if (!(w_consts instanceof W_TupleBase))
    throw typeError(`code() argument 8 must be tuple, not ${typeName(w_consts)}`);
  return new W_Code(
    argcount,
    countAt(items, 1, 'posonlyargcount'),
    kwonly,
    countAt(items, 4, 'stacksize'),
    toWord(items[5] as W_Root),
    bytecode,
    w_consts.items,
    sealList(namesAt(items, 8)),
    sealList(names),
    kinds.build(),
    textAt(items, 10),
    textAt(items, 11),
    textAt(items, 12),
    toWord(items[13] as W_Root),
    bytesAt(items, 14),
    bytesAt(items, 15),
  );
}

export const codeTypedef = typedef(
  codeType,
  W_Code,
  { doc: 'Create a code object.  Not for mere mortals.', subclassable: false, weakrefable: true },
  [
    staticmethod('__new__', '($type, *args)', codeNew),
    method('__repr__', '($self, /)', codeRepr),
    method('__eq__', '($self, value, /)', codeEq),
    method('__hash__', '($self, /)', codeHashMethod),
    method(
      'replace',
      '($self, /, **kwargs)',
      codeReplace,
      'Return a copy of the code object with new values for the specified fields.',
    ),
    method('co_lines', '($self, /)', codeLines),
    method('_varname_from_oparg', '($self, /, oparg)', codeVarname),
    method('co_positions', '($self, /)', codePositions),
    field('co_argcount', codeArgcount),
    field('co_posonlyargcount', codePosonly),
    field('co_kwonlyargcount', codeKwonly),
    field('co_nlocals', codeNlocals),
    field('co_stacksize', codeStacksize),
    field('co_flags', codeFlags),
    getset('co_code', codeBytes),
    field('co_consts', codeConsts),
    field('co_names', codeNames),
    getset('co_varnames', codeVarnames),
    getset('co_cellvars', codeCellvars),
    getset('co_freevars', codeFreevars),
    field('co_filename', codeFilename),
    field('co_name', codeName),
    field('co_qualname', codeQualname),
    field('co_firstlineno', codeFirstlineno),
    field('co_linetable', codeLinetable),
    getset('co_lnotab', codeLnotab),
    field('co_exceptiontable', codeExceptiontable),
  ],
);

export const lineIteratorTypedef = typedef(lineIteratorType, W_LineIterator, { subclassable: false }, [
  method('__iter__', '($self, /)', iterSelf),
  method('__next__', '($self, /)', iterNext),
]);

export const positionsIteratorTypedef = typedef(
  positionsIteratorType,
  W_PositionsIterator,
  { subclassable: false },
  [method('__iter__', '($self, /)', iterSelf), method('__next__', '($self, /)', iterNext)],
);

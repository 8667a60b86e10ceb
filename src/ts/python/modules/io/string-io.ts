/** `StringIO`: text in memory. Positions are code points; the text is kept as one str, made anew when written to in the middle. */
import { joinStrings, repeatString, splitString } from '../../../rlib/bytes.js';
import { ignoreFinalizer } from '../../../rlib/finalizers.js';
import type { int } from '../../../rlib/types.js';
import { callMethod0 } from '../../interp/attributes.js';
import { toWord } from '../../interp/convert.js';
import { newError, stopIteration, typeError, typeName, valueError } from '../../interp/errors.js';
import { copyDict, dictMergeDict } from '../../objects/dict.js';
import { getDict } from '../../objects/instance-dict.js';
import type { W_Root } from '../../objects/root.js';
import { reprOfText } from '../../objects/str-repr.js';
import { getset, method, staticmethod, typedef } from '../../objects/typedef.js';
import { W_DictBase } from '../../objects/w-dict.js';
import { OSErrorType } from '../../objects/w-exception.js';
import { newBool, newInt } from '../../objects/w-int.js';
import { w_None } from '../../objects/w-none.js';
import { intern, newStr, w_emptyStr } from '../../objects/w-str.js';
import { skipCodePoints, W_StrBase } from '../../objects/w-str-base.js';
import { newTuple, W_TupleBase } from '../../objects/w-tuple.js';
import { W_Type } from '../../objects/w-type.js';
import { closedError } from './errors.js';
import { newlineKinds, newlinesObject, normalizeNewlines } from './newlines.js';
import { stringIoType, W_IOBase } from './w-io.js';

export class W_StringIO extends W_IOBase {
  /** The text; `tail` is appended to it when somebody looks. */
  w_text: W_StrBase = w_emptyStr;
  tail: string[] = [];
  /** In code points; -1: at the end, with the tail. */
  position: int = 0;
  isClosed: boolean = false;
  /** What `newline` was: '' no translation, '\n', '\r', '\r\n', or 'universal' (None). */
  newline: string = '\n';
  seen: int = 0;
}

function stringNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  const w_stream = new W_StringIO(w_type instanceof W_Type ? w_type : stringIoType);
  // Nothing but memory to give back.
  if (w_type === stringIoType) ignoreFinalizer(w_stream);
  return w_stream;
}

function check(self: W_StringIO): void {
  if (self.isClosed) throw closedError();
}

/** Joins what was appended; the position becomes a number. */
function settle(self: W_StringIO): W_StrBase {
  if (self.tail.length > 0) {
    self.w_text = newStr(self.w_text.utf8() + joinStrings(self.tail, ''));
    self.tail = [];
  }
  if (self.position < 0) self.position = self.w_text.length();
  return self.w_text;
}

function stringInit(self: W_StringIO, w_initial: W_Root | null, w_newline: W_Root | null): W_Root {
  if (w_newline === null) self.newline = '\n';
  else if (w_newline === w_None) self.newline = 'universal';
  else if (!(w_newline instanceof W_StrBase)) {
    throw typeError(`newline must be str or None, not ${typeName(w_newline)}`);
  } else {
    const newline = w_newline.utf8();
    if (newline !== '' && newline !== '\n' && newline !== '\r' && newline !== '\r\n') {
      throw valueError(`illegal newline value: ${reprOfText(newline)}`);
    }
    self.newline = newline;
  }
  self.w_text = w_emptyStr;
  self.tail = [];
  self.position = 0;
  self.seen = 0;
  if (w_initial !== null && w_initial !== w_None) {
    if (!(w_initial instanceof W_StrBase)) {
      throw typeError(`initial_value must be str or None, not ${typeName(w_initial)}`);
    }
    write(self, w_initial.utf8());
    settle(self);
    self.position = 0;
  }
  return w_None;
}

/** Newlines as they are kept. */
function translate(self: W_StringIO, text: string): string {
  if (self.newline === 'universal') {
    self.seen |= newlineKinds(text);
    return normalizeNewlines(text);
  }
  if (self.newline === '\r' || self.newline === '\r\n')
    return joinStrings(splitString(text, '\n'), self.newline);
  return text;
}

function write(self: W_StringIO, given: string): void {
  const text = translate(self, given);
  if (text === '') return;
  if (self.position >= 0) {
    const w_text = settle(self);
    const length = w_text.length();
    if (self.position < length) {
      overwrite(self, w_text, text);
      return;
    }
    if (self.position > length) self.tail.push(repeatString('\0', self.position - length));
    self.position = -1;
  }
  self.tail.push(text);
}

function overwrite(self: W_StringIO, w_text: W_StrBase, text: string): void {
  const start = w_text.byteOffset(self.position);
  const added = newStr(text).length();
  const end = skipCodePoints(w_text.utf8(), start, added);
  const utf8 = w_text.utf8();
  self.w_text = newStr(utf8.slice(0, start) + text + utf8.slice(end, utf8.length));
  self.position += added;
}

function stringWrite(self: W_StringIO, w_text: W_Root): W_Root {
  if (!(w_text instanceof W_StrBase)) throw typeError(`string argument expected, got '${typeName(w_text)}'`);
  check(self);
  write(self, w_text.utf8());
  return newInt(w_text.length());
}

function sizeOf(w_size: W_Root | null): int {
  return w_size === null || w_size === w_None ? -1 : toWord(w_size);
}

function stringRead(self: W_StringIO, w_size: W_Root | null): W_Root {
  check(self);
  const size = sizeOf(w_size);
  const w_text = settle(self);
  const length = w_text.length();
  const start = self.position < length ? self.position : length;
  const end = size < 0 || start + size > length ? length : start + size;
  if (end > self.position) self.position = end;
  return newStr(w_text.utf8().slice(w_text.byteOffset(start), w_text.byteOffset(end)));
}

function lineFrom(self: W_StringIO, limit: int): string {
  const w_text = settle(self);
  const length = w_text.length();
  if (self.position >= length) return '';
  const utf8 = w_text.utf8();
  const start = w_text.byteOffset(self.position);
  let end = lineEnd(self, utf8, start);
  let count = newStr(utf8.slice(start, end)).length();
  if (limit >= 0 && count > limit) {
    count = limit;
    end = skipCodePoints(utf8, start, limit);
  }
  self.position += count;
  return utf8.slice(start, end);
}

/** Behind the newline that ends the line at a byte offset. */
function lineEnd(self: W_StringIO, utf8: string, start: int): int {
  if (self.newline === '') {
    for (let i = start; i < utf8.length; i++) {
      const c = utf8.charCodeAt(i);
      if (c === 10) return i + 1;
      if (c === 13) return i + 1 < utf8.length && utf8.charCodeAt(i + 1) === 10 ? i + 2 : i + 1;
    }
    return utf8.length;
  }
  const newline = self.newline === 'universal' ? '\n' : self.newline;
  const at = utf8.indexOf(newline, start);
  return at < 0 ? utf8.length : at + newline.length;
}

function stringReadline(self: W_StringIO, w_size: W_Root | null): W_Root {
  check(self);
  return newStr(lineFrom(self, sizeOf(w_size)));
}

function stringNext(self: W_StringIO): W_Root {
  check(self);
  const line = self.getType() === stringIoType ? newStr(lineFrom(self, -1)) : callMethod0(self, n_readline);
  if (line instanceof W_StrBase && line.utf8() === '') throw stopIteration(null);
  return line;
}

const n_readline = intern('readline');

function stringSeek(self: W_StringIO, w_position: W_Root, w_whence: W_Root | null): W_Root {
  check(self);
  const position = toWord(w_position);
  const whence = w_whence === null ? 0 : toWord(w_whence);
  if (whence < 0 || whence > 2) throw valueError(`Invalid whence (${whence}, should be 0, 1 or 2)`);
  if (whence === 0 && position < 0) throw valueError(`Negative seek position ${position}`);
  if (whence !== 0 && position !== 0) throw newError(OSErrorType, "Can't do nonzero cur-relative seeks");
  const w_text = settle(self);
  if (whence === 0) self.position = position;
  else if (whence === 2) self.position = w_text.length();
  return newInt(self.position);
}

function stringTell(self: W_StringIO): W_Root {
  check(self);
  settle(self);
  return newInt(self.position);
}

function stringTruncate(self: W_StringIO, w_size: W_Root | null): W_Root {
  check(self);
  const w_text = settle(self);
  const size = w_size === null || w_size === w_None ? self.position : toWord(w_size);
  if (size < 0) throw valueError(`Negative size value ${size}`);
  if (size < w_text.length()) self.w_text = newStr(w_text.utf8().slice(0, w_text.byteOffset(size)));
  return newInt(size);
}

function stringGetvalue(self: W_StringIO): W_Root {
  check(self);
  const position = self.position;
  const w_text = settle(self);
  if (position < 0) self.position = -1;
  return newStr(w_text.utf8());
}

function stringClose(self: W_StringIO): W_Root {
  self.isClosed = true;
  self.w_text = w_emptyStr;
  self.tail = [];
  return w_None;
}

function stringClosed(self: W_StringIO): W_Root {
  return newBool(self.isClosed);
}

function stringTrue(self: W_StringIO): W_Root {
  check(self);
  return newBool(true);
}

function stringNewlines(self: W_StringIO): W_Root {
  return self.newline === 'universal' ? newlinesObject(self.seen) : w_None;
}

function stringLineBuffering(self: W_StringIO): W_Root {
  check(self);
  return newBool(false);
}

function stringGetstate(self: W_StringIO): W_Root {
  check(self);
  const w_text = settle(self);
  const w_newline = self.newline === 'universal' ? w_None : newStr(self.newline);
  const w_dict = getDict(self);
  return newTuple([
    w_text,
    w_newline,
    newInt(self.position),
    w_dict.length() === 0 ? w_None : copyDict(w_dict),
  ]);
}

function stringSetstate(self: W_StringIO, w_state: W_Root): W_Root {
  check(self);
  if (!(w_state instanceof W_TupleBase) || w_state.items.length < 4) {
    throw typeError(`${typeName(self)}.__setstate__ argument should be 4-tuple, got ${typeName(w_state)}`);
  }
  stringInit(self, w_None, w_state.items[1] as W_Root);
  const w_text = w_state.items[0] as W_Root;
  if (w_text instanceof W_StrBase) self.w_text = newStr(w_text.utf8());
  const position = toWord(w_state.items[2] as W_Root);
  if (position < 0) throw valueError('position value cannot be negative');
  self.position = position;
  const w_dict = w_state.items[3] as W_Root;
  if (w_dict instanceof W_DictBase) dictMergeDict(getDict(self), w_dict);
  return w_None;
}

export const stringIoTypedef = typedef(
  stringIoType,
  W_StringIO,
  { doc: 'Text I/O implementation using an in-memory buffer.', module: '_io', hasDict: true },
  [
    staticmethod('__new__', '($type, *args, **kwargs)', stringNew),
    method('__init__', "($self, /, initial_value='', newline='\\n')", stringInit),
    method('read', '($self, size=-1, /)', stringRead),
    method('readline', '($self, size=-1, /)', stringReadline),
    method('__next__', '($self, /)', stringNext),
    method('write', '($self, s, /)', stringWrite),
    method('seek', '($self, pos, whence=0, /)', stringSeek),
    method('tell', '($self, /)', stringTell),
    method('truncate', '($self, pos=None, /)', stringTruncate),
    method('getvalue', '($self, /)', stringGetvalue),
    method('close', '($self, /)', stringClose),
    method('readable', '($self, /)', stringTrue),
    method('writable', '($self, /)', stringTrue),
    method('seekable', '($self, /)', stringTrue),
    method('__getstate__', '($self, /)', stringGetstate),
    method('__setstate__', '($self, state, /)', stringSetstate),
    getset('closed', stringClosed),
    getset('newlines', stringNewlines),
    getset('line_buffering', stringLineBuffering),
  ],
);

/** `_IOBase`, `_RawIOBase`, `_BufferedIOBase`, `_TextIOBase`: what streams inherit. */
import { bytesToString, joinStrings, repeatString } from '../../../rlib/bytes.js';
import { caught } from '../../../rlib/throwable.js';
import type { int } from '../../../rlib/types.js';
import { callMethod0, callMethod1, findAttribute, getAttribute } from '../../interp/attributes.js';
import { call1, call2 } from '../../interp/call.js';
import { isTrue, lengthOf } from '../../interp/compare.js';
import { toWord } from '../../interp/convert.js';
import {
  asOperationError,
  newError,
  stopIteration,
  typeError,
  typeName,
  valueError,
} from '../../interp/errors.js';
import { iter, next } from '../../interp/iteration.js';
import { setItem } from '../../interp/items.js';
import type { W_Root } from '../../objects/root.js';
import { newSlice } from '../../objects/slice.js';
import { getset, method, staticmethod, typedef } from '../../objects/typedef.js';
import { newBytes, W_Bytearray, W_BytearrayBase, W_BytesBase } from '../../objects/w-bytes.js';
import { newBool, newInt, w_False } from '../../objects/w-int.js';
import { newListOwning } from '../../objects/w-list.js';
import { w_None } from '../../objects/w-none.js';
import { intern } from '../../objects/w-str.js';
import { W_StrBase } from '../../objects/w-str-base.js';
import { W_Type } from '../../objects/w-type.js';
import { getBytes } from '../../objects/buffer.js';
import { checkOpen, isClosed, notBytes, unsupported } from './errors.js';
import { bufferedIoBaseType, ioBaseType, rawIoBaseType, textIoBaseType, W_IOBase } from './w-io.js';
import { OSErrorType } from '../../objects/w-exception.js';

const n_flush = intern('flush');
const n_close = intern('close');
const n_read = intern('read');
const n_read1 = intern('read1');
const n_readline = intern('readline');
const n_readall = intern('readall');
const n_readinto = intern('readinto');
const n_peek = intern('peek');
const n_seek = intern('seek');
const n_write = intern('write');
const n_readable = intern('readable');
const n_writable = intern('writable');
const n_seekable = intern('seekable');

function baseNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  return new W_IOBase(w_type instanceof W_Type ? w_type : ioBaseType);
}

function unsupportedNamed(_w_self: W_Root, name: string): W_Root {
  throw unsupported(name);
}

function baseSeek(_self: W_IOBase, _w_args: W_Root): W_Root {
  return unsupportedNamed(_self, 'seek');
}

function baseTell(self: W_IOBase): W_Root {
  return call2(getAttribute(self, n_seek), newInt(0), newInt(1));
}

function baseTruncate(self: W_IOBase, _w_pos: W_Root | null): W_Root {
  return unsupportedNamed(self, 'truncate');
}

function baseFileno(self: W_IOBase): W_Root {
  return unsupportedNamed(self, 'fileno');
}

function baseFlush(self: W_IOBase): W_Root {
  if (self.baseClosed) throw valueError('I/O operation on closed file.');
  return w_None;
}

function baseClose(self: W_IOBase): W_Root {
  if (self.baseClosed) return w_None;
  try {
    callMethod0(self, n_flush);
  } finally {
    self.baseClosed = true;
  }
  return w_None;
}

function baseClosed(self: W_IOBase): W_Root {
  return newBool(self.baseClosed);
}

function baseSeekable(_self: W_IOBase): W_Root {
  return w_False;
}

function baseIsatty(self: W_IOBase): W_Root {
  checkOpen(self);
  return w_False;
}

function baseCheckClosed(self: W_IOBase, _w_msg: W_Root | null): W_Root {
  checkOpen(self);
  return w_None;
}

function baseCheckReadable(self: W_IOBase, _w_msg: W_Root | null): W_Root {
  if (!isTrue(callMethod0(self, n_readable))) throw unsupported('File or stream is not readable.');
  return w_None;
}

function baseCheckWritable(self: W_IOBase, _w_msg: W_Root | null): W_Root {
  if (!isTrue(callMethod0(self, n_writable))) throw unsupported('File or stream is not writable.');
  return w_None;
}

function baseCheckSeekable(self: W_IOBase, _w_msg: W_Root | null): W_Root {
  if (!isTrue(callMethod0(self, n_seekable))) throw unsupported('File or stream is not seekable.');
  return w_None;
}

function baseEnter(self: W_IOBase): W_Root {
  checkOpen(self);
  return self;
}

function baseExit(self: W_IOBase, _w_args: W_Root): W_Root {
  callMethod0(self, n_close);
  return w_None;
}

/** Reads single bytes, or as many as `peek` shows to be safe, up to a newline. */
function baseReadline(self: W_IOBase, w_size: W_Root | null): W_Root {
  const limit = w_size === null || w_size === w_None ? -1 : toWord(w_size);
  const w_peek = findAttribute(self, n_peek);
  let line = '';
  while (limit < 0 || line.length < limit) {
    let count = 1;
    if (w_peek !== null) {
      const w_ahead = call1(w_peek, newInt(1));
      if (!(w_ahead instanceof W_BytesBase)) {
        throw newError(OSErrorType, `peek() should have returned a bytes object, not '${typeName(w_ahead)}'`);
      }
      const ahead = w_ahead.value;
      if (ahead.length > 0) {
        const newline = ahead.indexOf('\n', 0);
        count = newline < 0 ? ahead.length : newline + 1;
        if (limit >= 0 && count > limit - line.length) count = limit - line.length;
      }
    }
    const w_part = callMethod1(self, n_read, newInt(count));
    if (!(w_part instanceof W_BytesBase)) {
      throw newError(OSErrorType, `read() should have returned a bytes object, not '${typeName(w_part)}'`);
    }
    if (w_part.value === '') break;
    line += w_part.value;
    if (line.endsWith('\n')) break;
  }
  return newBytes(line);
}

function baseIter(self: W_IOBase): W_Root {
  checkOpen(self);
  return self;
}

function baseNext(self: W_IOBase): W_Root {
  const w_line = callMethod0(self, n_readline);
  if (lengthOf(w_line) === 0) throw stopIteration(null);
  return w_line;
}

function baseReadlines(self: W_IOBase, w_hint: W_Root | null): W_Root {
  const hint = w_hint === null || w_hint === w_None ? -1 : toWord(w_hint);
  const lines: W_Root[] = [];
  let total = 0;
  const w_iterator = iter(self);
  for (;;) {
    const w_line = next(w_iterator);
    if (w_line === null) break;
    lines.push(w_line);
    total += lengthOf(w_line);
    if (hint > 0 && total >= hint) break;
  }
  return newListOwning(lines);
}

function baseWritelines(self: W_IOBase, w_lines: W_Root): W_Root {
  checkOpen(self);
  const w_iterator = iter(w_lines);
  for (;;) {
    const w_line = next(w_iterator);
    if (w_line === null) return w_None;
    callMethod1(self, n_write, w_line);
  }
}

/** A stream that was left open; one that was never really opened, or fails to tell, is nobody's concern. */
function baseDel(self: W_IOBase): W_Root {
  let isOpen = false;
  try {
    isOpen = !isClosed(self);
  } catch (e) {
    asOperationError(caught(e));
  }
  if (!isOpen) return w_None;
  try {
    callMethod0(self, n_close);
  } catch (e) {
    // CPython shows it in development mode only.
    asOperationError(caught(e));
  }
  return w_None;
}

export const ioBaseTypedef = typedef(
  ioBaseType,
  W_IOBase,
  { doc: 'The abstract base class for all I/O classes.', module: '_io', hasDict: true, weakrefable: true },
  [
    staticmethod('__new__', '($type, *args, **kwargs)', baseNew),
    method('seek', '($self, /, *args)', baseSeek),
    method('tell', '($self, /)', baseTell),
    method('truncate', '($self, pos=None, /)', baseTruncate),
    method('fileno', '($self, /)', baseFileno),
    method('flush', '($self, /)', baseFlush),
    method('close', '($self, /)', baseClose),
    method('seekable', '($self, /)', baseSeekable),
    method('readable', '($self, /)', baseSeekable),
    method('writable', '($self, /)', baseSeekable),
    method('isatty', '($self, /)', baseIsatty),
    method('_checkClosed', '($self, msg=None, /)', baseCheckClosed),
    method('_checkReadable', '($self, msg=None, /)', baseCheckReadable),
    method('_checkWritable', '($self, msg=None, /)', baseCheckWritable),
    method('_checkSeekable', '($self, msg=None, /)', baseCheckSeekable),
    method('__enter__', '($self, /)', baseEnter),
    method('__exit__', '($self, /, *args)', baseExit),
    method('__iter__', '($self, /)', baseIter),
    method('__next__', '($self, /)', baseNext),
    method('readline', '($self, size=-1, /)', baseReadline),
    method('readlines', '($self, hint=-1, /)', baseReadlines),
    method('writelines', '($self, lines, /)', baseWritelines),
    method('__del__', '($self, /)', baseDel),
    getset('closed', baseClosed),
  ],
);

// ---- raw

function rawRead(self: W_IOBase, w_size: W_Root | null): W_Root {
  const size = w_size === null || w_size === w_None ? -1 : toWord(w_size);
  if (size < 0) return callMethod0(self, n_readall);
  const w_buffer = new W_Bytearray(repeatString('\0', size));
  const w_count = callMethod1(self, n_readinto, w_buffer);
  if (w_count === w_None) return w_None;
  const count = toWord(w_count);
  if (count < 0 || count > w_buffer.length)
    throw valueError(`readinto returned ${count} outside buffer size ${w_buffer.length}`);
  return newBytes(bytesToString(w_buffer.data, 0, count));
}

function rawReadall(self: W_IOBase): W_Root {
  const parts: string[] = [];
  for (;;) {
    const w_part = callMethod1(self, n_read, newInt(8192));
    if (w_part === w_None) {
      if (parts.length === 0) return w_None;
      break;
    }
    if (!(w_part instanceof W_BytesBase)) throw notBytes('read', w_part);
    if (w_part.value === '') break;
    parts.push(w_part.value);
  }
  return newBytes(joinStrings(parts, ''));
}

function rawReadinto(self: W_IOBase, _w_buffer: W_Root): W_Root {
  return unsupportedNamed(self, 'readinto');
}

export const rawIoBaseTypedef = typedef(
  rawIoBaseType,
  W_IOBase,
  { doc: 'Base class for raw binary I/O.', module: '_io', sameLayout: true },
  [
    method('read', '($self, size=-1, /)', rawRead),
    method('readall', '($self, /)', rawReadall),
    method('readinto', '($self, buffer, /)', rawReadinto),
    method('write', '($self, b, /)', rawReadinto),
  ],
);

// ---- buffered

/** Copies bytes to the beginning of a writable buffer, which may have shrunk since its size was asked for. */
export function fillBuffer(w_buffer: W_Root, data: string): void {
  if (w_buffer instanceof W_BytearrayBase) {
    checkFits(data, w_buffer.length);
    for (let i = 0; i < data.length; i++) w_buffer.data[i] = data.charCodeAt(i);
    return;
  }
  setItem(w_buffer, newSlice(newInt(0), newInt(data.length), w_None), newBytes(data));
}

function checkFits(data: string, size: int): void {
  if (data.length > size) {
    throw valueError(`read() returned too much data: ${size} bytes requested, ${data.length} returned`);
  }
}

/** Bytes that a writable buffer has room for. */
export function bufferSize(w_buffer: W_Root): int {
  if (w_buffer instanceof W_BytearrayBase) return w_buffer.length;
  if (w_buffer instanceof W_BytesBase || w_buffer instanceof W_StrBase) {
    throw typeError(`readinto() argument must be read-write bytes-like object, not ${typeName(w_buffer)}`);
  }
  return getBytes(w_buffer).length;
}

function readIntoBy(w_buffer: W_Root, w_read: W_Root): W_Root {
  const size = bufferSize(w_buffer);
  const w_data = call1(w_read, newInt(size));
  if (w_data === w_None) return w_None;
  if (!(w_data instanceof W_BytesBase)) throw notBytes('read', w_data);
  checkFits(w_data.value, size);
  fillBuffer(w_buffer, w_data.value);
  return newInt(w_data.value.length);
}

function bufferedReadinto(self: W_IOBase, w_buffer: W_Root): W_Root {
  return readIntoBy(w_buffer, getAttribute(self, n_read));
}

function bufferedReadinto1(self: W_IOBase, w_buffer: W_Root): W_Root {
  return readIntoBy(w_buffer, getAttribute(self, n_read1));
}

function baseRead(self: W_IOBase, _w_args: W_Root): W_Root {
  return unsupportedNamed(self, 'read');
}

function baseRead1(self: W_IOBase, _w_args: W_Root): W_Root {
  return unsupportedNamed(self, 'read1');
}

function baseWrite(self: W_IOBase, _w_data: W_Root): W_Root {
  return unsupportedNamed(self, 'write');
}

function baseDetach(self: W_IOBase): W_Root {
  return unsupportedNamed(self, 'detach');
}

export const bufferedIoBaseTypedef = typedef(
  bufferedIoBaseType,
  W_IOBase,
  { doc: 'Base class for buffered IO objects.', module: '_io', sameLayout: true },
  [
    method('read', '($self, /, *args)', baseRead),
    method('read1', '($self, /, *args)', baseRead1),
    method('readinto', '($self, buffer, /)', bufferedReadinto),
    method('readinto1', '($self, buffer, /)', bufferedReadinto1),
    method('write', '($self, b, /)', baseWrite),
    method('detach', '($self, /)', baseDetach),
  ],
);

// ---- text

function textReadline(self: W_IOBase, _w_args: W_Root): W_Root {
  return unsupportedNamed(self, 'readline');
}

function textNone(_self: W_IOBase): W_Root {
  return w_None;
}

export const textIoBaseTypedef = typedef(
  textIoBaseType,
  W_IOBase,
  { doc: 'Base class for text I/O.', module: '_io', sameLayout: true },
  [
    method('read', '($self, /, *args)', baseRead),
    method('readline', '($self, /, *args)', textReadline),
    method('write', '($self, s, /)', baseWrite),
    method('detach', '($self, /)', baseDetach),
    getset('encoding', textNone),
    getset('newlines', textNone),
    getset('errors', textNone),
  ],
);

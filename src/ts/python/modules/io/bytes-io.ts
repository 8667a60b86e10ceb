/** `BytesIO`: a binary stream in memory. */
import type { ByteArray } from '../../../rlib/array.js';
import { newByteArray } from '../../../rlib/array.js';
import { bytesToString, copyStringToBytes } from '../../../rlib/bytes.js';
import { ignoreFinalizer } from '../../../rlib/finalizers.js';
import type { int } from '../../../rlib/types.js';
import { index, toWord } from '../../interp/convert.js';
import { newError, stopIteration, typeError, typeName, valueError } from '../../interp/errors.js';
import { copyDict, dictMergeDict } from '../../objects/dict.js';
import { getDict } from '../../objects/instance-dict.js';
import { newMemoryView } from '../../objects/memoryview.js';
import { RawBuffer } from '../../objects/raw-buffer.js';
import { W_Root } from '../../objects/root.js';
import { Slot } from '../../objects/slots.js';
import { getset, method, staticmethod, typedef } from '../../objects/typedef.js';
import { newBytes } from '../../objects/w-bytes.js';
import { W_DictBase } from '../../objects/w-dict.js';
import { BufferErrorType } from '../../objects/w-exception.js';
import { newBool, newInt, W_IntBase } from '../../objects/w-int.js';
import { newListOwning } from '../../objects/w-list.js';
import { w_None } from '../../objects/w-none.js';
import { newTuple, W_TupleBase } from '../../objects/w-tuple.js';
import { newBuiltinType, objectType, W_Type } from '../../objects/w-type.js';
import { getBytes } from '../../objects/buffer.js';
import { bufferSize, fillBuffer } from './base.js';
import { closedError } from './errors.js';
import { bytesIoType, W_IOBase } from './w-io.js';

export class W_BytesIO extends W_IOBase {
  data: ByteArray = newByteArray(0);
  length: int = 0;
  position: int = 0;
  isClosed: boolean = false;
  /** Live memoryviews of the contents: while there are some nothing is written through the stream. */
  exports: int = 0;
}

/** What `getbuffer` gives a view of. */
export const bytesIoBufferType: W_Type = newBuiltinType('_BytesIOBuffer', objectType);

export class W_BytesIOBuffer extends W_Root {
  constructor(private readonly w_stream: W_BytesIO) {
    super();
  }

  override getType(): W_Type {
    return bytesIoBufferType;
  }

  override getBuffer(): RawBuffer | null {
    return new BytesIOMemory(this.w_stream);
  }
}

class BytesIOMemory extends RawBuffer {
  constructor(private readonly w_stream: W_BytesIO) {
    super();
  }

  override length(): int {
    return this.w_stream.length;
  }

  override isReadonly(): boolean {
    return false;
  }

  override getByte(at: int): int {
    return this.w_stream.data[at] as int;
  }

  override setByte(at: int, byte: int): void {
    this.w_stream.data[at] = byte;
  }

  override slice(start: int, end: int): string {
    return bytesToString(this.w_stream.data, start, end);
  }

  override acquire(): void {
    this.w_stream.exports++;
  }

  override release(): void {
    this.w_stream.exports--;
  }
}

function checkExports(self: W_BytesIO): void {
  if (self.exports > 0)
    throw newError(BufferErrorType, 'Existing exports of data: object cannot be re-sized');
}

function bytesNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  const w_stream = new W_BytesIO(w_type instanceof W_Type ? w_type : bytesIoType);
  // Nothing but memory to give back.
  if (w_type === bytesIoType) ignoreFinalizer(w_stream);
  return w_stream;
}

function bytesInit(self: W_BytesIO, w_initial: W_Root | null): W_Root {
  checkExports(self);
  self.length = 0;
  self.position = 0;
  if (w_initial !== null && w_initial !== w_None) {
    writeBytes(self, getBytes(w_initial));
    self.position = 0;
  }
  return w_None;
}

function check(self: W_BytesIO): void {
  if (self.isClosed) throw closedError();
}

/** Writes at the position; a gap is filled with zeros. */
function writeBytes(self: W_BytesIO, data: string): void {
  if (data.length === 0) return;
  const end = self.position + data.length;
  if (end > self.data.length) {
    const grown = newByteArray(end + (end >> 1) + 16);
    for (let i = 0; i < self.length; i++) grown[i] = self.data[i] as int;
    self.data = grown;
  }
  for (let i = self.length; i < self.position; i++) self.data[i] = 0;
  copyStringToBytes(data, self.data, self.position);
  self.position = end;
  if (end > self.length) self.length = end;
}

function sizeArgument(w_size: W_Root | null): int {
  if (w_size === null || w_size === w_None) return -1;
  if (!(w_size instanceof W_IntBase)) {
    if (w_size.getType().findSlot(Slot.INDEX) === null)
      throw typeError(`argument should be integer or None, not '${typeName(w_size)}'`);
  }
  return toWord(index(w_size));
}

/** The next bytes: `size` of them, or all if it is negative. */
function readBytes(self: W_BytesIO, size: int): string {
  const available = self.length - self.position;
  const count = size < 0 || size > available ? available : size;
  if (count <= 0) return '';
  const start = self.position;
  self.position = start + count;
  return bytesToString(self.data, start, start + count);
}

function bytesRead(self: W_BytesIO, w_size: W_Root | null): W_Root {
  check(self);
  return newBytes(readBytes(self, sizeArgument(w_size)));
}

function lineFrom(self: W_BytesIO, limit: int): string {
  let end = self.position;
  while (end < self.length && self.data[end] !== 10) end++;
  if (end < self.length) end++;
  let count = end - self.position;
  if (limit >= 0 && count > limit) count = limit;
  return readBytes(self, count < 0 ? 0 : count);
}

function bytesReadline(self: W_BytesIO, w_size: W_Root | null): W_Root {
  check(self);
  return newBytes(lineFrom(self, sizeArgument(w_size)));
}

function bytesReadlines(self: W_BytesIO, w_hint: W_Root | null): W_Root {
  check(self);
  const hint = sizeArgument(w_hint);
  const lines: W_Root[] = [];
  let total = 0;
  for (;;) {
    const line = lineFrom(self, -1);
    if (line === '') break;
    lines.push(newBytes(line));
    total += line.length;
    if (hint > 0 && total >= hint) break;
  }
  return newListOwning(lines);
}

function bytesNext(self: W_BytesIO): W_Root {
  check(self);
  const line = lineFrom(self, -1);
  if (line === '') throw stopIteration(null);
  return newBytes(line);
}

function bytesReadinto(self: W_BytesIO, w_buffer: W_Root): W_Root {
  check(self);
  const data = readBytes(self, bufferSize(w_buffer));
  fillBuffer(w_buffer, data);
  return newInt(data.length);
}

function bytesWrite(self: W_BytesIO, w_data: W_Root): W_Root {
  check(self);
  checkExports(self);
  const data = getBytes(w_data);
  writeBytes(self, data);
  return newInt(data.length);
}

function bytesSeek(self: W_BytesIO, w_position: W_Root, w_whence: W_Root | null): W_Root {
  check(self);
  const offset = toWord(w_position);
  const whence = w_whence === null ? 0 : toWord(w_whence);
  if (whence < 0 || whence > 2) throw valueError(`invalid whence (${whence}, should be 0, 1 or 2)`);
  if (whence === 0 && offset < 0) throw valueError(`negative seek value ${offset}`);
  const base = whence === 0 ? 0 : whence === 1 ? self.position : self.length;
  const position = base + offset;
  self.position = position < 0 ? 0 : position;
  return newInt(self.position);
}

function bytesTell(self: W_BytesIO): W_Root {
  check(self);
  return newInt(self.position);
}

function bytesTruncate(self: W_BytesIO, w_size: W_Root | null): W_Root {
  check(self);
  const size = w_size === null || w_size === w_None ? self.position : sizeArgument(w_size);
  checkExports(self);
  if (size < 0) throw valueError(`negative size value ${size}`);
  if (size < self.length) self.length = size;
  return newInt(size);
}

function bytesGetvalue(self: W_BytesIO): W_Root {
  check(self);
  return newBytes(bytesToString(self.data, 0, self.length));
}

/** A view of the contents that can be written to. */
function bytesGetbuffer(self: W_BytesIO): W_Root {
  check(self);
  return newMemoryView(new W_BytesIOBuffer(self));
}

function bytesClose(self: W_BytesIO): W_Root {
  checkExports(self);
  self.isClosed = true;
  self.data = newByteArray(0);
  self.length = 0;
  return w_None;
}

function bytesClosed(self: W_BytesIO): W_Root {
  return newBool(self.isClosed);
}

function bytesTrue(self: W_BytesIO): W_Root {
  check(self);
  return newBool(true);
}

function bytesFalse(self: W_BytesIO): W_Root {
  check(self);
  return newBool(false);
}

function bytesFlush(self: W_BytesIO): W_Root {
  check(self);
  return w_None;
}

function bytesGetstate(self: W_BytesIO): W_Root {
  check(self);
  const w_dict = getDict(self);
  return newTuple([
    bytesGetvalue(self),
    newInt(self.position),
    w_dict.length() === 0 ? w_None : copyDict(w_dict),
  ]);
}

function bytesSetstate(self: W_BytesIO, w_state: W_Root): W_Root {
  check(self);
  if (!(w_state instanceof W_TupleBase) || w_state.items.length < 3) {
    throw typeError(`${typeName(self)}.__setstate__ argument should be 3-tuple, got ${typeName(w_state)}`);
  }
  bytesInit(self, w_state.items[0] as W_Root);
  const position = toWord(w_state.items[1] as W_Root);
  if (position < 0) throw valueError('position value cannot be negative');
  self.position = position;
  const w_dict = w_state.items[2] as W_Root;
  if (w_dict instanceof W_DictBase) dictMergeDict(getDict(self), w_dict);
  return w_None;
}

export const bytesIoTypedef = typedef(
  bytesIoType,
  W_BytesIO,
  { doc: 'Buffered I/O implementation using an in-memory bytes buffer.', module: '_io', hasDict: true },
  [
    staticmethod('__new__', '($type, *args, **kwargs)', bytesNew),
    method('__init__', "($self, /, initial_bytes=b'')", bytesInit),
    method('read', '($self, size=-1, /)', bytesRead),
    method('read1', '($self, size=-1, /)', bytesRead),
    method('readline', '($self, size=-1, /)', bytesReadline),
    method('readlines', '($self, size=None, /)', bytesReadlines),
    method('__next__', '($self, /)', bytesNext),
    method('readinto', '($self, buffer, /)', bytesReadinto),
    method('readinto1', '($self, buffer, /)', bytesReadinto),
    method('write', '($self, b, /)', bytesWrite),
    method('seek', '($self, pos, whence=0, /)', bytesSeek),
    method('tell', '($self, /)', bytesTell),
    method('truncate', '($self, size=None, /)', bytesTruncate),
    method('getvalue', '($self, /)', bytesGetvalue),
    method('getbuffer', '($self, /)', bytesGetbuffer),
    method('close', '($self, /)', bytesClose),
    method('flush', '($self, /)', bytesFlush),
    method('readable', '($self, /)', bytesTrue),
    method('writable', '($self, /)', bytesTrue),
    method('seekable', '($self, /)', bytesTrue),
    method('isatty', '($self, /)', bytesFalse),
    method('__getstate__', '($self, /)', bytesGetstate),
    method('__setstate__', '($self, state, /)', bytesSetstate),
    getset('closed', bytesClosed),
  ],
);

export const bytesIoBufferTypedef = typedef(
  bytesIoBufferType,
  W_BytesIOBuffer,
  { module: '_io', subclassable: false },
  [],
);

/**
 * `BufferedReader`, `BufferedWriter`, `BufferedRandom`, `BufferedRWPair`: a raw stream with a buffer.
 *
 * One class holds both sides: bytes read ahead (`ahead`, from `at` on) and bytes not yet written (`pending`). At any time at most one of
 * them is not empty: writing first gives up what was read ahead (seeking back), reading first flushes.
 * A raw stream that is exactly a FileIO is used directly, any other by its methods.
 */
import { joinStrings } from '../../../rlib/bytes.js';
import type { int } from '../../../rlib/types.js';
import {
  callMethod0,
  callMethod1,
  callMethod2,
  findAttribute,
  getAttribute,
} from '../../interp/attributes.js';
import { isTrue } from '../../interp/compare.js';
import { reprText, toWord } from '../../interp/convert.js';
import { newError, stopIteration, typeError, typeName, valueError } from '../../interp/errors.js';
import type { W_Root } from '../../objects/root.js';
import type { Row } from '../../objects/typedef.js';
import { getset, method, staticmethod, typedef } from '../../objects/typedef.js';
import { newBytes, W_BytesBase } from '../../objects/w-bytes.js';
import {
  BlockingIOErrorType,
  allocateException,
  OperationError,
  OSErrorType,
  W_OSError,
} from '../../objects/w-exception.js';
import { newBool, newInt } from '../../objects/w-int.js';
import { w_None } from '../../objects/w-none.js';
import { intern, newStr } from '../../objects/w-str.js';
import { newTuple } from '../../objects/w-tuple.js';
import { W_Type } from '../../objects/w-type.js';
import { getBytes } from '../../objects/buffer.js';
import { bufferSize, fillBuffer } from './base.js';
import { isClosed, unsupported } from './errors.js';
import { fileReadAll, fileReadBytes, fileWriteBytes, W_FileIO } from './file-io.js';
import {
  bufferedPairType,
  bufferedRandomType,
  bufferedReaderType,
  bufferedWriterType,
  fileIoType,
  W_IOBase,
} from './w-io.js';
import {
  layerBelow,
  layerClose,
  layerClosed,
  layerIsatty,
  layerReadable,
  layerRows,
  layerWritable,
  readableRow,
  W_Layer,
  writableRow,
} from './layer.js';
import { trackOutput } from './open-outputs.js';

const n_read = intern('read');
const n_readall = intern('readall');
const n_readable = intern('readable');
const n_writable = intern('writable');
const n_seekable = intern('seekable');
const n_write = intern('write');
const n_seek = intern('seek');
const n_tell = intern('tell');
const n_truncate = intern('truncate');
const n_flush = intern('flush');
const n_name = intern('name');
const n_mode = intern('mode');

const DEFAULT_SIZE: int = 8192;

export class W_Buffered extends W_Layer {
  isReader: boolean = false;
  isWriter: boolean = false;
  size: int = DEFAULT_SIZE;
  ahead: string = '';
  at: int = 0;
  pending: string[] = [];
  pendingSize: int = 0;

  override belowName(): string {
    return 'raw stream';
  }
}

function checkOpen(self: W_Buffered, action: string): void {
  if (isClosed(self.below())) throw valueError(`${action} of closed file`);
}

function initialize(self: W_Buffered, w_raw: W_Root, w_size: W_Root | null): void {
  const size = w_size === null ? DEFAULT_SIZE : toWord(w_size);
  if (size <= 0) throw valueError('buffer size must be strictly positive');
  self.w_below = w_raw;
  self.detached = false;
  self.size = size;
  self.ahead = '';
  self.at = 0;
  self.pending = [];
  self.pendingSize = 0;
}

function checkReadable(w_raw: W_Root): void {
  if (!isTrue(callMethod0(w_raw, n_readable))) throw unsupported('File or stream is not readable.');
}

function checkWritable(w_raw: W_Root): void {
  if (!isTrue(callMethod0(w_raw, n_writable))) throw unsupported('File or stream is not writable.');
}

function readerNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  return new W_Buffered(w_type instanceof W_Type ? w_type : bufferedReaderType);
}

function readerInit(self: W_Buffered, w_raw: W_Root, w_size: W_Root | null): W_Root {
  checkReadable(w_raw);
  initialize(self, w_raw, w_size);
  self.isReader = true;
  return w_None;
}

function writerInit(self: W_Buffered, w_raw: W_Root, w_size: W_Root | null): W_Root {
  checkWritable(w_raw);
  initialize(self, w_raw, w_size);
  self.isWriter = true;
  trackOutput(self);
  return w_None;
}

function randomInit(self: W_Buffered, w_raw: W_Root, w_size: W_Root | null): W_Root {
  if (!isTrue(callMethod0(w_raw, n_seekable))) throw unsupported('File or stream is not seekable.');
  checkReadable(w_raw);
  checkWritable(w_raw);
  initialize(self, w_raw, w_size);
  self.isReader = true;
  self.isWriter = true;
  trackOutput(self);
  return w_None;
}

// ---- reading

/** Whether the raw stream is a plain file. */
function plainFile(w_raw: W_Root): W_FileIO | null {
  return w_raw instanceof W_FileIO && w_raw.getType() === fileIoType ? w_raw : null;
}

/** One read of the raw stream; null if nothing can be read without waiting. */
function rawRead(self: W_Buffered, size: int): string | null {
  const w_raw = self.below();
  const file = plainFile(w_raw);
  if (file !== null) return fileReadBytes(file, size);
  const w_data = callMethod1(w_raw, n_read, newInt(size));
  if (w_data === w_None) return null;
  if (!(w_data instanceof W_BytesBase)) {
    throw newError(OSErrorType, `raw read() returned invalid type: ${typeName(w_data)}`);
  }
  if (w_data.value.length > size) {
    throw newError(
      OSErrorType,
      `raw readinto() returned invalid length ${w_data.value.length} (should have been between 0 and ${size})`,
    );
  }
  return w_data.value;
}

function available(self: W_Buffered): int {
  return self.ahead.length - self.at;
}

/** Takes bytes from the buffer. */
function take(self: W_Buffered, count: int): string {
  const start = self.at;
  self.at = start + count;
  return self.ahead.slice(start, start + count);
}

/** Everything up to the end; null if nothing is there and none can come without waiting. */
function readAll(self: W_Buffered): string | null {
  flushPending(self);
  const head = take(self, available(self));
  const w_raw = self.below();
  const file = plainFile(w_raw);
  if (file !== null) return head + fileReadAll(file);
  if (findAttribute(w_raw, n_readall) !== null) {
    const w_rest = callMethod0(w_raw, n_readall);
    if (w_rest === w_None) return head === '' ? null : head;
    if (!(w_rest instanceof W_BytesBase)) throw typeError('readall() should return bytes');
    return head + w_rest.value;
  }
  const parts: string[] = [head];
  for (;;) {
    const part = rawRead(self, self.size);
    if (part === null && joinStrings(parts, '') === '') return null;
    if (part === null || part === '') break;
    parts.push(part);
  }
  return joinStrings(parts, '');
}

/** Exactly `size` bytes if the stream has them; null as in `readAll`. */
function readExactly(self: W_Buffered, size: int): string | null {
  const ready = available(self);
  if (size <= ready) return take(self, size);
  flushPending(self);
  const parts: string[] = [take(self, ready)];
  let missing = size - ready;
  let blocked = false;
  while (missing > 0) {
    const part = rawRead(self, missing > self.size ? missing : self.size);
    if (part === null || part === '') {
      blocked = part === null;
      break;
    }
    if (part.length > missing) {
      parts.push(part.slice(0, missing));
      self.ahead = part;
      self.at = missing;
      missing = 0;
    } else {
      parts.push(part);
      missing -= part.length;
    }
  }
  const result = joinStrings(parts, '');
  return blocked && result === '' ? null : result;
}

function bytesOrNone(data: string | null): W_Root {
  return data === null ? w_None : newBytes(data);
}

function bufferedRead(self: W_Buffered, w_size: W_Root | null): W_Root {
  const size = w_size === null || w_size === w_None ? -1 : toWord(w_size);
  if (size < -1) throw valueError('read length must be non-negative or -1');
  checkOpen(self, 'read');
  return bytesOrNone(size < 0 ? readAll(self) : readExactly(self, size));
}

/** At most one raw read. */
export function readOnce(self: W_Buffered, size: int): string {
  flushPending(self);
  if (available(self) === 0) {
    const part = rawRead(self, size > self.size ? size : self.size);
    self.ahead = part === null ? '' : part;
    self.at = 0;
  }
  const ready = available(self);
  return take(self, size < 0 || size > ready ? ready : size);
}

function bufferedRead1(self: W_Buffered, w_size: W_Root | null): W_Root {
  const size = w_size === null ? -1 : toWord(w_size);
  checkOpen(self, 'read');
  if (size === 0) return newBytes('');
  return newBytes(readOnce(self, size));
}

function bufferedPeek(self: W_Buffered, _w_size: W_Root | null): W_Root {
  checkOpen(self, 'peek');
  flushPending(self);
  if (available(self) === 0) {
    const part = rawRead(self, self.size);
    self.ahead = part === null ? '' : part;
    self.at = 0;
  }
  return newBytes(self.ahead.slice(self.at, self.ahead.length));
}

function bufferedReadinto(self: W_Buffered, w_buffer: W_Root): W_Root {
  checkOpen(self, 'readinto');
  const data = readExactly(self, bufferSize(w_buffer));
  if (data === null) return w_None;
  fillBuffer(w_buffer, data);
  return newInt(data.length);
}

function bufferedReadinto1(self: W_Buffered, w_buffer: W_Root): W_Root {
  checkOpen(self, 'readinto');
  const size = bufferSize(w_buffer);
  const data = size === 0 ? '' : readOnce(self, size);
  fillBuffer(w_buffer, data);
  return newInt(data.length);
}

/** The next line, at most `limit` bytes of it (-1: all). */
function readLine(self: W_Buffered, limit: int): string {
  flushPending(self);
  const parts: string[] = [];
  let total = 0;
  for (;;) {
    if (available(self) === 0) {
      const part = rawRead(self, self.size);
      if (part === null || part === '') break;
      self.ahead = part;
      self.at = 0;
    }
    const newline = self.ahead.indexOf('\n', self.at);
    let count = newline < 0 ? available(self) : newline + 1 - self.at;
    const limited = limit >= 0 && total + count > limit;
    if (limited) count = limit - total;
    parts.push(take(self, count));
    total += count;
    if (limited || newline >= 0) break;
  }
  return joinStrings(parts, '');
}

function bufferedReadline(self: W_Buffered, w_size: W_Root | null): W_Root {
  const limit = w_size === null || w_size === w_None ? -1 : toWord(w_size);
  checkOpen(self, 'readline');
  return newBytes(readLine(self, limit));
}

function bufferedNext(self: W_Buffered): W_Root {
  checkOpen(self, 'readline');
  const line = readLine(self, -1);
  if (line === '') throw stopIteration(null);
  return newBytes(line);
}

// ---- writing

/** Gives up what was read ahead: the raw stream goes back to where the reader is. */
function dropAhead(self: W_Buffered): void {
  const ready = available(self);
  self.ahead = '';
  self.at = 0;
  if (ready > 0) callMethod2(self.below(), n_seek, newInt(-ready), newInt(1));
}

/** Writes all pending bytes. */
function flushPending(self: W_Buffered): void {
  if (self.pendingSize === 0) return;
  let data = joinStrings(self.pending, '');
  const w_raw = self.below();
  const file = plainFile(w_raw);
  while (data.length > 0) {
    let written = 0;
    if (file !== null) {
      written = fileWriteBytes(file, data);
    } else {
      const w_count = callMethod1(w_raw, n_write, newBytes(data));
      written = w_count === w_None ? -1 : toWord(w_count);
    }
    if (written < 0) {
      keepPending(self, data);
      throw wouldBlock(0);
    }
    if (written > data.length) {
      throw newError(
        OSErrorType,
        `raw write() returned invalid length ${written} (should have been between 0 and ${data.length})`,
      );
    }
    data = data.slice(written, data.length);
    keepPending(self, data);
  }
}

function keepPending(self: W_Buffered, data: string): void {
  self.pending = data === '' ? [] : [data];
  self.pendingSize = data.length;
}

function wouldBlock(written: int): OperationError {
  const w_exception = allocateException(BlockingIOErrorType);
  const w_message = newStr('write could not complete without blocking');
  w_exception.w_args = newTuple([newInt(11), w_message]);
  if (w_exception instanceof W_OSError) {
    w_exception.w_errno = newInt(11);
    w_exception.w_strerror = w_message;
    w_exception.w_charactersWritten = newInt(written);
  }
  return new OperationError(w_exception);
}

/** Adds bytes to what is to be written. */
export function bufferedWriteBytes(self: W_Buffered, data: string): void {
  if (self.isReader && available(self) > 0) dropAhead(self);
  self.pending.push(data);
  self.pendingSize += data.length;
  if (self.pendingSize >= self.size) flushPending(self);
}

function bufferedWrite(self: W_Buffered, w_data: W_Root): W_Root {
  if (isClosed(self.below())) throw valueError('write to closed file');
  const data = getBytes(w_data);
  bufferedWriteBytes(self, data);
  return newInt(data.length);
}

export function bufferedFlushNow(self: W_Buffered): void {
  checkOpen(self, 'flush');
  flushPending(self);
  if (self.isReader && self.isWriter) dropAhead(self);
}

function bufferedFlush(self: W_Buffered): W_Root {
  if (self.isWriter) bufferedFlushNow(self);
  else callMethod0(self.below(), n_flush);
  return w_None;
}

// ---- both

function bufferedSeek(self: W_Buffered, w_position: W_Root, w_whence: W_Root | null): W_Root {
  const whence = w_whence === null ? 0 : toWord(w_whence);
  if (whence < 0 || whence > 2) throw valueError(`whence value ${whence} unsupported`);
  checkOpen(self, 'seek');
  const w_raw = self.below();
  if (!isTrue(callMethod0(w_raw, n_seekable))) throw unsupported('File or stream is not seekable.');
  flushPending(self);
  let offset = toWord(w_position);
  if (whence === 1) offset -= available(self);
  self.ahead = '';
  self.at = 0;
  return callMethod2(w_raw, n_seek, newInt(offset), newInt(whence));
}

function bufferedTell(self: W_Buffered): W_Root {
  const position = toWord(callMethod0(self.below(), n_tell));
  if (position < 0) throw newError(OSErrorType, `Raw stream returned invalid position ${position}`);
  return newInt(position - available(self) + self.pendingSize);
}

function bufferedTruncate(self: W_Buffered, w_size: W_Root | null): W_Root {
  checkOpen(self, 'truncate');
  if (!self.isWriter) throw unsupported('truncate');
  flushPending(self);
  const w_to = w_size === null || w_size === w_None ? bufferedTell(self) : w_size;
  return callMethod1(self.below(), n_truncate, w_to);
}

function bufferedMode(self: W_Buffered): W_Root {
  return getAttribute(self.below(), n_mode);
}

function bufferedRepr(self: W_Buffered): W_Root {
  const w_type = self.getType();
  const name = w_type.isHeapType ? w_type.name : `_io.${w_type.name}`;
  const w_name = self.w_below === null ? null : findAttribute(self.w_below, n_name);
  return newStr(w_name === null ? `<${name}>` : `<${name} name=${reprText(w_name)}>`);
}

function bufferedReduce(self: W_Buffered): W_Root {
  throw typeError(`cannot pickle '${typeName(self)}' object`);
}

const sharedRows: Row[] = [
  staticmethod('__new__', '($type, *args, **kwargs)', readerNew),
  ...layerRows,
  method('flush', '($self, /)', bufferedFlush),
  method('seek', '($self, target, whence=0, /)', bufferedSeek),
  method('tell', '($self, /)', bufferedTell),
  method('truncate', '($self, pos=None, /)', bufferedTruncate),
  method('__repr__', '($self, /)', bufferedRepr),
  method('__reduce__', '($self, /)', bufferedReduce),
  getset('mode', bufferedMode),
  getset('raw', layerBelow),
];

const readRows: Row[] = [
  readableRow,
  method('read', '($self, size=-1, /)', bufferedRead),
  method('read1', '($self, size=-1, /)', bufferedRead1),
  method('peek', '($self, size=0, /)', bufferedPeek),
  method('readinto', '($self, buffer, /)', bufferedReadinto),
  method('readinto1', '($self, buffer, /)', bufferedReadinto1),
  method('readline', '($self, size=-1, /)', bufferedReadline),
  method('__next__', '($self, /)', bufferedNext),
];

const writeRows: Row[] = [writableRow, method('write', '($self, buffer, /)', bufferedWrite)];

export const bufferedReaderTypedef = typedef(
  bufferedReaderType,
  W_Buffered,
  {
    doc: 'Create a new buffered reader using the given readable raw IO object.',
    module: '_io',
    hasDict: true,
  },
  [method('__init__', '($self, /, raw, buffer_size=8192)', readerInit), ...sharedRows, ...readRows],
);

export const bufferedWriterTypedef = typedef(
  bufferedWriterType,
  W_Buffered,
  { doc: 'A buffer for a writeable sequential RawIO object.', module: '_io', hasDict: true },
  [method('__init__', '($self, /, raw, buffer_size=8192)', writerInit), ...sharedRows, ...writeRows],
);

export const bufferedRandomTypedef = typedef(
  bufferedRandomType,
  W_Buffered,
  { doc: 'A buffered interface to random access streams.', module: '_io', hasDict: true },
  [
    method('__init__', '($self, /, raw, buffer_size=8192)', randomInit),
    ...sharedRows,
    ...readRows,
    ...writeRows,
  ],
);

// ---- a reader and a writer

export class W_BufferedPair extends W_IOBase {
  reader: W_Buffered | null = null;
  writer: W_Buffered | null = null;
}

function pairNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  return new W_BufferedPair(w_type instanceof W_Type ? w_type : bufferedPairType);
}

function pairInit(self: W_BufferedPair, w_reader: W_Root, w_writer: W_Root, w_size: W_Root | null): W_Root {
  checkReadable(w_reader);
  checkWritable(w_writer);
  const reader = new W_Buffered(bufferedReaderType);
  readerInit(reader, w_reader, w_size);
  const writer = new W_Buffered(bufferedWriterType);
  writerInit(writer, w_writer, w_size);
  self.reader = reader;
  self.writer = writer;
  return w_None;
}

function readerOf(self: W_BufferedPair): W_Buffered {
  if (self.reader === null) throw valueError('I/O operation on uninitialized object');
  return self.reader;
}

function writerOf(self: W_BufferedPair): W_Buffered {
  if (self.writer === null) throw valueError('I/O operation on uninitialized object');
  return self.writer;
}

function pairRead(self: W_BufferedPair, w_size: W_Root | null): W_Root {
  return bufferedRead(readerOf(self), w_size);
}

function pairRead1(self: W_BufferedPair, w_size: W_Root | null): W_Root {
  return bufferedRead1(readerOf(self), w_size);
}

function pairPeek(self: W_BufferedPair, w_size: W_Root | null): W_Root {
  return bufferedPeek(readerOf(self), w_size);
}

function pairReadinto(self: W_BufferedPair, w_buffer: W_Root): W_Root {
  return bufferedReadinto(readerOf(self), w_buffer);
}

function pairReadinto1(self: W_BufferedPair, w_buffer: W_Root): W_Root {
  return bufferedReadinto1(readerOf(self), w_buffer);
}

function pairWrite(self: W_BufferedPair, w_data: W_Root): W_Root {
  return bufferedWrite(writerOf(self), w_data);
}

function pairFlush(self: W_BufferedPair): W_Root {
  return bufferedFlush(writerOf(self));
}

function pairReadable(self: W_BufferedPair): W_Root {
  return layerReadable(readerOf(self));
}

function pairWritable(self: W_BufferedPair): W_Root {
  return layerWritable(writerOf(self));
}

function pairClose(self: W_BufferedPair): W_Root {
  try {
    layerClose(writerOf(self));
  } finally {
    layerClose(readerOf(self));
  }
  return w_None;
}

function pairIsatty(self: W_BufferedPair): W_Root {
  const w_result = layerIsatty(writerOf(self));
  return isTrue(w_result) ? w_result : layerIsatty(readerOf(self));
}

function pairClosed(self: W_BufferedPair): W_Root {
  return newBool(isTrue(layerClosed(writerOf(self))));
}

export const bufferedPairTypedef = typedef(
  bufferedPairType,
  W_BufferedPair,
  { doc: 'A buffered reader and writer object together.', module: '_io', hasDict: true },
  [
    staticmethod('__new__', '($type, *args, **kwargs)', pairNew),
    method('__init__', '($self, reader, writer, buffer_size=8192, /)', pairInit),
    method('read', '($self, size=-1, /)', pairRead),
    method('read1', '($self, size=-1, /)', pairRead1),
    method('peek', '($self, size=0, /)', pairPeek),
    method('readinto', '($self, buffer, /)', pairReadinto),
    method('readinto1', '($self, buffer, /)', pairReadinto1),
    method('write', '($self, buffer, /)', pairWrite),
    method('flush', '($self, /)', pairFlush),
    method('readable', '($self, /)', pairReadable),
    method('writable', '($self, /)', pairWritable),
    method('close', '($self, /)', pairClose),
    method('isatty', '($self, /)', pairIsatty),
    getset('closed', pairClosed),
  ],
);

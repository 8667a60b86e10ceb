/**
 * `TextIOWrapper`: text over a buffered stream.
 *
 * Reading decodes a chunk at a time into `decoded` (UTF-8), consumed from `used` on. `tell` gives the byte position of the chunk's start and
 * how much of it was consumed in one number, as long as the decoder keeps no state that bytes do not show; for that the
 * bytes of the last chunk are kept (`snapshot`). Writing encodes at once and collects pieces until a chunk is full.
 */
import { joinStrings, splitString } from '../../../rlib/bytes.js';
import { floorDiv } from '../../../rlib/int.js';
import type { int } from '../../../rlib/types.js';
import {
  callMethod0,
  callMethod1,
  callMethod2,
  findAttribute,
  getAttribute,
} from '../../interp/attributes.js';
import { callArgs } from '../../interp/call.js';
import { isTrue } from '../../interp/compare.js';
import { reprText, toWord } from '../../interp/convert.js';
import { newError, stopIteration, typeError, typeName, valueError } from '../../interp/errors.js';
import { importModule } from '../../interp/import-module.js';
import type { W_Root } from '../../objects/root.js';
import { reprOfText } from '../../objects/str-repr.js';
import { getset, method, staticmethod, typedef } from '../../objects/typedef.js';
import { newBytes, W_BytesBase } from '../../objects/w-bytes.js';
import { LookupErrorType, OSErrorType } from '../../objects/w-exception.js';
import { newBool, newInt } from '../../objects/w-int.js';
import { w_None } from '../../objects/w-none.js';
import { intern, newStr } from '../../objects/w-str.js';
import { countCodePoints, skipCodePoints, W_StrBase } from '../../objects/w-str-base.js';
import { W_TupleBase } from '../../objects/w-tuple.js';
import { W_Type } from '../../objects/w-type.js';
import { bufferedFlushNow, bufferedWriteBytes, W_Buffered } from './buffered.js';
import { isClosed, unsupported } from './errors.js';
import { decodeNewlines, W_NewlineDecoder } from './newlines.js';
import { layerBelow, layerRows, readableRow, W_Layer, writableRow } from './layer.js';
import { trackOutput } from './open-outputs.js';
import { bufferedWriterType, newlineDecoderType, textWrapperType } from './w-io.js';

const n_read = intern('read');
const n_read1 = intern('read1');
const n_write = intern('write');
const n_flush = intern('flush');
const n_readable = intern('readable');
const n_writable = intern('writable');
const n_seekable = intern('seekable');
const n_seek = intern('seek');
const n_tell = intern('tell');
const n_truncate = intern('truncate');
const n_name = intern('name');
const n_mode = intern('mode');
const n_encode = intern('encode');
const n_decode = intern('decode');
const n_reset = intern('reset');
const n_setstate = intern('setstate');
const n_getstate = intern('getstate');
const n_incrementaldecoder = intern('incrementaldecoder');
const n_incrementalencoder = intern('incrementalencoder');
const n_lookup = intern('lookup');
const n_is_text = intern('_is_text_encoding');
const n_newlines = intern('newlines');

const CHUNK: int = 8192;

export class W_TextWrapper extends W_Layer {
  encoding: string = 'utf-8';
  errors: string = 'strict';
  /** 'universal' for None, else the argument. */
  newline: string = 'universal';
  lineBuffering: boolean = false;
  writeThrough: boolean = false;
  w_encoder: W_Root | null = null;
  w_decoder: W_Root | null = null;
  /** Plain UTF-8 or ASCII written without an encoder object. */
  directEncoding: boolean = false;
  decoded: string = '';
  used: int = 0;
  pending: string[] = [];
  pendingSize: int = 0;
  /** State of the decoder before the last chunk, and the chunk; null where `tell` can't know. */
  snapshotFlags: int = 0;
  snapshot: string | null = null;
  telling: boolean = true;
  canSeek: boolean = false;
  hasRead1: boolean = false;
  chunkSize: int = CHUNK;

  override belowName(): string {
    return 'underlying buffer';
  }
}

function textNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  return new W_TextWrapper(w_type instanceof W_Type ? w_type : textWrapperType);
}

function checkOpen(self: W_TextWrapper): void {
  if (isClosed(self.below())) throw valueError('I/O operation on closed file.');
}

function newlineArgument(w_newline: W_Root | null): string {
  if (w_newline === null || w_newline === w_None) return 'universal';
  if (!(w_newline instanceof W_StrBase)) throw typeError(`illegal newline type: ${typeName(w_newline)}`);
  const newline = w_newline.utf8();
  if (newline !== '' && newline !== '\n' && newline !== '\r' && newline !== '\r\n') {
    throw valueError(`illegal newline value: ${reprOfText(newline)}`);
  }
  return newline;
}

/** The codec's information, checked to be a text encoding. */
function codecInfo(encoding: string): W_Root {
  const w_info = callMethod1(importModule('_codecs'), n_lookup, newStr(encoding));
  const w_isText = findAttribute(w_info, n_is_text);
  if (w_isText !== null && !isTrue(w_isText)) {
    throw newError(
      LookupErrorType,
      `${reprOfText(encoding)} is not a text encoding; use codecs.open() to handle arbitrary codecs`,
    );
  }
  return w_info;
}

function textInit(
  self: W_TextWrapper,
  w_buffer: W_Root,
  w_encoding: W_Root | null,
  w_errors: W_Root | null,
  w_newline: W_Root | null,
  w_lineBuffering: W_Root | null,
  w_writeThrough: W_Root | null,
): W_Root {
  self.w_below = null;
  self.newline = newlineArgument(w_newline);
  let encoding = 'utf-8';
  if (w_encoding !== null && w_encoding !== w_None) {
    if (!(w_encoding instanceof W_StrBase)) {
      throw typeError(`TextIOWrapper() argument 'encoding' must be str or None, not ${typeName(w_encoding)}`);
    }
    encoding = w_encoding.utf8() === 'locale' ? 'utf-8' : w_encoding.utf8();
    if (encoding.indexOf('\0', 0) >= 0) throw valueError('embedded null character');
  }
  let errors = 'strict';
  if (w_errors !== null && w_errors !== w_None) {
    if (!(w_errors instanceof W_StrBase)) {
      throw typeError(`TextIOWrapper() argument 'errors' must be str or None, not ${typeName(w_errors)}`);
    }
    errors = w_errors.utf8();
  }
  self.encoding = encoding;
  self.errors = errors;
  self.lineBuffering = w_lineBuffering !== null && isTrue(w_lineBuffering);
  self.writeThrough = w_writeThrough !== null && isTrue(w_writeThrough);
  self.decoded = '';
  self.used = 0;
  self.pending = [];
  self.pendingSize = 0;
  self.snapshot = null;
  makeCodecs(self, w_buffer);
  self.w_below = w_buffer;
  self.detached = false;
  self.canSeek = isTrue(callMethod0(w_buffer, n_seekable));
  self.telling = self.canSeek;
  self.hasRead1 = findAttribute(w_buffer, n_read1) !== null;
  if (self.w_encoder !== null && self.canSeek && toWord(callMethod0(w_buffer, n_tell)) !== 0)
    startEncoder(self, false);
  return w_None;
}

function makeCodecs(self: W_TextWrapper, w_buffer: W_Root): void {
  const w_info = codecInfo(self.encoding);
  self.w_decoder = null;
  self.w_encoder = null;
  const w_name = findAttribute(w_info, n_name);
  const name = w_name instanceof W_StrBase ? w_name.utf8() : self.encoding;
  self.directEncoding = name === 'utf-8' && self.errors === 'strict';
  if (isTrue(callMethod0(w_buffer, n_readable))) {
    const w_plain = callArgs(getAttribute(w_info, n_incrementaldecoder), [newStr(self.errors)], null);
    if (self.newline === 'universal' || self.newline === '') {
      const w_decoder = new W_NewlineDecoder(newlineDecoderType);
      w_decoder.w_decoder = w_plain;
      w_decoder.translate = self.newline === 'universal';
      self.w_decoder = w_decoder;
    } else {
      self.w_decoder = w_plain;
    }
  }
  if (isTrue(callMethod0(w_buffer, n_writable))) {
    self.w_encoder = callArgs(getAttribute(w_info, n_incrementalencoder), [newStr(self.errors)], null);
    trackOutput(self);
  }
}

/** Encoders that write a mark at the beginning must know whether this is the beginning. */
function startEncoder(self: W_TextWrapper, atBeginning: boolean): void {
  const w_encoder = self.w_encoder;
  if (w_encoder === null) return;
  if (atBeginning) callMethod0(w_encoder, n_reset);
  else callMethod1(w_encoder, n_setstate, newInt(0));
}

// ---- writing

function encodeText(self: W_TextWrapper, text: string): string {
  if (self.directEncoding && text.indexOf('\xed', 0) < 0) return text;
  const w_bytes = callMethod1(self.w_encoder as W_Root, n_encode, newStr(text));
  if (w_bytes instanceof W_BytesBase) return w_bytes.value;
  throw typeError(`encoder should return a bytes object, not '${typeName(w_bytes)}'`);
}

function textWrite(self: W_TextWrapper, w_text: W_Root): W_Root {
  if (!(w_text instanceof W_StrBase))
    throw typeError(`write() argument must be str, not ${typeName(w_text)}`);
  checkOpen(self);
  if (self.w_encoder === null) throw unsupported('not writable');
  let text = w_text.utf8();
  const hasNewline = text.indexOf('\n', 0) >= 0;
  if (hasNewline && (self.newline === '\r' || self.newline === '\r\n')) {
    text = joinStrings(splitString(text, '\n'), self.newline);
  }
  const needsFlush = self.lineBuffering && (hasNewline || text.indexOf('\r', 0) >= 0);
  const data = encodeText(self, text);
  self.pending.push(data);
  self.pendingSize += data.length;
  if (self.pendingSize >= self.chunkSize || needsFlush || self.writeThrough) flushPending(self);
  if (needsFlush) callMethod0(self.below(), n_flush);
  self.snapshot = null;
  if (self.decoded !== '') {
    self.decoded = '';
    self.used = 0;
    if (self.w_decoder !== null) callMethod0(self.w_decoder, n_reset);
  }
  return newInt(w_text.length());
}

function flushPending(self: W_TextWrapper): void {
  if (self.pendingSize === 0) return;
  const data = joinStrings(self.pending, '');
  self.pending = [];
  self.pendingSize = 0;
  const w_buffer = self.below();
  if (w_buffer instanceof W_Buffered && w_buffer.getType() === bufferedWriterType)
    bufferedWriteBytes(w_buffer, data);
  else callMethod1(w_buffer, n_write, newBytes(data));
}

function textFlush(self: W_TextWrapper): W_Root {
  checkOpen(self);
  self.telling = self.canSeek;
  flushPending(self);
  const w_buffer = self.below();
  if (w_buffer instanceof W_Buffered && w_buffer.getType() === bufferedWriterType) bufferedFlushNow(w_buffer);
  else callMethod0(w_buffer, n_flush);
  return w_None;
}

// ---- reading

function checkReadable(self: W_TextWrapper): W_Root {
  checkOpen(self);
  if (self.w_decoder === null) throw unsupported('not readable');
  flushPending(self);
  return self.w_decoder;
}

function decode(self: W_TextWrapper, w_decoder: W_Root, w_data: W_Root, final: boolean): string {
  if (w_decoder instanceof W_NewlineDecoder) return decodeNewlines(w_decoder, w_data, final);
  const w_text = callMethod2(w_decoder, n_decode, w_data, newBool(final));
  if (w_text instanceof W_StrBase) return w_text.utf8();
  throw typeError(`decoder should return a string result, not '${typeName(w_text)}'`);
}

/** Reads and decodes the next chunk; false at the end. */
function readChunk(self: W_TextWrapper, w_decoder: W_Root): boolean {
  if (self.telling) {
    const w_state = callMethod0(w_decoder, n_getstate);
    if (!(w_state instanceof W_TupleBase) || w_state.items.length !== 2)
      throw typeError('illegal decoder state');
    const w_kept = w_state.items[0] as W_Root;
    self.snapshot = w_kept instanceof W_BytesBase ? w_kept.value : '';
    self.snapshotFlags = toWord(w_state.items[1] as W_Root);
  }
  const w_data = callMethod1(self.below(), self.hasRead1 ? n_read1 : n_read, newInt(self.chunkSize));
  if (!(w_data instanceof W_BytesBase)) {
    throw typeError(
      `underlying ${self.hasRead1 ? 'read1' : 'read'}() should have returned a bytes-like object, not '${typeName(w_data)}'`,
    );
  }
  const end = w_data.value === '';
  const text = decode(self, w_decoder, w_data, end);
  self.decoded = text;
  self.used = 0;
  if (self.telling) self.snapshot = (self.snapshot === null ? '' : self.snapshot) + w_data.value;
  return !end || text !== '';
}

/** The rest of the decoded chunk. */
function takeRest(self: W_TextWrapper): string {
  const rest = self.decoded.slice(self.used, self.decoded.length);
  self.used = self.decoded.length;
  return rest;
}

function textRead(self: W_TextWrapper, w_size: W_Root | null): W_Root {
  const w_decoder = checkReadable(self);
  const size = w_size === null || w_size === w_None ? -1 : toWord(w_size);
  if (size < 0) {
    const w_data = callMethod0(self.below(), n_read);
    if (w_data === w_None) return newStr(takeRest(self));
    if (!(w_data instanceof W_BytesBase)) {
      throw typeError(
        `underlying read() should have returned a bytes-like object, not '${typeName(w_data)}'`,
      );
    }
    const head = takeRest(self);
    const rest = decode(self, w_decoder, w_data, true);
    self.decoded = '';
    self.used = 0;
    self.snapshot = null;
    return newStr(head + rest);
  }
  const parts: string[] = [];
  let missing = size;
  while (missing > 0) {
    if (self.used >= self.decoded.length && !readChunk(self, w_decoder)) break;
    const end = skipCodePoints(self.decoded, self.used, missing);
    const part = self.decoded.slice(self.used, end);
    self.used = end;
    parts.push(part);
    missing -= countCodePoints(part);
  }
  return newStr(joinStrings(parts, ''));
}

/** Behind the newline that ends a line in a text, or -1. */
function lineEnd(self: W_TextWrapper, text: string, start: int): int {
  if (self.newline === 'universal' || self.newline === '\n') {
    const at = text.indexOf('\n', start);
    return at < 0 ? -1 : at + 1;
  }
  if (self.newline === '') {
    for (let i = start; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === 10) return i + 1;
      if (c === 13) return i + 1 < text.length && text.charCodeAt(i + 1) === 10 ? i + 2 : i + 1;
    }
    return -1;
  }
  const at = text.indexOf(self.newline, start);
  return at < 0 ? -1 : at + self.newline.length;
}

function readLine(self: W_TextWrapper, limit: int): string {
  const w_decoder = checkReadable(self);
  let line = '';
  for (;;) {
    if (self.used >= self.decoded.length && !readChunk(self, w_decoder)) break;
    // A newline of two characters may lie across two chunks.
    const carried = line.length;
    const text = carried === 0 ? self.decoded : line + self.decoded.slice(self.used, self.decoded.length);
    const start = carried === 0 ? self.used : 0;
    const end = lineEnd(self, text, start);
    if (end >= 0) {
      line = text.slice(start, end);
      self.used = carried === 0 ? end : self.used + (end - carried);
      break;
    }
    line = text.slice(start, text.length);
    self.used = self.decoded.length;
    if (limit >= 0 && countCodePoints(line) >= limit) break;
  }
  if (limit >= 0) {
    const cut = skipCodePoints(line, 0, limit);
    if (cut < line.length) {
      // What is too much goes back.
      self.decoded = line.slice(cut, line.length) + self.decoded.slice(self.used, self.decoded.length);
      self.used = 0;
      self.snapshot = null;
      line = line.slice(0, cut);
    }
  }
  return line;
}

function textReadline(self: W_TextWrapper, w_size: W_Root | null): W_Root {
  const limit = w_size === null || w_size === w_None ? -1 : toWord(w_size);
  return newStr(readLine(self, limit));
}

function textNext(self: W_TextWrapper): W_Root {
  self.telling = false;
  const line = readLine(self, -1);
  if (line === '') {
    self.snapshot = null;
    self.telling = self.canSeek;
    throw stopIteration(null);
  }
  return newStr(line);
}

// ---- position

/** Positions are byte offsets of the chunk's start, plus consumed characters times 2^40 where some are. */
const CHARACTERS_UNIT: int = 1099511627776;

function textTell(self: W_TextWrapper): W_Root {
  checkOpen(self);
  if (!self.canSeek) throw unsupported('underlying stream is not seekable');
  if (!self.telling) throw newError(OSErrorType, 'telling position disabled by next() call');
  flushPending(self);
  callMethod0(self.below(), n_flush);
  const position = toWord(callMethod0(self.below(), n_tell));
  if (self.w_decoder === null || self.snapshot === null) return newInt(position);
  const start = position - self.snapshot.length;
  if (self.used === 0) return newInt(start);
  if (self.used >= self.decoded.length && decoderIsClean(self)) return newInt(position);
  // Decode again up to the consumed characters: for most encodings a number of bytes gives just them.
  const consumed = self.decoded.slice(0, self.used);
  const bytes = bytesFor(self, consumed);
  if (bytes >= 0) return newInt(start + bytes);
  return newInt(start + countCodePoints(consumed) * CHARACTERS_UNIT);
}

function decoderIsClean(self: W_TextWrapper): boolean {
  const w_state = callMethod0(self.w_decoder as W_Root, n_getstate);
  if (!(w_state instanceof W_TupleBase)) return false;
  const w_kept = w_state.items[0] as W_Root;
  return w_kept instanceof W_BytesBase && w_kept.value === '' && toWord(w_state.items[1] as W_Root) === 0;
}

/** How many bytes of the snapshot are the given text, if its encoding tells; else -1. */
function bytesFor(self: W_TextWrapper, text: string): int {
  const snapshot = self.snapshot;
  if (snapshot === null || self.snapshotFlags !== 0) return -1;
  // UTF-8 and ASCII without newline translation: text and bytes are the same.
  if (snapshot.startsWith(text))
    return self.encoding === 'utf-8' || countCodePoints(text) === text.length ? text.length : -1;
  return -1;
}

function textSeek(self: W_TextWrapper, w_cookie: W_Root, w_whence: W_Root | null): W_Root {
  checkOpen(self);
  if (!self.canSeek) throw unsupported('underlying stream is not seekable');
  const whence = w_whence === null ? 0 : toWord(w_whence);
  let cookie = toWord(w_cookie);
  if (whence === 1) {
    if (cookie !== 0) throw unsupported("can't do nonzero cur-relative seeks");
    cookie = toWord(textTell(self));
  } else if (whence === 2) {
    if (cookie !== 0) throw unsupported("can't do nonzero end-relative seeks");
    callMethod0(self, n_flush);
    dropDecoded(self);
    const w_position = callMethod2(self.below(), n_seek, newInt(0), newInt(2));
    if (self.w_encoder !== null) startEncoder(self, toWord(w_position) === 0);
    return w_position;
  } else if (whence !== 0) {
    throw valueError(`invalid whence (${whence}, should be 0, 1 or 2)`);
  }
  if (cookie < 0) throw valueError(`negative seek position ${cookie}`);
  callMethod0(self, n_flush);
  const characters = floorDiv(cookie, CHARACTERS_UNIT);
  const position = cookie - characters * CHARACTERS_UNIT;
  callMethod1(self.below(), n_seek, newInt(position));
  dropDecoded(self);
  if (self.w_encoder !== null) startEncoder(self, cookie === 0);
  if (characters > 0 && self.w_decoder !== null) textRead(self, newInt(characters));
  return newInt(cookie);
}

function dropDecoded(self: W_TextWrapper): void {
  self.decoded = '';
  self.used = 0;
  self.snapshot = null;
  if (self.w_decoder !== null) callMethod0(self.w_decoder, n_reset);
}

function textTruncate(self: W_TextWrapper, w_size: W_Root | null): W_Root {
  callMethod0(self, n_flush);
  return callMethod1(
    self.below(),
    n_truncate,
    w_size === null || w_size === w_None ? textTell(self) : w_size,
  );
}

// ---- the rest

function textReconfigure(
  self: W_TextWrapper,
  w_encoding: W_Root | null,
  w_errors: W_Root | null,
  w_newline: W_Root | null,
  w_lineBuffering: W_Root | null,
  w_writeThrough: W_Root | null,
): W_Root {
  const changesCodec =
    (w_encoding !== null && w_encoding !== w_None) ||
    (w_errors !== null && w_errors !== w_None) ||
    w_newline !== null;
  if (self.snapshot !== null && changesCodec) {
    throw unsupported('It is not possible to set the encoding or newline of stream after the first read');
  }
  callMethod0(self, n_flush);
  if (w_encoding instanceof W_StrBase) {
    self.encoding = w_encoding.utf8() === 'locale' ? 'utf-8' : w_encoding.utf8();
    if (w_errors === null || w_errors === w_None) self.errors = 'strict';
  }
  if (w_errors instanceof W_StrBase) self.errors = w_errors.utf8();
  if (w_newline !== null) self.newline = newlineArgument(w_newline);
  if (changesCodec) makeCodecs(self, self.below());
  if (w_lineBuffering !== null && w_lineBuffering !== w_None) self.lineBuffering = isTrue(w_lineBuffering);
  if (w_writeThrough !== null && w_writeThrough !== w_None) self.writeThrough = isTrue(w_writeThrough);
  return w_None;
}

function textEncoding(self: W_TextWrapper): W_Root {
  return newStr(self.encoding);
}

function textErrors(self: W_TextWrapper): W_Root {
  return newStr(self.errors);
}

function textNewlines(self: W_TextWrapper): W_Root {
  if (self.w_decoder === null) return w_None;
  const w_newlines = findAttribute(self.w_decoder, n_newlines);
  return w_newlines === null ? w_None : w_newlines;
}

function textLineBuffering(self: W_TextWrapper): W_Root {
  return newBool(self.lineBuffering);
}

function textWriteThrough(self: W_TextWrapper): W_Root {
  return newBool(self.writeThrough);
}

function textChunkSize(self: W_TextWrapper): W_Root {
  return newInt(self.chunkSize);
}

function textSetChunkSize(self: W_TextWrapper, w_value: W_Root): void {
  const size = toWord(w_value);
  if (size <= 0) throw valueError('a strictly positive integer is required');
  self.chunkSize = size;
}

function textRepr(self: W_TextWrapper): W_Root {
  let text = '<_io.TextIOWrapper';
  const w_name = self.w_below === null ? null : findAttribute(self, n_name);
  if (w_name !== null) text += ` name=${reprText(w_name)}`;
  const w_mode = self.w_below === null ? null : findAttribute(self, n_mode);
  if (w_mode !== null) text += ` mode=${reprText(w_mode)}`;
  return newStr(`${text} encoding=${reprOfText(self.encoding)}>`);
}

export const textWrapperTypedef = typedef(
  textWrapperType,
  W_TextWrapper,
  {
    doc: 'Character and line based layer over a BufferedIOBase object, buffer.',
    module: '_io',
    hasDict: true,
  },
  [
    staticmethod('__new__', '($type, *args, **kwargs)', textNew),
    method(
      '__init__',
      '($self, /, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)',
      textInit,
    ),
    method('read', '($self, size=-1, /)', textRead),
    method('readline', '($self, size=-1, /)', textReadline),
    method('__next__', '($self, /)', textNext),
    method('write', '($self, text, /)', textWrite),
    ...layerRows,
    method('flush', '($self, /)', textFlush),
    method('seek', '($self, cookie, whence=0, /)', textSeek),
    method('tell', '($self, /)', textTell),
    method('truncate', '($self, pos=None, /)', textTruncate),
    method(
      'reconfigure',
      '($self, /, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)',
      textReconfigure,
    ),
    readableRow,
    writableRow,
    method('__repr__', '($self, /)', textRepr),
    getset('encoding', textEncoding),
    getset('errors', textErrors),
    getset('buffer', layerBelow),
    getset('newlines', textNewlines),
    getset('line_buffering', textLineBuffering),
    getset('write_through', textWriteThrough),
    getset('_CHUNK_SIZE', textChunkSize, textSetChunkSize),
  ],
);

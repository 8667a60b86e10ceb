/**
 * Module `zlib`. The host compresses and decompresses whole streams, so the objects keep their input. A compressor that is
 * flushed on the way makes its stream of raw pieces, each with the 32 KiB before it as dictionary, between the
 * format's head and check sum. A decompressor hands out what it has by `max_length`; while there is more it gives the
 * last byte of its input back as unconsumed tail.
 */
import { external } from '../../rlib/external.js';
import { hexDigit } from '../objects/bytes-hex.js';
import { bigBitLength } from '../../rlib/bigint.js';
import { MAX_WORD } from '../../rlib/int.js';
import type { int } from '../../rlib/types.js';
import { index, indexWord, toWord } from '../interp/convert.js';
import { newError, typeError, valueError } from '../interp/errors.js';
import { findBytes, getBytes } from '../objects/buffer.js';
import { W_Root } from '../objects/root.js';
import { func, getset, method, moduledef, typedef, value } from '../objects/typedef.js';
import type { Row } from '../objects/typedef.js';
import { newBytes } from '../objects/w-bytes.js';
import type { OperationError } from '../objects/w-exception.js';
import { ExceptionType, OverflowErrorType } from '../objects/w-exception.js';
import { newBool, newInt, W_Long } from '../objects/w-int.js';
import { w_None } from '../objects/w-none.js';
import { newStr } from '../objects/w-str.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';
import { adler32, crc32 } from './checksums.js';

const hostDeflate =
  external<
    (
      data: string,
      level: int,
      bits: int,
      memory: int,
      strategy: int,
      flush: int,
      dictionary: string,
    ) => string
  >('zlib.deflate');
const hostInflate = external<(data: string, bits: int, dictionary: string) => string>('zlib.inflate');

const MAX_WBITS = 15;
const NO_FLUSH = 0;
const FULL_FLUSH = 3;
const FINISH = 4;
const WINDOW = 32768;

const compressType: W_Type = newBuiltinType('Compress', objectType);
const decompressType: W_Type = newBuiltinType('Decompress', objectType);
const errorType: W_Type = newBuiltinType('error', ExceptionType);
errorType.hasDict = true;
errorType.module = 'zlib';

function zlibError(message: string): OperationError {
  return newError(errorType, message);
}

function word(w_number: W_Root | null, fallback: int): int {
  return w_number === null ? fallback : toWord(w_number);
}

/** A length, which may be `sys.maxsize` though that is more than a word hosted. */
function lengthWord(w_length: W_Root): int {
  const w_int = index(w_length);
  if (!(w_int instanceof W_Long)) return toWord(w_int);
  if (w_int.big.sign < 0 || bigBitLength(w_int.big) > 63) return indexWord(w_int, OverflowErrorType);
  return MAX_WORD;
}

function areCompressBits(bits: int): boolean {
  return (bits >= 9 && bits <= 15) || (bits >= 25 && bits <= 31) || (bits >= -15 && bits <= -9);
}

/** What inflating gave: see the external. */
class Inflated {
  data: string = '';
  /** Bytes of input in the stream; -1 if it goes on. */
  used: int = -1;
}

function inflate(input: string, bits: int, dictionary: string): Inflated {
  const answer = hostInflate(input, bits, dictionary);
  const result = new Inflated();
  const kind = answer.charCodeAt(0);
  if (kind === 88) {
    const colon = answer.indexOf(':', 0);
    const code = answer.slice(1, colon);
    const message = answer.slice(colon + 1, answer.length);
    if (code === '2') throw zlibError('Error 2 while decompressing data');
    throw zlibError(`Error ${code} while decompressing data: ${message}`);
  }
  if (kind === 69) {
    let used = 0;
    for (let i = 1; i <= 8; i++) used = used * 16 + hexDigit(answer.charCodeAt(i));
    result.used = used;
    result.data = answer.slice(9, answer.length);
  } else {
    result.data = answer.slice(1, answer.length);
  }
  return result;
}

function compress(w_data: W_Root, w_level: W_Root | null, w_bits: W_Root | null): W_Root {
  const data = getBytes(w_data);
  const level = word(w_level, -1);
  const bits = word(w_bits, MAX_WBITS);
  if (level < -1 || level > 9) throw zlibError('Bad compression level');
  if (!areCompressBits(bits)) throw zlibError('Bad compression level');
  return newBytes(hostDeflate(data, level, bits, 8, 0, FINISH, ''));
}

function checkDecompressBits(bits: int): boolean {
  return (
    bits === 0 ||
    (bits >= 8 && bits <= 15) ||
    (bits >= 24 && bits <= 31) ||
    (bits >= 40 && bits <= 47) ||
    (bits >= -15 && bits <= -8)
  );
}

function decompress(w_data: W_Root, w_bits: W_Root | null, w_size: W_Root | null): W_Root {
  const data = getBytes(w_data);
  const bits = word(w_bits, MAX_WBITS);
  if (w_size !== null && lengthWord(w_size) < 0) throw valueError('bufsize must be non-negative');
  if (!checkDecompressBits(bits))
    throw zlibError('Error -2 while preparing to decompress data: inconsistent stream state');
  const result = inflate(data, bits, '');
  if (result.used < 0) throw zlibError('Error -5 while decompressing data: incomplete or truncated stream');
  return newBytes(result.data);
}

// ---- compressobj

class W_Compress extends W_Root {
  /** All input, of which `flushed` bytes are in what was given out. */
  input: string = '';
  flushed: int = 0;
  /** Where the dictionary of the next piece may start. */
  windowStart: int = 0;
  started: boolean = false;
  finished: boolean = false;

  constructor(
    readonly level: int,
    readonly bits: int,
    readonly memory: int,
    readonly strategy: int,
    readonly dictionary: string,
  ) {
    super();
  }

  override getType(): W_Type {
    return compressType;
  }

  deflate(data: string, bits: int, flush: int, dictionary: string): string {
    return hostDeflate(data, this.level, bits, this.memory, this.strategy, flush, dictionary);
  }

  rawBits(): int {
    return this.bits < 0 ? this.bits : -(this.bits > 15 ? this.bits - 16 : this.bits);
  }

  /** The format's bytes before the deflated data. */
  head(): string {
    if (this.bits < 0) return '';
    const empty = this.deflate('', this.bits, FINISH, this.dictionary);
    if (this.bits > 15) return empty.slice(0, 10);
    return empty.slice(0, this.dictionary === '' ? 2 : 6);
  }

  /** The check sum behind the data: as in the whole made at once. */
  tail(): string {
    if (this.bits < 0) return '';
    const whole = this.deflate(this.input, this.bits, FINISH, this.dictionary);
    return whole.slice(whole.length - (this.bits > 15 ? 8 : 4), whole.length);
  }

  /** The next raw piece. */
  piece(flush: int): string {
    const from = this.flushed - WINDOW > this.windowStart ? this.flushed - WINDOW : this.windowStart;
    const before =
      from < this.flushed ? this.input.slice(from, this.flushed) : this.started ? '' : this.dictionary;
    const text = this.deflate(
      this.input.slice(this.flushed, this.input.length),
      this.rawBits(),
      flush,
      before,
    );
    this.flushed = this.input.length;
    if (flush === FULL_FLUSH) this.windowStart = this.flushed;
    return text;
  }

  flush(mode: int): string {
    if (!this.started && mode === FINISH) {
      return this.deflate(this.input, this.bits, FINISH, this.dictionary);
    }
    const head = this.started ? '' : this.head();
    const text = this.piece(mode);
    this.started = true;
    return head + text + (mode === FINISH ? this.tail() : '');
  }
}

function compressobj(
  w_level: W_Root | null,
  w_method: W_Root | null,
  w_bits: W_Root | null,
  w_memory: W_Root | null,
  w_strategy: W_Root | null,
  w_dictionary: W_Root | null,
): W_Root {
  const level = word(w_level, -1);
  const bits = word(w_bits, MAX_WBITS);
  const memory = word(w_memory, 8);
  const strategy = word(w_strategy, 0);
  let dictionary = '';
  if (w_dictionary !== null && w_dictionary !== w_None) {
    const found = findBytes(w_dictionary);
    if (found === null) throw typeError('zdict argument must support the buffer protocol');
    dictionary = found;
  }
  if (
    level < -1 ||
    level > 9 ||
    word(w_method, 8) !== 8 ||
    !areCompressBits(bits) ||
    memory < 1 ||
    memory > 9 ||
    strategy < 0 ||
    strategy > 4
  ) {
    throw valueError('Invalid initialization option');
  }
  return new W_Compress(level, bits, memory, strategy, dictionary);
}

function compressData(self: W_Compress, w_data: W_Root): W_Root {
  const data = getBytes(w_data);
  if (self.finished) throw zlibError('Error -2 while compressing data: inconsistent stream state');
  self.input += data;
  return newBytes('');
}

function compressFlush(self: W_Compress, w_mode: W_Root | null): W_Root {
  const mode = word(w_mode, FINISH);
  if (mode === NO_FLUSH) return newBytes('');
  if (mode < 0 || mode > 5 || self.finished)
    throw zlibError('Error -2 while flushing: inconsistent stream state');
  const text = self.flush(mode);
  if (mode === FINISH) self.finished = true;
  return newBytes(text);
}

function compressCopy(self: W_Compress): W_Root {
  if (self.finished) throw valueError('Inconsistent stream state');
  const w_copy = new W_Compress(self.level, self.bits, self.memory, self.strategy, self.dictionary);
  w_copy.input = self.input;
  w_copy.flushed = self.flushed;
  w_copy.windowStart = self.windowStart;
  w_copy.started = self.started;
  return w_copy;
}

function copyWithMemo(self: W_Compress, _w_memo: W_Root): W_Root {
  return compressCopy(self);
}

// ---- decompressobj

class W_Decompress extends W_Root {
  input: string = '';
  /** All that the input gives, of which `given` bytes were handed out. */
  output: string = '';
  given: int = 0;
  /** Bytes of the input in the stream; -1 while its end is not seen. */
  used: int = -1;
  eof: boolean = false;
  unused: string = '';
  unconsumed: string = '';

  constructor(
    readonly bits: int,
    readonly dictionary: string,
  ) {
    super();
  }

  override getType(): W_Type {
    return decompressType;
  }

  /** At most `limit` bytes more of the output (0: all). */
  feed(data: string, limit: int): string {
    if (this.eof) {
      this.unused += data;
      return '';
    }
    this.unconsumed = '';
    const pending = this.output.length - this.given;
    if (data.length > 0) this.input += data;
    if (data.length > 0 && this.used < 0 && (limit === 0 || pending < limit)) this.run();
    let end = this.output.length;
    if (limit > 0 && limit < end - this.given) {
      end = this.given + limit;
      if (data.length > 0) {
        this.unconsumed = data.slice(data.length - 1, data.length);
        this.input = this.input.slice(0, this.input.length - 1);
      }
    }
    const text = this.output.slice(this.given, end);
    this.given = end;
    if (this.used >= 0 && this.given === this.output.length && this.input.length >= this.used) {
      this.eof = true;
      this.unused = this.input.slice(this.used, this.input.length);
      this.input = '';
    }
    return text;
  }

  run(): void {
    const result = inflate(this.input, this.bits, this.dictionary);
    this.output = result.data;
    this.used = result.used;
  }
}

function decompressobj(w_bits: W_Root | null, w_dictionary: W_Root | null): W_Root {
  const bits = word(w_bits, MAX_WBITS);
  let dictionary = '';
  if (w_dictionary !== null) {
    const found = findBytes(w_dictionary);
    if (found === null) throw typeError('zdict argument must support the buffer protocol');
    dictionary = found;
  }
  if (!checkDecompressBits(bits)) throw valueError('Invalid initialization option');
  return new W_Decompress(bits, dictionary);
}

function decompressData(self: W_Decompress, w_data: W_Root, w_limit: W_Root | null): W_Root {
  const data = getBytes(w_data);
  const limit = w_limit === null ? 0 : lengthWord(w_limit);
  if (limit < 0) throw valueError('max_length must be non-negative');
  return newBytes(self.feed(data, limit));
}

function decompressFlush(self: W_Decompress, w_length: W_Root | null): W_Root {
  if (w_length !== null && lengthWord(w_length) <= 0) throw valueError('length must be greater than zero');
  return newBytes(self.eof ? '' : self.feed(self.unconsumed, 0));
}

function decompressCopy(self: W_Decompress): W_Root {
  const w_copy = new W_Decompress(self.bits, self.dictionary);
  w_copy.input = self.input;
  w_copy.output = self.output;
  w_copy.given = self.given;
  w_copy.used = self.used;
  w_copy.eof = self.eof;
  w_copy.unused = self.unused;
  w_copy.unconsumed = self.unconsumed;
  return w_copy;
}

function decompressCopyWithMemo(self: W_Decompress, _w_memo: W_Root): W_Root {
  return decompressCopy(self);
}

function getUnused(self: W_Decompress): W_Root {
  return newBytes(self.unused);
}

function getUnconsumed(self: W_Decompress): W_Root {
  return newBytes(self.unconsumed);
}

function getEof(self: W_Decompress): W_Root {
  return newBool(self.eof);
}

const constants =
  'DEFLATED:8 DEF_BUF_SIZE:16384 DEF_MEM_LEVEL:8 MAX_WBITS:15 Z_BEST_COMPRESSION:9 Z_BEST_SPEED:1 Z_BLOCK:5 ' +
  'Z_DEFAULT_COMPRESSION:-1 Z_DEFAULT_STRATEGY:0 Z_FILTERED:1 Z_FINISH:4 Z_FIXED:4 Z_FULL_FLUSH:3 Z_HUFFMAN_ONLY:2 ' +
  'Z_NO_COMPRESSION:0 Z_NO_FLUSH:0 Z_PARTIAL_FLUSH:1 Z_RLE:3 Z_SYNC_FLUSH:2 Z_TREES:6';

/** @loadTime */
function constantRow(entry: string): Row {
  const [name, number] = entry.split(':');
  return value(name ?? '', () => newInt(Number(number)));
}

export const zlibModule = moduledef(
  'zlib',
  'The functions in this module allow compression and decompression using the zlib library.',
  [
    func('compress', '($module, data, /, level=-1, wbits=15)', compress),
    func('decompress', '($module, data, /, wbits=15, bufsize=16384)', decompress),
    func(
      'compressobj',
      '($module, /, level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None)',
      compressobj,
    ),
    func('decompressobj', '($module, /, wbits=15, zdict=None)', decompressobj),
    func('crc32', '($module, data, value=0, /)', crc32),
    func('adler32', '($module, data, value=1, /)', adler32),
    value('error', () => errorType),
    value('ZLIB_VERSION', () => newStr('1.2.13')),
    value('ZLIB_RUNTIME_VERSION', () => newStr('1.2.13')),
    value('__version__', () => newStr('1.0')),
    ...constants.split(' ').map(constantRow),
  ],
  [
    typedef(compressType, W_Compress, { module: 'zlib', subclassable: false }, [
      method('compress', '($self, data, /)', compressData),
      method('flush', '($self, mode=4, /)', compressFlush),
      method('copy', '($self, /)', compressCopy),
      method('__copy__', '($self, /)', compressCopy),
      method('__deepcopy__', '($self, memo, /)', copyWithMemo),
    ]),
    typedef(decompressType, W_Decompress, { module: 'zlib', subclassable: false }, [
      method('decompress', '($self, data, /, max_length=0)', decompressData),
      method('flush', '($self, length=16384, /)', decompressFlush),
      method('copy', '($self, /)', decompressCopy),
      method('__copy__', '($self, /)', decompressCopy),
      method('__deepcopy__', '($self, memo, /)', decompressCopyWithMemo),
      getset('unused_data', getUnused),
      getset('unconsumed_tail', getUnconsumed),
      getset('eof', getEof),
    ]),
  ],
);

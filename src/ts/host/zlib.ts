/**
 * Deflate for module `zlib`, by Node's zlib. Its synchronous functions work on whole streams only, so a decompressor
 * calls `zlib.inflate` with all its input so far and skips what it had before; a result is a status byte, then data.
 */
import type { ZlibOptions } from 'node:zlib';
import { crc32 } from '../rlib/crc32.js';
import { provide } from '../rlib/external.js';
import { node } from './lazy.js';

const DATA_ERROR = -3;

/** How Node refuses, by the numbers of zlib.h. */
function codeOf(error: unknown): number {
  const code = error instanceof Error && 'errno' in error ? Number(error.errno) : DATA_ERROR;
  return Number.isNaN(code) ? DATA_ERROR : code;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

provide(
  'zlib.deflate',
  (
    data: string,
    level: number,
    windowBits: number,
    memLevel: number,
    strategy: number,
    flush: number,
    dictionary: string,
  ) => {
    const options: ZlibOptions = {
      level,
      memLevel,
      strategy,
      windowBits: windowBits < 0 ? -windowBits : windowBits > 15 ? windowBits - 16 : windowBits,
      finishFlush: flush,
      ...(dictionary === '' ? {} : { dictionary: Buffer.from(dictionary, 'latin1') }),
    };
    const bytes = Buffer.from(data, 'latin1');
    const result =
      windowBits < 0
        ? node.zlib.deflateRawSync(bytes, options)
        : windowBits > 15
          ? node.zlib.gzipSync(bytes, options)
          : node.zlib.deflateSync(bytes, options);
    return result.toString('latin1');
  },
);

/** With option `info`, Node gives the engine too, which knows how many bytes it took. */
interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

function inflate(bytes: Buffer, windowBits: number, dictionary: string, finishFlush: number): Inflated {
  const options = {
    finishFlush,
    info: true,
    ...(dictionary === '' ? {} : { dictionary: Buffer.from(dictionary, 'latin1') }),
  };
  let result: unknown;
  if (windowBits < 0) result = node.zlib.inflateRawSync(bytes, options);
  else if (windowBits > 31) result = node.zlib.unzipSync(bytes, options);
  else if (windowBits > 15) result = node.zlib.gunzipSync(bytes, options);
  else result = node.zlib.inflateSync(bytes, options);
  // The type of these functions leaves out what `info` changes.
  return result as Inflated;
}

/** The length of a gzip member at the start: Node's gunzip reads on through further members. */
function gzipHeaderLength(bytes: Buffer): number {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if ((flags & 4) !== 0) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    while (at < bytes.length && bytes[at] !== 0) at++;
    at++;
  }
  return (flags & 2) === 0 ? at : at + 2;
}

function isComplete(bytes: Buffer, windowBits: number, dictionary: string): Inflated | null {
  try {
    return inflate(bytes, windowBits, dictionary, node.zlib.constants.Z_FINISH);
  } catch (error) {
    if (codeOf(error) === node.zlib.constants.Z_BUF_ERROR) return null;
    throw error;
  }
}

/**
 * Everything the input gives: 'E' + bytes used (8 digits of base 16 each) + data at the end of the stream, 'M' + data if
 * there is more to come, 'X' + code + ':' + message if it is wrong.
 */
provide('zlib.inflate', (data: string, windowBits: number, dictionary: string): string => {
  const all = Buffer.from(data, 'latin1');
  if (all.length === 0) return 'M';
  try {
    const isGzip = windowBits > 15 && all[0] === 0x1f;
    if (isGzip) {
      if (all.length >= 2 && all[1] !== 0x8b) return `X${String(DATA_ERROR)}:incorrect header check`;
      const header = gzipHeaderLength(all);
      if (all.length < header) return 'M';
      const body = all.subarray(header);
      const whole = isComplete(body, -15, '');
      if (whole === null)
        return `M${inflate(body, -15, '', node.zlib.constants.Z_SYNC_FLUSH).buffer.toString('latin1')}`;
      const end = header + whole.engine.bytesWritten + 8;
      if (all.length < end) return `M${whole.buffer.toString('latin1')}`;
      if (all.readUInt32LE(end - 8) !== crc32(whole.buffer.toString('latin1'), 0))
        return `X${String(DATA_ERROR)}:incorrect data check`;
      if (all.readUInt32LE(end - 4) !== whole.buffer.length % 2 ** 32) {
        return `X${String(DATA_ERROR)}:incorrect length check`;
      }
      return `E${end.toString(16).padStart(8, '0')}${whole.buffer.toString('latin1')}`;
    }
    const bits = windowBits > 31 ? 15 : windowBits;
    const whole = isComplete(all, bits, dictionary);
    if (whole === null)
      return `M${inflate(all, bits, dictionary, node.zlib.constants.Z_SYNC_FLUSH).buffer.toString('latin1')}`;
    return `E${whole.engine.bytesWritten.toString(16).padStart(8, '0')}${whole.buffer.toString('latin1')}`;
  } catch (error) {
    return `X${String(codeOf(error))}:${messageOf(error)}`;
  }
});

/**
 * The part of an image that the JIT compiler reads, when the first loop is hot: the low-level IR of functions that it may look into, and what it has to know of
 * all others.
 *
 *     u32 size of the header | header: JSON, filled up to a multiple of 4 | words: encoded functions (`backend/lir-encoding.ts`)
 */
import type { MemoryPlace } from '../backend/lir.js';
import type { LirOpName } from '../backend/lir-ops.js';

export const enum FunctionFlag {
  CAN_RAISE = 1,
  ELIDABLE = 2,
  /** Loops in it end soon, or depend on constants: it is looked into although it has some. */
  UNROLL = 4,
}

export interface PortalDescription {
  readonly driver: string;
  /** Index of the function. */
  readonly fn: number;
  /** Of the portal's parameters the first are greens. */
  readonly greens: readonly string[];
  /** Index of the function that tells where greens are; -1: there is none. */
  readonly location: number;
}

export interface PlaceDescription extends Omit<MemoryPlace, 'id' | 'items' | 'general'> {
  readonly items?: number;
  readonly general?: number;
}

export interface JitcodeHeader {
  readonly ops: readonly LirOpName[];
  /** The functions' first, by their indices; then others that occur in code. */
  readonly symbols: readonly string[];
  readonly functions: {
    /** Of their machine code. */
    readonly offsets: readonly number[];
    readonly flags: readonly number[];
    /** Index into `effects`. */
    readonly effects: readonly number[];
    /** Classes of parameters and result: `iirf>r`. */
    readonly signatures: readonly string[];
    /** Where their words begin; -1: not to be looked into. */
    readonly bodies: readonly number[];
  };
  /** What functions may read, and write: bits by places' ids, hexadecimal; `-1`: everything. */
  readonly effects: readonly (readonly [string, string])[];
  readonly places: readonly PlaceDescription[];
  readonly portals: readonly PortalDescription[];
  /** Offsets of the stubs that compiled code calls. */
  readonly stubs: Readonly<Record<string, number>>;
  /** Whether stores of references tell the collector. */
  readonly hasBarriers: boolean;
  readonly wordBits: number;
}

export function encodeJitcode(header: JitcodeHeader, words: readonly number[]): Uint8Array {
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const size = (text.length + 3) & ~3;
  const bytes = Buffer.alloc(4 + size + 4 * words.length, ' ');
  bytes.writeUInt32LE(size, 0);
  text.copy(bytes, 4);
  Int32Array.from(words).forEach((word, i) => bytes.writeInt32LE(word, 4 + size + 4 * i));
  return bytes;
}

export function decodeJitcode(bytes: Uint8Array): {
  readonly header: JitcodeHeader;
  readonly words: Int32Array;
} {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = buffer.readUInt32LE(0);
  const header = JSON.parse(buffer.toString('utf8', 4, 4 + size)) as JitcodeHeader;
  const rest = Uint8Array.from(bytes.subarray(4 + size));
  return { header, words: new Int32Array(rest.buffer, 0, rest.length >> 2) };
}

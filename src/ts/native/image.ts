/**
 * Images: a translated program as data. Code is position-independent; the heap's part starts at the first mapped address of the heap.
 */
import fs from 'node:fs';
import { ImageError } from './image-error.js';
import type { MovableStrings } from './movable-strings.js';

/** The type of an argument or result of a host function, as far as the host has to know. */
export type ValueKind =
  'void' | 'int' | 'float' | 'bool' | 'string' | 'bytes' | 'ints' | 'int32s' | 'floats' | 'object';

export interface ExternalDescription {
  readonly name: string;
  readonly params: readonly ValueKind[];
  readonly result: ValueKind;
}

export interface FunctionDescription {
  readonly offset: number;
  readonly params: readonly ValueKind[];
  readonly result: ValueKind;
}

export interface FieldDescription {
  readonly name: string;
  readonly offset: number;
  readonly kind: ValueKind;
}

export interface ClassDescription {
  readonly name: string;
  readonly fields: readonly FieldDescription[];
}

export interface ImageDescription {
  /** Functions that may be entered, by their full names. */
  readonly functions: Readonly<Record<string, FunctionDescription>>;
  /** The stub that enters machine code. */
  readonly enter: number;
  readonly externals: readonly ExternalDescription[];
  /** Addresses of the words that hold the addresses of C functions. */
  readonly cFunctions: Readonly<Record<string, number>>;
  /** The classes of exceptions, by type id: for those that leave the program. */
  readonly classes: Readonly<Record<number, ClassDescription>>;
  /** The collector's module. */
  readonly collector: string;
  readonly typeTable: number;
  readonly typeCount: number;
  readonly stackMaps: number;
  readonly staticStart: number;
  /** Where the objects begin that are seldom needed; up to the end. */
  readonly lateStart: number;
  readonly staticEnd: number;
  readonly movable: MovableStrings;
  /** Addresses of the items of arrays that the host shares, by name. */
  readonly data: Readonly<Record<string, number>>;
}

/** Bytes of an image: in memory, or in a file at a multiple of the page size, to be mapped. */
export type ImagePart =
  | { readonly kind: 'memory'; readonly size: number; readonly bytes: Uint8Array }
  | { readonly kind: 'file'; readonly size: number; readonly file: string; readonly offset: number };

export interface Image {
  readonly description: ImageDescription;
  readonly code: ImagePart;
  /** From the first mapped address on. */
  readonly heap: ImagePart;
  /** Functions, frames and lines of the code: `symbol-table.ts`. */
  readonly symbols: ImagePart;
  /** What the JIT compiler reads: `jit/jitcode-format.ts`. */
  readonly jitcode: ImagePart;
}

export function memoryPart(bytes: Uint8Array): ImagePart {
  return { kind: 'memory', size: bytes.length, bytes };
}

/** A part's bytes, for those that look into it. */
export function readPart(part: ImagePart): Uint8Array {
  if (part.kind === 'memory') return part.bytes;
  // A buffer of its own, all of which is written: Node's pool would not begin at a multiple of 8.
  const bytes = Buffer.allocUnsafeSlow(part.size);
  const descriptor = fs.openSync(part.file, 'r');
  try {
    if (fs.readSync(descriptor, bytes, 0, part.size, part.offset) !== part.size)
      throw new ImageError(`image ${part.file} is truncated`);
  } finally {
    fs.closeSync(descriptor);
  }
  return bytes;
}

/**
 * What an image and the program that loads it must agree on, as one hash: it is written into the image's header and compared when the image is
 * loaded. A hash that differs means that one of the two is older than the other.
 *
 * The hash is over the tables themselves (names and numbers), so that nobody has to remember to count a version up. The version counts what is
 * in no table: the file's format, the calling convention, the meaning of a place. Externals are compared one by one, by `checkExternals`: only
 * the image knows those that it calls.
 */
import * as heapLayout from '../rlib/heap-layout.js';
import * as raw from '../rlib/raw.js';
import { ADDON_VERSION } from './addon.js';
import type { ExternalDescription } from './image.js';
import { ImageError } from './image-error.js';

/** Changes with what is in no table: the format of image files, the calling convention, what a place of the state block means. */
export const IMAGE_VERSION = 4;

/** Bytes of the hash. */
export const HASH_SIZE = 8;

/** The enumerations and constants of a module; its functions are no table. */
function tablesOf(module: Readonly<Record<string, unknown>>): unknown[] {
  return Object.entries(module)
    .filter(([, value]) => typeof value !== 'function')
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** FNV-1a, 32 bits. Node's own hashes take milliseconds of a start to load. */
function hashText(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** In bundles: what this function gives outside of them, since making the text takes milliseconds of each start. */
declare const bundledCompatibilityHash: string;

export function compatibilityHash(): Buffer {
  // In a bundle the other branch is gone, and with it the tables: making those takes milliseconds of a start.
  if (typeof bundledCompatibilityHash === 'string') return Buffer.from(bundledCompatibilityHash, 'hex');
  else return hashOfTables();
}

function hashOfTables(): Buffer {
  const agreed = [
    IMAGE_VERSION,
    ADDON_VERSION,
    // The state block; objects, arrays, type records, stack maps.
    tablesOf(raw),
    tablesOf(heapLayout),
    [raw.HostFunction.FETCH, raw.HostFunction.FIRST_EXTERNAL],
  ];
  const text = JSON.stringify(agreed);
  const hash = Buffer.alloc(HASH_SIZE);
  hash.writeUInt32LE(hashText(text, 0), 0);
  hash.writeUInt32LE(hashText(text, 1), 4);
  return hash;
}

/** Throws ImageError where the host lacks a function that the image calls, or has it with another number of parameters. */
export function checkExternals(
  externals: readonly ExternalDescription[],
  find: (name: string) => { readonly length: number } | undefined,
): void {
  for (const { name, params } of externals) {
    const found = find(name);
    if (found === undefined)
      throw new ImageError(`is stale: it calls '${name}', which this host does not have`);
    if (found.length > params.length)
      throw new ImageError(
        `is stale: it calls '${name}' with ${params.length} arguments, not ${found.length}`,
      );
  }
}

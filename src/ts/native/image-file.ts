/**
 * Image files.
 *
 *     8 bytes   magic
 *     4 x u32   version, size of the description, of the code, of the heap's part
 *     32 bytes  SHA-256 of all that follows
 *     description (JSON, UTF-8), code, heap: each at a multiple of 4096 bytes
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { Image, ImageDescription } from './image.js';

const MAGIC = Buffer.from('TSPYIMG\0', 'latin1');
/** Changes with everything that images and this program must agree on: state block, object layout, calling convention. */
const VERSION = 3;
const HEADER = 8 + 16 + 32;
const PAGE = 4096;

/** An image that can't be used, with one line that says why. */
export class ImageError extends Error {}

function aligned(size: number): number {
  return Math.ceil(size / PAGE) * PAGE;
}

export function writeImage(file: string, image: Image): void {
  const description = Buffer.from(JSON.stringify(image.description), 'utf8');
  const parts = [description, image.code, image.heap];
  const size = parts.reduce((sum, part) => sum + aligned(part.length), PAGE);
  const bytes = Buffer.alloc(size);
  MAGIC.copy(bytes);
  bytes.writeUInt32LE(VERSION, 8);
  let at = PAGE;
  parts.forEach((part, i) => {
    bytes.writeUInt32LE(part.length, 12 + 4 * i);
    bytes.set(part, at);
    at += aligned(part.length);
  });
  createHash('sha256').update(bytes.subarray(PAGE)).digest().copy(bytes, 24);
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, bytes);
  fs.renameSync(temporary, file);
}

export function readImage(file: string): Image {
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(file);
  } catch (error) {
    throw new ImageError(`image ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (bytes.length < HEADER || !bytes.subarray(0, 8).equals(MAGIC))
    throw new ImageError(`${file} is not an image`);
  if (bytes.readUInt32LE(8) !== VERSION) {
    throw new ImageError(
      `image ${file} is of version ${bytes.readUInt32LE(8)}, this program wants ${VERSION}: build it again`,
    );
  }
  const sizes = [12, 16, 20].map((at) => bytes.readUInt32LE(at));
  const total = sizes.reduce((sum, size) => sum + aligned(size), PAGE);
  if (bytes.length !== total) throw new ImageError(`image ${file} is truncated`);
  let at = PAGE;
  const [description, code, heap] = sizes.map((size) => {
    const part = bytes.subarray(at, at + size);
    at += aligned(size);
    return part;
  }) as [Buffer, Buffer, Buffer];
  return { description: JSON.parse(description.toString('utf8')) as ImageDescription, code, heap };
}

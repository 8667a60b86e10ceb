/**
 * Image files.
 *
 *     8 bytes    magic
 *     8 bytes    compatibility hash (`compatibility.ts`): what follows is known only where it fits
 *     16 bytes   platform and architecture, as `linux-x64`, filled up with NUL
 *     5 x u32    size of the description, of the code, of the heap's part, of the symbol table, of the jitcode
 *     description (JSON, UTF-8), code, heap, symbols, jitcode: each at a multiple of 4096 bytes
 *
 * The sizes tell the file's length, and a file of another length is refused. There is no checksum: it would cost more than the rest of the load, and
 * what it would find (a disk that lies) is not ours to find.
 */
import fs from 'node:fs';
import { compatibilityHash, HASH_SIZE } from './compatibility.js';
import { readPart, type Image, type ImageDescription, type ImagePart } from './image.js';
import { ImageError } from './image-error.js';

const MAGIC = Buffer.from('TSPYIMG\0', 'latin1');
const HASH = 8;
const PLATFORM = HASH + HASH_SIZE;
const PLATFORM_SIZE = 16;
const SIZES = PLATFORM + PLATFORM_SIZE;
const PARTS = 5;
const HEADER = SIZES + 4 * PARTS;
const PAGE = 4096;

/** The platform for which images are made here. */
export const thisPlatform = `${process.platform}-${process.arch}`;

function aligned(size: number): number {
  return Math.ceil(size / PAGE) * PAGE;
}

export function writeImage(file: string, image: Image, platform = thisPlatform): void {
  const description = Buffer.from(JSON.stringify(image.description), 'utf8');
  const { code, heap, symbols, jitcode } = image;
  const parts = [description, ...[code, heap, symbols, jitcode].map(readPart)];
  const size = parts.reduce((sum, part) => sum + aligned(part.length), PAGE);
  const bytes = Buffer.alloc(size);
  MAGIC.copy(bytes);
  let at = PAGE;
  parts.forEach((part, i) => {
    bytes.writeUInt32LE(part.length, SIZES + 4 * i);
    bytes.set(part, at);
    at += aligned(part.length);
  });
  bytes.write(platform, PLATFORM, PLATFORM_SIZE, 'latin1');
  compatibilityHash().copy(bytes, HASH);
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, bytes);
  fs.renameSync(temporary, file);
}

interface Range {
  readonly offset: number;
  readonly size: number;
}

/** Checks a header, and that the file is as long as it says; where its parts are. */
function checkHeader(header: Buffer, length: number): Range[] {
  const magic = header.subarray(0, Math.min(header.length, MAGIC.length));
  if (length > 0 && !magic.equals(MAGIC.subarray(0, magic.length))) throw new ImageError('is not an image');
  if (header.length < HEADER) throw new ImageError('is truncated');
  if (!header.subarray(HASH, PLATFORM).equals(compatibilityHash()))
    throw new ImageError('is stale: it was built by another version of tspy-native');
  const platform = header.toString('latin1', PLATFORM, SIZES).replace(/\0+$/, '');
  if (platform !== thisPlatform) throw new ImageError(`is for ${platform}, not for ${thisPlatform}`);
  let offset = PAGE;
  const parts = Array.from({ length: PARTS }, (_, i) => {
    const part = { offset, size: header.readUInt32LE(SIZES + 4 * i) };
    offset += aligned(part.size);
    return part;
  });
  if (length !== offset) throw new ImageError(length < offset ? 'is truncated' : 'is longer than it says');
  return parts;
}

/** Does something with an image; what goes wrong is an ImageError that names the file. */
export function withImageName<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ImageError) throw new ImageError(`image ${file} ${error.message}`);
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new ImageError(`image ${file} is missing`);
    throw new ImageError(`image ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Opens an image, reads its header and checks that. */
function withHeader<T>(file: string, use: (descriptor: number, parts: readonly Range[]) => T): T {
  return withImageName(file, () => {
    const descriptor = fs.openSync(file, 'r');
    try {
      const header = Buffer.alloc(HEADER);
      const size = fs.readSync(descriptor, header, 0, HEADER, 0);
      return use(descriptor, checkHeader(header.subarray(0, size), fs.fstatSync(descriptor).size));
    } finally {
      fs.closeSync(descriptor);
    }
  });
}

/** The image in a file; of its code and heap nothing is read until it is mapped. */
export function readImage(file: string): Image {
  return withHeader(file, (descriptor, ranges) => {
    const [description, ...parts] = ranges as [Range, ...Range[]];
    const text = Buffer.alloc(description.size);
    fs.readSync(descriptor, text, 0, text.length, description.offset);
    const [code, heap, symbols, jitcode] = parts.map(({ offset, size }): ImagePart => ({
      kind: 'file',
      size,
      file,
      offset,
    })) as [ImagePart, ImagePart, ImagePart, ImagePart];
    return {
      description: JSON.parse(text.toString('utf8')) as ImageDescription,
      code,
      heap,
      symbols,
      jitcode,
    };
  });
}

/** Throws ImageError if `readImage` would find the header wrong. */
export function checkImage(file: string): void {
  withHeader(file, () => undefined);
}

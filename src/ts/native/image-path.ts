/** Where the image of a program for this platform is; TSPY_IMAGE names another file, for tests of images. */
import path from 'node:path';
import { packageRoot } from '../host/package-root.js';

export function imagePath(program: string): string {
  const given = process.env.TSPY_IMAGE ?? '';
  if (given !== '') return given;
  return path.join(packageRoot, 'lib/images', `${program}-${process.platform}-${process.arch}.image`);
}

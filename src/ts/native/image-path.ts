/** Where the image of a program for this platform is. */
import path from 'node:path';
import { packageRoot } from '../host/package-root.js';

export function imagePath(program: string): string {
  return path.join(packageRoot, 'lib/images', `${program}-${process.platform}-${process.arch}.image`);
}

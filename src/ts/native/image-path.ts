/** Where the image of a program for this platform is. */
import path from 'node:path';
import { packageRoot } from '../host/package-root.js';

/** `TSPY_IMAGE` names another image of the interpreter: a checked build, one with another collector. */
export function imagePath(program: string): string {
  const chosen = process.env.TSPY_IMAGE ?? '';
  if (chosen !== '') return chosen;
  return path.join(packageRoot, 'lib/images', `${program}-${process.platform}-${process.arch}.image`);
}

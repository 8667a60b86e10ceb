/** Where the image of a program for this platform is. */
import fs from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../host/package-root.js';

const platform = `${process.platform}-${process.arch}`;

/** Made by the translator. */
export function builtImagePath(program: string): string {
  return path.join(packageRoot, 'lib/images', `${program}-${platform}.image`);
}

/** In the published package: beside the addon. */
export function prebuiltImagePath(program: string): string {
  return path.join(packageRoot, 'prebuilds', platform, `${program}.image`);
}

/** The image to load. `TSPY_IMAGE` names another one of the interpreter: a checked build, one with another collector. */
export function imagePath(program: string): string {
  const chosen = process.env.TSPY_IMAGE ?? '';
  if (chosen !== '') return chosen;
  const built = builtImagePath(program);
  const prebuilt = prebuiltImagePath(program);
  return fs.existsSync(built) || !fs.existsSync(prebuilt) ? built : prebuilt;
}

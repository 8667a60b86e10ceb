/** `pypy3 --info`: how the interpreter runs, and why not otherwise. A program of its own, so that the others start without what it looks at. */
import fs from 'node:fs';
import { findAddon } from '../native/addon.js';
import { isImageError } from '../native/image-error.js';
import { checkImage } from '../native/image-file.js';
import { imagePath } from '../native/image-path.js';
import { infoText, isHostedWanted, parseCommandLine } from './options.js';

/** Why nothing runs as machine code; null where it does. */
function findObstacle(): string | null {
  const { reason } = findAddon();
  if (reason !== null) return reason;
  try {
    checkImage(imagePath('pypy3'));
    return null;
  } catch (error) {
    if (isImageError(error)) return error.message;
    throw error;
  }
}

const line = parseCommandLine(process.argv.slice(2));
fs.writeSync(1, infoText(isHostedWanted(line, process.env) ? 'asked for' : findObstacle(), line.jit));

/**
 * `pypy3`: the main thread. Programs run as machine code in this thread where image and addon load; else, and at the prompt, Node runs the
 * interpreter in a worker thread. That machine code can't run is said in one line, unless hosted mode was asked for.
 */
import fs from 'node:fs';
import { isImageError } from '../native/image-error.js';
import { imagePath } from '../native/image-path.js';
import { startModule, startProgram } from './bundle.js';
import { infoText, parseCommandLine } from './options.js';
import { isInteractive } from './prepare.js';

const line = parseCommandLine(process.argv.slice(2));
const isHosted = line.isHosted || (process.env.TSPY_HOSTED ?? '') !== '';

/** Why nothing runs as machine code; null where it does. */
async function findObstacle(): Promise<string | null> {
  const { findAddon } = await import('../native/addon.js');
  const { reason } = findAddon();
  if (reason !== null) return reason;
  const { checkImage } = await import('../native/image-file.js');
  try {
    checkImage(imagePath('pypy3'));
    return null;
  } catch (error) {
    if (isImageError(error)) return error.message;
    throw error;
  }
}

async function runHosted(): Promise<void> {
  await startModule('serve-worker');
}

async function runTranslated(): Promise<void> {
  try {
    await startProgram('translated');
    // The program has ended and all is written: what Node would free piece by piece the system takes at once.
    process.exit();
  } catch (error) {
    if (!isImageError(error)) throw error;
    fs.writeSync(2, `pypy3: runs hosted: ${error.message}\n`);
    await runHosted();
  }
}

async function run(): Promise<void> {
  switch (line.target.kind) {
    case 'print':
      fs.writeSync(line.target.status === 0 ? 1 : 2, line.target.text);
      process.exitCode = line.target.status;
      break;
    case 'info':
      fs.writeSync(1, infoText(isHosted ? 'asked for' : await findObstacle()));
      break;
    default:
      if (isHosted || isInteractive(line)) await runHosted();
      else await runTranslated();
  }
}

void run();

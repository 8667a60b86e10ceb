/**
 * `pypy3`: the main thread. Programs run as machine code in this thread where image and addon load; else, and at the prompt, Node runs the
 * interpreter in a worker thread.
 */
import fs from 'node:fs';
import { findAddon } from '../native/addon.js';
import { imagePath } from '../native/image-path.js';
import { startProgram } from './bundle.js';
import { infoText, parseCommandLine } from './options.js';
import { isInteractive } from './prepare.js';

const line = parseCommandLine(process.argv.slice(2));
const isHosted =
  line.isHosted ||
  (process.env.TSPY_HOSTED ?? '') !== '' ||
  !fs.existsSync(imagePath('pypy3')) ||
  findAddon().addon === null;

switch (line.target.kind) {
  case 'print':
    fs.writeSync(line.target.status === 0 ? 1 : 2, line.target.text);
    process.exitCode = line.target.status;
    break;
  case 'info':
    fs.writeSync(1, infoText(isHosted ? 'hosted' : 'translated'));
    break;
  default:
    if (isHosted || isInteractive(line)) await import('./serve-worker.js');
    else await startProgram('translated');
}

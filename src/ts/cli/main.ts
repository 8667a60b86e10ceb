/**
 * `pypy3`: the main thread. Programs run as machine code in this thread where image and addon load; else, and at the prompt, Node runs the
 * interpreter in a worker thread. That machine code can't run is said in one line, unless hosted mode was asked for.
 */
import fs from 'node:fs';
import { isImageError } from '../native/image-error.js';
import { startModule, startProgram } from './bundle.js';
import { isHostedWanted, parseCommandLine } from './options.js';
import { isInteractive } from './prepare.js';

const line = parseCommandLine(process.argv.slice(2));

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
      await startModule('info');
      break;
    default:
      if (isHostedWanted(line, process.env) || isInteractive(line)) await runHosted();
      else await runTranslated();
  }
}

void run();

/** Modules of Node that most programs do without: loading them with their first use makes the start shorter. */
import type childProcess from 'node:child_process';
import type crypto from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import type tty from 'node:tty';
import type workerThreads from 'node:worker_threads';
import type zlib from 'node:zlib';

const load = createRequire(import.meta.filename);

export const node = {
  get childProcess(): typeof childProcess {
    return load('node:child_process') as typeof childProcess;
  },
  get crypto(): typeof crypto {
    return load('node:crypto') as typeof crypto;
  },
  get tty(): typeof tty {
    return load('node:tty') as typeof tty;
  },
  get workerThreads(): typeof workerThreads {
    return load('node:worker_threads') as typeof workerThreads;
  },
  get zlib(): typeof zlib {
    return load('node:zlib') as typeof zlib;
  },
};

/** Whether a descriptor is a terminal; files and pipes are told without Node's terminals. */
export function isTerminal(fd: number): boolean {
  try {
    return fs.fstatSync(fd).isCharacterDevice() && node.tty.isatty(fd);
  } catch {
    return false;
  }
}

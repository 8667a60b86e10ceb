/** Modules of Node that most programs do without: loading them with their first use makes the start shorter. */
import type childProcess from 'node:child_process';
import type crypto from 'node:crypto';
import fs from 'node:fs';
import type tty from 'node:tty';
import type v8 from 'node:v8';
import type workerThreads from 'node:worker_threads';
import type zlib from 'node:zlib';

export const node = {
  get childProcess(): typeof childProcess {
    return process.getBuiltinModule('node:child_process');
  },
  get crypto(): typeof crypto {
    return process.getBuiltinModule('node:crypto');
  },
  get tty(): typeof tty {
    return process.getBuiltinModule('node:tty');
  },
  get v8(): typeof v8 {
    return process.getBuiltinModule('node:v8');
  },
  get workerThreads(): typeof workerThreads {
    return process.getBuiltinModule('node:worker_threads');
  },
  get zlib(): typeof zlib {
    return process.getBuiltinModule('node:zlib');
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

/** Processes, clocks and the calendar by the C library: externals `posix.*` and `time.*` of Linux. */
import { floatToInt, intToFloat } from '../../rlib/int.js';
import { callC, loadWord, storeWord } from '../../rlib/raw.js';
import type { float, int } from '../../rlib/types.js';
import {
  check,
  checkLong,
  fail,
  isInterrupted,
  itemsOf,
  newBuffer,
  pointer,
  signed,
  stringAt,
} from './c-call.js';

const CLOCK_REALTIME = 0;
const CLOCK_MONOTONIC = 1;
const CLOCK_PROCESS_CPUTIME_ID = 2;
/** `struct tm` of 64-bit Linux, and its places of the offset from UTC and of the zone's name. */
const TM_SIZE = 64;
const TM_OFFSET = 40;
const TM_ZONE = 48;

export function umask(mask: int): int {
  return signed(callC('umask', mask));
}

export function ids(which: int): int {
  switch (which) {
    case 0:
      return signed(callC('getpid'));
    case 1:
      return signed(callC('getppid'));
    case 2:
      return signed(callC('getuid'));
    case 3:
      return signed(callC('geteuid'));
    case 4:
      return signed(callC('getgid'));
    default:
      return signed(callC('getegid'));
  }
}

export function kill(pid: int, signal: int): void {
  check(callC('kill', pid, signal));
}

export function exit(status: int): void {
  callC('_exit', status);
}

export function urandom(count: int): string {
  const buffer = newBuffer(count);
  let done = 0;
  while (done < count) done += checkLong(callC('getrandom', pointer(buffer) + done, count - done, 0));
  return buffer;
}

/** Reads a clock; the address of its seconds, with the nanoseconds behind them. */
function readClock(clock: int): int {
  const now = newBuffer(16);
  check(callC('clock_gettime', clock, pointer(now)));
  return itemsOf(now);
}

function secondsOf(clock: int): float {
  const at = readClock(clock);
  return intToFloat(loadWord(at)) + intToFloat(loadWord(at + 8)) / 1e9;
}

export function time(): float {
  return secondsOf(CLOCK_REALTIME);
}

export function cpu(): float {
  return secondsOf(CLOCK_PROCESS_CPUTIME_ID);
}

export function nanoseconds(which: int): int {
  const at = readClock(CLOCK_MONOTONIC);
  return loadWord(which === 0 ? at : at + 8);
}

/** Ends early when a signal arrives. */
export function sleep(seconds: float): void {
  const spec = newBuffer(16);
  const whole = Math.floor(seconds);
  storeWord(itemsOf(spec), floatToInt(whole));
  storeWord(itemsOf(spec) + 8, floatToInt((seconds - whole) * 1e9));
  if (signed(callC('nanosleep', pointer(spec), 0)) === -1 && !isInterrupted()) fail();
}

/** A time as `struct tm` in the local zone. */
function localTime(seconds: float): string {
  const moment = newBuffer(8);
  const result = newBuffer(TM_SIZE);
  storeWord(itemsOf(moment), floatToInt(Math.floor(seconds)));
  callC('tzset');
  if (callC('localtime_r', pointer(moment), pointer(result)) === 0) fail();
  return result;
}

export function localOffset(seconds: float): int {
  const broken = localTime(seconds);
  return loadWord(itemsOf(broken) + TM_OFFSET);
}

export function zoneName(seconds: float): string {
  const broken = localTime(seconds);
  return stringAt(loadWord(itemsOf(broken) + TM_ZONE));
}

/** try, catch, finally: every way out. Each function notes what it passes in a trace. */
import { OutOfMemory, Overflow, RThrowable, caught } from '../../../src/ts/rlib/throwable.js';
import { newByteArray } from '../../../src/ts/rlib/array.js';
import { ovfMul } from '../../../src/ts/rlib/int.js';
import type { int } from '../../../src/ts/rlib/types.js';

export class Fault extends RThrowable {
  constructor(
    readonly code: int,
    readonly text: string,
  ) {
    super();
  }
}

export class SubFault extends Fault {
  readonly extra: int = 7;
}

let trace = '';

function note(text: string): void {
  trace += text + ';';
}

function start(): void {
  trace = '';
}

function fail(code: int): int {
  if (code === 1) throw new Fault(code, 'one');
  if (code === 2) throw new SubFault(code, 'two');
  if (code === 3) return ovfMul(9007199254740991, 2);
  return code;
}

function describe(error: RThrowable): string {
  if (error instanceof SubFault) return `sub ${error.code} ${error.extra} ${error.text}`;
  if (error instanceof Fault) return `fault ${error.code} ${error.text}`;
  if (error instanceof Overflow) return 'overflow';
  return 'other';
}

export function plain(code: int): string {
  start();
  let stage = 0;
  try {
    stage = 1;
    const r = fail(code);
    stage = 2;
    note(`r${r}`);
  } catch (e) {
    const error = caught(e);
    note(`${describe(error)} at ${stage}`);
  }
  return `${trace}${stage}`;
}

export function rethrow(code: int): string {
  start();
  try {
    try {
      fail(code);
    } catch (e) {
      const error = caught(e);
      if (error instanceof SubFault) note('sub');
      else throw error;
    } finally {
      note('inner finally');
    }
    note('after inner');
  } catch (e) {
    note('outer');
    throw e;
  } finally {
    note('outer finally');
    if (code === 0) note('zero');
  }
  return trace;
}

export function outerTrace(code: int): string {
  try {
    return rethrow(code);
  } catch (e) {
    return `${trace}! ${describe(caught(e))}`;
  }
}

export function returnThrough(n: int): string {
  start();
  let x = n;
  try {
    try {
      if (n === 1) return `early ${x}`;
      x += 10;
      fail(n);
      if (n === 5) return `late ${x}`;
    } finally {
      x += 100;
      note(`f${x}`);
    }
    note('fell');
  } catch (e) {
    caught(e);
    return `caught ${x} ${trace}`;
  } finally {
    note('last');
  }
  return `end ${x} ${trace}`;
}

export function resultThrough(n: int): string {
  const r = returnThrough(n);
  return `${r} | ${trace}`;
}

export function finallyOverrides(n: int): int {
  for (let i = 0; i < 3; i++) {
    try {
      if (n === 0) return 1;
      fail(n);
    } finally {
      if (n < 3) break;
    }
  }
  return 2;
}

export function loops(n: int): string {
  start();
  outer: for (let i = 0; i < n; i++) {
    try {
      for (let j = 0; j < 3; j++) {
        try {
          if (j === 1 && i === 0) continue;
          if (j === 1 && i === 1) continue outer;
          if (i === 2) break;
          if (i === 3) break outer;
          note(`${i}.${j}`);
        } finally {
          note(`fin${i}${j}`);
        }
      }
      note(`row${i}`);
    } finally {
      note(`out${i}`);
    }
  }
  return trace;
}

export function throwFromCatch(code: int): string {
  start();
  try {
    try {
      fail(1);
    } catch (e) {
      note('c');
      fail(code);
      note('not raised');
    } finally {
      note('f');
      if (code === 9) fail(2);
    }
  } catch (e) {
    const error = caught(e);
    note(describe(error));
  }
  return trace;
}

export function throwFromFinally(code: int): string {
  start();
  try {
    try {
      return `value ${fail(code)}`;
    } finally {
      if (code !== 5) throw new Fault(77, 'from finally');
    }
  } catch (e) {
    return describe(caught(e));
  }
}

export function deep(n: int): int {
  if (n === 0) throw new Fault(42, 'deep');
  try {
    return deep(n - 1);
  } finally {
    trace = `${n}`;
  }
}

export function catchDeep(n: int): string {
  try {
    deep(n);
  } catch (e) {
    const error = caught(e);
    if (error instanceof Fault) return `${error.code} ${trace}`;
  }
  return 'none';
}

export function overflowEscapes(a: int): int {
  return ovfMul(a, a);
}

export function outOfMemory(length: int): string {
  try {
    return `${newByteArray(length).length}`;
  } catch (e) {
    return caught(e) instanceof OutOfMemory ? 'memory' : 'other';
  }
}

function endless(n: int): int {
  return endless(n + 1) + 1;
}

export function stackOverflow(): string {
  try {
    return `${endless(0)}`;
  } catch (e) {
    return caught(e) instanceof Fault ? 'fault' : 'machine';
  }
}

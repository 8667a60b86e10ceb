/** What only machine code can be asked in a test: the limits of its stack and heap, words of 63 bits, calls from one VM into another. */
import { newInt32Items } from '../../../src/ts/rlib/array.js';
import { external } from '../../../src/ts/rlib/external.js';
import {
  addFits,
  fitsWord,
  intToFloat,
  MAX_WORD,
  ovfAdd,
  ovfMul,
  ovfShl,
  WORD_BITS,
} from '../../../src/ts/rlib/int.js';
import {
  caught,
  OutOfMemory,
  Overflow,
  StackOverflow,
  type RThrowable,
} from '../../../src/ts/rlib/throwable.js';
import type { float, int } from '../../../src/ts/rlib/types.js';

const other = external<(x: int) => int>('test.other');
const echo = external<(text: string) => string>('test.echo');

class Link {
  constructor(
    readonly next: Link | null,
    readonly value: int,
  ) {}
}

let depth: int = 0;
let counter: int = 0;

function kindOf(error: RThrowable): string {
  if (error instanceof StackOverflow) return 'stack';
  if (error instanceof OutOfMemory) return 'memory';
  return error instanceof Overflow ? 'overflow' : 'other';
}

/** References and floats of every frame are needed after the call. */
function descend(link: Link, x: float): float {
  depth++;
  const below = descend(new Link(link, depth), x + 0.5);
  return below + x + intToFloat(link.value);
}

/** What a clause catches where the stack ends, twice; whether it was deep; and that calls work afterwards. */
export function endlessRecursion(): string {
  let text = '';
  for (let i = 0; i < 2; i++) {
    depth = 0;
    try {
      descend(new Link(null, 0), 0.5);
    } catch (e) {
      text += `${kindOf(caught(e))} ${depth > 100 ? 'deep' : 'flat'} `;
    }
  }
  return `${text}${length(chain(10))}`;
}

function finallyDescend(n: int): int {
  try {
    return finallyDescend(n + 1) + 1;
  } finally {
    counter++;
  }
}

/** Each frame that the exception leaves runs its `finally`. */
export function unwinding(): string {
  counter = 0;
  try {
    return `${finallyDescend(0)}`;
  } catch (e) {
    return `${kindOf(caught(e))} ${counter > 100 ? 'many' : 'few'}`;
  }
}

export function uncaughtRecursion(): int {
  return finallyDescend(0);
}

function chain(count: int): Link | null {
  let head: Link | null = null;
  for (let i = 0; i < count; i++) head = new Link(head, i);
  return head;
}

function length(head: Link | null): int {
  let count = 0;
  for (let at = head; at !== null; at = at.next) count++;
  return count;
}

function endlessChain(): int {
  let head: Link | null = null;
  for (let i = 0; ; i++) {
    head = new Link(head, i);
    if (i < 0) return length(head);
  }
}

function endlessList(): int {
  const list: int[] = [];
  for (let i = 0; ; i++) {
    list.push(i);
    if (i < 0) return list.length;
  }
}

function endlessText(): int {
  let text = 'text';
  for (let i = 0; ; i++) {
    text = text + text;
    if (i < 0) return text.length;
  }
}

function exhaust(kind: int): int {
  if (kind === 0) return endlessChain();
  return kind === 1 ? endlessList() : endlessText();
}

/** Memory that an exception has set free is there again. */
export function endlessAllocation(kind: int): string {
  let text = '';
  for (let i = 0; i < 3; i++) {
    try {
      text += `${exhaust(kind)} `;
    } catch (e) {
      text += `${kindOf(caught(e))} `;
    }
  }
  return `${text}${length(chain(100))}`;
}

export function uncaughtAllocation(kind: int): int {
  return exhaust(kind);
}

/** Garbage only: there is always memory. */
export function garbage(count: int): int {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += length(chain(3));
  return sum;
}

function overflows(product: int): string {
  try {
    return `${ovfMul(product, 2)}`;
  } catch (e) {
    return kindOf(caught(e));
  }
}

export function wideWords(): string {
  const large = ovfShl(1, 62);
  const fits = `${addFits(large, large) ? 1 : 0}${addFits(MAX_WORD, 0) ? 1 : 0}${addFits(-MAX_WORD, -1) ? 1 : 0}`;
  const floats = `${fitsWord(9223372036854774784.0) ? 1 : 0}${fitsWord(9223372036854775808.0) ? 1 : 0}`;
  return `${WORD_BITS} ${MAX_WORD} ${ovfAdd(large, -1)} ${overflows(large)} ${overflows(-large)} ${fits} ${floats}`;
}

/** Counts in this VM, and asks the other one. */
export function pingPong(x: int): int {
  counter++;
  const link = new Link(null, x);
  if (x === 0) return counter;
  return other(x - 1) + link.value * 100;
}

/** Asks the host with a text that lies behind an array of so many items, and gets one that does. */
export function farEcho(text: string, size: int): string {
  const before = newInt32Items(size);
  const answer = echo(`${text} ${before.length}`);
  before[0] = 1;
  return `${answer} ${before[0] as int}`;
}

export function resetCounter(): void {
  counter = 0;
}

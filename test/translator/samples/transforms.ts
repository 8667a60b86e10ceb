/** Functions of which the transforms leave little. */
import { truncMod } from '../../../src/ts/rlib/int.js';
import { RThrowable, caught } from '../../../src/ts/rlib/throwable.js';
import type { int } from '../../../src/ts/rlib/types.js';

export class Refused extends RThrowable {
  constructor(readonly code: int) {
    super();
  }
}

export abstract class Shape {
  abstract area(): int;
}

export class Square extends Shape {
  constructor(readonly side: int) {
    super();
  }

  area(): int {
    return this.side * this.side;
  }
}

const unit = new Square(7);

/** One class has the method: no call remains. */
export function areaOf(side: int): int {
  const shape: Shape = new Square(side);
  return shape.area();
}

/** The field of an object that exists already. */
export function prebuiltSide(): int {
  return unit.side + 1;
}

/** The side is read once, though a call comes between. */
export function sideTwice(square: Square): int {
  const first = square.side;
  return first + countDown(3) + square.side;
}

export function makeSideTwice(side: int): int {
  return sideTwice(new Square(side));
}

/** Calls itself: it stays a call, and is none of those that are copied. */
export function countDown(n: int): int {
  return n === 0 ? 0 : countDown(n - 1);
}

/** The second test is known behind the first. */
export function testedTwice(isSquare: boolean): int {
  const shape: Shape | null = isSquare ? new Square(2) : null;
  if (!(shape instanceof Square)) return -1;
  return shape instanceof Square ? shape.side : -2;
}

function refuseOdd(n: int): int {
  if (truncMod(n, 2) !== 0) throw new Refused(n);
  return n;
}

/** What a copied function throws goes to the handler around the call. */
export function caughtCode(n: int): int {
  try {
    return refuseOdd(n) + 100;
  } catch (e) {
    const error = caught(e);
    if (error instanceof Refused) return error.code;
    throw error;
  }
}

/** And without one, on. */
export function passedOn(n: int): int {
  return refuseOdd(n) + 200;
}

class Cell {
  value: int = 0;
}

/** A field is what was stored, until something else may have been. */
export function storedValue(n: int): int {
  const cell = new Cell();
  const other = n > 3 ? cell : new Cell();
  cell.value = n;
  const before = cell.value;
  other.value = 50;
  return before * 100 + cell.value;
}

/** Both branches are tested, one is left. */
export function constantBranch(n: int): int {
  const isLarge = 3 > 2;
  if (isLarge) return n + 1;
  return n - 1;
}

class Range {
  constructor(
    public at: int,
    readonly end: int,
  ) {}

  next(): int {
    const value = this.at;
    this.at = value + 1;
    return value;
  }

  hasMore(): boolean {
    return this.at < this.end;
  }
}

/** The object is seen by nobody else: its fields are variables of the loop. */
export function sumOfRange(from: int, to: int): int {
  const range = new Range(from, to);
  let sum = 0;
  while (range.hasMore()) sum += range.next();
  return sum;
}

/** An object that is made only on one of the ways stays. */
export function maybeRange(n: int): int {
  let range: Range | null = null;
  if (n > 2) range = new Range(n, 10);
  return range === null ? -1 : range.next() + range.at;
}

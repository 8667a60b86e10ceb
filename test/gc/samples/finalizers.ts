/** Objects with finalizers, for both collectors. */
import {
  collectAll,
  heapObjects,
  memoryNumber,
  MemoryNumber,
  referentsOf,
} from '../../../src/ts/rlib/collector.js';
import { ignoreFinalizer, nextDead, registerFinalizer } from '../../../src/ts/rlib/finalizers.js';
import { WeakReference } from '../../../src/ts/rlib/object.js';
import { truncDiv } from '../../../src/ts/rlib/int.js';
import type { int } from '../../../src/ts/rlib/types.js';

class Node {
  next: Node | null = null;
  /** Goes with the object, and is there still when it is handed out. */
  readonly digits: int[] = [];

  constructor(readonly value: int) {
    this.digits.push(value * 10);
  }
}

function watched(value: int): Node {
  const node = new Node(value);
  registerFinalizer(node);
  return node;
}

/** The values of all that is handed out now, as the digits of a number. */
function drain(): int {
  let number = 0;
  for (;;) {
    const dead = nextDead();
    if (dead === null) return number;
    if (dead instanceof Node) number = number * 10 + truncDiv(dead.digits[0] as int, 10);
  }
}

let kept: Node | null = null;

/** 1 refers to 2, 2 to 3: registered in this order, or the other way round. */
export function chain(reverse: boolean): int {
  const values: int[] = reverse ? [3, 2, 1] : [1, 2, 3];
  let first: Node | null = null;
  let second: Node | null = null;
  let third: Node | null = null;
  for (const value of values) {
    const node = watched(value);
    if (value === 1) first = node;
    else if (value === 2) second = node;
    else third = node;
  }
  if (first !== null && second !== null) {
    first.next = second;
    second.next = third;
  }
  return 0;
}

/** Two in a cycle, and one that refers to itself. */
export function cycles(): int {
  const first = watched(4);
  const second = watched(5);
  first.next = second;
  second.next = first;
  const third = watched(6);
  third.next = third;
  return 0;
}

export function collectAndDrain(): int {
  collectAll();
  return drain();
}

export function keepOne(): int {
  kept = watched(7);
  const ignored = watched(8);
  ignoreFinalizer(ignored);
  return 0;
}

export function dropKept(): int {
  kept = null;
  return 0;
}

/** Brings back to life what is handed out. */
export function resurrect(): int {
  collectAll();
  const dead = nextDead();
  if (!(dead instanceof Node)) return 0;
  kept = dead;
  return dead.value;
}

const weak: WeakReference<Node>[] = [];

export function makeWeak(): int {
  weak.push(new WeakReference(watched(9)));
  return 0;
}

/** A weak reference stays until its object is gone for good. */
export function weakIsEmpty(): boolean {
  return (weak[0] as WeakReference<Node>).get() === null;
}

/** Thousands that die young; how many were handed out. */
export function many(count: int): int {
  let found = 0;
  for (let i = 0; i < count; i++) {
    watched(i);
    if (nextDead() !== null) found++;
  }
  collectAll();
  while (nextDead() !== null) found++;
  return found;
}

/** Whether a walk through the heap finds a new object, and what it refers to. */
export function walk(): boolean {
  const node = new Node(1);
  node.next = new Node(2);
  let found = 0;
  for (const object of heapObjects()) if (object === node || object === node.next) found++;
  let referents = 0;
  for (const object of referentsOf(node)) if (object === node.next || object === node.digits) referents++;
  return found === 2 && referents === 2 && memoryNumber(MemoryNumber.USED) > 0;
}

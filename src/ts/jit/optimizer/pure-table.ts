/**
 * What pure operations have given: the table in which a second operation of the same kind with the same operands finds the first one's result.
 *
 * A hash table of chains, and a log of its entries, so that those of a pass that did not work out can be taken back.
 */
import type { OperationInfo } from './operations.js';
import type { Value } from './value.js';

class Entry {
  next: Entry | null = null;

  constructor(
    readonly info: OperationInfo,
    readonly first: Value,
    readonly second: Value | null,
    readonly third: Value | null,
    readonly hash: number,
    readonly result: Value,
    /** Its place in the log. */
    readonly index: number,
  ) {}
}

const SIZE = 1024;

function hashOf(info: OperationInfo, first: Value, second: Value | null, third: Value | null): number {
  let hash = info.index * 31 + first.id * 769;
  if (second !== null) hash += second.id * 12289;
  if (third !== null) hash += third.id * 196613;
  return (hash ^ (hash >>> 10)) & (SIZE - 1);
}

export class PureTable {
  private readonly heads: (Entry | null)[] = new Array<Entry | null>(SIZE).fill(null);
  private readonly log: Entry[] = [];
  /** The latest pass was given what another had found, before the `sealed`th entry. */
  usedSealed = false;
  private sealed = 0;

  find(info: OperationInfo, first: Value, second: Value | null, third: Value | null): Value | null {
    let at = this.heads[hashOf(info, first, second, third)] ?? null;
    while (at !== null) {
      if (at.info === info && at.first === first && at.second === second && at.third === third) {
        if (at.index < this.sealed) this.usedSealed = true;
        return at.result;
      }
      at = at.next;
    }
    return null;
  }

  add(info: OperationInfo, first: Value, second: Value | null, third: Value | null, result: Value): void {
    const hash = hashOf(info, first, second, third);
    const entry = new Entry(info, first, second, third, hash, result, this.log.length);
    entry.next = this.heads[hash] ?? null;
    this.heads[hash] = entry;
    this.log.push(entry);
  }

  get mark(): number {
    return this.log.length;
  }

  /** A pass begins. */
  seal(): void {
    this.sealed = this.log.length;
    this.usedSealed = false;
  }

  /** Forgets what was added since the mark. */
  rollback(mark: number): void {
    for (let i = this.log.length - 1; i >= mark; i--) {
      const { hash, next } = this.log[i];
      this.heads[hash] = next;
    }
    this.log.length = mark;
  }
}

/**
 * Calls that give the same for the same arguments: what they have given. They are few, so a list for each function does, of which the latest are
 * looked at; with a log like that of the table of pure operations.
 */
import { resolve, type Value } from './value.js';

const MOST_COMPARED = 50;

interface Made {
  /** Its place in the log. */
  readonly index: number;
  readonly args: readonly Value[];
  readonly result: Value | null;
}

export class ElidableCalls {
  private readonly made = new Map<string, Made[]>();
  private readonly log: string[] = [];
  /** As of the table of pure operations. */
  usedSealed = false;
  private sealed = 0;

  find(symbol: string, args: readonly Value[]): Made | null {
    const list = this.made.get(symbol);
    if (list === undefined) return null;
    for (let i = list.length - 1; i >= Math.max(0, list.length - MOST_COMPARED); i--) {
      const one = list[i];
      if (one.args.length === args.length && one.args.every((arg, at) => resolve(arg) === args[at])) {
        if (one.index < this.sealed) this.usedSealed = true;
        return one;
      }
    }
    return null;
  }

  add(symbol: string, args: readonly Value[], result: Value | null): void {
    let list = this.made.get(symbol);
    if (list === undefined) {
      list = [];
      this.made.set(symbol, list);
    }
    list.push({ index: this.log.length, args, result });
    this.log.push(symbol);
  }

  get mark(): number {
    return this.log.length;
  }

  seal(): void {
    this.sealed = this.log.length;
    this.usedSealed = false;
  }

  rollback(mark: number): void {
    for (const symbol of this.log.splice(mark)) this.made.get(symbol)?.pop();
  }
}

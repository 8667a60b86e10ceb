/** Words that compiled code and the JIT compiler tell each other something by. */
import type { JitAccess } from '../native/vm.js';
import { JitLimit } from './heap.js';

const MOST_FLAGS = 1 << 16;

/** A flag's number. */
export type Flag = number;

export class FlagTable {
  private readonly words: Uint32Array;
  /** Relative to the heap base. */
  private readonly start: number;
  private used = 0;
  private readonly free: Flag[] = [];

  constructor(access: JitAccess) {
    const region = access.reserve(4 * MOST_FLAGS);
    this.words = new Uint32Array(access.view(region, 4 * MOST_FLAGS));
    this.start = region - access.base;
  }

  /** A flag that is not set. */
  make(): Flag {
    const flag = this.free.pop() ?? this.used++;
    if (flag >= MOST_FLAGS) throw new JitLimit('too many flags of traces');
    this.words[flag] = 0;
    return flag;
  }

  release(flag: Flag): void {
    this.free.push(flag);
  }

  isSet(flag: Flag): boolean {
    return this.words[flag] !== 0;
  }

  set(flag: Flag, value: 0 | 1): void {
    this.words[flag] = value;
  }

  /** Where machine code finds the flag: relative to the heap base, and too far away for a displacement. */
  place(flag: Flag): number {
    return this.start + 4 * flag;
  }
}

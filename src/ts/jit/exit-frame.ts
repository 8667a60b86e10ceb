/**
 * What a guard that failed has left behind: the registers at State.JIT_VALUES, and the words of its frame in memory of their own (`trace-exits.ts` of the
 * assembler). Read by the places that the code had for its values, before any machine code runs again.
 */
import { FIRST_SLOT } from '../backend/registers.js';
import type { LirConstant, RegisterClass } from '../backend/lir.js';
import type { Address } from '../native/addon.js';
import type { JitAccess } from '../native/vm.js';
import { State } from '../rlib/raw.js';
import { readWord, type JitHeap } from './heap.js';
import type { Word } from './words.js';

/** Traces with larger frames are not compiled. */
export const MAX_FRAME_WORDS = 8192;

export class ExitFrame {
  readonly address: Address;
  private readonly words: DataView;

  constructor(
    access: JitAccess,
    private readonly heap: JitHeap,
  ) {
    this.address = access.reserve(8 * MAX_FRAME_WORDS);
    this.words = new DataView(access.view(this.address, 8 * MAX_FRAME_WORDS));
  }

  /** A word, a float, a reference. */
  read(cls: RegisterClass, place: number | LirConstant): Word {
    if (typeof place !== 'number') return place.value;
    if (place >= FIRST_SLOT) return this.readFrame(cls, 8 * (place - FIRST_SLOT));
    const address = State.JIT_VALUES + 8 * place;
    if (cls === 'float') return this.heap.float(address);
    return cls === 'ref' ? this.heap.u32(address) : this.heap.word(address);
  }

  private readFrame(cls: RegisterClass, at: number): Word {
    if (cls === 'float') return this.words.getFloat64(at, true);
    return cls === 'ref' ? this.words.getUint32(at, true) : readWord(this.words, at);
  }
}

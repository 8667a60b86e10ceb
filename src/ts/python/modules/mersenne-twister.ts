/**
 * The generator MT19937 (Matsumoto and Nishimura 1998): 624 words of 32 bits, tempered on output. Seeding by an array
 * of words as in the authors' reference, so that sequences are those of all other implementations.
 */
import type { Int32Items } from '../../rlib/array.js';
import { newInt32Items } from '../../rlib/array.js';
import { intToFloat, mul32 } from '../../rlib/int.js';
import type { float, int } from '../../rlib/types.js';

export const STATE_WORDS: int = 624;
const MIDDLE: int = 397;
const MATRIX: int = 0x9908b0df | 0;
const ARRAY_SEED: int = 19650218;

export class MersenneTwister {
  readonly state: Int32Items = newInt32Items(STATE_WORDS);
  /** The next word to give out; STATE_WORDS: new ones must be made first. */
  position: int = STATE_WORDS;

  seedWord(seed: int): void {
    const state = this.state;
    state[0] = seed | 0;
    for (let i = 1; i < STATE_WORDS; i++) {
      const previous = state[i - 1] as int;
      state[i] = (mul32(1812433253, previous ^ (previous >>> 30)) + i) | 0;
    }
    this.position = STATE_WORDS;
  }

  /** Seeds by words, at least one. */
  seedArray(key: int[]): void {
    this.seedWord(ARRAY_SEED);
    const state = this.state;
    let i = 1;
    let j = 0;
    const rounds = key.length > STATE_WORDS ? key.length : STATE_WORDS;
    for (let k = 0; k < rounds; k++) {
      const previous = state[i - 1] as int;
      const mixed = (state[i] as int) ^ mul32(previous ^ (previous >>> 30), 1664525);
      state[i] = (mixed + ((key[j] as int) | 0) + j) | 0;
      i++;
      j++;
      if (i >= STATE_WORDS) {
        state[0] = state[STATE_WORDS - 1] as int;
        i = 1;
      }
      if (j >= key.length) j = 0;
    }
    for (let k = 1; k < STATE_WORDS; k++) {
      const previous = state[i - 1] as int;
      state[i] = (((state[i] as int) ^ mul32(previous ^ (previous >>> 30), 1566083941)) - i) | 0;
      i++;
      if (i >= STATE_WORDS) {
        state[0] = state[STATE_WORDS - 1] as int;
        i = 1;
      }
    }
    state[0] = 0x80000000 | 0;
  }

  private refill(): void {
    const state = this.state;
    for (let i = 0; i < STATE_WORDS; i++) {
      const next = i + 1 < STATE_WORDS ? i + 1 : 0;
      const word = ((state[i] as int) & (0x80000000 | 0)) | ((state[next] as int) & 0x7fffffff);
      const from = i + MIDDLE < STATE_WORDS ? i + MIDDLE : i + MIDDLE - STATE_WORDS;
      state[i] = (state[from] as int) ^ (word >>> 1) ^ ((word & 1) === 0 ? 0 : MATRIX);
    }
    this.position = 0;
  }

  /** 32 random bits, not negative. */
  nextWord(): int {
    if (this.position >= STATE_WORDS) this.refill();
    let word = this.state[this.position] as int;
    this.position++;
    word ^= word >>> 11;
    word ^= (word << 7) & (0x9d2c5680 | 0);
    word ^= (word << 15) & (0xefc60000 | 0);
    word ^= word >>> 18;
    return word >>> 0;
  }

  /** A float of 53 random bits, 0 <= x < 1. */
  nextFloat(): float {
    const high = this.nextWord() >>> 5;
    const low = this.nextWord() >>> 6;
    return (intToFloat(high) * 67108864.0 + intToFloat(low)) / 9007199254740992.0;
  }
}

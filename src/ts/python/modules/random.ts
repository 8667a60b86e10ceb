/** Module `_random`: class Random, the generator under module `random`. */
import type { BigInteger } from '../../rlib/bigint.js';
import { bigAdd, bigAnd, bigFromParts, bigOne, bigShl, bigSub, bigToParts } from '../../rlib/bigint.js';
import { newFixedArray } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import { hash, index, toWord } from '../interp/convert.js';
import { typeError, valueError, overflowError } from '../interp/errors.js';
import { absInt, intSign } from '../objects/int-arith.js';
import { newLong } from '../objects/int-ops.js';
import { checkedNewType } from '../objects/new-type.js';
import type { W_Root } from '../objects/root.js';
import type { ModuleDef } from '../objects/typedef.js';
import { method, moduledef, staticmethod, typedef } from '../objects/typedef.js';
import { newFloat } from '../objects/w-float.js';
import { newInt, W_IntBase } from '../objects/w-int.js';
import { w_None } from '../objects/w-none.js';
import { newTuple, W_TupleBase } from '../objects/w-tuple.js';
import type { W_Tuple } from '../objects/w-tuple.js';
import { newBuiltinType, objectType, W_Mapped } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';
import { MersenneTwister, STATE_WORDS } from './mersenne-twister.js';
import { hostUrandom } from './posix/externals.js';

export const randomType: W_Type = newBuiltinType('Random', objectType);

class W_Random extends W_Mapped {
  readonly twister: MersenneTwister = new MersenneTwister();
}

function randomNew(w_type: W_Root, w_args: W_Tuple, _w_kwargs: W_Root): W_Root {
  const w_random = new W_Random(checkedNewType(w_type, randomType));
  seedFrom(w_random, w_args.items.length > 0 ? (w_args.items[0] as W_Root) : w_None);
  return w_random;
}

/** The words of 32 bits of an int, least significant first. */
function seedWords(w_int: W_IntBase): int[] {
  const halves = bigToParts(w_int.toBig(), 16);
  const words: int[] = [];
  for (let i = 0; i < halves.length; i += 2) {
    const high = i + 1 < halves.length ? (halves[i + 1] as int) : 0;
    words.push((halves[i] as int) | (high << 16));
  }
  if (words.length === 0) words.push(0);
  return words;
}

function randomWords(): int[] {
  const bytes = hostUrandom(4 * STATE_WORDS);
  const words: int[] = [];
  for (let i = 0; i < STATE_WORDS; i++) {
    let word = 0;
    for (let k = 0; k < 4; k++) word = (word << 8) | bytes.charCodeAt(4 * i + k);
    words.push(word);
  }
  return words;
}

function seedFrom(self: W_Random, w_seed: W_Root): void {
  if (w_seed === w_None) {
    self.twister.seedArray(randomWords());
  } else if (w_seed instanceof W_IntBase) {
    self.twister.seedArray(seedWords(absInt(w_seed)));
  } else {
    self.twister.seedArray(unsignedWords(hash(w_seed)));
  }
}

const wordRange: BigInteger = bigShl(bigOne, 64);
const wordMask: BigInteger = bigSub(wordRange, bigOne);

/** The two words of a 64-bit hash, without a leading zero word. */
function unsignedWords(w_hash: W_IntBase): int[] {
  if (intSign(w_hash) >= 0) return seedWords(w_hash);
  return seedWords(newLong(bigAnd(bigAdd(w_hash.toBig(), wordRange), wordMask)));
}

function randomSeed(self: W_Random, w_seed: W_Root | null): W_Root {
  seedFrom(self, w_seed === null ? w_None : w_seed);
  return w_None;
}

function randomRandom(self: W_Random): W_Root {
  return newFloat(self.twister.nextFloat());
}

function randomGetrandbits(self: W_Random, w_count: W_Root): W_Root {
  const w_bits = index(w_count);
  if (!w_bits.isWord() || w_bits.toWord() > 0x7fffffff)
    throw overflowError('Python int too large to convert to C int');
  const count = toWord(w_bits);
  if (count < 0) throw valueError('number of bits must be non-negative');
  if (count === 0) return newInt(0);
  if (count <= 32) return newInt(self.twister.nextWord() >>> (32 - count));
  const halves: int[] = [];
  for (let rest = count; rest > 0; rest -= 32) {
    let word = self.twister.nextWord();
    if (rest < 32) word = word >>> (32 - rest);
    halves.push(word & 0xffff);
    halves.push(word >>> 16);
  }
  return newLong(bigFromParts(halves, 16, 1));
}

function randomGetstate(self: W_Random): W_Root {
  const items = newFixedArray<W_Root>(STATE_WORDS + 1, w_None);
  for (let i = 0; i < STATE_WORDS; i++) items[i] = newInt((self.twister.state[i] as int) >>> 0);
  items[STATE_WORDS] = newInt(self.twister.position);
  return newTuple(items);
}

function randomSetstate(self: W_Random, w_state: W_Root): W_Root {
  if (!(w_state instanceof W_TupleBase)) throw typeError('state vector must be a tuple');
  const items = w_state.items;
  if (items.length !== STATE_WORDS + 1) throw valueError('state vector is the wrong size');
  const words: int[] = [];
  for (let i = 0; i < STATE_WORDS; i++) {
    const w_word = items[i] as W_Root;
    if (!(w_word instanceof W_IntBase)) throw typeError('an integer is required');
    if (intSign(w_word) < 0) throw overflowError("can't convert negative value to unsigned int");
    words.push(seedWords(w_word)[0] as int);
  }
  const position = toWord(items[STATE_WORDS] as W_Root);
  if (position < 0 || position > STATE_WORDS) throw valueError('invalid state');
  for (let i = 0; i < STATE_WORDS; i++) self.twister.state[i] = (words[i] as int) | 0;
  self.twister.position = position;
  return w_None;
}

const randomTypedef = typedef(
  randomType,
  W_Random,
  { doc: 'Random() -> create a random number generator with its own internal state.', module: '_random' },
  [
    staticmethod('__new__', '($type, *args, **kwargs)', randomNew),
    method('random', '($self, /)', randomRandom, 'random() -> x in the interval [0, 1).'),
    method(
      'seed',
      '($self, n=None, /)',
      randomSeed,
      'seed([n]) -> None.\n\nDefaults to use urandom and falls back to a combination\nof the current time and the process identifier.',
    ),
    method('getstate', '($self, /)', randomGetstate, 'getstate() -> tuple containing the current state.'),
    method(
      'setstate',
      '($self, state, /)',
      randomSetstate,
      'setstate(state) -> None.  Restores generator state.',
    ),
    method(
      'getrandbits',
      '($self, k, /)',
      randomGetrandbits,
      'getrandbits(k) -> x.  Generates an int with k random bits.',
    ),
  ],
);

export const randomModule: ModuleDef = moduledef(
  '_random',
  'Module implements the Mersenne Twister random number generator.',
  [],
  [randomTypedef],
);

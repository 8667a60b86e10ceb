/**
 * Digests: Node's for the common algorithms; BLAKE2 is here because OpenSSL's takes no parameters (key, salt, digest
 * size, tree hashing), following RFC 7693.
 */
import { provide } from '../rlib/external.js';
import { node } from './lazy.js';

provide('hash.digest', (algorithm: string, data: string, size: number): string => {
  const options = algorithm.startsWith('shake') ? { outputLength: size } : {};
  // OpenSSL makes no XOF output of length 0.
  if (size === 0) return '';
  return node.crypto
    .createHash(algorithm, options)
    .update(Buffer.from(data, 'latin1'))
    .digest()
    .toString('latin1');
});

/** What differs between BLAKE2b and BLAKE2s. */
interface Variant {
  readonly bits: bigint;
  readonly rounds: number;
  readonly rotations: readonly [bigint, bigint, bigint, bigint];
  readonly initial: readonly bigint[];
}

const wide: Variant = {
  bits: 64n,
  rounds: 12,
  rotations: [32n, 24n, 16n, 63n],
  initial: [
    0x6a09e667f3bcc908n,
    0xbb67ae8584caa73bn,
    0x3c6ef372fe94f82bn,
    0xa54ff53a5f1d36f1n,
    0x510e527fade682d1n,
    0x9b05688c2b3e6c1fn,
    0x1f83d9abfb41bd6bn,
    0x5be0cd19137e2179n,
  ],
};

const narrow: Variant = {
  bits: 32n,
  rounds: 10,
  rotations: [16n, 12n, 8n, 7n],
  initial: wide.initial.map((word) => word >> 32n),
};

const permutations: readonly (readonly number[])[] = [
  '0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15',
  '14 10 4 8 9 15 13 6 1 12 0 2 11 7 5 3',
  '11 8 12 0 5 2 15 13 10 14 3 6 7 1 9 4',
  '7 9 3 1 13 12 11 14 2 6 5 10 4 0 15 8',
  '9 0 5 7 2 4 10 15 14 1 11 12 6 8 3 13',
  '2 12 6 10 0 11 8 3 4 13 7 5 15 14 1 9',
  '12 5 1 15 14 13 4 10 0 7 6 3 9 2 8 11',
  '13 11 7 14 12 1 3 9 5 0 15 4 8 6 2 10',
  '6 15 14 9 11 3 0 8 12 2 13 7 1 4 10 5',
  '10 2 8 4 7 6 1 5 15 11 9 14 3 12 13 0',
].map((line) => line.split(' ').map(Number));

/** The columns, then the diagonals, of the 4x4 state. */
const quarters = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

function words(bytes: Uint8Array, variant: Variant): bigint[] {
  const size = Number(variant.bits) / 8;
  const result: bigint[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    let word = 0n;
    for (let i = size - 1; i >= 0; i--) word = (word << 8n) | BigInt(bytes[at + i] ?? 0);
    result.push(word);
  }
  return result;
}

function compress(
  variant: Variant,
  chain: bigint[],
  block: Uint8Array,
  total: number,
  flags: readonly bigint[],
): void {
  const { bits, rotations } = variant;
  const mask = (1n << bits) - 1n;
  const turn = (word: bigint, count: bigint): bigint => ((word >> count) | (word << (bits - count))) & mask;
  const message = words(block, variant);
  const v = [...chain, ...variant.initial];
  const get = (at: number): bigint => v[at] ?? 0n;
  v[12] = get(12) ^ (BigInt(total) & mask);
  v[13] = get(13) ^ (BigInt(total) >> bits);
  v[14] = get(14) ^ (flags[0] ?? 0n);
  v[15] = get(15) ^ (flags[1] ?? 0n);
  for (let round = 0; round < variant.rounds; round++) {
    const order = permutations[round % 10] ?? [];
    quarters.forEach(([a, b, c, d], index) => {
      for (const half of [0, 1]) {
        const word = message[order[2 * index + half] ?? 0] ?? 0n;
        v[a] = (get(a) + get(b) + word) & mask;
        v[d] = turn(get(d) ^ get(a), rotations[half === 0 ? 0 : 2]);
        v[c] = (get(c) + get(d)) & mask;
        v[b] = turn(get(b) ^ get(c), rotations[half === 0 ? 1 : 3]);
      }
    });
  }
  for (let i = 0; i < 8; i++) chain[i] = (chain[i] ?? 0n) ^ get(i) ^ get(i + 8);
}

provide('hash.blake2', (isWide: boolean, parameters: string, data: string, lastNode: boolean): string => {
  const variant = isWide ? wide : narrow;
  const mask = (1n << variant.bits) - 1n;
  const blockSize = Number(variant.bits) * 2;
  const block = words(Buffer.from(parameters, 'latin1'), variant);
  const chain = variant.initial.map((word, i) => word ^ (block[i] ?? 0n));
  const bytes = Buffer.from(data, 'latin1');
  let at = 0;
  for (; at + blockSize < bytes.length; at += blockSize) {
    compress(variant, chain, bytes.subarray(at, at + blockSize), at + blockSize, [0n, 0n]);
  }
  const last = new Uint8Array(blockSize);
  last.set(bytes.subarray(at));
  compress(variant, chain, last, bytes.length, [mask, lastNode ? mask : 0n]);
  const result: number[] = [];
  for (const word of chain) {
    for (let shift = 0n; shift < variant.bits; shift += 8n) result.push(Number((word >> shift) & 255n));
  }
  return Buffer.from(result.slice(0, parameters.charCodeAt(0))).toString('latin1');
});

/**
 * The part of an image that the JIT compiler reads, when the first loop is hot: the low-level IR of functions that it may look into, and what it has to know of
 * all others. Of thousands of functions a program's loops need some hundred, so all that comes in thousands is made for use as it lies there.
 *
 *     u32 x 4    sizes in bytes: header, symbols, their places, effects
 *     header     JSON
 *     symbols    Latin-1, a line each behind a first line end: the functions' first, by their indices; then others that occur in code
 *     places     u32 for each symbol: where it starts
 *     functions  for each six i32: see `FunctionColumn`; in the order of their machine code
 *     effects    for each number two sets of places, as bits: what is read, what is written
 *     words      encoded functions (`backend/lir-encoding.ts`), and lists of registers
 *
 * Header and symbols are filled up to a multiple of 4.
 */
import type { MemoryPlace } from '../backend/lir.js';
import type { LirOpName } from '../backend/lir-ops.js';

export const enum FunctionFlag {
  CAN_RAISE = 1,
  ELIDABLE = 2,
  /** Loops in it end soon, or depend on constants: it is looked into although it has some. */
  UNROLL = 4,
}

export interface PortalDescription {
  readonly driver: string;
  /** Index of the function. */
  readonly fn: number;
  /** Of the portal's parameters the first are greens. */
  readonly greens: readonly string[];
  /** Index of the function that tells where greens are; -1: there is none. */
  readonly location: number;
}

export interface PlaceDescription extends Omit<MemoryPlace, 'id' | 'items' | 'general'> {
  readonly items?: number;
  readonly general?: number;
}

export const enum FunctionColumn {
  /** Of its machine code, from the start of the image's. */
  OFFSET,
  FLAGS,
  EFFECTS,
  /** Index into the header's `signatures`. */
  SIGNATURE,
  /** Where its words begin; -1: it is not to be looked into. */
  BODY,
  /** Where the registers begin that are read after its blocks: for each block their number, and they. */
  LIVE_OUT,
  COUNT,
}

export interface JitcodeHeader {
  readonly ops: readonly LirOpName[];
  readonly functionCount: number;
  /** Classes of parameters and result: `iirf>r`. */
  readonly signatures: readonly string[];
  /** Words of 32 bits of a set of places. */
  readonly setWords: number;
  readonly places: readonly PlaceDescription[];
  readonly portals: readonly PortalDescription[];
  /** Offsets of the stubs that compiled code calls. */
  readonly stubs: Readonly<Record<string, number>>;
  /** Whether stores of references tell the collector. */
  readonly hasBarriers: boolean;
  readonly wordBits: number;
}

interface JitcodeParts {
  readonly header: JitcodeHeader;
  readonly functions: Int32Array;
  readonly effects: Uint32Array;
  readonly words: Int32Array;
}

export interface Jitcode extends JitcodeParts {
  readonly symbols: JitcodeSymbols;
}

const HEAD = 16;
const LINE_END = 10;

/** The index of a number in a sorted list. */
export function findSorted(
  count: number,
  wanted: number,
  numberAt: (index: number) => number,
): number | null {
  let from = 0;
  let to = count;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (numberAt(middle) < wanted) from = middle + 1;
    else to = middle;
  }
  return from < count && numberAt(from) === wanted ? from : null;
}

/** The symbols as they lie in the image: a text for each would take longer than all look-ups. */
class JitcodeSymbols {
  private readonly known = new Map<number, string>();
  /** What jitcode has named is asked for next: no need to search. */
  private readonly numbers = new Map<string, number>();

  constructor(
    private readonly text: Buffer,
    private readonly places: Uint32Array,
  ) {}

  at(index: number): string {
    let symbol = this.known.get(index);
    if (symbol === undefined) {
      symbol = this.read(this.places[index]);
      this.known.set(index, symbol);
      this.numbers.set(symbol, index);
    }
    return symbol;
  }

  private read(start: number): string {
    return this.text.toString('latin1', start, this.text.indexOf(LINE_END, start));
  }

  find(symbol: string): number | null {
    const known = this.numbers.get(symbol);
    if (known !== undefined) return known;
    const before = this.text.indexOf(`\n${symbol}\n`, 0, 'latin1');
    return before < 0 ? null : findSorted(this.places.length, before + 1, (i) => this.places[i]);
  }
}

/** Sets as they are in `Jitcode.effects`, of bits by places' ids; -1n is all places. */
export function placeSets(rows: readonly (readonly bigint[])[], setWords: number): Uint32Array {
  const sets = new Uint32Array(rows.length * 2 * setWords);
  rows.flat().forEach((bits, i) => {
    for (let word = 0; word < setWords; word++)
      sets[i * setWords + word] = Number(BigInt.asUintN(32, bits >> BigInt(32 * word)));
  });
  return sets;
}

export function encodeJitcode(
  { header, functions, effects, words }: JitcodeParts,
  symbols: readonly string[],
): Uint8Array {
  for (let i = FunctionColumn.COUNT; i < functions.length; i += FunctionColumn.COUNT) {
    if (functions[i] <= functions[i - FunctionColumn.COUNT])
      throw new Error('functions of jitcode have another order than their machine code');
  }
  const head = padded(Buffer.from(JSON.stringify(header), 'utf8'));
  const names = padded(Buffer.from(`\n${symbols.join('\n')}\n`, 'latin1'));
  const places = new Uint32Array(symbols.length);
  let place = 1;
  symbols.forEach((symbol, i) => {
    places[i] = place;
    place += symbol.length + 1;
  });
  const sizes = Uint32Array.of(head.length, names.length, places.byteLength, effects.byteLength);
  const parts = [sizes, head, names, places, functions, effects, words];
  return Buffer.concat(
    parts.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
}

function padded(text: Buffer): Buffer {
  return Buffer.concat([text, Buffer.alloc(-text.length & 3, ' ')]);
}

/** The bytes are kept, and begin at a multiple of 4. */
export function decodeJitcode(bytes: Uint8Array): Jitcode {
  const { buffer, byteOffset, length } = bytes;
  const [headSize, namesSize, placesSize, effectsSize] = new Uint32Array(buffer, byteOffset, HEAD / 4);
  const text = Buffer.from(buffer, byteOffset, length);
  const header = JSON.parse(text.toString('utf8', HEAD, HEAD + headSize)) as JitcodeHeader;
  let at = HEAD + headSize;
  const names = text.subarray(at, at + namesSize);
  at += namesSize;
  const symbols = new JitcodeSymbols(names, new Uint32Array(buffer, byteOffset + at, placesSize >> 2));
  at += placesSize;
  const functions = new Int32Array(buffer, byteOffset + at, header.functionCount * FunctionColumn.COUNT);
  at += functions.byteLength;
  const effects = new Uint32Array(buffer, byteOffset + at, effectsSize >> 2);
  at += effectsSize;
  return {
    header,
    symbols,
    functions,
    effects,
    words: new Int32Array(buffer, byteOffset + at, (length - at) >> 2),
  };
}

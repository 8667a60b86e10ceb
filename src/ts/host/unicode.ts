/** Names, decompositions and normal forms of characters, from the names file that the build generates. */
import fs from 'node:fs';
import path from 'node:path';
import { provide } from '../rlib/external.js';
import { packageRoot } from './package-root.js';

interface NameFile {
  readonly names: Readonly<Record<string, string>>;
  readonly aliases: Readonly<Record<string, number>>;
  readonly sequences: Readonly<Record<string, readonly number[]>>;
  readonly decompositions: Readonly<Record<string, string>>;
}

let file: NameFile | null = null;
let byName: Map<string, number> | null = null;

function data(): NameFile {
  if (file === null) {
    file = JSON.parse(
      fs.readFileSync(path.join(packageRoot, 'lib/generated/unicode-names.json'), 'utf8'),
    ) as NameFile;
  }
  return file;
}

const LEADS = 'G GG N D DD R M B BB S SS  J JJ C K T P H'.split(' ');
const VOWELS = 'A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I'.split(' ');
const TAILS = ' G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H'.split(' ');
const HANGUL = 0xac00;
const HANGUL_COUNT = 11172;

/** Ranges of ideographs, which are named by their code points. */
const IDEOGRAPHS: readonly (readonly [number, number, string])[] = [
  [0x3400, 0x4dbf, 'CJK UNIFIED IDEOGRAPH-'],
  [0x4e00, 0x9fff, 'CJK UNIFIED IDEOGRAPH-'],
  [0x20000, 0x2a6df, 'CJK UNIFIED IDEOGRAPH-'],
  [0x2a700, 0x2b738, 'CJK UNIFIED IDEOGRAPH-'],
  [0x2b740, 0x2b81d, 'CJK UNIFIED IDEOGRAPH-'],
  [0x2b820, 0x2cea1, 'CJK UNIFIED IDEOGRAPH-'],
  [0x2ceb0, 0x2ebe0, 'CJK UNIFIED IDEOGRAPH-'],
  [0x30000, 0x3134a, 'CJK UNIFIED IDEOGRAPH-'],
];

export function characterName(c: number): string {
  const name = data().names[c];
  if (name !== undefined) return name;
  if (c >= HANGUL && c < HANGUL + HANGUL_COUNT) {
    const index = c - HANGUL;
    const lead = LEADS[Math.floor(index / 588)] ?? '';
    const vowel = VOWELS[Math.floor((index % 588) / 28)] ?? '';
    return `HANGUL SYLLABLE ${lead}${vowel}${TAILS[index % 28] ?? ''}`;
  }
  for (const [from, to, prefix] of IDEOGRAPHS) {
    if (c >= from && c <= to) return prefix + c.toString(16).toUpperCase();
  }
  return '';
}

function findCodePoint(name: string): number {
  if (byName === null) {
    byName = new Map();
    for (const [c, known] of Object.entries(data().names)) byName.set(known, Number(c));
    for (const [alias, c] of Object.entries(data().aliases)) byName.set(alias, c);
    for (let c = HANGUL; c < HANGUL + HANGUL_COUNT; c++) byName.set(characterName(c), c);
  }
  const known = byName.get(name);
  if (known !== undefined) return known;
  const match = /^CJK UNIFIED IDEOGRAPH-([0-9A-F]{4,5})$/.exec(name);
  if (match === null) return -1;
  const c = parseInt(match[1] ?? '', 16);
  return characterName(c) === name ? c : -1;
}

/** The character of a name or alias, any case: for the parser's `\N{...}`. */
export function unicodeName(name: string): string | undefined {
  const c = findCodePoint(name.toUpperCase());
  return c < 0 ? undefined : String.fromCodePoint(c);
}

const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

provide('unicode.name', characterName);
provide('unicode.lookup', (name: string): string => {
  const c = findCodePoint(name.toUpperCase());
  return c < 0 ? '' : bytes(String.fromCodePoint(c));
});
provide('unicode.sequence', (name: string): string => {
  const sequence = data().sequences[name.toUpperCase()];
  return sequence === undefined ? '' : bytes(String.fromCodePoint(...sequence));
});
provide('unicode.decomposition', (c: number): string => data().decompositions[c] ?? '');
provide('unicode.normalize', (form: string, text: string): string =>
  bytes(Buffer.from(text, 'latin1').toString('utf8').normalize(form)),
);

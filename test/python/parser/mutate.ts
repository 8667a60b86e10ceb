/** Sources for the fuzz tests: pieces of real ones with a few tokens changed, from a seeded generator. */

/** Mulberry32: small, and good enough to choose mutations. */
export class Random {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }
}

const vocabulary = [
  ...'( ) [ ] { } : , ; . = + - * / ** // := == != -> @ += ... ~ | < > $ ? ! \\ \' " # `'.split(' '),
  ...'False None True and as assert async await break class continue def del elif else except finally for from'.split(
    ' ',
  ),
  ...'global if import in is lambda nonlocal not or pass raise return try while with yield match case _ print'.split(
    ' ',
  ),
  ..."x y 0 1 1.5 2j 0x1f 07 1_000 1__0 's' \"t\" f'{x}' f\"{x!r:>{y}}\" b'b' é \t".split(' '),
  '\n',
  '\n    ',
  ' ',
  "f'{'",
  "f'{x'",
  "'\\N{DIGIT ONE}'",
  '*x',
  '**x',
  'x=1',
  'x for x in y',
  'x:',
];

const token = /\s+|\w+|"(?:[^"\n\\]|\\.)*"|'(?:[^'\n\\]|\\.)*'|[^\s\w]/gu;

/** A consecutive piece of a source, of a few lines. */
export function pickPiece(random: Random, source: string): string {
  const lines = source.split('\n');
  const start = random.below(lines.length);
  const piece = lines.slice(start, start + 1 + random.below(8));
  const indentation = /^\s*/.exec(piece[0])?.[0] ?? '';
  return piece
    .map((line) => (line.startsWith(indentation) ? line.slice(indentation.length) : line))
    .join('\n');
}

/** The source with one to three tokens deleted, doubled, replaced, inserted or swapped. */
export function mutate(random: Random, source: string): string {
  const tokens: string[] = source.match(token) ?? [];
  for (let count = 1 + random.below(3); count > 0; count--) {
    const at = random.below(tokens.length + 1);
    switch (random.below(5)) {
      case 0:
        tokens.splice(at, 1);
        break;
      case 1:
        tokens.splice(at, 0, tokens[at] ?? ' ');
        break;
      case 2:
        tokens.splice(at, 1, random.pick(vocabulary));
        break;
      case 3:
        tokens.splice(at, 0, ' ', random.pick(vocabulary), ' ');
        break;
      case 4:
        if (at + 2 < tokens.length) [tokens[at], tokens[at + 2]] = [tokens[at + 2], tokens[at]];
        break;
    }
  }
  return tokens.join('');
}

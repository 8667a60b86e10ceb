/** Big ints, float texts, dicts, lists and strings give the same hosted and on graphs, for random arguments. */
import { GraphProgram } from '../../src/ts/translator/run.js';
import { checkAgreement, root, sampleModule } from './agreement.js';
import { randomSource } from './random-program.js';

const seed = Number(process.env.RTS_SEED ?? 11);
const module = sampleModule('library');

/** UTF-8 pieces: ASCII, a control character, letters of two, three and four bytes. */
const pieces = [
  'a',
  'Z_9',
  ' ',
  '\n',
  "'",
  '\xc3\xa9',
  '\xc3\x89',
  '\xe2\x82\xac',
  '\xf0\x9f\x98\x80',
  '\xce\xa3',
];

describe('translator: the library on flow graphs', () => {
  let program: GraphProgram;
  const random = randomSource(seed);

  before(async () => {
    program = await GraphProgram.load({
      root,
      files: [`${module}.ts`, 'src/ts/python/modules/load.ts', 'src/ts/host/hosted.ts'],
    });
  });

  function repeat(count: number, name: string, args: () => readonly unknown[]): void {
    for (let i = 0; i < count; i++) checkAgreement(program, module, name, args());
  }

  function decimal(length: number): string {
    let text = random(2) === 0 ? '-' : '';
    text += String(1 + random(9));
    for (let i = random(length); i > 0; i--) text += random(3) === 0 ? '0' : String(random(10));
    return text;
  }

  /** An int of any size, its edges often. */
  function word(): number {
    const magnitude = Math.floor(2 ** random(53)) + random(5) - 2;
    return random(2) === 0 ? magnitude : -magnitude;
  }

  it('big ints', () => repeat(60, 'bigArithmetic', () => [decimal(90), decimal(60), random(70)]));
  it('big ints at the edges of digits and words', () => {
    const edges = ['1', '67108863', '67108864', '9007199254740991', '9007199254740992', '4503599627370496'];
    for (const a of edges)
      for (const b of edges)
        for (const sign of ['', '-']) checkAgreement(program, module, 'bigArithmetic', [sign + a, b, 26]);
  });
  it('floats as text', () =>
    repeat(150, 'floatTexts', () => [random(65536) * 65536 + random(65536), random(65536) * 65536]));
  it('floats at the edges as text', () => {
    for (const high of [
      0, 1, 0x000fffff, 0x00100000, 0x3ff00000, 0x43400000, 0x7fefffff, 0x7ff00000, 0x7ff80000,
    ])
      for (const low of [0, 1, 0xffffffff])
        for (const sign of [0, 0x80000000]) checkAgreement(program, module, 'floatTexts', [high + sign, low]);
  });
  it('dicts', () => repeat(12, 'dictOperations', () => [random(1e6), 60]));
  it('lists', () => repeat(8, 'listOperations', () => [random(1e6), 24]));
  it('ints and floats of Python', () => repeat(80, 'numbers', () => [word(), word()]));
  it('strings', () =>
    repeat(60, 'texts', () => [
      Array.from({ length: random(6) }, () => pieces[random(pieces.length)]).join(''),
    ]));
});

/** Floats to decimal digits and back, against exact arithmetic on BigInts and JavaScript's own conversions. */
import assert from 'node:assert/strict';
import {
  DecimalDigits,
  scaledDigits,
  shortestDigits,
  significantDigits,
} from '../../src/ts/rlib/float-digits.js';
import { parseFloatText } from '../../src/ts/rlib/float-parse.js';
import { Random } from '../backend/random-lir.js';

const SEED = Number(process.env['FLOAT_SEED'] ?? 1);
const COUNT = Number(process.env['FLOAT_COUNT'] ?? 3000);

const view = new DataView(new ArrayBuffer(8));

function ofBits(bits: bigint): number {
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

function bitsOf(value: number): bigint {
  view.setFloat64(0, value);
  return view.getBigUint64(0);
}

/** A finite value as `mantissa * 2**exponent`. */
function decompose(value: number): { mantissa: bigint; exponent: number } {
  const bits = bitsOf(value);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  if (biased === 0) return { mantissa: fraction, exponent: -1074 };
  return { mantissa: fraction | 0x10000000000000n, exponent: biased - 1075 };
}

/** value * 10**scale, rounded half to even. */
function roundScaled(value: number, scale: number): bigint {
  const { mantissa, exponent } = decompose(value);
  let numerator = mantissa;
  let denominator = 1n;
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  if (scale >= 0) numerator *= 10n ** BigInt(scale);
  else denominator *= 10n ** BigInt(-scale);
  const quotient = numerator / denominator;
  const twice = (numerator - quotient * denominator) * 2n;
  const isUp = twice > denominator || (twice === denominator && (quotient & 1n) === 1n);
  return isUp ? quotient + 1n : quotient;
}

function exactSignificant(value: number, count: number): string {
  let point = Number(value.toExponential(20).split('e')[1]) + 1;
  let digits = roundScaled(value, count - point).toString();
  if (digits.length > count) digits = roundScaled(value, count - ++point).toString();
  return `${digits} ${point}`;
}

function javascriptShortest(value: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${mantissa.replace('.', '')} ${Number(exponent) + 1}`;
}

/** The decimal in the middle between a float and the next one, exactly. */
function middleAbove(value: number): string {
  const { mantissa, exponent } = decompose(value);
  const odd = 2n * mantissa + 1n;
  if (exponent >= 1) return (odd << BigInt(exponent - 1)).toString();
  return `${odd * 5n ** BigInt(1 - exponent)}e${exponent - 1}`;
}

const hard: readonly number[] = [
  ...[5e-324, 1e-323, 2.2250738585072011e-308, 2.2250738585072014e-308, 1.7976931348623157e308],
  ...[1, 2, 10, 1e15, 1e16, 1e21, 1e22, 1e23, 9e15, 9007199254740991, 9007199254740992, 123456789012345680],
  ...[
    0.1,
    0.2,
    0.3,
    0.1 + 0.2,
    0.5,
    1.5,
    2.5,
    0.125,
    0.375,
    1e-5,
    1e-4,
    1e-7,
    1e-22,
    1e-23,
    999999999999999.9,
  ],
  ...[
    5.684341886080802e-14, 9.5367431640625e-7, 4.35, 2.675, 1.005, 0.99999999999999994, 9.9999999999999995e22,
  ],
  ...Array.from({ length: 200 }, (_, n) => 2 ** (10 * n - 1074)).filter(Number.isFinite),
];

function randomFloat(random: Random): number {
  const kind = random.below(4);
  if (kind === 0) return random.below(1 << 20) / 8;
  if (kind === 1) return Number(`${random.below(1 << 30)}e${random.below(60) - 30}`);
  const exponent = kind === 2 ? BigInt(970 + random.below(110)) : BigInt(random.below(2047));
  const fraction = (BigInt(random.below(1 << 26)) << 26n) | BigInt(random.below(1 << 26));
  return ofBits((exponent << 52n) | fraction);
}

function checkDigits(value: number, random: Random): void {
  const note = `${value} (FLOAT_SEED=${SEED})`;
  const shortest = shortestDigits(value);
  assert.equal(`${shortest.digits} ${shortest.point}`, javascriptShortest(value), note);
  for (const count of [1, 1 + random.below(17), 17, 18 + random.below(10)]) {
    const number = significantDigits(value, count);
    assert.equal(
      `${number.digits} ${number.point}`,
      exactSignificant(value, count),
      `${note}: ${count} digits`,
    );
  }
  for (const scale of [0, 1, 2, random.below(30), -random.below(20)]) {
    assert.equal(scaledDigits(value, scale), roundScaled(value, scale).toString(), `${note}: scale ${scale}`);
  }
}

function checkParse(text: string): void {
  assert.equal(parseFloatText(text), Number(text), `${text} (FLOAT_SEED=${SEED})`);
}

function checkTexts(value: number, random: Random): void {
  checkParse(value.toString());
  checkParse(`-${value.toExponential(random.below(30))}`);
  checkParse(`${value.toPrecision(1 + random.below(40))}00`.replace(/(e.*)00$/, '$1'));
  if (value === Number.MAX_VALUE) return;
  const middle = middleAbove(value);
  checkParse(middle);
  const [digits = '', exponent = '0'] = middle.split('e');
  checkParse(`${digits}.000000000000000000001e${exponent}`);
  checkParse(`${BigInt(digits) * 10n - 1n}e${Number(exponent) - 1}`);
}

describe('float digits', () => {
  it('of hard floats', () => {
    const random = new Random(SEED);
    for (const value of hard) checkDigits(value, random);
  });

  it('of random floats', () => {
    const random = new Random(SEED);
    for (let i = 0; i < COUNT; i++) checkDigits(randomFloat(random), random);
  });

  it('of zero', () => {
    assert.deepEqual(shortestDigits(0), new DecimalDigits('0', 1));
    assert.deepEqual(significantDigits(0, 3), new DecimalDigits('000', 1));
    assert.equal(scaledDigits(0, 2), '0');
  });

  it('read back', () => {
    const random = new Random(SEED);
    for (const value of hard) checkTexts(value, random);
    for (let i = 0; i < COUNT; i++) checkTexts(randomFloat(random), random);
  });

  it('read from odd texts', () => {
    for (const text of [
      ...[
        '0',
        '-0',
        '+1',
        '.5',
        '5.',
        '0.0',
        '000',
        '0e999999999999',
        '1e400',
        '1e-400',
        '00000000000000000000001',
      ],
      ...[
        '1e22',
        '1e23',
        '1e+1',
        '1E5',
        '123456789012345678',
        '1234567890123450000000',
        '2.4703282292062327e-324',
      ],
      `0.${'0'.repeat(400)}1e400`,
      `1${'0'.repeat(400)}e-400`,
      `1${'0'.repeat(1000)}1e-1000`,
      `0.5${'0'.repeat(900)}`,
      `9007199254740993${'0'.repeat(900)}`,
      `9007199254740993${'0'.repeat(900)}1e-900`,
    ])
      checkParse(text);
  });
});

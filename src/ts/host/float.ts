/**
 * Text of floats, exactly rounded (half to even).
 *
 * V8's `toExponential` and `toFixed` round exact ties away from zero, so a result that may come from a tie is
 * computed again with big integers, as are precisions beyond V8's 100 digits.
 */
import { provide } from '../rlib/external.js';

const view = new DataView(new ArrayBuffer(8));

/** A finite value as `mantissa * 2**exponent`. */
function decompose(value: number): { mantissa: bigint; exponent: number } {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
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
  const up = twice > denominator || (twice === denominator && (quotient & 1n) === 1n);
  return up ? quotient + 1n : quotient;
}

function exactFixed(value: number, precision: number): string {
  const digits = roundScaled(value, precision).toString();
  if (precision === 0) return digits;
  const padded = digits.padStart(precision + 1, '0');
  return `${padded.slice(0, -precision)}.${padded.slice(-precision)}`;
}

function exactExponential(value: number, precision: number): string {
  if (value === 0) return `0.${'0'.repeat(precision)}e+0`;
  let exponent = Number(value.toExponential(20).split('e')[1]);
  let digits = roundScaled(value, precision - exponent).toString();
  if (digits.length > precision + 1) digits = roundScaled(value, precision - ++exponent).toString();
  return `${digits[0] ?? ''}.${digits.slice(1)}e${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}

/** Whether the digits after the wanted ones look like an exact half. */
function mayBeTie(mantissa: string): boolean {
  return mantissa.endsWith('5000');
}

export function formatDigits(value: number, code: string, precision: number): string {
  switch (code) {
    case 'r': {
      const text = value.toExponential();
      return text.includes('.') ? text : text.replace('e', '.e');
    }
    case 'e': {
      if (precision > 90 || mayBeTie(value.toExponential(precision + 4).split('e')[0] ?? '')) {
        return exactExponential(value, precision);
      }
      const text = value.toExponential(precision);
      return text.includes('.') ? text : text.replace('e', '.e');
    }
    default:
      if (precision > 90 || value >= 1e21 || mayBeTie(value.toFixed(precision + 4))) {
        return exactFixed(value, precision);
      }
      return value.toFixed(precision);
  }
}

/** A decimal number (checked: ASCII digits, point, exponent) to the nearest double. */
export function parseDecimal(text: string): number {
  return Number(text);
}

provide('float.format', formatDigits);
provide('float.parse', parseDecimal);

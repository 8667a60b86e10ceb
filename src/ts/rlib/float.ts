/** Floats as bits, and their classes. */
import type { float, int } from './types.js';

const view = new DataView(new ArrayBuffer(8));

/** The double whose 8 bytes, little-endian, stand at `offset`. */
export function doubleFromBytes(bytes: string, offset: int): float {
  for (let i = 0; i < 8; i++) view.setUint8(i, bytes.charCodeAt(offset + i));
  return view.getFloat64(0, true);
}

/** The 8 bytes of a double, little-endian. */
export function doubleToBytes(value: float): string {
  view.setFloat64(0, value, true);
  let result = '';
  for (let i = 0; i < 8; i++) result += String.fromCharCode(view.getUint8(i));
  return result;
}

/** The float (single precision) whose 4 bytes, little-endian, stand at `offset`. */
export function singleFromBytes(bytes: string, offset: int): float {
  for (let i = 0; i < 4; i++) view.setUint8(i, bytes.charCodeAt(offset + i));
  return view.getFloat32(0, true);
}

/** The 4 bytes of the nearest float of single precision, little-endian. */
export function singleToBytes(value: float): string {
  view.setFloat32(0, value, true);
  let result = '';
  for (let i = 0; i < 4; i++) result += String.fromCharCode(view.getUint8(i));
  return result;
}

/** Sign and exponent as the high 32 bits of a double, unsigned. */
export function highBits(value: float): int {
  view.setFloat64(0, value, true);
  return view.getUint32(4, true);
}

/** The low 32 bits of a double, unsigned. */
export function lowBits(value: float): int {
  view.setFloat64(0, value, true);
  return view.getUint32(0, true);
}

/** The double of two unsigned halves. */
export function doubleFromBits(high: int, low: int): float {
  view.setUint32(4, high, true);
  view.setUint32(0, low, true);
  return view.getFloat64(0, true);
}

export function isNaN(value: float): boolean {
  return value !== value;
}

export function isFinite(value: float): boolean {
  return value - value === 0;
}

/** The magnitude of one value with the sign of another, which may be a zero. */
export function copySign(magnitude: float, sign: float): float {
  const absolute = Math.abs(magnitude);
  return highBits(sign) >= 0x80000000 ? -absolute : absolute;
}

/** Whether two floats are the same value: a NaN is, 0.0 and -0.0 are not. */
export function isSameFloat(a: float, b: float): boolean {
  if (a === b) return a !== 0 || 1 / a === 1 / b;
  return a !== a && b !== b;
}

/** The exponent of the value's leading bit: 2**e <= |value| < 2**(e+1); value is finite and not 0. */
export function leadingExponent(value: float): int {
  const biased = (highBits(value) >>> 20) & 0x7ff;
  if (biased > 0) return biased - 1023;
  return ((highBits(value * 18014398509481984.0) >>> 20) & 0x7ff) - 1077;
}

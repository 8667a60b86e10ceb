/** `int.from_bytes` and `int.to_bytes`. */
import type { BigInteger } from '../../rlib/bigint.js';
import {
  bigAbs,
  bigAdd,
  bigBitLength,
  bigFromParts,
  bigOne,
  bigShl,
  bigSub,
  bitsAt,
} from '../../rlib/bigint.js';
import { StringBuilder } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';
import { call1 } from '../interp/call.js';
import { overflowError } from '../interp/errors.js';
import { unreachable } from '../../rlib/throwable.js';
import { newLong } from './int-ops.js';
import type { W_Root } from './root.js';
import { bytesType, W_BytesBase, W_BytearrayBase } from './w-bytes.js';
import type { W_IntBase } from './w-int.js';
import { bytesToString } from '../../rlib/bytes.js';

/** The bytes of a bytes-like object or iterable of ints. */
export function bytesArgument(w_obj: W_Root): string {
  if (w_obj instanceof W_BytesBase) return w_obj.value;
  if (w_obj instanceof W_BytearrayBase) return bytesToString(w_obj.data, 0, w_obj.length);
  const w_bytes = call1(bytesType, w_obj);
  return w_bytes instanceof W_BytesBase ? w_bytes.value : unreachable('bytes() gives bytes');
}

/** An unsigned number from bytes. */
function unsignedFromBytes(bytes: string, little: boolean): BigInteger {
  const parts: int[] = [];
  const count = bytes.length;
  for (let i = 0; i < count; i++) parts.push(bytes.charCodeAt(little ? i : count - 1 - i));
  return bigFromParts(parts, 8, 1);
}

export const enum ByteOrder {
  BIG,
  LITTLE,
}

export const enum Signedness {
  UNSIGNED,
  SIGNED,
}

export function intFromBytes(bytes: string, order: ByteOrder, signedness: Signedness): W_IntBase {
  const value = unsignedFromBytes(bytes, order === ByteOrder.LITTLE);
  if (signedness === Signedness.SIGNED && bigBitLength(value) === 8 * bytes.length && bytes.length > 0) {
    return newLong(bigSub(value, bigShl(bigOne, 8 * bytes.length)));
  }
  return newLong(value);
}

export function intToBytes(w_int: W_IntBase, length: int, order: ByteOrder, signedness: Signedness): string {
  let value = w_int.toBig();
  if (value.sign < 0) {
    if (signedness === Signedness.UNSIGNED) throw overflowError("can't convert negative int to unsigned");
    // -2**(bits-1) is the lowest that fits: then -value - 1 has bits-1 bits.
    if (bigBitLength(bigSub(bigAbs(value), bigOne)) > 8 * length - 1)
      throw overflowError('int too big to convert');
    value = bigAdd(value, bigShl(bigOne, 8 * length));
  } else {
    const room = signedness === Signedness.SIGNED ? 8 * length - 1 : 8 * length;
    if (value.sign > 0 && bigBitLength(value) > room) throw overflowError('int too big to convert');
  }
  const builder = new StringBuilder();
  for (let i = 0; i < length; i++) {
    const at = order === ByteOrder.LITTLE ? i : length - 1 - i;
    builder.appendByte(bitsAt(value, 8 * at, 8));
  }
  return builder.build();
}

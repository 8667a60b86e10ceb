/**
 * Changing code that is in place and may be running. Each change is one aligned store, so that a processor that runs the
 * code sees the old instruction or the new one, never a mix (SDM volume 3, section 9.1.1: aligned stores are atomic).
 * The views cover the code's memory from an address that is a multiple of 8; positions count from there.
 */
import { AssemblerError, type Position } from './code-buffer.js';

/** Where a jump or call whose distance is at `field` goes. */
export function targetOf(words: Int32Array, field: Position): Position {
  return field + 4 + Atomics.load(words, indexOf(field, 4));
}

/** Makes the jump or call whose distance is at `field`, from one of the `Patchable` forms, go to `target`. */
export function retarget(words: Int32Array, field: Position, target: Position): void {
  Atomics.store(words, indexOf(field, 4), checkDistance(target - (field + 4)));
}

/** Makes the five bytes at `position`, from `nopPatchable`, a jump to `target`. */
export function writeJump(words: BigInt64Array, position: Position, target: Position): void {
  const shift = position & 7;
  if (shift > 3) throw new AssemblerError(`five bytes at ${position} are not within an aligned word`);
  const index = indexOf(position - shift, 8);
  const jump = (BigInt.asUintN(32, BigInt(checkDistance(target - (position + 5)))) << 8n) | 0xe9n;
  const mask = 0xffffffffffn << BigInt(shift * 8);
  const word = (Atomics.load(words, index) & ~mask) | (jump << BigInt(shift * 8));
  Atomics.store(words, index, BigInt.asIntN(64, word));
}

function indexOf(position: Position, size: number): number {
  if (position % size !== 0) throw new AssemblerError(`position ${position} is not a multiple of ${size}`);
  return position / size;
}

function checkDistance(distance: number): number {
  if (distance !== (distance | 0)) throw new AssemblerError(`distance ${distance} does not fit 32 bits`);
  return distance;
}

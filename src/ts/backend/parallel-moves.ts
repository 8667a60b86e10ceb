/**
 * Parallel moves put in an order: all sources are read before any target is written, with moves that happen one after the other.
 *
 * A move may be done when no other one still reads its target. What remains when none may is cycles; one is opened by saving a location in a
 * scratch register, from which its reader then takes it. One cycle is open at a time, so a scratch register for each bank is enough. Constants
 * are loaded last. Moves from slot to slot stay as they are: instruction selection makes them through a scratch register of its own. Moves
 * must not change the machine's flags.
 */
import type { LirConstant, RegisterClass } from './lir.js';

export type ArgumentLocation = number | LirConstant;

export interface Move {
  readonly from: ArgumentLocation;
  readonly to: number;
  readonly cls: RegisterClass;
}

interface LocationMove {
  from: number;
  readonly to: number;
  readonly cls: RegisterClass;
}

/** `moves` have different targets. */
export function sequentializeMoves(moves: readonly Move[], scratchInt: number, scratchFloat: number): Move[] {
  if (moves.length === 1) return moves[0].from === moves[0].to ? [] : [moves[0]];
  const done: Move[] = [];
  const pending = new Map<number, LocationMove>();
  const readers = new Map<number, number>();
  for (const { from, to, cls } of moves) {
    if (typeof from !== 'number' || from === to) continue;
    if (pending.has(to)) throw new Error(`two moves to location ${to}`);
    pending.set(to, { from, to, cls });
    readers.set(from, (readers.get(from) ?? 0) + 1);
  }
  const ready = [...pending.values()].filter(({ to }) => !readers.has(to));
  while (pending.size > 0) {
    const move = ready.pop();
    if (move === undefined) {
      openCycle(pending, done, scratchInt, scratchFloat, readers, ready);
      continue;
    }
    pending.delete(move.to);
    done.push(move);
    releaseReader(move.from, pending, readers, ready);
  }
  return [...done, ...moves.filter(({ from }) => typeof from !== 'number')];
}

function releaseReader(
  location: number,
  pending: ReadonlyMap<number, LocationMove>,
  readers: Map<number, number>,
  ready: LocationMove[],
): void {
  const count = readers.get(location) ?? 0;
  if (count > 1) {
    readers.set(location, count - 1);
    return;
  }
  readers.delete(location);
  const freed = pending.get(location);
  if (freed !== undefined) ready.push(freed);
}

/** Only cycles are left, each location read once: saves one and lets its reader read the copy. */
function openCycle(
  pending: ReadonlyMap<number, LocationMove>,
  done: Move[],
  scratchInt: number,
  scratchFloat: number,
  readers: Map<number, number>,
  ready: LocationMove[],
): void {
  const [reader] = pending.values();
  const scratch = reader.cls === 'float' ? scratchFloat : scratchInt;
  const saved = reader.from;
  done.push({ from: saved, to: scratch, cls: reader.cls });
  reader.from = scratch;
  readers.set(scratch, 1);
  releaseReader(saved, pending, readers, ready);
}

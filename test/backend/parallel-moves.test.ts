/** Moves in sequence do what they would do at once, whatever cycles they make. */
import assert from 'node:assert/strict';
import { LirConstant } from '../../src/ts/backend/lir.js';
import { sequentializeMoves, type ArgumentLocation, type Move } from '../../src/ts/backend/parallel-moves.js';
import { Random } from './random-lir.js';

const SCRATCH = 10;
const FLOAT_SCRATCH = 30;

/** Location `n` holds `n` at first. */
function run(moves: readonly Move[]): Map<number, number> {
  const held = new Map<number, number>();
  const read = (from: ArgumentLocation): number =>
    from instanceof LirConstant ? -Number(from.value) : (held.get(from) ?? from);
  for (const { from, to } of moves) held.set(to, read(from));
  return held;
}

function check(moves: readonly Move[]): Move[] {
  const sequence = sequentializeMoves(moves, SCRATCH, FLOAT_SCRATCH);
  const held = run(sequence);
  for (const { from, to } of moves) {
    const expected = from instanceof LirConstant ? -Number(from.value) : from;
    assert.equal(held.get(to) ?? to, expected, JSON.stringify(moves));
  }
  const written = new Set([...moves.map(({ to }) => to), SCRATCH, FLOAT_SCRATCH]);
  for (const to of held.keys()) assert.ok(written.has(to), `location ${to} is written`);
  return sequence;
}

describe('parallel moves', () => {
  const int = (from: number, to: number): Move => ({ from, to, cls: 'int' });

  it('drops moves of a location to itself', () => {
    assert.deepEqual(check([int(3, 3)]), []);
    assert.deepEqual(check([int(3, 3), int(4, 5)]), [int(4, 5)]);
  });

  it('makes a chain without scratch register', () => {
    assert.deepEqual(check([int(1, 2), int(2, 3), int(3, 4)]), [int(3, 4), int(2, 3), int(1, 2)]);
  });

  it('exchanges two locations with three moves', () => {
    assert.equal(check([int(1, 2), int(2, 1)]).length, 3);
  });

  it('loads constants when nobody reads their targets any more', () => {
    check([{ from: new LirConstant('int', 7), to: 1, cls: 'int' }, int(1, 2), int(2, 3)]);
  });

  it('refuses two moves to one location', () => {
    assert.throws(
      () => sequentializeMoves([int(1, 2), int(3, 2)], SCRATCH, FLOAT_SCRATCH),
      /two moves to location 2/,
    );
  });

  it('makes random moves, with several cycles and in two banks', () => {
    for (let seed = 0; seed < 2000; seed++) check(randomMoves(new Random(seed)));
  });
});

function randomMoves(random: Random): Move[] {
  const ints = [0, 1, 2, 3, 5, 6, 7, 32, 33, 34];
  const places = { int: ints, float: ints.map((place) => (place < 16 ? place + 16 : place + 20)) };
  return (['int', 'float'] as const).flatMap((cls) => {
    const isPermutation = random.isLucky(0.5);
    const sources = [...places[cls]].sort(() => random.next() - 0.5);
    const moves = places[cls].map((to, index): Move => {
      if (random.isLucky(0.1)) return { from: new LirConstant(cls, 1000 + index), to, cls };
      return { from: isPermutation ? sources[index] : random.pick(sources), to, cls };
    });
    return moves.filter(() => random.isLucky(0.8));
  });
}

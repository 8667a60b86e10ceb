import assert from 'node:assert/strict';
import { FreeRanges } from '../../src/ts/jit/free-ranges.js';
import { Random } from '../backend/random-lir.js';

describe('JIT: free ranges', () => {
  it('are joined with their neighbours', () => {
    const free = new FreeRanges();
    free.give(0, 16);
    free.give(32, 16);
    assert.equal(free.largest, 16);
    assert.equal(free.take(32), null);
    free.give(16, 16);
    assert.equal(free.largest, 48);
    assert.equal(free.take(48), 0);
    assert.equal(free.largest, 0);
  });

  it('cannot be given back twice', () => {
    const free = new FreeRanges();
    free.give(0, 32);
    assert.throws(() => {
      free.give(16, 16);
    }, /twice/);
  });

  for (let seed = 0; seed < 20; seed++) {
    it(`never overlap what is in use (seed ${seed})`, () => {
      const random = new Random(seed);
      const size = 1024;
      const isUsed = new Uint8Array(size);
      const free = new FreeRanges();
      free.give(0, size);
      const used: { start: number; size: number }[] = [];
      for (let step = 0; step < 500; step++) {
        if (random.below(2) === 0 && used.length > 0) {
          const [range] = used.splice(random.below(used.length), 1);
          isUsed.fill(0, range.start, range.start + range.size);
          free.give(range.start, range.size);
        } else {
          const wanted = 1 + random.below(100);
          const start = free.take(wanted);
          let longest = 0;
          for (let i = 0, run = 0; i < size; i++) {
            run = isUsed[i] === 0 ? run + 1 : 0;
            longest = Math.max(longest, run);
          }
          assert.equal(start === null, longest < wanted);
          if (start === null) continue;
          assert.ok(isUsed.subarray(start, start + wanted).every((use) => use === 0));
          isUsed.fill(1, start, start + wanted);
          used.push({ start, size: wanted });
        }
      }
    });
  }
});

/**
 * Random Tiny programs print the same hosted, as machine code, and traced; with words of 64 bits, where ints overflow later than hosted, as machine
 * code and traced: also with guards that fail without cause, and with a collection at each 7th allocation. `TINY_SEED=n` runs one program and prints it, `TINY_SEEDS` tells how many are run.
 */
import assert from 'node:assert/strict';
import { machineOptions, noMachine } from '../translator/agreement.js';
import { RandomTiny } from './random-tiny.js';
import { eager, TinyPrograms, type Run, type TracedRun } from './traced-programs.js';

const oneSeed = process.env.TINY_SEED;
const seeds = Number(process.env.TINY_SEEDS ?? 12);

const stressed = { ...machineOptions, stressInterval: 7, collector: { verify: true } };

describe('JIT: random Tiny programs', () => {
  let narrow: TinyPrograms;
  let wide: TinyPrograms;
  let loops = 0;
  let bridges = 0;

  before(async function () {
    if (noMachine !== null) this.skip();
    narrow = await TinyPrograms.load(53);
    wide = await TinyPrograms.load(63);
  });

  function check(traced: TracedRun, expected: Run): void {
    assert.deepEqual({ status: traced.status, output: traced.output }, expected);
    loops += traced.counts?.loops ?? 0;
    bridges += traced.counts?.bridges ?? 0;
  }

  const chosen = oneSeed === undefined ? Array.from({ length: seeds }, (_, i) => i) : [Number(oneSeed)];
  for (const seed of chosen) {
    it(`seed ${seed}`, () => {
      const source = new RandomTiny(seed).program();
      if (oneSeed !== undefined) console.log(source);
      const translated = narrow.runTranslated(source);
      assert.deepEqual(translated, narrow.runHosted(source));
      check(narrow.runTraced(source), translated);
      const wideRun = wide.runTranslated(source);
      check(wide.runTraced(source), wideRun);
      check(wide.runTraced(source, { ...eager, fail_guards: 3 }), wideRun);
      check(wide.runTraced(source, eager, stressed), wideRun);
    });
  }

  it('compiles loops and bridges', () => {
    assert.ok(loops > chosen.length / 2 && bridges > chosen.length / 2, `${loops} loops, ${bridges} bridges`);
  });
});

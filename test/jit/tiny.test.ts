/** The example language, traced by a JIT compiler that knows nothing of it, does what it does hosted. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { machineOptions, noMachine, root } from '../translator/agreement.js';
import { tinyFailures } from '../translator/tiny-failures.js';
import { eager, TinyPrograms, type TracedRun } from './traced-programs.js';

const folder = path.join(root, 'examples/tiny/programs');

function read(name: string): string {
  return fs.readFileSync(path.join(folder, name), 'latin1');
}

describe('JIT: tiny', () => {
  let programs: TinyPrograms;
  let wide: TinyPrograms;
  before(async function () {
    if (noMachine !== null) this.skip();
    programs = await TinyPrograms.load(53);
    wide = await TinyPrograms.load(63);
  });

  /** The traced run, which did what the hosted one does. */
  function check(source: string): TracedRun {
    const traced = programs.runTraced(source);
    assert.deepEqual({ status: traced.status, output: traced.output }, programs.runHosted(source));
    return traced;
  }

  for (const name of fs.readdirSync(folder)) {
    it(name, () => {
      const { status, output } = check(read(name));
      assert.equal(status, 0, output.join('\n'));
    });
  }

  it('compiles loops and bridges', () => {
    const { counts } = check(read('mandelbrot.tiny'));
    assert.ok(counts !== null && counts.loops >= 2 && counts.bridges >= 2 && counts.guardFailures > 0);
  });

  /** How the traces of a program end, by names of loops and bridges. */
  function endsOf(source: string): Map<string, { hasLoop: boolean; end: string }> {
    const ends = new Map<string, { hasLoop: boolean; end: string }>();
    const { output } = programs.runTraced(source, eager, machineOptions, {
      onTrace: ({ name, optimized }) => {
        ends.set(name, { hasLoop: optimized.loop !== null, end: optimized.end.kind });
      },
    });
    assert.deepEqual(output, programs.runHosted(source).output);
    return ends;
  }

  it('comes back into the middle of a loop by bridges', () => {
    const source = `
      fn f(n) {
        let i = 0
        let s = 0
        while i < n {
          if i % 3 == 0 { s = s + i } else { s = s - 1 }
          i = i + 1
        }
        return s
      }
      print f(60)`;
    const ends = [...endsOf(source)];
    assert.ok(ends.some(([name, { hasLoop }]) => name.startsWith('loop') && hasLoop));
    const bridges = ends.filter(([name, { end }]) => name.startsWith('bridge') && end !== 'return');
    assert.ok(bridges.length > 0 && bridges.every(([, { end }]) => end === 'reenter'));
  });

  it('does not take a round that leaves its loop for the loop', () => {
    // The fourth round of each call, the first that is traced, leaves the loop.
    const source = `
      fn f(n) {
        let i = 0
        while i < 30 {
          i = i + 1
          if i == n { return i }
        }
        return 0
      }
      f(4)
      print f(40)`;
    const loops = [...endsOf(source)].filter(([name]) => name.startsWith('loop'));
    assert.ok(loops.some(([, { hasLoop }]) => hasLoop));
  });

  for (const [what, step, start] of [
    ['sums', 'x = x + d', '9223372036854775000, 100'],
    ['differences', 'x = x - d', '-9223372036854775000, 100'],
    ['products', 'x = x * d', '3, -7'],
  ]) {
    for (const trace_eagerness of [2, 200]) {
      const way = trace_eagerness === 2 ? 'a bridge' : 'the interpreter';
      it(`${what} that overflow in compiled code: on in ${way}`, () => {
        const source = `
          fn f(x, d) {
            let i = 0
            while i < 40 { ${step}
              i = i + 1 }
            return x
          }
          print f(${start})`;
        const traced = wide.runTraced(source, { ...eager, trace_eagerness });
        assert.deepEqual(traced.output, wide.runTranslated(source).output);
        assert.ok(traced.counts !== null && traced.counts.bridges > 0 === (trace_eagerness === 2));
      });
    }
  }

  it('makes no more traces than there is room for', () => {
    const source = read('numbers.tiny');
    const expected = programs.runHosted(source);
    for (let codeLimit = 0; codeLimit < 30_000; codeLimit += 3000) {
      const starts: number[] = [];
      const onCode = (_lir: unknown, address: number): number => starts.push(address);
      const { status, output } = programs.runTraced(source, eager, machineOptions, { codeLimit, onCode });
      assert.deepEqual({ status, output }, expected);
      // The last one begins where there is room.
      const last = Math.max(0, ...starts) - Math.min(Infinity, ...starts);
      assert.ok(
        starts.length < 2 || last <= codeLimit,
        `${last} bytes are before the last one, not ${codeLimit}`,
      );
    }
  });

  it('uses the room of loops that nobody runs any more', () => {
    const names = Array.from({ length: 40 }, (_, i) => `f${i}`);
    const define = (name: string, i: number): string => `
      fn ${name}(n) {
        let s = ${i}
        let k = 0
        while k < n {
          if k - k / 3 * 3 == 0 { s = s + k * ${i} } else { s = s - ${i} }
          k = k + 1 }
        return s }
      print ${name}(300) + ${name}(20)`;
    const source = names.map(define).join('\n') + names.map((name) => `print ${name}(100)`).join('\n');
    const traced = programs.runTraced(source, eager, machineOptions, { codeLimit: 20_000 });
    assert.deepEqual(traced.output, programs.runTranslated(source).output);
    const { freed = 0, loops = 0, codeBytes = 0 } = traced.counts ?? {};
    assert.ok(freed > 10 && loops > 30 && codeBytes > 40_000, `${freed} of ${loops} loops were freed`);
  });

  for (const loop_longevity of [1, 2, 5]) {
    for (const name of fs.readdirSync(folder)) {
      it(`${name} where loops are freed after ${loop_longevity} others`, () => {
        const { status, output } = programs.runTraced(read(name), { ...eager, loop_longevity });
        assert.deepEqual({ status, output }, programs.runHosted(read(name)));
      });
    }
  }

  for (const fail_guards of [1, 3, 7]) {
    // Each guard that fails gets a bridge, whose guards fail.
    for (const name of fail_guards === 1 ? ['numbers.tiny', 'primes.tiny'] : fs.readdirSync(folder)) {
      it(`${name} where each ${fail_guards}. guard fails`, () => {
        const { status, output, counts } = programs.runTraced(read(name), { ...eager, fail_guards });
        assert.deepEqual({ status, output }, programs.runHosted(read(name)));
        assert.ok(name === 'fib.tiny' || (counts !== null && counts.guardFailures > counts.bridges));
      });
    }
  }

  for (const stressInterval of [1, 7]) {
    for (const name of fs.readdirSync(folder)) {
      it(`${name} with a collection at each ${stressInterval}. allocation`, () => {
        const options = { ...machineOptions, stressInterval, collector: { verify: true } };
        const { status, output } = programs.runTraced(read(name), eager, options);
        assert.deepEqual({ status, output }, programs.runHosted(read(name)));
      });
    }
  }

  for (const [source, message] of tinyFailures) {
    it(message, () => {
      assert.deepEqual(check(source).output, [message]);
    });

    it(`${message}, in a loop that is compiled`, () => {
      check(loopThatEndsWith(source));
    });
  }
});

/** Runs `x + x` in a loop until a last round does what fails. */
function loopThatEndsWith(source: string): string {
  const lines = source.split('\n');
  const failing = lines.pop() ?? '';
  return [
    ...lines,
    'fn loop(count) {',
    '  let i = 0',
    '  while i < count {',
    '    i = i + 1',
    `    if i == 20 { ${failing} }`,
    '  }',
    '}',
    'loop(30)',
  ].join('\n');
}

/** Bridges that come round a loop find into its middle, behind the preamble, and know what the loop knew. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { readJitLog } from '../../src/ts/jit/log-reader.js';
import { findAddon } from '../../src/ts/native/addon.js';
import { imagePath } from '../../src/ts/native/image-path.js';
import { runTracedPython } from './traced-python.js';

type Traces = ReturnType<typeof readJitLog>['traces'];

describe('JIT: ways into the middle of a loop', function () {
  this.timeout(120_000);

  before(function () {
    if (findAddon().addon === null || !fs.existsSync(imagePath('pypy3'))) this.skip();
  });

  function trace(source: string): Traces {
    return readJitLog(runTracedPython(source, 'trace_eagerness=10').log).traces;
  }

  function endsOf(traces: Traces): string[] {
    return traces
      .filter(({ kind }) => kind === 'bridge')
      .map(({ operations }) => operations.at(-1)?.op ?? '')
      .filter((op) => op !== 'return');
  }

  const ways: Readonly<Record<string, readonly [string, string]>> = {
    'an object where the loop has made none': ['x = x + k', 'x = kept[k % 3]'],
    'none where the loop has an object': ['x = kept[k % 3]', 'x = k + x'],
    'a constant where the loop has another': ['x = k - k + 7', 'x = k - k + 9'],
  };
  for (const [what, [often, seldom]] of Object.entries(ways)) {
    it(`with ${what}`, () => {
      const traces = trace(
        `
def f(n):
    kept = [500.5, 600, 700][1:]
    kept.append(800)
    x = total = 0
    for k in range(n):
        total += x
        if k % 8 == 5:
            ${seldom}
        else:
            ${often}
    return total
print(f(6000))
`,
      );
      const ends = endsOf(traces);
      assert.ok(ends.length > 0 && ends.every((op) => op === 'reenter'), ends.join());
    });
  }

  it('with two variables that hold the same object', () => {
    const traces = trace(
      `
class Node:
    pass
def f(n):
    nodes = [Node() for k in range(4)]
    last = None
    count = 0
    for k in range(n):
        node = nodes[k & 3]
        if k % 8 == 5:
            count += last is node
        last = node
    return count
print(f(6000))
`,
    );
    const ends = endsOf(traces);
    assert.ok(ends.length > 0 && ends.every((op) => op === 'reenter'), ends.join());
  });

  it('and loads nothing again that the loop does not change', () => {
    const traces = trace(
      `
def f(n):
    row = [k * 3 for k in range(16)]
    total = 0
    for k in range(n):
        if k % 8 == 5:
            total -= row[k & 15]
        else:
            total += row[k & 7]
    return total
print(f(6000))
`,
    );
    // Those that start in the preamble have it all to do.
    const texts = traces
      .filter(({ kind }) => kind === 'bridge')
      .map(({ operations }) => operations.map(({ text }) => text).join('\n'));
    assert.ok(
      texts.some((text) => text.includes('words[]') && !/storage|list\./.test(text)),
      texts.join('\n\n'),
    );
  });
});

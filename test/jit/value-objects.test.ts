/** Variables of a loop that hold numbers from outside where it starts: the loop goes on with their values. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { findAddon } from '../../src/ts/native/addon.js';
import { imagePath } from '../../src/ts/native/image-path.js';
import { runTracedPython } from './traced-python.js';

describe('JIT: numbers from outside a loop', function () {
  this.timeout(120_000);

  before(function () {
    if (findAddon().addon === null || !fs.existsSync(imagePath('pypy3'))) this.skip();
  });

  const loops: Readonly<Record<string, readonly [source: string, expected: string]>> = {
    'an argument': [
      `
def f(a, b, n):
    for i in range(n):
        a, b = b, (a + b) % 1009
    return a, b
print(f(*[1000, 1005], 5000))`,
      '(547, 875)',
    ],
    'floats that were boxed': [
      `
def f(number, n):
    last = number
    guess = number
    i = 0
    while i < n:
        last = guess
        guess = guess * 0.5 + 1.0
        i += 1
    return last, guess
print(f([1024.0][0], 5000))`,
      '(2.0, 2.0)',
    ],
    'one object in two variables': [
      `
def f(x, n):
    a = x
    b = x
    for i in range(n):
        a = a + 1
        b = b + 2
    return a, b, x
print(f([5000][0], 5000))`,
      '(10000, 15000, 5000)',
    ],
  };
  for (const [what, [source, expected]] of Object.entries(loops)) {
    it(`${what}: nothing is made in the loop`, () => {
      const { stdout, log } = runTracedPython(source, 'default');
      assert.equal(stdout, `${expected}\n`);
      const rounds = [...log.matchAll(/^loop \[.*\n((?: {2}.*\n)*)/gm)].map(([, operations]) => operations);
      assert.ok(rounds.length > 0, log);
      for (const operations of rounds) assert.doesNotMatch(operations, /allocate/);
    });
  }

  it('an object that stays itself where it is no number', () => {
    const source = `
class Number:
    def __init__(self, value):
        self.value = value
def f(x, n):
    seen = set()
    first = x
    for i in range(n):
        if i % 100 == 0:
            seen.add(id(x))
        x = Number(x.value + 1)
    return len(seen), first is x, x.value
print(f(Number(0), 5000))`;
    assert.equal(runTracedPython(source, 'default').stdout.split(' ').slice(1).join(' '), 'False, 5000)\n');
  });
});

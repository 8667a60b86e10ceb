/** Recursion without end is RecursionError whatever recurses, in the caller's own thread; the interpreter goes on. */
import { strict as assert } from 'node:assert';
import { PythonError } from '../../src/ts/api/index.js';
import { inBothLives } from './lives.js';

const nest = (start: string, step: string): string =>
  `x = ${start}\nfor _ in range(40000):\n    x = ${step}\n`;

const programs: Readonly<Record<string, string>> = {
  'a function': 'def f(n): return f(n + 1)\nf(0)',
  __getattr__: 'class A:\n  def __getattr__(self, n): return getattr(self, n)\nA().a',
  __eq__: 'class A:\n  def __eq__(self, o): return self == o\nA() == A()',
  __add__: 'class A:\n  def __add__(s, o): return s + o\nA() + A()',
  __init__: 'class A:\n  def __init__(self): A()\nA()',
  __format__: 'class A:\n  def __format__(s, o): return f"{s}"\nf"{A()}"',
  'a key function': 'def k(x): return sorted([1, 2], key=k)\nk(1)',
  'yield from': 'def g(): yield from g()\nlist(g())',
  'a callback': 'callback(0)',
  'json.dumps': `import json\n${nest('[]', '[x]')}json.dumps(x)`,
  'json.loads': 'import json\njson.loads("[" * 100000)',
  repr: `${nest('[]', '[x]')}repr(x)`,
  hash: `${nest('()', '(x,)')}hash(x)`,
  '==': `${nest('[]', '[x]')}y = x\n${nest('[]', '[x]')}x == y`,
  'copy.deepcopy': `import copy\n${nest('[]', '[x]')}copy.deepcopy(x)`,
  'map of map': `${nest('iter([])', 'map(int, x)')}list(x)`,
  isinstance: `${nest('int', '(x,)')}isinstance("", x)`,
  'a long sum': 'eval("1" + "+1" * 100000)',
};

inBothLives('Node API: recursion', (newPython) => {
  // A stack of its own that is as large as Node's default: the same depths are too deep in both lives.
  const py = newPython({ stackMegabytes: 1 });
  py.globals.callback = (n: number): unknown => (py.globals.callback as (n: number) => unknown)(n + 1);

  // Mocha takes all frames: with an error on each of hundreds of levels that takes long.
  const { stackTraceLimit } = Error;
  before(() => {
    Error.stackTraceLimit = 10;
  });
  after(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });

  function check(name: string): void {
    assert.throws(
      () => {
        py.run(programs[name]!);
      },
      (error) => error instanceof PythonError && error.type === 'RecursionError',
    );
    // Nothing of the failed recursion may be left behind.
    assert.equal(py.eval('(lambda f: f(f, 0))(lambda f, n: n if n > 100 else f(f, n + 1))'), 101);
    assert.equal(py.eval('repr([[1]])'), '[[1]]');
  }

  for (const name of Object.keys(programs)) {
    it(name, () => {
      check(name);
    });
  }

  it("also with a limit that the stack can't hold", () => {
    py.run('import sys\nsys.setrecursionlimit(10**8)');
    try {
      for (const name of Object.keys(programs)) check(name);
    } finally {
      py.run('sys.setrecursionlimit(1000)');
    }
  });

  it('frames between JavaScript functions are left in order', () => {
    py.run(`
entered = left = 0
def enter():
    global entered, left
    entered += 1
    try:
        again()
    finally:
        left += 1
`);
    const { enter } = py.globals as { enter: () => void };
    py.globals.again = () => {
      enter();
    };
    for (let i = 0; i < 5; i++) assert.throws(enter, { type: 'RecursionError' });
    assert.ok(Number(py.globals.entered) > 5 * 50);
    assert.equal(py.globals.left, py.globals.entered);
  });

  it('values too deep to convert', () => {
    assert.throws(() => py.eval('(lambda: [x := []] and [x := [x] for _ in range(40000)][-1])()'), {
      type: 'RecursionError',
    });
    let value: unknown[] = [];
    for (let i = 0; i < 20_000; i++) value = [value];
    assert.throws(() => (py.globals.value = value), { type: 'RecursionError' });
    assert.equal(py.eval('1 + 1'), 2);
  });
});

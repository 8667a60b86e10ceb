/** `Python`: run, eval, import, globals, calls, proxies, callbacks; checks of arguments. */
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { kw, Python, PythonError } from '../../src/ts/api/index.js';
import { inBothLives } from './lives.js';
import type { Life } from '../../src/ts/api/engine.js';
import type { PyObject } from '../../src/ts/api/index.js';

function addressOf(module: string): string {
  return pathToFileURL(path.resolve(import.meta.dirname, '../../src/ts/api', module)).href;
}

const entry = addressOf('index.js');
const modules = addressOf('engine-modules.js');

function catchError(call: () => unknown): PythonError {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof PythonError, String(error));
    return error;
  }
  assert.fail('no exception');
}

/** A Node program with the API; what it prints. */
function runNode(source: string, life: Life): string {
  const program = `import ${JSON.stringify(modules)};\nimport { Python, kw } from ${JSON.stringify(entry)};\n${source}`;
  const result = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    env: { ...process.env, TSPY_HOSTED: life === 'hosted' ? '1' : '' },
  });
  assert.equal(result.status, 0, result.stderr);
  return result.stdout;
}

inBothLives('Node API: programs', (newPython, life) => {
  const py = newPython();

  it('run and eval share global variables', () => {
    py.run('x = 20\ndef double(n):\n    return n * 2');
    assert.equal(py.eval(' double(x) + 2 '), 42);
    assert.equal(py.globals.x, 20);
    py.globals.x = [1];
    assert.deepEqual(py.eval('x'), [1]);
    assert.ok('x' in py.globals && Object.keys(py.globals).includes('double'));
    delete py.globals.x;
    assert.equal(py.globals.x, undefined);
  });

  it('each Python has its own variables; hosted they share modules', () => {
    const other = newPython();
    other.run('import json\njson.marker = y = 1');
    assert.equal(py.globals.y, undefined);
    assert.equal(py.eval('getattr(__import__("json"), "marker", None)'), life === 'hosted' ? 1 : null);
    other.dispose();
    assert.throws(() => {
      other.run('1');
    }, /Python\.run: this Python has been disposed of/);
  });

  it("pypyjit speaks of each Python's own JIT; hosted there is none", () => {
    const source = `
import pypyjit
def loops():
    return pypyjit.get_stats_snapshot().counters.get('loops', 0)
def work(n):
    total = 0
    for i in range(n):
        total += i
    return total`;
    const [one, other] = [newPython(), newPython()];
    for (const python of [one, other]) python.run(source);
    one.run("pypyjit.set_param('threshold=3,trace_eagerness=2')");
    for (const python of [one, other]) assert.equal(python.eval('work(100)'), 4950);
    assert.equal(Number(one.eval('loops()')) > 0, life === 'translated');
    assert.equal(other.eval('loops()'), 0);
    one.run("pypyjit.releaseall(); pypyjit.set_param('off')");
    assert.equal(one.eval('work(100)'), 4950);
  });

  it('imports modules: of the library, with dots, from `path`', () => {
    assert.equal(py.import('statistics').mean!([1, 2, 3]), 2);
    assert.equal(py.import('os.path').__name__, 'posixpath');
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'api-'));
    fs.writeFileSync(path.join(folder, 'api_model.py'), 'def rows(n):\n    yield from range(n)\n');
    const model = newPython({ path: [folder] }).import('api_model');
    assert.deepEqual([...model.rows!(3)], [0, 1, 2]);
    fs.rmSync(folder, { recursive: true });
  });

  it('calls with positional and keyword arguments', () => {
    py.run('def show(*args, **kwargs):\n    return repr((args, kwargs))');
    const show = py.globals.show as PyObject;
    assert.equal(show(1, 'a', kw({ b: [2], c: null })), "((1, 'a'), {'b': [2], 'c': None})");
    assert.equal(show(), '((), {})');
    assert.equal(py.import('json').dumps!({ b: 1, a: 2 }, kw({ sort_keys: true })), '{"a": 2, "b": 1}');
  });

  it('objects are proxies: attributes, items, iteration, identity, text', () => {
    py.run(
      'class Box:\n    def __init__(self, size=1):\n        self.size = size\n    def grow(self, by=1):\n        self.size += by\n        return self',
    );
    const Box = py.globals.Box as PyObject & (new (...args: unknown[]) => PyObject);
    const box = new Box(kw({ size: 3 }));
    assert.equal(box.size, 3);
    assert.equal(box.grow!(kw({ by: 4 })), box);
    assert.equal(box.size, 7);
    Reflect.set(box, 'label', 'big');
    assert.equal(box.label, 'big');
    assert.ok('label' in box && Reflect.deleteProperty(box, 'label') && !('label' in box));
    assert.equal(box.missing, undefined);
    py.globals.box = box;
    assert.equal(py.eval('box.size'), 7);
    assert.equal(py.eval('box'), box);
    const ordered = py.import('collections').OrderedDict!(kw({ a: 1 }));
    assert.deepEqual([...ordered], ['a']);
    assert.equal(String(ordered), "OrderedDict([('a', 1)])");
    assert.equal(inspect({ ordered }), "{ ordered: OrderedDict([('a', 1)]) }");
    py.run('class Row(list): pass');
    const row = (py.globals.Row as PyObject)([5, 6]);
    assert.equal(row[1], 6);
    Reflect.set(row, '0', 'x');
    assert.deepEqual([...row], ['x', 6]);
    assert.equal(typeof box, 'object');
    assert.equal(typeof Box, 'function');
  });

  it('a disposed proxy says so', () => {
    const value = py.eval<PyObject>('object()');
    value[Symbol.dispose]();
    assert.throws(() => value.x, /this Python object has been disposed of/);
    assert.throws(() => (py.globals.x = value), /this Python object has been disposed of/);
    assert.equal(inspect(value), '<disposed Python object>');
  });

  it('JavaScript functions are Python callables', () => {
    py.globals.join = (a: string, b: string, options?: { sep: string }): string =>
      a + (options?.sep ?? '') + b;
    assert.equal(py.eval('join("a", "b")'), 'ab');
    assert.equal(py.eval('join("a", "b", sep="-")'), 'a-b');
    assert.equal(py.eval('callable(join)'), true);
    py.globals.key = (n: number): number => -n;
    assert.deepEqual(py.eval('sorted([1, 3, 2], key=key)'), [3, 2, 1]);
    const { join } = py.globals;
    assert.equal(py.eval('join'), join);
  });

  it('JavaScript objects keep their identity in Python', () => {
    class Account {
      balance = 1;
      deposit(amount: number): number {
        return (this.balance += amount);
      }
      *[Symbol.iterator](): Generator<number> {
        yield this.balance;
      }
    }
    const account = new Account();
    py.globals.account = account;
    assert.equal(py.globals.account, account);
    assert.deepEqual(
      py.eval('[account.deposit(4), list(account), account == account, account in {account}]'),
      [5, [5], true, true],
    );
    py.run('account.balance = 9');
    assert.equal(account.balance, 9);
    assert.equal(py.eval('hasattr(account, "nothing")'), false);
    assert.equal(py.eval('repr(account)'), '<JavaScript Account { balance: 9 }>');
    assert.equal(catchError(() => py.eval('account.nothing')).type, 'AttributeError');
    py.globals.array = new Float64Array([1.5, 2.5]);
    assert.deepEqual(py.eval('[len(array), array[-1], sum(array)]'), [2, 2.5, 4]);
    assert.equal(catchError(() => py.eval('array[2]')).type, 'IndexError');
  });

  it('standard input can be a text or a function', () => {
    const source =
      'import sys\nlines = [input(), sys.stdin.readline(), sys.stdin.read(2), *sys.stdin, sys.stdin.read()]';
    const expected = ['one', 'two\n', 'th', 'ree\n', 'end', ''];
    const text = newPython({ stdin: 'one\ntwo\nthree\nend' });
    text.run(source);
    assert.deepEqual(text.globals.lines, expected);
    const pieces = ['on', 'e\ntwo', '\nt', 'hree\ne', 'nd'];
    const pieceWise = newPython({ stdin: () => pieces.shift() ?? null });
    pieceWise.run(source);
    assert.deepEqual(pieceWise.globals.lines, expected);
  });

  it('streams can be functions', () => {
    const output = runNode(
      `
      let text = '';
      const py = new Python({ argv: ['a', 'b'], stdout: (part) => (text += part), stderr: (part) => (text += part.toUpperCase()) });
      py.run('import sys; print(sys.argv); print("e", file=sys.stderr)');
      console.log(JSON.stringify(text));`,
      life,
    );
    assert.equal(output, `"['a', 'b']\\nE\\n"\n`);
  });

  it('what Python prints comes in order, and exit functions run', () => {
    const output = runNode(
      `
      const py = new Python();
      py.run('import atexit; atexit.register(print, "end"); print("one", end=" ")');
      console.log('two');
      py.run('print("three")');`,
      life,
    );
    assert.equal(output, 'one two\nthree\nend\n');
  });

  it('works in a worker thread', () => {
    const output = runNode(
      `
      import { Worker } from 'node:worker_threads';
      const source = \`import ${JSON.stringify(modules)}; import { Python } from ${JSON.stringify(entry)};
        import { parentPort } from 'node:worker_threads';
        const py = new Python();
        py.run('import signal, os; signal.signal(signal.SIGTERM, signal.SIG_DFL)');
        parentPort.postMessage(py.eval('sum(range(10))'));\`;
      new Worker(new URL('data:text/javascript,' + encodeURIComponent(source))).on('message', (m) => { console.log(m); });`,
      life,
    );
    assert.equal(output, '45\n');
  });
});

inBothLives('Node API: exceptions', (newPython) => {
  const py = newPython();

  it('PythonError has type, message, traceback, value', () => {
    const error = catchError(() => {
      py.run('def fail():\n    raise ValueError("not today", 7)\nfail()', { filename: 'today.py' });
    });
    assert.equal(error.type, 'ValueError');
    assert.equal(error.message, "('not today', 7)");
    assert.equal(
      error.traceback,
      'Traceback (most recent call last):\n  File "today.py", line 3, in <module>\n  File "today.py", line 2, in fail\nValueError: (\'not today\', 7)\n',
    );
    assert.deepEqual(error.value.args, ['not today', 7]);
    assert.ok(error.stack?.startsWith('PythonError: Traceback (most recent call last):\n'));
    assert.match(error.stack ?? '', /python\.test\./);
    assert.equal(
      catchError(() => py.eval('__import__("json").loads("{")')).type,
      'json.decoder.JSONDecodeError',
    );
  });

  it('syntax errors and exits are exceptions too', () => {
    const syntax = catchError(() => {
      py.run('a b');
    });
    assert.equal(syntax.type, 'SyntaxError');
    assert.equal(
      syntax.traceback,
      '  File "<string>", line 1\n    a b\n      ^\nSyntaxError: invalid syntax\n',
    );
    const exit = catchError(() => {
      py.run('raise SystemExit(3)');
    });
    assert.equal(exit.type, 'SystemExit');
    assert.equal(exit.value.code, 3);
  });

  it('cause is __cause__ or __context__', () => {
    const chained = catchError(() => {
      py.run('try:\n    1 / 0\nexcept ArithmeticError as e:\n    raise KeyError("k") from e');
    });
    assert.ok(chained.cause instanceof PythonError);
    assert.equal(chained.cause.type, 'ZeroDivisionError');
    const suppressed = catchError(() => {
      py.run('try:\n    1 / 0\nexcept ArithmeticError:\n    raise KeyError("k") from None');
    });
    assert.equal(suppressed.cause, undefined);
  });

  it('JavaScript errors arrive in Python, and come back as the cause', () => {
    const thrown = new RangeError('too far');
    py.globals.fail = () => {
      throw thrown;
    };
    py.run(
      'from tspy_native import JavaScriptError\ntry:\n    fail()\nexcept JavaScriptError as e:\n    caught = e',
    );
    assert.deepEqual(py.eval('[str(caught), caught.name, "python.test" in caught.stack]'), [
      'RangeError: too far',
      'RangeError',
      true,
    ]);
    assert.equal(py.eval('caught.error'), thrown);
    const error = catchError(() => py.eval('fail()'));
    assert.equal(error.type, 'tspy_native.JavaScriptError');
    assert.equal(error.cause, thrown);
  });

  it('a Python exception goes through JavaScript and stays itself', () => {
    py.globals.call = (f: PyObject): unknown => f();
    py.run(
      'def fail():\n    raise LookupError("x")\ntry:\n    call(fail)\nexcept LookupError as e:\n    found = e',
    );
    assert.equal(py.eval('str(found)'), 'x');
    const error = catchError(() => py.eval('call(fail)'));
    assert.equal(error.type, 'LookupError');
    py.globals.other = error;
    assert.equal(py.eval('type(other) is LookupError'), true);
  });

  it('the interpreter goes on after an exception', () => {
    for (let i = 0; i < 50; i++) catchError(() => py.eval('(lambda: 1 / 0)()'));
    assert.equal(py.eval('__import__("sys").exc_info()[0]'), null);
  });
});

inBothLives('Node API: wrong arguments', (newPython) => {
  const py = newPython();
  const anything = py as unknown as Record<string, (...args: unknown[]) => unknown>;
  const construct = Python as unknown as new (options: unknown) => Python;
  const cases: [string, () => unknown, string][] = [
    ['run', () => anything.run!(5), 'Python.run: source must be a string, not number 5'],
    ['run without', () => anything.run!(), 'Python.run: source must be a string, not undefined'],
    ['eval', () => anything.eval!(null), 'Python.eval: source must be a string, not null'],
    ['null characters', () => py.eval('1\0'), 'Python.eval: source must not contain null characters'],
    [
      'filename',
      () => anything.run!('1', { filename: 1 }),
      'Python.run: options.filename must be a string, not number 1',
    ],
    ['options', () => anything.run!('1', 'x'), 'Python.run: options must be an object, not a string'],
    ['import', () => anything.import!([]), 'Python.import: name must be a string, not an array'],
    ['import of nothing', () => anything.import!(''), 'Python.import: name must not be empty'],
    ['new', () => new construct(1), 'new Python: options must be an object, not number 1'],
    [
      'path',
      () => new construct({ path: 'x' }),
      'new Python: options.path must be an array of strings, not a string',
    ],
    [
      'path item',
      () => new construct({ path: ['x', 1] }),
      'new Python: options.path[1] must be a string, not number 1',
    ],
    [
      'stdout',
      () => new construct({ stdout: {} }),
      'new Python: options.stdout must be a function, not an object',
    ],
    [
      'unknown',
      () => new construct({ pth: [] }),
      'new Python: options.pth is no option; there are path, argv, stdin, stdout, stderr, hosted, jit, heapMegabytes, stackMegabytes',
    ],
    [
      'heap',
      () => new construct({ heapMegabytes: 1 }),
      'new Python: options.heapMegabytes must be a number from 16 to 3072, not number 1',
    ],
    ['kw', () => kw([] as never), 'kw: values must be an object, not an array'],
    [
      'kw first',
      () => py.eval<PyObject>('print')(kw({}), 1),
      'argument 1: keyword arguments have to come last, not before number 1',
    ],
    [
      'symbol',
      () => py.eval<PyObject>('print')(1, Symbol('x')),
      'argument 2: a symbol has no form in Python',
    ],
    [
      'symbol keyword',
      () => py.eval<PyObject>('print')(kw({ end: Symbol('x') })),
      'keyword argument end: a symbol has no form in Python',
    ],
  ];
  for (const [name, call, message] of cases) {
    it(name, () => {
      assert.throws(call, { name: 'TypeError', message });
    });
  }
});

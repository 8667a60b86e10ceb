/** What passes between the heaps: identity, nothing that is kept for ever, long messages, several interpreters, both lives' engines. */
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PyObject, Python } from '../../src/ts/api/index.js';
import { PythonError } from '../../src/ts/api/index.js';
import { findHostedReason } from '../../src/ts/api/engines.js';
import { loadBundle } from '../../src/ts/host/bundle.js';
import { inBothLives } from './lives.js';

type Function = (...args: unknown[]) => unknown;

inBothLives('Node API: what passes between', (newPython, life) => {
  const py = newPython();

  it('info tells the life', () => {
    assert.equal(py.info.life, life);
    assert.equal(py.info.reason, life === 'hosted' ? 'asked for by the option hosted' : null);
  });

  it('long messages', () => {
    const size = py.globals as { size: Function };
    py.run('def size(*values): return [len(value) for value in values]');
    const text = 'é'.repeat(100_000);
    const bytes = new Uint8Array(300_000).fill(7);
    assert.deepEqual(size.size(text, bytes, [text]), [100_000, 300_000, 1]);
    py.globals.both = (a: string, b: unknown): unknown => [b, a];
    assert.deepEqual(py.eval('both("x" * 70000, [b"y" * 70000])'), [
      [new Uint8Array(70_000).fill(121)],
      'x'.repeat(70_000),
    ]);
    const rows = Array.from({ length: 5000 }, (_, id) => ({ id, name: `name ${id}`, share: id / 7 }));
    py.globals.rows = rows;
    assert.deepEqual(py.globals.rows, rows);
    assert.equal(py.eval('sum(row["id"] for row in rows)'), 12_497_500);
  });

  it('what is shared by arguments of a call is shared', () => {
    const list: unknown[] = [];
    assert.equal(py.eval<Function>('lambda a, b: a is b')(list, list), true);
  });

  it('calls nest, both ways', () => {
    py.run('def down(n, f): return n if n == 0 else f(n - 1) + 1');
    const { down } = py.globals as { down: Function };
    const callback = (n: number): unknown => down(n, callback);
    assert.equal(down(40, callback), 40);
    // While a message is being written, getters may call Python.
    const value = {
      get inner(): unknown {
        return py.eval('{"x": [1, 2]}');
      },
      text: 'after',
    };
    py.globals.value = [value, 'x'.repeat(50)];
    assert.equal(py.eval('str(value)'), `[{'inner': {'x': [1, 2]}, 'text': 'after'}, '${'x'.repeat(50)}']`);
  });

  it('words of all sizes', () => {
    for (const bits of [0, 7, 8, 31, 32, 33, 52, 53, 54, 61, 62, 63, 64, 65, 90, 200]) {
      for (const offset of [-1n, 0n, 1n]) {
        for (const sign of [1n, -1n]) {
          const value = sign * (2n ** BigInt(bits) + offset);
          const expected = BigInt(Number(value)) === value && Number.isSafeInteger(Number(value));
          py.globals.value = value;
          assert.equal(py.eval('str(value)'), String(value));
          assert.equal(py.eval(String(value)), expected ? Number(value) : value);
        }
      }
    }
  });

  it('a message that fails half-way leaves nothing behind', () => {
    py.run('class Thing: pass\nclass Bad:\n    def __str__(self): raise KeyError("bad")');
    assert.throws(() => String(py.eval<PyObject>('Bad()')), { type: 'KeyError' });
    const before = py.info.javascriptObjects;
    assert.throws(() => (py.globals.x = [1, [Symbol('s')]]), /a symbol has no form/);
    assert.equal(py.eval('1 + 1'), 2);
    assert.equal(py.info.javascriptObjects, before);
  });

  it('a function that returns what has no form in Python raises there', () => {
    py.globals.give = () => Symbol('s');
    assert.throws(
      () => py.eval('give()'),
      (error) => {
        assert.ok(error instanceof PythonError);
        assert.equal(error.type, 'tspy_native.JavaScriptError');
        assert.match(error.message, /^TypeError: the result of .*: a symbol has no form in Python$/);
        return true;
      },
    );
  });
});

describe('Node API: interpreters of their own', () => {
  inBothLives('one into another', (newPython, life) => {
    it("another's objects are JavaScript objects", () => {
      const one = newPython();
      const other = newPython();
      one.run('class Box:\n    size = 3\n    def grow(self, by): return self.size + by');
      const box = one.eval<PyObject>('Box()');
      other.globals.box = box;
      assert.equal(other.eval('box.size'), 3);
      assert.equal(other.eval('box.grow(4)'), 7);
      assert.equal(other.eval('type(box).__name__'), life === 'hosted' ? 'Box' : 'JavaScriptObject');
      assert.equal(other.globals.box, box);
      other.globals.fail = one.eval('lambda: 1 / 0');
      const type = life === 'hosted' ? 'ZeroDivisionError' : 'tspy_native.JavaScriptError';
      assert.throws(() => other.eval('fail()'), { type });
    });

    it('end one by one', () => {
      const one = newPython();
      const other = newPython();
      const box = one.eval<PyObject>('object()');
      one.dispose();
      one.dispose();
      assert.throws(() => one.eval('1'), /Python\.eval: this Python has been disposed of/);
      if (life === 'translated') assert.throws(() => box.x, /the Python of this object has been disposed of/);
      assert.equal(other.eval('1 + 1'), 2);
    });

    it('is full when its heap is, and goes on', () => {
      if (life === 'hosted') return;
      const one = newPython({ heapMegabytes: 32 });
      one.run('rows = []');
      assert.throws(
        () => {
          one.run('while True: rows.append([0.5] * 1000)');
        },
        { type: 'MemoryError' },
      );
      one.run('rows.clear()');
      assert.equal(one.eval('sum(len([1] * 1000) for _ in range(1000))'), 1_000_000);
    });

    it('does not end while it runs', () => {
      const one: Python = newPython();
      one.globals.end = () => {
        one.dispose();
      };
      if (life === 'hosted') return;
      assert.throws(() => one.eval('end()'), /a Python that is running cannot be disposed of/);
    });
  });
});

/** Runs a function in a process that can collect garbage when it wants; what it prints. */
function runCollecting(source: string, life: string): string {
  const modules = ['engine-modules', 'index'].map(
    (name) => pathToFileURL(path.resolve(import.meta.dirname, `../../src/ts/api/${name}.js`)).href,
  );
  const program = `import ${JSON.stringify(modules[0])};
    import { Python } from ${JSON.stringify(modules[1])};
    const py = new Python();
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    async function collect() {
      for (let i = 0; i < 3; i++) { await turn(); gc(); py.run('import gc; gc.collect()'); await turn(); }
    }
    ${source}`;
  const result = spawnSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', program], {
    encoding: 'utf8',
    env: { ...process.env, TSPY_HOSTED: life === 'hosted' ? '1' : '' },
  });
  assert.equal(result.status, 0, result.stderr);
  return result.stdout;
}

inBothLives('Node API: what nobody holds goes', (_newPython, life) => {
  it("Python's objects", () => {
    const output = runCollecting(
      `
      py.run('class Thing: pass\\ndef make(): return Thing()');
      const { make } = py.globals;
      let kept = make();
      for (let round = 0; round < 5; round++) {
        for (let i = 0; i < 2000; i++) make();
        py.globals.last = kept;
        kept = py.globals.last;
        await collect();
      }
      console.log(py.info.pythonObjects < 20, py.eval('last') === kept);
      `,
      life,
    );
    assert.equal(output, 'true true\n');
  });

  it("JavaScript's objects, without anyone who collects", function () {
    // Nothing dies inside a turn.
    if (life === 'hosted') this.skip();
    const output = runCollecting(
      `
      py.run('def drop(x): pass');
      const { drop } = py.globals;
      let most = 0;
      for (let i = 0; i < 40000; i++) {
        drop({ __proto__: { big: true }, i });
        most = Math.max(most, py.info.javascriptObjects);
      }
      console.log(most <= 5000);
      `,
      life,
    );
    assert.equal(output, 'true\n');
  });

  it("JavaScript's objects", () => {
    const output = runCollecting(
      `
      py.run('def drop(x): pass\\nkept = []\\ndef keep(x): kept.append(x)');
      const { drop, keep } = py.globals;
      let isGone = false;
      const registry = new FinalizationRegistry(() => { isGone = true; });
      (() => { const one = () => 1; registry.register(one, 0); drop(one); })();
      const kept = () => 2;
      keep(kept);
      for (let round = 0; round < 5; round++) {
        for (let i = 0; i < 3000; i++) drop(() => i);
        await collect();
      }
      for (let i = 0; i < 3000; i++) drop(() => i);
      await collect();
      console.log(isGone, py.info.javascriptObjects < 12000, py.eval('kept[0]') === kept, py.eval('kept[0]()'));
      `,
      life,
    );
    assert.equal(output, 'true true true 2\n');
  });
});

describe('Node API: bundles', () => {
  it('the package starts from them', function () {
    const entry = pathToFileURL(path.resolve(import.meta.dirname, '../../src/ts/api/index.js')).href;
    if (loadBundle('api-hosted') === null) this.skip();
    for (const hosted of [true, false]) {
      const program = `import { Python } from ${JSON.stringify(entry)};
        const py = new Python({ hosted: ${hosted} });
        console.log(py.info.life, py.info.reason, py.eval('1 + 1'));`;
      const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
        encoding: 'utf8',
        env: { ...process.env, TSPY_HOSTED: '' },
      });
      const obstacle = findHostedReason(hosted);
      assert.equal(stdout, `${obstacle === null ? 'translated' : 'hosted'} ${obstacle} 2\n`, stderr);
    }
  });
});

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { compileModule } from '../../../src/ts/python/compiler/compile.js';
import { PySyntaxError } from '../../../src/ts/python/parser/errors.js';
import { parse } from '../../../src/ts/python/parser/parse.js';
import { askOracle, findLibrary, listSources } from './oracle.js';

function compileText(source: string): void {
  compileModule(parse(source, { filename: '<test>', mode: 'exec' }), {
    filename: '<test>',
    optimize: 0,
    flags: 0,
  });
}

function errorOf(source: string): unknown {
  try {
    compileText(source);
  } catch (error) {
    if (!(error instanceof PySyntaxError)) throw error;
    return [error.message, error.lineno, error.offset, error.endLineno, error.endOffset];
  }
  return 'no error';
}

describe('compiler: errors', function () {
  this.timeout(120_000);

  it('are those of CPython for the programs in its test suite', function () {
    const library = findLibrary();
    if (library === undefined) this.skip();
    const files = listSources(join(library, 'test')).filter((file) => /\/test_[^/]*\.py$/.test(file));
    const samples = askOracle('errors', files) as { source: string; expected: unknown }[];
    assert.ok(samples.length > 300, `only ${samples.length} samples`);
    for (const { source, expected } of samples) assert.deepEqual(errorOf(source), expected, source);
  });

  const cases: readonly (readonly [string, string])[] = [
    ['return 1', "'return' outside function"],
    ['def f():\n  nonlocal x', "no binding for nonlocal 'x' found"],
    ['def f(a, a): pass', "duplicate argument 'a' in function definition"],
    ['def f(x):\n  global x', "name 'x' is parameter and global"],
    ['def f():\n  x = 1\n  global x', "name 'x' is assigned to before global declaration"],
    [
      'class C:\n  [y := x for x in z]',
      'assignment expression within a comprehension cannot be used in a class body',
    ],
    ['[x := 1 for x in y]', "assignment expression cannot rebind comprehension iteration variable 'x'"],
    ['def f():\n  from x import *', 'import * only allowed at module level'],
    ['f(a=1, a=2)', 'keyword argument repeated: a'],
    ['await x', "'await' outside function"],
    ['def f():\n  async with x: pass', "'async with' outside async function"],
    ['match x:\n  case y: pass\n  case z: pass', "name capture 'y' makes remaining patterns unreachable"],
    [
      'x = 1\nfrom __future__ import annotations',
      'from __future__ imports must occur at the beginning of the file',
    ],
  ];
  for (const [source, message] of cases) {
    it(JSON.stringify(source), () => {
      assert.throws(() => compileText(source), { name: 'PySyntaxError', kind: 'SyntaxError', message });
    });
  }

  it('too many nested statements', () => {
    let source = '';
    for (let depth = 0; depth < 21; depth++) source += `${' '.repeat(depth)}while x:\n`;
    assert.throws(() => compileText(`${source}${' '.repeat(21)}pass`), {
      message: 'too many statically nested blocks',
    });
  });

  it('nesting too deep is a RecursionError, never a crash', () => {
    assert.throws(() => compileText(`x${'.y'.repeat(100_000)}`), {
      kind: 'RecursionError',
      message: 'maximum recursion depth exceeded during compilation',
    });
  });
});

describe('compiler: warnings', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['x is 1', ['"is" with a literal. Did you mean "=="?']],
    ['x is not "a"', ['"is not" with a literal. Did you mean "!="?']],
    ['x is None', []],
    ['assert (x, "y")', ['assertion is always true, perhaps remove parentheses?']],
    ['"a"(b)', ["'str' object is not callable; perhaps you missed a comma?"]],
    ['[1, 2](3)', ["'list' object is not callable; perhaps you missed a comma?"]],
    ['[1]["a"]', ['list indices must be integers or slices, not str; perhaps you missed a comma?']],
    ['(lambda: 0)[1]', ["'function' object is not subscriptable; perhaps you missed a comma?"]],
    ['1[2]', ["'int' object is not subscriptable; perhaps you missed a comma?"]],
    ['"abc"[1:2]', []],
  ];
  for (const [source, expected] of cases) {
    it(source, () => {
      const seen: string[] = [];
      compileModule(parse(source, { filename: '<test>', mode: 'exec' }), {
        filename: '<test>',
        optimize: 0,
        flags: 0,
        onWarning: (category, message, lineno) => {
          assert.equal(category, 'SyntaxWarning');
          assert.equal(lineno, 1);
          seen.push(message);
          return undefined;
        },
      });
      assert.deepEqual(seen, expected);
    });
  }

  it('as errors', () => {
    const tree = parse('x is 1', { filename: '<test>', mode: 'exec' });
    assert.throws(
      () => compileModule(tree, { filename: '<test>', optimize: 0, flags: 0, onWarning: () => 'error' }),
      {
        name: 'PySyntaxError',
        lineno: 1,
      },
    );
  });
});

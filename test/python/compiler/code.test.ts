import assert from 'node:assert/strict';
import { CodeObject } from '../../../src/ts/python/compiler/code.js';
import { disassemble } from '../../../src/ts/python/compiler/dis.js';
import { validateCode } from '../../../src/ts/python/compiler/validate.js';
import { Op } from '../../../src/ts/python/interp/opcodes.js';
import { compareWithPython, compileSample, findLibrary, listCodes, type Sample } from './oracle.js';

function compileText(source: string): CodeObject {
  return compileSample({ file: '<test>', source });
}

function listing(source: string, name: string): string[] {
  const code = listCodes(compileText(source)).find((each) => each.name === name);
  assert.ok(code !== undefined);
  return disassemble(code)
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/^(>>|\s)*\d+ /, '').trim());
}

describe('compiler: code', function () {
  this.timeout(20_000);
  const library = findLibrary();

  it('loops go back with JUMP_BACKWARD, and test at their head', () => {
    assert.deepEqual(listing('def f(x):\n  while x:\n    x = g(x)', 'f'), [
      'RESUME 0',
      'LOAD_FAST 0 (x)',
      'POP_JUMP_IF_FALSE 8 (to 8)',
      'LOAD_GLOBAL 1 (g)',
      'LOAD_FAST 0 (x)',
      'CALL 1',
      'STORE_FAST 0 (x)',
      'JUMP_BACKWARD 1 (to 1)',
      'LOAD_CONST 0 (None)',
      'RETURN_VALUE',
    ]);
  });

  it('swaps two locals without a tuple', () => {
    assert.deepEqual(listing('def f(a, b):\n  a, b = b, a\n  return a', 'f').slice(1, 5), [
      'LOAD_FAST 1 (b)',
      'LOAD_FAST 0 (a)',
      'STORE_FAST 1 (b)',
      'STORE_FAST 0 (a)',
    ]);
  });

  it('long jumps and many constants need EXTENDED_ARG', () => {
    const body = Array.from({ length: 700 }, (_, index) => `  x = ${index}.5`).join('\n');
    const code = compileText(`while y:\n${body}\n`);
    assert.deepEqual(validateCode(code), []);
    assert.ok(code.code.includes(Op.EXTENDED_ARG));
  });

  it('the verifier sees what is wrong', () => {
    const code = compileText('x = 1');
    const broken = (change: (units: Uint8Array) => void): string[] => {
      const units = code.code.slice();
      change(units);
      // eslint-disable-next-line @typescript-eslint/no-misused-spread -- its fields are what the constructor takes
      return validateCode(new CodeObject({ ...code, code: units }));
    };
    assert.deepEqual(
      broken(() => undefined),
      [],
    );
    assert.match(broken((units) => (units[2] = Op.POP_TOP)).join(), /underflow|takes more/);
    assert.match(broken((units) => (units[3] = 99)).join(), /argument 99/);
    assert.match(broken((units) => units.set([Op.JUMP, 77], 2)).join(), /jumps into the middle/);
    assert.match(broken((units) => units.set([Op.JUMP, 0], 4)).join(), /depth 1 and 0|without JUMP_BACKWARD/);
  });

  const samples: readonly Sample[] = [
    { file: 'eval', source: 'x + 1', mode: 'eval' },
    { file: 'eval', source: 'lambda: (yield)', mode: 'eval' },
    { file: 'single', source: 'x\n', mode: 'single' },
    { file: 'single', source: 'x: int = 1\n', mode: 'single' },
    ...([0, 1, 2] as const).map((optimize): Sample => {
      const source = `"""doc"""
assert x, y
if __debug__: a
else: b
def f():
  "doc"
  assert (x, y)
  return __debug__
class C:
  "d"
  y: int
`;
      return { file: 'optimize', source, optimize };
    }),
    {
      file: 'powers',
      source: 'x = 2.0**1022, 1.5**2, 2.0**-1000, 3**-2, 10**20, 0.1**3, 2**0.5, (-2.0)**3, 1e10**-3',
    },
    {
      file: 'numbers',
      source: 'x = -7//2, 7%-3, -7.5//2, 7.5%-2, 1/3, 10**23/7, 1<<10, True+True, 5&True, True|False',
    },
    {
      file: 'texts',
      source: 'x = "a"*5, "ab"+"cd", b"x"*3, (1, 2)*3, "é😀z"[1], b"abc"[-1], (1, 2)[0], "a"*5000',
    },
    {
      file: 'formats',
      source: 'x = "%s %r %a %%" % (a, b, c), "%5s|%-5s|%.2s" % (a, b, c), "%d" % (a,), "%s" % a',
    },
    {
      file: 'members',
      source: 'x in [1, 2], x not in {1, 2}, x in [a, b], not x in y, not x is y\nfor i in [1, 2]: pass',
    },
    {
      file: 'strings',
      source:
        'x = "\\ud800", "\\ud83d\\ude00", "😀", "é", "a_b", "a b", b"\\xff", 2**100, -2**100, 1j, 1e400, ...',
    },
  ];
  for (const sample of samples) {
    it(`is CPython's: ${JSON.stringify(sample).slice(0, 100)}`, function () {
      if (library === undefined) this.skip();
      const { problems, differentCodes, codes } = compareWithPython([sample]);
      assert.deepEqual([...problems, ...differentCodes], []);
      assert.ok(codes > 0);
    });
  }
});

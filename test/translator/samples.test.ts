/** Sample functions of RTypeScript give the same results in all lives: hosted, on the graph interpreter, as machine code. */
import assert from 'node:assert/strict';
import { checkAgreement, Lives, loadSample, noMachine, root, sampleModule } from './agreement.js';

type Calls = Record<string, readonly (readonly unknown[])[]>;

const MAX = Number.MAX_SAFE_INTEGER;
const edges = [
  0,
  1,
  -1,
  2,
  -7,
  31,
  255,
  2 ** 31,
  -(2 ** 31),
  2 ** 32 + 5,
  -(2 ** 40) - 3,
  MAX,
  -MAX,
  MAX - 1,
];
const intPairs = edges.flatMap((a) => edges.map((b) => [a, b]));
const floatEdges = [0, -0, 1.5, -2.25, 1e300, -1e-300, Infinity, -Infinity, NaN, 2 ** 53, 3];
const floatPairs = floatEdges.flatMap((a) => floatEdges.map((b) => [a, b]));
const upTo = (n: number): number[][] => Array.from({ length: n }, (_, i) => [i]);

const samples: Record<string, Calls> = {
  arithmetic: {
    add: intPairs,
    sub: intPairs,
    mul: intPairs,
    shl: intPairs,
    shr: intPairs,
    divisions: intPairs,
    constantDivisions: edges.map((a) => [a]),
    words: intPairs,
    bits: intPairs,
    compare: intPairs,
    fits: intPairs,
    negate: edges.map((a) => [a]),
    floats: floatPairs,
    floatCompare: floatPairs,
    maths: floatPairs,
    convert: floatEdges.map((x) => [x]),
    literals: [
      [1000, 2.5],
      [3, 0.1],
    ],
  },
  control: {
    sumTo: [[0], [10], [-1]],
    whileLoop: [[1], [27], [97]],
    doLoop: [[1], [5], [10]],
    labels: [[3], [10], [20]],
    switchOn: [[1], [2], [7], [-1], [10], [99]],
    shortCircuit: [
      [1, 2],
      [-1, 2],
      [-1, 200],
      [5, 0],
      [0, 0],
    ],
    state: [[3], [0], [2]],
    conditional: [
      [4, 1.25],
      [0, 1.25],
      [1, 1.25],
      [3, -1],
    ],
    shadow: [[4], [0]],
    forever: [[7], [0]],
  },
  exceptions: {
    plain: upTo(5),
    rethrow: upTo(5),
    outerTrace: upTo(5),
    returnThrough: upTo(7),
    resultThrough: upTo(7),
    finallyOverrides: upTo(5),
    loops: upTo(6),
    throwFromCatch: upTo(10),
    throwFromFinally: upTo(6),
    deep: [[0], [5]],
    catchDeep: [[0], [5]],
    overflowEscapes: [[5], [2 ** 40]],
    stackOverflow: [[]],
    outOfMemory: [[10], [2 ** 45]],
  },
  classes: {
    areas: upTo(2),
    describeTwice: upTo(2),
    narrowing: [[-1], [0], [1], [2]],
    chain: [[0], [6]],
    chainInts: [[0], [6]],
    generics: [[3]],
    statics: upTo(2),
    applyAll: [[2], [7]],
    classValues: upTo(2),
    identity: [[]],
    weak: [[]],
    weakTable: [[3]],
    padded: [[0], [1], [2]],
    coalesce: upTo(2),
  },
  data: {
    lists: [[3], [5]],
    arrays: [[2], [6]],
    byteArrays: [[''], ['abc\xff']],
    strings: [
      ['a,b,c', 'b'],
      ['', 'x'],
      ['same', 'same'],
      ['bb', 'b'],
    ],
    builder: [[0], [3]],
    prebuilt: [['two'], ['two'], ['nine'], ['nine'], ['x']],
    prebuiltMore: [[0], [1], [0], [2]],
    callHost: [[40]],
    growWhileIterating: [[1]],
    sealed: [[0], [3]],
    named: [[5]],
    pastTheEnd: [[''], ['abc']],
    floatsOfInts: [[10]],
  },
};

describe('translator: samples', () => {
  for (const [name, calls] of Object.entries(samples)) {
    describe(name, () => {
      const module = sampleModule(name);
      let lives: Lives;
      before(async () => {
        const entries = Object.keys(calls).map((fn) => ({ module, name: fn }));
        lives = await Lives.load({ root, files: [`${module}.ts`] }, entries);
        lives.provide('test.add', (a: number, text: string) => a + text.length);
      });
      after(() => {
        lives.dispose();
      });
      for (const [fn, arguments_] of Object.entries(calls)) {
        it(fn, () => {
          for (const args of arguments_) lives.checkAgreement(module, fn, args);
        });
      }
      it('machine code', function () {
        if (noMachine !== null) this.skip();
        assert.equal(lives.machines.size, 3);
      });
    });
  }

  it('the samples do what they say', async () => {
    const program = await loadSample('exceptions');
    const module = sampleModule('exceptions');
    assert.deepEqual(checkAgreement(program, module, 'outerTrace', [2]), {
      value: 'sub;inner finally;after inner;outer finally;',
    });
    assert.deepEqual(checkAgreement(program, module, 'resultThrough', [1]), {
      value: 'early 1 | f101;last;',
    });
    assert.deepEqual(checkAgreement(program, module, 'stackOverflow', []), { value: 'machine' });
  });
});

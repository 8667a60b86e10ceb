/** Broken promises stop the graph interpreter with a position; kept ones do not. */
import assert from 'node:assert/strict';
import { Trap } from '../../src/ts/translator/flow/ops.js';
import type { GraphProgram } from '../../src/ts/translator/run.js';
import { checkAgreement, loadSample, sampleModule } from './agreement.js';

const MAX = Number.MAX_SAFE_INTEGER;
const bytes = Uint8Array.of(1, 2);

interface LanguagePromise {
  readonly fn: string;
  readonly kept: readonly unknown[];
  readonly broken: readonly (readonly unknown[])[];
}

const promises: readonly LanguagePromise[] = [
  {
    fn: 'listItem',
    kept: [2, 1],
    broken: [
      [2, 2],
      [2, -1],
      [0, 0],
    ],
  },
  {
    fn: 'setListItem',
    kept: [2, 1],
    broken: [
      [2, 2],
      [2, -1],
    ],
  },
  {
    fn: 'arrayItem',
    kept: [2, 1],
    broken: [
      [2, 2],
      [2, -1],
    ],
  },
  {
    fn: 'byteItem',
    kept: [bytes, 1],
    broken: [
      [bytes, 2],
      [bytes, -1],
    ],
  },
  { fn: 'popEmpty', kept: [1], broken: [[0]] },
  {
    fn: 'truncate',
    kept: [3, 2],
    broken: [
      [3, 4],
      [3, -1],
    ],
  },
  { fn: 'fieldOfNull', kept: [false], broken: [[true]] },
  { fn: 'methodOfNull', kept: [false], broken: [[true]] },
  { fn: 'notNullOf', kept: [false], broken: [[true]] },
  { fn: 'castNode', kept: [true], broken: [[false]] },
  {
    fn: 'leaveWord',
    kept: [MAX, -1],
    broken: [
      [MAX, 1],
      [-MAX, -1],
    ],
  },
  {
    fn: 'multiply',
    kept: [2 ** 26, 2 ** 26],
    broken: [
      [2 ** 27, 2 ** 27],
      [-MAX, 2],
    ],
  },
  { fn: 'divide', kept: [7, -2], broken: [[7, 0]] },
  { fn: 'toInt', kept: [-1.5], broken: [[1e300], [NaN], [Infinity]] },
  {
    fn: 'byteOf',
    kept: ['ab', 1],
    broken: [
      ['ab', 2],
      ['', 0],
      ['ab', -1],
    ],
  },
  { fn: 'sliceOf', kept: ['ab', 5], broken: [['ab', -1]] },
  { fn: 'arrayOf', kept: [0], broken: [[-1]] },
  { fn: 'asserted', kept: [true], broken: [[false]] },
  { fn: 'reached', kept: [4], broken: [[0]] },
  { fn: 'swallowed', kept: [2, 1], broken: [[2, 2]] },
];

describe('translator: broken promises', () => {
  const module = sampleModule('traps');
  let program: GraphProgram;
  before(async () => {
    program = await loadSample('traps');
  });
  for (const { fn, kept, broken } of promises) {
    it(fn, () => {
      checkAgreement(program, module, fn, kept);
      for (const args of broken) {
        assert.throws(
          () => program.call(module, fn, ...args),
          (error) =>
            error instanceof Trap && / at test\/translator\/samples\/traps\.ts:\d+: /.test(error.message),
          `${fn}(${args.map(String).join(', ')})`,
        );
      }
    });
  }
});

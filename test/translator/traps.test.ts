/** Broken promises stop the graph interpreter with a position; kept ones do not. */
import assert from 'node:assert/strict';
import { Trap } from '../../src/ts/translator/flow/ops.js';
import type { GraphProgram } from '../../src/ts/translator/run.js';
import { checkAgreement, loadSample, sampleModule } from './agreement.js';
import { promises } from './promises.js';

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

/** Transforms of flow graphs: what they leave of small functions, and that graphs are well formed after each of them. */
import assert from 'node:assert/strict';
import type { Graph } from '../../src/ts/translator/flow/graph.js';
import { verifyGraph } from '../../src/ts/translator/flow/verify.js';
import { Program } from '../../src/ts/translator/lowering/program.js';
import { defaultTranslation } from '../../src/ts/translator/options.js';
import { withRuntime } from '../../src/ts/translator/run-machine.js';
import { GraphProgram } from '../../src/ts/translator/run.js';
import { checkAgreement, root, sampleModule } from './agreement.js';

const module = sampleModule('transforms');

/** Functions, arguments to run them with, and operations that must be gone or there so many times. */
const rows: readonly {
  readonly name: string;
  readonly args: readonly (readonly unknown[])[];
  readonly counts: Readonly<Record<string, number>>;
}[] = [
  { name: 'areaOf', args: [[3]], counts: { call: 0, call_virtual: 0 } },
  { name: 'prebuiltSide', args: [[]], counts: { getfield: 0, int_add: 0 } },
  { name: 'makeSideTwice', args: [[5]], counts: { getfield: 0 } },
  { name: 'countDown', args: [[4]], counts: { call: 1 } },
  { name: 'testedTwice', args: [[true], [false]], counts: { instanceof: 1 } },
  { name: 'caughtCode', args: [[4], [5]], counts: { 'call refuseOdd': 0 } },
  { name: 'passedOn', args: [[4], [5]], counts: { 'call refuseOdd': 0 } },
  { name: 'storedValue', args: [[2], [4]], counts: { getfield: 1 } },
  {
    name: 'sumOfRange',
    args: [
      [3, 9],
      [4, 1],
    ],
    counts: { new: 0, getfield: 0, setfield: 0 },
  },
  { name: 'maybeRange', args: [[1], [5]], counts: { new: 1 } },
  { name: 'constantBranch', args: [[1]], counts: { int_gt: 0, int_sub: 0 } },
];

/** Operations by their name, calls also by `call NAME`. */
function count(graph: Graph, what: string): number {
  return graph.blocks.reduce(
    (sum, block) =>
      sum +
      block.operations.filter(
        ({ name, immediate }) =>
          name === what || (immediate.kind === 'function' && `call ${immediate.fn.simpleName}` === what),
      ).length,
    0,
  );
}

describe('translator: transforms', () => {
  let program: GraphProgram;
  let passes = 0;

  before(async () => {
    const source = withRuntime({ root, files: [`${module}.ts`] });
    program = await GraphProgram.load(source);
    const entries = rows.map(({ name }) => program.frontEnd.getFunction(module, name));
    new Program(program.frontEnd, entries, {
      ...defaultTranslation,
      afterPass: (graph, pass) => {
        passes++;
        assert.deepEqual(verifyGraph(graph), [], `${graph.fn.fullName} after ${pass}`);
      },
    });
  });

  it('leave well-formed graphs, those of the runtime and the collector too', () => {
    assert.ok(passes > 1000, `${passes} passes`);
  });

  for (const { name, args, counts } of rows) {
    it(name, () => {
      const graph = program.frontEnd.graphOf(program.frontEnd.getFunction(module, name));
      for (const [operation, times] of Object.entries(counts))
        assert.equal(count(graph, operation), times, operation);
      for (const one of args) checkAgreement(program, module, name, one);
    });
  }
});

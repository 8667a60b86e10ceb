/** The table of operations, the text form, the verifier and the pruning of parameters, each by itself. */
import assert from 'node:assert/strict';
import { Constant, Graph, NO_IMMEDIATE, type Position } from '../../src/ts/translator/flow/graph.js';
import { FunctionModel } from '../../src/ts/translator/flow/model.js';
import { opRow, ops, type OpName } from '../../src/ts/translator/flow/ops.js';
import { printGraph } from '../../src/ts/translator/flow/print.js';
import { pruneParameters } from '../../src/ts/translator/flow/prune.js';
import { parseSignature } from '../../src/ts/translator/flow/signature.js';
import { BOOL, FLOAT, INT, type FlowType } from '../../src/ts/translator/flow/types.js';
import { verifyGraph } from '../../src/ts/translator/flow/verify.js';
import { FrontEnd } from '../../src/ts/translator/frontend/front-end.js';
import { root, sampleModule } from './agreement.js';

const position: Position = { file: 'test.ts', line: 1, column: 1 };
const effects = ['reads', 'writes', 'allocates', 'raises', 'traps', 'calls'];
const types = ['int', 'float', 'bool', 'string', 'bytes', 'ints', 'int32s', 'floats', 'void', 'classref'];

function newGraph(result: FlowType): Graph {
  const params = [{ name: 'a', type: INT, defaultValue: null }];
  const fn = new FunctionModel('function', 'test', null, 'f', params, result, false, false, new Set());
  return new Graph(fn, position);
}

/** f(a) { return a < 10 ? a + 1 : 0 } */
function wellFormed(): Graph {
  const graph = newGraph(INT);
  const entry = graph.newBlock();
  const a = graph.newVariable(INT, 'a');
  const less = graph.newVariable(BOOL, '');
  entry.params.push(a);
  entry.operations.push({
    name: 'int_lt',
    args: [a, new Constant(INT, 10)],
    immediate: NO_IMMEDIATE,
    result: less,
    position,
  });
  const then = graph.newBlock();
  const sum = graph.newVariable(INT, '');
  then.operations.push({
    name: 'int_add',
    args: [a, new Constant(INT, 1)],
    immediate: NO_IMMEDIATE,
    result: sum,
    position,
  });
  const end = graph.newBlock();
  const value = graph.newVariable(INT, 'value');
  end.params.push(value);
  entry.exit = {
    kind: 'branch',
    condition: less,
    whenTrue: { target: then, args: [] },
    whenFalse: { target: end, args: [new Constant(INT, 0)] },
  };
  then.exit = { kind: 'jump', to: { target: end, args: [sum] } };
  end.exit = { kind: 'return', value };
  return graph;
}

/** A change that breaks the graph, and a part of what the verifier says about it. */
const damages: readonly (readonly [string, (graph: Graph) => void, RegExp])[] = [
  [
    'an operand of another type',
    (g) => (operation(g, 0).args[1] = new Constant(FLOAT, 1)),
    /float does not fit/,
  ],
  ['a missing operand', (g) => operation(g, 0).args.pop(), /wrong number of operands/],
  ['a missing argument', (g) => link(g, 1).args.pop(), /0 arguments for the 1 parameters/],
  ['an argument of another type', (g) => (link(g, 1).args[0] = new Constant(FLOAT, 1)), /float for value/],
  ['a block without exit', (g) => (block(g, 1).exit = null), /has no exit/],
  [
    'a result of another type',
    (g) => (block(g, 1).exit = { kind: 'return', value: new Constant(BOOL, true) }),
    /return does not give int/,
  ],
  [
    'a use before the definition',
    (g) => (operation(g, 0).args[0] = operation(g, 1).result ?? operation(g, 0).args[0]!),
    /not defined/,
  ],
  [
    'a use of what one path defines',
    (g) => (block(g, 2).exit = { kind: 'return', value: operation(g, 1).result }),
    /not defined/,
  ],
  ['two definitions', (g) => block(g, 2).params.push(block(g, 0).params[0]!), /defined twice/],
  ['a block that nothing reaches', (g) => (g.newBlock().exit = { kind: 'unreachable' }), /not reachable/],
  ['may_raise after what can not', (g) => damageMayRaise(g), /after nothing that raises/],
  ['a condition that is an int', (g) => damageCondition(g), /condition is not a bool/],
];

function block(graph: Graph, index: number): Graph['blocks'][number] {
  return graph.blocks[index]!;
}

function operation(graph: Graph, index: number): Graph['blocks'][number]['operations'][number] {
  return block(graph, index).operations[0]!;
}

function link(graph: Graph, index: number): { args: unknown[] } {
  const { exit } = block(graph, index);
  assert.ok(exit?.kind === 'jump');
  return exit.to;
}

function damageMayRaise(graph: Graph): void {
  const exception = graph.newVariable(INT, 'exception');
  const target = block(graph, 2);
  const args = [new Constant(INT, 0)];
  block(graph, 1).exit = {
    kind: 'may_raise',
    normal: { target, args },
    exception,
    exceptional: { target, args },
  };
}

function damageCondition(graph: Graph): void {
  const { exit } = block(graph, 0);
  assert.ok(exit?.kind === 'branch');
  exit.condition = new Constant(INT, 1);
}

describe('translator: flow graphs', () => {
  it('the rows of the table are well formed', () => {
    for (const name of Object.keys(ops) as OpName[]) {
      const row = opRow(name);
      for (const effect of row.effects) assert.ok(effects.includes(effect), `${name}: ${effect}`);
      const { params, result } = parseSignature(row.signature);
      for (const pattern of [...params, result]) {
        if (pattern.kind === 'type') assert.ok(types.includes(pattern.name), `${name}: ${pattern.name}`);
      }
    }
  });

  it('prints a graph', () => {
    assert.equal(
      printGraph(wellFormed()),
      `function test#f -> int  // test.ts:1
  block 0 (a_0: int)
    v1: bool = int_lt a_0, 10  // 1
    branch v1, 1(), 2(0)
  block 1 ()
    v2: int = int_add a_0, 1  // 1
    jump 2(v2)
  block 2 (value_3: int)
    return value_3
`,
    );
  });

  it('accepts a graph that is well formed', () => {
    assert.deepEqual(verifyGraph(wellFormed()), []);
  });

  for (const [what, damage, expected] of damages) {
    it(`rejects ${what}`, () => {
      const graph = wellFormed();
      damage(graph);
      const problems = verifyGraph(graph);
      assert.ok(
        problems.some((problem) => expected.test(problem)),
        `problems: ${problems.join('\n')}`,
      );
    });
  }

  it('prunes parameters that nothing reads', () => {
    const graph = wellFormed();
    block(graph, 2).exit = { kind: 'return', value: new Constant(INT, 7) };
    pruneParameters(graph);
    assert.deepEqual(block(graph, 2).params, []);
    assert.deepEqual(verifyGraph(graph), []);
  });

  it('an operation in a try region has an exceptional exit', () => {
    const module = sampleModule('exceptions');
    const frontEnd = FrontEnd.fromSource({ root, files: [`${module}.ts`] });
    const fn = frontEnd.findFunction(module, 'throwFromFinally');
    assert.ok(fn !== null);
    const text = printGraph(frontEnd.graphOf(fn));
    assert.match(
      text,
      /int = call fail code_0.*\n {4}may_raise \d+\(\), exception_\d+: RThrowable -> \d+\(exception_\d+\)/,
    );
    assert.deepEqual(frontEnd.diagnostics.list, []);
  });
});

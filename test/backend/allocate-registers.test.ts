/** The allocator against the LIR interpreter: random modules give the same results and leave the same memory on both. */
import assert from 'node:assert/strict';
import { AllocatedInterpreter } from '../../src/ts/backend/allocated-interpreter.js';
import { allocateRegisters } from '../../src/ts/backend/allocate-registers.js';
import type { LirFunction, LirOperand } from '../../src/ts/backend/lir.js';
import { LirInterpreter } from '../../src/ts/backend/lir-interpreter.js';
import type { Target } from '../../src/ts/backend/registers.js';
import { SimulatedMachine, type MachineValue } from '../../src/ts/backend/simulated-machine.js';
import {
  edge,
  intConstant,
  LirBuilder,
  Random,
  randomArguments,
  randomMachineOptions,
  randomModule,
  type RandomShape,
} from './random-lir.js';
import { narrowTarget, wideTarget } from './targets.js';

function newMachine(lirs: readonly LirFunction[]): SimulatedMachine {
  const machine = new SimulatedMachine(randomMachineOptions);
  machine.codeOffsets.push(...lirs.map(({ symbol }) => symbol));
  return machine;
}

function compare(
  lirs: readonly LirFunction[],
  target: Target,
  args: readonly MachineValue[],
  what: string,
): void {
  const { symbol } = lirs[lirs.length - 1];
  const expectedMachine = newMachine(lirs);
  const expected = new LirInterpreter(expectedMachine, new Map(lirs.map((lir) => [lir.symbol, lir]))).call(
    symbol,
    args,
  );
  const allocated = new Map(lirs.map((lir) => [lir.symbol, allocateRegisters(lir, target)]));
  const machine = newMachine(lirs);
  const result = new AllocatedInterpreter(machine, target, allocated).call(symbol, args);
  assert.ok(Object.is(result, expected), `${what}: ${result}, not ${expected}`);
  assert.deepEqual(machine.departures, expectedMachine.departures, `${what}: guards told other values`);
  assert.ok(Buffer.compare(machine.bytes, expectedMachine.bytes) === 0, `${what}: memory differs`);
}

function compareRandom(seed: number, target: Target, shape: RandomShape): void {
  const lirs = randomModule(seed, shape);
  const random = new Random(seed + 1);
  compare(lirs, target, randomArguments(random, lirs[lirs.length - 1]), `seed ${seed}`);
}

/** Calls with permuted arguments, some on the stack, in a loop across which values live; then a switch with many edges to one block. */
function specialCases(): LirFunction[] {
  const callee = new LirBuilder('callee', 'int');
  let sum: LirOperand = intConstant(0);
  for (let index = 0; index < 9; index++) {
    const param = callee.param(callee.block, 'int');
    const scaled = callee.value('int_mul', 'int', [param, intConstant(index + 1)]);
    sum = callee.value('int_add', 'int', [sum, scaled]);
  }
  callee.exit({ kind: 'return', value: sum });

  const caller = new LirBuilder('caller', 'int');
  const params = Array.from({ length: 9 }, () => caller.param(caller.block, 'int'));
  const header = caller.newBlock('int', 'int', 'int');
  const after = caller.newBlock();
  const join = caller.newBlock('int', 'int');
  caller.jump(header, intConstant(3), params[0], params[1]);
  caller.start(header);
  const [left, first, second] = header.params;
  const rotated = [...params.slice(1), params[0]].reverse();
  const result = caller.value('call', 'int', rotated, { kind: 'symbol', symbol: 'callee' });
  const added = caller.value('int_add', 'int', [result, first]);
  const less = caller.value('int_sub', 'int', [left, intConstant(1)]);
  const [whenTrue, whenFalse] = [edge(header, less, second, added), edge(after)];
  caller.exit({
    kind: 'branch',
    condition: 'int_gt',
    left: less,
    right: intConstant(0),
    whenTrue,
    whenFalse,
  });
  caller.start(after);
  const value = caller.value('int_and', 'int', [added, intConstant(511)]);
  const cases = Array.from({ length: 500 }, (_, index) => ({
    value: index,
    to: edge(join, intConstant(index), params[index % 9]),
  }));
  caller.exit({ kind: 'switch', value, cases, otherwise: edge(join, value, params[8]) });
  caller.start(join);
  const mixed = join.params.reduce<LirOperand>(
    (mix, param) => caller.value('int_xor', 'int', [mix, param]),
    added,
  );
  caller.exit({ kind: 'return', value: mixed });
  return [callee.finish(), caller.finish()];
}

describe('register allocation', () => {
  const small: RandomShape = { functions: 3, statements: 12, mostCost: 2000 };
  const large: RandomShape = { functions: 3, statements: 60, mostCost: 8000 };
  for (const [name, target] of Object.entries({ wideTarget, narrowTarget })) {
    it(`handles permuted arguments, values across calls in loops, and wide switches (${name})`, () => {
      const args = [3n, 1n, 4n, 1n, 5n, 9n, 2n, 6n, 5n];
      compare(specialCases(), target, args, 'special cases');
    });
    it(`keeps what small random functions mean (${name})`, () => {
      for (let seed = 0; seed < 150; seed++) compareRandom(seed, target, small);
    });
    it(`keeps what large random functions mean (${name})`, () => {
      for (let seed = 1000; seed < 1100; seed++) compareRandom(seed, target, large);
    });
    it(`knows where values are at guards (${name})`, () => {
      for (let seed = 2000; seed < 2150; seed++) compareRandom(seed, target, { ...large, guards: true });
    });
  }
});

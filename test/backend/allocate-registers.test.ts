/** The allocator against the LIR interpreter: random modules give the same results and leave the same memory on both. */
import assert from 'node:assert/strict';
import { AllocatedInterpreter } from '../../src/ts/backend/allocated-interpreter.js';
import { allocateRegisters } from '../../src/ts/backend/allocate-registers.js';
import type { LirFunction } from '../../src/ts/backend/lir.js';
import { LirInterpreter } from '../../src/ts/backend/lir-interpreter.js';
import type { Target } from '../../src/ts/backend/registers.js';
import { SimulatedMachine, type MachineValue } from '../../src/ts/backend/simulated-machine.js';
import { Random, randomArguments, randomMachineOptions, randomModule, type RandomShape } from './random-lir.js';
import { narrowTarget, wideTarget } from './targets.js';

function newMachine(lirs: readonly LirFunction[]): SimulatedMachine {
  const machine = new SimulatedMachine(randomMachineOptions);
  machine.codeOffsets.push(...lirs.map(({ symbol }) => symbol));
  return machine;
}

function compare(lirs: readonly LirFunction[], target: Target, args: readonly MachineValue[], what: string): void {
  const { symbol } = lirs[lirs.length - 1];
  const expectedMachine = newMachine(lirs);
  const expected = new LirInterpreter(expectedMachine, new Map(lirs.map((lir) => [lir.symbol, lir]))).call(symbol, args);
  const allocated = new Map(lirs.map((lir) => [lir.symbol, allocateRegisters(lir, target)]));
  const machine = newMachine(lirs);
  const result = new AllocatedInterpreter(machine, target, allocated).call(symbol, args);
  assert.ok(Object.is(result, expected), `${what}: ${result}, not ${expected}`);
  assert.ok(Buffer.compare(machine.bytes, expectedMachine.bytes) === 0, `${what}: memory differs`);
}

function compareRandom(seed: number, target: Target, shape: RandomShape): void {
  const lirs = randomModule(seed, shape);
  const random = new Random(seed + 1);
  compare(lirs, target, randomArguments(random, lirs[lirs.length - 1]), `seed ${seed}`);
}

describe('register allocation', () => {
  const small: RandomShape = { functions: 3, statements: 12, mostCost: 2000 };
  const large: RandomShape = { functions: 3, statements: 60, mostCost: 8000 };
  for (const [name, target] of Object.entries({ wideTarget, narrowTarget })) {
    it(`keeps what small random functions mean (${name})`, () => {
      for (let seed = 0; seed < 150; seed++) compareRandom(seed, target, small);
    });
    it(`keeps what large random functions mean (${name})`, () => {
      for (let seed = 1000; seed < 1100; seed++) compareRandom(seed, target, large);
    });
  }
});

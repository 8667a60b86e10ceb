/**
 * Random traces, optimized and not, on the heap they were recorded on and on others: they leave at the same place, with the same values in the
 * frames, and the same heap up to addresses. `TRACE_SEED=n` runs one trace and prints it.
 */
import assert from 'node:assert/strict';
import type { MachineValue } from '../../src/ts/backend/simulated-machine.js';
import { optimizeTrace } from '../../src/ts/jit/optimizer/optimize-trace.js';
import {
  runOptimizedTrace,
  runTrace,
  type TraceExit,
  type TraceRunOptions,
} from '../../src/ts/jit/trace-interpreter.js';
import { NamedFrame, printOptimized, printTrace } from '../../src/ts/jit/trace-text.js';
import type { OptimizedTrace, Trace } from '../../src/ts/jit/trace.js';
import { findOptimizedProblems, findTraceProblems } from '../../src/ts/jit/trace-verify.js';
import { Random } from '../backend/random-lir.js';
import { callFunction, CONTEXT_REF, fillHeap, Heap, newMachine, optionsFor } from './heap-model.js';
import { inputKinds, RandomTrace, type RandomTraceOptions } from './random-traces.js';

const oneSeed = process.env.TRACE_SEED;
const seeds = Number(process.env.TRACE_SEEDS ?? 300);

/** A heap and inputs from a seed. */
function start(seed: number) {
  const random = new Random(seed);
  const machine = newMachine();
  const { frame, nodes } = fillHeap(machine, random);
  const heap = new Heap(machine);
  const inputs: MachineValue[] = inputKinds.map((kind) => {
    switch (kind) {
      case 'frame':
        return frame;
      case 'node':
        return random.pick(nodes);
      case 'float':
        return random.float();
      case 'int':
        return random.isLucky(0.5) ? BigInt(random.below(50)) : random.int();
      default:
        return random.pick([0n, heap.newInt(random.int()), random.pick(nodes)]);
    }
  });
  return { machine, inputs, heap };
}

function exitText(exit: TraceExit, heap: Heap): string {
  const context = BigInt(CONTEXT_REF);
  switch (exit.kind) {
    case 'jumps':
      return 'jumps';
    case 'end': {
      const refs = exit.values.filter((_, i) => exit.end.kind !== 'jump' || i < exit.values.length);
      return `end\n${heap.text([context, ...refs])}`;
    }
    case 'guard': {
      const lines = exit.frames.map(({ frame, values }) => {
        const name = frame instanceof NamedFrame ? frame.name : '?';
        return { name, values };
      });
      return lines.map(({ name }) => name).join(' ');
    }
  }
}

/** Values of frames: references are told by what they reach. */
function stateText(exit: TraceExit, trace: Trace, heap: Heap): string {
  if (exit.kind !== 'guard') return exitText(exit, heap);
  const classes = classesOfSnapshot(trace, exit);
  const values = exit.frames.flatMap((frame) => [...frame.values]);
  const plain = values.map((value, i) => (classes[i] === 'ref' ? 'ref' : String(value)));
  const refs = values.filter((_, i) => classes[i] === 'ref');
  return [exitText(exit, heap), plain.join(' '), heap.text([BigInt(CONTEXT_REF), ...refs])].join('\n');
}

function classesOfSnapshot(trace: Trace, exit: TraceExit & { kind: 'guard' }): string[] {
  const [innermost] = exit.frames;
  const operation = trace.operations.find(({ snapshot }) => snapshot?.frame === innermost.frame);
  const classes: string[] = [];
  for (let at = operation?.snapshot ?? null; at !== null; at = at.caller)
    classes.push(...at.values.map(({ cls }) => cls));
  return classes;
}

function runBoth(trace: Trace, optimized: OptimizedTrace, seed: number, ticks: number): [string, string] {
  const texts = [
    (inputs: readonly MachineValue[], options: TraceRunOptions) => runTrace(trace, inputs, options),
    (inputs: readonly MachineValue[], options: TraceRunOptions) =>
      runOptimizedTrace(optimized, inputs, options),
  ].map((run) => {
    const { machine, inputs, heap } = start(seed);
    heap.ticksAt = ticks;
    const exit = run(inputs, { machine, call: callFunction(heap), mostJumps: 50, isInvalid: () => false });
    return stateText(exit, trace, heap);
  });
  return [texts[0], texts[1]];
}

function check(seed: number, options: RandomTraceOptions, prints: boolean): void {
  const { machine, inputs } = start(seed);
  const trace = new RandomTrace(new Random(seed + 1), machine, inputs, options).make();
  if (prints) console.log(printTrace(trace));
  assert.deepEqual(findTraceProblems(trace), [], `seed ${seed}`);
  const optimized = optimizeTrace(trace, optionsFor(machine));
  if (prints) console.log(printOptimized(optimized, 'resume'));
  assert.deepEqual(findOptimizedProblems(optimized), [], `seed ${seed}`);
  for (const other of [seed, seed + 5, seed + 77, seed + 1000])
    for (const ticks of options.loops ? [1, 2, 3, 5, 12] : [100]) {
      const [plain, fast] = runBoth(trace, optimized, other, ticks);
      assert.equal(fast, plain, `seed ${seed}, heap ${other}, ${ticks} ticks (TRACE_SEED=${seed})`);
    }
}

describe('random traces', () => {
  const all = oneSeed === undefined ? Array.from({ length: seeds }, (_, i) => i) : [Number(oneSeed)];
  for (const loops of [false, true]) {
    for (const length of [30, 150]) {
      it(`${loops ? 'loops' : 'straight ones'} of ${length} operations mean the same when optimized`, () => {
        for (const seed of all) check(seed, { length, loops }, oneSeed !== undefined);
      });
    }
  }
});

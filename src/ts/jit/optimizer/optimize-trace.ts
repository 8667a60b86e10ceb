/**
 * The optimizer's entry: a trace becomes a straight line of fewer operations, and a trace that comes back to its start becomes a preamble and a loop.
 */
import type { OptimizedTrace, Trace, TraceEnd, TraceValue } from '../trace.js';
import { BoxMaker } from './emitter.js';
import { enterLoop, learn, startInLoop } from './enter-loop.js';
import { fuseOverflow } from './fuse-overflow.js';
import { withImports } from './loop-entrance.js';
import type { OptimizerOptions } from './options.js';
import { Pass, Shared } from './pass.js';
import { peelLoop } from './peel-loop.js';
import { Needs } from './remove-dead.js';

export function optimizeTrace(trace: Trace, options: OptimizerOptions): OptimizedTrace {
  const shared = new Shared(trace, options, new BoxMaker(trace.boxCount));
  const pass = new Pass(shared, 'own');
  const inputs = trace.inputs.map((box) => shared.values.ofBox(box));
  trace.inputs.forEach((box, i) => pass.boxes.set(box, inputs[i]));
  trace.known.forEach((known, i) => {
    learn(shared.values, inputs[i], known);
  });
  if (trace.origin !== null) startInLoop(pass, shared.values, trace.origin);
  pass.run();
  if (trace.end.kind === 'jump' && options.peelsLoops) {
    const args = trace.end.args.map((arg) => pass.boxes.valueOf(arg));
    return peelLoop(trace, shared, pass, args, inputs);
  }
  return finishStraight(trace, shared, pass);
}

function finishStraight(trace: Trace, shared: Shared, pass: Pass): OptimizedTrace {
  const end = findReentry(trace, shared, pass) ?? operandsOfEnd(trace.end, pass);
  if (end.kind !== 'reenter') pass.heap.flushAll();
  const needs = new Needs(shared.boxes.count);
  const part = needs.addPart(pass.emitter.operations);
  const ends = valuesOfEnd(end);
  needs.needAll(ends);
  needs.needEffects(part);
  const kept = needs.kept(part);
  const extended =
    end.kind === 'reenter' && trace.origin !== null && isComingBack(trace)
      ? withImports(kept, trace.origin.imports)
      : kept;
  const [operations] = fuseOverflow([extended], ends, shared.boxes.count);
  return {
    preamble: { params: trace.inputs, operations },
    loop: null,
    loopEntry: [],
    imports: [],
    entrance: null,
    end,
    boxCount: shared.boxes.count,
  };
}

function isComingBack({ end }: Trace): boolean {
  return end.kind === 'enter' && end.way !== null && end.way.imports !== null;
}

/** The end of a trace that finds the way into the loop's middle. */
function findReentry({ end }: Trace, { values }: Shared, pass: Pass): TraceEnd | null {
  if (end.kind !== 'enter' || end.way === null) return null;
  const given = end.args.map((arg) => pass.boxes.valueOf(arg));
  const args = enterLoop(pass, values, end.way, given);
  return args === null ? null : { kind: 'reenter', target: end.target, args };
}

function valuesOfEnd(end: TraceEnd): readonly TraceValue[] {
  switch (end.kind) {
    case 'jump':
    case 'enter':
    case 'reenter':
      return end.args;
    case 'return':
      return end.value === null ? [] : [end.value];
    case 'raise':
      return [end.exception];
  }
}

/** What the end reads exists. */
function operandsOfEnd(end: TraceEnd, pass: Pass): TraceEnd {
  const operand = (value: TraceValue) => pass.emitter.operand(pass.boxes.valueOf(value));
  switch (end.kind) {
    case 'jump':
      return { kind: 'jump', args: end.args.map(operand) };
    case 'enter':
      return { kind: 'enter', target: end.target, args: end.args.map(operand), way: null };
    case 'reenter':
      throw new Error('a trace is recorded without reentry');
    case 'return':
      return { kind: 'return', value: end.value === null ? null : operand(end.value) };
    case 'raise':
      return { kind: 'raise', exception: operand(end.exception) };
  }
}

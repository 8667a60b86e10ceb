/**
 * The optimizer's entry: a trace becomes a straight line of fewer operations, and a trace that comes back to its start becomes a preamble and a loop.
 */
import type { OptimizedTrace, Trace, TraceEnd, TraceValue } from '../trace.js';
import { BoxMaker } from './emitter.js';
import { fuseOverflow, UseCounts } from './fuse-overflow.js';
import type { OptimizerOptions } from './options.js';
import { Pass, Shared } from './pass.js';
import { peelLoop } from './peel-loop.js';
import { Needs } from './remove-dead.js';

export function optimizeTrace(trace: Trace, options: OptimizerOptions): OptimizedTrace {
  const shared = new Shared(trace, options, new BoxMaker(trace.boxCount));
  const pass = new Pass(shared, 'own');
  const inputs = trace.inputs.map((box) => shared.values.ofBox(box));
  trace.inputs.forEach((box, i) => pass.setInput(box, inputs[i]));
  pass.run();
  if (trace.end.kind === 'jump' && options.peelsLoops) {
    const args = trace.end.args.map((arg) => pass.valueOf(arg));
    return peelLoop(trace, shared, pass, args, inputs);
  }
  return finishStraight(trace, shared, pass);
}

function finishStraight(trace: Trace, shared: Shared, pass: Pass): OptimizedTrace {
  const end = operandsOfEnd(trace.end, pass);
  pass.heap.flushAll();
  const needs = new Needs(shared.boxes.count);
  needs.addDefinitions(pass.emitter.operations);
  needs.needAll(valuesOfEnd(end));
  needs.needEffects(pass.emitter.operations);
  const operations = needs.kept(pass.emitter.operations);
  const uses = new UseCounts(shared.boxes.count);
  uses.addOperations(operations);
  uses.add(valuesOfEnd(end));
  return {
    preamble: { params: trace.inputs, operations: fuseOverflow(operations, uses) },
    loop: null,
    loopEntry: [],
    end,
    boxCount: shared.boxes.count,
  };
}

function valuesOfEnd(end: TraceEnd): readonly TraceValue[] {
  switch (end.kind) {
    case 'jump':
    case 'enter':
      return end.args;
    case 'return':
      return end.value === null ? [] : [end.value];
    case 'raise':
      return [end.exception];
  }
}

/** What the end reads exists. */
function operandsOfEnd(end: TraceEnd, pass: Pass): TraceEnd {
  const operand = (value: Parameters<Pass['valueOf']>[0]) => pass.emitter.operand(pass.valueOf(value));
  switch (end.kind) {
    case 'jump':
      return { kind: 'jump', args: end.args.map(operand) };
    case 'enter':
      return { kind: 'enter', target: end.target, args: end.args.map(operand) };
    case 'return':
      return { kind: 'return', value: end.value === null ? null : operand(end.value) };
    case 'raise':
      return { kind: 'raise', exception: operand(end.exception) };
  }
}

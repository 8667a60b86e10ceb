/**
 * Checks traces, and what the optimizer makes of them: every box is defined once and before it is used, operands and results have the classes that
 * the tables ask for, guards have what they need to leave, and stand behind what they test. The problems come as sentences.
 */
import {
  Box,
  traceOpRow,
  type OptimizedOperation,
  type OptimizedPart,
  type OptimizedTrace,
  type Trace,
  type TraceEnd,
  type TraceOperation,
  type TraceOpName,
  type TraceValue,
} from './trace.js';
import { printValue } from './trace-text.js';

export function findTraceProblems(trace: Trace): string[] {
  const verifier = new Verifier(trace.boxCount);
  trace.inputs.forEach((box) => verifier.define(box));
  let before: TraceOperation | null = null;
  for (const operation of trace.operations) {
    const isGuard = operation.op.startsWith('guard_');
    if (isGuard && operation.snapshot === null) verifier.report(`${operation.op} has no snapshot`);
    for (let at = operation.snapshot; at !== null; at = at.caller) verifier.use(at.values, 'a snapshot');
    verifier.operation(operation, before?.op ?? null);
    before = operation;
  }
  verifier.end(trace.end, trace.inputs);
  return verifier.problems;
}

export function findOptimizedProblems(trace: OptimizedTrace): string[] {
  const { preamble, loop, loopEntry, imports, end, boxCount } = trace;
  const verifier = new Verifier(boxCount);
  verifyPart(verifier, preamble);
  if (loop !== null) {
    verifier.use(loopEntry, 'the way into the loop');
    verifier.match(loop.params, loopEntry, 'the way into the loop');
    verifier.use(imports, 'the loop');
    verifyPart(verifier, loop);
  }
  verifier.end(end, (loop ?? preamble).params);
  return verifier.problems;
}

function verifyPart(verifier: Verifier, { params, operations }: OptimizedPart): void {
  params.forEach((box) => verifier.define(box));
  let before: TraceOpName | null = null;
  for (const operation of operations) {
    verifier.guard(operation);
    verifier.operation(operation, before);
    before = operation.op;
  }
}

class Verifier {
  readonly problems: string[] = [];
  private readonly defined = new Set<Box>();
  private readonly ids = new Set<number>();

  constructor(private readonly boxCount: number) {}

  report(problem: string): void {
    this.problems.push(problem);
  }

  define(box: Box): void {
    if (this.ids.has(box.id)) this.report(`${printValue(box)} is defined twice`);
    if (box.id >= this.boxCount) this.report(`${printValue(box)} is beyond the count of boxes`);
    this.ids.add(box.id);
    this.defined.add(box);
  }

  use(values: readonly TraceValue[], by: string): void {
    for (const value of values)
      if (value instanceof Box && !this.defined.has(value))
        this.report(`${by} reads ${printValue(value)}, which is not defined before`);
  }

  match(params: readonly TraceValue[], values: readonly TraceValue[], by: string): void {
    if (params.length !== values.length)
      this.report(`${by} brings ${values.length} values, not ${params.length}`);
    params.forEach((param, index) => {
      if (index < values.length && values[index].cls !== param.cls)
        this.report(`${by} brings ${printValue(values[index])} for ${printValue(param)}`);
    });
  }

  operation(operation: TraceOperation | OptimizedOperation, before: TraceOpName | null): void {
    const { op, args, result } = operation;
    this.use(args, op);
    const [left, right] = traceOpRow(op)
      .signature.split('->')
      .map((side) => side.trim());
    const expected = left.split(' ').filter((word) => word !== '' && word !== '...');
    const isOpen = left.includes('...');
    if (args.length < expected.length || (args.length > expected.length && !isOpen))
      this.report(`${op} has ${args.length} operands`);
    const shared = expected.includes('x') ? args[expected.indexOf('x')]?.cls : null;
    expected.forEach((word, index) => {
      const cls = word === 'x' ? shared : word;
      if (index < args.length && args[index].cls !== cls)
        this.report(`operand ${index} of ${op} is a ${args[index].cls}, not a ${cls}`);
    });
    const expectedResult = right === 'x' ? shared : right === '' ? null : right;
    if (expectedResult !== '*' && (result?.cls ?? null) !== expectedResult)
      this.report(`${op} gives a ${result?.cls ?? 'nothing'}`);
    this.neighbour(op, before);
    if (result !== null) this.define(result);
  }

  /** Some guards test what the operation before them leaves. */
  private neighbour(op: TraceOpName, before: TraceOpName | null): void {
    const kind = before === null ? null : traceOpRow(before).kind;
    if ((op === 'guard_no_overflow' || op === 'guard_overflow') && kind !== 'overflow')
      this.report(`${op} does not follow an operation that may overflow`);
    if ((op === 'guard_no_exception' || op === 'guard_exception') && kind !== 'call')
      this.report(`${op} does not follow a call`);
  }

  guard({ op, guard }: OptimizedOperation): void {
    if (guard === null) {
      if (op.startsWith('guard_')) this.report(`${op} has no resume data`);
      return;
    }
    const { resume, liveValues, imports } = guard;
    if (imports?.some((at) => at >= liveValues.length) === true)
      this.report(`${op} has an import that is not there`);
    this.use(liveValues, `${op}'s resume data`);
    if (new Set(liveValues).size !== liveValues.length) this.report(`${op} has a live value twice`);
    const values = [
      ...resume.frames.flatMap((frame) => frame.values),
      ...resume.virtuals.flatMap(({ stores }) => stores.map(({ value }) => value)),
      ...resume.pending.flatMap(({ base, index, value }) => [base, index, value]),
    ];
    for (const value of values) {
      const isThere =
        value.kind === 'constant' ||
        (value.kind === 'live' ? liveValues.includes(value.box) : resume.virtuals.includes(value.object));
      if (!isThere) this.report(`${op}'s resume data name a value that is not there`);
    }
  }

  end(end: TraceEnd, params: readonly Box[]): void {
    switch (end.kind) {
      case 'jump':
        this.use(end.args, 'the jump');
        this.match(params, end.args, 'the jump');
        return;
      case 'enter':
      case 'reenter':
        this.use(end.args, 'the end');
        return;
      case 'return':
        this.use(end.value === null ? [] : [end.value], 'the end');
        return;
      case 'raise':
        this.use([end.exception], 'the end');
    }
  }
}

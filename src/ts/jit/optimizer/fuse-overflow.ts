/**
 * A test whether a sum fits, its guard, and the sum become one operation with the guard behind it, which machine code tests for free:
 *
 *     i2 = int_add_fits i0, i1
 *     i3 = int_add i0, i1                i3 = int_add_ovf i0, i1
 *     i4 = int_ne i3, 5           ->     guard_no_overflow
 *     guard_true i2                      i4 = int_ne i3, 5
 *
 * The sum is moved to the guard, from before or behind; what is computed from it in between, all of it pure, goes behind. Not where the guard's
 * resume data need any of that. The last thing that is done to a part, when it is known what is read.
 */
import { NO_PART } from '../../backend/lir.js';
import { Box, type OptimizedOperation, type TraceOpName, type TraceValue } from '../trace.js';
import { infoOf } from './operations.js';

const forms: Readonly<Record<string, { readonly plain: TraceOpName; readonly overflow: TraceOpName }>> = {
  int_add_fits: { plain: 'int_add', overflow: 'int_add_ovf' },
  int_sub_fits: { plain: 'int_sub', overflow: 'int_sub_ovf' },
  int_mul_fits: { plain: 'int_mul', overflow: 'int_mul_ovf' },
};

/** How often boxes are read: by operations, guards' resume data, and ends. */
class UseCounts {
  private readonly counts: Uint32Array;

  constructor(boxCount: number) {
    this.counts = new Uint32Array(boxCount);
  }

  add(values: readonly TraceValue[]): void {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (!value.isConstant) this.counts[value.id]++;
    }
  }

  addOperations(operations: readonly OptimizedOperation[]): void {
    for (const { args, guard } of operations) {
      this.add(args);
      if (guard !== null) this.add(guard.liveValues);
    }
  }

  of(box: Box): number {
    return this.counts[box.id];
  }
}

/** Where the three stand. */
interface Fusion {
  readonly test: number;
  readonly sum: number;
  readonly guard: number;
}

type Operations = readonly OptimizedOperation[];

function isTest({ op }: OptimizedOperation): boolean {
  return op === 'int_add_fits' || op === 'int_sub_fits' || op === 'int_mul_fits';
}

/** Fuses the parts of a trace; `ends`: what is read between and behind them. */
export function fuseOverflow(
  parts: readonly Operations[],
  ends: readonly TraceValue[],
  boxCount: number,
): readonly Operations[] {
  // Most traces have none.
  if (!parts.some((operations) => operations.some(isTest))) return parts;
  const uses = new UseCounts(boxCount);
  for (const operations of parts) uses.addOperations(operations);
  uses.add(ends);
  return parts.map((operations) => fusePart(operations, uses));
}

function fusePart(operations: Operations, uses: UseCounts): Operations {
  const tests = new Map<Box, number>();
  const sums = new Map<TraceValue, number[]>();
  operations.forEach((operation, i) => {
    const { op, args, result } = operation;
    if (isTest(operation) && result !== null) tests.set(result, i);
    if (op !== 'int_add' && op !== 'int_sub' && op !== 'int_mul') return;
    // Constants stand to the right, but for those of differences.
    const key = args[0] instanceof Box ? args[0] : args[1];
    const known = sums.get(key);
    if (known === undefined) sums.set(key, [i]);
    else known.push(i);
    if (args[1] instanceof Box && args[1] !== key) sums.set(args[1], [...(sums.get(args[1]) ?? []), i]);
  });
  return new Fuser(operations, uses, tests, sums).run();
}

class Fuser {
  private readonly isMoved: Uint8Array;

  constructor(
    private readonly operations: Operations,
    private readonly uses: UseCounts,
    private readonly tests: ReadonlyMap<Box, number>,
    private readonly sums: ReadonlyMap<TraceValue, readonly number[]>,
  ) {
    this.isMoved = new Uint8Array(operations.length);
  }

  run(): OptimizedOperation[] {
    const { operations, isMoved } = this;
    // What goes to a guard, by the guard's place.
    const atGuard = new Map<number, OptimizedOperation[]>();
    operations.forEach(({ op, args }, guard) => {
      const [condition] = args;
      const test = op === 'guard_true' && condition instanceof Box ? this.tests.get(condition) : undefined;
      if (test === undefined || !(condition instanceof Box) || this.uses.of(condition) !== 1) return;
      const sum = this.findSum(operations[test]);
      if (sum === null || isMoved[sum] !== 0) return;
      const moved = this.fuse({ test, sum, guard });
      if (moved !== null) atGuard.set(guard, moved);
    });
    const result: OptimizedOperation[] = [];
    operations.forEach((operation, i) => {
      const moved = atGuard.get(i);
      if (moved !== undefined) result.push(...moved);
      else if (isMoved[i] === 0) result.push(operation);
    });
    return result;
  }

  private findSum({ op, args }: OptimizedOperation): number | null {
    const { plain } = forms[op];
    const key = args[0] instanceof Box ? args[0] : args[1];
    for (const i of this.sums.get(key) ?? []) {
      const sum = this.operations[i];
      if (sum.op !== plain) continue;
      const isSame = isEqual(sum.args[0], args[0]) && isEqual(sum.args[1], args[1]);
      const isExchanged = isEqual(sum.args[0], args[1]) && isEqual(sum.args[1], args[0]);
      if (isSame || (isExchanged && infoOf(plain).isCommutative)) return i;
    }
    return null;
  }

  /** What comes in the guard's place; null if it can't be done. */
  private fuse({ test, sum, guard }: Fusion): OptimizedOperation[] | null {
    const { operations, isMoved } = this;
    const { result } = operations[sum];
    const leaving = operations[guard].guard;
    if (result === null || leaving === null) return null;
    const dependent = new Set<TraceValue>([result]);
    const behind: number[] = [];
    for (let i = sum + 1; i < guard; i++) {
      const operation = operations[i];
      if (!operation.args.some((arg) => dependent.has(arg))) continue;
      // What another guard has got already comes before this one.
      if (isMoved[i] !== 0 || infoOf(operation.op).kind !== 'pure' || operation.result === null) return null;
      dependent.add(operation.result);
      behind.push(i);
    }
    // Guards in between may need what is moved, too.
    for (let i = sum + 1; i <= guard; i++)
      if (operations[i].guard?.liveValues.some((box) => dependent.has(box)) === true) return null;
    for (const i of [test, sum, ...behind]) isMoved[i] = 1;
    const { args } = operations[test];
    const op = forms[operations[test].op].overflow;
    return [
      { op, args, part: NO_PART, result, guard: null },
      { op: 'guard_no_overflow', args: [], part: NO_PART, result: null, guard: leaving },
      ...behind.map((i) => operations[i]),
    ];
  }
}

function isEqual(a: TraceValue, b: TraceValue): boolean {
  if (a instanceof Box || b instanceof Box) return a === b;
  return a.value === b.value;
}

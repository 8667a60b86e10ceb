/**
 * Hints for the tracing JIT. Hosted and translated they do nothing but pass their value on; the codewriter
 * gives them their meaning. Function and field hints are JSDoc tags: `@elidable`, `@unrollSafe`,
 * `@dontLookInside`, `@lookInsideIff`, `@quasiImmutable`.
 */

/** Inside a trace: make this value a constant, guarded. */
export function promote<T>(x: T): T {
  return x;
}

/** Whether a value is known while tracing. */
export function isConstant(_x: unknown): boolean {
  return false;
}

/** Whether this code runs as part of a trace. */
export function weAreJitted(): boolean {
  return false;
}

/** Names the variables of an interpreter's loop: greens tell a position in the program, reds are the rest. */
export class JitDriver {
  constructor(
    readonly spec: {
      readonly name: string;
      readonly greens: readonly string[];
      readonly reds: readonly string[];
      /** A function of the greens that tells where in its program they are, for logs; not given: logs tell the greens. */
      readonly location?: (...greens: never[]) => string;
    },
  ) {}

  /**
   * At the top of the interpreter's loop; arguments are greens, then reds, in the declared order.
   * Plain parameters, since a rest parameter would make an array for each bytecode in hosted runs.
   */
  mergePoint(_a: unknown, _b?: unknown, _c?: unknown, _d?: unknown, _e?: unknown, _f?: unknown): void {
    // The codewriter's mark; nothing to do in a plain run.
  }

  /**
   * Comes before `canEnterJit`: a trace that came here by a call follows this loop once, instead of leaving it to code of its own. For generators, whose
   * loops go round with each resumption.
   */
  followOnce(): void {
    // The codewriter's mark; nothing to do in a plain run.
  }

  /** Where the interpreted program jumps backwards. */
  canEnterJit(_a: unknown, _b?: unknown, _c?: unknown, _d?: unknown, _e?: unknown, _f?: unknown): void {
    // The codewriter's mark; nothing to do in a plain run.
  }
}

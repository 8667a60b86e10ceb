/** The JIT's parameters, with PyPy's names and defaults. */
export interface JitParameterRow {
  readonly default: number;
  readonly help: string;
}

export const jitParameters = {
  threshold: { default: 1039, help: 'number of times a loop has to run for it to become hot' },
  trace_eagerness: { default: 200, help: 'number of times a guard has to fail before a bridge is compiled' },
  trace_limit: { default: 6000, help: 'number of recorded operations before tracing is given up' },
  max_unroll_recursion: { default: 7, help: 'how deep a recursion is inlined' },
} as const satisfies Record<string, JitParameterRow>;

export type JitParameter = keyof typeof jitParameters;
export type JitSettings = Readonly<Record<JitParameter, number>>;

export const defaultSettings: JitSettings = {
  threshold: jitParameters.threshold.default,
  trace_eagerness: jitParameters.trace_eagerness.default,
  trace_limit: jitParameters.trace_limit.default,
  max_unroll_recursion: jitParameters.max_unroll_recursion.default,
};

/** The JIT's parameters, with PyPy's names and defaults: what `--jit` and module `pypyjit` set. */
export interface JitParameterRow {
  readonly default: number;
  readonly help: string;
}

export const jitParameters = {
  threshold: { default: 1039, help: 'number of times a loop has to run for it to become hot' },
  function_threshold: {
    default: 1619,
    help: 'number of times a function has to run for it to become traced from start',
  },
  trace_eagerness: { default: 200, help: 'number of times a guard has to fail before a bridge is compiled' },
  trace_limit: { default: 6000, help: 'number of recorded operations before tracing is given up' },
  max_unroll_recursion: { default: 1, help: 'how many levels deep a recursive function is inlined' },
  fail_guards: { default: 0, help: 'for tests: each Nth guard fails whenever it is reached; 0: none' },
} as const satisfies Record<string, JitParameterRow>;

export type JitParameter = keyof typeof jitParameters;
export type JitSettings = Readonly<Record<JitParameter, number>>;

const names = Object.keys(jitParameters) as JitParameter[];

export const defaultSettings: JitSettings = {
  threshold: jitParameters.threshold.default,
  function_threshold: jitParameters.function_threshold.default,
  trace_eagerness: jitParameters.trace_eagerness.default,
  trace_limit: jitParameters.trace_limit.default,
  max_unroll_recursion: jitParameters.max_unroll_recursion.default,
  fail_guards: jitParameters.fail_guards.default,
};

/** What is wrong with the text of an option. */
export class JitOptionError extends Error {}

/** `off`, `default`, or `NAME=VALUE,...`, which changes `before`; null: no JIT. */
export function parseJitOptions(text: string, before: JitSettings = defaultSettings): JitSettings | null {
  const value = text.trim();
  if (value === 'off' || value === '0') return null;
  if (value === 'default' || value === '') return defaultSettings;
  const settings: Record<JitParameter, number> = { ...before };
  for (const part of value.split(',')) {
    const [name = '', number = ''] = part.split('=').map((one) => one.trim());
    const parameter = names.find((one) => one === name);
    if (parameter === undefined) throw new JitOptionError(`unknown JIT parameter '${name}'`);
    if (!/^-?\d+$/.test(number))
      throw new JitOptionError(`JIT parameter '${name}' takes a number, not '${number}'`);
    settings[parameter] = Number(number);
  }
  return settings;
}

/** What `--help-jit` prints. */
export function jitHelp(): string {
  const rows = names.map((name) => {
    const { default: value, help } = jitParameters[name];
    return ` ${name}=N\n     ${help} (default ${value})\n`;
  });
  return `Advanced JIT options: a comma-separated list of OPTION=VALUE:\n${rows.join('')} off\n     turn off the JIT\n`;
}

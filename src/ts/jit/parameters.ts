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
  inlining: { default: 1, help: 'inline functions of the interpreted program, or not (1/0)' },
  disable_unrolling: {
    default: 6000,
    help: 'after how many recorded operations a loop is not peeled: its code is made once, and nothing moved out of it',
  },
  max_unroll_recursion: { default: 1, help: 'how many levels deep a recursive function is inlined' },
  decay: {
    default: 40,
    help: 'amount to regularly decay counters by, in thousandths, with each loop that is traced; 0: not at all',
  },
  loop_longevity: {
    default: 1000,
    help: 'how many other loops are compiled before a loop that is not used is freed; 0: never',
  },
  fail_guards: { default: 0, help: 'for tests: each Nth guard fails whenever it is reached; 0: none' },
} as const satisfies Record<string, JitParameterRow>;

export type JitParameter = keyof typeof jitParameters;
export type JitSettings = Readonly<Record<JitParameter, number>>;

const names = Object.keys(jitParameters) as JitParameter[];

export const defaultSettings: JitSettings = Object.fromEntries(
  names.map((name) => [name, jitParameters[name].default]),
) as JitSettings;

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

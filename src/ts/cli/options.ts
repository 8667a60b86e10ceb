/** The command line of `pypy3`: python3's options, as one table. */
import type { VmOptions } from '../native/vm.js';
import {
  defaultSettings,
  jitHelp,
  JitOptionError,
  parseJitOptions,
  type JitSettings,
} from '../jit/parameters.js';
import { Options } from '../python/modules/options.js';

/** What to run. */
export type Target =
  | { readonly kind: 'command'; readonly source: string }
  | { readonly kind: 'module'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stdin' }
  | { readonly kind: 'print'; readonly text: string; readonly status: number }
  | { readonly kind: 'info' };

export interface CommandLine {
  readonly target: Target;
  /** sys.argv. */
  readonly argv: readonly string[];
  readonly options: Options;
  readonly warnings: readonly string[];
  readonly implementation: readonly string[];
  /** Run by Node even where the translated interpreter could. */
  readonly isHosted: boolean;
  /** null: loops are never compiled. */
  readonly jit: JitSettings | null;
  /** How the collector of the translated interpreter is tested. */
  readonly vm: Partial<VmOptions>;
}

/** Options that are a number in `Options`, raised by one each time they are given. */
const flags: Readonly<Record<string, readonly (keyof Options)[]>> = {
  B: ['dontWriteBytecode'],
  E: ['ignoreEnvironment'],
  I: ['isolated', 'ignoreEnvironment', 'noUserSite', 'safePath'],
  O: ['optimize'],
  P: ['safePath'],
  S: ['noSite'],
  b: ['bytesWarning'],
  i: ['inspect', 'interactive'],
  q: ['quiet'],
  s: ['noUserSite'],
  u: ['unbuffered'],
  v: ['verbose'],
  d: [],
  R: [],
};

export const VERSION = 'Python 3.11.3 (tspy-native 0.1.0)\n[PyPy 7.3.17 compatible]';

const help = `usage: pypy3 [option] ... [-c cmd | -m mod | file | -] [arg] ...
Options (and corresponding environment variables):
-b     : issue warnings about str(bytes_instance), str(bytearray_instance)
-B     : don't write .pyc files on import; also PYTHONDONTWRITEBYTECODE=x
-c cmd : program passed in as string (terminates option list)
-E     : ignore PYTHON* environment variables (such as PYTHONPATH)
-h     : print this help message and exit (also --help)
-i     : inspect interactively after running script
-I     : isolate Python from the user's environment (implies -E and -s)
-m mod : run library module as a script (terminates option list)
-O     : remove assert and __debug__-dependent statements; -OO: docstrings too
-P     : don't prepend a potentially unsafe path to sys.path
-q     : don't print version and copyright messages on interactive startup
-s     : don't add user site directory to sys.path; also PYTHONNOUSERSITE
-S     : don't imply 'import site' on initialization
-u     : force the stdout and stderr streams to be unbuffered; PYTHONUNBUFFERED=x
-v     : verbose (trace import statements)
-V     : print the Python version number and exit (also --version)
-W arg : warning control; also PYTHONWARNINGS=arg
-x     : skip first line of source
-X opt : set implementation-specific option
--jit options: comma-separated parameters of the JIT, or off; --help-jit lists them
--hosted: run by Node, not as machine code; also TSPY_HOSTED=1
--gc-stress N: collect at every Nth allocation (translated only)
--gc-verify: check the heap at each collection (translated only)
--info : print how this interpreter runs
file   : program read from script file
-      : program read from stdin (default; interactive mode if a tty)
arg ...: arguments passed to program in sys.argv[1:]
`;

function usageError(message: string): Target {
  return {
    kind: 'print',
    text: `${message}\nusage: pypy3 [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry \`pypy3 -h' for more information.\n`,
    status: 2,
  };
}

/** What is wrong with the options after `-X`, or null. */
function findBadImplementationOption(options: readonly string[]): Target | null {
  const frozen = options.find((option) => option.startsWith('frozen_modules=')) ?? '';
  if (['', 'frozen_modules=', 'frozen_modules=on', 'frozen_modules=off'].includes(frozen)) return null;
  return {
    kind: 'print',
    text: 'Fatal Python error: bad value for option -X frozen_modules (expected "on" or "off")\nPython runtime state: preinitialized\n\n',
    status: 1,
  };
}

/** What `--info` tells of the JIT. */
function jitState(whyHosted: string | null, settings: JitSettings | null): string {
  if (whyHosted !== null) return 'no';
  if (settings === null) return 'off';
  return `yes (${Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join(',')})`;
}

/** What `--info` prints; `whyHosted` says why this interpreter is not machine code, and is null where it is. */
export function infoText(whyHosted: string | null, jit: JitSettings | null): string {
  const life = whyHosted === null ? 'translated' : `hosted: ${whyHosted}`;
  return `${VERSION}
life: ${life} (Node.js ${process.versions.node}, V8 ${process.versions.v8})
jit: ${jitState(whyHosted, jit)}
`;
}

/** Takes a command line apart. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const options = new Options();
  const warnings: string[] = [];
  const implementation: string[] = [];
  let target: Target | null = null;
  let argv: string[] = [''];
  let at = 0;
  let isHosted = false;
  let vm: Partial<VmOptions> = {};
  let jit: JitSettings | null = defaultSettings;
  const numbers = options as unknown as Record<string, number>;
  while (at < args.length && target === null) {
    const arg = args[at] ?? '';
    if (arg === '-' || !arg.startsWith('-')) break;
    at++;
    if (arg === '--') break;
    if (arg.startsWith('--')) {
      if (arg === '--help') target = { kind: 'print', text: help, status: 0 };
      else if (arg === '--version') target = { kind: 'print', text: `${VERSION}\n`, status: 0 };
      else if (arg === '--info') target = { kind: 'info' };
      else if (arg === '--hosted') isHosted = true;
      else if (arg === '--gc-verify') vm = { ...vm, collector: { verify: true } };
      else if (arg === '--gc-stress') {
        const interval = Number(args[at++]);
        if (Number.isInteger(interval) && interval > 0) vm = { ...vm, stressInterval: interval };
        else target = usageError('Argument expected for the --gc-stress option: a number from 1');
      } else if (arg === '--help-jit') target = { kind: 'print', text: jitHelp(), status: 0 };
      else if (arg === '--jit') {
        try {
          jit = parseJitOptions(args[at++] ?? 'default');
        } catch (error) {
          if (!(error instanceof JitOptionError)) throw error;
          target = usageError(error.message);
        }
      } else if (arg === '--check-hash-based-pycs') at++;
      else target = usageError(`unknown option ${arg}`);
      continue;
    }
    for (let i = 1; i < arg.length && target === null; i++) {
      const letter = arg.charAt(i);
      const takesValue = 'cmWX'.includes(letter);
      if (takesValue) {
        const rest = arg.slice(i + 1);
        const value = rest !== '' ? rest : args[at++];
        if (value === undefined) {
          target = usageError(`Argument expected for the -${letter} option`);
        } else if (letter === 'c') {
          target = { kind: 'command', source: `${value}\n` };
          argv = ['-c', ...args.slice(at)];
        } else if (letter === 'm') {
          target = { kind: 'module', name: value };
          argv = ['-m', ...args.slice(at)];
        } else if (letter === 'W') {
          warnings.push(value);
        } else {
          implementation.push(value);
        }
        break;
      }
      if (letter === 'h' || letter === '?') target = { kind: 'print', text: help, status: 0 };
      else if (letter === 'V') target = { kind: 'print', text: `${VERSION}\n`, status: 0 };
      else if (letter === 'x') options.skipFirstLine = true;
      else {
        const names = flags[letter];
        if (names === undefined) target = usageError(`Unknown option: -${letter}`);
        else for (const name of names) numbers[name] = (numbers[name] ?? 0) + 1;
      }
    }
  }
  target = findBadImplementationOption(implementation) ?? target;
  if (target === null) {
    const file = args[at];
    if (file === undefined) {
      target = { kind: 'stdin' };
    } else if (file === '-') {
      target = { kind: 'stdin' };
      argv = args.slice(at);
    } else {
      target = { kind: 'file', path: file };
      argv = args.slice(at);
    }
  }
  return { target, argv, options, warnings, implementation, isHosted, jit, vm };
}

/** Whether Node is to run the interpreter even where machine code could. */
export function isHostedWanted(
  line: CommandLine,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return line.isHosted || (env.TSPY_HOSTED ?? '') !== '';
}

/** Applies PYTHON* environment variables that the options leave open. */
export function applyEnvironment(
  line: CommandLine,
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  const { options } = line;
  if (options.ignoreEnvironment !== 0) return [];
  const isSet = (name: string): boolean => (env[name] ?? '') !== '';
  const level = (name: string): number => {
    const number = Number.parseInt(env[name] ?? '', 10);
    return Number.isNaN(number) ? 1 : number;
  };
  if (isSet('PYTHONDONTWRITEBYTECODE')) options.dontWriteBytecode ||= 1;
  if (isSet('PYTHONNOUSERSITE')) options.noUserSite ||= 1;
  if (isSet('PYTHONUNBUFFERED')) options.unbuffered ||= 1;
  if (isSet('PYTHONINSPECT')) options.inspect ||= 1;
  if (isSet('PYTHONSAFEPATH')) options.safePath ||= 1;
  if (isSet('PYTHONOPTIMIZE')) options.optimize = Math.max(options.optimize, level('PYTHONOPTIMIZE'));
  if (isSet('PYTHONVERBOSE')) options.verbose = Math.max(options.verbose, level('PYTHONVERBOSE'));
  if (isSet('PYTHONINTMAXSTRDIGITS')) options.maxStrDigits = level('PYTHONINTMAXSTRDIGITS');
  return (env.PYTHONPATH ?? '').split(':').filter((part) => part !== '');
}

/** The command line of `npm run bench`. */
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

const USAGE = `usage: npm run bench -- [INTERPRETER...] [--times WHAT] [--only NAME]... [--rounds N] [--warm-up SECONDS] [--limit SECONDS]
           [--programs FOLDER]
  INTERPRETER  what to compare our pypy3 with, e.g. python3 pypy3 (default: python3); with arguments in one word: 'python3 -X dev'.
               ours stands for our pypy3: 'ours --jit off'
  --times      process: of whole processes; warm: of rounds in one process, after its warm-up; both (default)
  --only       only this program; may be repeated
  --rounds     how often each program runs under each interpreter; the best time counts (default 3)
  --warm-up    how long a program's rounds are not counted yet, at least (default 3)
  --limit      seconds after which a process is stopped (default 300)
  --programs   the folder with the programs (default bench/programs)`;

export type Times = 'process' | 'warm';

export interface Options {
  readonly interpreters: readonly string[];
  readonly times: ReadonlySet<Times>;
  readonly only: readonly string[];
  readonly rounds: number;
  readonly warmUpSeconds: number;
  readonly limitSeconds: number;
  readonly programs: string;
}

export class OptionError extends Error {}

const timesByWord: ReadonlyMap<string, ReadonlySet<Times>> = new Map([
  ['process', new Set<Times>(['process'])],
  ['warm', new Set<Times>(['warm'])],
  ['both', new Set<Times>(['process', 'warm'])],
]);

export function parseOptions(args: readonly string[]): Options {
  const wrong = (message: string): never => {
    throw new OptionError(`${message}\n${USAGE}`);
  };
  const interpreters: string[] = [];
  const only: string[] = [];
  const values: Record<string, string> = {
    '--times': 'both',
    '--rounds': '3',
    '--warm-up': '3',
    '--limit': '300',
    '--programs': path.join(root, 'bench/programs'),
  };
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (!arg.startsWith('-')) {
      interpreters.push(arg);
      continue;
    }
    const value = args[++at];
    if (arg !== '--only' && !(arg in values)) wrong(`unknown option ${arg}`);
    if (value === undefined) wrong(`${arg} needs a value`);
    else if (arg === '--only') only.push(value);
    else values[arg] = value;
  }
  const positive = (name: string): number => {
    const number = Number(values[name]);
    return number > 0 ? number : wrong(`${name} needs a positive number, not ${values[name]}`);
  };
  const whole = (name: string): number => {
    const number = positive(name);
    return Number.isInteger(number) ? number : wrong(`${name} needs a whole number, not ${values[name]}`);
  };
  return {
    interpreters: interpreters.length === 0 ? ['python3'] : interpreters,
    times:
      timesByWord.get(values['--times'] ?? '') ??
      wrong(`--times needs process, warm or both, not ${values['--times']}`),
    only,
    rounds: whole('--rounds'),
    warmUpSeconds: positive('--warm-up'),
    limitSeconds: positive('--limit'),
    programs: values['--programs'] ?? '',
  };
}

/**
 * `npm run bench`: runs the programs of `bench/programs` under our `pypy3` and under the interpreters named, and prints tables in Markdown.
 *
 * The interpreters take turns within each round, so that what else the machine does hits all of them alike; the best time of the
 * rounds counts, start of the process included. What a program prints must be the same everywhere: a program that fails or prints something else is shown as an
 * error, and the exit status is 1.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Interpreter, Measurement } from './measure.js';
import { measure } from './measure.js';
import type { Figure, Row } from './report.js';
import { comparison, describeMachine } from './report.js';

const root = path.resolve(import.meta.dirname, '../..');

/** The program whose memory is compared with an empty program's; its time says little. */
const MEMORY_PROGRAM = 'instances';
const INSTANCES = 100_000;

const USAGE = `usage: npm run bench -- [INTERPRETER...] [--only NAME]... [--rounds N] [--limit SECONDS] [--programs FOLDER]
  INTERPRETER  what to compare our pypy3 with, e.g. python3 pypy3 (default: python3)
  --only       only this program; may be repeated
  --rounds     how often each program runs under each interpreter; the best time counts (default 3)
  --limit      seconds after which a program is stopped (default 300)
  --programs   the folder with the programs (default bench/programs)`;

interface Options {
  readonly interpreters: readonly string[];
  readonly only: readonly string[];
  readonly rounds: number;
  readonly limit: number;
  readonly programs: string;
}

function fail(message: string): never {
  process.stderr.write(`bench: ${message}\n`);
  process.exit(2);
}

function parseOptions(args: readonly string[]): Options {
  const interpreters: string[] = [];
  const only: string[] = [];
  const values: Record<string, string> = {
    '--rounds': '3',
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
    if (arg !== '--only' && !(arg in values)) fail(`unknown option ${arg}\n${USAGE}`);
    if (value === undefined) fail(`${arg} needs a value\n${USAGE}`);
    if (arg === '--only') only.push(value);
    else values[arg] = value;
  }
  const positive = (name: string): number => {
    const number = Number(values[name]);
    return number > 0 ? number : fail(`${name} needs a positive number, not ${values[name]}\n${USAGE}`);
  };
  return {
    interpreters: interpreters.length === 0 ? ['python3'] : interpreters,
    only,
    rounds: positive('--rounds'),
    limit: positive('--limit'),
    programs: values['--programs'] ?? '',
  };
}

/** Asks an interpreter who it is. Wrapper scripts (pyenv's) are left behind: they would count as start-up time. */
function getInterpreter(name: string, command: readonly string[]): Interpreter {
  const code = 'import sys; print(sys.executable); print(sys.version.replace("\\n", " "))';
  const [file = '', ...args] = command;
  const result = spawnSync(file, [...args, '-c', code], { encoding: 'utf8' });
  if (result.error !== undefined) fail(`can't run the interpreter ${name}: ${result.error.message}`);
  const [executable, version] = result.stdout.split('\n');
  if (result.status !== 0 || executable === undefined || version === undefined) {
    fail(
      `${name} is no Python interpreter that works: ${result.stderr.trim() || `exit status ${result.status}`}`,
    );
  }
  return { name, command: command.length === 1 ? [executable] : command, version };
}

function findPrograms({ programs, only }: Options): string[] {
  if (!fs.existsSync(programs)) fail(`no folder ${programs}`);
  const all = fs
    .readdirSync(programs)
    .filter((file) => file.endsWith('.py'))
    .map((file) => file.slice(0, -'.py'.length))
    .sort();
  for (const name of only) {
    if (!all.includes(name)) fail(`no program ${name}; there are ${all.join(', ')}`);
  }
  return only.length === 0 ? all : all.filter((name) => only.includes(name));
}

interface Best {
  readonly time: Figure;
  readonly memory: Figure;
}

const error = (message: string): Figure => ({ kind: 'error', message });
const value = (number: number): Figure => ({ kind: 'value', value: number });

/** The best of an interpreter's rounds. */
function best(rounds: readonly Measurement[], expected: string | null): Best {
  for (const round of rounds) {
    const problem =
      round.error ?? (expected !== null && round.stdout !== expected ? 'prints something else' : null);
    if (problem !== null) return { time: error(problem), memory: error(problem) };
  }
  return {
    time: value(Math.min(...rounds.map(({ seconds }) => seconds))),
    memory: value(Math.max(...rounds.map(({ peakBytes }) => peakBytes)) / 2 ** 20),
  };
}

/** Runs a program in turns; the figures are in the order of the interpreters. */
async function runRounds(
  interpreters: readonly Interpreter[],
  args: readonly string[],
  { rounds, limit }: Options,
): Promise<Best[]> {
  const measured = interpreters.map((): Measurement[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, interpreter] of interpreters.entries()) {
      const earlier = measured[index] ?? [];
      // What has failed once need not fail again.
      if (earlier.at(-1)?.error == null) earlier.push(await measure(interpreter, args, limit));
    }
  }
  // The reference is the first of the others that ran the program.
  const reference = measured.slice(1).find((all) => all[0]?.error === null)?.[0]?.stdout ?? null;
  return measured.map((all) => best(all, reference));
}

function memoryPerInstance(empty: Row, full: Row): Row {
  return {
    program: `bytes per instance (${INSTANCES.toLocaleString('en')} instances)`,
    figures: full.figures.map((figure, index) => {
      const base = empty.figures[index];
      if (figure.kind === 'error') return figure;
      return base?.kind === 'value'
        ? value(((figure.value - base.value) * 2 ** 20) / INSTANCES)
        : error('unknown');
    }),
  };
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  const programs = findPrograms(options);
  const interpreters = [
    getInterpreter('ours', [process.execPath, path.join(root, 'bin/pypy3.cjs')]),
    ...options.interpreters.map((name) => getInterpreter(name, [name])),
  ];
  const times: Row[] = [];
  const memory: Row[] = [];
  const progress = (text: string): void => void process.stderr.write(`${text}\n`);
  const show = (figures: readonly Figure[]): string =>
    figures
      .map((figure) => (figure.kind === 'value' ? `${figure.value.toFixed(2)} s` : figure.message))
      .join(', ');

  // `getInterpreter` was the warming-up.
  const empty = await runRounds(interpreters, ['-c', 'pass'], options);
  const starts: Row = { program: 'start-up (`-c pass`)', figures: empty.map(({ time }) => time) };
  memory.push({ program: 'empty program', figures: empty.map((result) => result.memory) });
  progress(`start-up: ${show(starts.figures)}`);
  for (const program of programs) {
    const results = await runRounds(interpreters, [path.join(options.programs, `${program}.py`)], options);
    const figures = results.map(({ time }) => time);
    progress(`${program}: ${show(figures)}`);
    if (program !== MEMORY_PROGRAM) times.push({ program, figures });
    memory.push({ program, figures: results.map((result) => result.memory) });
  }

  const instances = memory.find(({ program }) => program === MEMORY_PROGRAM);
  const emptyMemory = memory[0];
  const tables = [describeMachine(interpreters)];
  if (times.length > 0) tables.push(comparison('seconds', interpreters, times, 2));
  tables.push(comparison('seconds', interpreters, [starts], 3));
  tables.push(comparison('peak memory, MB', interpreters, memory, 1));
  if (instances !== undefined && emptyMemory !== undefined) {
    tables.push(comparison('memory', interpreters, [memoryPerInstance(emptyMemory, instances)], 0));
  }
  process.stdout.write(`${tables.join('\n\n')}\n`);
  return [starts, ...times, ...memory].some(({ figures }) => figures.some(({ kind }) => kind === 'error'))
    ? 1
    : 0;
}

process.exitCode = await main();

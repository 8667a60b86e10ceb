/**
 * `npm run bench`: runs the programs of `bench/programs` under our `pypy3` and under the interpreters named, and prints tables in Markdown.
 *
 * Two times are taken: of whole processes, start included, and of rounds in one process after its warm-up (`warm.ts`). For the first the
 * interpreters take turns within each round, so that what else the machine does hits all of them alike; the best time of the rounds counts.
 * What a program prints must be the same everywhere: a program that fails or prints something else is shown as an error, and the exit status is 1.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { jitTable, type JitRow } from './jit-table.js';
import { measure, type Interpreter, type Measurement } from './measure.js';
import { OptionError, parseOptions, type Options } from './options.js';
import { comparison, describeMachine, type Figure, type Row } from './report.js';
import { measureWarm } from './warm.js';

const root = path.resolve(import.meta.dirname, '../..');

/** The program whose memory is compared with an empty program's; its time says little. */
const MEMORY_PROGRAM = 'instances';
const INSTANCES = 100_000;

function fail(message: string): never {
  process.stderr.write(`bench: ${message}\n`);
  process.exit(2);
}

function getOptions(): Options {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    if (error instanceof OptionError) fail(error.message);
    throw error;
  }
}

/**
 * Finds an interpreter, a command with its arguments, and asks it who it is. Wrapper scripts (pyenv's) are left behind: they would count as
 * start-up time.
 */
function getInterpreter(name: string): Interpreter {
  const [file = '', ...args] = name.split(/ +/);
  const kind = file === 'ours' ? 'ours' : 'other';
  const command = kind === 'ours' ? [process.execPath, path.join(root, 'bin/pypy3.cjs')] : [file];
  const code = 'import sys; print(sys.executable); print(sys.version.replace("\\n", " "))';
  const [first, ...rest] = [...command, ...args, '-c', code];
  const result = spawnSync(first, rest, { encoding: 'utf8' });
  if (result.error !== undefined) fail(`can't run the interpreter ${name}: ${result.error.message}`);
  const [executable, version] = result.stdout.split('\n');
  if (result.status !== 0 || executable === undefined || version === undefined) {
    fail(
      `${name} is no Python interpreter that works: ${result.stderr.trim() || `exit status ${result.status}`}`,
    );
  }
  return { name, kind, command: [...(kind === 'ours' ? command : [executable]), ...args], version };
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
  /** Of the best round. */
  readonly jit: JitRow['summary'];
}

const error = (message: string): Figure => ({ kind: 'error', message });
const value = (number: number): Figure => ({ kind: 'value', value: number });

/** The best of an interpreter's rounds. */
function best(rounds: readonly Measurement[], expected: string | null): Best {
  for (const round of rounds) {
    const problem =
      round.error ?? (expected !== null && round.stdout !== expected ? 'prints something else' : null);
    if (problem !== null) return { time: error(problem), memory: error(problem), jit: new Map() };
  }
  const fastest = rounds.reduce((a, b) => (b.seconds < a.seconds ? b : a));
  return {
    time: value(fastest.seconds),
    memory: value(Math.max(...rounds.map(({ peakBytes }) => peakBytes)) / 2 ** 20),
    jit: fastest.jit,
  };
}

/** Runs a program in turns; the figures are in the order of the interpreters. */
async function runRounds(
  interpreters: readonly Interpreter[],
  rounds: number,
  run: (interpreter: Interpreter) => Promise<Measurement>,
): Promise<Best[]> {
  const measured = interpreters.map((): Measurement[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, interpreter] of interpreters.entries()) {
      const earlier = measured[index] ?? [];
      // What has failed once need not fail again.
      if (earlier.at(-1)?.error == null) earlier.push(await run(interpreter));
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

/** The rows of all tables of one kind of time. */
class Results {
  readonly times: Row[] = [];
  readonly memory: Row[] = [];
  readonly jit: JitRow[] = [];

  constructor(private readonly label: string) {}

  add(program: string, results: readonly Best[]): void {
    const figures = results.map(({ time }) => time);
    const shown = figures.map((figure) =>
      figure.kind === 'value' ? `${figure.value.toFixed(3)} s` : figure.message,
    );
    process.stderr.write(`${program}${this.label}: ${shown.join(', ')}\n`);
    this.times.push({ program, figures });
    this.memory.push({ program, figures: results.map(({ memory }) => memory) });
    this.jit.push({ program, summary: results[0]?.jit ?? new Map() });
  }

  hasErrors(): boolean {
    return [...this.times, ...this.memory].some(({ figures }) =>
      figures.some(({ kind }) => kind === 'error'),
    );
  }
}

const EMPTY_PROGRAM = 'empty program';

function processTables(interpreters: readonly Interpreter[], { times, memory, jit }: Results): string[] {
  const programs = times.filter(({ program }) => program !== EMPTY_PROGRAM && program !== MEMORY_PROGRAM);
  const starts = times
    .filter(({ program }) => program === EMPTY_PROGRAM)
    .map((row) => ({ ...row, program: 'start-up (`-c pass`)' }));
  const tables: string[] = [];
  if (programs.length > 0) tables.push(comparison('seconds', interpreters, programs, 2));
  tables.push(comparison('seconds', interpreters, starts, 3));
  tables.push(comparison('peak memory, MB', interpreters, memory, 1));
  const instances = memory.find(({ program }) => program === MEMORY_PROGRAM);
  const empty = memory.find(({ program }) => program === EMPTY_PROGRAM);
  if (instances !== undefined && empty !== undefined) {
    tables.push(comparison('memory', interpreters, [memoryPerInstance(empty, instances)], 0));
  }
  return [...tables, jitTable('our JIT', jit)];
}

function warmTables(interpreters: readonly Interpreter[], { times, memory, jit }: Results): string[] {
  return [
    comparison('seconds after warm-up', interpreters, times, 3),
    comparison('peak memory with warm-up, MB', interpreters, memory, 1),
    jitTable('our JIT with warm-up', jit),
  ];
}

async function main(): Promise<number> {
  const options = getOptions();
  const programs = findPrograms(options);
  const interpreters = ['ours', ...options.interpreters].map(getInterpreter);
  const whole = new Results('');
  const warm = new Results(', warm');
  const runProcess = async (program: string, args: readonly string[]): Promise<void> => {
    const run = (interpreter: Interpreter): Promise<Measurement> =>
      measure(interpreter, args, options.limitSeconds);
    whole.add(program, await runRounds(interpreters, options.rounds, run));
  };
  const runWarm = async (program: string, file: string): Promise<void> => {
    const run = (interpreter: Interpreter): Promise<Measurement> => measureWarm(interpreter, file, options);
    warm.add(program, await runRounds(interpreters, 1, run));
  };

  // `getInterpreter` was the warming-up of the machine's caches.
  if (options.times.has('process')) await runProcess(EMPTY_PROGRAM, ['-c', 'pass']);
  for (const program of programs) {
    const file = path.join(options.programs, `${program}.py`);
    if (options.times.has('process')) await runProcess(program, [file]);
    if (options.times.has('warm') && program !== MEMORY_PROGRAM) await runWarm(program, file);
  }

  const tables = [describeMachine(interpreters)];
  if (options.times.has('process')) tables.push(...processTables(interpreters, whole));
  if (warm.times.length > 0) tables.push(...warmTables(interpreters, warm));
  process.stdout.write(`${tables.join('\n\n')}\n`);
  return whole.hasErrors() || warm.hasErrors() ? 1 : 0;
}

process.exitCode = await main();

/**
 * A thread with a deep stack that starts the whole interpreter twice, hosted and on the graph interpreter, and runs
 * Python programs on both. Posts one `Outcome` per program, after one for the start.
 */
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { Live } from '../../src/ts/translator/frontend/live.js';
import { GraphProgram } from '../../src/ts/translator/run.js';

export interface PythonProgram {
  readonly name: string;
  readonly source: string;
}

/** What a program wrote to standard output and error. */
export interface Outcome {
  readonly name: string;
  readonly hosted: string;
  readonly graph: string;
  /** Operations of the graph interpreter. */
  readonly steps: number;
}

const { root, programs } = workerData as {
  readonly root: string;
  readonly programs: readonly PythonProgram[];
};
const runMain = 'src/ts/python/modules/run-main';
const setup = 'src/ts/python/modules/setup';
const optionsModule = 'src/ts/python/modules/options';

type Call = (module: string, name: string, ...args: unknown[]) => unknown;
type Made = new (...args: unknown[]) => Record<string, unknown>;

function optionsOf(live: Live): object {
  const options = new (live.read(optionsModule, 'Options') as Made)();
  options.prefix = root;
  options.library = path.join(root, 'lib/python3.11');
  options.path = options.library;
  options.argv = '-c';
  options.executable = 'pypy3';
  options.noSite = 1;
  options.isolated = 1;
  options.dontWriteBytecode = 1;
  return options;
}

/** Runs a source text as `-c` does; uncaught exceptions are shown as Python shows them. */
function runSource(call: Call, live: Live, source: string): void {
  const OperationError = live.read('src/ts/python/objects/w-exception', 'OperationError') as Made;
  try {
    call(runMain, 'runSource', source, true, '<string>');
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    call(runMain, 'reportException', error, false);
  }
  call(runMain, 'flushStandard');
}

const program = await GraphProgram.load({
  root,
  files: [`${runMain}.ts`, `${optionsModule}.ts`, 'src/ts/host/hosted.ts'],
});
program.interpreter.stepLimit = Number.MAX_SAFE_INTEGER;
// There is no main thread that answers.
program.provide('signal.watch', () => undefined);
let written = '';
program.provide('posix.write', (_fd: number, data: string): number => {
  written += data;
  return data.length;
});

function outputOf(run: () => void): string {
  written = '';
  run();
  return written;
}

function compare(name: string, run: (call: Call, live: Live) => void): void {
  const before = program.interpreter.steps;
  const hosted = outputOf(() =>
    run((module, fn, ...args) => program.hosted(module, fn)(...args), program.other),
  );
  const graph = outputOf(() => run((module, fn, ...args) => program.call(module, fn, ...args), program.live));
  const outcome: Outcome = { name, hosted, graph, steps: program.interpreter.steps - before };
  parentPort?.postMessage(outcome);
}

compare('start', (call, live) => {
  call(setup, 'start', optionsOf(live));
});
for (const { name, source } of programs) compare(name, (call, live) => runSource(call, live, source));

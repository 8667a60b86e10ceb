/**
 * `npm run test:cpython`: runs modules of CPython's own test suite under pypy3 and compares the outcome of each
 * method with the one noted in `test/cpython/expected`.
 *
 * A file there has a line per method that CPython 3.11 passes: our outcome, then the method. A method noted `ok` that
 * does not end so is a regression. `translated` notes one that passes in translated life only (it needs finalizers, or
 * words of 64 bits), `hosted` the reverse; such a method is a regression in its own life alone. `timed` notes one that
 * skips itself where we are too fast for its clock: `ok` and `skip` are both right (written by hand, kept by updates).
 * With `--jit`, thresholds that make traces of what runs a few times, methods noted `translated` may fail: they want objects to die, and those that a
 * trace has as constants live as long as it.
 * Methods that hang or take long hosted are noted `timeout` and left out, unless the expectations are being updated.
 *
 * Each module is a process of its own; it writes what it does into a file (run_module.py). When the file does not
 * grow for a while, or the process dies, the method that was running is blamed, and the module starts again without it.
 */

import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');
const FOLDER = join(ROOT, 'test/cpython');
const PYPY3 = [process.execPath, join(ROOT, 'bin/pypy3.cjs')];

const MODULES = (
  'grammar syntax scope generators coroutines asyncgen class descr exceptions except_star with patma fstring dict ' +
  'list tuple set int long float complex bytes unicode format builtin iter call super property slice range ' +
  'dataclasses enum typing itertools functools collections contextlib json re struct math heapq bisect random ast ' +
  'compile'
)
  .split(' ')
  .map((name) => `test_${name}`);

/** Share of the methods that CPython passes which must pass, over all modules. */
const REQUIRED_SHARE = 0.8;

const USAGE = `usage: npm run test:cpython -- [--update] [--suite FOLDER] [--python EXE] [--limit SECONDS] [--jit SETTINGS] [MODULE...]
  --update   write test/cpython/expected from what happens now in both lives (needs CPython 3.11: --python, default
             python3)
  --suite    the folder \`test\` of CPython 3.11 (default /usr/lib/python3.11/test, Debian's libpython3.11-testsuite)
  --limit    seconds that one method may take (default 60; 20 with --update)
  --jit      what pypy3 gets as --jit: the outcomes are to be the same`;

interface Options {
  update: boolean;
  suite: string;
  python: string;
  limit: number;
  jit: string;
  modules: string[];
}

type Outcomes = Map<string, string>;

type Life = 'hosted' | 'translated';

/** The life that pypy3 runs in here and now: hosted where it was asked for, or where the image does not load. */
function currentLife(): Life {
  const info = execFileSync(PYPY3[0], [PYPY3[1], '--info'], { encoding: 'utf8' });
  if (/^life: translated/m.test(info)) return 'translated';
  if (/^life: hosted/m.test(info)) return 'hosted';
  fail(`pypy3 --info names no life:\n${info}`);
}

function parseOptions(args: string[]): Options {
  const options: Options = {
    update: false,
    suite: '/usr/lib/python3.11/test',
    python: 'python3',
    limit: 0,
    jit: 'default',
    modules: [],
  };
  const rest = [...args];
  const argumentOf = (option: string): string =>
    rest.shift() ?? fail(`${option} needs an argument\n${USAGE}`);
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--update') options.update = true;
    else if (arg === '--suite') options.suite = argumentOf(arg);
    else if (arg === '--python') options.python = argumentOf(arg);
    else if (arg === '--limit') options.limit = Number(argumentOf(arg));
    else if (arg === '--jit') options.jit = argumentOf(arg);
    else if (MODULES.includes(arg)) options.modules.push(arg);
    else fail(`no option and no module of the list: ${arg}\n${USAGE}`);
  }
  if (options.modules.length === 0) options.modules = MODULES;
  if (!(options.limit > 0)) options.limit = options.update ? 20 : 60;
  if (!existsSync(join(options.suite, 'test_grammar.py'))) {
    fail(
      `no CPython test suite in ${options.suite}: install libpython3.11-testsuite or name the folder with --suite`,
    );
  }
  return options;
}

function fail(message: string): never {
  process.stderr.write(`test:cpython: ${message}\n`);
  process.exit(2);
}

/** What happened to a process that was to run a module: its end, or the reason it was stopped. */
type Ending = 'end' | 'died' | 'timeout';

/** Runs one process over the module; answers once it has ended or its results have not grown for `limit` seconds. */
function runOnce(
  command: string[],
  args: string[],
  folder: string,
  results: string,
  path: string,
  limit: number,
  environment: NodeJS.ProcessEnv,
): Promise<Ending> {
  return new Promise((answer) => {
    const child = spawn(command[0], [...command.slice(1), join(FOLDER, 'run_module.py'), ...args], {
      cwd: folder,
      env: {
        ...process.env,
        ...environment,
        PYTHONPATH: path,
        PYTHONDONTWRITEBYTECODE: '',
        PYTHONHASHSEED: '0',
      },
      stdio: ['ignore', 'ignore', 'ignore'],
      detached: true,
    });
    let size = -1;
    let since = Date.now();
    let stopped = false;
    const watch = setInterval(() => {
      const now = existsSync(results) ? statSync(results).size : -1;
      if (now !== size) {
        size = now;
        since = Date.now();
      } else if (Date.now() - since > limit * 1000) {
        stopped = true;
        try {
          process.kill(-child.pid!, 'SIGKILL');
        } catch {
          child.kill('SIGKILL');
        }
      }
    }, 200);
    child.on('close', () => {
      clearInterval(watch);
      const text = existsSync(results) ? readFileSync(results, 'utf8') : '';
      answer(stopped ? 'timeout' : text.endsWith('end\n') ? 'end' : 'died');
    });
  });
}

/** The outcome of each method of a module; an import that fails gives none. */
async function runModule(
  command: string[],
  module: string,
  suite: string,
  limit: number,
  leaveOut: string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  const left = [...leaveOut];
  for (;;) {
    const folder = mkdtempSync(join(tmpdir(), 'tspy-cpython-'));
    const results = join(folder, 'results.txt');
    const inside = join(folder, 'cwd');
    mkdirSync(inside);
    symlinkSync(suite, join(folder, 'test'));
    const path = command[1] === PYPY3[1] ? `${folder}:${join(FOLDER, 'support')}` : folder;
    const args = [module, results, ...left];
    const ending = await runOnce(command, args, inside, results, path, limit, environment);
    const lines = existsSync(results) ? readFileSync(results, 'utf8').split('\n') : [];
    rmSync(folder, { recursive: true, force: true });
    let running = '';
    for (const line of lines) {
      const space = line.indexOf(' ');
      if (space < 0) continue;
      const outcome = line.slice(0, space);
      const method = line.slice(space + 1);
      if (outcome === 'start') {
        running = method;
      } else {
        outcomes.set(method, outcome);
        running = '';
      }
    }
    if (ending === 'end' || running === '') return outcomes;
    outcomes.set(running, ending);
    left.push(running);
  }
}

function expectationFile(module: string): string {
  return join(FOLDER, 'expected', `${module}.txt`);
}

function readExpectations(module: string): Outcomes {
  const file = expectationFile(module);
  const expected: Outcomes = new Map();
  if (!existsSync(file)) fail(`no ${file}: write it with --update`);
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const space = line.indexOf(' ');
    if (space > 0) expected.set(line.slice(space + 1), line.slice(0, space));
  }
  return expected;
}

interface Report {
  module: string;
  passed: number;
  total: number;
  regressions: string[];
  improvements: string[];
}

async function check(module: string, life: Life, options: Options): Promise<Report> {
  const expected = readExpectations(module);
  const leaveOut = [...expected].filter(([, outcome]) => outcome === 'timeout').map(([method]) => method);
  const pypy3 = [...PYPY3, '--jit', options.jit];
  const now = await runModule(pypy3, module, options.suite, options.limit, leaveOut);
  const report: Report = { module, passed: 0, total: expected.size, regressions: [], improvements: [] };
  for (const [method, outcome] of expected) {
    const actual = now.get(method) ?? 'missing';
    if (actual === 'ok') report.passed++;
    if (outcome === 'timed') {
      if (!endsTimed(actual)) report.regressions.push(`${method}: ${actual}`);
      continue;
    }
    if (outcome === 'translated' && options.jit !== 'default' && actual === 'fail') continue;
    const expectedToPass = outcome === 'ok' || outcome === life;
    if (expectedToPass && actual !== 'ok') report.regressions.push(`${method}: ${actual}`);
    if (!expectedToPass && actual === 'ok') report.improvements.push(method);
  }
  return report;
}

function endsTimed(outcome: string): boolean {
  return outcome === 'ok' || outcome === 'skip';
}

/** What is noted for a method that ended so in the two lives, and was noted as `before`. */
function bothLives(hosted: string, translated: string, before: string | undefined): string {
  if (before === 'timed' && endsTimed(hosted) && endsTimed(translated)) return before;
  if (hosted === 'ok') return translated === 'ok' ? 'ok' : 'hosted';
  return translated === 'ok' ? 'translated' : hosted;
}

async function update(module: string, options: Options): Promise<Report> {
  const cpython = await runModule([options.python], module, options.suite, options.limit, []);
  const hosted = await runModule(PYPY3, module, options.suite, options.limit, [], { TSPY_HOSTED: '1' });
  const translated = await runModule(PYPY3, module, options.suite, options.limit, [], { TSPY_HOSTED: '' });
  const report: Report = { module, passed: 0, total: 0, regressions: [], improvements: [] };
  const before = existsSync(expectationFile(module)) ? readExpectations(module) : null;
  const lines: string[] = [];
  for (const [method, outcome] of [...cpython].sort()) {
    if (outcome !== 'ok') continue;
    const noted = bothLives(
      hosted.get(method) ?? 'missing',
      translated.get(method) ?? 'missing',
      before?.get(method),
    );
    report.total++;
    if (noted === 'ok' || noted === 'translated') report.passed++;
    lines.push(`${noted} ${method}\n`);
  }
  mkdirSync(join(FOLDER, 'expected'), { recursive: true });
  writeFileSync(expectationFile(module), lines.join(''));
  return report;
}

function show(report: Report): void {
  process.stdout.write(`${report.module.padEnd(18)} ${report.passed} of ${report.total}\n`);
  for (const line of report.regressions) process.stdout.write(`  regression: ${line}\n`);
  for (const line of report.improvements) process.stdout.write(`  passes now: ${line}\n`);
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  const life = currentLife();
  if (options.update && life !== 'translated') fail('--update runs both lives; pypy3 runs hosted here');
  const queue = [...options.modules];
  const reports: Report[] = [];
  const worker = async (): Promise<void> => {
    for (let module = queue.shift(); module !== undefined; module = queue.shift()) {
      const report = await (options.update ? update(module, options) : check(module, life, options));
      reports.push(report);
      show(report);
    }
  };
  await Promise.all([worker(), worker()]);
  const passed = reports.reduce((sum, report) => sum + report.passed, 0);
  const total = reports.reduce((sum, report) => sum + report.total, 0);
  const regressions = reports.reduce((sum, report) => sum + report.regressions.length, 0);
  const share = total === 0 ? 1 : passed / total;
  process.stdout.write(
    `${life}: ${passed} of ${total} methods that CPython passes (${(share * 100).toFixed(1)}%), ${regressions} regressions\n`,
  );
  if (regressions > 0) process.exit(1);
  if (options.modules === MODULES && !options.update && share < REQUIRED_SHARE) {
    process.stdout.write(`less than the ${REQUIRED_SHARE * 100}% required\n`);
    process.exit(1);
  }
}

await main();

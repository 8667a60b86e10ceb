/** The JIT's log: sections with PyPy's names, merge points in the words of the program, guards by number; and who else is told of counts. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readJitLog } from '../../src/ts/jit/log-reader.js';
import { findAddon } from '../../src/ts/native/addon.js';
import { imagePath } from '../../src/ts/native/image-path.js';
import { openLog } from '../../src/ts/native/log.js';
import { root } from '../translator/agreement.js';

const source = `
def total(n):
    s = 0
    for i in range(n):
        if i % 3 == 0:
            s += i
    return s
print(total(3000))
`;

describe('JIT: log', function () {
  this.timeout(120_000);
  let folder: string;
  let program: string;

  before(function () {
    if (findAddon().addon === null || !fs.existsSync(imagePath('pypy3'))) this.skip();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tspy-'));
    program = path.join(folder, 'total.py');
    fs.writeFileSync(program, source);
  });
  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  function run(args: readonly string[], log = ''): string {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [path.join(root, 'bin/pypy3.cjs'), ...args],
      {
        encoding: 'utf8',
        env: { ...process.env, PYPYLOG: log, TSPY_JIT_STRICT: '1' },
      },
    );
    assert.equal(status, 0, stderr);
    return stdout;
  }

  it('tells of traces, code and counts', () => {
    const file = path.join(folder, 'log');
    assert.equal(run(['--jit', 'trace_eagerness=10', program], `jit:${file}`), '1498500\n');
    const { traces, summary } = readJitLog(fs.readFileSync(file, 'utf8'));
    const [loop, bridge] = traces;
    assert.equal(loop?.kind, 'loop');
    assert.ok(loop.start.startsWith(`total ${program}:4 #`), loop.start);
    assert.ok(loop.recorded > loop.operations.length && loop.code !== null);
    assert.ok(loop.operations.some(({ op }) => op === 'int_add'));
    const guard = loop.operations.find(({ text }) => text.includes(`<${bridge?.start ?? '?'}>`));
    assert.ok(guard !== undefined && guard.failures >= 10, bridge?.start);
    assert.match(summary, /^loops: +1\n/);
    assert.match(summary, /^bridges: +[1-9]/m);
  });

  it('is shown by tspy-native jitlog', () => {
    const file = path.join(folder, 'shown');
    const page = path.join(folder, 'page.html');
    run(['--jit', 'trace_eagerness=10', program], `jit:${file}`);
    const show = (...args: string[]): string => {
      const command = [path.join(root, 'bin/tspy-native.cjs'), 'jitlog', ...args];
      const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
      assert.equal(status, args.length > 0 ? 0 : 2, stderr);
      return stdout;
    };
    const text = show(file);
    assert.match(text, /^loop 0 from total .*: \d+ operations of \d+ recorded, \d+ guards, \d+ bytes\n/);
    assert.ok(text.includes(`total ${program}:6    s += i`));
    assert.match(text, /guard \d+>    # failed \d+ times, then bridge 1\n/);
    assert.ok(show(file, '--code').length > text.length);
    show(file, '--html', page);
    assert.match(fs.readFileSync(page, 'utf8'), /^<!doctype html>[^]*<code>s \+= i<\/code>[^]*<\/html>\n$/);
    show();
  });

  it('tells what is asked for', () => {
    const file = path.join(folder, 'summary');
    run([program], `jit-summary,gc-full:${file}`);
    assert.match(
      fs.readFileSync(file, 'utf8'),
      /^\[[0-9a-f]+\] \{jit-summary\nloops: +1\n[^{]*jit-summary\}\n$/,
    );
  });

  it('is not even begun for a loop that is hot for a short time, but where thresholds were chosen', () => {
    const short = path.join(folder, 'short.py');
    fs.writeFileSync(short, 'for i in range(1500): pass\n');
    const file = path.join(folder, 'short');
    run([short], `jit:${file}`);
    assert.equal(fs.readFileSync(file, 'utf8'), '');
    run(['--jit', 'threshold=1038', short], `jit-summary:${file}`);
    assert.match(fs.readFileSync(file, 'utf8'), /^loops: +1$/m);
  });

  it('reads what is asked for', () => {
    assert.equal(openLog(''), null);
    const log = openLog('jit-log-opt,gc:-');
    assert.ok(log !== null && log.wants('jit-log-opt-loop') && log.wants('gc-minor'));
    assert.ok(!log.wants('jit-log-noopt'));
  });

  it('is told, and tells, by module pypyjit', () => {
    const told = run([
      '-c',
      `import pypyjit
pypyjit.set_param('threshold=7,trace_eagerness=3')
pypyjit.set_param(trace_limit=2000)
def loop(n):
    while n:
        n -= 1
loop(20)
for wrong in [lambda: pypyjit.set_param('x=1'), lambda: pypyjit.set_param(x=1), lambda: pypyjit.set_param(1)]:
    try:
        wrong()
    except (TypeError, ValueError) as error:
        print(error)
before = pypyjit.get_stats_snapshot()
pypyjit.releaseall()
loop(20)
after = pypyjit.get_stats_snapshot()
print(before.counters['loops'] >= 1, after.counters['loops'] > before.counters['loops'], 'us tracing' in after.counter_times)
pypyjit.set_param('off')
def other(n):
    while n:
        n -= 1
other(20)
print(pypyjit.get_stats_snapshot().counters['loops'] - after.counters['loops'])
`,
    ]);
    assert.equal(
      told,
      "error in JIT parameters string\nno JIT parameter 'x'\nexpected a string, not 1\nTrue True True\n0\n",
    );
  });

  it('module pypyjit does nothing where there is no JIT', () => {
    const code = `import pypyjit
pypyjit.set_param('threshold=3'); pypyjit.set_param(trace_eagerness=3); pypyjit.releaseall()
print(pypyjit.get_stats_snapshot())
try: pypyjit.set_param('x=1')
except ValueError: print('ValueError')`;
    const expected =
      'pypyjit.JitInfoSnapshot(loop_run_times={}, counters={}, counter_times={})\nValueError\n';
    assert.equal(run(['--jit', 'off', '-c', code]), expected);
    assert.equal(run(['--hosted', '-c', code]), expected);
  });
});

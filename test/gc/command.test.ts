/** What the collector does for a whole Python program: memory errors, its module, its variables. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { findAddon } from '../../src/ts/native/addon.js';
import { imagePath } from '../../src/ts/native/image-path.js';
import { root } from './stressed-programs.js';

interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
}

function python(
  source: string,
  env: Readonly<Record<string, string>> = {},
  options: readonly string[] = [],
): Outcome {
  const args = [path.join(root, 'bin/pypy3.cjs'), ...options, '-c', source];
  const result = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    timeout: 60_000,
  });
  assert.equal(result.status, 0, result.stderr);
  return result;
}

/** Expressions that need more than there is. */
const greedy = [
  '[0] * 10**9',
  '[None] * 10**8',
  'list(range(10**8))',
  'tuple(range(10**8))',
  'sorted(range(10**8))',
  "'a' * 10**9",
  "'x'.ljust(10**9)",
  "''.join(['abc'] * 10**8)",
  "'ab'.replace('a', 'c' * 10**9)",
  "b'x' * 10**9",
  'bytearray(10**9)',
  '{i: i for i in range(10**8)}',
  'dict.fromkeys(range(10**8))',
  'set(range(10**8))',
  '1 << 10**10',
  "(1).to_bytes(10**9, 'big')",
  "'é' * 10**9",
];

describe('The collector of pypy3', function () {
  this.timeout(120_000);

  before(function () {
    if (findAddon().addon === null || !fs.existsSync(imagePath('pypy3'))) this.skip();
  });

  it('raises MemoryError at the limit, and the program goes on', () => {
    const source = `
import gc
for source in ${JSON.stringify(greedy)}:
    try:
        eval(source)
        print('no error:', source)
    except MemoryError:
        pass
rows = []
try:
    while True:
        rows.append([1] * 100)
except MemoryError:
    count = len(rows)
rows = None
gc.collect()
print(count > 1000, gc.get_stats().total_gc_memory < 12 << 20)
rows = [[1] * 100 for _ in range(count // 2)]
print(len(rows) == count // 2)
`;
    assert.equal(python(source, { PYPY_GC_MAX: '64MB' }).stdout, 'True True\nTrue\n');
  });

  it('keeps a limit that is small', () => {
    const source = "import gc; print(gc.get_stats().memory_limit); x = ['a'] * 1000; print(len(x))";
    assert.equal(python(source, { PYPY_GC_MAX: '32M' }).stdout, `${32 << 20}\n1000\n`);
  });

  it('gives memory back', () => {
    const source = `
import gc
def resident():
    return int(open('/proc/self/statm').read().split()[1]) * 4096
before = resident()
rows = [[i] for i in range(1000000)]
full = resident()
del rows
gc.collect()
print(full - before > 60 << 20, resident() - before < 45 << 20)
`;
    // The JIT compiler's own memory is V8's.
    assert.equal(python(source, {}, ['--jit', 'off']).stdout, 'True True\n');
  });

  it('forgets names that were made for attributes', () => {
    const source = `
import gc, sys
class Plain: pass
plain = Plain()
def use(count):
    for i in range(count):
        name = 'name_%d' % i
        getattr(plain, name, None), hasattr(Plain, name), hasattr(sys, name)
        setattr(Plain(), name, i)
        setattr(plain, name, i)
        delattr(plain, name)
        setattr(Plain, name, i)
        delattr(Plain, name)
        sys.intern(name)
    gc.collect()
    return gc.get_stats().total_gc_memory
first = use(100000)
print(use(300000) < first + (16 << 20))
`;
    assert.equal(python(source).stdout, 'True\n');
  });

  it('tells of itself in module gc', () => {
    const source = `
import gc
def churn():
    for i in range(300000):
        [i]
churn()
stats = gc.get_stats()
print(stats.minor_collections > 0, stats.total_gc_memory > 0, stats.peak_memory > 0, stats.nursery_size)
print(sum(count for _, count in stats.pauses) >= stats.minor_collections, 'GC used' in repr(stats))
major = stats.major_collections
print(gc.collect(), gc.get_stats().major_collections > major)
while not gc.collect_step().major_is_done:
    pass
gc.disable()
print(gc.isenabled())
gc.enable()
print(gc.isenabled())
class Found:
    pass
found = Found()
found.list = [found]
print(found in gc.get_objects(), Found in gc.get_referents(found), found.list in gc.get_referents(found))
print(found.list in gc.get_referrers(found), gc.get_referents(3, 'a'))
`;
    assert.equal(
      python(source, { PYPY_GC_NURSERY: '1MB' }).stdout,
      'True True True 1048576\nTrue True\n0 True\nFalse\nTrue\nTrue True True\nTrue []\n',
    );
  });

  it('calls gc.hooks', () => {
    const source = `
import gc
calls = []
gc.hooks.on_gc_minor = lambda stats: calls.append(stats)
def churn():
    for i in range(300000):
        [i]
churn()
print(len(calls) > 0, all(stats.count > 0 and stats.duration > 0 for stats in calls))
class Hooks:
    def on_gc_collect_step(self, stats):
        calls.append('step')
    def on_gc_collect(self, stats):
        calls.append('collect')
calls.clear()
gc.hooks.set(Hooks())
print(gc.hooks.on_gc_minor)
gc.collect()
print(sorted(set(calls)))
gc.hooks.reset()
calls.clear()
gc.collect()
print(calls)
`;
    assert.equal(
      python(source, { PYPY_GC_NURSERY: '1MB' }).stdout,
      "True True\nNone\n['collect', 'step']\n[]\n",
    );
  });

  it('runs no finalizers between gc.disable and gc.enable', () => {
    const source = `
import gc
class Noted:
    def __del__(self):
        print('finalized')
def drop():
    Noted()
gc.disable()
drop()
def churn():
    for i in range(2000000):
        [i]
churn()
print('enabled')
gc.collect()
gc.enable()
`;
    assert.equal(python(source, { PYPY_GC_NURSERY: '256K' }).stdout, 'enabled\nfinalized\n');
  });

  it('runs finalizers while the program runs, without being asked', () => {
    const source = `
class Counted:
    alive = 0
    def __init__(self):
        Counted.alive += 1
    def __del__(self):
        Counted.alive -= 1
def recurse(depth):
    if depth:
        recurse(depth - 1)
        Counted().self = [0] * 1000
for i in range(2000):
    recurse(50)
print(Counted.alive < 50000)
`;
    assert.equal(python(source).stdout, 'True\n');
  });

  it('writes a line for each collection with PYPYLOG=gc', () => {
    const { stderr } = python('import gc; gc.collect()', { PYPYLOG: 'gc' });
    assert.match(stderr, /^\[gc-full\] \d+\.\d{3} ms, \d+\.\d\d -> \d+\.\d\d MB$/m);
  });
});

/** What is wrong with programs and command lines is said as python3 says it, with its exit status; nothing ends the process otherwise. */
import { strict as assert } from 'node:assert';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pypy3, python, runOurs, runPython } from './run.js';

let folder = '';

const files: Readonly<Record<string, string | Buffer>> = {
  'unclosed.py': 'x = (\n',
  'half.py': 'def f():\n    return 1 +\n',
  'indented.py': 'print("first")\nx = 1\n  y = 2\n',
  'bytes.py': Buffer.from('x = 1\ny = "\xff"\n', 'latin1'),
  'encoding.py': '# coding: nope\nx = 1\n',
  'ascii.py': Buffer.from('# coding: ascii\nx = "\xff"\n', 'latin1'),
  'mark.py': '\ufeff# coding: latin-1\nx = 1\n',
  'zero.py': 'x = 1\ny = \0 2\n',
  'latin.py': Buffer.from('# coding: latin-1\nprint("\xe9")\n', 'latin1'),
  'fails.py': 'import sys\nprint(sys.argv, __file__)\ndef f():\n    1 / 0\nf()\n',
  'exits.py': 'import sys\ny = 5\nsys.exit(3)\n',
  'first-line.py': 'this is no Python\nimport sys\nprint("x", sys.argv)\nraise ValueError\n',
  'imports.py': 'import unclosed\n',
  'start.py': 'z = 3\nprint("start", __file__)\n',
  'start-fails.py': 'z = 4\n1 / 0\n',
  'module.py': 'value = 1\n',
};

before(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'cli-')));
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
  fs.mkdirSync(path.join(folder, 'empty'));
});
after(() => {
  fs.rmSync(folder, { recursive: true });
});

/** The same arguments, input and environment for both; everything they do is the same. */
function same(args: readonly string[], input = '', env: Readonly<Record<string, string>> = {}): void {
  const options = { cwd: folder, input, env: { PYTHONDONTWRITEBYTECODE: '1', ...env } };
  assert.deepEqual(runOurs(args, options), runPython(args, options));
}

describe('pypy3: command lines and files that are wrong', function () {
  this.timeout(120_000);
  before(function () {
    if (python === null) this.skip();
  });

  const commandLines: (readonly string[])[] = [
    ['unclosed.py'],
    ['half.py'],
    ['indented.py'],
    ['bytes.py'],
    ['encoding.py'],
    ['ascii.py'],
    ['mark.py'],
    ['zero.py'],
    ['latin.py'],
    ['fails.py', 'a', '-b'],
    ['./fails.py'],
    ['empty/../fails.py'],
    ['exits.py'],
    ['imports.py'],
    ['missing.py'],
    ['empty'],
    ['-x', 'first-line.py', 'a'],
    ['-m', 'missing_module'],
    ['-m', 'missing_module.part'],
    ['-m', 'empty'],
    ['-Z'],
    ['-c'],
    ['-m'],
    ['-W', 'nonsense', '-c', 'print(1)'],
    ['-c', 'x = ('],
    ['-c', '1 / 0'],
    ['-c', 'raise SystemExit("reason")'],
    ['-c', 'raise SystemExit(300)'],
    ['-c', 'import sys; sys.excepthook = lambda *a: 1 / 0; raise ValueError("first")'],
    ['-c', 'import atexit; atexit.register(int, "x"); print("out")'],
    ['-c', 'class E(Exception):\n  def __str__(self): 1 / 0\nraise E'],
  ];
  for (const args of commandLines) {
    it(args.join(' '), () => {
      same(args);
    });
  }

  it('programs from standard input', () => {
    same([], 'a b\n');
    same(['-', 'x'], 'import sys\nprint(__file__, sys.argv)\n1 / 0\n');
  });

  it('an unknown long option', () => {
    const { status, stderr } = runOurs(['--nope']);
    assert.equal(status, 2);
    assert.match(stderr, /^unknown option --nope\nusage: /);
  });
});

describe('pypy3: -i, PYTHONINSPECT, PYTHONSTARTUP', function () {
  this.timeout(120_000);
  before(function () {
    if (python === null) this.skip();
  });

  it('-i after a program, an exception, sys.exit, a missing file', () => {
    same(['-i', '-c', 'x = 5'], 'x\nif x:\n  print(3)\n\n1/0\nx x\nimport sys; sys.exit(4)\n');
    same(['-i', 'fails.py'], 'f\nexit(9)\n'.replace('f\n', 'f.__name__\n'));
    same(['-i', 'exits.py'], 'y\n');
    same(['-i', 'missing.py'], '1\n');
  });

  it('blocks, strings of several lines, other prompts', () => {
    same(
      ['-iq'],
      'def f(a,\n  b):\n  return a\n\nf(1, 2)\nclass A:\n  x = 1\n\nA.x\n"""a\nb"""\nx = (\n1)\nx; _\n',
    );
    same(
      ['-iq'],
      'import sys\nsys.ps1 = "? "\n1\nfor\n1 +\nraise KeyboardInterrupt\n2\nraise SystemExit("bye")\n',
    );
  });

  it('PYTHONINSPECT needs a terminal or -i', () => {
    same(['exits.py'], 'y\n', { PYTHONINSPECT: '1' });
    same(['-i', '-c', 'import os; os.environ["PYTHONINSPECT"] = "1"'], '1\n');
  });

  it('PYTHONSTARTUP', () => {
    same(['-iq'], 'z\n"__file__" in globals()\n', { PYTHONSTARTUP: 'start.py' });
    same(['-iq'], 'z\n', { PYTHONSTARTUP: 'start-fails.py' });
    same(['-iq'], 'z\n', { PYTHONSTARTUP: 'missing.py' });
    same(['-iqE'], 'z\n', { PYTHONSTARTUP: 'start.py' });
    same(['-iq', 'exits.py'], 'y\n', { PYTHONSTARTUP: 'start.py' });
  });
});

describe('pypy3: compiled files', function () {
  this.timeout(120_000);

  function importModule(): string {
    const { status, stdout, stderr } = runOurs(
      ['-c', 'import module; print(module.value, module.__cached__)'],
      { cwd: folder, env: { PYTHONDONTWRITEBYTECODE: '' } },
    );
    assert.equal(status, 0, stderr);
    const [value, cached = ''] = stdout.trim().split(' ');
    assert.equal(value, '1');
    return cached;
  }

  it('a corrupt .pyc is compiled anew', () => {
    const cached = importModule();
    const good = fs.readFileSync(cached);
    fs.writeFileSync(cached, Buffer.concat([Buffer.from([1, 2, 13, 10]), good.subarray(4)]));
    importModule();
    assert.deepEqual(fs.readFileSync(cached), good);
    fs.writeFileSync(cached, good.subarray(0, 10));
    importModule();
    assert.deepEqual(fs.readFileSync(cached), good);
    fs.writeFileSync(cached, '');
    importModule();
  });

  it('a .pyc can be the program', () => {
    const cached = importModule();
    const program = path.join(folder, 'program.pyc');
    fs.copyFileSync(cached, program);
    assert.equal(runOurs([program]).status, 0);
    fs.writeFileSync(program, 'no magic number here');
    const { status, stderr } = runOurs([program]);
    assert.equal(status, 1);
    assert.match(stderr, /RuntimeError: Bad magic number in \.pyc file\n$/);
  });
});

/** What one process says of many statements: the type of each one's exception. */
function exceptionTypes(statements: readonly string[]): string[] {
  const program = [
    'import json, sys',
    'for statement in json.loads(sys.stdin.read()):',
    '    try:',
    '        exec(statement, {})',
    '    except BaseException as error:',
    '        print(type(error).__name__)',
    '    else:',
    '        print("fine")',
  ].join('\n');
  const { status, stdout, stderr } = runOurs(['-c', program], { input: JSON.stringify(statements) });
  assert.equal(status, 0, stderr);
  return stdout.trim().split('\n');
}

describe('pypy3: limits', function () {
  this.timeout(120_000);

  it('what needs too much memory is MemoryError or OverflowError', () => {
    const statements = [
      "'x' * 10**18",
      "'x' * 10**20",
      '[0] * 10**15',
      '[0] * 10**20',
      '(1, 2) * 10**15',
      "b'ab' * 10**15",
      'bytearray(10**15)',
      'bytearray(10**20)',
      'bytes(10**15)',
      '10**10**10',
      '1 << 10**15',
      '1 << 10**25',
      "'%*d' % (10**15, 1)",
      "format(1, '1000000000000000')",
      "'x'.ljust(10**15)",
      "'x'.center(10**19)",
      "b'x'.rjust(10**15)",
      'list(range(10**18, 10**30))',
      'tuple(range(10**12))',
      "','.join(['x' * 10**8] * 10**4)",
      "('x' * 10**6).replace('x', 'y' * 10**8)",
      "('\\t' * 10**6).expandtabs(10**8)",
      '__import__("collections").deque([1]) * 10**15',
      "__import__('struct').pack('1000000000000000x')",
      '[1].__imul__(10**15)',
    ];
    const types = exceptionTypes(statements);
    for (const [index, statement] of statements.entries()) {
      assert.match(types[index] ?? '', /^(?:MemoryError|OverflowError)$/, statement);
    }
  });

  it('recursion without end is RecursionError', () => {
    const nested = (start: string, step: string): string =>
      `x = ${start}\nfor _ in range(100000):\n    x = ${step}\n`;
    const statements = [
      'def f(): f()\nf()',
      'class A:\n  def __getattr__(self, n): return getattr(self, n + "x")\nA().a',
      'class A:\n  def __eq__(self, o): return self == o\nA() == A()',
      'def k(x): return sorted([1, 2], key=k)\nk(1)',
      'def g(): yield from g()\nlist(g())',
      `import json\n${nested('[]', '[x]')}json.dumps(x)`,
      'import json\njson.loads("[" * 100000)',
      `${nested('[]', '[x]')}repr(x)`,
    ];
    assert.deepEqual(
      exceptionTypes(statements),
      statements.map(() => 'RecursionError'),
    );
  });

  it('what nests deep is compared, parsed and compiled, or refused', () => {
    const types = exceptionTypes([
      'x = []\ny = []\nfor _ in range(100000):\n    x = [x]\n    y = [y]\nx == y',
      'eval("1" + "+1" * 100000)',
      'eval("(" * 100000 + ")" * 100000)',
      'eval("-" * 1000000 + "1")',
    ]);
    for (const type of types) assert.match(type, /^(?:fine|RecursionError|SyntaxError|MemoryError)$/);
  });
});

describe('pypy3: pipes and signals', function () {
  this.timeout(120_000);

  it('a reader that goes away is BrokenPipeError', function () {
    if (python === null) this.skip();
    const results = [[process.execPath, pypy3], [python]].map((command) => {
      const script = '"$@" | head -c 1 >/dev/null; echo ${PIPESTATUS[0]}';
      const result = spawnSync('bash', ['-c', script, 'bash', ...command, '-c', "print('x' * 10**6)"], {
        encoding: 'utf8',
      });
      return [result.stdout, result.stderr];
    });
    assert.deepEqual(results[0], results[1]);
    assert.match(results[0]?.[1] ?? '', /BrokenPipeError: \[Errno 32\] Broken pipe/);
  });

  async function interrupt(program: string): Promise<unknown[]> {
    const child = spawn(process.execPath, [pypy3, '-u', '-c', program], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    const [status, signal] = (await once(child, 'close')) as [number | null, string | null];
    return [status, signal, stderr];
  }

  it('SIGINT is KeyboardInterrupt, and ends the program if it is not caught', async () => {
    const [status, signal, stderr] = await interrupt('print(1)\nwhile True: pass');
    assert.equal(signal, 'SIGINT');
    assert.equal(status, null);
    assert.equal(
      stderr,
      'Traceback (most recent call last):\n  File "<string>", line 2, in <module>\nKeyboardInterrupt\n',
    );
    assert.equal((await interrupt('import time\nprint(1)\ntime.sleep(60)'))[1], 'SIGINT');
  });

  it('a program can catch it', async () => {
    const program = 'try:\n  print(1)\n  while True: pass\nexcept KeyboardInterrupt:\n  raise SystemExit(7)';
    assert.deepEqual(await interrupt(program), [7, null, '']);
  });
});

// Bundles the programs that `pypy3` starts, and the engines of the Node API, into lib/bundle and lets each run once, which leaves V8's code cache beside
// it (src/ts/host/bundle.ts).
// Starting from one file with its code is three times as fast as from four hundred modules.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'lib/bundle');
const { compatibilityHash } = await import('../lib/src/ts/native/compatibility.js');

/** What the caches hold is what this program makes V8 compile. */
const program =
  'import argparse, dataclasses, json, re, typing\nre.compile("a+")\nexec("def f(x):\\n  return x + 1")\nf(1)\nn = 0\nwhile n < 300:\n  n = f(n)\n';

const eager = 'threshold=20,trace_eagerness=5';

/** What makes the JIT compiler do all that it does: loops and bridges, ints and floats, objects, lists, strings, exceptions, calls that are looked into. */
const hotProgram = `
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def moved(self, by):
        return Point(self.x + by, self.y * 0.5 + by)

def numbers(n):
    total = 0
    for i in range(n):
        if i % 3 == 0:
            total += i * i
        elif i % 5 == 0:
            total ^= i << 2
        else:
            total -= i // 7
        if total > 1 << 62:
            total = -total
    return total

def objects(n):
    at = Point(1, 2.5)
    kept = []
    seen = {}
    for i in range(n):
        at = at.moved(i & 3)
        kept.append(at.x)
        key = 'k' + str(i % 7)
        seen[key] = seen.get(key, 0) + 1
        try:
            if i % 11 == 0:
                raise ValueError(i)
            kept[i // 2] += 1
        except ValueError as error:
            kept.append(error.args[0])
    return at.y, sum(kept), sorted(seen)

def words(n):
    text = []
    for i in range(n):
        a, *b = [i, i + 1, i + 2]
        text.append('%d:%s' % (a, b))
    return len(' '.join(text).split(':'))

def steps(n):
    i = 0
    while i < n:
        yield i
        i += 1

def depth(n):
    return 1 if n == 0 else 1 + depth(n - 1)

for k in range(3):
    numbers(400)
    objects(200)
    words(100)
    sum(x * 2 for x in steps(200))
    [depth(5) for _ in range(40)]
`;

async function bundle(name, module = `cli/${name}`) {
  const outfile = path.join(folder, `${name}.cjs`);
  await build({
    entryPoints: [path.join(root, `src/ts/${module}.ts`)],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    charset: 'ascii',
    define: {
      'import.meta.filename': '__filename',
      'import.meta.dirname': '__dirname',
      bundledCompatibilityHash: JSON.stringify(compatibilityHash().toString('hex')),
    },
    logLevel: 'warning',
  });
  simplifyInterop(outfile);
  makeConstant(outfile);
  await shorten(outfile, module);
}

// What is short is read in less time. Node wraps main.cjs into a function, host/bundle.ts takes the others as functions.
async function shorten(file, module) {
  const { code } = await transform(fs.readFileSync(file, 'utf8'), {
    minifyWhitespace: true,
    minifySyntax: true,
    // Of what is local: names of functions and classes stay, for stack traces.
    minifyIdentifiers: true,
    charset: 'ascii',
    target: 'node20',
  });
  const isMain = module === 'cli/main';
  fs.writeFileSync(file, isMain ? code : `(function (require, __filename, __dirname, module) {${code}})\n`);
}

// A module of Node's as esbuild imports it is a copy of all its properties, which takes longer than to load the module. One that inherits them does as well.
function simplifyInterop(file) {
  const text = fs.readFileSync(file, 'utf8');
  const simple = text.replace(
    /__toESM\((require\("(?:node:)?\w+(?:\/\w+)?"\)), 1\)/g,
    (_, required) => `__inherit(${required})`,
  );
  fs.writeFileSync(
    file,
    `function __inherit(m) { return Object.create(m, { default: { value: m } }); }\n${simple}`,
  );
}

// esbuild makes the variables of modules `var`s. V8 takes a `const` for a constant in optimized code: tests of classes, singletons and
// tables get cheap (loops run half as long again without).
function makeConstant(file) {
  const text = fs.readFileSync(file, 'utf8');
  const assigned = new Map();
  for (const [, before, name, operator] of text.matchAll(
    /(\+\+|--)?(?<![\w$.])([A-Za-z_$][\w$]*)\s*((?:[-+*/%&|^]|<<|>>>?|\*\*|\?\?|&&|\|\|)?=(?![=>])|\+\+|--)?/g,
  )) {
    if (before !== undefined || operator !== undefined) assigned.set(name, (assigned.get(name) ?? 0) + 1);
  }
  fs.writeFileSync(
    file,
    text.replace(/^var ([\w$]+) = /gm, (declaration, name) =>
      assigned.get(name) === 1 ? `const ${name} = ` : declaration,
    ),
  );
}

function warmUp(what, args, input) {
  const run = spawnSync(process.execPath, args, { input, cwd: root, stdio: ['pipe', 'inherit', 'inherit'] });
  if (run.status === 0) return;
  console.error(`build: the bundled interpreter does not run (${what})`);
  process.exit(1);
}

function warmUpProgram(text, ...options) {
  warmUp(`pypy3 ${options.join(' ')}`, [path.join(root, 'bin/pypy3.cjs'), ...options, '-'], text);
}

function warmUpEngine(hosted) {
  // A file, as programs are: the caches' names tell Node's options.
  const file = path.join(folder, 'warm-up.mjs');
  const source = `import { Python } from '../src/ts/api/index.js';
    const py = new Python({ hosted: ${hosted}, jit: '${eager}' });
    py.run(${JSON.stringify(hosted ? program : program + hotProgram)});
    py.globals.back = (x) => x;
    py.eval('[back([1, 2.5, "x", {"a": None}, f]), f(2)]');`;
  fs.writeFileSync(file, source);
  warmUp(`Node API, hosted: ${hosted}`, [file], '');
  fs.rmSync(file);
}

fs.rmSync(folder, { recursive: true, force: true });
// Node itself loads this one: it has no code cache, and starts the others.
await bundle('main');
await bundle('worker');
await bundle('translated');
await bundle('jit', 'jit/attach');
await bundle('api-hosted', 'api/hosted-engine');
await bundle('api-translated', 'api/translated-engine');
warmUpProgram(program, '--hosted');
warmUpProgram(program);
warmUpProgram(hotProgram, '--jit', eager);
warmUpEngine(true);
warmUpEngine(false);

/**
 * The package as users get it: packed with its prebuilds, installed offline and without scripts into an empty folder, where no compiler is in
 * the PATH. There `pypy3` and the API run, translated, and from files of the package alone.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findAddon } from '../../src/ts/native/addon.js';
import { builtImagePath } from '../../src/ts/native/image-path.js';

const root = path.resolve(import.meta.dirname, '../../..');
const platform = `${process.platform}-${process.arch}`;
/** Bytes; more would be a mistake. */
const MAX_PACKED = 14e6;
const MAX_UNPACKED = 50e6;

interface PackedFile {
  readonly path: string;
  readonly size: number;
}

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly PackedFile[];
}

describe('the package', function () {
  this.timeout(300_000);
  let folder = '';
  let app = '';
  let packed: Packed;
  let env: Record<string, string> = {};

  function run(command: string, args: readonly string[], cwd: string, environment = process.env): string {
    const result = spawnSync(command, args, { cwd, env: environment, encoding: 'utf8' });
    assert.equal(result.status, 0, `${command} ${args.join(' ')}: ${result.stdout}${result.stderr}`);
    return result.stdout;
  }

  function pack(source: string, files: string): Packed {
    const output = run(
      'npm',
      ['pack', source, '--json', '--ignore-scripts', '--pack-destination', files],
      root,
    );
    const [one] = JSON.parse(output) as Packed[];
    assert.ok(one);
    return one;
  }

  /** A folder for PATH with the programs that an installation needs, and no others. */
  function makePath(): string {
    const programs = path.join(folder, 'bin');
    fs.mkdirSync(programs);
    fs.symlinkSync(process.execPath, path.join(programs, 'node'));
    const found = (process.env.PATH ?? '')
      .split(path.delimiter)
      .map((one) => path.join(one, 'npm'))
      .find((one) => fs.existsSync(one));
    assert.ok(found !== undefined);
    fs.symlinkSync(fs.realpathSync(found), path.join(programs, 'npm'));
    return programs;
  }

  before(function () {
    if (findAddon().addon === null || !fs.existsSync(builtImagePath('pypy3'))) this.skip();
    const timeOf = (file: string): number => fs.statSync(path.join(root, file)).mtimeMs;
    assert.ok(
      timeOf('lib/bundle/translated.cjs') > timeOf('lib/.tsbuildinfo'),
      'lib/bundle is older than lib/src: `npm run build` first',
    );
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'tspy-package-')));
    app = path.join(folder, 'app');
    fs.mkdirSync(app);
    run('node', ['tools/prebuild.mjs'], root);
    packed = pack('.', folder);
    // The one dependency, so that nothing has to come from a registry or a cache.
    const dependency = pack('./node_modules/node-gyp-build', folder);
    env = { HOME: folder, PATH: makePath(), npm_config_cache: path.join(folder, 'cache') };
    const files = [packed, dependency].map(({ filename }) => path.join(folder, filename));
    run('npm', ['install', '--ignore-scripts', '--offline', '--no-audit', ...files], app, env);
    fs.rmSync(path.join(folder, 'cache'), { recursive: true });
  });
  after(() => {
    if (folder !== '') fs.rmSync(folder, { recursive: true });
  });

  const pypy3 = (...args: readonly string[]): string =>
    run(path.join(app, 'node_modules/.bin/pypy3'), args, app, env);

  it('holds the addon, the image, the library, and no sources or build products of tests', () => {
    const names = packed.files.map((file) => file.path);
    for (const name of [
      `prebuilds/${platform}/tspy-native.node`,
      `prebuilds/${platform}/pypy3.image`,
      'bin/pypy3.cjs',
      ...['main', 'translated', 'worker', 'api-translated', 'api-hosted'].map(
        (name) => `lib/bundle/${name}.cjs`,
      ),
      'lib/python3.11/os.py',
      'lib/python3.11/__pycache__/os.pypy311.pyc',
      'lib/src/ts/api/index.js',
      'lib/src/ts/api/index.d.ts',
      'package.json',
      'README.md',
    ])
      assert.ok(names.includes(name), `${name} is missing`);
    const roots = new Set(names.map((name) => name.split('/', 1)[0]));
    assert.deepEqual([...roots].sort(), ['README.md', 'bin', 'lib', 'package.json', 'prebuilds']);
    const folders = new Set(
      names.filter((name) => name.startsWith('lib/')).map((name) => name.split('/')[1]),
    );
    assert.deepEqual([...folders].sort(), ['bundle', 'frozen', 'generated', 'python3.11', 'src']);
    assert.deepEqual(
      names.filter((name) =>
        /\.(?:cache|tsbuildinfo|map|cc|image\.\d+)$|\/pyodide\/|^lib\/src\/ts\/translator\//.test(name),
      ),
      [],
    );
  });

  it('is as large as it should be', () => {
    assert.ok(packed.size < MAX_PACKED, `${packed.size} bytes packed`);
    assert.ok(packed.unpackedSize < MAX_UNPACKED, `${packed.unpackedSize} bytes unpacked`);
  });

  it('has no compiler at hand', () => {
    for (const tool of ['cc', 'c++', 'gcc', 'make', 'python3'])
      assert.equal(
        spawnSync(tool, ['--version'], { env, encoding: 'utf8' }).error?.message,
        `spawnSync ${tool} ENOENT`,
      );
  });

  it('pypy3 --info: translated', () => {
    assert.match(pypy3('--info'), /^life: translated \(Node/m);
  });

  it('pypy3 -c', () => {
    const program = 'import json, sys; print(json.dumps([1, None]), 2 ** 70, sys.version_info[:2])';
    assert.equal(pypy3('-c', program), '[1, null] 1180591620717411303424 (3, 11)\n');
    assert.equal(pypy3('--hosted', '-c', program), '[1, null] 1180591620717411303424 (3, 11)\n');
  });

  it('modules of the image know where it lies', () => {
    const program =
      'import _frozen_importlib as b, os, sys\n' +
      'def refuse(*args): raise SystemError(args)\n' +
      'b._find_and_load = refuse\n' +
      'import json.decoder\n' +
      'for file in os.__file__, json.__file__, json.decoder.JSONDecoder.decode.__code__.co_filename: print(os.path.relpath(file, sys.prefix), os.path.exists(file))\n';
    const library = 'lib/python3.11';
    const files = [`${library}/os.py`, `${library}/json/__init__.py`, `${library}/json/decoder.py`];
    assert.equal(pypy3('-c', program), files.map((file) => `${file} True\n`).join(''));
  });

  it("import 'tspy-native'", () => {
    const program = `
      import { Python } from 'tspy-native';
      const py = new Python();
      console.log(py.import('statistics').mean([1, 2, 3]), py.import('json').dumps([null]), py.info.life);`;
    fs.writeFileSync(path.join(app, 'service.mjs'), program);
    assert.equal(run('node', ['service.mjs'], app, env), '2 [null] translated\n');
  });
});

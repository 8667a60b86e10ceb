/** Modules that lie in the image with what their code has made: programs see no difference to those whose code runs when they are imported. */
import { strict as assert } from 'node:assert';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { python, runOurs, runPython, type RunOptions } from './run.js';

/** Whether `json` comes from the image: its parts are there as soon as it is looked for, whatever stands in the way of running code. */
const isPrebuilt =
  'import _frozen_importlib as b\n' +
  'def refuse(*args): raise SystemError(args)\n' +
  'find, b._find_and_load = b._find_and_load, refuse\n' +
  'try:\n    import json\nexcept SystemError:\n    print("runs")\nelse:\n    print("prebuilt")\n' +
  'b._find_and_load = find\n';

describe('pypy3: prebuilt modules', function () {
  this.timeout(120_000);
  let folder = '';
  before(function () {
    if (python === null) this.skip();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'prebuilt-'));
  });
  after(() => {
    if (folder !== '') fs.rmSync(folder, { recursive: true });
  });

  function write(name: string, text: string): string {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    return file;
  }

  function same(args: readonly string[], options: RunOptions = {}): void {
    assert.deepEqual(runOurs(args, options), runPython(args, options));
  }

  const translated = runOurs(['--info']).stdout.includes('life: translated');

  for (const [options, expected] of [
    [[], 'prebuilt'],
    [['-I'], 'prebuilt'],
    [['-S'], 'prebuilt'],
    [['-O'], 'runs'],
    [['-W', 'ignore'], 'runs'],
    [['-b'], 'runs'],
    [['-X', 'frozen_modules=off'], 'runs'],
    [['--hosted'], 'runs'],
  ] as const)
    it(['json', ...options].join(' '), () => {
      const { stdout, status } = runOurs([...options, '-c', isPrebuilt]);
      assert.deepEqual([stdout, status], [`${translated ? expected : 'runs'}\n`, 0]);
    });

  it('the same modules with the same variables as hosted, where their code runs', () => {
    const show =
      'import sys\n' +
      'import json, argparse, dataclasses, runpy, importlib.util, typing\n' +
      'for name, module in sorted(sys.modules.items()):\n' +
      '    if not hasattr(module, "__spec__"): continue\n' +
      '    spec = module.__spec__\n' +
      '    names = sorted(vars(module))\n' +
      '    print(name, module.__name__, getattr(module, "__file__", None), getattr(module, "__cached__", None), getattr(module, "__path__", None),\n' +
      '          spec and (spec.name, spec.origin, spec.cached, spec.loader_state, spec.submodule_search_locations), names)\n';
    const file = write('order/show.py', show);
    const hosted = runOurs(['--hosted', file]).stdout;
    assert.equal(runOurs([file]).stdout, hosted);
    assert.ok(hosted.includes('\njson '));
  });

  it('what the import of a module does to others is not seen before', () => {
    const show =
      'import sys, _frozen_importlib as b\n' +
      'def show(): print(b.__name__, "importlib._bootstrap" in sys.modules, "collections.abc" in sys.modules, "os.path" in sys.modules)\n' +
      'show()\nimport importlib\nshow()\nprint(hasattr(importlib, "util"), hasattr(importlib, "machinery"))\n' +
      'import collections\nshow()\nprint(hasattr(collections, "abc"))\nimport importlib.util, tokenize\n' +
      'print(hasattr(importlib, "util"), hasattr(importlib, "machinery"))\nshow()\n';
    same(['-I', '-S', '-c', show]);
  });

  it('files in the folder of the program come first', () => {
    write('shadow/textwrap.py', 'mine = "textwrap"\n');
    write('shadow/json/__init__.py', 'mine = "json"\nfrom json import part\n');
    write('shadow/json/part.py', 'mine = "part"\n');
    // A folder without __init__.py does not.
    write('shadow/string/readme', '');
    same([
      write(
        'shadow/main.py',
        'import sys\nimport textwrap, json, string, traceback\nprint(textwrap.mine, json.mine, json.part.mine, string.digits, traceback.textwrap is textwrap)\n',
      ),
    ]);
    same(['-c', 'import textwrap, json; print(textwrap.mine, json.mine)'], {
      cwd: path.join(folder, 'shadow'),
    });
    same(['-c', 'import textwrap; print(textwrap.mine)'], {
      env: { PYTHONPATH: path.join(folder, 'shadow') },
    });
  });

  it('an archive on sys.path comes first, too', () => {
    const archive = path.join(folder, 'modules.zip');
    const pack =
      `import zipfile\nwith zipfile.ZipFile(${JSON.stringify(archive)}, "w") as f:\n` +
      '    f.writestr("textwrap.py", "mine = 1")\n    f.writestr("below/textwrap.py", "mine = 2")\n';
    assert.equal(runOurs(['-c', pack]).status, 0);
    for (const PYTHONPATH of [archive, `${archive}/below`, `${archive}/missing`, `${folder}/missing`])
      same(['-c', 'import textwrap; print(getattr(textwrap, "mine", None))'], { env: { PYTHONPATH } });
  });

  it('what a program puts into sys.modules is imported by the code of others', () => {
    same([
      '-c',
      'import sys, types\nfake = types.ModuleType("textwrap")\nfake.indent = fake.dedent = 1\nsys.modules["textwrap"] = fake\n' +
        'import traceback\nprint(traceback.textwrap is fake)\n' +
        'sys.modules["_json"] = None\nimport json\nprint(json.scanner.c_make_scanner)\n',
    ]);
  });

  it('a module that was taken out of sys.modules is made anew', () => {
    same([
      '-c',
      'import sys\nimport json\nold = json\nold.mark = 1\ndel sys.modules["json"]\nimport json\n' +
        'print(json is old, hasattr(json, "mark"), json.decoder is old.decoder)\n' +
        'import importlib\nprint(importlib.reload(json) is json)\n' +
        'import copy\ncopy.mark = 1\nprint(importlib.reload(copy).mark)\n',
    ]);
  });

  it('finders and hooks of the program are asked first', () => {
    same([
      '-S',
      '-c',
      'import sys\nclass Finder:\n    @staticmethod\n    def find_spec(name, path=None, target=None):\n        print(name)\n' +
        'sys.meta_path.insert(0, Finder)\nimport keyword, stat\n',
    ]);
    same([
      '-c',
      'import sys\ndef hook(path):\n    print("hook") if path == sys._stdlib_dir else None\n    raise ImportError\n' +
        'sys.path_hooks.insert(0, hook)\nsys.path_importer_cache.clear()\nimport copy\n',
    ]);
    same(['-c', 'import sys\nsys.path.clear()\ntry: import copy\nexcept ImportError as e: print(e)\n']);
  });

  it('the environment and the zone are those of the process', () => {
    const show =
      'import os, time\nprint(os.environ["NAME"], os.environb[b"NAME"], os.getenv("NAME"), time.tzname, time.timezone)\n' +
      'os.environ["NAME"] = "other"\nos.system("echo $NAME")\n';
    for (const NAME of ['wert', 'grün'])
      same(['-c', show], { env: { NAME, TZ: 'Europe/Berlin', PYTHONUNBUFFERED: '1' } });
  });

  it('what depends on the process is made when the module is imported', () => {
    const show =
      'import atexit, time\nprint(atexit._ncallbacks())\nimport logging, random\n' +
      'print(atexit._ncallbacks(), 0 <= time.time() - logging._startTime < 5)\n' +
      'print(random.NV_MAGICCONST, random.LOG4, random.SG_MAGICCONST)\nrandom.seed(7)\nprint(random.random(), random.gauss(0, 1))\n';
    same(['-I', '-S', '-c', show]);
    const draw = (): string => runOurs(['-c', 'import random; print(random.random())']).stdout;
    assert.notEqual(draw(), draw());
  });

  it('code tells the file it is from', () => {
    const show =
      'import json.decoder, inspect, traceback, os, sys\n' +
      'library = os.path.dirname(os.__file__)\n' +
      'print(json.decoder.JSONDecoder.decode.__code__.co_filename == library + "/json/decoder.py", json.__file__ == library + "/json/__init__.py")\n' +
      'print(inspect.getsourcefile(json.dumps) == json.__file__, len(inspect.getsource(json.dumps)))\n' +
      'try: json.loads("[1,")\nexcept ValueError: print(traceback.format_exc().replace(library, "LIBRARY"))\n' +
      'print({json.__file__: 1}[library + "/json/__init__.py"], hash(json.__file__) == hash(library + "/json/__init__.py"))\n';
    same(['-c', show]);
  });
});

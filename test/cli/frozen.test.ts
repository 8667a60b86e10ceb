/** Modules that are frozen, as the command line sees them: the same as with python3. */
import { strict as assert } from 'node:assert';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { python, runOurs, runPython } from './run.js';

const show =
  'import os, sys, runpy\n' +
  'print([sys.modules[name].__spec__.loader.__class__.__name__ for name in ["os", "runpy", "_frozen_importlib", "zipimport"]])\n' +
  'print(os.__file__ == f"{sys._stdlib_dir}/os.py", sys._xoptions)';

describe('pypy3: frozen modules', function () {
  this.timeout(120_000);
  before(function () {
    if (python === null) this.skip();
  });

  for (const options of [
    [],
    ['-X', 'frozen_modules'],
    ['-X', 'frozen_modules=on'],
    ['-X', 'frozen_modules=off'],
    ['-X', 'frozen_modules=off', '-X', 'frozen_modules=on'],
    ['-X', 'frozen_modules='],
    ['-X', 'frozen_modules=maybe'],
    ['-X', 'frozen_modules_too=off'],
  ]) {
    it(['import', ...options].join(' '), () => {
      assert.deepEqual(runOurs([...options, '-c', show]), runPython([...options, '-c', show]));
    });
  }

  it('platform understands sys.version', () => {
    const show =
      'import platform, sys\nprint(platform.python_implementation(), platform.python_version(), len(platform.python_build()), sys.version.split()[0])';
    assert.equal(runOurs(['-c', show]).stdout, 'PyPy 3.11.3 2 3.11.3\n');
  });

  it('-v tells of each import, the first ones too', () => {
    const ours = runOurs(['-v', '-S', '-c', 'import os']);
    const theirs = runPython(['-v', '-S', '-c', 'import os']);
    const end = '# installed zipimport hook\n';
    const start = theirs.stderr.slice(0, theirs.stderr.indexOf(end) + end.length);
    assert.equal(ours.stderr.slice(0, start.length), start);
    for (const name of ['codecs', 'io', 'os'])
      assert.ok(
        ours.stderr.includes(`import '${name}' # <class '_frozen_importlib.FrozenImporter'>\n`),
        name,
      );
    assert.equal(ours.status, 0);
  });

  it('programs and modules in a zip file', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'frozen-'));
    const pack =
      'import zipfile\n' +
      'with zipfile.ZipFile("program.zip", "w", zipfile.ZIP_DEFLATED) as file:\n' +
      '    file.writestr("__main__.py", "import part, sys\\nprint(part.value, part.__loader__.__class__, sys.argv)\\n")\n' +
      '    file.writestr("part.py", "value = 42\\n")\n';
    assert.equal(runOurs(['-c', pack], { cwd: folder }).status, 0);
    const args = ['program.zip', 'argument'];
    assert.deepEqual(runOurs(args, { cwd: folder }), runPython(args, { cwd: folder }));
    fs.rmSync(folder, { recursive: true });
  });
});

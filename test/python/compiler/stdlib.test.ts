import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { compileModule } from '../../../src/ts/python/compiler/compile.js';
import { validateCode } from '../../../src/ts/python/compiler/validate.js';
import { PySyntaxError } from '../../../src/ts/python/parser/errors.js';
import { parse } from '../../../src/ts/python/parser/parse.js';
import { compareWithPython, findLibrary, listSources } from './oracle.js';

/** Every n-th file; all of them with TSPY_WHOLE_LIBRARY=1. */
const stride = process.env['TSPY_WHOLE_LIBRARY'] === undefined ? 6 : 1;

describe('compiler: the standard library', function () {
  this.timeout(300_000);
  const library = findLibrary();
  const files = library === undefined ? [] : listSources(library).filter((_, index) => index % stride === 0);

  before(function () {
    if (library === undefined) this.skip();
  });

  it('makes code the verifier accepts, at every level of optimization', () => {
    for (const [index, file] of files.entries()) {
      const optimize = ([0, 1, 2] as const)[index % 3] ?? 0;
      try {
        const tree = parse(readFileSync(file), { filename: file, mode: 'exec' });
        assert.deepEqual(validateCode(compileModule(tree, { filename: file, optimize, flags: 0 })), [], file);
      } catch (error) {
        // Some files of the test suite are wrong on purpose.
        if (!(error instanceof PySyntaxError)) throw error;
      }
    }
  });

  it('makes what CPython makes', () => {
    const { problems, differentCodes, codes } = compareWithPython(files.map((file) => ({ file })));
    const ours = problems.filter((problem) => !problem.includes('(unicode error)'));
    assert.deepEqual(ours, []);
    assert.ok(codes > 5000, `only ${codes} code objects`);
    // Ours have one test per `while` loop, at its head; little else differs.
    assert.ok(differentCodes.length / codes < 0.02, `${differentCodes.length} of ${codes} differ`);
  });
});

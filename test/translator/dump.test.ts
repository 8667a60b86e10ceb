/** Dumps show a function at each stage. */
import assert from 'node:assert/strict';
import { buildImage } from '../../src/ts/translator/image/build-image.js';
import {
  dumpCode,
  dumpFunctions,
  hasFunction,
  parseDumpRequest,
} from '../../src/ts/translator/image/dump.js';
import { FrontEnd } from '../../src/ts/translator/frontend/front-end.js';
import { Program } from '../../src/ts/translator/lowering/program.js';
import { withRuntime } from '../../src/ts/translator/run-machine.js';
import { noMachine, root, sampleModule } from './agreement.js';

const module = sampleModule('traps');
const symbol = 'test/translator/samples/traps#Node.depth';

describe('translator: dumps', () => {
  it('requests name a function and perhaps a stage', () => {
    const all = ['graph', 'jitcode', 'lir', 'allocated', 'code'];
    assert.deepEqual(parseDumpRequest('f'), { name: 'f', stages: all });
    assert.deepEqual(parseDumpRequest('C.m/lir'), { name: 'C.m', stages: ['lir'] });
    assert.deepEqual(parseDumpRequest('a/b#f/code'), { name: 'a/b#f', stages: ['code'] });
    assert.deepEqual(parseDumpRequest('a/b#f'), { name: 'a/b#f', stages: all });
  });

  it('each stage', async function () {
    if (noMachine !== null) this.skip();
    const frontEnd = await FrontEnd.fromProgram(withRuntime({ root, files: [`${module}.ts`] }));
    const entries = [frontEnd.getFunction(module, 'methodOfNull')];
    const program = new Program(frontEnd, entries);
    assert.equal(hasFunction(program, parseDumpRequest('Node.depths')), false);
    assert.equal(hasFunction(program, parseDumpRequest(symbol)), true);
    const dump = (request: string): string => dumpFunctions(program, parseDumpRequest(request));
    assert.match(dump('Node.depth/graph'), /^\/\/ graph\nfunction .*#Node\.depth -> int .*traps\.ts:\d+\n/);
    assert.match(dump(symbol), / = load_ref r\d+, 0 \[index\*1 \+ \d+\]\n/);
    const allocated = dump('Node.depth/allocated');
    assert.match(allocated, /block\d+:\n(?:.*\n)* {2}r[a-z0-9]+ = call r[a-z0-9]+ test.*#Node\.depth\n/);
    assert.doesNotMatch(allocated, /\/\/ graph/);
    const image = buildImage(program, entries);
    const code = await dumpCode(image, parseDumpRequest('Node.depth'));
    assert.match(code, /^\/\/ machine code, \d+ bytes, frame of \d+ words\n/);
    assert.match(code, /\n +; test\/translator\/samples\/traps\.ts:\d+\n +[0-9a-f]+ {2}mov e/);
    assert.match(code, /\n +[0-9a-f]+ {2}call 0x[0-9a-f]+ {2}; test.*#Node\.depth\n/);
    assert.match(code, / {2}ret\n/);
    assert.equal(await dumpCode(image, parseDumpRequest('Node.depth/lir')), '');
  });
});

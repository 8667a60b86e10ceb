/** Declarations of host functions that do not agree are found when a program is translated. */
import assert from 'node:assert/strict';
import { FrontEnd } from '../../src/ts/translator/frontend/front-end.js';
import { translate, withRuntime } from '../../src/ts/translator/run-machine.js';
import { root, sampleModule } from './agreement.js';
import { overlayOf, withEmitted } from './overlay.js';

const module = sampleModule('two-externals');

function program(second: string, more: string): string {
  return `
import { external } from '../../../src/ts/rlib/external.js';
import type { int } from '../../../src/ts/rlib/types.js';
const first = external<(a: int, b: string) => int>('test.same');
const second = external<${second}>('test.same');
export function run(x: int): int {
  return first(x, 'a') + (second(x, 'b'${more}));
}
`;
}

function translated(second: string, more = ''): Promise<string[]> {
  const texts = new Map([[module, program(second, more)]]);
  return withEmitted(texts, async () => {
    const source = { root, files: [`${module}.ts`], overlay: overlayOf(texts) };
    const image = translate(await FrontEnd.fromProgram(withRuntime(source)), [{ module, name: 'run' }]);
    return image.description.externals.map(({ name }) => name);
  });
}

describe('translator: externals', () => {
  it('one name is one function', async () => {
    assert.deepEqual(await translated('(a: int, b: string) => int'), ['test.same']);
  });

  it('one name with two types is an error', async () => {
    const error = /^Error: external 'test\.same' is declared with two types$/;
    await assert.rejects(translated('(a: int, b: string) => boolean', ') ? 1 : (0'), error);
    await assert.rejects(translated('(a: int, b: string, c: string) => int', ", 'c'"), error);
  });
});

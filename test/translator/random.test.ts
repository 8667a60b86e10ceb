/**
 * Random functions give the same results hosted and on graphs. A failure names the seed; the program can be
 * seen with `RTS_SEED=<seed>` (which runs that seed alone and prints the function).
 */
import assert from 'node:assert/strict';
import { GraphProgram } from '../../src/ts/translator/run.js';
import { outcome, root, sampleModule } from './agreement.js';
import { overlayOf, withEmitted } from './overlay.js';
import { ProgramGenerator, randomSource } from './random-program.js';

const FUNCTIONS = 80;
const chosen = process.env['RTS_SEED'];
const seeds = chosen === undefined ? [1, 2, 3] : [Number(chosen)];
const argumentLists: readonly (readonly number[])[] = [
  [0, 0, 0.25],
  [5, 3, -7.5],
  [-2147483648, 2147483647, 1e9],
  [123456, -987, 3],
];

describe('translator: random programs', () => {
  for (const seed of seeds) {
    it(`seed ${seed}`, async () => {
      const module = sampleModule(`random-${seed}`);
      const text = new ProgramGenerator(randomSource(seed)).module(FUNCTIONS);
      const texts = new Map([[module, text]]);
      const options = { root, files: [`${module}.ts`], overlay: overlayOf(texts) };
      const program = await withEmitted(texts, () => GraphProgram.load(options));
      for (let i = 0; i < FUNCTIONS; i++) {
        const name = `f${i}`;
        for (const args of argumentLists) {
          const expected = outcome(() => program.hosted(module, name)(...args));
          const actual = outcome(() => program.call(module, name, ...args));
          const hint = `seed ${seed}: ${name}(${args.join(', ')})`;
          const source = chosen === undefined ? '' : functionText(text, name);
          assert.deepEqual(actual, expected, `${hint}\n${source}\n${JSON.stringify({ actual, expected })}`);
        }
      }
    });
  }
});

function functionText(text: string, name: string): string {
  const start = text.indexOf(`export function ${name}(`);
  const end = text.indexOf('\nexport function', start + 1);
  return text.slice(start, end < 0 ? undefined : end);
}

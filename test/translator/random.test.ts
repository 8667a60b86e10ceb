/**
 * Random functions give the same results hosted, on graphs and as machine code. A failure names the seed; the program can be
 * seen with `RTS_SEED=<seed>` (which runs that seed alone and prints the function).
 */
import { Lives, root, sampleModule } from './agreement.js';
import { overlayOf, withEmitted } from './overlay.js';
import { ProgramGenerator, randomSource } from './random-program.js';

const FUNCTIONS = Number(process.env['RTS_FUNCTIONS'] ?? 1000);
const chosen = process.env['RTS_SEED'];
const seeds = chosen === undefined ? [1, 2] : [Number(chosen)];
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
      const names = Array.from({ length: FUNCTIONS }, (_, i) => `f${i}`);
      const entries = names.map((name) => ({ module, name }));
      const lives = await withEmitted(texts, () => Lives.load(options, entries));
      try {
        for (const name of names) {
          const source = chosen === undefined ? '' : `\n${functionText(text, name)}`;
          for (const args of argumentLists)
            lives.checkAgreement(module, name, args, ` (seed ${seed})${source}`);
        }
      } finally {
        lives.dispose();
      }
    });
  }
});

function functionText(text: string, name: string): string {
  const start = text.indexOf(`export function ${name}(`);
  const end = text.indexOf('\nexport function', start + 1);
  return text.slice(start, end < 0 ? undefined : end);
}

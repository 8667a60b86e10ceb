/**
 * Compares our parser with CPython over mutated sources, by hand:
 *
 *     node lib/test/python/parser/fuzz.js SEED COUNT FILE.py...
 *
 * prints each source on which they differ, and a summary. A difference in the error's text or place counts too.
 */
import { readFileSync } from 'node:fs';
import { mutate, pickPiece, Random } from './mutate.js';
import { answer, askNames, askSamples, describe, sameAnswer, type Mode, type Sample } from './oracle.js';

const [seed, count, ...files] = process.argv.slice(2);
const random = new Random(Number(seed));
const sources = files.map((file) => readFileSync(file, 'utf8'));
const modes: readonly Mode[] = ['exec', 'exec', 'exec', 'eval', 'single'];
const samples: Sample[] = [];
for (let index = 0; index < Number(count); index++) {
  const source = mutate(random, pickPiece(random, random.pick(sources)));
  samples.push({ source, mode: random.pick(modes), typeComments: random.below(10) === 0 });
}
const unicodeName = askNames(samples.map(({ source }) => source));
const answers = askSamples(samples);
let rejected = 0;
let differences = 0;
let verdicts = 0;
let slowest = 0;
for (const [index, { source, mode, typeComments }] of samples.entries()) {
  const expected = answers[index];
  const before = performance.now();
  const actual = answer(source, mode, '<test>', unicodeName, typeComments);
  slowest = Math.max(slowest, performance.now() - before);
  if (expected.error !== undefined) rejected++;
  if (sameAnswer(actual, expected)) continue;
  differences++;
  if ((expected.error === undefined) !== (actual.error === undefined)) verdicts++;
  console.log(`${mode}${typeComments ? ' with type comments' : ''}: ${JSON.stringify(source)}`);
  console.log(`  expected ${describe(expected)}`);
  console.log(`  actual   ${describe(actual)}`);
}
console.log(
  `seed ${seed}: ${samples.length} sources, ${rejected} rejected, ${differences} differences, ` +
    `${verdicts} of them in the verdict; slowest ${slowest.toFixed(1)} ms`,
);

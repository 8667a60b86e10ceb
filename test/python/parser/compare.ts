/**
 * Compares our parser with CPython over samples in test modules, by hand:
 *
 *     node lib/test/python/parser/compare.js [-v] MODULE.py...
 *
 * prints each source on which they differ, and a summary.
 */
import { answer, askNames, askSamples, describe, extractSources, sameAnswer, type Sample } from './oracle.js';

const samples: Sample[] = [];
for (const path of process.argv.slice(2)) {
  for (const source of extractSources(path)) {
    samples.push({ source, mode: 'exec' }, { source, mode: 'eval' }, { source, mode: 'single' });
  }
}
const unicodeName = askNames(samples.map(({ source }) => source));
const answers = askSamples(samples);
let errors = 0;
let differences = 0;
for (const [index, { source, mode }] of samples.entries()) {
  const expected = answers[index];
  const actual = answer(source, mode, '<test>', unicodeName);
  if (expected.error !== undefined) errors++;
  if (sameAnswer(actual, expected)) continue;
  differences++;
  console.log(`${mode}: ${JSON.stringify(source)}`);
  console.log(`  expected ${describe(expected)}`);
  console.log(`  actual   ${describe(actual)}`);
}
console.log(`${samples.length} samples, ${errors} errors, ${differences} differences`);

/**
 * The parser against CPython 3.11 (skipped where there is none on PATH): trees of library modules, errors of the
 * sources that CPython's own tests try out, and mutated sources.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutate, pickPiece, Random } from './mutate.js';
import {
  answer,
  answerFile,
  askFiles,
  askNames,
  askSamples,
  describe as describeAnswer,
  extractSources,
  findStandardLibrary,
  sameAnswer,
  type Mode,
  type Sample,
} from './oracle.js';

const library = findStandardLibrary();

const modules = [
  'ast',
  'argparse',
  'dataclasses',
  'enum',
  'inspect',
  'typing',
  'os',
  'asyncio/tasks',
  'json/decoder',
];
const testModules = [
  'grammar',
  'patma',
  'fstring',
  'unicode_identifiers',
  'except_star',
  'type_comments',
  'unicode',
];
const errorModules = [
  'syntax',
  'exceptions',
  'fstring',
  'grammar',
  'patma',
  'positional_only_arg',
  'named_expressions',
  'eof',
  'string_literals',
];
const modes: readonly Mode[] = ['exec', 'eval', 'single'];

function compareSamples(samples: readonly Sample[]): void {
  const unicodeName = askNames(samples.map(({ source }) => source));
  const answers = askSamples(samples);
  for (const [index, { source, mode, typeComments }] of samples.entries()) {
    const actual = answer(source, mode, '<test>', unicodeName, typeComments);
    const expected = answers[index];
    if (sameAnswer(actual, expected)) continue;
    assert.equal(describeAnswer(actual), describeAnswer(expected), `${mode}: ${JSON.stringify(source)}`);
    assert.fail(`${mode}: ${JSON.stringify(source)}`);
  }
}

describe('parser against CPython', function () {
  this.timeout(120_000);
  before(function () {
    if (library === null) this.skip();
  });

  it('gives the same trees for library modules', () => {
    const paths = [
      ...modules.map((name) => `${name}.py`),
      ...testModules.map((name) => `test/test_${name}.py`),
    ].map((name) => join(library ?? '', name));
    const unicodeName = askNames(paths.map((path) => readFileSync(path, 'utf8')));
    for (const [index, expected] of askFiles(paths).entries()) {
      const actual = answerFile(paths[index], unicodeName);
      assert.ok(sameAnswer(actual, expected), paths[index]);
    }
  });

  for (const name of errorModules) {
    it(`gives the same trees, errors and warnings for the sources in test_${name}`, () => {
      const sources = extractSources(join(library ?? '', `test/test_${name}.py`));
      assert.ok(sources.length > 0);
      compareSamples(sources.flatMap((source) => modes.map((mode) => ({ source, mode }))));
    });
  }

  it('gives the same for mutated sources', () => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
    const random = new Random(seed);
    const sources = errorModules.map((name) =>
      readFileSync(join(library ?? '', `test/test_${name}.py`), 'utf8'),
    );
    const samples: Sample[] = [];
    for (let count = 0; count < 1500; count++) {
      samples.push({
        source: mutate(random, pickPiece(random, random.pick(sources))),
        mode: random.pick(modes),
      });
    }
    const unicodeName = askNames(samples.map(({ source }) => source));
    const answers = askSamples(samples);
    for (const [index, { source, mode }] of samples.entries()) {
      const actual = answer(source, mode, '<test>', unicodeName);
      const accepted = answers[index].error === undefined;
      assert.equal(actual.error === undefined, accepted, `SEED=${seed} ${mode}: ${JSON.stringify(source)}`);
    }
  });
});

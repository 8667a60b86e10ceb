/** Whatever text it gets, the front end reports errors: it does not crash, hang, or make graphs that are not well formed. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { checkProgram } from '../../src/ts/translator/check.js';
import { FrontEnd } from '../../src/ts/translator/frontend/front-end.js';
import { root, sampleModule } from './agreement.js';
import { randomSource } from './random-program.js';

const MUTANTS = 30;
const samples = ['arithmetic', 'classes', 'control', 'data', 'exceptions'];

/** A text with a few of its tokens left out, doubled or swapped for others. */
function mutate(text: string, random: (below: number) => number): string {
  const tokens = text.split(/(\b|(?<=\W)(?=\W))/);
  for (let i = 0; i < 6; i++) {
    const at = random(tokens.length);
    const other = tokens[random(tokens.length)] ?? '';
    tokens[at] = ['', `${tokens[at] ?? ''}${other}`, other][random(3)] ?? '';
  }
  return tokens.join('');
}

describe('translator: bad input', () => {
  it(`${MUTANTS} mutants of the samples`, () => {
    const random = randomSource(7);
    const overlay = new Map<string, string>();
    for (let i = 0; i < MUTANTS; i++) {
      const sample = samples[i % samples.length] ?? '';
      const text = fs.readFileSync(path.join(root, `${sampleModule(sample)}.ts`), 'utf8');
      overlay.set(`${sampleModule(`mutant-${i}`)}.ts`, mutate(text, random));
    }
    const frontEnd = FrontEnd.fromSource({ root, files: [...overlay.keys()], overlay });
    let built = 0;
    for (const file of overlay.keys()) {
      const module = file.replace(/\.ts$/, '');
      for (const statement of frontEnd.source.findModule(module)?.statements ?? []) {
        if (!ts.isFunctionDeclaration(statement) || statement.name === undefined) continue;
        const fn = frontEnd.findFunction(module, statement.name.text);
        if (fn === null || statement.body === undefined) continue;
        frontEnd.graphOf(fn);
        built++;
      }
    }
    assert.ok(built > MUTANTS);
    const internal = frontEnd.diagnostics.list
      .filter((one) => one.rule === 'internal')
      .map((one) => one.message);
    assert.deepEqual(internal, [], `seed 7: ${internal.join('\n')}`);
  });

  it('host code is refused function by function', async () => {
    const { report } = await checkProgram({
      root,
      entryPoints: [],
      folders: ['src/ts/translator/frontend'],
      isLive: false,
    });
    assert.ok(report.length > 100);
    assert.ok(report.every((line) => !line.includes(': internal: ')));
  });
});

/** Every way to break a rule that docs/rtypescript.md names is reported, under its rule, at its line. */
import assert from 'node:assert/strict';
import { FrontEnd } from '../../src/ts/translator/frontend/front-end.js';
import { Reach } from '../../src/ts/translator/frontend/reach.js';
import { rules } from '../../src/ts/translator/frontend/rules.js';
import { sampleModule, root } from './agreement.js';
import { breaches, prelude, type Breach } from './breaches.js';
import { overlayOf } from './overlay.js';

const moduleOf = (i: number): string => sampleModule(`breach-${i}`);
const texts = new Map(breaches.map(({ code }, i) => [moduleOf(i), prelude + code]));

function markedLine(text: string): number {
  return text.split('\n').findIndex((line) => /\/\/ !\s*$/.test(line)) + 1;
}

function checkBreach(frontEnd: FrontEnd, breach: Breach, i: number): void {
  const entry = frontEnd.findFunction(moduleOf(i), 'entry');
  assert.ok(entry !== null);
  const reach = new Reach(frontEnd);
  reach.add(entry, null);
  reach.run();
  const found = frontEnd.diagnostics.list.filter((one) => one.position.file === `${moduleOf(i)}.ts`);
  const line = markedLine(texts.get(moduleOf(i)) ?? '');
  const shown = found.map((one) => `${one.position.line}: ${one.rule}: ${one.message}`).join('\n');
  assert.ok(
    found.some((one) => one.rule === breach.rule && one.position.line === line),
    `${breach.rule} expected at line ${line}; found:\n${shown}`,
  );
  for (const one of found) assert.notEqual(one.rule, 'internal', one.message);
}

describe('translator: breaches of the rules', () => {
  let frontEnd: FrontEnd;
  before(() => {
    frontEnd = FrontEnd.fromSource({
      root,
      files: [...texts.keys()].map((one) => `${one}.ts`),
      overlay: overlayOf(texts),
    });
  });
  breaches.forEach((breach, i) => {
    it(breach.what, () => checkBreach(frontEnd, breach, i));
  });

  it('each rule that the program alone can break is among them', () => {
    const covered = new Set<string>(breaches.map((one) => one.rule));
    // What is there after loading is checked with the live program only (rules.test.ts).
    const missing = Object.keys(rules).filter((name) => name !== 'prebuilt' && !covered.has(name));
    assert.deepEqual(missing, []);
  });
});

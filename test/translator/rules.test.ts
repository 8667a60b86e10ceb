/** Breaking a rule is reported, under its name, at the line that breaks it. */
import assert from 'node:assert/strict';
import { FrontEnd } from '../../src/ts/translator/frontend/front-end.js';
import { Reach } from '../../src/ts/translator/frontend/reach.js';
import { rules, type RuleName } from '../../src/ts/translator/frontend/rules.js';
import { root, sampleModule } from './agreement.js';
import { overlayOf, withEmitted } from './overlay.js';

/** Rules about what is there after loading need the live program. */
const liveRules: readonly RuleName[] = ['prebuilt'];

const names = Object.keys(rules) as RuleName[];
const moduleOf = (name: RuleName): string => sampleModule(`rule-${name}`);
const texts = new Map(names.map((name) => [moduleOf(name), rules[name].example]));

function markedLine(text: string): number {
  return text.split('\n').findIndex((line) => /\/\/ !\s*$/.test(line)) + 1;
}

function checkExample(frontEnd: FrontEnd, name: RuleName): void {
  const entry = frontEnd.findFunction(moduleOf(name), 'entry');
  assert.ok(entry !== null);
  const reach = new Reach(frontEnd);
  reach.add(entry, null);
  reach.run();
  const found = frontEnd.diagnostics.list.filter((one) => one.position.file === `${moduleOf(name)}.ts`);
  const shown = found.map((one) => `${one.position.line}: ${one.rule}: ${one.message}`).join('\n');
  assert.ok(
    found.some((one) => one.rule === name && one.position.line === markedLine(rules[name].example)),
    `expected at line ${markedLine(rules[name].example)}; found:\n${shown}`,
  );
  for (const one of found) assert.notEqual(one.rule, 'internal', one.message);
}

describe('translator: rules', () => {
  let frontEnd: FrontEnd;
  before(() => {
    frontEnd = FrontEnd.fromSource({
      root,
      files: [...texts.keys()].map((one) => `${one}.ts`),
      overlay: overlayOf(texts),
    });
  });

  for (const name of names) {
    if (!liveRules.includes(name)) it(name, () => checkExample(frontEnd, name));
  }

  for (const name of liveRules) {
    it(`${name} (live)`, async () => {
      const text = new Map([[moduleOf(name), rules[name].example]]);
      const live = await withEmitted(text, () =>
        FrontEnd.fromProgram({ root, files: [`${moduleOf(name)}.ts`], overlay: overlayOf(text) }),
      );
      checkExample(live, name);
    });
  }
});

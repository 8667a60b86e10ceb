/** Every way to break a rule that docs/rtypescript.md names is reported, under its rule, at its line. */
import assert from 'node:assert/strict';
import type { FrontEnd } from '../../src/ts/translator/frontend/front-end.js';
import { rules } from '../../src/ts/translator/frontend/rules.js';
import { sampleModule } from './agreement.js';
import { breaches, prelude } from './breaches.js';
import { checkBreach, frontEndOf } from './expected-breach.js';

const moduleOf = (i: number): string => sampleModule(`breach-${i}`);
const texts = new Map(breaches.map(({ code }, i) => [moduleOf(i), prelude + code]));

describe('translator: breaches of the rules', () => {
  let frontEnd: FrontEnd;
  before(() => {
    frontEnd = frontEndOf(texts);
  });
  breaches.forEach((breach, i) => {
    it(breach.what, () => checkBreach(frontEnd, moduleOf(i), prelude + breach.code, breach.rule));
  });

  it('each rule that the program alone can break is among them', () => {
    const covered = new Set<string>(breaches.map((one) => one.rule));
    // What is there after loading is checked with the live program only (rules.test.ts).
    const missing = Object.keys(rules).filter((name) => name !== 'prebuilt' && !covered.has(name));
    assert.deepEqual(missing, []);
  });
});

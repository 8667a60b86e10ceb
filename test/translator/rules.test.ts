/** Breaking a rule is reported, under its name, at the line that breaks it. */
import { FrontEnd } from '../../src/ts/translator/frontend/front-end.js';
import { rules, type RuleName } from '../../src/ts/translator/frontend/rules.js';
import { root, sampleModule } from './agreement.js';
import { checkBreach, frontEndOf } from './expected-breach.js';
import { overlayOf, withEmitted } from './overlay.js';

/** Rules about what is there after loading need the live program. */
const liveRules: readonly RuleName[] = ['prebuilt'];

const names = Object.keys(rules) as RuleName[];
const moduleOf = (name: RuleName): string => sampleModule(`rule-${name}`);
const texts = new Map(names.map((name) => [moduleOf(name), rules[name].example]));

function checkExample(frontEnd: FrontEnd, name: RuleName): void {
  checkBreach(frontEnd, moduleOf(name), rules[name].example, name);
}

describe('translator: rules', () => {
  let frontEnd: FrontEnd;
  before(() => {
    frontEnd = frontEndOf(texts);
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

/** Programs that break a rule at the line marked `// !`. */
import assert from 'node:assert/strict';
import { FrontEnd } from '../../src/ts/translator/frontend/front-end.js';
import { Reach } from '../../src/ts/translator/frontend/reach.js';
import type { RuleName } from '../../src/ts/translator/frontend/rules.js';
import { root } from './agreement.js';
import { overlayOf } from './overlay.js';

/** A front end that sees the texts, by module name, as files. */
export function frontEndOf(texts: ReadonlyMap<string, string>): FrontEnd {
  return FrontEnd.fromSource({
    root,
    files: [...texts.keys()].map((one) => `${one}.ts`),
    overlay: overlayOf(texts),
  });
}

function markedLine(text: string): number {
  return text.split('\n').findIndex((line) => /\/\/ !\s*$/.test(line)) + 1;
}

/** Checks that what a module's `entry` reaches breaks the rule at the marked line of its text. */
export function checkBreach(frontEnd: FrontEnd, module: string, text: string, rule: RuleName): void {
  const entry = frontEnd.findFunction(module, 'entry');
  assert.ok(entry !== null);
  const reach = new Reach(frontEnd);
  reach.add(entry, null);
  reach.run();
  const found = frontEnd.diagnostics.list.filter((one) => one.position.file === `${module}.ts`);
  const line = markedLine(text);
  const shown = found.map((one) => `${one.position.line}: ${one.rule}: ${one.message}`).join('\n');
  assert.ok(
    found.some((one) => one.rule === rule && one.position.line === line),
    `${rule} expected at line ${line}; found:\n${shown}`,
  );
  for (const one of found) assert.notEqual(one.rule, 'internal', one.message);
}

/**
 * Prints flow graphs: `node lib/src/ts/translator/dump-main.js src/ts/module.ts [function ...]`; a method is
 * `Class.name`. Without names, everything the module declares at top level that is a function.
 */
import path from 'node:path';
import ts from 'typescript';
import { printGraph } from './flow/print.js';
import { FrontEnd } from './frontend/front-end.js';

const [file, ...names] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: dump-main.js module.ts [function ...]');
  process.exit(2);
}
const root = path.resolve(import.meta.dirname, '../../../..');
const relative = path.relative(root, path.resolve(file)).replaceAll(path.sep, '/');
const module = relative.replace(/\.ts$/, '');
const frontEnd = FrontEnd.fromSource({ root, files: [relative] });
const wanted =
  names.length > 0
    ? names
    : (frontEnd.source.findModule(module)?.statements ?? []).flatMap((statement) =>
        ts.isFunctionDeclaration(statement) && statement.name !== undefined ? [statement.name.text] : [],
      );
for (const name of wanted) {
  const fn = frontEnd.findFunction(module, name);
  if (fn === null) {
    console.error(`${relative}: no function ${name}`);
    process.exitCode = 1;
    continue;
  }
  console.log(printGraph(frontEnd.graphOf(fn)));
}
for (const { position, rule, message } of frontEnd.diagnostics.list) {
  console.error(`${position.file}:${position.line}:${position.column}: ${rule}: ${message}`);
  process.exitCode = 1;
}

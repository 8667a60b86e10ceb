/** `npm run translate`: translates a program to an image. */
import path from 'node:path';
import { entryPoints } from './entry-points.js';
import { FrontEnd } from './frontend/front-end.js';
import { lowerGraph } from './lowering/lower-graph.js';
import { Program, runtimeModules } from './lowering/program.js';

const root = path.resolve(import.meta.dirname, '../../../..');
const [name = 'pypy3'] = process.argv.slice(2);
const entry = entryPoints.find((one) => one.name === name);
if (entry === undefined) {
  console.error(
    `translate: there is no program '${name}' (${entryPoints.map((one) => one.name).join(', ')})`,
  );
  process.exit(2);
}
const started = performance.now();
const frontEnd = await FrontEnd.fromProgram({
  root,
  files: [`${entry.module}.ts`, ...runtimeModules.map((module) => `${module}.ts`)],
});
const entries = entry.functions.map((name) => frontEnd.getFunction(entry.module, name));
const program = new Program(frontEnd, entries);
let operations = 0;
let blocks = 0;
for (const fn of program.functions) {
  if (fn.graph === null) continue;
  const lowered = lowerGraph(program, fn.graph);
  blocks += lowered.blocks.length;
  for (const block of lowered.blocks) operations += block.operations.length;
}
console.log(
  `${program.functions.length} functions, ${blocks} blocks, ${operations} operations, ${program.writer.end} bytes, ${((performance.now() - started) / 1000).toFixed(1)} s`,
);

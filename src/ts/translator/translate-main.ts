/**
 * `npm run translate`: translates a program to an image in `lib/images`.
 *
 *     npm run translate -- [PROGRAM] [--gc incminimark|semispace] [--checked] [--to FILE] [--dump GRAPH[/STAGE]]
 *
 * `--dump` prints what becomes of a function (`image/dump.ts`) and writes no image.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeImage } from '../native/image-file.js';
import { entryPoints, startingModules } from './entry-points.js';
import { FrontEnd } from './frontend/front-end.js';
import { buildImage } from './image/build-image.js';
import { dumpCode, dumpFunctions, hasFunction, parseDumpRequest } from './image/dump.js';
import { Program, runtimeModules } from './lowering/program.js';
import { collectors, defaultTranslation, findCollector, replacedModules } from './options.js';

const root = path.resolve(import.meta.dirname, '../../../..');
const { values: flags, positionals } = parseArgs({
  options: {
    gc: { type: 'string' },
    checked: { type: 'boolean', default: false },
    to: { type: 'string' },
    dump: { type: 'string' },
  },
  allowPositionals: true,
});
const [name = 'pypy3'] = positionals;
const collector = findCollector(flags.gc ?? defaultTranslation.collector);
if (collector === null) {
  console.error(
    `translate: there is no collector '${String(flags.gc)}' (${Object.keys(collectors).join(', ')})`,
  );
  process.exit(2);
}
const options = { ...defaultTranslation, collector, isChecked: flags.checked, root };
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
  replacedModules: replacedModules(options),
  completedBy: entry.completedBy ?? [],
  files: [...startingModules(entry).map(({ module }) => module), ...runtimeModules].map((one) => `${one}.ts`),
});
const entries = startingModules(entry).flatMap(({ module, functions }) =>
  functions.map((fn) => frontEnd.getFunction(module, fn)),
);
const program = new Program(frontEnd, entries, options);
const dump = flags.dump === undefined ? null : parseDumpRequest(flags.dump);
if (dump !== null && !hasFunction(program, dump)) {
  console.error(`translate: ${name} has no function '${dump.name}'`);
  process.exit(2);
}
if (dump !== null) console.log(dumpFunctions(program, dump));
if (dump?.stages.includes('code') === false) process.exit();
const image = buildImage(program, entries, entry.data);
if (dump !== null) {
  console.log(await dumpCode(image, dump));
  process.exit();
}
const folder = path.join(root, 'lib/images');
fs.mkdirSync(folder, { recursive: true });
const file = flags.to ?? path.join(folder, `${name}-${process.platform}-${process.arch}.image`);
writeImage(file, image);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(
  `${file}: ${program.functions.length} functions, ${image.code.size} bytes of code, ${image.heap.size} of heap, ${seconds} s`,
);

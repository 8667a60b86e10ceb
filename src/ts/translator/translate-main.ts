/**
 * `npm run translate`: translates a program to an image in `lib/images`.
 *
 *     npm run translate -- [PROGRAM] [--gc incminimark|semispace] [--to FILE]
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeImage } from '../native/image-file.js';
import { entryPoints, startingModules } from './entry-points.js';
import { FrontEnd } from './frontend/front-end.js';
import { buildImage } from './image/build-image.js';
import { Program, runtimeModules } from './lowering/program.js';
import { collectors, defaultTranslation, findCollector, replacedModules } from './options.js';

const root = path.resolve(import.meta.dirname, '../../../..');
const { values: flags, positionals } = parseArgs({
  options: { gc: { type: 'string' }, to: { type: 'string' } },
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
const options = { ...defaultTranslation, collector };
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
  files: [...startingModules(entry).map(({ module }) => module), ...runtimeModules].map((one) => `${one}.ts`),
});
const entries = startingModules(entry).flatMap(({ module, functions }) =>
  functions.map((fn) => frontEnd.getFunction(module, fn)),
);
const program = new Program(frontEnd, entries, options);
const image = buildImage(program, entries, entry.data);
const folder = path.join(root, 'lib/images');
fs.mkdirSync(folder, { recursive: true });
const file = flags.to ?? path.join(folder, `${name}-${process.platform}-${process.arch}.image`);
writeImage(file, image);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(
  `${file}: ${program.functions.length} functions, ${image.code.length} bytes of code, ${image.heap.length} of heap, ${seconds} s`,
);

/** `npm run translate`: translates a program to an image in `lib/images`. */
import fs from 'node:fs';
import path from 'node:path';
import { writeImage } from '../native/image-file.js';
import { entryPoints } from './entry-points.js';
import { FrontEnd } from './frontend/front-end.js';
import { buildImage } from './image/build-image.js';
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
const entries = entry.functions.map((fn) => frontEnd.getFunction(entry.module, fn));
const program = new Program(frontEnd, entries);
const image = buildImage(program, entries, entry.data);
const folder = path.join(root, 'lib/images');
fs.mkdirSync(folder, { recursive: true });
const file = path.join(folder, `${name}-${process.platform}-${process.arch}.image`);
writeImage(file, image);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(
  `${file}: ${program.functions.length} functions, ${image.code.length} bytes of code, ${image.heap.length} of heap, ${seconds} s`,
);

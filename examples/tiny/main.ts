/** Runs a Tiny program hosted: `node lib/examples/tiny/main.js program.tiny`. */
import fs from 'node:fs';
import { provide } from '../../src/ts/rlib/external.js';
import { hostFunctions } from './host-node.js';
import { runProgram } from './interp.js';

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: main.js program.tiny');
  process.exit(2);
}
for (const [name, fn] of hostFunctions((line) => console.log(line))) provide(name, fn);
process.exitCode = runProgram(fs.readFileSync(file, 'latin1'));

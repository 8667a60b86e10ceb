/**
 * Compares our trees with CPython's over whole directories, by hand (about a minute for the standard library):
 *
 *     node lib/test/python/parser/whole-stdlib.js [DIRECTORY...]
 *
 * Without a directory, the standard library of the python3 on PATH with its test folder.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerFile, askFiles, askNames, describe, findStandardLibrary, sameAnswer } from './oracle.js';

const batchSize = 50;

function findSources(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return entry.name === 'site-packages' ? [] : findSources(path);
    return entry.name.endsWith('.py') ? [path] : [];
  });
}

const given = process.argv.slice(2);
const directories = given.length > 0 ? given : [findStandardLibrary() ?? ''].filter((path) => path !== '');
const files = directories.flatMap(findSources);
let differences = 0;
let bytes = 0;
let milliseconds = 0;
for (let start = 0; start < files.length; start += batchSize) {
  const batch = files.slice(start, start + batchSize);
  const contents = batch.map((path) => readFileSync(path, 'latin1'));
  const unicodeName = askNames(contents);
  const answers = askFiles(batch);
  for (const [index, path] of batch.entries()) {
    const before = performance.now();
    const actual = answerFile(path, unicodeName);
    milliseconds += performance.now() - before;
    bytes += contents[index].length;
    if (sameAnswer(actual, answers[index])) continue;
    differences++;
    console.log(`${path}\n  expected ${describe(answers[index])}\n  actual   ${describe(actual)}`);
  }
}
const speed = (bytes / 1000 / milliseconds).toFixed(1);
console.log(`${files.length} files, ${differences} differences; parse and dump at ${speed} MB/s`);

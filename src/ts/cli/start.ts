/**
 * Starts the interpreter's thread from the bundle of the build (`tools/bundle.mjs`), with V8's code cache: that takes a third of the time that
 * four hundred modules take. While someone works on the sources, the modules are newer than the bundle, and run themselves.
 *
 * A code cache is bound to V8's version and flags, which its name tells. Where there is none that fits, this run leaves one behind, if it may.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import v8 from 'node:v8';
import vm from 'node:vm';
import { packageRoot } from '../host/package-root.js';

const bundle = path.join(packageRoot, 'lib/bundle/worker.cjs');
const cacheFile = path.join(packageRoot, `lib/bundle/worker-${v8.cachedDataVersionTag().toString(16)}.cache`);

function timeOf(file: string): number {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function runBundle(): void {
  const wrapped = `(function (require, __bundleUrl) {${fs.readFileSync(bundle, 'latin1')}\n})`;
  const cachedData = timeOf(cacheFile) > timeOf(bundle) ? fs.readFileSync(cacheFile) : undefined;
  const script = new vm.Script(wrapped, { filename: bundle, cachedData });
  const start = script.runInThisContext() as (require: NodeJS.Require, url: string) => void;
  start(createRequire(import.meta.url), pathToFileURL(bundle).href);
  if (cachedData === undefined || script.cachedDataRejected === true) writeCache(script);
}

function writeCache(script: vm.Script): void {
  try {
    const temporary = `${cacheFile}.${process.pid}`;
    fs.writeFileSync(temporary, script.createCachedData());
    fs.renameSync(temporary, cacheFile);
  } catch {
    // The package's folder may be read-only: then each run compiles anew.
  }
}

// The compiler of TypeScript writes this file last, and only when something has changed.
const compiled = timeOf(path.join(packageRoot, 'lib/.tsbuildinfo'));
if (timeOf(bundle) > compiled) runBundle();
else await import('./worker.js');

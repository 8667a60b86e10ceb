/**
 * Bundles of the build (`tools/bundle.mjs`), with V8's code cache: loading one takes a third of the time that four hundred modules take. While
 * someone works on the sources the modules are newer than the bundles, which then are not used.
 *
 * A code cache is bound to V8's version and flags, which its name tells. Where there is none that fits, this run leaves one behind, if it may.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import v8 from 'node:v8';
import vm from 'node:vm';
import { packageRoot } from './package-root.js';

const tag = v8.cachedDataVersionTag().toString(16);

function timeOf(file: string): number {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function runBundle(bundle: string, cacheFile: string): unknown {
  const wrapped = `(function (require, __bundleUrl, module) {${fs.readFileSync(bundle, 'latin1')}\n})`;
  const cachedData = timeOf(cacheFile) > timeOf(bundle) ? fs.readFileSync(cacheFile) : undefined;
  const script = new vm.Script(wrapped, { filename: bundle, cachedData });
  const start = script.runInThisContext() as (
    require: NodeJS.Require,
    url: string,
    module: { exports: unknown },
  ) => void;
  const module: { exports: unknown } = { exports: {} };
  start(createRequire(import.meta.url), pathToFileURL(bundle).href, module);
  if (cachedData === undefined || script.cachedDataRejected === true) writeCache(script, cacheFile);
  return module.exports;
}

function writeCache(script: vm.Script, cacheFile: string): void {
  try {
    const temporary = `${cacheFile}.${process.pid}`;
    fs.writeFileSync(temporary, script.createCachedData());
    fs.renameSync(temporary, cacheFile);
  } catch {
    // The package's folder may be read-only: then each run compiles anew.
  }
}

/** What a bundle exports; null if there is none, or the compiled modules are newer. */
export function loadBundle(name: string): unknown {
  const bundle = path.join(packageRoot, `lib/bundle/${name}.cjs`);
  // The compiler of TypeScript writes this file last, and only when something has changed.
  const compiled = timeOf(path.join(packageRoot, 'lib/.tsbuildinfo'));
  if (timeOf(bundle) <= compiled) return null;
  return runBundle(bundle, path.join(packageRoot, `lib/bundle/${name}-${tag}.cache`));
}

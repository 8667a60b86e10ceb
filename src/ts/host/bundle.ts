/**
 * Bundles of the build (`tools/bundle.mjs`), with V8's code cache: loading one takes a third of the time that four hundred modules take. While
 * someone works on the sources the modules are newer than the bundles, which then are not used.
 *
 * A code cache is bound to V8's version, to the processor and to flags, which its name tells (V8 has a number for all of it, but Node takes milliseconds
 * to load its module `v8`). Where there is none that fits, this run leaves one behind, if it may.
 */
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { node } from './lazy.js';
import { packageRoot } from './package-root.js';

/** Options of Node's, most of which are V8's flags, and flags that were set since. */
let flags = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ').trim();

/** Bundles whose code cache is still to be written, and where. Each bundle has a copy of this module: what runs it hands its own on. */
type UnwrittenCaches = Map<vm.Script, string>;

/** What a bundle gets as `module`. */
interface BundleModule {
  exports: unknown;
  readonly unwritten: UnwrittenCaches;
}

const unwritten: UnwrittenCaches =
  typeof module === 'object' && 'unwritten' in module
    ? (module as BundleModule).unwritten
    : new Map<vm.Script, string>();

/**
 * Sets flags of V8's for the rest of the process; not in one that is to leave code caches behind, which processes that start without the flags would
 * reject.
 */
export function setFlags(text: string): void {
  if (unwritten.size > 0) return;
  node.v8.setFlagsFromString(text);
  flags = `${flags} ${text}`.trim();
}

function cacheOf(name: string): string {
  const tag = `${process.versions.v8}-${process.arch}${flags === '' ? '' : `-${nameOf(flags)}`}`;
  return path.join(packageRoot, `lib/bundle/${name}-${tag}.cache`);
}

/** A short name for a text, in characters that a file's name may have. */
function nameOf(text: string): string {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) >>> 0;
  return hash.toString(36);
}

/** What loads modules of Node's and addons. Where this file was bundled, too, there is one already: making one takes a millisecond. */
function findRequire(file: string): NodeJS.Require {
  return typeof require === 'function'
    ? require
    : process.getBuiltinModule('node:module').createRequire(file);
}

function timeOf(file: string): number {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** A bundle's text is a function of what a CommonJS module gets. */
function runBundle(bundle: string, cacheFile: string): unknown {
  const cachedData = timeOf(cacheFile) > timeOf(bundle) ? fs.readFileSync(cacheFile) : undefined;
  const script = new vm.Script(fs.readFileSync(bundle, 'latin1'), { filename: bundle, cachedData });
  const start = script.runInThisContext() as (
    require: NodeJS.Require,
    filename: string,
    dirname: string,
    module: BundleModule,
  ) => void;
  const made: BundleModule = { exports: {}, unwritten };
  // At the end, when what the run needs has been compiled: most functions are compiled when they are first called.
  if (cachedData === undefined || script.cachedDataRejected === true) {
    unwritten.set(script, cacheFile);
    process.once('exit', writeCaches);
  }
  start(findRequire(bundle), bundle, path.dirname(bundle), made);
  return made.exports;
}

function writeCaches(): void {
  for (const [script, file] of unwritten) writeCache(script, file);
  unwritten.clear();
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
  return runBundle(bundle, cacheOf(name));
}

/**
 * Loaded with the interpreter when it is to be translated: the code of frozen modules becomes part of the program, and so of the image, and so does
 * what Python has made after its start.
 */
import '../python/modules/load.js';
import { freezeModules } from '../python/modules/frozen.js';
import { isRefreshed, prestart } from '../python/modules/prestart.js';
import { findProvided, provide, providedNames } from '../rlib/external.js';
import { toUtf8 } from './compiler-text.js';
import './externals.js';
import { libraryRoot } from './library-root.js';
import { packageRoot } from './package-root.js';

/** What importing needs. All else would tell something of this process, which is not to get into the image. */
const allowed: ReadonlySet<string> = new Set([
  'compiler.compile',
  'posix.stat',
  'posix.fstat',
  'posix.open',
  'posix.close',
  'posix.read',
  'posix.lseek',
  'posix.listdir',
  'posix.strerror',
]);

function refuseOthers(): void {
  for (const name of providedNames()) {
    if (allowed.has(name)) continue;
    const real = findProvided(name);
    provide(name, (...args) => {
      if (!isRefreshed()) throw new Error(`a module that is to be prebuilt asks for ${name}`);
      return real?.(...args);
    });
  }
}

provide('posix.environ', () => '');
freezeModules();
prestart({ prefix: toUtf8(packageRoot), library: toUtf8(libraryRoot) }, refuseOthers);

/** Starts the programs of this folder: from their bundles, or from their modules while these are newer. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadBundle } from '../host/bundle.js';
import { packageRoot } from '../host/package-root.js';

/** Runs a module of this folder, by its name, wherever this one was bundled to. */
export async function startModule(name: string): Promise<void> {
  await import(pathToFileURL(path.join(packageRoot, `lib/src/ts/cli/${name}.js`)).href);
}

export async function startProgram(name: 'worker' | 'translated'): Promise<void> {
  if (loadBundle(name) !== null) return;
  await startModule(name === 'translated' ? 'translated-modules' : name);
}

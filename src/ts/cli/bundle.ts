/** Starts a program of this folder from its bundle, or from its modules while these are newer. */
import { loadBundle } from '../host/bundle.js';

/** Runs one of the programs of this folder, by its name. */
export async function startProgram(name: 'worker' | 'translated'): Promise<void> {
  if (loadBundle(name) === null) await import(`./${name}.js`);
}

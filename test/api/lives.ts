/** Suites that run in both lives of the interpreter: hosted, and translated where the image loads. */
import '../../src/ts/api/engine-modules.js';
import type { Life } from '../../src/ts/api/engine.js';
import { findHostedReason } from '../../src/ts/api/engines.js';
import { Python, type PythonOptions } from '../../src/ts/api/index.js';

/** Makes a `Python` of the life in question. */
export type NewPython = (options?: PythonOptions) => Python;

export function inBothLives(title: string, suite: (newPython: NewPython, life: Life) => void): void {
  describe(`${title} (hosted)`, () => {
    suite((options) => new Python({ ...options, hosted: true }), 'hosted');
  });
  const obstacle = findHostedReason(false);
  if (obstacle !== null) {
    it.skip(`${title} (translated): ${obstacle}`);
    return;
  }
  describe(`${title} (translated)`, () => {
    const made: Python[] = [];
    after(() => {
      for (const python of made) python.dispose();
    });
    suite((options) => {
      const python = new Python(options);
      made.push(python);
      return python;
    }, 'translated');
  });
}

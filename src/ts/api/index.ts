/**
 * The package's entry: Python in a Node program.
 *
 *     const py = new Python({ path: ['./py'] });
 *     py.import('statistics').mean([1, 2, 3]); // 2
 */
export { float, Float, Keywords, kw } from './keywords.js';
export type { PyObject } from './py-object.js';
export { Python } from './python.js';
export type { PythonInfo, PythonOptions, RunOptions } from './python.js';
export { PythonError } from './python-error.js';

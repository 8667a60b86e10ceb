/** `from __future__ import ...` at the head of a module: the flags it sets. */

import { CodeFlag } from '../interp/opcodes.js';
import type { Mod, Node } from '../parser/ast.js';
import { PySyntaxError } from '../parser/errors.js';
import { findDocstring } from './statements.js';

export interface FutureFeatures {
  readonly flags: number;
  /** The line of the last such import, 0 if there is none; later ones are misplaced. */
  readonly line: number;
}

/** Features that 3.11 always has are worth no flag. */
const features: ReadonlyMap<string, number> = new Map<string, number>([
  ['nested_scopes', 0],
  ['generators', 0],
  ['division', 0],
  ['absolute_import', 0],
  ['with_statement', 0],
  ['print_function', 0],
  ['unicode_literals', 0],
  ['barry_as_FLUFL', CodeFlag.FUTURE_BARRY_AS_BDFL],
  ['generator_stop', 0],
  ['annotations', CodeFlag.FUTURE_ANNOTATIONS],
]);

export function findFutureFeatures(tree: Mod, filename: string): FutureFeatures {
  let flags = 0;
  let line = 0;
  if (tree.type_ !== 'Module' && tree.type_ !== 'Interactive') return { flags, line };
  let isLate = false;
  let previousLine = 0;
  const start = findDocstring(tree.body) === undefined ? 0 : 1;
  for (const statement of tree.body.slice(start)) {
    // A late import on the line of the last early one would pass for early later on.
    if (isLate && statement.lineno > previousLine) break;
    previousLine = statement.lineno;
    if (statement.type_ === 'ImportFrom' && statement.module === '__future__') {
      if (isLate) {
        const message = 'from __future__ imports must occur at the beginning of the file';
        throw futureError(message, filename, statement.lineno, statement.col_offset);
      }
      flags |= flagsOf(statement, filename);
      line = statement.lineno;
    } else {
      isLate = true;
    }
  }
  return { flags, line };
}

function flagsOf(statement: Node<'ImportFrom'>, filename: string): number {
  let flags = 0;
  for (const { name } of statement.names) {
    const flag = features.get(name);
    if (flag === undefined) {
      const message = name === 'braces' ? 'not a chance' : `future feature ${name} is not defined`;
      throw futureError(message, filename, statement.lineno, statement.col_offset + 1);
    }
    flags |= flag;
  }
  return flags;
}

function futureError(message: string, filename: string, lineno: number, offset: number): PySyntaxError {
  return new PySyntaxError('SyntaxError', message, filename, lineno, offset, null, lineno, null);
}

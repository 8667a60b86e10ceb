/** Syntax errors of the symbol table and the compiler: those that point at a node. */

import type { Position } from '../parser/ast.js';
import { PySyntaxError } from '../parser/errors.js';

/** As CPython does after parsing, the offsets count UTF-8 bytes from 1 and the source line is not given. */
export function positionedError(filename: string, message: string, at: Position): PySyntaxError {
  const { lineno, end_lineno } = at;
  return new PySyntaxError(
    'SyntaxError',
    message,
    filename,
    lineno,
    at.col_offset + 1,
    null,
    end_lineno,
    at.end_col_offset + 1,
  );
}

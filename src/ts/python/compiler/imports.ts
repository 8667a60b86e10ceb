/** Import statements. */

import { Op } from '../interp/opcodes.js';
import type { Node } from '../parser/ast.js';
import type { Compiler } from './compiler.js';
import { stringTuple } from './constants.js';
import { emitInt } from './expressions.js';
import { emitVariable } from './names.js';

export function compileImport(c: Compiler, statement: Node<'Import'>): void {
  for (const { name, asname } of statement.names) {
    emitInt(c, 0);
    c.emitNone();
    c.emitName(Op.IMPORT_NAME, name);
    const [top = name, ...rest] = name.split('.');
    if (asname === null) {
      emitVariable(c, top, 'Store');
    } else {
      compileAlias(c, rest, asname);
    }
  }
}

/** `import a.b.c as d`: IMPORT_NAME gives `a`; walk down to the last part. */
function compileAlias(c: Compiler, path: readonly string[], asname: string): void {
  path.forEach((part, index) => {
    if (index > 0) {
      c.emit(Op.SWAP, 2);
      c.emit(Op.POP_TOP);
    }
    c.emitRawName(Op.IMPORT_FROM, part);
  });
  emitVariable(c, asname, 'Store');
  if (path.length > 0) c.emit(Op.POP_TOP);
}

export function compileImportFrom(c: Compiler, statement: Node<'ImportFrom'>): void {
  emitInt(c, statement.level ?? 0);
  if (statement.module === '__future__' && statement.lineno > c.settings.featuresLine) {
    c.fail('from __future__ imports must occur at the beginning of the file');
  }
  c.emitConst(stringTuple(statement.names.map((alias) => alias.name)));
  c.emitName(Op.IMPORT_NAME, statement.module ?? '');
  for (const { name, asname } of statement.names) {
    if (name === '*') {
      c.emit(Op.IMPORT_STAR);
      return;
    }
    c.emitName(Op.IMPORT_FROM, name);
    emitVariable(c, asname ?? name, 'Store');
  }
  c.emit(Op.POP_TOP);
}

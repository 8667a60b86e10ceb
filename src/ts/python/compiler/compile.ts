/**
 * The compiler's entry: a tree becomes a code object.
 *
 * future features -> constant folding (which changes the tree) -> symbol table -> blocks -> code object.
 * The passes recurse over the tree; one that is nested too deep for the host's stack gives Python's RecursionError.
 */

import { Op } from '../interp/opcodes.js';
import type { Mod } from '../parser/ast.js';
import { PySyntaxError } from '../parser/errors.js';
import { assemble } from './assembler.js';
import type { CodeObject } from './code.js';
import { Compiler, type WarningHandler } from './compiler.js';
import { compileExpression } from './expressions.js';
import { foldTree } from './fold.js';
import { findFutureFeatures } from './future.js';
import { compileBody, compileStatements, hasAnnotations } from './statements.js';
import { buildSymbolTable } from './symtable.js';

export interface CompileOptions {
  readonly filename: string;
  readonly optimize: 0 | 1 | 2;
  /** Future flags inherited from the code that asks for the compilation. */
  readonly flags: number;
  /** Expression statements go to `sys.displayhook`; the default is what the tree is. */
  readonly interactive?: boolean;
  readonly topLevelAwait?: boolean;
  readonly onWarning?: WarningHandler;
}

/** Compiles a tree, which it may change. Throws PySyntaxError. */
export function compileModule(tree: Mod, options: CompileOptions): CodeObject {
  try {
    return compileTree(tree, options);
  } catch (error) {
    // V8 reports an exhausted stack as a RangeError.
    if (!(error instanceof RangeError) || !error.message.includes('call stack')) throw error;
    const message = 'maximum recursion depth exceeded during compilation';
    throw new PySyntaxError('RecursionError', message, options.filename, null, null, null, null, null);
  }
}

function compileTree(tree: Mod, options: CompileOptions): CodeObject {
  const { filename } = options;
  const future = findFutureFeatures(tree, filename);
  const features = options.flags | future.flags;
  foldTree(tree, { optimize: options.optimize, features });
  const symbolTable = buildSymbolTable(tree, filename, features);
  const settings = {
    filename,
    optimize: options.optimize,
    features,
    featuresLine: future.line,
    interactive: options.interactive ?? tree.type_ === 'Interactive',
    topLevelAwait: options.topLevelAwait ?? false,
    onWarning: options.onWarning ?? (() => undefined),
  };
  const c = new Compiler(settings, symbolTable);
  switch (tree.type_) {
    case 'Module':
      c.clearLocation();
      compileBody(c, tree.body);
      break;
    case 'Interactive':
      if (hasAnnotations(tree.body)) c.emit(Op.SETUP_ANNOTATIONS);
      compileStatements(c, tree.body);
      break;
    case 'Expression':
      compileExpression(c, tree.body);
      return assemble(c, 'return top');
    case 'FunctionType':
      throw new Error('this compiler does not handle FunctionTypes');
  }
  return assemble(c, 'return None');
}

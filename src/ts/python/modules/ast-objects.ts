/** AST objects of module `_ast` from and to the bytes that the host's parser and compiler exchange. */
import { newError } from '../interp/errors.js';
import type { W_Root } from '../objects/root.js';
import { NotImplementedErrorType } from '../objects/w-exception.js';

/** Whether an object is an AST node. */
export function isAst(_w_obj: W_Root): boolean {
  return false;
}

export function astFromBytes(_bytes: string): W_Root {
  throw newError(NotImplementedErrorType, 'module _ast is not there yet');
}

export function bytesFromAst(_w_node: W_Root, _mode: string): string {
  throw newError(NotImplementedErrorType, 'module _ast is not there yet');
}

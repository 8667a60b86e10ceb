import type { Constant, Expr } from '../parser/ast.js';
export function unparse(expression: Expr): string { throw new Error('later' + expression.type_); }
export function unparseConstant(constant: Constant): string { return constant.kind; }

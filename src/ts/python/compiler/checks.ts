/** Warnings about code that cannot be meant: calls and subscripts of literals, `is` with a literal. */

import type { Constant, Expr, Node } from '../parser/ast.js';
import type { Compiler } from './compiler.js';
import { constantTypeName } from './constants.js';

const typesOfNodes: Partial<Record<Expr['type_'], string>> = {
  Tuple: 'tuple',
  List: 'list',
  ListComp: 'list',
  Dict: 'dict',
  DictComp: 'dict',
  Set: 'set',
  SetComp: 'set',
  GeneratorExp: 'generator',
  Lambda: 'function',
  JoinedStr: 'str',
  FormattedValue: 'str',
};

/** The type an expression's value must have, if that is plain to see. */
function findType(expression: Expr): string | undefined {
  return expression.type_ === 'Constant'
    ? constantTypeName(expression.value)
    : typesOfNodes[expression.type_];
}

const uncallableNodes: ReadonlySet<string> = new Set([
  'Constant',
  'Tuple',
  'List',
  'ListComp',
  'Dict',
  'DictComp',
  'Set',
  'SetComp',
  'GeneratorExp',
  'JoinedStr',
  'FormattedValue',
]);

const unsubscriptableNodes: ReadonlySet<string> = new Set(['Set', 'SetComp', 'GeneratorExp', 'Lambda']);
const subscriptableConstants: ReadonlySet<Constant['kind']> = new Set<Constant['kind']>([
  'str',
  'bytes',
  'tuple',
]);
const indexedNodes: ReadonlySet<string> = new Set([
  'Tuple',
  'List',
  'ListComp',
  'JoinedStr',
  'FormattedValue',
]);

export function checkCalled(c: Compiler, called: Expr): void {
  if (!uncallableNodes.has(called.type_)) return;
  c.warn(`'${findType(called)}' object is not callable; perhaps you missed a comma?`);
}

export function checkSubscripted(c: Compiler, value: Expr): void {
  const warns =
    value.type_ === 'Constant'
      ? !subscriptableConstants.has(value.value.kind)
      : unsubscriptableNodes.has(value.type_);
  if (warns) c.warn(`'${findType(value)}' object is not subscriptable; perhaps you missed a comma?`);
}

export function checkIndex(c: Compiler, value: Expr, index: Expr): void {
  const indexType = findType(index);
  if (indexType === undefined || indexType === 'int' || indexType === 'bool') return;
  const warns =
    value.type_ === 'Constant' ? subscriptableConstants.has(value.value.kind) : indexedNodes.has(value.type_);
  if (!warns) return;
  c.warn(
    `${findType(value)} indices must be integers or slices, not ${indexType}; perhaps you missed a comma?`,
  );
}

const singletons: ReadonlySet<Constant['kind']> = new Set<Constant['kind']>([
  'None',
  'True',
  'False',
  'Ellipsis',
]);

function isLiteral(expression: Expr): boolean {
  return expression.type_ === 'Constant' && !singletons.has(expression.value.kind);
}

export function checkComparison(c: Compiler, expression: Node<'Compare'>): void {
  let left = isLiteral(expression.left);
  for (const [index, op] of expression.ops.entries()) {
    const operand = expression.comparators[index];
    const right = operand !== undefined && isLiteral(operand);
    if (left || right) {
      if (op.type_ === 'Is') c.warn('"is" with a literal. Did you mean "=="?');
      if (op.type_ === 'IsNot') c.warn('"is not" with a literal. Did you mean "!="?');
    }
    left = right;
  }
}

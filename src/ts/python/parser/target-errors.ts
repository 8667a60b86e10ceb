/** What stands in the way of an assignment or deletion, and what error messages call it. */
import type { Expr } from './ast.js';

export type TargetUse = 'assign' | 'for' | 'delete';

/** The first part of an expression that cannot be a target, or null. */
export function findInvalidTarget(node: Expr, use: TargetUse): Expr | null {
  switch (node.type_) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      return null;
    case 'List':
    case 'Tuple':
      for (const element of node.elts) {
        const invalid = findInvalidTarget(element, use);
        if (invalid !== null) return invalid;
      }
      return null;
    case 'Starred':
      return use === 'delete' ? node : findInvalidTarget(node.value, use);
    case 'Compare':
      // The targets of `for a in b` are read as the comparison `a in b`.
      if (use !== 'for') return node;
      return node.ops[0].type_ === 'In' ? findInvalidTarget(node.left, use) : null;
    default:
      return node;
  }
}

const names: Readonly<Partial<Record<Expr['type_'], string>>> = {
  Attribute: 'attribute',
  Subscript: 'subscript',
  Starred: 'starred',
  Name: 'name',
  List: 'list',
  Tuple: 'tuple',
  Lambda: 'lambda',
  Call: 'function call',
  BoolOp: 'expression',
  BinOp: 'expression',
  UnaryOp: 'expression',
  GeneratorExp: 'generator expression',
  Yield: 'yield expression',
  YieldFrom: 'yield expression',
  Await: 'await expression',
  ListComp: 'list comprehension',
  SetComp: 'set comprehension',
  DictComp: 'dict comprehension',
  Dict: 'dict literal',
  Set: 'set display',
  JoinedStr: 'f-string expression',
  FormattedValue: 'f-string expression',
  Compare: 'comparison',
  IfExp: 'conditional expression',
  NamedExpr: 'named expression',
};

export function expressionName(node: Expr): string {
  if (node.type_ !== 'Constant') return names[node.type_] ?? node.type_;
  switch (node.value.kind) {
    case 'None':
    case 'True':
    case 'False':
      return node.value.kind;
    case 'Ellipsis':
      return 'ellipsis';
    default:
      return 'literal';
  }
}

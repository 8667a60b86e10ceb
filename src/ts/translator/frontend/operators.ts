/** Arithmetic, comparison and equality: which operation for which operands. */
import ts from 'typescript';
import { Constant, type Operand } from '../flow/graph.js';
import type { OpName } from '../flow/ops.js';
import * as flow from '../flow/types.js';
import { ERROR_VALUE } from './builder.js';
import { NumberLiteral } from './literals.js';
import type { Lowering } from './lowering.js';

const K = ts.SyntaxKind;

interface OperatorRow {
  readonly int?: OpName;
  readonly float?: OpName;
  readonly string?: OpName;
  readonly bool?: OpName;
  readonly reference?: OpName;
  /** What two literals give. */
  readonly fold?: (a: number, b: number) => number;
}

/** Keys are the operators' texts; compound assignments look up the part before `=`. */
const binaryOperators: Record<string, OperatorRow> = {
  '+': { int: 'int_add', float: 'float_add', string: 'str_concat', fold: (a, b) => a + b },
  '-': { int: 'int_sub', float: 'float_sub', fold: (a, b) => a - b },
  '*': { int: 'int_mul', float: 'float_mul', fold: (a, b) => a * b },
  '/': { float: 'float_div' },
  '%': { float: 'float_mod' },
  '&': { int: 'int32_and' },
  '|': { int: 'int32_or' },
  '^': { int: 'int32_xor' },
  '<<': { int: 'int32_shl' },
  '>>': { int: 'int32_shr' },
  '>>>': { int: 'int32_ushr' },
  '<': { int: 'int_lt', float: 'float_lt', string: 'str_lt' },
  '<=': { int: 'int_le', float: 'float_le', string: 'str_le' },
  '>': { int: 'int_gt', float: 'float_gt', string: 'str_gt' },
  '>=': { int: 'int_ge', float: 'float_ge', string: 'str_ge' },
  '===': { int: 'int_eq', float: 'float_eq', string: 'str_eq', bool: 'bool_eq', reference: 'ref_eq' },
  '!==': { int: 'int_ne', float: 'float_ne', string: 'str_ne', bool: 'bool_ne', reference: 'ref_ne' },
};

const comparisons = new Set(['<', '<=', '>', '>=', '===', '!==']);

/** The operation's kind for a pair of operands; null if there is none. */
function operandKind(a: flow.FlowType, b: flow.FlowType): keyof OperatorRow | null {
  if (a.kind === 'int' && b.kind === 'int') return 'int';
  if (a.kind === 'float' && b.kind === 'float') return 'float';
  if (a.kind === 'bool' && b.kind === 'bool') return 'bool';
  if (a.kind === 'string' && b.kind === 'string') return 'string';
  if (!flow.isNullable(a) || !flow.isNullable(b)) return null;
  // Strings are compared by value: not with objects that may be strings.
  if ((a.kind === 'string' && b.kind !== 'null') || (b.kind === 'string' && a.kind !== 'null')) return null;
  const isEqualKind = flow.isSameRepresentation(a, b) || a.kind === 'null' || b.kind === 'null';
  return isEqualKind ? 'reference' : null;
}

/** Brings a literal to the type of the other operand. */
function unify(left: Operand, right: Operand): [Operand, Operand] {
  if (left instanceof NumberLiteral && !(right instanceof NumberLiteral))
    return [left.adapt(right.type) ?? left, right];
  if (right instanceof NumberLiteral && !(left instanceof NumberLiteral))
    return [left, right.adapt(left.type) ?? right];
  if (left instanceof NumberLiteral && right instanceof NumberLiteral && left.type.kind !== right.type.kind) {
    return [left.adapt(flow.FLOAT) ?? left, right.adapt(flow.FLOAT) ?? right];
  }
  return [left, right];
}

export function applyBinary(
  l: Lowering,
  node: ts.Node,
  operator: string,
  first: Operand,
  second: Operand,
): Operand {
  if (first.type.kind === 'error' || second.type.kind === 'error') return ERROR_VALUE;
  if (operator === '==' || operator === '!=')
    return l.report(node, 'equality', `\`${operator}\`: use \`${operator}=\``);
  const row = binaryOperators[operator];
  if (row === undefined) {
    const rule = operator === '**' ? 'integer-operator' : 'expression';
    return l.report(node, rule, `operator \`${operator}\``);
  }
  if (first instanceof NumberLiteral && second instanceof NumberLiteral && row.fold !== undefined) {
    const value = row.fold(first.value as number, second.value as number);
    return new NumberLiteral(value, first.isFloatText || second.isFloatText);
  }
  const [left, right] = unify(first, second);
  const kind = operandKind(left.type, right.type);
  const operation = kind === null ? undefined : row[kind];
  if (typeof operation === 'string') {
    return l.emit(node, operation, [left, right], comparisons.has(operator) ? flow.BOOL : left.type);
  }
  return reportOperands(l, node, operator, left, right);
}

function reportOperands(
  l: Lowering,
  node: ts.Node,
  operator: string,
  left: Operand,
  right: Operand,
): Operand {
  const types = `${flow.typeToString(left.type)} ${operator} ${flow.typeToString(right.type)}`;
  const kinds = [left.type.kind, right.type.kind];
  if (kinds.every((kind) => kind === 'int')) {
    const instead =
      operator === '/'
        ? '`/` is float division: use intToFloat, floorDiv or truncDiv'
        : 'use floorMod or truncMod';
    return l.report(node, 'integer-operator', `${types}: ${instead}`);
  }
  if (kinds.every((kind) => kind === 'int' || kind === 'float') && kinds[0] !== kinds[1]) {
    return l.report(node, 'mixed-arithmetic', types);
  }
  return l.report(node, operator === '===' || operator === '!==' ? 'equality' : 'operand-type', types);
}

export function applyUnary(l: Lowering, node: ts.PrefixUnaryExpression, value: Operand): Operand {
  const { type } = value;
  if (type.kind === 'error') return ERROR_VALUE;
  switch (node.operator) {
    case K.MinusToken:
      if (value instanceof NumberLiteral)
        return new NumberLiteral(-(value.value as number), value.isFloatText);
      if (type.kind === 'int') return l.emit(node, 'int_neg', [value], flow.INT);
      if (type.kind === 'float') return l.emit(node, 'float_neg', [value], flow.FLOAT);
      break;
    case K.PlusToken:
      if (type.kind === 'float') return value;
      if (value instanceof NumberLiteral) return value;
      break;
    case K.TildeToken:
      if (type.kind === 'int') return l.emit(node, 'int32_not', [value], flow.INT);
      break;
    case K.ExclamationToken:
      if (type.kind === 'bool') return l.emit(node, 'bool_not', [value], flow.BOOL);
      return l.report(node, 'condition', `\`!\` of ${flow.typeToString(type)}`);
    default:
  }
  return l.report(
    node,
    'operand-type',
    `${ts.tokenToString(node.operator) ?? ''} ${flow.typeToString(type)}`,
  );
}

/** The number 1 for `++` and `--`. */
export const ONE = new NumberLiteral(1, false);

export function isNullConstant(value: Operand): boolean {
  return value instanceof Constant && value.value === null && value.type.kind === 'null';
}

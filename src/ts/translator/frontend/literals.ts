/**
 * Numeric literals: they are ints or floats according to what they meet; left alone, `1` is an int and `1.0`,
 * `1e3` and `1.5` are floats.
 */
import ts from 'typescript';
import { Constant } from '../flow/graph.js';
import { FLOAT, INT, type FlowType } from '../flow/types.js';

/** A constant whose type is only its preference. */
export class NumberLiteral extends Constant {
  constructor(
    value: number,
    /** Whether the source shows a float: `1.0`. */
    readonly isFloatText: boolean,
  ) {
    super(Number.isSafeInteger(value) && !isFloatText ? INT : FLOAT, value);
  }

  /** The constant at the type, or null if it can't be of that type. */
  adapt(type: FlowType): Constant | null {
    const value = this.value as number;
    if (type.kind === 'float') return new Constant(FLOAT, value);
    if (type.kind === 'int' && Number.isSafeInteger(value)) return new Constant(INT, value + 0);
    return null;
  }
}

const folds = new Map<ts.SyntaxKind, (a: number, b: number) => number>([
  [ts.SyntaxKind.PlusToken, (a, b) => a + b],
  [ts.SyntaxKind.MinusToken, (a, b) => a - b],
  [ts.SyntaxKind.AsteriskToken, (a, b) => a * b],
  [ts.SyntaxKind.AsteriskAsteriskToken, (a, b) => a ** b],
  [ts.SyntaxKind.BarToken, (a, b) => a | b],
  [ts.SyntaxKind.AmpersandToken, (a, b) => a & b],
  [ts.SyntaxKind.CaretToken, (a, b) => a ^ b],
  [ts.SyntaxKind.LessThanLessThanToken, (a, b) => a << b],
  [ts.SyntaxKind.GreaterThanGreaterThanToken, (a, b) => a >> b],
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken, (a, b) => a >>> b],
]);

export function foldNumbers(
  operator: ts.SyntaxKind,
  left: NumberLiteral,
  right: NumberLiteral,
): NumberLiteral | null {
  const fold = folds.get(operator);
  if (fold === undefined) return null;
  return new NumberLiteral(
    fold(left.value as number, right.value as number),
    left.isFloatText || right.isFloatText,
  );
}

/** The literal that an expression is, with sign and parentheses. */
export function numberLiteral(node: ts.Expression): NumberLiteral | null {
  if (ts.isParenthesizedExpression(node)) return numberLiteral(node.expression);
  if (ts.isNumericLiteral(node)) {
    // The parser's text has separators removed and hexadecimal converted.
    const text = node.getText();
    return new NumberLiteral(Number(node.text), /^[^x]*[.e]/i.test(text) && !/^0x/i.test(text));
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    const inner = numberLiteral(node.operand);
    return inner === null ? null : new NumberLiteral(-(inner.value as number), inner.isFloatText);
  }
  return null;
}

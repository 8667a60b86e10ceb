/** Expressions to operations. Conditions (`&&`, `||`, `!`) become control flow (`lowerCondition`). */
import ts from 'typescript';
import { Constant, type Operand } from '../flow/graph.js';
import * as flow from '../flow/types.js';
import type { FlowType } from '../flow/types.js';
import { applyAssignment, applyIncrement, isAssignmentOperator } from './assignments.js';
import { ERROR_VALUE, type Edge, type Slot } from './builder.js';
import { lowerCall, lowerNew } from './calls.js';
import { NumberLiteral, numberLiteral } from './literals.js';
import { NULL_CONSTANT, boolConstant, intConstant, stringConstant, type Lowering } from './lowering.js';
import { lowerElementGet, lowerProperty } from './members.js';
import { RLIB } from './intrinsics.js';
import { lowerIdentifier } from './names.js';
import { applyBinary, applyUnary } from './operators.js';
import { Problem } from './types.js';

const K = ts.SyntaxKind;

/** `expected` is the type wanted, if there is one: a hint for literals, null and branches, not a conversion. */
export function lowerExpression(l: Lowering, node: ts.Expression, expected: FlowType | null = null): Operand {
  if (ts.isParenthesizedExpression(node)) return lowerExpression(l, node.expression, expected);
  if (ts.isNumericLiteral(node)) return numberLiteral(node) ?? ERROR_VALUE;
  if (ts.isStringLiteralLike(node)) return lowerString(l, node);
  if (ts.isIdentifier(node)) return lowerIdentifier(l, node);
  if (ts.isPropertyAccessExpression(node)) return refine(l, node, lowerProperty(l, node));
  if (ts.isElementAccessExpression(node)) return refine(l, node, lowerElementGet(l, node));
  if (ts.isCallExpression(node)) return refine(l, node, lowerCall(l, node));
  if (ts.isNewExpression(node)) return lowerNew(l, node);
  if (ts.isBinaryExpression(node)) return lowerBinary(l, node, expected);
  if (ts.isPrefixUnaryExpression(node)) return lowerPrefix(l, node, expected);
  if (ts.isPostfixUnaryExpression(node)) return applyIncrement(l, node, 'old');
  if (ts.isConditionalExpression(node)) return lowerConditional(l, node, expected);
  if (ts.isArrayLiteralExpression(node)) return lowerArrayLiteral(l, node, expected);
  if (ts.isTemplateExpression(node)) return lowerTemplate(l, node);
  if (ts.isSatisfiesExpression(node)) return lowerExpression(l, node.expression, expected);
  if (ts.isAsExpression(node) || ts.isNonNullExpression(node)) return lowerAssertion(l, node, expected);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node))
    return l.report(node, 'closure', 'a function expression');
  if (ts.isObjectLiteralExpression(node)) return l.report(node, 'object-literal', 'an object literal');
  switch (node.kind) {
    case K.TrueKeyword:
      return boolConstant(true);
    case K.FalseKeyword:
      return boolConstant(false);
    case K.NullKeyword:
      return NULL_CONSTANT;
    case K.ThisKeyword:
      return l.thisValue ?? l.report(node, 'expression', '`this` outside a method');
    default:
      return l.report(node, 'expression', `${K[node.kind]} is not of the subset`);
  }
}

/** What generics erased, as the checker knows it here. */
function refine(l: Lowering, node: ts.Expression, value: Operand): Operand {
  if (value.type !== flow.OBJECT) return value;
  const type = l.findType(node);
  if (type === null || type === flow.OBJECT || type.kind === 'null' || type.kind === 'void') return value;
  if (flow.representation(type) === 'reference') return l.emit(node, 'narrow', [value], type);
  return l.report(node, 'generic-argument', `${flow.typeToString(type)} out of a generic`);
}

/** The expression's value as one of type `to`. */
export function lowerAs(l: Lowering, node: ts.Expression, to: FlowType): Operand {
  return l.coerce(lowerExpression(l, node, to), to, node);
}

function lowerString(
  l: Lowering,
  node: ts.StringLiteralLike | ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail,
): Operand {
  for (let i = 0; i < node.text.length; i++) {
    if (node.text.charCodeAt(i) > 255) return l.report(node, 'byte-string', 'a code unit above 255');
  }
  return stringConstant(node.text);
}

function lowerAssertion(
  l: Lowering,
  node: ts.AsExpression | ts.NonNullExpression,
  expected: FlowType | null,
): Operand {
  const value = lowerExpression(l, node.expression, expected);
  const type = l.models.types.isPlainNumber(l.checker.getTypeAtLocation(node)) ? value.type : l.typeOf(node);
  const actual = l.findType(node.expression);
  const isRlib = l.source.moduleName(node.getSourceFile()).startsWith(`${RLIB}/`);
  if (isRlib || (actual !== null && flow.isAssignable(actual, type)) || flow.isAssignable(value.type, type)) {
    return l.coerce(value, type, isRlib ? node : node.expression);
  }
  return l.report(
    node,
    'assertion',
    `${flow.typeToString(value.type)} as ${flow.typeToString(type)}: use \`cast\``,
  );
}

function lowerPrefix(l: Lowering, node: ts.PrefixUnaryExpression, expected: FlowType | null): Operand {
  if (node.operator === K.PlusPlusToken || node.operator === K.MinusMinusToken)
    return applyIncrement(l, node, 'new');
  const literal = numberLiteral(node);
  if (literal !== null) return literal;
  return applyUnary(l, node, lowerExpression(l, node.operand, expected));
}

function lowerBinary(l: Lowering, node: ts.BinaryExpression, expected: FlowType | null): Operand {
  const operator = node.operatorToken.kind;
  if (isAssignmentOperator(operator)) return applyAssignment(l, node);
  switch (operator) {
    case K.AmpersandAmpersandToken:
    case K.BarBarToken:
      return lowerConditionValue(l, node);
    case K.QuestionQuestionToken:
      return lowerCoalesce(l, node, expected);
    case K.InstanceOfKeyword:
      return lowerInstanceof(l, node);
    default: {
      const left = lowerExpression(l, node.left);
      const right = lowerExpression(l, node.right);
      return applyBinary(l, node, ts.tokenToString(operator) ?? '', left, right);
    }
  }
}

function lowerInstanceof(l: Lowering, node: ts.BinaryExpression): Operand {
  const value = lowerExpression(l, node.left);
  const cls = lowerExpression(l, node.right);
  if (value.type.kind === 'error' || cls.type.kind === 'error') return ERROR_VALUE;
  if (flow.representation(value.type) !== 'reference' && value.type.kind !== 'null') {
    return l.report(node, 'operand-type', `instanceof of ${flow.typeToString(value.type)}`);
  }
  return emitInstanceTest(l, node, value, cls);
}

export function emitInstanceTest(l: Lowering, node: ts.Node, value: Operand, cls: Operand): Operand {
  const model = classConstant(cls);
  if (model !== null) return l.emit(node, 'instanceof', [value], flow.BOOL, { kind: 'class', cls: model });
  return l.emit(node, 'is_instance', [value, cls], flow.BOOL);
}

export function classConstant(operand: Operand): flow.RefType['cls'] {
  const { value } = operand instanceof Constant ? operand : { value: null };
  return operand.type.kind === 'classref' &&
    value !== null &&
    typeof value === 'object' &&
    'subclasses' in value
    ? value
    : null;
}

export interface ConditionEdges {
  readonly whenTrue: Edge[];
  readonly whenFalse: Edge[];
}

/** Lowers a condition to control flow; the block is left. */
export function lowerCondition(l: Lowering, node: ts.Expression): ConditionEdges {
  if (ts.isParenthesizedExpression(node)) return lowerCondition(l, node.expression);
  if (ts.isPrefixUnaryExpression(node) && node.operator === K.ExclamationToken) {
    const { whenTrue, whenFalse } = lowerCondition(l, node.operand);
    return { whenTrue: whenFalse, whenFalse: whenTrue };
  }
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.kind;
    if (operator === K.AmpersandAmpersandToken) {
      const left = lowerCondition(l, node.left);
      l.builder.join(left.whenTrue);
      const right = lowerCondition(l, node.right);
      return { whenTrue: right.whenTrue, whenFalse: [...left.whenFalse, ...right.whenFalse] };
    }
    if (operator === K.BarBarToken) {
      const left = lowerCondition(l, node.left);
      l.builder.join(left.whenFalse);
      const right = lowerCondition(l, node.right);
      return { whenTrue: [...left.whenTrue, ...right.whenTrue], whenFalse: right.whenFalse };
    }
  }
  if (node.kind === K.TrueKeyword) return { whenTrue: l.builder.leave(), whenFalse: [] };
  if (node.kind === K.FalseKeyword) return { whenTrue: [], whenFalse: l.builder.leave() };
  const value = lowerExpression(l, node);
  if (value.type.kind === 'error') return l.builder.branch(boolConstant(true));
  if (value.type.kind !== 'bool') {
    l.report(node, 'condition', `a condition of type ${flow.typeToString(value.type)}`);
    return l.builder.branch(boolConstant(true));
  }
  return l.builder.branch(value);
}

function lowerConditionValue(l: Lowering, node: ts.Expression): Operand {
  const { whenTrue, whenFalse } = lowerCondition(l, node);
  const slot: Slot = { name: '', type: flow.BOOL };
  l.builder.join(whenTrue);
  l.builder.write(slot, boolConstant(true));
  const edges = l.builder.leave();
  l.builder.join(whenFalse);
  l.builder.write(slot, boolConstant(false));
  return joinValue(l, slot, [...edges, ...l.builder.leave()]);
}

function joinValue(l: Lowering, slot: Slot, edges: readonly Edge[]): Operand {
  l.builder.join(edges);
  const value = l.builder.read(slot);
  l.builder.forget(slot);
  return value;
}

/** The type that the branches of an expression meet in; null for numbers, which show it themselves. */
function branchType(l: Lowering, node: ts.Expression, expected: FlowType | null): FlowType | null {
  if (expected !== null && expected.kind !== 'void' && expected.kind !== 'null') return expected;
  const type = l.checker.getTypeAtLocation(node);
  if (l.models.types.isPlainNumber(type)) return null;
  const converted = l.models.types.convert(type);
  if (converted instanceof Problem) return l.models.typeAt(node, type);
  // Where control can't come by TypeScript's reckoning, types are `never`.
  return converted.kind === 'int' || converted.kind === 'float' || converted.kind === 'void'
    ? null
    : converted;
}

function lowerConditional(l: Lowering, node: ts.ConditionalExpression, expected: FlowType | null): Operand {
  const { whenTrue, whenFalse } = lowerCondition(l, node.condition);
  const type = branchType(l, node, expected);
  const lowerBranch = (branch: ts.Expression): Operand =>
    type === null ? lowerExpression(l, branch) : lowerAs(l, branch, type);
  l.builder.join(whenTrue);
  const first = lowerBranch(node.whenTrue);
  const firstEdges = l.builder.leave();
  l.builder.join(whenFalse);
  const second = lowerBranch(node.whenFalse);
  const secondEdges = l.builder.leave();
  const slot: Slot = { name: '', type: type ?? numberType(first, second) };
  const withValue = (edges: Edge[], value: Operand, branch: ts.Expression): Edge[] => {
    const coerced = type === null ? l.coerce(value, slot.type, branch) : value;
    return edges.map((edge) => ({
      link: edge.link,
      environment: new Map(edge.environment).set(slot, coerced),
    }));
  };
  return joinValue(l, slot, [
    ...withValue(firstEdges, first, node.whenTrue),
    ...withValue(secondEdges, second, node.whenFalse),
  ]);
}

function numberType(first: Operand, second: Operand): FlowType {
  if (!(first instanceof NumberLiteral)) return first.type;
  if (!(second instanceof NumberLiteral)) return second.type;
  return first.type.kind === 'float' ? first.type : second.type;
}

function lowerCoalesce(l: Lowering, node: ts.BinaryExpression, expected: FlowType | null): Operand {
  const left = lowerExpression(l, node.left);
  const type = branchType(l, node, expected) ?? left.type;
  if (left.type.kind === 'error') return ERROR_VALUE;
  if (!flow.isNullable(left.type)) {
    return l.report(node, 'operand-type', `?? of ${flow.typeToString(left.type)}`);
  }
  const isNull = l.emit(node, 'ref_eq', [left, NULL_CONSTANT], flow.BOOL);
  const { whenTrue, whenFalse } = l.builder.branch(isNull);
  const slot: Slot = { name: '', type };
  l.builder.join(whenFalse);
  l.builder.write(slot, l.coerce(left, type, node.left));
  const edges = l.builder.leave();
  l.builder.join(whenTrue);
  const right = lowerAs(l, node.right, type);
  l.builder.write(slot, right);
  return joinValue(l, slot, [...edges, ...l.builder.leave()]);
}

function lowerArrayLiteral(l: Lowering, node: ts.ArrayLiteralExpression, expected: FlowType | null): Operand {
  const isSequence = expected !== null && (expected.kind === 'list' || expected.kind === 'fixed');
  if (!isSequence && isListOfPlainNumbers(l, node)) return lowerNumberList(l, node);
  const type = isSequence ? expected : arrayLiteralType(l, node);
  if (type.kind === 'error') return ERROR_VALUE;
  if (type.kind !== 'list' && type.kind !== 'fixed') {
    return l.report(node, 'type-mismatch', `an array literal where ${flow.typeToString(type)} is expected`);
  }
  const items = node.elements.map((one) => lowerAs(l, one, type.item));
  return l.emit(node, type.kind === 'list' ? 'list_of' : 'fixed_of', items, type);
}

function isListOfPlainNumbers(l: Lowering, node: ts.ArrayLiteralExpression): boolean {
  const type = l.checker.getTypeAtLocation(node);
  const item = l.checker.isArrayType(type)
    ? l.checker.getTypeArguments(type as ts.TypeReference)[0]
    : undefined;
  return item !== undefined && node.elements.length > 0 && l.models.types.isPlainNumber(item);
}

/** `[x, 1]`: the items show whether they are ints or floats. */
function lowerNumberList(l: Lowering, node: ts.ArrayLiteralExpression): Operand {
  const values = node.elements.map((one) => lowerExpression(l, one));
  const item = values.reduce((a, b) => (numberType(a, b) === a.type ? a : b)).type;
  const items = values.map((value, i) => l.coerce(value, item, node.elements[i] ?? node));
  return l.emit(node, 'list_of', items, flow.listOf(item));
}

function arrayLiteralType(l: Lowering, node: ts.ArrayLiteralExpression): FlowType {
  const contextual = l.checker.getContextualType(node);
  const converted = contextual === undefined ? null : l.models.types.convert(contextual);
  return converted === null || converted instanceof Problem ? l.typeOf(node) : converted;
}

function lowerTemplate(l: Lowering, node: ts.TemplateExpression): Operand {
  let text: Operand | null = node.head.text === '' ? null : lowerString(l, node.head);
  const append = (part: Operand): void => {
    text = text === null ? part : l.emit(node, 'str_concat', [text, part], flow.STRING);
  };
  for (const span of node.templateSpans) {
    const value = lowerExpression(l, span.expression);
    if (value.type.kind === 'string' || value.type.kind === 'error') append(value);
    else if (value.type.kind === 'int')
      append(l.emit(span.expression, 'int_to_string', [value], flow.STRING));
    else l.report(span.expression, 'operand-type', `${flow.typeToString(value.type)} in a template literal`);
    if (span.literal.text !== '') append(lowerString(l, span.literal));
  }
  return text ?? stringConstant('');
}

/** `index` of a list or array as an int. */
export function lowerIndex(l: Lowering, node: ts.Expression): Operand {
  const value = lowerAs(l, node, flow.INT);
  return value instanceof NumberLiteral ? intConstant(value.value as number) : value;
}

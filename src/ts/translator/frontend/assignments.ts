/** `=`, compound assignment, `++` and `--`, to variables, module state, fields and items. */
import ts from 'typescript';
import type { Operand } from '../flow/graph.js';
import * as flow from '../flow/types.js';
import type { FlowType } from '../flow/types.js';
import { ERROR_VALUE } from './builder.js';
import { lowerExpression } from './expressions.js';
import type { Lowering } from './lowering.js';
import { lowerFieldPlace, lowerItemPlace } from './members.js';
import { applyBinary, ONE } from './operators.js';

const K = ts.SyntaxKind;

/** Where a value goes; what the place itself needs has been evaluated. */
interface Place {
  readonly type: FlowType;
  read(): Operand;
  write(value: Operand): void;
}

export function isAssignmentOperator(kind: ts.SyntaxKind): boolean {
  return kind >= K.FirstAssignment && kind <= K.LastAssignment;
}

function lowerPlace(l: Lowering, node: ts.Expression): Place | null {
  if (ts.isParenthesizedExpression(node)) return lowerPlace(l, node.expression);
  if (ts.isIdentifier(node)) return namedPlace(l, node);
  if (ts.isPropertyAccessExpression(node)) {
    const place = lowerFieldPlace(l, node);
    if (place === null) return null;
    const { object, field } = place;
    return {
      type: field.type,
      read: () => l.emit(node, 'getfield', [object], field.type, { kind: 'field', field }),
      write: (value) => {
        l.emit(node, 'setfield', [object, value], flow.VOID, { kind: 'field', field });
        // Nobody relies on a field of an object that is being made.
        const isNew = l.fn.kind === 'constructor' && object === l.thisValue;
        if (field.hints.has('quasiImmutable') && !isNew) l.emit(node, 'field_changed', [object], flow.VOID);
      },
    };
  }
  if (ts.isElementAccessExpression(node)) {
    const place = lowerItemPlace(l, node);
    if (place === null) return null;
    const { array, index, ops, item } = place;
    return {
      type: item,
      read: () => l.emit(node, ops.get, [array, index], item),
      write: (value) => l.emit(node, ops.set, [array, index, value], flow.VOID),
    };
  }
  const isPattern = ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node);
  l.report(node, isPattern ? 'destructuring' : 'expression', 'an assignment to this');
  return null;
}

function namedPlace(l: Lowering, node: ts.Identifier): Place | null {
  const symbol = l.source.findSymbol(node);
  const slot = symbol === null ? undefined : l.slots.get(symbol);
  if (slot !== undefined) {
    return {
      type: slot.type,
      read: () => l.builder.read(slot),
      write: (value) => l.builder.write(slot, value),
    };
  }
  const declaration = symbol?.valueDeclaration;
  if (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    ts.isSourceFile(declaration.parent.parent.parent)
  ) {
    const global = l.models.globalOf(declaration);
    const immediate = { kind: 'global', global } as const;
    if (global.type.kind === 'error') return null;
    return {
      type: global.type,
      read: () => l.emit(node, 'getglobal', [], global.type, immediate),
      write: (value) => l.emit(node, 'setglobal', [value], flow.VOID, immediate),
    };
  }
  const rule = symbol !== null && l.catchSlots.has(symbol) ? 'catch-variable' : 'closure';
  l.report(node, rule, `an assignment to ${node.text}`);
  return null;
}

export function applyAssignment(l: Lowering, node: ts.BinaryExpression): Operand {
  const place = lowerPlace(l, node.left);
  if (place === null) {
    lowerExpression(l, node.right);
    return ERROR_VALUE;
  }
  const operator = ts.tokenToString(node.operatorToken.kind) ?? '';
  if (operator === '&&=' || operator === '||=' || operator === '??=') {
    return l.report(node, 'expression', `operator \`${operator}\``);
  }
  let value: Operand;
  if (operator === '=') value = lowerExpression(l, node.right, place.type);
  else {
    const old = place.read();
    value = applyBinary(l, node, operator.slice(0, -1), old, lowerExpression(l, node.right));
  }
  const coerced = l.coerce(value, place.type, operator === '=' ? node.right : node);
  place.write(coerced);
  // The expression's value keeps the precision of what was assigned.
  return operator === '=' && value.type.kind !== 'null' && flow.representation(value.type) === 'reference'
    ? value
    : coerced;
}

export function applyIncrement(
  l: Lowering,
  node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression,
  gives: 'old' | 'new',
): Operand {
  const place = lowerPlace(l, node.operand);
  if (place === null) return ERROR_VALUE;
  const old = place.read();
  const changed = applyBinary(l, node, node.operator === K.PlusPlusToken ? '+' : '-', old, ONE);
  place.write(changed);
  return gives === 'old' ? old : changed;
}

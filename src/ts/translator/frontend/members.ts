/** Fields, items and lengths: `a.b`, `a[i]`, `a.length`. */
import ts from 'typescript';
import { Constant, type Operand } from '../flow/graph.js';
import { ClassModel, type FieldModel } from '../flow/model.js';
import * as flow from '../flow/types.js';
import { ERROR_VALUE } from './builder.js';
import { lowerExpression, lowerIndex } from './expressions.js';
import { globalConstants, sequenceOps } from './intrinsics.js';
import { intConstant, type Lowering } from './lowering.js';
import { lowerStaticMember, lowerSymbol } from './names.js';
import { hasModifier } from './source.js';

export function lowerProperty(l: Lowering, node: ts.PropertyAccessExpression): Operand {
  if (node.questionDotToken !== undefined) return l.report(node, 'optional-chaining', '`?.`');
  const symbol = l.source.findSymbol(node.name);
  const declaration = symbol?.valueDeclaration ?? symbol?.declarations?.[0];
  if (symbol !== null && declaration !== undefined) {
    if (ts.isEnumMember(declaration)) return lowerEnumMember(l, node);
    if (isNamespace(l, node.expression)) return lowerSymbol(l, node, symbol);
    if (ts.isClassElement(declaration) && hasModifier(declaration, ts.SyntaxKind.StaticKeyword)) {
      return lowerStaticMember(l, node, declaration);
    }
    if (l.source.isLibrary(declaration)) return lowerLibraryProperty(l, node);
  }
  const place = lowerFieldPlace(l, node);
  if (place === null) return ERROR_VALUE;
  return l.emit(node, 'getfield', [place.object], place.field.type, { kind: 'field', field: place.field });
}

function lowerEnumMember(l: Lowering, node: ts.PropertyAccessExpression): Operand {
  const value = l.checker.getConstantValue(node);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return intConstant(value);
  return l.report(node, 'expression', 'an enum member that is not an int');
}

export function isNamespace(l: Lowering, node: ts.Expression): boolean {
  if (!ts.isIdentifier(node)) return false;
  const declaration = l.checker.getSymbolAtLocation(node)?.declarations?.[0];
  return declaration !== undefined && ts.isNamespaceImport(declaration);
}

function lowerLibraryProperty(l: Lowering, node: ts.PropertyAccessExpression): Operand {
  const known = globalConstants[node.getText()];
  if (known !== undefined) return new Constant(flow.FLOAT, known);
  if (node.name.text === 'length') {
    const value = lowerExpression(l, node.expression);
    const { kind } = value.type;
    if (kind === 'error') return ERROR_VALUE;
    if (kind === 'string') return l.emit(node, 'str_length', [value], flow.INT);
    if (kind in sequenceOps)
      return l.emit(node, sequenceOps[kind as keyof typeof sequenceOps].length, [value], flow.INT);
  }
  return l.report(node, 'builtin', `${node.getText()} is not of the subset`);
}

export interface FieldPlace {
  readonly object: Operand;
  readonly field: FieldModel;
}

/** The object and field that `a.b` means; null after a report. */
export function lowerFieldPlace(l: Lowering, node: ts.PropertyAccessExpression): FieldPlace | null {
  const name = node.name.text;
  const declaration = l.source.findSymbol(node.name)?.declarations?.[0];
  if (declaration !== undefined && ts.isMethodDeclaration(declaration)) {
    l.report(node, 'method-value', `method ${name} as a value`);
    return null;
  }
  if (declaration !== undefined && ts.isAccessor(declaration)) {
    l.report(node, 'class-member', `${name} is a getter or setter`);
    return null;
  }
  if (
    declaration !== undefined &&
    ts.isClassElement(declaration) &&
    hasModifier(declaration, ts.SyntaxKind.StaticKeyword)
  ) {
    l.report(node, 'static-field', `static field ${name} is assigned`);
    return null;
  }
  if (declaration !== undefined && l.source.isLibrary(declaration)) {
    l.report(node, 'builtin', `.${name} is not a place of the subset`);
    return null;
  }
  const owner = findOwner(l, node, declaration);
  const field = owner?.findField(name) ?? null;
  if (field === null) {
    if (lowerExpression(l, node.expression).type.kind !== 'error') {
      l.report(node, 'object-type', `.${name} is not a field of a class of RTypeScript`);
    }
    return null;
  }
  const object = l.coerce(lowerExpression(l, node.expression), field.owner.type, node.expression);
  return object.type.kind === 'error' ? null : { object, field };
}

/** The class through which a member is seen. */
function findOwner(
  l: Lowering,
  node: ts.PropertyAccessExpression,
  declaration: ts.Declaration | undefined,
): ClassModel | null {
  const parent =
    declaration === undefined
      ? undefined
      : ts.isParameter(declaration)
        ? declaration.parent.parent
        : declaration.parent;
  if (parent !== undefined && ts.isClassLike(parent)) {
    const cls = l.models.ensureClass(parent);
    // A union of classes gives the first member's declaration; the field is the common base's.
    if (cls instanceof ClassModel && cls.findField(node.name.text) !== null) return cls;
  }
  const type = l.findType(node.expression);
  return type?.kind === 'ref' ? type.cls : null;
}

export interface ItemPlace {
  readonly array: Operand;
  readonly index: Operand;
  readonly ops: (typeof sequenceOps)[keyof typeof sequenceOps];
  readonly item: flow.FlowType;
}

export function lowerItemPlace(l: Lowering, node: ts.ElementAccessExpression): ItemPlace | null {
  if (node.questionDotToken !== undefined) {
    l.report(node, 'optional-chaining', '`?.`');
    return null;
  }
  const array = lowerExpression(l, node.expression);
  const index = lowerIndex(l, node.argumentExpression);
  const { type } = array;
  if (type.kind === 'error' || index.type.kind === 'error') return null;
  if (!(type.kind in sequenceOps)) {
    l.report(node, 'operand-type', `[...] of ${flow.typeToString(type)}`);
    return null;
  }
  const item =
    type.kind === 'list' || type.kind === 'fixed'
      ? type.item
      : type.kind === 'floats'
        ? flow.FLOAT
        : flow.INT;
  return { array, index, ops: sequenceOps[type.kind as keyof typeof sequenceOps], item };
}

export function lowerElementGet(l: Lowering, node: ts.ElementAccessExpression): Operand {
  const place = lowerItemPlace(l, node);
  if (place === null) return ERROR_VALUE;
  return l.emit(node, place.ops.get, [place.array, place.index], place.item);
}

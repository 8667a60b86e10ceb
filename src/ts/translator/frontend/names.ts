/** What names mean: variables, functions, classes, module-level constants and state. */
import ts from 'typescript';
import { Constant, Unloaded, type Operand } from '../flow/graph.js';
import { ClassModel } from '../flow/model.js';
import * as flow from '../flow/types.js';
import { ERROR_VALUE } from './builder.js';
import { findIntrinsicConstant } from './intrinsics.js';
import { NumberLiteral } from './literals.js';
import { boolConstant, stringConstant, type Lowering } from './lowering.js';
import { literalValue } from './models.js';
import { hasModifier } from './source.js';
import { Problem } from './types.js';

export function lowerIdentifier(l: Lowering, node: ts.Identifier): Operand {
  const symbol = l.source.findSymbol(node);
  if (symbol === null) return l.report(node, 'expression', `${node.text} is not known`);
  const slot = l.slots.get(symbol);
  if (slot !== undefined) return l.builder.read(slot);
  if (l.catchSlots.has(symbol)) {
    return l.report(node, 'catch-variable', `${node.text} is used other than as \`caught(${node.text})\``);
  }
  return lowerSymbol(l, node, symbol);
}

/** A name of module level, or `module.name` of a namespace import. */
export function lowerSymbol(l: Lowering, node: ts.Expression, symbol: ts.Symbol): Operand {
  const declaration = symbol.valueDeclaration;
  const name = symbol.name;
  if (name === 'undefined' && declaration === undefined)
    return l.report(node, 'undefined', 'undefined: use null');
  if (declaration === undefined)
    return l.report(node, 'expression', `${node.getText()} is not a value: does tsc accept this?`);
  if (l.source.isLibrary(declaration)) {
    if (name === 'NaN') return new Constant(flow.FLOAT, NaN);
    if (name === 'Infinity') return new NumberLiteral(Infinity, true);
    return l.report(node, 'builtin', `${name} is not of the subset`);
  }
  if (ts.isFunctionDeclaration(declaration)) return lowerFunctionValue(l, node, declaration);
  if (ts.isClassLike(declaration)) {
    const cls = l.models.ensureClass(declaration);
    return cls instanceof Problem ? l.report(node, cls.rule, cls.message) : new Constant(flow.CLASSREF, cls);
  }
  if (ts.isVariableDeclaration(declaration)) return lowerModuleVariable(l, node, declaration);
  if (ts.isParameter(declaration))
    return l.report(node, 'closure', `${name} is a variable of another function`);
  return l.report(node, 'expression', `${name} can't be used as a value`);
}

export function lowerFunctionValue(
  l: Lowering,
  node: ts.Node,
  declaration: ts.FunctionDeclaration | ts.MethodDeclaration,
): Operand {
  if (ts.isFunctionDeclaration(declaration) && !ts.isSourceFile(declaration.parent)) {
    return l.report(node, 'closure', 'a function declared inside another');
  }
  if (declaration.body === undefined) return l.report(node, 'function-value', 'a function without a body');
  const fn = l.models.functionOf(declaration);
  return new Constant(flow.functionOf(fn.argumentTypes, fn.result), fn);
}

function lowerModuleVariable(l: Lowering, node: ts.Expression, declaration: ts.VariableDeclaration): Operand {
  const name = declaration.name.getText();
  if (!ts.isSourceFile(declaration.parent.parent.parent)) {
    return l.report(node, 'closure', `${name} is a variable of another function`);
  }
  const module = l.source.moduleName(declaration.getSourceFile());
  const intrinsic = findIntrinsicConstant(module, name);
  if (intrinsic !== null) return l.emit(node, intrinsic, [], flow.INT);
  if (!(declaration.parent.flags & ts.NodeFlags.Const)) {
    const global = l.models.globalOf(declaration);
    return l.emit(node, 'getglobal', [], global.type, { kind: 'global', global });
  }
  if (l.models.findExternal(declaration) !== null) {
    return l.report(node, 'function-value', `the external ${name} can only be called`);
  }
  return moduleConstant(l, declaration, module, name, [name]);
}

/** A module-level `const` or static readonly field; `path` leads to it from its module. */
function moduleConstant(
  l: Lowering,
  declaration: ts.VariableDeclaration | ts.PropertyDeclaration,
  module: string,
  name: string,
  path: readonly string[],
): Operand {
  const type = l.checker.getTypeAtLocation(declaration);
  if (declaration.type === undefined && declaration.initializer !== undefined) {
    const number = l.models.evidentNumber(declaration.initializer);
    if (number !== null) return number;
  }
  const literal = literalValue(type);
  if (typeof literal === 'boolean') return boolConstant(literal);
  if (typeof literal === 'string') return stringConstant(literal);
  const declared = l.models.declaredType(declaration);
  if (declared.kind === 'error') return ERROR_VALUE;
  const { live } = l.host;
  const origin = `${module}#${path.join('.')}`;
  if (live === null) return new Constant(declared, new Unloaded(origin));
  const constant = live.constant(module, path, declared);
  return constant instanceof Problem
    ? l.report(declaration, constant.rule, `${name}: ${constant.message}`)
    : constant;
}

/** A static member: `C.x`. */
export function lowerStaticMember(
  l: Lowering,
  node: ts.PropertyAccessExpression,
  declaration: ts.Declaration,
): Operand {
  if (ts.isMethodDeclaration(declaration)) return lowerFunctionValue(l, node, declaration);
  const name = node.name.text;
  if (!ts.isPropertyDeclaration(declaration) || !ts.isClassLike(declaration.parent)) {
    return l.report(node, 'class-member', `static member ${name}`);
  }
  if (!hasModifier(declaration, ts.SyntaxKind.ReadonlyKeyword)) {
    return l.report(node, 'static-field', `static field ${name} is not readonly`);
  }
  const cls = l.models.ensureClass(declaration.parent);
  if (!(cls instanceof ClassModel)) return l.report(node, cls.rule, cls.message);
  return moduleConstant(l, declaration, cls.module, name, [cls.name, name]);
}

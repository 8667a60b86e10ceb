/** Calls: of functions, methods, constructors, function values, host functions and intrinsics. */
import ts from 'typescript';
import { zeroOf, type Operand } from '../flow/graph.js';
import { ClassModel, type FunctionModel, type ParameterModel } from '../flow/model.js';
import { opRow, type OpName } from '../flow/ops.js';
import { parseSignature, type TypePattern } from '../flow/signature.js';
import * as flow from '../flow/types.js';
import type { FlowType } from '../flow/types.js';
import { ERROR_VALUE, VOID_VALUE } from './builder.js';
import { classConstant, emitInstanceTest, lowerAs, lowerExpression } from './expressions.js';
import {
  findIntrinsic,
  findSpecialFunction,
  globalFunctions,
  valueMethods,
  type SpecialFunction,
} from './intrinsics.js';
import { initializeFields } from './lower-function.js';
import { intConstant, type Lowering } from './lowering.js';
import { isNamespace } from './members.js';
import { hasModifier, skipParentheses } from './source.js';
import { Problem } from './types.js';

const K = ts.SyntaxKind;

export function lowerCall(l: Lowering, node: ts.CallExpression): Operand {
  if (node.questionDotToken !== undefined) return l.report(node, 'optional-chaining', '`?.`');
  const callee = skipParentheses(node.expression);
  if (callee.kind === K.SuperKeyword) return lowerSuperCall(l, node);
  if (ts.isIdentifier(callee)) {
    const symbol = l.source.findSymbol(callee);
    if (symbol !== null && !l.slots.has(symbol)) return lowerNamedCall(l, node, callee, symbol);
  }
  if (ts.isPropertyAccessExpression(callee)) return lowerMemberCall(l, node, callee);
  return callValue(l, node, lowerExpression(l, callee));
}

/** A call of a top-level name. */
function lowerNamedCall(
  l: Lowering,
  node: ts.CallExpression,
  callee: ts.Expression,
  symbol: ts.Symbol,
): Operand {
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined)
    return l.report(callee, 'callee', `${callee.getText()} is not known: does tsc accept this?`);
  if (ts.isFunctionDeclaration(declaration)) {
    const module = l.source.moduleName(declaration.getSourceFile());
    const special = findSpecialFunction(module, symbol.name);
    if (special !== null) return lowerSpecial(l, node, special);
    const intrinsic = findIntrinsic(module, symbol.name);
    if (intrinsic !== null) return lowerIntrinsic(l, node, intrinsic, []);
    if (l.source.isLibrary(declaration))
      return l.report(callee, 'builtin', `${symbol.name} is not of the subset`);
    if (!ts.isSourceFile(declaration.parent))
      return l.report(callee, 'closure', 'a function declared inside another');
    if (declaration.body === undefined)
      return l.report(callee, 'callee', `${symbol.name} has overloads or no body`);
    const fn = l.models.functionOf(declaration);
    return emitCall(l, node, fn, lowerArguments(l, node, fn.params));
  }
  if (ts.isVariableDeclaration(declaration)) {
    const external = l.models.findExternal(declaration);
    if (external !== null) {
      const args = lowerTypedArguments(l, node, external.params);
      return l.emit(node, 'call_external', args, external.result, { kind: 'external', external });
    }
  }
  return callValue(l, node, lowerExpression(l, callee));
}

function lowerMemberCall(l: Lowering, node: ts.CallExpression, callee: ts.PropertyAccessExpression): Operand {
  if (callee.questionDotToken !== undefined) return l.report(callee, 'optional-chaining', '`?.`');
  const symbol = l.source.findSymbol(callee.name);
  const declaration = symbol?.valueDeclaration ?? symbol?.declarations?.[0];
  if (symbol === null || declaration === undefined)
    return l.report(callee, 'callee', `${callee.getText()} is not known`);
  if (isNamespace(l, callee.expression)) return lowerNamedCall(l, node, callee, symbol);
  if (l.source.isLibrary(declaration)) return lowerLibraryCall(l, node, callee);
  if (!ts.isMethodDeclaration(declaration)) return callValue(l, node, lowerExpression(l, callee));
  if (hasModifier(declaration, K.StaticKeyword)) {
    const fn = l.models.functionOf(declaration);
    return emitCall(l, node, fn, lowerArguments(l, node, fn.params));
  }
  return lowerMethodCall(l, node, callee, declaration);
}

function lowerLibraryCall(
  l: Lowering,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
): Operand {
  const global = globalFunctions[callee.getText()];
  if (global !== undefined) return lowerIntrinsic(l, node, global, []);
  if (!ts.isIdentifier(callee.expression) || l.findType(callee.expression) !== null) {
    const receiver = lowerExpression(l, callee.expression);
    if (receiver.type.kind === 'error') return ERROR_VALUE;
    const operation = valueMethods[`${receiver.type.kind}.${callee.name.text}`];
    if (operation !== undefined) return lowerIntrinsic(l, node, operation, [receiver]);
  }
  const type = l.findType(callee.expression);
  const of = type === null ? '' : ` (of ${flow.typeToString(type)})`;
  return l.report(callee, 'builtin', `${callee.getText()}${of} is not of the subset`);
}

function lowerMethodCall(
  l: Lowering,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  declaration: ts.MethodDeclaration,
): Operand {
  const name = callee.name.text;
  if (callee.expression.kind === K.SuperKeyword) {
    const method = l.fn.owner?.base?.findMethod(name) ?? null;
    if (method === null || l.thisValue === null)
      return l.report(callee, 'callee', `super.${name} is not known`);
    return emitCall(l, node, method, [l.thisValue, ...lowerArguments(l, node, method.params)]);
  }
  const owner = ts.isClassLike(declaration.parent) ? l.models.ensureClass(declaration.parent) : null;
  if (!(owner instanceof ClassModel))
    return l.report(callee, 'object-type', `.${name} is not a method of a class`);
  const intrinsic = findIntrinsic(owner.module, `${owner.name}.${name}`);
  const value = lowerExpression(l, callee.expression);
  if (value.type.kind === 'error') {
    for (const arg of node.arguments) lowerExpression(l, arg);
    return ERROR_VALUE;
  }
  if (intrinsic !== null) return lowerIntrinsic(l, node, intrinsic, [value]);
  const known = receiverClass(l, callee.expression, owner, name);
  const receiver = l.coerce(value, known.type, callee.expression);
  const method = known.findMethod(name);
  if (method === null) return l.report(callee, 'callee', `${known.name}.${name} is not known`);
  const args = lowerArguments(l, node, method.params);
  const result = l.emit(node, 'call_virtual', [receiver, ...args], method.result, {
    kind: 'method',
    method: { receiver: known, declaration: method },
  });
  return afterCall(l, method, result);
}

/** The receiver's class as far as the checker knows it here, or the class that declares the method. */
function receiverClass(l: Lowering, node: ts.Expression, owner: ClassModel, name: string): ClassModel {
  const type = l.findType(node);
  return type?.kind === 'ref' && type.cls?.findMethod(name) != null ? type.cls : owner;
}

function lowerSuperCall(l: Lowering, node: ts.CallExpression): Operand {
  const cls = l.fn.owner;
  const base = cls?.base ?? null;
  if (cls === null || base === null || l.thisValue === null)
    return l.report(node, 'callee', 'super outside a constructor');
  const constructor = l.models.findConstructor(base);
  if (constructor !== null) {
    l.emit(node, 'call', [l.thisValue, ...lowerArguments(l, node, constructor.params)], flow.VOID, {
      kind: 'function',
      fn: constructor,
    });
  }
  initializeFields(l, cls);
  return VOID_VALUE;
}

export function lowerNew(l: Lowering, node: ts.NewExpression): Operand {
  const declaration = l.source.findSymbol(node.expression)?.valueDeclaration;
  if (declaration === undefined || !ts.isClassLike(declaration)) {
    const name = node.expression.getText();
    const isLibrary = declaration !== undefined && l.source.isLibrary(declaration);
    return l.report(node, isLibrary ? 'builtin' : 'callee', `new ${name}: not a class of RTypeScript`);
  }
  if (l.source.isLibrary(declaration)) return l.report(node, 'builtin', `new ${node.expression.getText()}`);
  const cls = l.models.ensureClass(declaration);
  if (cls instanceof Problem) return l.report(node, cls.rule, cls.message);
  const intrinsic = findIntrinsic(cls.module, `${cls.name}.constructor`);
  if (intrinsic !== null) return lowerIntrinsic(l, node, intrinsic, []);
  const constructor = l.models.findConstructor(cls);
  const args = constructor === null ? [] : lowerArguments(l, node, constructor.params);
  const object = l.emit(node, 'new', [], cls.type, { kind: 'class', cls });
  if (constructor !== null)
    l.emit(node, 'call', [object, ...args], flow.VOID, { kind: 'function', fn: constructor });
  return object;
}

function callValue(l: Lowering, node: ts.CallExpression, callee: Operand): Operand {
  const { type } = callee;
  if (type.kind === 'error') {
    for (const arg of node.arguments) lowerExpression(l, arg);
    return ERROR_VALUE;
  }
  if (type.kind !== 'function') return l.report(node, 'callee', `a call of ${flow.typeToString(type)}`);
  const args = lowerTypedArguments(l, node, type.params);
  return l.emit(node, 'call_indirect', [callee, ...args], type.result);
}

function emitCall(l: Lowering, node: ts.Node, fn: FunctionModel, args: Operand[]): Operand {
  return afterCall(l, fn, l.emit(node, 'call', args, fn.result, { kind: 'function', fn }));
}

function afterCall(l: Lowering, fn: FunctionModel, result: Operand): Operand {
  if (!fn.neverReturns) return result;
  l.builder.unreachable();
  return ERROR_VALUE;
}

function argumentNodes(node: ts.CallExpression | ts.NewExpression): readonly ts.Expression[] {
  return node.arguments ?? [];
}

/** Arguments by the callee's parameters; default values fill in. */
function lowerArguments(
  l: Lowering,
  node: ts.CallExpression | ts.NewExpression,
  params: readonly ParameterModel[],
): Operand[] {
  const nodes = argumentNodes(node);
  const given = lowerTypedArguments(
    l,
    node,
    params.slice(0, nodes.length).map((param) => param.type),
  );
  // Beyond what TypeScript demands, only the parameters that a method was padded with have no default.
  const rest = params.slice(nodes.length).map((param) => param.defaultValue ?? zeroOf(param.type));
  return [...given, ...rest];
}

function lowerTypedArguments(
  l: Lowering,
  node: ts.CallExpression | ts.NewExpression,
  types: readonly FlowType[],
): Operand[] {
  return argumentNodes(node).map((arg, i) => {
    if (ts.isSpreadElement(arg)) return l.report(arg, 'expression', 'a spread argument');
    const type = types[i];
    return type === undefined
      ? l.report(arg, 'callee', 'more arguments than parameters')
      : lowerAs(l, arg, type);
  });
}

function patternType(pattern: TypePattern, item: FlowType | null): FlowType | null {
  if (pattern.kind === 'T') return item;
  if (pattern.kind !== 'type') return null;
  const simple = [
    flow.INT,
    flow.FLOAT,
    flow.BOOL,
    flow.STRING,
    flow.BYTES,
    flow.INTS,
    flow.INT32S,
    flow.FLOATS,
    flow.VOID,
  ];
  return (
    simple.find((one) => one.kind === pattern.name) ?? (pattern.name === 'classref' ? flow.CLASSREF : null)
  );
}

function itemOf(type: FlowType | null): FlowType | null {
  return type !== null && (type.kind === 'list' || type.kind === 'fixed') ? type.item : null;
}

/** A call that is one operation; `values` are operands that come before the call's arguments. */
function lowerIntrinsic(
  l: Lowering,
  node: ts.CallExpression | ts.NewExpression,
  name: OpName,
  values: Operand[],
): Operand {
  const { params, isVariadic, result } = parseSignature(opRow(name).signature);
  const isGiven = result.kind === 'any' || result.kind === 'sequence';
  const given = isGiven ? l.typeOf(node) : null;
  let item = itemOf(given);
  if (params[0]?.kind === 'sequence') item ??= itemOf(values[0]?.type ?? null);
  const args = [...values];
  for (const arg of argumentNodes(node)) {
    const pattern = params[args.length];
    if (ts.isSpreadElement(arg) || (pattern === undefined && !isVariadic)) {
      return l.report(arg, 'builtin', 'more arguments than the operation has');
    }
    const type = pattern === undefined ? null : patternType(pattern, item);
    let value = type === null ? lowerExpression(l, arg) : lowerAs(l, arg, type);
    if (pattern?.kind === 'sequence') item ??= itemOf(value.type);
    if (pattern?.kind === 'ref' || pattern?.kind === 'any')
      value = checkReference(l, arg, value, pattern.kind);
    args.push(value);
  }
  fillArguments(l, node, name, args);
  if (args.length < params.length) return l.report(node, 'builtin', 'fewer arguments than the operation has');
  const type =
    given ??
    (result.kind === 'T' ? (item ?? args[0]?.type ?? flow.ERROR) : (patternType(result, item) ?? flow.ERROR));
  const value = l.emit(node, name, args, type);
  if (name !== 'trap') return value;
  l.builder.unreachable();
  return ERROR_VALUE;
}

function checkReference(l: Lowering, node: ts.Expression, value: Operand, kind: 'ref' | 'any'): Operand {
  if (kind === 'any' || value.type.kind === 'error' || value.type.kind === 'null') return value;
  if (flow.representation(value.type) === 'reference') return value;
  return l.report(node, 'generic-argument', `${flow.typeToString(value.type)} where an object is expected`);
}

/** What JavaScript fills in for arguments left out. */
function fillArguments(l: Lowering, node: ts.Node, name: OpName, args: Operand[]): void {
  const [receiver] = args;
  if (receiver === undefined) return;
  if (name === 'str_slice' && args.length === 2) args.push(l.emit(node, 'str_length', [receiver], flow.INT));
  if (name === 'str_index_of' && args.length === 2) args.push(intConstant(0));
}

function lowerSpecial(l: Lowering, node: ts.CallExpression, special: SpecialFunction): Operand {
  const [first, second] = node.arguments;
  if (first === undefined) return ERROR_VALUE;
  if (special === 'caught') {
    const symbol = ts.isIdentifier(first) ? l.source.findSymbol(first) : null;
    const slot = symbol === null ? undefined : l.catchSlots.get(symbol);
    return slot === undefined
      ? l.report(first, 'catch-variable', '`caught` of something else')
      : l.builder.read(slot);
  }
  const value = lowerExpression(l, first);
  const cls = second === undefined ? ERROR_VALUE : lowerExpression(l, second);
  if (value.type.kind === 'error' || cls.type.kind === 'error') return ERROR_VALUE;
  if (flow.representation(value.type) !== 'reference' && value.type.kind !== 'null') {
    return l.report(
      first,
      'generic-argument',
      `${flow.typeToString(value.type)} where an object is expected`,
    );
  }
  if (special === 'isInstance') return emitInstanceTest(l, node, value, cls);
  const model = classConstant(cls);
  if (model !== null) return l.emit(node, 'cast', [value], model.type, { kind: 'class', cls: model });
  return l.emit(node, 'cast_to', [value, cls], l.typeOf(node));
}

/** Statements to blocks. Exceptions and `finally` are in `exceptions.ts`. */
import ts from 'typescript';
import { Constant, type Operand } from '../flow/graph.js';
import * as flow from '../flow/types.js';
import type { FlowType } from '../flow/types.js';
import { type Edge, type LoopHeader, type Slot } from './builder.js';
import { leaveTo, lowerThrow, lowerTry } from './exceptions.js';
import { lowerCondition, lowerExpression } from './expressions.js';
import { sequenceOps } from './intrinsics.js';
import { intConstant, type Lowering, type Scope } from './lowering.js';
import { isAssignmentOperator } from './assignments.js';
import { numberLiteral } from './literals.js';
import { skipParentheses } from './source.js';
import { Problem } from './types.js';

const K = ts.SyntaxKind;

type Target = Scope & { kind: 'target' };

export function lowerStatements(l: Lowering, statements: readonly ts.Statement[]): void {
  const declared: Slot[] = [];
  for (const statement of statements) {
    if (!l.builder.isOpen) return;
    lowerStatement(l, statement, []);
    if (ts.isVariableStatement(statement)) declared.push(...declaredSlots(l, statement.declarationList));
  }
  forget(l, declared);
}

/** Variables end with their block; a join after it need not carry them. */
function forget(l: Lowering, slots: readonly Slot[]): void {
  if (l.builder.isOpen) for (const slot of slots) l.builder.forget(slot);
}

function declaredSlots(l: Lowering, list: ts.VariableDeclarationList): Slot[] {
  const slots: Slot[] = [];
  for (const declaration of list.declarations) {
    const names = ts.isIdentifier(declaration.name)
      ? [declaration.name]
      : declaration.name.elements.flatMap((one) =>
          ts.isBindingElement(one) && ts.isIdentifier(one.name) ? [one.name] : [],
        );
    for (const name of names) {
      const symbol = l.checker.getSymbolAtLocation(name);
      const slot = symbol === undefined ? undefined : l.slots.get(symbol);
      if (slot !== undefined) slots.push(slot);
    }
  }
  return slots;
}

function lowerStatement(l: Lowering, node: ts.Statement, labels: readonly string[]): void {
  if (ts.isBlock(node))
    return labels.length > 0 ? lowerLabeledBlock(l, node, labels) : lowerStatements(l, node.statements);
  if (ts.isVariableStatement(node)) return lowerVariables(l, node.declarationList);
  if (ts.isExpressionStatement(node)) return void lowerExpression(l, node.expression, flow.VOID);
  if (ts.isIfStatement(node)) return lowerIf(l, node);
  if (ts.isReturnStatement(node)) return lowerReturn(l, node);
  if (ts.isWhileStatement(node)) return lowerWhile(l, node, labels);
  if (ts.isDoStatement(node)) return lowerDo(l, node, labels);
  if (ts.isForStatement(node)) return lowerFor(l, node, labels);
  if (ts.isForOfStatement(node)) return lowerForOf(l, node, labels);
  if (ts.isSwitchStatement(node)) return lowerSwitch(l, node, labels);
  if (ts.isBreakOrContinueStatement(node)) return lowerJump(l, node);
  if (ts.isThrowStatement(node)) return lowerThrow(l, node);
  if (ts.isTryStatement(node)) return lowerTry(l, node);
  if (ts.isLabeledStatement(node)) return lowerStatement(l, node.statement, [...labels, node.label.text]);
  if (ts.isEmptyStatement(node)) return;
  if (ts.isFunctionDeclaration(node)) {
    l.report(node, 'closure', `function ${node.name?.text ?? ''} declared inside another`);
    return;
  }
  l.report(node, 'statement', `${K[node.kind]} is not of the subset`);
}

function lowerVariables(l: Lowering, list: ts.VariableDeclarationList): void {
  for (const declaration of list.declarations) {
    if (!l.builder.isOpen) return;
    if (ts.isIdentifier(declaration.name)) lowerVariable(l, declaration, declaration.name);
    else lowerArrayPattern(l, declaration, declaration.name);
  }
}

function lowerVariable(l: Lowering, node: ts.VariableDeclaration, name: ts.Identifier): void {
  if (node.initializer === undefined) {
    l.declare(name, l.models.typeAt(name, l.checker.getTypeAtLocation(name)));
    return;
  }
  const declared = variableType(l, node);
  const value = lowerExpression(l, node.initializer, declared);
  const type =
    declared ??
    (value.type.kind === 'null' ? l.models.typeAt(name, l.checker.getTypeAtLocation(name)) : value.type);
  if (type.kind === 'void') {
    l.report(node, 'type-mismatch', `${name.text} has no value`);
    return;
  }
  const coerced = l.coerce(value, type, node.initializer);
  l.builder.write(l.declare(name, type), coerced);
}

/** A variable's type; null if it is a number that its initializer shows. */
function variableType(l: Lowering, node: ts.VariableDeclaration): FlowType | null {
  const type = l.checker.getTypeAtLocation(node.name);
  if (node.type === undefined) {
    if (
      l.models.types.isPlainNumber(type) ||
      (node.initializer !== undefined && numberLiteral(node.initializer) !== null)
    )
      return null;
    const converted = l.models.types.convert(type);
    // What is wrong with the initializer is reported there.
    const isShownByValue =
      converted instanceof Problem ||
      converted.kind === 'int' ||
      converted.kind === 'float' ||
      converted.kind === 'void';
    return isShownByValue ? null : converted;
  }
  return l.models.typeAt(node.type, type);
}

function lowerArrayPattern(l: Lowering, node: ts.VariableDeclaration, pattern: ts.BindingPattern): void {
  if (!ts.isArrayBindingPattern(pattern) || node.initializer === undefined) {
    l.report(node, 'destructuring', 'an object is taken apart');
    declareFailed(l, pattern);
    return;
  }
  const array = lowerExpression(l, node.initializer);
  const { type } = array;
  if (type.kind !== 'list' && type.kind !== 'fixed') {
    if (type.kind !== 'error') l.report(node, 'destructuring', `${flow.typeToString(type)} is taken apart`);
    declareFailed(l, pattern);
    return;
  }
  pattern.elements.forEach((element, i) => {
    if (ts.isOmittedExpression(element)) return;
    if (
      !ts.isIdentifier(element.name) ||
      element.initializer !== undefined ||
      element.dotDotDotToken !== undefined
    ) {
      l.report(element, 'destructuring', 'only plain names');
      return;
    }
    const value = l.emit(element, sequenceOps[type.kind].get, [array, intConstant(i)], type.item);
    l.builder.write(l.declare(element.name, type.item), value);
  });
}

/** So that the uses of the names are not reported as well. */
function declareFailed(l: Lowering, pattern: ts.BindingPattern): void {
  for (const element of pattern.elements) {
    if (ts.isBindingElement(element) && ts.isIdentifier(element.name)) l.declare(element.name, flow.ERROR);
  }
}

function lowerIf(l: Lowering, node: ts.IfStatement): void {
  const { whenTrue, whenFalse } = lowerCondition(l, node.expression);
  l.builder.join(whenTrue);
  lowerStatements(l, [node.thenStatement]);
  if (node.elseStatement === undefined) {
    l.builder.join([...l.builder.leave(), ...whenFalse]);
    return;
  }
  const edges = l.builder.leave();
  l.builder.join(whenFalse);
  lowerStatements(l, [node.elseStatement]);
  l.builder.join([...edges, ...l.builder.leave()]);
}

function lowerReturn(l: Lowering, node: ts.ReturnStatement): void {
  const { result } = l.fn;
  if (node.expression === undefined) {
    if (result.kind !== 'void') l.report(node, 'type-mismatch', 'a return without a value');
    leaveTo(l, { kind: 'return' }, null);
    return;
  }
  const value = lowerExpression(l, node.expression, result);
  if (result.kind === 'void') {
    leaveTo(l, { kind: 'return' }, null);
    return;
  }
  leaveTo(l, { kind: 'return' }, l.coerce(value, result, node.expression));
}

function lowerJump(l: Lowering, node: ts.BreakOrContinueStatement): void {
  const isBreak = ts.isBreakStatement(node);
  const label = node.label?.text;
  for (const scope of [...l.scopes].reverse()) {
    if (scope.kind !== 'target') continue;
    const isMeant =
      label === undefined
        ? isBreak
          ? scope.takesPlainBreak
          : scope.continues !== null
        : scope.labels.includes(label);
    if (isMeant) return leaveTo(l, { kind: isBreak ? 'break' : 'continue', target: scope }, null);
  }
}

function openTarget(l: Lowering, labels: readonly string[], kind: 'loop' | 'switch' | 'block'): Target {
  const target: Target = {
    kind: 'target',
    labels,
    takesPlainBreak: kind !== 'block',
    breaks: [],
    continues: kind === 'loop' ? [] : null,
  };
  l.scopes.push(target);
  return target;
}

function lowerLabeledBlock(l: Lowering, node: ts.Block, labels: readonly string[]): void {
  const target = openTarget(l, labels, 'block');
  lowerStatements(l, node.statements);
  l.scopes.pop();
  l.builder.join([...l.builder.leave(), ...target.breaks]);
}

/** The slots that a piece of source may assign. */
function assignedSlots(l: Lowering, nodes: readonly (ts.Node | undefined)[]): Set<Slot> {
  const slots = new Set<Slot>();
  const add = (target: ts.Expression): void => {
    const name = skipParentheses(target);
    if (!ts.isIdentifier(name)) return;
    const symbol = l.checker.getSymbolAtLocation(name);
    const slot = symbol === undefined ? undefined : l.slots.get(symbol);
    if (slot !== undefined) slots.add(slot);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignmentOperator(node.operatorToken.kind)) add(node.left);
    else if (
      (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
      node.operator !== K.ExclamationToken
    )
      add(node.operand);
    ts.forEachChild(node, visit);
  };
  for (const node of nodes) if (node !== undefined) visit(node);
  return slots;
}

interface Loop {
  readonly header: LoopHeader;
  readonly target: Target;
}

function startLoop(l: Lowering, labels: readonly string[], changing: Iterable<Slot>): Loop {
  const header = l.builder.startLoop(changing);
  return { header, target: openTarget(l, labels, 'loop') };
}

/** Lowers a loop's body, then its step; gives the edges that reach the end of the step. */
function lowerLoopBody(l: Lowering, loop: Loop, body: ts.Statement, step: () => void): Edge[] {
  lowerStatements(l, [body]);
  l.scopes.pop();
  l.builder.join([...l.builder.leave(), ...(loop.target.continues ?? [])]);
  step();
  return l.builder.leave();
}

function lowerWhile(l: Lowering, node: ts.WhileStatement, labels: readonly string[]): void {
  const loop = startLoop(l, labels, assignedSlots(l, [node]));
  const { whenTrue, whenFalse } = lowerCondition(l, node.expression);
  l.builder.join(whenTrue);
  l.builder.repeatLoop(
    loop.header,
    lowerLoopBody(l, loop, node.statement, () => undefined),
  );
  l.builder.join([...whenFalse, ...loop.target.breaks]);
}

function lowerDo(l: Lowering, node: ts.DoStatement, labels: readonly string[]): void {
  const loop = startLoop(l, labels, assignedSlots(l, [node]));
  let again: Edge[] = [];
  let done: Edge[] = [];
  lowerLoopBody(l, loop, node.statement, () => {
    if (l.builder.isOpen) ({ whenTrue: again, whenFalse: done } = lowerCondition(l, node.expression));
  });
  l.builder.repeatLoop(loop.header, again);
  l.builder.join([...done, ...loop.target.breaks]);
}

function lowerFor(l: Lowering, node: ts.ForStatement, labels: readonly string[]): void {
  let declared: Slot[] = [];
  if (node.initializer !== undefined) {
    if (ts.isVariableDeclarationList(node.initializer)) {
      lowerVariables(l, node.initializer);
      declared = declaredSlots(l, node.initializer);
    } else lowerExpression(l, node.initializer);
  }
  const loop = startLoop(l, labels, assignedSlots(l, [node.condition, node.statement, node.incrementor]));
  let exits: Edge[] = [];
  if (node.condition !== undefined) {
    const { whenTrue, whenFalse } = lowerCondition(l, node.condition);
    exits = whenFalse;
    l.builder.join(whenTrue);
  }
  const edges = lowerLoopBody(l, loop, node.statement, () => {
    if (node.incrementor !== undefined && l.builder.isOpen) lowerIncrementor(l, node.incrementor);
  });
  l.builder.repeatLoop(loop.header, edges);
  l.builder.join([...exits, ...loop.target.breaks]);
  forget(l, declared);
}

/** `i++, j--`: the one place for a comma. */
function lowerIncrementor(l: Lowering, node: ts.Expression): void {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === K.CommaToken) {
    lowerIncrementor(l, node.left);
    lowerIncrementor(l, node.right);
  } else lowerExpression(l, node);
}

function lowerForOf(l: Lowering, node: ts.ForOfStatement, labels: readonly string[]): void {
  const array = lowerExpression(l, node.expression);
  const { type } = array;
  if (type.kind === 'error') return;
  const declaration = ts.isVariableDeclarationList(node.initializer)
    ? node.initializer.declarations[0]
    : undefined;
  if (!(type.kind in sequenceOps) || declaration === undefined || !ts.isIdentifier(declaration.name)) {
    l.report(node, 'for-of', `for..of over ${flow.typeToString(type)}`);
    return;
  }
  const ops = sequenceOps[type.kind as keyof typeof sequenceOps];
  const itemType =
    type.kind === 'list' || type.kind === 'fixed'
      ? type.item
      : type.kind === 'floats'
        ? flow.FLOAT
        : flow.INT;
  const index: Slot = { name: 'index', type: flow.INT };
  l.builder.write(index, intConstant(0));
  const loop = startLoop(l, labels, [index, ...assignedSlots(l, [node.statement])]);
  // The length may change while the loop runs, and JavaScript looks at it each time.
  const length = l.emit(node.expression, ops.length, [array], flow.INT);
  const more = l.emit(node.expression, 'int_lt', [l.builder.read(index), length], flow.BOOL);
  const { whenTrue, whenFalse } = l.builder.branch(more);
  l.builder.join(whenTrue);
  const slot = l.declare(declaration.name, itemType);
  l.builder.write(slot, l.emit(declaration.name, ops.get, [array, l.builder.read(index)], itemType));
  const edges = lowerLoopBody(l, loop, node.statement, () => {
    l.builder.write(
      index,
      l.emit(node.expression, 'int_add', [l.builder.read(index), intConstant(1)], flow.INT),
    );
  });
  l.builder.repeatLoop(loop.header, edges);
  l.builder.join([...whenFalse, ...loop.target.breaks]);
  forget(l, [index, slot]);
}

interface CaseGroup {
  readonly labels: number[];
  isDefault: boolean;
  readonly node: ts.CaseOrDefaultClause;
}

/** Runs of clauses of which only the last has statements. */
function caseGroups(l: Lowering, node: ts.SwitchStatement): CaseGroup[] {
  const groups: CaseGroup[] = [];
  const seen = new Set<number>();
  let labels: number[] = [];
  let isDefault = false;
  node.caseBlock.clauses.forEach((clause, i) => {
    if (ts.isDefaultClause(clause)) isDefault = true;
    else {
      const value = caseLabel(l, clause.expression);
      if (value !== null && seen.has(value)) l.report(clause, 'switch', `case ${value} occurs twice`);
      else if (value !== null) labels.push(value);
      if (value !== null) seen.add(value);
    }
    if (clause.statements.length === 0 && i < node.caseBlock.clauses.length - 1) return;
    groups.push({ labels, isDefault, node: clause });
    labels = [];
    isDefault = false;
  });
  return groups;
}

function caseLabel(l: Lowering, node: ts.Expression): number | null {
  const value = numberLiteral(node)?.value ?? l.models.constantValue(node);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value + 0;
  l.report(node, 'switch', 'a case that is not an integer literal or const enum member');
  return null;
}

function lowerSwitch(l: Lowering, node: ts.SwitchStatement, labels: readonly string[]): void {
  const value = lowerExpression(l, node.expression);
  if (value.type.kind !== 'int' && value.type.kind !== 'error') {
    l.report(node, 'switch', `a switch on ${flow.typeToString(value.type)}`);
    return;
  }
  const subject: Operand = value.type.kind === 'error' ? new Constant(flow.INT, 0) : value;
  const groups = caseGroups(l, node);
  const flat = groups.flatMap((group) => group.labels);
  const { cases, otherwise } = l.builder.switchOn(subject, flat);
  const target = openTarget(l, labels, 'switch');
  const edgeOf = new Map(flat.map((label, i) => [label, cases[i]]));
  let defaultEdges: Edge[] = otherwise;
  groups.forEach((group, i) => {
    const edges = group.labels.flatMap((label) => edgeOf.get(label) ?? []);
    if (group.isDefault) {
      edges.push(...otherwise);
      defaultEdges = [];
    }
    l.builder.join(edges);
    lowerStatements(l, group.node.statements);
    if (l.builder.isOpen && i < groups.length - 1) {
      l.report(group.node, 'fallthrough', 'a case with statements falls through');
      target.breaks.push(...l.builder.leave());
    }
  });
  l.scopes.pop();
  l.builder.join([...l.builder.leave(), ...defaultEdges, ...target.breaks]);
}

export function lowerBody(l: Lowering, body: ts.Block | undefined): void {
  if (body !== undefined) lowerStatements(l, body.statements);
}

/**
 * `throw`, `try`, and ways out that pass through `finally`.
 *
 * A finally block is lowered once for each way through it: the normal end, an exception, `return`, and each
 * target of `break` and `continue`. A `return` keeps its value in `resultSlot` meanwhile.
 */
import ts from 'typescript';
import type { Operand } from '../flow/graph.js';
import * as flow from '../flow/types.js';
import type { Edge, Handler } from './builder.js';
import { lowerExpression } from './expressions.js';
import type { Lowering, Scope, WayOut } from './lowering.js';
import { lowerStatements } from './statements.js';

export function lowerThrow(l: Lowering, node: ts.ThrowStatement): void {
  const symbol = ts.isIdentifier(node.expression) ? l.source.findSymbol(node.expression) : null;
  const slot = symbol === null ? undefined : l.catchSlots.get(symbol);
  const value = slot === undefined ? lowerExpression(l, node.expression) : l.builder.read(slot);
  l.at(node);
  if (value.type.kind === 'error') {
    l.builder.unreachable();
    return;
  }
  if (!flow.isAssignable(value.type, l.host.throwable.type) || value.type.kind === 'null') {
    l.report(node, 'throw', `${flow.typeToString(value.type)} is thrown`);
    l.builder.unreachable();
    return;
  }
  l.builder.raise(value);
}

/** Goes out, through the finally blocks on the way. */
export function leaveTo(l: Lowering, way: WayOut, value: Operand | null): void {
  if (!l.builder.isOpen) return;
  for (const scope of [...l.scopes].reverse()) {
    if (scope.kind === 'finally') {
      if (value !== null) l.builder.write(l.resultSlot, value);
      const key = wayKey(l, way);
      const pending = scope.pending.get(key) ?? { way, edges: [] };
      scope.pending.set(key, pending);
      pending.edges.push(...l.builder.leave());
      return;
    }
    if (way.kind !== 'return' && scope === way.target) {
      const edges = way.kind === 'break' ? scope.breaks : scope.continues;
      edges?.push(...l.builder.leave());
      return;
    }
  }
  l.builder.returnValue(value);
}

function wayKey(l: Lowering, way: WayOut): string {
  return way.kind === 'return' ? 'return' : `${way.kind} ${l.scopes.indexOf(way.target)}`;
}

export function lowerTry(l: Lowering, node: ts.TryStatement): void {
  const { builder } = l;
  const outer = builder.handler;
  const { catchClause, finallyBlock } = node;
  const makeHandler = (): Handler => ({
    edges: [],
    slot: { name: 'exception', type: l.host.throwable.type },
  });
  const finallyHandler = finallyBlock === undefined ? null : makeHandler();
  const finallyScope: Scope = { kind: 'finally', pending: new Map() };
  if (finallyHandler !== null) l.scopes.push(finallyScope);

  const catchHandler = catchClause === undefined ? null : makeHandler();
  builder.handler = catchHandler ?? finallyHandler;
  lowerStatements(l, node.tryBlock.statements);
  let normal: Edge[] = builder.leave();

  if (catchClause !== undefined && catchHandler !== null) {
    builder.handler = finallyHandler ?? outer;
    builder.join(catchHandler.edges, [catchHandler.slot]);
    if (builder.isOpen) lowerCatch(l, catchClause, catchHandler);
    normal = [...normal, ...builder.leave()];
  }
  builder.handler = outer;
  if (finallyBlock === undefined || finallyHandler === null) {
    builder.join(normal);
    return;
  }
  l.scopes.pop();
  lowerFinally(l, finallyBlock, finallyHandler, finallyScope, normal);
}

function lowerCatch(l: Lowering, node: ts.CatchClause, handler: Handler): void {
  const name = node.variableDeclaration?.name;
  if (name !== undefined) {
    const symbol = ts.isIdentifier(name) ? l.checker.getSymbolAtLocation(name) : undefined;
    if (symbol === undefined) l.report(name, 'catch-variable', 'the exception is taken apart');
    else l.catchSlots.set(symbol, handler.slot);
  }
  lowerStatements(l, node.block.statements);
}

function lowerFinally(
  l: Lowering,
  block: ts.Block,
  handler: Handler,
  scope: Scope & { kind: 'finally' },
  normal: readonly Edge[],
): void {
  const { builder } = l;
  const lowerCopy = (): void => {
    if (builder.isOpen) lowerStatements(l, block.statements);
  };
  for (const { way, edges } of scope.pending.values()) {
    builder.join(edges, way.kind === 'return' && l.fn.result.kind !== 'void' ? [l.resultSlot] : []);
    lowerCopy();
    if (!builder.isOpen) continue;
    const value = way.kind === 'return' && l.fn.result.kind !== 'void' ? builder.read(l.resultSlot) : null;
    leaveTo(l, way, value);
  }
  builder.join(handler.edges, [handler.slot]);
  lowerCopy();
  if (builder.isOpen) {
    l.at(block);
    builder.raise(builder.read(handler.slot));
  }
  builder.join(normal);
  lowerCopy();
}

/** One function's declaration to its flow graph. */
import ts from 'typescript';
import { Graph } from '../flow/graph.js';
import type { ClassModel, FunctionModel } from '../flow/model.js';
import { pruneParameters } from '../flow/prune.js';
import * as flow from '../flow/types.js';
import { lowerAs } from './expressions.js';
import { Lowering, type LoweringHost } from './lowering.js';
import { hasModifier } from './source.js';
import { lowerBody } from './statements.js';

export function lowerFunction(host: LoweringHost, fn: FunctionModel): Graph {
  const declaration = host.models.declarationOf(fn);
  const graph = new Graph(fn, host.source.position(declaration));
  const l = new Lowering(host, fn, graph);
  const { entry } = graph;
  if (fn.takesThis && fn.owner !== null) {
    l.thisValue = graph.newVariable(fn.owner.type, 'this');
    entry.params.push(l.thisValue);
  }
  const nodes = ts.isClassLike(declaration)
    ? []
    : declaration.parameters.filter((one) => one.name.getText() !== 'this');
  fn.params.forEach((param, i) => {
    const variable = graph.newVariable(param.type, param.name);
    entry.params.push(variable);
    const node = nodes[i];
    if (node !== undefined && ts.isIdentifier(node.name))
      l.builder.write(l.declare(node.name, param.type), variable);
  });
  if (ts.isClassLike(declaration)) lowerImpliedConstructor(l);
  else {
    if (fn.kind === 'constructor' && fn.owner !== null && fn.owner.base === null)
      initializeFields(l, fn.owner);
    lowerBody(l, declaration.body);
  }
  if (fn.result.kind === 'void') l.builder.returnValue(null);
  // TypeScript has checked that the end is not reached; what ends in a loop without exit comes here too.
  else l.builder.unreachable();
  pruneParameters(graph);
  return graph;
}

/** `constructor(...args) { super(...args); }` and the initializers. */
function lowerImpliedConstructor(l: Lowering): void {
  const cls = l.fn.owner;
  if (cls === null) return;
  const inherited = cls.base === null ? null : l.models.findConstructor(cls.base);
  if (inherited !== null)
    l.builder.emit('call', [...l.graph.entry.params], flow.VOID, { kind: 'function', fn: inherited });
  initializeFields(l, cls);
}

/** What a constructor does once its base's part is done: parameter properties, then initializers. */
export function initializeFields(l: Lowering, cls: ClassModel): void {
  const { thisValue } = l;
  if (thisValue === null) return;
  const declaration = l.models.declarationOf(l.fn);
  const set = (name: string, value: Parameters<typeof l.emit>[2][number], node: ts.Node): void => {
    const field = cls.findField(name);
    if (field !== null) l.emit(node, 'setfield', [thisValue, value], flow.VOID, { kind: 'field', field });
  };
  if (ts.isConstructorDeclaration(declaration)) {
    for (const param of declaration.parameters) {
      if (!ts.isParameterPropertyDeclaration(param, declaration) || !ts.isIdentifier(param.name)) continue;
      const symbol = l.checker.getSymbolsOfParameterPropertyDeclaration(param, param.name.text)[0];
      const slot = symbol === undefined ? undefined : l.slots.get(symbol);
      if (slot !== undefined) set(param.name.text, l.builder.read(slot), param);
    }
  }
  for (const member of l.models.classDeclaration(cls).members) {
    if (
      !ts.isPropertyDeclaration(member) ||
      member.initializer === undefined ||
      !ts.isIdentifier(member.name)
    )
      continue;
    if (hasModifier(member, ts.SyntaxKind.StaticKeyword)) continue;
    const field = cls.findField(member.name.text);
    if (field !== null) set(field.name, lowerAs(l, member.initializer, field.type), member);
  }
}

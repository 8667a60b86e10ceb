/**
 * What the lowering of one function has at hand: the graph's builder, the function's variables, the front end
 * behind it; and the conversions of values that expressions and statements share.
 */
import ts from 'typescript';
import { Constant, NO_IMMEDIATE, type Graph, type Immediate, type Operand } from '../flow/graph.js';
import type { ClassModel, FunctionModel } from '../flow/model.js';
import type { OpName } from '../flow/ops.js';
import * as flow from '../flow/types.js';
import type { FlowType } from '../flow/types.js';
import { ERROR_VALUE, GraphBuilder, type Edge, type Slot } from './builder.js';
import type { Live } from './live.js';
import { NumberLiteral } from './literals.js';
import type { Models } from './models.js';
import type { RuleName } from './rules.js';
import type { Source } from './source.js';
import { Problem } from './types.js';

/** The parts of the front end that lowering needs. */
export interface LoweringHost {
  readonly source: Source;
  readonly models: Models;
  /** The loaded program, if it was loaded. */
  readonly live: Live | null;
  readonly throwable: ClassModel;
  report(node: ts.Node, rule: RuleName, message: string): void;
}

/** What `break`, `continue` and `return` may have to pass on their way out. */
export type Scope =
  | {
      readonly kind: 'target';
      readonly labels: readonly string[];
      /** Whether a plain `break` ends it: a loop or switch. */
      readonly takesPlainBreak: boolean;
      readonly breaks: Edge[];
      /** Null if it is not a loop. */
      readonly continues: Edge[] | null;
    }
  | {
      readonly kind: 'finally';
      readonly pending: Map<string, { readonly way: WayOut; readonly edges: Edge[] }>;
    };

export type WayOut =
  | { readonly kind: 'return' }
  | { readonly kind: 'break' | 'continue'; readonly target: Scope & { kind: 'target' } };

export class Lowering {
  readonly builder: GraphBuilder;
  readonly source: Source;
  readonly models: Models;
  readonly checker: ts.TypeChecker;
  readonly slots = new Map<ts.Symbol, Slot>();
  /** Variables of catch clauses that were not passed through `caught`. */
  readonly catchSlots = new Map<ts.Symbol, Slot>();
  readonly scopes: Scope[] = [];
  /** Carries a function's result through finally blocks. */
  readonly resultSlot: Slot;
  thisValue: Operand | null = null;

  constructor(
    readonly host: LoweringHost,
    readonly fn: FunctionModel,
    readonly graph: Graph,
  ) {
    this.builder = new GraphBuilder(graph, host.throwable.type);
    this.source = host.source;
    this.models = host.models;
    this.checker = host.source.checker;
    this.resultSlot = { name: 'result', type: fn.result };
  }

  report(node: ts.Node, rule: RuleName, message: string): Operand {
    this.host.report(node, rule, message);
    return ERROR_VALUE;
  }

  at(node: ts.Node): void {
    this.builder.position = this.source.position(node);
  }

  emit(
    node: ts.Node,
    name: OpName,
    args: Operand[],
    type: FlowType,
    immediate: Immediate = NO_IMMEDIATE,
  ): Operand {
    if (!this.builder.isOpen) return ERROR_VALUE;
    this.at(node);
    return this.builder.emit(name, args, type, immediate);
  }

  /** The static type of an expression, ERROR after a report. */
  typeOf(node: ts.Expression): FlowType {
    return this.models.typeAt(node, this.checker.getTypeAtLocation(node));
  }

  /** The static type of an expression, null if it has none here. */
  findType(node: ts.Expression): FlowType | null {
    const type = this.models.types.convert(this.checker.getTypeAtLocation(node));
    return type instanceof Problem ? null : type;
  }

  /** The value as one of type `to`; reports if the rules do not allow that. */
  coerce(value: Operand, to: FlowType, node: ts.Expression): Operand {
    if (value instanceof NumberLiteral) {
      const adapted = to.kind === 'int' || to.kind === 'float' ? value.adapt(to) : null;
      if (adapted !== null) return adapted;
    }
    const from = value.type;
    if (flow.isAssignable(from, to)) return value;
    const show = `${flow.typeToString(from)} where ${flow.typeToString(to)} is expected`;
    const fromKind = flow.representation(from);
    const toKind = flow.representation(to);
    if (fromKind === 'reference' && toKind === 'reference') {
      const actual = this.findType(node);
      if (actual !== null && flow.isAssignable(actual, to)) return this.emit(node, 'narrow', [value], to);
      if (from.kind === 'fixed' && to.kind === 'list') {
        return this.report(node, 'type-mismatch', `${show}: declare it a FixedArray`);
      }
      if (from.kind === 'list' && to.kind === 'fixed') {
        return this.report(node, 'type-mismatch', `${show}: use \`listToFixed\``);
      }
      return this.report(node, 'structural-typing', show);
    }
    if ((fromKind === 'int' && toKind === 'float') || (fromKind === 'float' && toKind === 'int')) {
      return this.report(node, 'mixed-arithmetic', show);
    }
    if (isErased(from) || isErased(to)) return this.report(node, 'generic-argument', show);
    return this.report(node, fromKind === 'code' ? 'function-value' : 'type-mismatch', show);
  }

  /** The slot of a new variable of the source. */
  declare(name: ts.Identifier, type: FlowType): Slot {
    const slot: Slot = { name: name.text, type };
    const { parent } = name;
    // A parameter property is two symbols, of the parameter and of the field.
    const symbols =
      ts.isParameter(parent) && ts.isParameterPropertyDeclaration(parent, parent.parent)
        ? this.checker.getSymbolsOfParameterPropertyDeclaration(parent, name.text)
        : [this.checker.getSymbolAtLocation(name)];
    for (const symbol of symbols) if (symbol !== undefined) this.slots.set(symbol, slot);
    return slot;
  }
}

function isErased(type: FlowType): boolean {
  return type.kind === 'ref' && type.cls === null;
}

export function intConstant(value: number): Constant {
  return new Constant(flow.INT, value);
}

export function boolConstant(value: boolean): Constant {
  return new Constant(flow.BOOL, value);
}

export function stringConstant(value: string): Constant {
  return new Constant(flow.STRING, value);
}

export const NULL_CONSTANT = new Constant(flow.NULL, null);

/**
 * Checks that a flow graph is well formed: one definition per variable that reaches all its uses, operand and
 * result types as `ops.ts` says, arguments that fit the parameters of their target, one exit per block.
 *
 * Definitions are checked by a forward analysis of the variables that are certainly defined at each block's
 * start (the intersection over its predecessors).
 */
import { Constant, exitLinks, exitOperands } from './graph.js';
import type { Block, Graph, Link, Operand, Operation, Variable } from './graph.js';
import { hasEffect, opRow } from './ops.js';
import { printOperand, printOperation, printVariable } from './print.js';
import { parseSignature, type TypePattern } from './signature.js';
import { isAssignable, representation, typeToString, type FlowType } from './types.js';

/** What is wrong with the graph; empty when it is well formed. */
export function verifyGraph(graph: Graph): string[] {
  const verifier = new Verifier(graph);
  verifier.run();
  return verifier.problems;
}

class Verifier {
  readonly problems: string[] = [];
  private readonly definitions = new Map<Variable, Block>();
  private readonly blocks: ReadonlySet<Block>;

  constructor(private readonly graph: Graph) {
    this.blocks = new Set(graph.blocks);
  }

  run(): void {
    for (const block of this.graph.blocks) this.collectDefinitions(block);
    for (const block of this.graph.blocks) {
      for (const operation of block.operations) this.checkOperation(block, operation);
      this.checkExit(block);
    }
    if (this.problems.length === 0) this.checkUses();
  }

  private problem(block: Block, text: string): void {
    this.problems.push(`${this.graph.fn.fullName}: block ${block.id}: ${text}`);
  }

  private define(block: Block, variable: Variable): void {
    if (this.definitions.has(variable)) this.problem(block, `${printVariable(variable)} is defined twice`);
    this.definitions.set(variable, block);
  }

  private collectDefinitions(block: Block): void {
    for (const param of block.params) this.define(block, param);
    for (const operation of block.operations)
      if (operation.result !== null) this.define(block, operation.result);
    if (block.exit?.kind === 'may_raise') this.define(block, block.exit.exception);
  }

  private checkOperation(block: Block, operation: Operation): void {
    const row = opRow(operation.name);
    const complain = (text: string): void => this.problem(block, `${text}: ${printOperation(operation)}`);
    if (operation.immediate.kind !== row.immediate) complain(`needs an immediate of kind ${row.immediate}`);
    const { params, isVariadic, result } = parseSignature(row.signature);
    const count = operation.args.length;
    if (isVariadic ? count < params.length : count !== params.length) complain(`wrong number of operands`);
    let bound: FlowType | null = operation.result === null ? null : bindT(result, operation.result.type);
    params.forEach((pattern, i) => {
      const arg = operation.args[i];
      if (arg !== undefined && pattern.kind === 'sequence') bound ??= bindT(pattern, arg.type);
    });
    params.forEach((pattern, i) => {
      const arg = operation.args[i];
      if (arg === undefined) return;
      if (pattern.kind === 'T') bound ??= arg.type;
      if (!matches(arg.type, pattern, bound))
        complain(`operand ${printOperand(arg)}: ${typeToString(arg.type)} does not fit`);
    });
    if (operation.result === null) {
      if (result.kind === 'type' && result.name !== 'void') complain('has no result');
    } else if (result.kind === 'T' && bound !== null) {
      if (!isAssignable(bound, operation.result.type)) complain('the result does not fit');
    } else if (!matches(operation.result.type, result, bound)) complain('the result does not fit');
    this.checkImmediate(operation, complain);
  }

  private checkImmediate(operation: Operation, complain: (text: string) => void): void {
    const { immediate, args, result } = operation;
    const fits = (value: Operand | undefined, type: FlowType): boolean =>
      value !== undefined && isAssignable(value.type, type);
    const checkCall = (types: readonly FlowType[], values: readonly Operand[], answer: FlowType): void => {
      if (types.length !== values.length || !types.every((type, i) => fits(values[i], type))) {
        complain(`the arguments do not fit (${types.map(typeToString).join(', ')})`);
      }
      const isVoid = answer.kind === 'void';
      if (result === null ? false : isVoid || !isAssignable(answer, result.type))
        complain('the result does not fit');
    };
    switch (immediate.kind) {
      case 'field':
        if (!fits(args[0], immediate.field.owner.type)) complain('the object has no such field');
        if (operation.name === 'setfield' && !fits(args[1], immediate.field.type))
          complain('the value does not fit');
        if (result !== null && !isAssignable(immediate.field.type, result.type))
          complain('the result does not fit');
        break;
      case 'global':
        if (operation.name === 'setglobal' && !fits(args[0], immediate.global.type))
          complain('the value does not fit');
        break;
      case 'function':
        checkCall(immediate.fn.argumentTypes, args, immediate.fn.result);
        break;
      case 'method': {
        const { receiver, declaration } = immediate.method;
        checkCall(
          [receiver.type, ...declaration.params.map((param) => param.type)],
          args,
          declaration.result,
        );
        break;
      }
      case 'external':
        checkCall(immediate.external.params, args, immediate.external.result);
        break;
      default:
    }
    if (operation.name === 'call_indirect') {
      const [callee, ...values] = args;
      if (callee?.type.kind === 'function') checkCall(callee.type.params, values, callee.type.result);
      else complain('the callee is not a function');
    }
  }

  private checkExit(block: Block): void {
    const { exit } = block;
    if (exit === null) return this.problem(block, 'has no exit');
    for (const link of exitLinks(exit)) this.checkLink(block, link);
    if (exit.kind === 'branch' && exit.condition.type.kind !== 'bool')
      this.problem(block, 'condition is not a bool');
    if (exit.kind === 'switch') {
      if (exit.value.type.kind !== 'int') this.problem(block, 'switch on a value that is not an int');
      if (new Set(exit.cases.map((one) => one.value)).size !== exit.cases.length)
        this.problem(block, 'a case occurs twice');
    }
    if (exit.kind === 'raise' && representation(exit.value.type) !== 'reference')
      this.problem(block, 'raise of a non-object');
    if (exit.kind === 'return') {
      const { result } = this.graph.fn;
      const fits = exit.value === null ? result.kind === 'void' : isAssignable(exit.value.type, result);
      if (!fits) this.problem(block, `return does not give ${typeToString(result)}`);
    }
    if (exit.kind === 'may_raise') {
      const last = block.operations.at(-1);
      if (last === undefined || !hasEffect(last.name, 'raises'))
        this.problem(block, 'may_raise after nothing that raises');
    }
  }

  private checkLink(block: Block, link: Link): void {
    const { target, args } = link;
    if (!this.blocks.has(target)) this.problem(block, `link to block ${target.id} of another graph`);
    if (target === this.graph.blocks[0]) this.problem(block, 'link to the entry block');
    if (target.params.length !== args.length) {
      return this.problem(
        block,
        `${args.length} arguments for the ${target.params.length} parameters of block ${target.id}`,
      );
    }
    target.params.forEach((param, i) => {
      const arg = args[i];
      if (arg !== undefined && !isAssignable(arg.type, param.type)) {
        this.problem(
          block,
          `${printOperand(arg)}: ${typeToString(arg.type)} for ${printVariable(param)}: ${typeToString(param.type)}`,
        );
      }
    });
  }

  private checkUses(): void {
    const available = new Map<Block, Set<Variable>>([[this.graph.entry, new Set()]]);
    const pending: Block[] = [this.graph.entry];
    for (let block = pending.pop(); block !== undefined; block = pending.pop()) {
      const defined = new Set(available.get(block));
      for (const param of block.params) defined.add(param);
      const last = block.operations.at(-1);
      for (const operation of block.operations) if (operation.result !== null) defined.add(operation.result);
      if (block.exit === null) continue;
      for (const link of exitLinks(block.exit)) {
        let outgoing = defined;
        if (block.exit.kind === 'may_raise' && link === block.exit.exceptional) {
          outgoing = new Set(defined);
          if (last?.result != null) outgoing.delete(last.result);
          this.checkDefined(block, link.args, new Set([...outgoing, block.exit.exception]));
        }
        if (narrowTo(available, link.target, outgoing)) pending.push(link.target);
      }
    }
    for (const block of this.graph.blocks) {
      const atStart = available.get(block);
      if (atStart === undefined) {
        this.problem(block, 'is not reachable');
        continue;
      }
      const defined = new Set([...atStart, ...block.params]);
      for (const operation of block.operations) {
        this.checkDefined(block, operation.args, defined);
        if (operation.result !== null) defined.add(operation.result);
      }
      if (block.exit === null) continue;
      this.checkDefined(block, exitOperands(block.exit), defined);
      for (const link of exitLinks(block.exit)) {
        if (block.exit.kind !== 'may_raise' || link === block.exit.normal)
          this.checkDefined(block, link.args, defined);
      }
    }
  }

  private checkDefined(block: Block, operands: readonly Operand[], defined: ReadonlySet<Variable>): void {
    for (const operand of operands) {
      if (!(operand instanceof Constant) && !defined.has(operand)) {
        this.problem(block, `${printVariable(operand)} is used where it is not defined`);
      }
    }
  }
}

/** Intersects what is available at a block's start; whether that changed it. */
function narrowTo(
  available: Map<Block, Set<Variable>>,
  block: Block,
  incoming: ReadonlySet<Variable>,
): boolean {
  const known = available.get(block);
  if (known === undefined) {
    available.set(block, new Set(incoming));
    return true;
  }
  const before = known.size;
  for (const variable of known) if (!incoming.has(variable)) known.delete(variable);
  return known.size !== before;
}

function bindT(pattern: TypePattern, type: FlowType): FlowType | null {
  if (pattern.kind === 'T') return null;
  if (pattern.kind === 'sequence' && (type.kind === 'list' || type.kind === 'fixed')) return type.item;
  return null;
}

function matches(type: FlowType, pattern: TypePattern, bound: FlowType | null): boolean {
  if (type.kind === 'error') return true;
  switch (pattern.kind) {
    case 'any':
      return type.kind !== 'void';
    case 'ref':
      return representation(type) === 'reference' || type.kind === 'null';
    case 'T':
      return bound === null || isAssignable(type, bound);
    case 'sequence':
      return type.kind === pattern.sequence || type.kind === 'null';
    case 'type':
      return (
        type.kind === pattern.name ||
        (type.kind === 'null' && (pattern.name === 'string' || pattern.name === 'bytes'))
      );
  }
}

/**
 * Values that are known: an operation that was done before with the same operands is not done again, one whose operands are constants is done
 * now, and behind a branch its condition is known.
 *
 * The walk goes down the dominator tree. What is pure holds in the whole subtree; what was read from memory holds as long as the walk follows single
 * links and nothing in between may write it. Values of fields that are `readonly` hold as pure ones do, and those of prebuilt objects are constants.
 */
import {
  Constant,
  NO_IMMEDIATE,
  Prebuilt,
  type Block,
  type Graph,
  type Immediate,
  type Operand,
  type Operation,
  type Variable,
} from '../flow/graph.js';
import type { FieldModel } from '../flow/model.js';
import { hasEffect, opRow, type OpName } from '../flow/ops.js';
import * as flow from '../flow/types.js';
import { findDominators } from './dominators.js';
import {
  aliases,
  exitOf,
  findIncoming,
  replaced,
  replaceExitOperand,
  replaceOperands,
  type Incoming,
  type Replacements,
} from './edit.js';

/** A prebuilt object's field as a constant, null where that can't be. */
export type ReadField = (object: Prebuilt, field: FieldModel) => Constant | null;

/** Pure operations on small numbers and booleans that give the same here and in machine code, whatever the width of a word. */
const folded: ReadonlySet<OpName> = new Set<OpName>([
  ...(['int_add', 'int_sub', 'int_mul', 'int_neg'] as const),
  ...(['int_eq', 'int_ne', 'int_lt', 'int_le', 'int_gt', 'int_ge'] as const),
  ...(['int32_and', 'int32_or', 'int32_xor', 'int32_not', 'int32_shl', 'int32_shr', 'int32_ushr'] as const),
  ...(['bool_not', 'bool_eq', 'bool_ne', 'int_to_float'] as const),
  ...(['float_add', 'float_sub', 'float_mul', 'float_div', 'float_neg'] as const),
  ...(['float_eq', 'float_ne', 'float_lt', 'float_le', 'float_gt', 'float_ge'] as const),
]);

export function findKnownValues(graph: Graph, readField: ReadField): void {
  new Walk(graph, readField).run();
}

/** What is known at a place: keys of operations to their results. */
type Table = ReadonlyMap<string, Operand>;

class Walk {
  private readonly replacements: Replacements = new Map();
  private readonly pure = new Map<string, Operand>();
  /** For the keys: variables that are the same reference have the same name. */
  private readonly roots = new Map<Variable, Operand>();
  private readonly ids = new Map<unknown, number>();
  private readonly incoming: Map<Block, Incoming[]>;
  /** `x = bool_not y`: what x says of y. */
  private readonly negated = new Map<Variable, Operand>();

  constructor(
    private readonly graph: Graph,
    private readonly readField: ReadField,
  ) {
    this.incoming = findIncoming(graph);
  }

  run(): void {
    const tree = findDominators(this.graph);
    // Without recursion: graphs are deep. A block's additions to the pure table are taken back when its subtree is done.
    const stack: { block: Block; memory: Map<string, Operand>; next: number; undo: (() => void)[] }[] = [];
    const enter = (block: Block, memory: Table): void => {
      const undo: (() => void)[] = [];
      const own = new Map(memory);
      this.learnFromEntry(block, undo);
      this.visit(block, own, undo);
      stack.push({ block, memory: own, next: 0, undo });
    };
    enter(tree.root, new Map());
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const child = tree.childrenOf(top.block)[top.next++];
      if (child === undefined) {
        for (const undo of top.undo.reverse()) undo();
        stack.pop();
        continue;
      }
      const [only, ...others] = this.incoming.get(child) ?? [];
      const follows = others.length === 0 && only?.from === top.block;
      enter(child, follows ? top.memory : new Map());
    }
    replaceOperands(this.graph, this.replacements);
  }

  private operand(operand: Operand): Operand {
    return replaced(operand, this.replacements);
  }

  /** All uses of a variable are in the part of the tree where its definition is, so what holds here holds for all of them. */
  private replace(variable: Variable, value: Operand): void {
    this.replacements.set(variable, value);
  }

  /** Behind a branch or a switch with one way here, the value that was tested is known, here and below. */
  private learnFromEntry(block: Block, undo: (() => void)[]): void {
    const [only, ...others] = this.incoming.get(block) ?? [];
    if (only === undefined || others.length > 0) return;
    const exit = exitOf(only.from);
    if (exit.kind === 'branch') {
      const isTrue = only.link === exit.whenTrue;
      this.learn(exit.condition, isTrue, undo);
    } else if (exit.kind === 'switch' && only.link !== exit.otherwise) {
      const found = exit.cases.find((one) => one.to === only.link);
      const value = this.operand(exit.value);
      if (found !== undefined && !(value instanceof Constant))
        this.learnConstant(value, new Constant(flow.INT, found.value), undo);
    }
  }

  private learn(condition: Operand, isTrue: boolean, undo: (() => void)[]): void {
    const variable = this.operand(condition);
    if (variable instanceof Constant) return;
    this.learnConstant(variable, new Constant(flow.BOOL, isTrue), undo);
    const opposite = this.negated.get(variable);
    if (opposite !== undefined) this.learn(opposite, !isTrue, undo);
  }

  private learnConstant(variable: Variable, value: Constant, undo: (() => void)[]): void {
    const before = this.known.get(variable);
    this.known.set(variable, value);
    undo.push(() => {
      if (before === undefined) this.known.delete(variable);
      else this.known.set(variable, before);
    });
  }

  /** Constants that variables are known to be in the part of the tree where the walk is. */
  private readonly known = new Map<Variable, Constant>();

  private here(operand: Operand): Operand {
    const value = this.operand(operand);
    return value instanceof Constant ? value : (this.known.get(value) ?? value);
  }

  private visit(block: Block, memory: Map<string, Operand>, undo: (() => void)[]): void {
    const exit = exitOf(block);
    const last = block.operations.length - 1;
    const kept: Operation[] = [];
    for (const [i, operation] of block.operations.entries()) {
      operation.args = operation.args.map((arg) => this.here(arg));
      const isHandled = i === last && exit.kind === 'may_raise';
      if (!isHandled && this.findValue(operation, memory, undo)) continue;
      this.remember(operation, memory, undo);
      kept.push(operation);
    }
    block.operations = kept;
    replaceExitOperand(exit, this.replacements);
    if (exit.kind === 'branch') exit.condition = this.here(exit.condition);
    else if (exit.kind === 'switch') exit.value = this.here(exit.value);
  }

  /** Whether the operation's result is known; then it stands for the result everywhere. */
  private findValue(operation: Operation, memory: Table, undo: (() => void)[]): boolean {
    const { name, args, result } = operation;
    if (result === null) return false;
    const constant = this.fold(operation);
    if (constant !== null) {
      this.replace(result, constant);
      return true;
    }
    if (aliases.has(name)) {
      const [source] = args;
      if (source !== undefined) {
        if (source.type === result.type) {
          this.replace(result, source);
          return true;
        }
        this.roots.set(result, this.rootOf(source));
      }
      if (name !== 'narrow') return false;
    }
    if (name === 'bool_not' && args[0] !== undefined) this.negated.set(result, args[0]);
    const key = this.keyOf(operation);
    if (key === null) return false;
    const found = this.pure.get(key) ?? memory.get(key);
    if (found !== undefined) {
      if (found.type !== result.type && !flow.isAssignable(found.type, result.type)) return false;
      // To test again is cheaper than to keep a truth value, unless it is known here.
      const value = this.here(found);
      if (result.type.kind === 'bool' && !(value instanceof Constant)) return false;
      this.replace(result, value);
      return true;
    }
    if (isTimeless(operation)) {
      this.pure.set(key, result);
      undo.push(() => this.pure.delete(key));
    }
    return false;
  }

  /** Notes what memory holds after an operation. */
  private remember(operation: Operation, memory: Map<string, Operand>, undo: (() => void)[]): void {
    const { name, args, immediate, result } = operation;
    if (name === 'getfield' && result !== null && !isTimeless(operation)) {
      const key = this.keyOf(operation);
      if (key !== null) memory.set(key, result);
      return;
    }
    if (name === 'setfield' && immediate.kind === 'field') {
      const [object, value] = args;
      const prefix = `${this.idOf(immediate.field)} `;
      for (const key of memory.keys()) if (key.startsWith(prefix)) memory.delete(key);
      if (object === undefined || value === undefined) return;
      const key = `${prefix}${this.idOf(this.rootOf(object))}`;
      if (!flow.isAssignable(value.type, immediate.field.type) || value.type.kind === 'null') return;
      if (immediate.field.isReadonly) {
        this.pure.set(key, value);
        undo.push(() => this.pure.delete(key));
      } else memory.set(key, value);
      return;
    }
    if (hasEffect(name, 'calls') || name === 'raw_host_call') memory.clear();
    else if (hasEffect(name, 'writes') && name.startsWith('raw_')) memory.clear();
  }

  private fold({ name, args, immediate, result }: Operation): Constant | null {
    if (result === null) return null;
    const [first] = args;
    if (name === 'getfield' && immediate.kind === 'field' && immediate.field.isReadonly) {
      if (!(first instanceof Constant) || !(first.value instanceof Prebuilt)) return null;
      const value = this.readField(first.value, immediate.field);
      return value !== null && value.type.kind !== 'null' && flow.isAssignable(value.type, result.type)
        ? value
        : null;
    }
    if (!folded.has(name)) return null;
    const values: unknown[] = [];
    for (const arg of args) {
      if (!(arg instanceof Constant)) return null;
      if (typeof arg.value !== 'number' && typeof arg.value !== 'boolean') return null;
      if (arg.type.kind === 'int' && Math.abs(arg.value as number) > 2 ** 52) return null;
      values.push(arg.value);
    }
    const { meaning } = opRow(name);
    const value = meaning === null ? null : (meaning as (...values: unknown[]) => unknown)(...values);
    if (typeof value === 'boolean') return new Constant(result.type, value);
    if (typeof value !== 'number' || (result.type.kind === 'int' && Math.abs(value) > 2 ** 52)) return null;
    return new Constant(result.type, value);
  }

  private rootOf(operand: Operand): Operand {
    return operand instanceof Constant ? operand : (this.roots.get(operand) ?? operand);
  }

  /** The name of what an operation computes; null for one that must be done each time. */
  private keyOf(operation: Operation): string | null {
    const { name, args, immediate } = operation;
    if (name === 'getfield' && immediate.kind === 'field' && args[0] !== undefined)
      return `${this.idOf(immediate.field)} ${this.idOf(this.rootOf(args[0]))}`;
    if (!isTimeless(operation) || name.startsWith('raw_') || name.startsWith('jit_')) return null;
    // Narrowed values differ by their types, the rest by what they are made of.
    const type = operation.result === null || name !== 'narrow' ? '' : this.idOf(operation.result.type);
    const parts = args.map((arg) => this.idOf(name === 'narrow' ? arg : this.rootOf(arg)));
    return `${name} ${this.immediateId(immediate)} ${type} ${parts.join(' ')}`;
  }

  private immediateId(immediate: Immediate): string {
    if (immediate === NO_IMMEDIATE || immediate.kind === 'none') return '';
    return immediate.kind === 'class' ? String(this.idOf(immediate.cls)) : 'other';
  }

  private idOf(value: unknown): number | string {
    if (value instanceof Constant) {
      const { value: inner, type } = value;
      if (typeof inner !== 'object' && typeof inner !== 'function')
        return `${type.kind}:${Object.is(inner, -0) ? '-0' : String(inner)}:${typeof inner === 'string' ? inner.length : ''}`;
      if (inner === null) return 'null';
      return `object:${this.idOf(inner instanceof Prebuilt ? (inner.value ?? inner) : inner)}`;
    }
    let id = this.ids.get(value);
    if (id === undefined) {
      id = this.ids.size;
      this.ids.set(value, id);
    }
    return id;
  }
}

/** Whether an operation gives the same for the same operands, whenever it is done. */
function isTimeless({ name, immediate }: Operation): boolean {
  if (name === 'getfield') return immediate.kind === 'field' && immediate.field.isReadonly;
  for (const effect of opRow(name).effects) if (effect !== 'traps') return false;
  return name !== 'assert' && name !== 'trap';
}

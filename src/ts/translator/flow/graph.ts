/**
 * Flow graphs in SSA form.
 *
 *     block 2 (i: int, total: int)          a block's parameters take the place of phi functions
 *       more: bool = int_lt i, n            one operation: name, operands, result, position in the source
 *       branch more, 3(), 4(total)          exactly one exit
 *
 * Every variable is defined once, by a block's parameter list or an operation, and may be used wherever its
 * definition dominates. A block that ends in `may_raise` has an operation last that can raise: its result
 * exists on the normal exit only, the exit's `exception` on the exceptional one only. Operations that raise
 * elsewhere leave the function.
 */
import type {
  ClassModel,
  ExternalModel,
  FieldModel,
  FunctionModel,
  GlobalModel,
  MethodModel,
} from './model.js';
import type { OpName } from './ops.js';
import type { FlowType } from './types.js';

export interface Position {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export class Variable {
  constructor(
    readonly id: number,
    readonly type: FlowType,
    /** The source's name, for people; not unique. */
    readonly name: string,
  ) {}
}

/** An object that exists when the program has been loaded. */
export class Prebuilt {
  constructor(
    /** Where it was found: `module#name`. */
    readonly origin: string,
    /** The live object; undefined when the program was not loaded. */
    readonly value: object | undefined,
  ) {}
}

/** A module-level constant whose value is unknown because the program was not loaded. */
export class Unloaded {
  constructor(readonly origin: string) {}
}

export type ConstantValue =
  number | boolean | string | null | FunctionModel | ClassModel | ExternalModel | Prebuilt | Unloaded;

export class Constant {
  constructor(
    readonly type: FlowType,
    readonly value: ConstantValue,
  ) {}
}

export type Operand = Variable | Constant;

export type Immediate =
  | { readonly kind: 'none' }
  | { readonly kind: 'class'; readonly cls: ClassModel }
  | { readonly kind: 'field'; readonly field: FieldModel }
  | { readonly kind: 'function'; readonly fn: FunctionModel }
  | { readonly kind: 'method'; readonly method: MethodModel }
  | { readonly kind: 'global'; readonly global: GlobalModel }
  | { readonly kind: 'external'; readonly external: ExternalModel };

export const NO_IMMEDIATE: Immediate = { kind: 'none' };

export interface Operation {
  readonly name: OpName;
  args: Operand[];
  readonly immediate: Immediate;
  readonly result: Variable | null;
  readonly position: Position;
}

/** An edge with the arguments for the parameters of its target. */
export interface Link {
  target: Block;
  args: Operand[];
}

export type Exit =
  | { readonly kind: 'jump'; readonly to: Link }
  | { readonly kind: 'branch'; condition: Operand; readonly whenTrue: Link; readonly whenFalse: Link }
  | {
      readonly kind: 'switch';
      value: Operand;
      readonly cases: readonly { readonly value: number; readonly to: Link }[];
      readonly otherwise: Link;
    }
  | {
      readonly kind: 'may_raise';
      readonly normal: Link;
      readonly exception: Variable;
      readonly exceptional: Link;
    }
  | { readonly kind: 'return'; value: Operand | null }
  | { readonly kind: 'raise'; value: Operand; readonly position: Position }
  | { readonly kind: 'unreachable' };

export type ExitOf<Kind extends Exit['kind']> = Extract<Exit, { readonly kind: Kind }>;

export class Block {
  params: Variable[] = [];
  operations: Operation[] = [];
  exit: Exit | null = null;

  constructor(readonly id: number) {}
}

/** What the JIT knows of a driver's loop (`transforms/split-portals.ts`). */
export interface Portal {
  readonly fn: FunctionModel;
  /** The constant that stands for the driver. */
  readonly driver: Constant;
  /** Of the portal's parameters the first are greens. */
  readonly greenCount: number;
}

export class Graph {
  readonly blocks: Block[] = [];
  /** If the function is a portal. */
  portal: Portal | null = null;
  private nextVariable = 0;
  private nextBlock = 0;

  constructor(
    readonly fn: FunctionModel,
    readonly position: Position,
  ) {}

  /** The first block; its parameters are the function's arguments. */
  get entry(): Block {
    const [entry] = this.blocks;
    if (entry === undefined) throw new Error(`${this.fn.fullName}: the graph is empty`);
    return entry;
  }

  newBlock(): Block {
    const block = new Block(this.nextBlock++);
    this.blocks.push(block);
    return block;
  }

  newVariable(type: FlowType, name: string): Variable {
    return new Variable(this.nextVariable++, type, name);
  }
}

export function exitLinks(exit: Exit): Link[] {
  switch (exit.kind) {
    case 'jump':
      return [exit.to];
    case 'branch':
      return [exit.whenTrue, exit.whenFalse];
    case 'switch':
      return [...exit.cases.map((one) => one.to), exit.otherwise];
    case 'may_raise':
      return [exit.normal, exit.exceptional];
    default:
      return [];
  }
}

/** The operands that an exit itself reads, those of its links apart. */
export function exitOperands(exit: Exit): Operand[] {
  switch (exit.kind) {
    case 'branch':
      return [exit.condition];
    case 'switch':
    case 'raise':
      return [exit.value];
    case 'return':
      return exit.value === null ? [] : [exit.value];
    default:
      return [];
  }
}

/** The blocks that control can reach, each after those that lead to it, but for back edges. */
export function reversePostorder(graph: Graph): Block[] {
  const linksOf = (block: Block): Link[] => (block.exit === null ? [] : exitLinks(block.exit));
  const order: Block[] = [];
  const seen = new Set<Block>([graph.entry]);
  const stack = [{ block: graph.entry, links: linksOf(graph.entry) }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const link = top.links.pop();
    if (link === undefined) {
      order.push(top.block);
      stack.pop();
    } else if (!seen.has(link.target)) {
      seen.add(link.target);
      stack.push({ block: link.target, links: linksOf(link.target) });
    }
  }
  return order.reverse();
}

/** What a field holds that nobody has set, and a parameter for which nothing was given. */
export function zeroOf(type: FlowType): Constant {
  if (type.kind === 'bool') return new Constant(type, false);
  return new Constant(type, type.kind === 'int' || type.kind === 'float' ? 0 : null);
}

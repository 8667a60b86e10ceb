/**
 * Objects that nobody else sees are not made: where a new object is only used for its fields, the fields become variables.
 *
 * The values that reach a read of a field are found by going back from it: to the store, to the allocation (whose fields are zero), or to a join,
 * which gets a parameter (Braun and others, "Simple and efficient construction of SSA form", 2013). All ways back lead to the allocation, since it
 * dominates what uses the object.
 */
import {
  Constant,
  exitLinks,
  exitOperands,
  zeroOf,
  type Block,
  type Graph,
  type Operand,
  type Operation,
  type Variable,
} from '../flow/graph.js';
import type { ClassModel, FieldModel } from '../flow/model.js';
import { aliases, exitOf, findIncoming, replaceOperands, type Incoming, type Replacements } from './edit.js';

interface Allocation {
  readonly operation: Operation;
  readonly cls: ClassModel;
  /** The object under all its names. */
  readonly names: ReadonlySet<Operand>;
  readonly uses: ReadonlySet<Operation>;
}

/** How many allocations were removed. */
export function removeAllocations(graph: Graph): number {
  const found = findAllocations(graph);
  if (found.length === 0) return 0;
  const replacements: Replacements = new Map();
  const gone = new Set<Operation>();
  for (const allocation of found) new Removal(graph, allocation, replacements, gone).run();
  for (const block of graph.blocks) block.operations = block.operations.filter((one) => !gone.has(one));
  replaceOperands(graph, replacements);
  return found.length;
}

function findAllocations(graph: Graph): Allocation[] {
  const users = new Map<Operand, Operation[]>();
  const escaped = new Set<Operand>();
  for (const block of graph.blocks) {
    for (const operation of block.operations) {
      for (const arg of operation.args) {
        if (arg instanceof Constant) continue;
        const known = users.get(arg);
        if (known === undefined) users.set(arg, [operation]);
        else known.push(operation);
      }
    }
    const exit = exitOf(block);
    exitOperands(exit).forEach((one) => escaped.add(one));
    for (const link of exitLinks(exit)) link.args.forEach((one) => escaped.add(one));
  }
  const found: Allocation[] = [];
  for (const block of graph.blocks) {
    const last = exitOf(block).kind === 'may_raise' ? block.operations.at(-1) : undefined;
    for (const operation of block.operations) {
      if (operation.name !== 'new' || operation.result === null || operation === last) continue;
      if (operation.immediate.kind !== 'class') continue;
      const uses = findUses(operation.result, users, escaped);
      if (uses !== null) found.push({ operation, cls: operation.immediate.cls, ...uses });
    }
  }
  return found;
}

/** The object's names and uses; null if it may be seen elsewhere, or asked for what only an object has. */
function findUses(
  object: Variable,
  users: ReadonlyMap<Operand, readonly Operation[]>,
  escaped: ReadonlySet<Operand>,
): Pick<Allocation, 'names' | 'uses'> | null {
  const names = new Set<Operand>([object]);
  const uses = new Set<Operation>();
  for (const name of names) {
    if (escaped.has(name)) return null;
    for (const use of users.get(name) ?? []) {
      uses.add(use);
      if (aliases.has(use.name)) {
        if (use.result !== null) names.add(use.result);
      } else if (!isFieldAccess(use, names) && use.name !== 'instanceof' && !isNullTest(use)) return null;
    }
  }
  return { names, uses };
}

function isFieldAccess({ name, args }: Operation, names: ReadonlySet<Operand>): boolean {
  if (name === 'getfield') return true;
  const value = args[1];
  return name === 'setfield' && value !== undefined && !names.has(value);
}

function isNullTest({ name, args }: Operation): boolean {
  if (name !== 'ref_eq' && name !== 'ref_ne') return false;
  return args.some((arg) => arg instanceof Constant && arg.value === null);
}

class Removal {
  private readonly incoming: ReadonlyMap<Block, readonly Incoming[]>;
  /** What fields hold at the starts of blocks. */
  private readonly starts = new Map<FieldModel, Map<Block, Operand>>();

  constructor(
    private readonly graph: Graph,
    private readonly allocation: Allocation,
    private readonly replacements: Replacements,
    private readonly gone: Set<Operation>,
  ) {
    this.incoming = findIncoming(graph);
  }

  run(): void {
    const { operation, uses, cls } = this.allocation;
    // Reads first: they look for the stores.
    const reads: [Variable, Operand][] = [];
    for (const block of this.graph.blocks) {
      block.operations.forEach((use, i) => {
        if (!uses.has(use) || use.result === null) return;
        const { result, immediate } = use;
        if (use.name === 'getfield' && immediate.kind === 'field')
          reads.push([result, this.valueBefore(block, i, immediate.field)]);
        else if (use.name === 'instanceof' && immediate.kind === 'class')
          reads.push([result, new Constant(result.type, cls.isSubclassOf(immediate.cls))]);
        else if (use.name === 'ref_eq' || use.name === 'ref_ne')
          reads.push([result, new Constant(result.type, use.name === 'ref_ne')]);
      });
    }
    for (const [result, value] of reads) this.replacements.set(result, value);
    this.gone.add(operation);
    for (const use of uses) this.gone.add(use);
  }

  /** What the field holds before the operation at an index of a block. */
  private valueBefore(block: Block, index: number, field: FieldModel): Operand {
    const { names, operation } = this.allocation;
    for (let i = index - 1; i >= 0; i--) {
      const before = block.operations[i];
      if (before === undefined || before === operation) return zeroOf(field.type);
      if (before.name !== 'setfield' || before.immediate.kind !== 'field' || before.immediate.field !== field)
        continue;
      const [object, value] = before.args;
      if (object !== undefined && value !== undefined && names.has(object)) return value;
    }
    return this.valueAtStart(block, field);
  }

  private valueAtStart(block: Block, field: FieldModel): Operand {
    const known = this.starts.get(field) ?? new Map<Block, Operand>();
    this.starts.set(field, known);
    const found = known.get(block);
    if (found !== undefined) return found;
    const links = this.incoming.get(block) ?? [];
    const [only, ...others] = links;
    if (only === undefined) throw new Error(`${this.graph.fn.fullName}: an object is used before it is made`);
    if (others.length === 0) {
      const value = this.valueBefore(only.from, only.from.operations.length, field);
      known.set(block, value);
      return value;
    }
    const param = this.graph.newVariable(field.type, field.name);
    known.set(block, param);
    block.params.push(param);
    for (const { from, link } of links) link.args.push(this.valueBefore(from, from.operations.length, field));
    return param;
  }
}

/**
 * Low-level IR: what the translator's functions and the JIT's traces are lowered to, one step above machine code.
 *
 * A function is a list of blocks in SSA form: blocks have parameters in place of phi functions, every virtual register is defined once, and
 * each block ends in one exit. Values have one of three classes: `int` (64 bits, also booleans, raw addresses and code offsets), `ref` (an
 * object reference of 32 bits, 0 is null) and `float` (double). What an operation means is told by its row in `lir-ops.ts`.
 *
 * An address is `heap base + 8*ref + index*scale + displacement`; without a ref it is relative to the heap base, which is how the VM's state
 * block is reached (negative displacements).
 */
import type { Condition, LirOpName } from './lir-ops.js';

export type RegisterClass = 'int' | 'ref' | 'float';

export class VirtualRegister {
  /** Tells operands apart: `instanceof` takes ten times as long until V8 has optimized it, and most of the JIT compiler runs before that. */
  readonly isConstant = false;

  constructor(
    readonly id: number,
    readonly cls: RegisterClass,
    /** For people; not unique. */
    readonly name: string,
  ) {}
}

/** A constant operand: a 64-bit int (bigint where a double can't tell it), a ref, or a float. */
export class LirConstant {
  readonly isConstant = true;

  constructor(
    readonly cls: RegisterClass,
    readonly value: number | bigint,
  ) {}
}

export type LirOperand = VirtualRegister | LirConstant;

/**
 * What memory an access reaches, for those who ask whether two accesses may meet: all fields of one declaration, or all items of arrays of
 * one kind, are one place; different places never overlap.
 */
export interface MemoryPlace {
  /** Dense, from 0, unique in a program. */
  readonly id: number;
  /** For people: `W_Frame.pc`, `references[]`. */
  readonly name: string;
  /**
   * `immutable`: set once, while its object is made. `quasi`: changes seldom; code may rely on the value if it is told of changes. `owned`: while
   * the object is active (`jit/trace.ts`) only the code that runs it writes here; if the field is an array, its items are owned, too.
   * `volatile`: may change at any time.
   */
  readonly change: 'mutable' | 'immutable' | 'quasi' | 'owned' | 'volatile';
  /** Objects all of whose fields are such are told apart by what they hold alone: a copy does as well. */
  readonly isOfValueObject?: boolean;
  /** The items of arrays; else a field, or a variable. */
  readonly isItems?: boolean;
  /** Of a field that is known to hold an array of its own kind: the place of that array's items. */
  readonly items?: MemoryPlace;
  /** Of such items: the place that they are for those who do not know the field. */
  readonly general?: MemoryPlace;
}

/** What of an address is known when code is made. */
export interface AddressPart {
  readonly kind: 'address';
  readonly scale: 1 | 2 | 4 | 8;
  readonly displacement: number;
  /** Not given: raw memory, of which nothing is known. */
  readonly place?: MemoryPlace;
}

/** A function or stub, by its symbol: unique in an image. */
export interface SymbolPart {
  readonly kind: 'symbol';
  readonly symbol: string;
}

/** A fixed-size allocation. */
export interface AllocationPart {
  readonly kind: 'allocation';
  /** In units of 8 bytes, header included. */
  readonly size: number;
  /** The header's first word. */
  readonly typeId: number;
}

/**
 * Of a guard: unless the condition is what is expected, the function is left with the status. `overflow` is told by the operation before it, one of the
 * `_ovf` family; `exception`: one is pending; the others compare the guard's first two operands.
 */
export interface GuardPart {
  readonly kind: 'guard';
  readonly condition: Condition | 'overflow' | 'exception';
  readonly expected: boolean;
  readonly status: number;
}

export interface NoPart {
  readonly kind: 'none';
}

export type Part = NoPart | AddressPart | SymbolPart | AllocationPart | GuardPart;

/** How many operands of a guard its condition reads; those behind them are what is live. */
export function conditionOperands({ condition }: GuardPart): number {
  return condition === 'overflow' || condition === 'exception' ? 0 : 2;
}

export const NO_PART: NoPart = { kind: 'none' };

export interface LirOperation {
  readonly op: LirOpName;
  readonly args: LirOperand[];
  readonly part: Part;
  readonly result: VirtualRegister | null;
  /** Number of a source line (`SourcePlaces` of the translator); 0 if there is none. */
  readonly line: number;
}

export interface Edge {
  readonly target: LirBlock;
  /** One for each of the target's parameters. */
  readonly args: LirOperand[];
}

export type LirExit =
  | { readonly kind: 'jump'; readonly to: Edge }
  | {
      readonly kind: 'branch';
      readonly condition: Condition;
      readonly left: LirOperand;
      readonly right: LirOperand;
      readonly whenTrue: Edge;
      readonly whenFalse: Edge;
    }
  /** The block's last operation is one of the `_ovf` family, whose result is right on the normal edge only. */
  | { readonly kind: 'overflow'; readonly overflow: Edge; readonly normal: Edge }
  /** Tests the state block's pending exception. */
  | { readonly kind: 'exception'; readonly pending: Edge; readonly normal: Edge }
  /** Tests whether the stack pointer has fallen below the state block's limit. */
  | { readonly kind: 'stack'; readonly overflow: Edge; readonly normal: Edge }
  | {
      readonly kind: 'switch';
      readonly value: LirOperand;
      readonly cases: readonly { readonly value: number; readonly to: Edge }[];
      readonly otherwise: Edge;
    }
  | { readonly kind: 'return'; readonly value: LirOperand | null }
  /** Ends the process with a report; `code` indexes the image's table of reasons, `line` is as that of operations. */
  | { readonly kind: 'trap'; readonly code: number; readonly line: number }
  /** Gives the frame up and jumps to other code, with the status where results are. Values go there through memory. */
  | { readonly kind: 'leave'; readonly symbol: string; readonly status: number };

export class LirBlock {
  readonly params: VirtualRegister[] = [];
  readonly operations: LirOperation[] = [];
  exit: LirExit | null = null;

  constructor(
    readonly id: number,
    /** Slow paths: laid out after everything else. */
    readonly isCold: boolean,
  ) {}
}

export class LirFunction {
  /** In layout order, cold ones last; the first is the entry, whose parameters are the function's; nothing jumps to it. */
  readonly blocks: LirBlock[] = [];
  private nextRegister = 0;
  private nextBlock = 0;

  constructor(
    readonly symbol: string,
    readonly result: RegisterClass | null,
  ) {}

  get entry(): LirBlock {
    const [entry] = this.blocks;
    if (entry === undefined) throw new Error(`${this.symbol}: no blocks`);
    return entry;
  }

  get registerCount(): number {
    return this.nextRegister;
  }

  get blockCount(): number {
    return this.nextBlock;
  }

  /** A block that has no place in the layout yet: the maker appends it to `blocks`, cold ones last. */
  newBlock(isCold: boolean): LirBlock {
    return new LirBlock(this.nextBlock++, isCold);
  }

  newRegister(cls: RegisterClass, name: string): VirtualRegister {
    return new VirtualRegister(this.nextRegister++, cls, name);
  }
}

export function exitEdges(exit: LirExit): Edge[] {
  switch (exit.kind) {
    case 'jump':
      return [exit.to];
    case 'branch':
      return [exit.whenTrue, exit.whenFalse];
    case 'overflow':
    case 'stack':
      return [exit.normal, exit.overflow];
    case 'exception':
      return [exit.normal, exit.pending];
    case 'switch':
      return [...exit.cases.map((one) => one.to), exit.otherwise];
    default:
      return [];
  }
}

/** The operands that an exit itself reads, those of its edges apart. */
export function exitOperands(exit: LirExit): LirOperand[] {
  switch (exit.kind) {
    case 'branch':
      return [exit.left, exit.right];
    case 'switch':
      return [exit.value];
    case 'return':
      return exit.value === null ? [] : [exit.value];
    default:
      return [];
  }
}

/**
 * What calls may do to memory: for each function the places that it, and all that it calls, may read and write. The optimizer keeps what it knows
 * of other places over a call.
 *
 * A function's own accesses come from its flow graph; those of its callees are added until nothing changes. Of functions called as values
 * nothing is known, so they may do everything; so may the host. The collector leaves everything as the program sees it, and is left out. Functions of the
 * runtime work on raw memory: on arrays and lists, if they are not tagged `@fresh` (they write only to objects that they make), or `@growsList` (and
 * give those to a list). Those on strings read and make nothing else.
 *
 * Items of arrays that a field keeps for itself are accessed as any items where a function got the array from another one: who may read the field and
 * such items may read those items.
 */
import type { MemoryPlace } from '../../backend/lir.js';
import { BuiltinType } from '../../rlib/heap-layout.js';
import type { Operand, Operation } from '../flow/graph.js';
import type { FunctionModel } from '../flow/model.js';
import type { OpName } from '../flow/ops.js';
import type { FlowType } from '../flow/types.js';
import { cExternals, runtimeExternals } from '../lowering/native-externals.js';
import { arrayType, itemsType } from '../lowering/layout.js';
import type { Program } from '../lowering/program.js';
import { runtimeCalls } from '../lowering/runtime-calls.js';

/** Places by their ids, a bit each; -1 is all. */
export interface Effects {
  reads: bigint;
  writes: bigint;
}

const GC = 'src/ts/gc/';
const STRINGS = 'src/ts/runtime/strings';
const EVERYTHING = -1n;

export function findEffects(program: Program): ReadonlyMap<FunctionModel, Effects> {
  return new EffectFinder(program).run();
}

class EffectFinder {
  private readonly effects = new Map<FunctionModel, Effects>();
  private readonly callers = new Map<FunctionModel, FunctionModel[]>();
  private readonly arrays: bigint;

  constructor(private readonly program: Program) {
    const { memory } = program;
    const places = [memory.listLength, memory.listItems, memory.arrayLength];
    for (let type: BuiltinType = BuiltinType.STRING; type <= BuiltinType.WORDS; type++)
      places.push(memory.items(type));
    this.arrays = places.reduce((bits, place) => bits | bit(place), 0n);
  }

  run(): ReadonlyMap<FunctionModel, Effects> {
    const { functions } = this.program;
    for (const fn of functions) this.effects.set(fn, { reads: 0n, writes: 0n });
    for (const fn of functions) if (!fn.module.startsWith(GC)) this.addOwn(fn);
    const pending = new Set(functions);
    for (const fn of pending) {
      pending.delete(fn);
      const own = this.effects.get(fn);
      if (own === undefined) continue;
      for (const caller of this.callers.get(fn) ?? []) {
        const effects = this.effects.get(caller);
        if (effects === undefined) continue;
        const reads = effects.reads | own.reads;
        const writes = effects.writes | own.writes;
        if (reads === effects.reads && writes === effects.writes) continue;
        effects.reads = reads;
        effects.writes = writes;
        pending.add(caller);
      }
    }
    for (const effects of this.effects.values()) this.addSpecialItems(effects);
    return this.effects;
  }

  private addSpecialItems(effects: Effects): void {
    for (const place of this.program.memory.all) {
      const { items } = place;
      if (items?.general === undefined || (effects.reads & bit(place)) === 0n) continue;
      if ((effects.reads & bit(items.general)) !== 0n) effects.reads |= bit(items);
      if ((effects.writes & bit(items.general)) !== 0n) effects.writes |= bit(items);
    }
  }

  private addOwn(fn: FunctionModel): void {
    const effects = this.effects.get(fn);
    if (effects === undefined) return;
    for (const block of this.program.frontEnd.graphOf(fn).blocks) {
      for (const operation of block.operations) this.addOperation(fn, operation, effects);
    }
  }

  private addCallee(caller: FunctionModel, callee: FunctionModel): void {
    const callers = this.callers.get(callee);
    if (callers === undefined) this.callers.set(callee, [caller]);
    else if (callers.at(-1) !== caller) callers.push(caller);
  }

  private addOperation(fn: FunctionModel, operation: Operation, effects: Effects): void {
    const { name, immediate, args } = operation;
    const read = (place: MemoryPlace): void => void (effects.reads |= bit(place));
    const write = (place: MemoryPlace): void => void (effects.writes |= bit(place));
    const { memory } = this.program;
    switch (immediate.kind) {
      case 'field':
        (name === 'getfield' ? read : write)(memory.field(immediate.field));
        return;
      case 'global':
        (name === 'getglobal' ? read : write)(memory.global(immediate.global));
        return;
      case 'function':
        this.addCallee(fn, immediate.fn);
        return;
      case 'method': {
        const { receiver, declaration } = immediate.method;
        for (const target of this.program.targets(receiver, declaration.simpleName))
          this.addCallee(fn, target);
        return;
      }
      case 'external': {
        const runtime = runtimeExternals.get(immediate.external.name);
        if (runtime !== undefined) this.addCallee(fn, this.program.runtimeFunction(runtime));
        else if (!cExternals.has(immediate.external.name)) everything(effects);
        return;
      }
      default:
    }
    const runtime = runtimeCalls.get(name);
    if (runtime !== undefined) this.addCallee(fn, this.program.runtimeFunction(runtime));
    else if (name === 'call_indirect' || name === 'raw_host_call') everything(effects);
    else if (name.startsWith('raw_')) {
      if (nothing.has(name) || fn.module === STRINGS) return;
      effects.reads |= this.arrays;
      if (name.startsWith('raw_load_')) return;
      if (fn.hints.has('growsList')) write(memory.listItems);
      else if (!fn.hints.has('fresh')) effects.writes |= this.arrays;
    } else this.addSequence(name, args, read, write);
  }

  private addSequence(
    name: OpName,
    args: readonly Operand[],
    read: (place: MemoryPlace) => void,
    write: (place: MemoryPlace) => void,
  ): void {
    const { memory } = this.program;
    const type = itemType(args[0]?.type);
    if (type === null) return;
    const items = memory.items(type);
    if (name.startsWith('list_')) {
      read(memory.listLength);
      read(memory.listItems);
      if (name === 'list_push' || name === 'list_pop') {
        write(memory.listLength);
        write(memory.listItems);
      }
      if (name !== 'list_length') read(items);
      if (name !== 'list_length' && name !== 'list_get') write(items);
    } else if (name.endsWith('_get')) read(items);
    else if (name.endsWith('_set')) write(items);
  }
}

/** Raw operations that touch no memory. */
const nothing: ReadonlySet<OpName> = new Set<OpName>([
  'raw_float_of_word',
  'raw_word_of_float',
  'raw_address',
  'raw_object',
  'raw_stack_pointer',
  'raw_heap_base',
]);

function bit(place: MemoryPlace): bigint {
  return 1n << BigInt(place.id);
}

function everything(effects: Effects): void {
  effects.reads = EVERYTHING;
  effects.writes = EVERYTHING;
}

/** The type of the array with a sequence's items. */
function itemType(type: FlowType | undefined): BuiltinType | null {
  if (type === undefined) return null;
  return type.kind === 'list' ? itemsType(type.item) : arrayType(type);
}

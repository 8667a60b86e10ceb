/**
 * The codewriter: what the JIT compiler needs of a program, as a part of its image (`jit/jitcode-format.ts`).
 *
 * The meta-interpreter looks into functions that have no loops (or say that they may be unrolled) and into portals; the rest it calls. It does not look into
 * the runtime and the collectors, which work on raw memory, nor where a function says so.
 */
import type { LirFunction, RegisterClass } from '../../backend/lir.js';
import { LirEncoder } from '../../backend/lir-encoding.js';
import { lirOps, type LirOpName } from '../../backend/lir-ops.js';
import { encodeJitcode, FunctionFlag, placeSets, type JitcodeHeader } from '../../jit/jitcode-format.js';
import { Prebuilt, type Graph, type Operation } from '../flow/graph.js';
import { findLiveOut } from '../../jit/live-registers.js';
import type { FunctionModel } from '../flow/model.js';
import { lowerGraph, registerClass } from '../lowering/lower-graph.js';
import { cExternals, runtimeExternals } from '../lowering/native-externals.js';
import type { Program } from '../lowering/program.js';
import { hasLoop } from '../transforms/edit.js';
import { findEffects } from './effects.js';

const hiddenModules: readonly string[] = ['src/ts/runtime/', 'src/ts/gc/'];

export function writeJitcode(
  program: Program,
  offsetOf: (symbol: string) => number,
  stubs: readonly string[],
): Uint8Array {
  const { functions } = program;
  const ops = Object.keys(lirOps) as LirOpName[];
  const symbols: string[] = functions.map((fn) => program.symbolOf(fn));
  const numbers = new Map(symbols.map((symbol, i) => [symbol, i]));
  const symbolNumber = (symbol: string): number => {
    let number = numbers.get(symbol);
    if (number === undefined) {
      number = symbols.push(symbol) - 1;
      numbers.set(symbol, number);
    }
    return number;
  };
  const encoder = new LirEncoder(ops, symbolNumber);
  const bodies = functions.map((fn): readonly [number, number] => {
    const graph = program.frontEnd.graphOf(fn);
    if (!isLookedInto(fn, graph)) return [-1, -1];
    const lir = lowerGraph(program, graph, 'jit');
    return [encoder.add(lir), addLiveOut(encoder.words, lir)];
  });
  const effects = new EffectTable();
  const found = findEffects(program);
  const effectNumbers = functions.map((fn) => effects.numberOf(found.get(fn) ?? { reads: -1n, writes: -1n }));
  const signatures = [...new Set(functions.map(signatureOf))];
  const signatureNumbers = new Map(signatures.map((signature, i) => [signature, i]));
  const columns = functions.map((fn, i) => [
    offsetOf(program.symbolOf(fn)),
    flagsOf(program, fn),
    effectNumbers[i],
    signatureNumbers.get(signatureOf(fn)) ?? -1,
    ...bodies[i],
  ]);
  const header: JitcodeHeader = {
    ops,
    functionCount: functions.length,
    signatures,
    setWords: Math.ceil(program.memory.all.length / 32),
    places: program.memory.all.map(
      ({ name, change, isOfValueObject = false, isItems = false, items, general }) => ({
        name,
        change,
        ...(isOfValueObject ? { isOfValueObject } : {}),
        isItems,
        ...(items === undefined ? {} : { items: items.id }),
        ...(general === undefined ? {} : { general: general.id }),
      }),
    ),
    portals: program.portals.map(({ fn, driver, greenCount }) => ({
      driver: driver.value instanceof Prebuilt ? driver.value.origin : '',
      fn: functions.indexOf(fn),
      greens: fn.params.slice(0, greenCount).map(({ name }) => name),
      location: numberOf(functions, program.locationOf(driver)),
    })),
    stubs: Object.fromEntries(stubs.map((stub) => [stub, offsetOf(stub)])),
    hasBarriers: program.hasBarriers,
    wordBits: program.options.wordBits,
  };
  return encodeJitcode(
    {
      header,
      functions: Int32Array.from(columns.flat()),
      effects: placeSets(effects.rows, header.setWords),
      words: Int32Array.from(encoder.words),
    },
    symbols,
  );
}

/** Appends the registers that are read after each block; where they begin. */
function addLiveOut(words: number[], { blocks }: LirFunction): number {
  const start = words.length;
  for (const live of findLiveOut(blocks)) words.push(live.size, ...live);
  return start;
}

function numberOf(functions: readonly FunctionModel[], fn: FunctionModel | null): number {
  return fn === null ? -1 : functions.indexOf(fn);
}

class EffectTable {
  readonly rows: (readonly [bigint, bigint])[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf({ reads, writes }: { readonly reads: bigint; readonly writes: bigint }): number {
    const key = `${reads} ${writes}`;
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.rows.push([reads, writes]) - 1;
      this.numbers.set(key, number);
    }
    return number;
  }
}

function flagsOf(program: Program, fn: FunctionModel): number {
  return (
    (program.canRaise(fn) ? FunctionFlag.CAN_RAISE : 0) |
    (fn.hints.has('elidable') ? FunctionFlag.ELIDABLE : 0) |
    (fn.hints.has('unrollSafe') ? FunctionFlag.UNROLL : 0)
  );
}

const letters: Readonly<Record<RegisterClass, string>> = { int: 'i', ref: 'r', float: 'f' };

function signatureOf(fn: FunctionModel): string {
  const params = fn.argumentTypes.map((type) => {
    const cls = registerClass(type);
    return cls === null ? '' : letters[cls];
  });
  const result = registerClass(fn.result);
  return `${params.join('')}>${result === null ? '' : letters[result]}`;
}

/** Whether the meta-interpreter gets a function's code. */
export function isLookedInto(fn: FunctionModel, graph: Graph): boolean {
  if (graph.portal !== null) return true;
  if (fn.hints.has('dontLookInside') || fn.hints.has('elidable')) return false;
  if (hiddenModules.some((module) => fn.module.startsWith(module))) return false;
  if (graph.blocks.some(({ operations }) => operations.some(isHidden))) return false;
  return fn.hints.has('unrollSafe') || !hasLoop(graph);
}

/** Operations that only machine code does. */
function isHidden({ name, immediate }: Operation): boolean {
  if (immediate.kind === 'external') {
    const external = immediate.external.name;
    return !runtimeExternals.has(external) && !cExternals.has(external);
  }
  return name.startsWith('raw_');
}

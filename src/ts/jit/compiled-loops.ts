/**
 * The loops that have code: where the interpreter finds them, and how long they live.
 *
 * A loop is found by its cell's code, which compares greens. It is used when it is entered from there, which its flag tells, and when a trace of a loop that lives goes
 * to it. Time goes by with each loop that is compiled. Loops that were not used for long are freed, with their bridges, unless a frame of theirs is on the stack.
 */
import { CELL_MASK, CELL_SHIFT, CellPlace } from '../rlib/jit-layout.js';
import type { JitAccess } from '../native/vm.js';
import type { CodePiece, CodeRegion, InstalledCode, RegionOffset } from './code-region.js';
import type { Validity } from './dependencies.js';
import { makeEntry } from './entry-code.js';
import type { Flag, FlagTable } from './flag-table.js';
import { JitLimit } from './heap.js';
import type { LoopEntrance } from './optimizer/loop-entrance.js';
import { TraceConstant } from './trace.js';
import type { LiveValue } from './values.js';

/** A position in the interpreted program. */
export interface GreenKey {
  readonly driver: number;
  readonly greens: readonly LiveValue[];
}

/** A loop's. */
interface LoopKey extends GreenKey {
  readonly greens: readonly TraceConstant[];
}

/** A compiled loop, by the greens at its start. */
export interface Loop extends LoopKey {
  readonly symbol: string;
  readonly greenCount: number;
  /** For bridges that come back to it. */
  entrance: LoopEntrance | null;
  /** Its own, and its bridges. */
  readonly traces: InstalledTrace[];
  /** Is set when it is entered from its cell. */
  readonly used: Flag;
  lastUse: number;
}

/** The code of a loop or bridge, and what goes with it. */
export interface InstalledTrace {
  readonly code: InstalledCode;
  /** What leads from a guard to it. */
  transfer: CodePiece | null;
  /** The numbers of its guards: from the first on, before the end. */
  readonly firstGuard: number;
  readonly endGuard: number;
  readonly validity: Validity | null;
  /** The references of its constants. */
  readonly constants: readonly number[];
  /** Where it ends, if that is another loop. */
  readonly target: Loop | null;
}

export class CompiledLoops {
  /** Those that the interpreter finds. */
  private readonly known = new Set<Loop>();
  private readonly all = new Set<Loop>();
  /** The loops of each cell, by the cell's place. */
  private readonly cells = new Map<number, Set<Loop>>();
  private readonly entries = new Map<number, InstalledCode[]>();
  private entryCount = 0;
  private generation = 0;

  constructor(
    private readonly access: JitAccess,
    private readonly region: CodeRegion,
    private readonly flags: FlagTable,
    /** Frees what belongs to a trace. */
    private readonly free: (trace: InstalledTrace) => void,
  ) {}

  /** A loop about to be compiled. */
  make({ driver, greens }: LoopKey, symbol: string, greenCount: number): Loop {
    const used = this.flags.make();
    return { driver, greens, symbol, greenCount, entrance: null, traces: [], used, lastUse: this.generation };
  }

  /** From now on the loop is found. */
  add(loop: Loop): void {
    loop.lastUse = ++this.generation;
    this.all.add(loop);
    this.known.add(loop);
    const cell = cellOf(loop.greens);
    const loops = this.cells.get(cell);
    if (loops === undefined) this.cells.set(cell, new Set([loop]));
    else loops.add(loop);
    this.installEntries(cell);
  }

  /** A loop that came to nothing. */
  discard(loop: Loop): void {
    this.flags.release(loop.used);
  }

  get age(): number {
    return this.generation;
  }

  find({ driver, greens }: GreenKey): Loop | null {
    for (const loop of this.known) if (isSame(loop, driver, greens)) return loop;
    return null;
  }

  /** The loop is not found any more, and may get hot again. Its code stays for the bridges that enter it. Whether it was known. */
  forget(loop: Loop): boolean {
    if (!this.known.delete(loop)) return false;
    const cell = cellOf(loop.greens);
    this.cells.get(cell)?.delete(loop);
    this.installEntries(cell);
    return true;
  }

  forgetAll(): void {
    for (const loop of [...this.known]) this.forget(loop);
  }

  /** The code of a cell: its loops' entries, one behind the other. Entries have no frames, so those before are freed. */
  private installEntries(cell: number): void {
    const { region } = this;
    for (const code of this.entries.get(cell) ?? []) region.uninstall(code);
    const installed: InstalledCode[] = [];
    this.entries.set(cell, installed);
    let first: InstalledCode | null = null;
    try {
      for (const loop of this.cells.get(cell) ?? []) {
        const name = `entry ${this.entryCount++}`;
        first = region.install(makeEntry(name, loop, this.flags.place(loop.used), first?.symbol ?? null));
        installed.push(first);
      }
    } catch (error) {
      if (!(error instanceof JitLimit)) throw error;
      // No room: the loops of the cell are interpreted.
      first = null;
    }
    const place = cell + CellPlace.CODE;
    const code = first === null ? 0 : region.imageOffset(first.start);
    this.access.cells.setBigInt64(place, BigInt(code), true);
  }

  /** Frees the loops that were not used while so many others were compiled; how many. `returns`: where code is under way. */
  collect(longevity: number, returns: readonly RegionOffset[]): number {
    // Those that were not used since this was last done are older than the others.
    this.generation++;
    for (const loop of this.known) {
      if (!this.flags.isSet(loop.used)) continue;
      this.flags.set(loop.used, 0);
      loop.lastUse = this.generation;
    }
    const kept = new Set<Loop>();
    for (const loop of this.all) {
      const isRecent = this.known.has(loop) && this.generation - loop.lastUse <= longevity;
      if (isRecent || loop.traces.some(({ code }) => isUnderWay(code, returns))) keep(loop, kept);
    }
    let freed = 0;
    for (const loop of this.all) {
      if (kept.has(loop)) continue;
      this.forget(loop);
      this.all.delete(loop);
      loop.traces.forEach(this.free);
      this.flags.release(loop.used);
      freed++;
    }
    return freed;
  }
}

function isUnderWay({ start, size }: CodePiece, returns: readonly RegionOffset[]): boolean {
  return returns.some((offset) => offset > start && offset <= start + size);
}

/** A loop, and all to which its traces go. */
function keep(loop: Loop, kept: Set<Loop>): void {
  if (kept.has(loop)) return;
  kept.add(loop);
  for (const { target } of loop.traces) if (target !== null) keep(target, kept);
}

/** The cell of greens, by its offset: the hash that machine code makes (`lower-jit.ts`), of which the low bits count. */
export function cellOf(greens: readonly LiveValue[]): number {
  let hash = 0;
  for (const green of greens) {
    if (!(green instanceof TraceConstant) || green.cls === 'float') continue;
    hash = (Math.imul(hash, 0x1003f) + Number(BigInt.asIntN(32, BigInt(green.value)))) | 0;
  }
  return (hash & CELL_MASK) << CELL_SHIFT;
}

export function keyOf({ driver, greens }: GreenKey): string {
  return `${driver}: ${greens.map(valueText).join()}`;
}

export function isSame(known: LoopKey, driver: number, greens: readonly LiveValue[]): boolean {
  return (
    known.driver === driver && known.greens.every((green, i) => valueText(green) === valueText(greens[i]))
  );
}

function valueText(value: LiveValue): string {
  return value instanceof TraceConstant ? `${value.cls} ${String(value.value)}` : '?';
}

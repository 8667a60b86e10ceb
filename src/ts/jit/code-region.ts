/**
 * Where compiled traces live: memory to run code from, its stack maps, and the jumps that were left open. Functions of low-level IR are put there one by one, and
 * stay.
 *
 *     jumps to the image's stubs | a return | compiled code ...
 *
 * Stack maps are found as those of the image are (`gc/roots.ts`), in a table of our own; a map's place is told relative to the table.
 */
import { target } from '../../native/asm-x86_64/abi.js';
import { Assembler } from '../../native/asm-x86_64/assembler.js';
import type { Label, Position } from '../../native/asm-x86_64/code-buffer.js';
import { Feature, Plain } from '../../native/asm-x86_64/encoding.js';
import { retarget } from '../../native/asm-x86_64/patch.js';
import { selectFunction, type CodeContext } from '../../native/asm-x86_64/select.js';
import { allocateRegisters } from '../backend/allocate-registers.js';
import type { LirFunction } from '../backend/lir.js';
import type { StatePlaces } from '../backend/state-places.js';
import { StackMap } from '../rlib/heap-layout.js';
import { State } from '../rlib/raw.js';
import type { Address } from '../native/addon.js';
import type { JitAccess } from '../native/vm.js';
import { JitLimit, type JitHeap } from './heap.js';

const CODE_SIZE = 16 << 20;
const MAP_ENTRIES = 1 << 17;
const MAPS_SIZE = 8 << 20;

/** Where code goes that is done with: back to who called it. */
export const RETURN = 'jit#return';

/** A place in the region: its offset from the start. */
export type RegionOffset = number;

export interface InstalledCode {
  readonly start: RegionOffset;
  readonly size: number;
  /** By the statuses with which the code leaves: the places of the jumps. */
  readonly leaves: ReadonlyMap<number, Position>;
}

export class CodeRegion {
  private readonly write: Uint8Array;
  private readonly words: Int32Array;
  private readonly run: number;
  private readonly maps: DataView;
  private mapsEnd = 8 + 8 * MAP_ENTRIES;
  private mapCount = 0;
  private readonly mapPlaces = new Map<string, number>();
  private end = 0;
  private readonly asm = new Assembler(Feature.sse41, 1 << 16);
  private readonly symbols = new Map<string, RegionOffset>();

  constructor(
    private readonly access: JitAccess,
    heap: JitHeap,
    private readonly state: StatePlaces,
    stubs: Readonly<Record<string, number>>,
  ) {
    const space = access.codeSpace(CODE_SIZE);
    this.write = new Uint8Array(space.write);
    this.words = new Int32Array(space.write);
    this.run = space.run;
    const table = access.reserve(MAPS_SIZE);
    this.maps = new DataView(access.view(table, MAPS_SIZE));
    this.maps.setUint32(0, MAP_ENTRIES - 1, true);
    heap.setWord(State.JIT_CODE, space.run);
    heap.setWord(State.JIT_CODE_SIZE, CODE_SIZE);
    heap.setWord(State.JIT_MAPS, table - access.base);
    this.installStubs(stubs);
  }

  /** Calls of the image's stubs are short; the image may be far away. */
  private installStubs(stubs: Readonly<Record<string, number>>): void {
    const { asm } = this;
    for (const [symbol, offset] of Object.entries(stubs)) {
      asm.alignCode(16);
      this.symbols.set(symbol, asm.position);
      const address = BigInt(this.access.codeStart + offset);
      asm.jmpThrough(asm.constant64(Number(address & 0xffffffffn) | 0, Number(address >> 32n)));
    }
    asm.alignCode(16);
    this.symbols.set(RETURN, asm.position);
    asm.plain(Plain.ret);
    this.place(asm.finish().bytes);
    asm.reset();
  }

  private place(bytes: Uint8Array): RegionOffset {
    const start = this.end;
    if (start + bytes.length > CODE_SIZE) throw new JitLimit('no room for more code');
    this.write.set(bytes, start);
    this.access.addon.flush(this.run + start, bytes.length);
    this.end = (start + bytes.length + 15) & ~15;
    return start;
  }

  /** The offset of a place from the start of the image's code: what `call_code` takes. */
  imageOffset(offset: RegionOffset): number {
    return this.run + offset - this.access.codeStart;
  }

  /** Compiles a function; its symbol may be a target of later ones. */
  install(lir: LirFunction): InstalledCode {
    const { asm } = this;
    asm.reset();
    const start = this.end;
    const labels = new Map<string, Label>();
    const leaves = new Map<number, Position>();
    const stackMaps: { position: number; frameWords: number; slots: readonly number[] }[] = [];
    const context: CodeContext = {
      state: this.state,
      labelOf: (symbol) => {
        let label = labels.get(symbol);
        if (label === undefined) {
          label = asm.newLabel();
          labels.set(symbol, label);
          const known = this.symbols.get(symbol);
          if (known !== undefined) asm.bindAt(label, known - start);
          else if (symbol !== lir.symbol) throw new Error(`compiled code refers to ${symbol}`);
        }
        return label;
      },
      addStackMap: (position, frameWords, slots) => {
        stackMaps.push({ position, frameWords, slots });
      },
      addFunction: () => undefined,
      addLine: () => undefined,
      addLeave: (position, status) => leaves.set(status, start + position),
    };
    selectFunction(asm, context, allocateRegisters(lir, target));
    const { bytes } = asm.finish();
    if (this.mapCount + stackMaps.length > MAP_ENTRIES / 2) throw new JitLimit('no room for more stack maps');
    this.place(bytes);
    for (const { position, frameWords, slots } of stackMaps)
      this.addStackMap(start + position, frameWords, slots);
    this.symbols.set(lir.symbol, start);
    return { start, size: bytes.length, leaves };
  }

  /** Where a function that was installed starts. */
  startOf(symbol: string): RegionOffset {
    const start = this.symbols.get(symbol);
    if (start === undefined) throw new Error(`${symbol} is not compiled`);
    return start;
  }

  /** Makes a jump that leaves other code go to a function. */
  patch(leave: Position, to: RegionOffset): void {
    retarget(this.words, leave, to);
  }

  /** Where a place is in this process. */
  address(offset: RegionOffset): Address {
    return this.run + offset;
  }

  /** The machine code of a place, for people. */
  bytes(start: RegionOffset, size: number): Uint8Array {
    return this.write.subarray(start, start + size);
  }

  private addStackMap(offset: number, frameWords: number, slots: readonly number[]): void {
    const key = `${frameWords}:${slots.join()}`;
    const place = this.mapPlaces.get(key) ?? this.mapsEnd;
    if (place === this.mapsEnd) {
      if (place + StackMap.SLOTS + 2 * slots.length > MAPS_SIZE)
        throw new JitLimit('no room for more stack maps');
      this.maps.setInt16(place + StackMap.FRAME, frameWords, true);
      this.maps.setInt16(place + StackMap.COUNT, slots.length, true);
      slots.forEach((slot, i) => {
        this.maps.setInt16(place + StackMap.SLOTS + 2 * i, slot, true);
      });
      this.mapsEnd = (place + StackMap.SLOTS + 2 * slots.length + 3) & ~3;
      this.mapPlaces.set(key, place);
    }
    let entry = 8 + 8 * ((Math.imul(offset, 0x9e3779b1) >>> 8) & (MAP_ENTRIES - 1));
    while (this.maps.getUint32(entry, true) !== 0) {
      entry += 8;
      if (entry > 8 + 8 * (MAP_ENTRIES - 1)) entry = 8;
    }
    this.maps.setUint32(entry, offset, true);
    this.maps.setUint32(entry + 4, place, true);
    this.mapCount++;
  }
}

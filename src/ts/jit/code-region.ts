/**
 * Where compiled traces live: memory to run code from, its stack maps, and the jumps that were left open. Functions of low-level IR are put there one by one;
 * once the space is used up, where others have been given up.
 *
 *     jumps to the image's stubs | a return, the exit of guards | compiled code ...
 *
 * Stack maps are found as those of the image are (`gc/roots.ts`), in a table of our own; a map's place is told relative to the table.
 */
import { target } from '../../native/asm-x86_64/abi.js';
import { Assembler } from '../../native/asm-x86_64/assembler.js';
import type { Label, Position } from '../../native/asm-x86_64/code-buffer.js';
import { Feature, Plain } from '../../native/asm-x86_64/encoding.js';
import { retarget } from '../../native/asm-x86_64/patch.js';
import { selectFunction, TRACE_EXIT, type CodeContext } from '../../native/asm-x86_64/select.js';
import { emitExit, emitTransfer, type GuardPlaces } from '../../native/asm-x86_64/trace-exits.js';
import { allocateRegisters } from '../backend/allocate-registers.js';
import type { AllocatedFunction } from '../backend/allocated.js';
import type { LirFunction } from '../backend/lir.js';
import type { StatePlaces } from '../backend/state-places.js';
import { StackMap } from '../rlib/heap-layout.js';
import { State } from '../rlib/raw.js';
import type { Address } from '../native/addon.js';
import type { JitAccess } from '../native/vm.js';
import { FreeRanges } from './free-ranges.js';
import { MAX_FRAME_WORDS, type ExitFrame } from './exit-frame.js';
import { JitLimit, type JitHeap } from './heap.js';

const CODE_SIZE = 16 << 20;
const MAP_ENTRIES = 1 << 17;
const MAPS_SIZE = 8 << 20;
/**
 * So much code, its stack maps and their texts are left when no trace is begun any more: for the last trace, what makes it reachable, and the calls that
 * the meta-interpreter makes when guards fail.
 */
const CODE_RESERVE = 1 << 20;
const MAP_RESERVE = 1 << 13;
const MAPS_RESERVE = 1 << 20;
/** Where code was given up, at least so much has to be free in one piece for another trace. */
const LARGE_PIECE = 1 << 13;
const ALIGNMENT = 16;
/** By so many bytes code may be longer at another place: its jumps to others. */
const SLACK = 256;
/** A stack map that was given up. No offset is that large. */
const NO_OFFSET = 0xffffffff;

/** The instruction `int3`. */
const BREAKPOINT = 0xcc;

/** Where code goes that is done with: back to who called it. */
export const RETURN = 'jit#return';

/** A place in the region: its offset from the start. */
export type RegionOffset = number;

/** A piece of the region. */
export interface CodePiece {
  readonly start: RegionOffset;
  readonly size: number;
}

export interface InstalledCode extends CodePiece {
  readonly symbol: string;
  /** By their statuses. */
  readonly guards: ReadonlyMap<number, InstalledGuard>;
  /** Where calls return to, which have stack maps. */
  readonly returns: readonly RegionOffset[];
}

/** A function as bytes for one place. */
interface Assembled {
  readonly bytes: Uint8Array;
  readonly guards: ReadonlyMap<number, InstalledGuard>;
  readonly frameWords: number;
  readonly stackMaps: readonly { readonly position: number; readonly slots: readonly number[] }[];
}

export interface InstalledGuard extends GuardPlaces {
  /** Where the jump of its exit is. */
  readonly leave: Position;
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
  private readonly free = new FreeRanges();
  private readonly asm = new Assembler(Feature.sse41, 1 << 16);
  private readonly symbols = new Map<string, RegionOffset>();

  constructor(
    private readonly access: JitAccess,
    heap: JitHeap,
    private readonly exitFrame: ExitFrame,
    private readonly state: StatePlaces,
    stubs: Readonly<Record<string, number>>,
    /** Of code, for traces. */
    private readonly limit = CODE_SIZE - CODE_RESERVE,
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
    asm.alignCode(16);
    this.symbols.set(TRACE_EXIT, asm.position);
    emitExit(asm, State.JIT_VALUES, this.exitFrame.address);
    const { bytes } = asm.finish();
    this.put(bytes.length, () => bytes);
  }

  /** Whether there is no room for another trace. */
  get isFull(): boolean {
    return (
      (this.end > this.limit && this.free.largest < LARGE_PIECE) ||
      this.mapCount > MAP_ENTRIES / 2 - MAP_RESERVE ||
      this.mapsEnd > MAPS_SIZE - MAPS_RESERVE
    );
  }

  /** Puts code of about that size where there is room. */
  private put(size: number, assemble: (start: RegionOffset) => Uint8Array): CodePiece {
    const room = rounded(size + SLACK);
    const found = this.end + size > this.limit ? this.free.take(room) : null;
    const start = found ?? this.end;
    const bytes = assemble(start);
    const end = rounded(start + bytes.length);
    if (found === null) {
      if (end > CODE_SIZE) throw new JitLimit('no room for more code');
      this.end = end;
    } else {
      if (end > found + room) throw new Error('code is longer at another place');
      if (end < found + room) this.free.give(end, found + room - end);
    }
    this.write.set(bytes, start);
    this.access.addon.flush(this.run + start, bytes.length);
    return { start, size: bytes.length };
  }

  /** The offset of a place from the start of the image's code: what `call_code` takes. */
  imageOffset(offset: RegionOffset): number {
    return this.run + offset - this.access.codeStart;
  }

  /** Compiles a function; its symbol may be a target of later ones. */
  install(lir: LirFunction): InstalledCode {
    const allocated = allocateRegisters(lir, target);
    let assembled = this.assemble(lir, allocated, this.end);
    const { guards, frameWords, stackMaps } = assembled;
    if (guards.size > 0 && frameWords > MAX_FRAME_WORDS) throw new JitLimit('the frame is too large');
    if (this.mapCount + stackMaps.length > MAP_ENTRIES / 2) throw new JitLimit('no room for more stack maps');
    const { start, size } = this.put(assembled.bytes.length, (place) => {
      if (place !== this.end) assembled = this.assemble(lir, allocated, place);
      return assembled.bytes;
    });
    const returns = assembled.stackMaps.map(({ position, slots }) => {
      this.addStackMap(start + position, frameWords, slots);
      return start + position;
    });
    this.symbols.set(lir.symbol, start);
    return { symbol: lir.symbol, start, size, guards: assembled.guards, returns };
  }

  private assemble(lir: LirFunction, allocated: AllocatedFunction, start: RegionOffset): Assembled {
    const { asm } = this;
    asm.reset();
    const labels = new Map<string, Label>();
    const guards = new Map<number, InstalledGuard>();
    let frameWords = 0;
    const stackMaps: { position: number; slots: readonly number[] }[] = [];
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
      addStackMap: (position, _, slots) => {
        stackMaps.push({ position, slots });
      },
      addFunction: (_position, _symbol, words) => {
        frameWords = words;
      },
      addLine: () => undefined,
      addGuard: (position, status, places) => {
        guards.set(status, { leave: start + position, places, frameWords });
      },
    };
    selectFunction(asm, context, allocated);
    return { bytes: asm.finish().bytes, guards, frameWords, stackMaps };
  }

  /** Gives up what nobody runs, nor will run. */
  release({ start, size }: CodePiece): void {
    // Who runs it nevertheless fails at once.
    this.write.fill(BREAKPOINT, start, start + size);
    this.access.addon.flush(this.run + start, size);
    this.free.give(start, rounded(size));
  }

  /** Gives up a function. */
  uninstall(code: InstalledCode): void {
    for (const offset of code.returns) this.removeStackMap(offset);
    this.symbols.delete(code.symbol);
    this.release(code);
  }

  /** Where code of the region is under way in frames of the stack: what may be the addresses of returns. */
  returnsOnStack(from: Address, to: Address): RegionOffset[] {
    const words = new DataView(this.access.view(from, to - from));
    const found: RegionOffset[] = [];
    for (let at = 0; at + 8 <= words.byteLength; at += 8) {
      const offset = words.getUint32(at, true) + words.getUint32(at + 4, true) * 2 ** 32 - this.run;
      if (offset >= 0 && offset < CODE_SIZE) found.push(offset);
    }
    return found;
  }

  /** Where a function that was installed starts. */
  startOf(symbol: string): RegionOffset {
    const start = this.symbols.get(symbol);
    if (start === undefined) throw new Error(`${symbol} is not compiled`);
    return start;
  }

  /** Makes a guard that fails go to a function, which finds what is live at State.JIT_VALUES, in its order: by a piece of code that is made for it. */
  patch(guard: InstalledGuard, to: RegionOffset): CodePiece {
    const assemble = (start: RegionOffset): Uint8Array => {
      const { asm } = this;
      asm.reset();
      const label = asm.newLabel();
      asm.bindAt(label, to - start);
      emitTransfer(asm, guard, State.JIT_VALUES, label);
      return asm.finish().bytes;
    };
    const piece = this.put(assemble(this.end).length, assemble);
    retarget(this.words, guard.leave, piece.start);
    return piece;
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
    const entry = this.findMapEntry(offset, (known) => known === 0 || known === NO_OFFSET);
    if (this.maps.getUint32(entry, true) === 0) this.mapCount++;
    this.maps.setUint32(entry, offset, true);
    this.maps.setUint32(entry + 4, place, true);
  }

  /** The entry stays in the way of those behind it, until another map takes it. */
  private removeStackMap(offset: RegionOffset): void {
    this.maps.setUint32(
      this.findMapEntry(offset, (known) => known === offset),
      NO_OFFSET,
      true,
    );
  }

  private findMapEntry(offset: RegionOffset, isFound: (known: number) => boolean): number {
    let entry = 8 + 8 * ((Math.imul(offset, 0x9e3779b1) >>> 8) & (MAP_ENTRIES - 1));
    while (!isFound(this.maps.getUint32(entry, true))) {
      entry += 8;
      if (entry > 8 + 8 * (MAP_ENTRIES - 1)) entry = 8;
    }
    return entry;
  }
}

function rounded(size: number): number {
  return (size + ALIGNMENT - 1) & -ALIGNMENT;
}

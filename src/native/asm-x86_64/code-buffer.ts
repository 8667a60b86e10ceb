/**
 * The bytes under construction and what refers to places in them: labels, fixups, jump tables, constants, alignment.
 *
 * A reference to a label is written at once when the label is bound and noted as a fixup otherwise; `finish` resolves
 * the fixups. All references are distances, so the code runs wherever it is put, as long as its start keeps the
 * alignments asked for. A label may be bound to an offset outside of the buffer (`bindAt`, for code that is in place
 * already) or stand for something that only the linker knows (`newExternalLabel`): references to it come out as relocations.
 *
 *     value written = target - origin        origin is the end of the instruction, or the start of a jump table
 *
 * Constants are gathered while code is emitted and placed by `flushConstants` (or `finish`), 16-byte ones first.
 */
import { nops } from './encoding.js';

/** What is asked of an assembler and cannot be encoded. */
export class AssemblerError extends Error {
  override name = 'AssemblerError';
}

export type Label = number & { readonly flavour?: 'label' };

/** An offset from the start of the buffer. */
export type Position = number & { readonly flavour?: 'position' };

/** A 32-bit field at `position` that must get `address of label + addend - address of the field`. */
export interface Relocation {
  readonly position: Position;
  readonly label: Label;
  readonly addend: number;
}

export interface FinishedCode {
  /** A view of the assembler's buffer: to be copied before the assembler is used again. */
  readonly bytes: Uint8Array;
  readonly relocations: readonly Relocation[];
}

interface Constant {
  readonly label: Label;
  /** Two or four 32-bit words, lowest first. */
  readonly words: readonly number[];
}

/** Positions of labels that have none. Real positions are farther than this from the ends of the int32 range. */
const UNBOUND = -0x80000000;
const EXTERNAL = -0x7fffffff;
const POSITION_LIMIT = 0x7fffff00;

const floatBits = new DataView(new ArrayBuffer(8));

export class CodeBuffer {
  protected bytes: Uint8Array;
  /** The length so far. */
  protected at: Position = 0;
  private readonly labelPositions: number[] = [];
  private fixupLabels: Label[] = [];
  /** Where the field is; a short (8-bit) one is stored complemented. */
  private fixupPositions: number[] = [];
  private fixupOrigins: Position[] = [];
  private constants: Constant[] = [];
  private constantLabels = new Map<string, Label>();

  constructor(capacity = 4096) {
    this.bytes = new Uint8Array(Math.max(capacity, 64));
  }

  get position(): Position {
    return this.at;
  }

  /** Forgets code and labels, keeps the memory: the view that `finish` returned is no longer valid. */
  reset(): void {
    this.at = 0;
    this.labelPositions.length = 0;
    this.forgetReferences();
  }

  private forgetReferences(): void {
    this.fixupLabels.length = 0;
    this.fixupPositions.length = 0;
    this.fixupOrigins.length = 0;
    this.constants = [];
    this.constantLabels.clear();
  }

  /** Makes room for `count` bytes. */
  protected reserve(count: number): void {
    if (this.at + count > this.bytes.length) this.grow(count);
  }

  private grow(count: number): void {
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.at + count));
    larger.set(this.bytes);
    this.bytes = larger;
  }

  emitByte(value: number): void {
    this.reserve(1);
    this.bytes[this.at++] = value;
  }

  emitInt32(value: number): void {
    this.reserve(4);
    const bytes = this.bytes;
    const at = this.at;
    bytes[at] = value;
    bytes[at + 1] = value >> 8;
    bytes[at + 2] = value >> 16;
    bytes[at + 3] = value >> 24;
    this.at = at + 4;
  }

  emitBytes(values: ArrayLike<number>): void {
    this.reserve(values.length);
    this.bytes.set(values, this.at);
    this.at += values.length;
  }

  /** Fills with nops up to a multiple of `alignment`, a power of two: for places that are run through. */
  alignCode(alignment: number): void {
    this.emitNops(this.paddingTo(alignment));
  }

  /** Fills with int3 up to a multiple of `alignment`: for places that are never run. */
  alignData(alignment: number): void {
    const count = this.paddingTo(alignment);
    this.reserve(count);
    this.bytes.fill(0xcc, this.at, this.at + count);
    this.at += count;
  }

  private paddingTo(alignment: number): number {
    if (!(alignment > 0) || (alignment & (alignment - 1)) !== 0)
      throw new AssemblerError(`alignment ${alignment} is not a power of two`);
    return -this.at & (alignment - 1);
  }

  emitNops(count: number): void {
    for (let rest = count; rest > 0; rest -= nops.length) {
      this.emitBytes(nops[Math.min(rest, nops.length) - 1]);
    }
  }

  // Labels

  newLabel(): Label {
    return this.labelPositions.push(UNBOUND) - 1;
  }

  /** A label whose place the linker knows. */
  newExternalLabel(): Label {
    return this.labelPositions.push(EXTERNAL) - 1;
  }

  bind(label: Label): void {
    this.bindAt(label, this.at);
  }

  /** Binds to an offset from the buffer's start that may lie outside of the buffer. */
  bindAt(label: Label, position: Position): void {
    const old = this.labelPositions[label];
    if (old === undefined) throw new AssemblerError(`no label ${label}`);
    if (old !== UNBOUND) throw new AssemblerError(`label ${label} is bound already`);
    if (position !== (position | 0) || Math.abs(position) > POSITION_LIMIT)
      throw new AssemblerError(`label ${label} cannot be bound at ${position}`);
    this.labelPositions[label] = position;
  }

  isBound(label: Label): boolean {
    return this.findPosition(label) !== null;
  }

  /** Where a label is bound; fails for one that is not. */
  positionOf(label: Label): Position {
    const position = this.findPosition(label);
    if (position === null) throw new AssemblerError(`label ${label} is not bound`);
    return position;
  }

  protected findPosition(label: Label): Position | null {
    const position = this.labelPositions[label];
    if (position === undefined) throw new AssemblerError(`no label ${label}`);
    return position > EXTERNAL ? position : null;
  }

  /** Emits the 32-bit distance of a label from `origin`. */
  protected emitDistance(label: Label, origin: Position): void {
    const position = this.findPosition(label);
    if (position === null) {
      this.fixupLabels.push(label);
      this.fixupPositions.push(this.at);
      this.fixupOrigins.push(origin);
      this.emitInt32(0);
    } else this.emitInt32(distance(position, origin));
  }

  /** Emits the 8-bit distance of a label from the end of the byte. */
  protected emitShortDistance(label: Label): void {
    const position = this.findPosition(label);
    if (position === null) {
      this.fixupLabels.push(label);
      this.fixupPositions.push(~this.at);
      this.fixupOrigins.push(this.at + 1);
      this.emitByte(0);
    } else this.emitByte(shortDistance(position, this.at + 1));
  }

  /** Binds `table` here and emits for each label a 32-bit distance from the table's start. */
  emitJumpTable(table: Label, labels: readonly Label[]): void {
    this.alignData(4);
    this.bind(table);
    const start = this.at;
    for (const label of labels) this.emitDistance(label, start);
  }

  // Constants

  /** The label of an 8-byte constant, given by its halves; equal constants between two flushes are one. */
  constant64(low: number, high: number): Label {
    return this.ensureConstant([low | 0, high | 0]);
  }

  constantFloat(value: number): Label {
    floatBits.setFloat64(0, value, true);
    return this.constant64(floatBits.getInt32(0, true), floatBits.getInt32(4, true));
  }

  /** The label of a 16-byte constant, aligned for andpd and its like: four words, lowest first. */
  constant128(word0: number, word1: number, word2: number, word3: number): Label {
    return this.ensureConstant([word0 | 0, word1 | 0, word2 | 0, word3 | 0]);
  }

  private ensureConstant(words: readonly number[]): Label {
    const key = words.join();
    const known = this.constantLabels.get(key);
    if (known !== undefined) return known;
    const label = this.newLabel();
    this.constantLabels.set(key, label);
    this.constants.push({ label, words });
    return label;
  }

  /** Places the constants asked for since the last flush here, aligned. */
  flushConstants(): void {
    for (const size of [4, 2]) {
      const some = this.constants.filter(({ words }) => words.length === size);
      if (some.length === 0) continue;
      this.alignData(size * 4);
      for (const { label, words } of some) {
        this.bind(label);
        for (const word of words) this.emitInt32(word);
      }
    }
    this.constants = [];
    this.constantLabels.clear();
  }

  /** Places the constants that are left and resolves all references. After it, only `reset` makes sense. */
  finish(): FinishedCode {
    this.flushConstants();
    const relocations: Relocation[] = [];
    const { fixupLabels, fixupPositions, fixupOrigins } = this;
    const end = this.at;
    for (let i = 0; i < fixupLabels.length; i++) {
      const label = fixupLabels[i];
      const field = fixupPositions[i];
      const origin = fixupOrigins[i];
      const target = this.labelPositions[label];
      if (target === UNBOUND) throw new AssemblerError(`label ${label} is used but not bound`);
      if (field < 0) {
        if (target === EXTERNAL) throw new AssemblerError(`short jump to external label ${label}`);
        this.bytes[~field] = shortDistance(target, origin);
      } else if (target === EXTERNAL) {
        relocations.push({ position: field, label, addend: field - origin });
      } else {
        this.at = field;
        this.emitInt32(distance(target, origin));
      }
    }
    this.at = end;
    this.forgetReferences();
    return { bytes: this.bytes.subarray(0, end), relocations };
  }
}

function distance(target: Position, origin: Position): number {
  const value = target - origin;
  if (value !== (value | 0)) throw new AssemblerError(`distance ${value} does not fit 32 bits`);
  return value;
}

function shortDistance(target: Position, origin: Position): number {
  const value = target - origin;
  if (value < -128 || value > 127) throw new AssemblerError(`short jump over ${value} bytes`);
  return value;
}

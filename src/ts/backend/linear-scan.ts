/**
 * Linear scan over the lifetimes of SSA values (Wimmer and Franz, Linear Scan Register Allocation on SSA Form, 2010): each range of a value
 * gets a register, or a slot, or is split into pieces of both.
 *
 * Ranges of one value are allocated one by one in the order of their starts, so at any time a register is held by one piece and no lists of
 * active or inactive intervals are kept; a range after a hole asks first for the register in which its value comes from a predecessor. Pieces
 * end where a call or another operation takes their register. A piece that goes to its slot stays there until just before the next operation
 * that needs it in a register, or until the start of the loop around that one where the loop has no calls. When registers run out, the value
 * whose next use is furthest goes to its slot: with cold blocks at the end of the order, those used only there go first.
 *
 * In the result each value's pieces are ascending and cover its ranges exactly.
 */
import { LOST, STEP, type Lifetimes, type Value } from './lifetimes.js';
import { FIRST_SLOT, isRegister, type Target } from './registers.js';

/** The location of a piece in its value's slot, until slots have numbers. */
export const IN_SLOT = -2;

export interface Piece {
  readonly value: Value;
  readonly start: number;
  end: number;
  location: number;
}

/** By register id. */
export type Pieces = readonly (readonly Piece[])[];

interface Item {
  readonly value: Value;
  readonly start: number;
  readonly end: number;
  readonly kind: 'definition' | 'range' | 'rest';
  readonly next: Item | null;
}

export function scanLinearly(lifetimes: Lifetimes, target: Target): Pieces {
  return new LinearScan(lifetimes, target).run();
}

/** The index of the first item that is not below `position`. */
export function lowerBound(ascending: readonly number[], position: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function findPiece(pieces: readonly Piece[], position: number): Piece | null {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle].end <= position) low = middle + 1;
    else high = middle;
  }
  return low < pieces.length && pieces[low].start <= position ? pieces[low] : null;
}

class LinearScan {
  private readonly pieces: Piece[][];
  private readonly waiting: (Item | null)[];
  /** The piece that holds each register, or held it last. */
  private readonly holders: (Piece | null)[] = new Array<Piece | null>(FIRST_SLOT).fill(null);
  private readonly useCursor: Int32Array;
  private readonly clobberCursor = new Int32Array(FIRST_SLOT);
  private callCursor = 0;

  constructor(
    private readonly lifetimes: Lifetimes,
    private readonly target: Target,
  ) {
    this.pieces = lifetimes.values.map(() => []);
    this.waiting = new Array<Item | null>(lifetimes.blockStart[lifetimes.flow.blocks.length] + 1).fill(null);
    this.useCursor = new Int32Array(lifetimes.values.length);
  }

  run(): Pieces {
    for (const value of this.lifetimes.ordered) {
      const { ranges } = value;
      for (let index = 0; index < ranges.length; index += 2) {
        this.enqueue(value, ranges[index], ranges[index + 1], index === 0 ? 'definition' : 'range');
      }
    }
    for (let position = 0; position < this.waiting.length; position++) {
      for (let item = this.waiting[position]; item !== null; item = this.waiting[position]) {
        this.waiting[position] = item.next;
        this.allocate(item);
      }
    }
    return this.pieces;
  }

  private enqueue(value: Value, start: number, end: number, kind: Item['kind']): void {
    this.waiting[start] = { value, start, end, kind, next: this.waiting[start] };
  }

  private allocate(item: Item): void {
    const { value, start, end } = item;
    const use = this.nextUse(value, start);
    const lost = this.nextLoss(start);
    const isLostFirst = lost < end && use >= lost;
    if (isLostFirst || (item.kind === 'range' && this.arrivesInSlot(item))) {
      this.spill(value, start, end);
      return;
    }
    const until = Math.min(end, lost);
    const register = this.findFree(item, until) ?? this.takeRegister(item, use);
    if (register === null) {
      this.spill(value, start, end);
      return;
    }
    this.hold(value, start, Math.min(until, this.freeUntil(register, start)), end, register);
  }

  /** Gives the register to a piece; what is left of the range has its turn where the piece ends. */
  private hold(value: Value, start: number, until: number, end: number, register: number): void {
    const isOverwritten = until < end && until % STEP === 0;
    const pieceEnd = isOverwritten ? until - 1 : until;
    const piece = { value, start, end: pieceEnd, location: register };
    this.pieces[value.register.id].push(piece);
    this.holders[register] = piece;
    if (pieceEnd < end) this.enqueue(value, pieceEnd, end, 'rest');
  }

  /** Puts the rest of a range into the slot until it is needed in a register. */
  private spill(value: Value, start: number, end: number): void {
    const use = this.nextUse(value, start);
    const reload = use < end ? this.reloadPosition(start, use) : end;
    if (reload <= start)
      throw new Error(
        `${value.register.name} (${value.register.id}) needs a register at ${start}, and none is left`,
      );
    this.pieces[value.register.id].push({ value, start, end: reload, location: IN_SLOT });
    if (reload < end) this.enqueue(value, reload, end, 'rest');
  }

  /** Just before the use, or at the start of the outermost loop without calls around it that begins after `start`. */
  private reloadPosition(start: number, use: number): number {
    const { flow, blockAt, blockStart } = this.lifetimes;
    const { loops } = flow;
    const block = blockAt[Math.floor(use / STEP)];
    let position = use - 1;
    if (block >= flow.firstCold) return position;
    for (let header = loops.header[block]; header !== -1; header = loops.outer[header]) {
      if (loops.calls[header] === 1 || blockStart[header] <= start) break;
      position = blockStart[header];
    }
    return position;
  }

  /** The next position from `start` on, in any range, that needs the value in a register. Starts only grow. */
  private nextUse(value: Value, start: number): number {
    const { uses, register } = value;
    let cursor = this.useCursor[register.id];
    while (cursor < uses.length && uses[cursor] < start) cursor++;
    this.useCursor[register.id] = cursor;
    return cursor < uses.length ? uses[cursor] : Infinity;
  }

  /** Where the next call loses all registers. */
  private nextLoss(start: number): number {
    const { calls } = this.lifetimes;
    while (this.callCursor < calls.length && calls[this.callCursor] + LOST < start) this.callCursor++;
    return this.callCursor < calls.length ? calls[this.callCursor] + LOST : Infinity;
  }

  /** Where an operation other than a call next overwrites a register. */
  private freeUntil(register: number, start: number): number {
    const positions = this.lifetimes.clobbers[register];
    let cursor = this.clobberCursor[register];
    while (cursor < positions.length && positions[cursor] + LOST < start) cursor++;
    this.clobberCursor[register] = cursor;
    return cursor < positions.length ? positions[cursor] : Infinity;
  }

  private isFree(register: number, start: number): boolean {
    const holder = this.holders[register];
    return holder === null || holder.end <= start;
  }

  private bank(value: Value): readonly number[] {
    return value.register.cls === 'float' ? this.target.floatRegisters : this.target.intRegisters;
  }

  private findFree(item: Item, until: number): number | null {
    const { value, start } = item;
    const hinted = this.findHinted(item, until);
    if (hinted !== null) return hinted;
    let best: number | null = null;
    let bestUntil = this.firstNeed(item);
    for (const register of this.bank(value)) {
      if (!this.isFree(register, start)) continue;
      const free = this.freeUntil(register, start);
      if (free <= bestUntil) continue;
      best = register;
      bestUntil = free;
      if (free >= until) break;
    }
    return best;
  }

  /** A register is no help if it is overwritten at the first use or before. */
  private firstNeed({ value, start, end }: Item): number {
    const use = this.nextUse(value, start);
    return use < end ? use : start + 1;
  }

  private findHinted({ value, start, kind }: Item, until: number): number | null {
    if (kind === 'range') {
      const arrival = this.arrival(value, start);
      if (this.isUsable(arrival, value, start, until)) return arrival;
    }
    for (const hint of value.hints) {
      if (hint < 0) {
        if (this.isUsable(-1 - hint, value, start, until)) return -1 - hint;
        continue;
      }
      const others = this.pieces[hint];
      if (others.length === 0) continue;
      const last = others[others.length - 1].location;
      if (this.isUsable(last, value, start, until)) return last;
      const first = others[0].location;
      if (this.isUsable(first, value, start, until)) return first;
    }
    return null;
  }

  private isUsable(location: number, value: Value, start: number, until: number): boolean {
    if (!isRegister(location) || !this.isFree(location, start)) return false;
    return this.freeUntil(location, start) >= until && this.bank(value).includes(location);
  }

  /** Where a value that lives into a block is at the end of a predecessor that has been seen; a register if there is a choice. */
  private arrival(value: Value, start: number): number {
    const { flow, blockAt, blockStart } = this.lifetimes;
    const block = blockAt[start / STEP];
    for (const from of flow.predecessors[block]) {
      if (from >= block) continue;
      const piece = findPiece(this.pieces[value.register.id], blockStart[from + 1] - 1);
      if (piece !== null && piece.location !== IN_SLOT) return piece.location;
    }
    return IN_SLOT;
  }

  private arrivesInSlot({ value, start }: Item): boolean {
    return this.nextUse(value, start) > start && this.arrival(value, start) === IN_SLOT;
  }

  /** The register whose value is needed last goes to the item, if that value is needed after the item's own; else null. */
  private takeRegister(item: Item, use: number): number | null {
    const { value, start, end } = item;
    if (use >= end) return null;
    const need = this.firstNeed(item);
    let best: number | null = null;
    let bestUse = use;
    for (const register of this.bank(value)) {
      if (this.freeUntil(register, start) <= need) continue;
      const holder = this.holders[register];
      if (holder === null || holder.end <= start) continue;
      const otherUse = this.nextUse(holder.value, start);
      if (otherUse <= bestUse) continue;
      best = register;
      bestUse = otherUse;
    }
    if (best !== null) this.evict(best, start);
    return best;
  }

  private evict(register: number, start: number): void {
    const piece = this.holders[register];
    if (piece === null) return;
    const { end, value } = piece;
    this.holders[register] = null;
    if (piece.start === start) this.pieces[value.register.id].pop();
    else piece.end = start;
    this.spill(value, start, end);
  }
}

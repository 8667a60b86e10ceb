/**
 * Register allocation, the last step: a function with locations in place of virtual registers.
 *
 * `lifetimes.ts` finds where values live, `linear-scan.ts` splits their ranges into pieces, `slots.ts` numbers the slots; here the pieces are joined by moves.
 * Within a block a value moves where one piece ends and the next begins. Between blocks it moves on the edge if it is elsewhere at the end of the
 * one than at the start of the other; parameters of blocks get their arguments in the same parallel move. Moves of an edge go to the end of its
 * source if that has no other edge, else to the start of its target if that has no other edge, else to a new block. A value that is stored at
 * its definition is never moved to its slot again.
 *
 * All moves at one point are parallel: they read what was there just before that point.
 */
import type { AllocatedBlock, AllocatedExit, AllocatedFunction, Instruction } from './allocated.js';
import { exitOf } from './control-flow.js';
import type {
  VirtualRegister,
  Edge,
  LirBlock,
  LirExit,
  LirFunction,
  LirOperand,
  LirOperation,
} from './lir.js';
import { lirOpRow } from './lir-ops.js';
import { buildLifetimes, LOST, STEP, WRITTEN, type Lifetimes, type Value } from './lifetimes.js';
import { findPiece, IN_SLOT, lowerBound, scanLinearly, type Piece, type Pieces } from './linear-scan.js';
import { sequentializeMoves, type ArgumentLocation, type Move } from './parallel-moves.js';
import { argumentLocations, FIRST_SLOT, isSlot, NOWHERE, type Target } from './registers.js';
import { assignSlots, type Slots } from './slots.js';

export function allocateRegisters(lir: LirFunction, target: Target): AllocatedFunction {
  const lifetimes = buildLifetimes(lir, target);
  const pieces = scanLinearly(lifetimes, target);
  return new Resolver(lir, target, lifetimes, pieces, assignSlots(lifetimes, pieces)).run();
}

/** The point before an operation, an exit or (after the edge's moves) the first operation, by its position / STEP. */
type Point = number;

class Resolver {
  private readonly movesAt: (Move[] | undefined)[];
  private readonly stackMaps = new Map<number, number[]>();
  private readonly startMoves = new Map<number, Move[]>();
  private readonly endMoves = new Map<number, Move[]>();
  /** For each block, new blocks for its edges, by the edges' indices. */
  private readonly edgeBlocks = new Map<number, Map<number, AllocatedBlock>>();
  private nextBlock: number;

  constructor(
    private readonly lir: LirFunction,
    private readonly target: Target,
    private readonly lifetimes: Lifetimes,
    private readonly pieces: Pieces,
    private readonly slots: Slots,
  ) {
    const { blockStart, flow, safepoints } = lifetimes;
    this.movesAt = new Array<Move[] | undefined>(blockStart[flow.blocks.length] / STEP + 1).fill(undefined);
    for (const { position } of safepoints) this.stackMaps.set(position, []);
    this.nextBlock = lir.blockCount;
  }

  run(): AllocatedFunction {
    const { flow, ordered } = this.lifetimes;
    for (const value of ordered) this.joinPieces(value);
    this.fillStackMaps();
    this.startMoves.set(0, this.entryMoves());
    flow.blocks.forEach((_, block) => this.resolveEdges(block));
    return {
      symbol: this.lir.symbol,
      result: this.lir.result,
      params: this.lir.entry.params.map((param) => param.cls),
      slotCount: this.slots.count,
      blocks: this.layOut(),
    };
  }

  private location({ value, location }: Piece): number {
    return location === IN_SLOT ? this.slots.locations[value.register.id] : location;
  }

  private locationAt(register: VirtualRegister, position: number): number {
    const piece = findPiece(this.pieces[register.id], position);
    return piece === null ? NOWHERE : this.location(piece);
  }

  private argumentAt(operand: LirOperand, position: number): ArgumentLocation {
    if (operand.isConstant) return operand;
    const pieces = this.pieces[operand.id];
    // Whoever reads a value that has one place finds it there.
    const location = pieces.length === 1 ? this.location(pieces[0]) : this.locationAt(operand, position);
    if (location === NOWHERE)
      throw new Error(`${this.lir.symbol}: ${operand.name} (${operand.id}) is nowhere at ${position}`);
    return location;
  }

  private isStoredEarly(id: number): boolean {
    return this.slots.isStoredEarly[id] === 1;
  }

  private addMove(point: Point, move: Move): void {
    const moves = this.movesAt[point];
    if (moves === undefined) this.movesAt[point] = [move];
    else moves.push(move);
  }

  private joinPieces(value: Value): void {
    const { id, cls } = value.register;
    const pieces = this.pieces[id];
    if (pieces.length < 2) return;
    const { blockAt, blockStart } = this.lifetimes;
    const isStoredEarly = this.isStoredEarly(id);
    if (isStoredEarly && pieces[0].location !== IN_SLOT) this.storeDefinition(value, pieces[0]);
    /** Where the value is before the last point that has moves of it. */
    let source = this.location(pieces[0]);
    let lastPoint = -1;
    for (let index = 1; index < pieces.length; index++) {
      const { start } = pieces[index];
      const before = pieces[index - 1];
      if (before.end !== start || isBlockStart(start, blockAt, blockStart)) continue;
      const point = pointOf(start);
      if (point !== lastPoint) source = this.location(before);
      lastPoint = point;
      const to = this.location(pieces[index]);
      if (to === source || to === this.location(before) || (isStoredEarly && isSlot(to))) continue;
      this.addMove(point, { from: source, to, cls });
    }
  }

  private storeDefinition(value: Value, first: Piece): void {
    const { id, cls } = value.register;
    const point = Math.floor(value.definition / STEP) + 1;
    this.addMove(point, { from: this.location(first), to: this.slots.locations[id], cls });
  }

  private fillStackMaps(): void {
    const positions = this.lifetimes.safepoints.map(({ position }) => position + LOST);
    for (const { register } of this.lifetimes.ordered) {
      if (register.cls !== 'ref') continue;
      for (const piece of this.pieces[register.id]) this.fillStackMapsOf(piece, positions);
    }
    for (const map of this.stackMaps.values()) map.sort((a, b) => a - b);
  }

  /** A piece that begins where an allocation's result pushes its value out of a register is in its slot before the allocation already. */
  private fillStackMapsOf(piece: Piece, positions: readonly number[]): void {
    const { definition, register } = piece.value;
    const { id } = register;
    const isMovedBefore = piece.start % STEP === WRITTEN && piece.start !== definition;
    for (
      let index = lowerBound(positions, isMovedBefore ? piece.start - 1 : piece.start);
      index < positions.length;
      index++
    ) {
      if (positions[index] >= piece.end) return;
      const map = this.stackMaps.get(positions[index] - LOST);
      map?.push(this.location(piece));
      if (piece.location !== IN_SLOT && this.isStoredEarly(id)) map?.push(this.slots.locations[id]);
    }
  }

  private entryMoves(): Move[] {
    const { params } = this.lir.entry;
    const places = argumentLocations(
      this.target,
      params.map((param) => param.cls),
    );
    return params.flatMap((param, index) => {
      const to = this.locationAt(param, 0);
      return to === NOWHERE ? [] : [{ from: places[index], to, cls: param.cls }];
    });
  }

  private resolveEdges(block: number): void {
    const { flow } = this.lifetimes;
    const edges = flow.edges[block];
    edges.forEach((edge, index) => {
      const target = flow.indexOf[edge.target.id];
      const moves = this.edgeMoves(block, edge, target);
      if (moves.length === 0) return;
      if (edges.length === 1) this.endMoves.set(block, moves);
      else if (flow.predecessors[target].length === 1) this.startMoves.set(target, moves);
      else this.addEdgeBlock(block, index, edge, moves);
    });
  }

  private edgeMoves(block: number, edge: Edge, target: number): Move[] {
    const { blockStart, liveIn, values } = this.lifetimes;
    const moves: Move[] = [];
    const end = blockStart[block + 1] - 1;
    const start = blockStart[target];
    for (const id of liveIn[target]) {
      const register = values[id]?.register;
      if (register === undefined || this.pieces[id].length === 1) continue;
      const to = this.locationAt(register, start);
      const from = this.locationAt(register, end);
      if (from === to || (isSlot(to) && this.isStoredEarly(id))) continue;
      moves.push({ from, to, cls: register.cls });
    }
    edge.target.params.forEach((param, index) => {
      const to = this.locationAt(param, start);
      if (to === NOWHERE) return;
      const from = this.argumentAt(edge.args[index], end);
      if (from !== to) moves.push({ from, to, cls: param.cls });
    });
    return moves;
  }

  private addEdgeBlock(block: number, index: number, edge: Edge, moves: readonly Move[]): void {
    const { flow } = this.lifetimes;
    const added = this.edgeBlocks.get(block) ?? new Map<number, AllocatedBlock>();
    this.edgeBlocks.set(block, added);
    const instructions: Instruction[] = [];
    this.addMoves(instructions, moves);
    added.set(index, {
      id: this.nextBlock++,
      isCold: block >= flow.firstCold || edge.target.isCold,
      instructions,
      exit: { kind: 'jump', to: edge.target.id },
    });
  }

  /** Adds no instruction, or one. */
  private addMoves(instructions: Instruction[], moves: readonly Move[] | undefined): void {
    if (moves === undefined || moves.length === 0) return;
    const ordered = sequentializeMoves(moves, this.target.intScratch, this.target.floatScratch);
    if (ordered.length > 0) instructions.push({ kind: 'moves', moves: ordered });
  }

  private layOut(): AllocatedBlock[] {
    const { indexOf } = this.lifetimes.flow;
    const hot: AllocatedBlock[] = [];
    const cold: AllocatedBlock[] = [];
    for (const block of this.lir.blocks) {
      const index = indexOf[block.id];
      if (index === -1) continue;
      (block.isCold ? cold : hot).push(this.makeBlock(block, index));
      for (const added of this.edgeBlocks.get(index)?.values() ?? []) (added.isCold ? cold : hot).push(added);
    }
    return [...hot, ...cold];
  }

  private makeBlock(block: LirBlock, index: number): AllocatedBlock {
    let position = this.lifetimes.blockStart[index];
    const instructions: Instruction[] = [];
    this.addMoves(instructions, this.startMoves.get(index));
    const { operations } = block;
    for (let i = 0; i < operations.length; i++) {
      position += STEP;
      this.addMoves(instructions, this.movesAt[position / STEP]);
      instructions.push(this.makeOperation(operations[i], position));
    }
    position += STEP;
    this.addMoves(instructions, this.movesAt[position / STEP]);
    this.addMoves(instructions, this.endMoves.get(index));
    return {
      id: block.id,
      isCold: block.isCold,
      instructions,
      exit: this.makeExit(exitOf(block), index, position),
    };
  }

  private makeOperation(operation: LirOperation, position: number): Instruction {
    const { args, op, result } = operation;
    const locations: ArgumentLocation[] = [];
    for (let i = 0; i < args.length; i++) locations.push(this.argumentAt(args[i], position));
    return {
      kind: 'operation',
      operation,
      args: locations,
      result: result === null ? NOWHERE : this.locationAt(result, position + WRITTEN),
      stackMap:
        lirOpRow(op).kind === 'call' ? this.stackMapAt(position) : (this.stackMaps.get(position) ?? null),
    };
  }

  private stackMapAt(position: number): readonly number[] {
    const map = this.stackMaps.get(position);
    if (map === undefined || map.some((location) => location < FIRST_SLOT)) {
      throw new Error(`${this.lir.symbol}: references in registers across the call at ${position}`);
    }
    return map;
  }

  private makeExit(exit: LirExit, block: number, position: number): AllocatedExit {
    const added = this.edgeBlocks.get(block);
    const edges = this.lifetimes.flow.edges[block];
    const targetOf = (edge: Edge): number => added?.get(edges.indexOf(edge))?.id ?? edge.target.id;
    switch (exit.kind) {
      case 'jump':
        return { kind: 'jump', to: targetOf(exit.to) };
      case 'branch':
        return {
          kind: 'branch',
          condition: exit.condition,
          left: this.argumentAt(exit.left, position),
          right: this.argumentAt(exit.right, position),
          whenTrue: targetOf(exit.whenTrue),
          whenFalse: targetOf(exit.whenFalse),
        };
      case 'overflow':
      case 'stack':
        return { kind: exit.kind, overflow: targetOf(exit.overflow), normal: targetOf(exit.normal) };
      case 'exception':
        return { kind: 'exception', pending: targetOf(exit.pending), normal: targetOf(exit.normal) };
      case 'switch':
        return {
          kind: 'switch',
          value: this.argumentAt(exit.value, position),
          cases: exit.cases.map(({ value, to }, index) => ({
            value,
            to: added?.get(index)?.id ?? to.target.id,
          })),
          otherwise: targetOf(exit.otherwise),
        };
      case 'return':
        return { kind: 'return', value: exit.value === null ? null : this.argumentAt(exit.value, position) };
      case 'trap':
      case 'leave':
        return exit;
    }
  }
}

/** Moves where a piece begins come before the operation that is not before it; a piece that begins at a result's position before that operation. */
function pointOf(start: number): Point {
  return Math.floor((start + 1) / STEP);
}

function isBlockStart(start: number, blockAt: Int32Array, blockStart: Int32Array): boolean {
  return start % STEP === 0 && blockStart[blockAt[start / STEP]] === start;
}

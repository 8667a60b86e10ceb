/**
 * From blocks to a code object: prologue, optimization, handlers, addresses, tables.
 *
 * Jump arguments are addresses, whose size decides how
 * many EXTENDED_ARG units precede a jump, which moves addresses: sizes only grow, until nothing changes.
 */

import { CodeFlag, LocalKind, Op } from '../interp/opcodes.js';
import { CodeObject } from './code.js';
import type { Compiler } from './compiler.js';
import { noneConstant } from './constants.js';
import type { Block } from './flow-graph.js';
import {
  type Handler,
  type Instruction,
  listBlocks,
  type Location,
  makeInstruction,
  noLocation,
} from './flow-graph.js';
import { dropPseudoOperations, placeHandlers } from './handlers.js';
import { LocationTable } from './locations.js';
import { dropEmptyBlocks, optimizeBlocks, removeJumpsToNext, removeNops, settleLines } from './optimizer.js';
import type { Unit } from './unit.js';
import { writeBigEndianVarint } from './varints.js';

/** What a unit whose code runs off its end returns. */
export type Ending = 'return None' | 'return top';

/** The present unit as a code object; the unit stays current. */
export function assemble(c: Compiler, ending: Ending): CodeObject {
  const { unit } = c;
  if (unit.block.last?.op !== Op.RETURN_VALUE) {
    c.clearLocation();
    if (ending === 'return None') c.emitConst(noneConstant);
    c.emit(Op.RETURN_VALUE);
  }
  const flags = computeFlags(c);
  const layout = layOutLocals(unit);
  insertPrologue(unit, layout, flags);
  moveCells(unit, layout);
  optimizeBlocks(unit.entry, unit.consts);
  settleLines(unit.entry, unit.firstLine);
  const stackSize = placeHandlers(unit.entry);
  dropPseudoOperations(listBlocks(unit.entry));
  removeUselessNops(unit.entry);
  removeJumpsToNext(unit.entry);
  const consts = unit.consts.items.slice(0, countUsedConstants(unit.entry));
  return new CodeObject({
    argcount: unit.argcount,
    posonlyargcount: unit.posonlyargcount,
    kwonlyargcount: unit.kwonlyargcount,
    stacksize: Math.max(stackSize, 1),
    flags,
    ...encode(unit),
    consts,
    names: unit.names.items,
    localsplusnames: layout.names,
    localspluskinds: Uint8Array.from(layout.kinds),
    filename: c.settings.filename,
    name: unit.name,
    qualname: unit.qualname,
    firstlineno: unit.firstLine,
  });
}

function computeFlags(c: Compiler): number {
  const { scope } = c.unit;
  let flags = c.settings.features;
  if (scope.type === 'function') {
    flags |= CodeFlag.NEWLOCALS | CodeFlag.OPTIMIZED;
    if (scope.nested) flags |= CodeFlag.NESTED;
    if (scope.isGenerator && scope.isCoroutine) flags |= CodeFlag.ASYNC_GENERATOR;
    else if (scope.isGenerator) flags |= CodeFlag.GENERATOR;
    else if (scope.isCoroutine) flags |= CodeFlag.COROUTINE;
    if (scope.hasVarargs) flags |= CodeFlag.VARARGS;
    if (scope.hasVarkeywords) flags |= CodeFlag.VARKEYWORDS;
  } else if (c.settings.topLevelAwait && scope.isCoroutine && !scope.isGenerator) {
    flags |= CodeFlag.COROUTINE;
  }
  return flags;
}

/** localsplus: variables (a parameter may be a cell too), then other cells, then free variables. */
interface Layout {
  readonly names: string[];
  readonly kinds: number[];
  /** Where each of `cellvars` followed by `freevars` is. */
  readonly cellPlaces: number[];
}

function layOutLocals(unit: Unit): Layout {
  const names = [...unit.varnames.items];
  const kinds: number[] = names.map(() => LocalKind.LOCAL);
  const cellPlaces: number[] = [];
  for (const name of unit.cellvars.items) {
    const place = unit.varnames.find(name);
    if (place !== undefined) {
      kinds[place] = LocalKind.LOCAL | LocalKind.CELL;
      cellPlaces.push(place);
    } else {
      kinds.push(LocalKind.CELL);
      cellPlaces.push(names.push(name) - 1);
    }
  }
  for (const name of unit.freevars.items) {
    kinds.push(LocalKind.FREE);
    cellPlaces.push(names.push(name) - 1);
  }
  return { names, kinds, cellPlaces };
}

function insertPrologue(unit: Unit, layout: Layout, flags: number): void {
  const prologue: Instruction[] = [];
  const freeCount = unit.freevars.size;
  if (freeCount > 0) prologue.push(makeInstruction(Op.COPY_FREE_VARS, freeCount, null, noLocation));
  const cells = layout.cellPlaces.slice(0, unit.cellvars.size).sort((left, right) => left - right);
  for (const place of cells) prologue.push(makeInstruction(Op.MAKE_CELL, place, null, noLocation));
  if ((flags & (CodeFlag.GENERATOR | CodeFlag.COROUTINE | CodeFlag.ASYNC_GENERATOR)) !== 0) {
    const location: Location = { line: unit.firstLine, endLine: unit.firstLine, column: -1, endColumn: -1 };
    prologue.push(makeInstruction(Op.RETURN_GENERATOR, 0, null, location));
    prologue.push(makeInstruction(Op.POP_TOP, 0, null, noLocation));
  }
  unit.entry.instructions.unshift(...prologue);
}

const cellOperations: ReadonlySet<number> = new Set([
  Op.LOAD_CLOSURE,
  Op.LOAD_DEREF,
  Op.STORE_DEREF,
  Op.DELETE_DEREF,
  Op.LOAD_CLASSDEREF,
]);

/** From numbers among the cells to places in localsplus. */
function moveCells(unit: Unit, layout: Layout): void {
  for (const block of listBlocks(unit.entry)) {
    for (const instruction of block.instructions) {
      if (!cellOperations.has(instruction.op)) continue;
      const place = layout.cellPlaces[instruction.arg];
      if (place === undefined) throw new Error(`no cell ${instruction.arg}`);
      instruction.arg = place;
    }
  }
}

function countUsedConstants(entry: Block): number {
  // The first constant may be a docstring, which no instruction loads.
  let highest = 0;
  for (const block of listBlocks(entry)) {
    for (const { op, arg } of block.instructions) if (op === Op.LOAD_CONST) highest = Math.max(highest, arg);
  }
  return highest + 1;
}

/** After the handlers have become data, NOPs are left over. */
function removeUselessNops(entry: Block): void {
  for (const block of listBlocks(entry)) removeNops(block, -1);
  dropEmptyBlocks(entry);
}

function unitsOf(arg: number): number {
  if (arg > 0xffffff) return 4;
  if (arg > 0xffff) return 3;
  return arg > 0xff ? 2 : 1;
}

interface Encoded {
  readonly code: Uint8Array;
  readonly linetable: Uint8Array;
  readonly exceptiontable: Uint8Array;
}

function encode(unit: Unit): Encoded {
  const blocks = listBlocks(unit.entry);
  const sizes = settleAddresses(blocks);
  const code: number[] = [];
  const locations = new LocationTable(unit.firstLine);
  const ranges: Range[] = [];
  let pendingLocation: Location | undefined;
  let pendingUnits = 0;
  for (const block of blocks) {
    for (const instruction of block.instructions) {
      const start = code.length / 2;
      const size = sizes.get(instruction) ?? 1;
      const arg = argumentOf(instruction);
      for (let shift = (size - 1) * 8; shift > 0; shift -= 8)
        code.push(Op.EXTENDED_ARG, (arg >>> shift) & 0xff);
      code.push(instruction.op, arg & 0xff);
      extendRanges(ranges, instruction.handler, start, start + size);
      if (pendingLocation !== undefined && sameLocation(pendingLocation, instruction.location)) {
        pendingUnits += size;
      } else {
        if (pendingLocation !== undefined) locations.add(pendingLocation, pendingUnits);
        pendingLocation = instruction.location;
        pendingUnits = size;
      }
    }
  }
  if (pendingLocation !== undefined) locations.add(pendingLocation, pendingUnits);
  return {
    code: Uint8Array.from(code),
    linetable: locations.finish(),
    exceptiontable: encodeRanges(ranges),
  };
}

function argumentOf(instruction: Instruction): number {
  return instruction.target === null ? instruction.arg : instruction.target.offset;
}

function settleAddresses(blocks: readonly Block[]): Map<Instruction, number> {
  const sizes = new Map<Instruction, number>();
  for (let changed = true; changed;) {
    changed = false;
    let offset = 0;
    for (const block of blocks) {
      block.offset = offset;
      for (const instruction of block.instructions) offset += sizes.get(instruction) ?? 1;
    }
    for (const block of blocks) {
      for (const instruction of block.instructions) {
        const size = unitsOf(argumentOf(instruction));
        if (size <= (sizes.get(instruction) ?? 1)) continue;
        sizes.set(instruction, size);
        changed = true;
      }
    }
  }
  return sizes;
}

function sameLocation(left: Location, right: Location): boolean {
  return (
    left === right ||
    (left.line === right.line &&
      left.endLine === right.endLine &&
      left.column === right.column &&
      left.endColumn === right.endColumn)
  );
}

interface Range {
  readonly handler: Handler | null;
  readonly start: number;
  end: number;
}

function extendRanges(ranges: Range[], handler: Handler | null, start: number, end: number): void {
  const last = ranges.at(-1);
  if (last !== undefined && last.handler === handler) last.end = end;
  else ranges.push({ handler, start, end });
}

/** Entries `start, length, target, depth << 1 | pushes index`; bit 7 marks the first byte of each. */
function encodeRanges(ranges: readonly Range[]): Uint8Array {
  const bytes: number[] = [];
  for (const { handler, start, end } of ranges) {
    if (handler === null) continue;
    writeBigEndianVarint(bytes, start, 0x80);
    writeBigEndianVarint(bytes, end - start, 0);
    writeBigEndianVarint(bytes, handler.block.offset, 0);
    writeBigEndianVarint(bytes, (handler.depth << 1) | (handler.pushesIndex ? 1 : 0), 0);
  }
  return Uint8Array.from(bytes);
}

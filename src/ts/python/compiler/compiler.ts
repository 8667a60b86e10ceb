/**
 * The state all parts of the compiler share, and the emission of instructions.
 *
 * Statements, expressions, patterns and definitions are compiled by functions in files of their own that
 * take a `Compiler`. An instruction gets the compiler's current location; `at` sets it for a while.
 */

import { Op } from '../interp/opcodes.js';
import type { Position } from '../parser/ast.js';
import type { CodeConstant } from './code.js';
import { noneConstant } from './constants.js';
import {
  Block,
  endsBlock,
  isJump,
  locationOf,
  makeInstruction,
  noLocation,
  type Location,
} from './flow-graph.js';
import { positionedError } from './positioned-error.js';
import { mangle, ScopeKind, type Scope } from './symbols.js';
import type { SymbolTable } from './symtable.js';
import { Unit, type Frame, type UnitType } from './unit.js';

/** What becomes of a warning: 'error' makes it a SyntaxError, as the filter "error" does. */
export type WarningOutcome = 'error' | undefined;
export type WarningHandler = (
  category: 'SyntaxWarning' | 'DeprecationWarning',
  message: string,
  lineno: number,
  offset: number,
) => WarningOutcome;

export interface CompilerSettings {
  readonly filename: string;
  readonly optimize: 0 | 1 | 2;
  /** Future flags: inherited and those of the module itself. */
  readonly features: number;
  /** The line of the last `from __future__ import`; 0 if there is none. */
  readonly featuresLine: number;
  readonly interactive: boolean;
  readonly topLevelAwait: boolean;
  readonly onWarning: WarningHandler;
}

/** The most frames a statement may be nested in; CPython's CO_MAXBLOCKS. */
const maxFrames = 20;

/** Stack items one construct may pile up before it is built piecemeal; CPython's STACK_USE_GUIDELINE. */
export const stackGuideline = 30;

export class Compiler {
  unit: Unit;

  constructor(
    readonly settings: CompilerSettings,
    readonly symbolTable: SymbolTable,
  ) {
    const scope = symbolTable.top;
    this.unit = new Unit('module', '<module>', '<module>', scope, null, 1, null);
    this.emitResume({ line: 0, endLine: 1, column: 0, endColumn: 0 });
    this.unit.location = { line: 1, endLine: 1, column: 0, endColumn: 0 };
  }

  getScope(node: object): Scope {
    const scope = this.symbolTable.scopes.get(node);
    if (scope === undefined) throw new Error('a block the symbol table has not seen');
    return scope;
  }

  /** Starts a code object within the present one. */
  enterUnit(type: UnitType, name: string, node: object, line: number, privateName: string | null): void {
    const parent = this.unit;
    const scope = this.getScope(node);
    this.unit = new Unit(type, name, qualify(type, name, parent), scope, privateName, line, parent);
    const location: Location = { line, endLine: line, column: 0, endColumn: 0 };
    this.emitResume(location);
    this.unit.location = location;
  }

  leaveUnit(): Unit {
    const unit = this.unit;
    if (unit.parent === null) throw new Error('left the module');
    this.unit = unit.parent;
    return unit;
  }

  /** How deep the present unit is nested: 1 for the module. */
  get depth(): number {
    let depth = 0;
    for (let unit: Unit | null = this.unit; unit !== null; unit = unit.parent) depth++;
    return depth;
  }

  mangle(name: string): string {
    return mangle(this.unit.privateName, name);
  }

  // Locations

  setLocation(node: Position): void {
    this.unit.location = locationOf(node);
  }

  clearLocation(): void {
    this.unit.location = noLocation;
  }

  // Instructions

  private emitResume(location: Location): void {
    this.unit.location = location;
    this.emit(Op.RESUME, 0);
  }

  emit(op: number, arg = 0): void {
    this.append(op, arg, null, this.unit.location);
  }

  emitArtificial(op: number, arg = 0): void {
    this.append(op, arg, null, noLocation);
  }

  /** A jump, or the set-up of a handler at `target`. */
  emitJump(op: number, target: Block): void {
    this.append(op, 0, target, this.unit.location);
  }

  emitArtificialJump(op: number, target: Block): void {
    this.append(op, 0, target, noLocation);
  }

  /** A block ends at its first jump or exit. */
  private append(op: number, arg: number, target: Block | null, location: Location): void {
    const last = this.unit.block.last;
    if (last !== undefined && (endsBlock(last.op) || isJump(last.op))) this.useBlock(new Block());
    this.unit.block.instructions.push(makeInstruction(op, arg, target, location));
  }

  useBlock(block: Block): void {
    this.unit.block.next = block;
    this.unit.block = block;
  }

  emitConst(constant: CodeConstant): void {
    this.emit(Op.LOAD_CONST, this.unit.consts.ensure(constant));
  }

  emitNone(): void {
    this.emitConst(noneConstant);
  }

  /** An instruction whose argument is a name in `co_names`, mangled. */
  emitName(op: number, name: string): void {
    this.emit(op, this.unit.names.ensure(this.mangle(name)));
  }

  emitRawName(op: number, name: string): void {
    this.emit(op, this.unit.names.ensure(name));
  }

  // Surroundings

  pushFrame(frame: Frame): void {
    if (this.unit.frames.length >= maxFrames) this.fail('too many statically nested blocks');
    this.unit.frames.push(frame);
  }

  popFrame(): void {
    this.unit.frames.pop();
  }

  // Complaints

  /** A SyntaxError at the current location. */
  fail(message: string): never {
    const { line, endLine, column, endColumn } = this.unit.location;
    throw positionedError(this.settings.filename, message, {
      lineno: line,
      col_offset: column,
      end_lineno: endLine,
      end_col_offset: endColumn,
    });
  }

  failAt(message: string, node: Position): never {
    throw positionedError(this.settings.filename, message, node);
  }

  warn(message: string): void {
    const { line, column } = this.unit.location;
    const outcome = this.settings.onWarning('SyntaxWarning', message, line, column + 1);
    if (outcome === 'error') this.fail(message);
  }
}

function qualify(type: UnitType, name: string, parent: Unit): string {
  if (parent.parent === null) return name;
  const isNamed = type === 'function' || type === 'async function' || type === 'class';
  if (isNamed && parent.scope.getScope(mangle(parent.privateName, name)) === ScopeKind.GLOBAL_EXPLICIT)
    return name;
  const hidesLocals =
    parent.type === 'function' || parent.type === 'async function' || parent.type === 'lambda';
  return hidesLocals ? `${parent.qualname}.<locals>.${name}` : `${parent.qualname}.${name}`;
}

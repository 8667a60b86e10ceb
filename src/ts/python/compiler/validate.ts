/**
 * A verifier of code objects that shares nothing with the assembler but the table of operations.
 *
 * It walks all paths, through handlers too, and complains where two paths bring different stack depths, the
 * stack is too deep or too shallow, an argument is out of range, code runs off the end, or a loop has no
 * JUMP_BACKWARD in it.
 */

import { CodeFlag, LocalKind, Op } from '../interp/opcodes.js';
import type { CodeObject } from './code.js';
import { decodeHandlers, decodeInstructions, type DecodedInstruction, type HandlerEntry } from './decode.js';
import {
  fallEffect,
  getOpInfo,
  getOpName,
  isUnconditionalJump,
  jumpEffect,
  leavesFrame,
} from './flow-graph.js';

/** What is wrong with a code object and those within it; empty if nothing is. */
export function validateCode(code: CodeObject): string[] {
  const problems = new Verifier(code).verify();
  for (const constant of code.consts) if (constant.kind === 'code') problems.push(...validateCode(constant));
  return problems;
}

class Verifier {
  private readonly problems: string[] = [];
  private readonly instructions: DecodedInstruction[];
  /** Instructions by the unit they start at. */
  private readonly byStart = new Map<number, number>();
  private readonly depths: number[] = [];
  private readonly handlers: HandlerEntry[];
  private readonly work: number[] = [];
  private readonly edges: [number, number][] = [];

  constructor(private readonly code: CodeObject) {
    this.instructions = decodeInstructions(code.code);
    this.instructions.forEach(({ start }, index) => this.byStart.set(start, index));
    this.handlers = decodeHandlers(code);
  }

  verify(): string[] {
    this.checkTables();
    this.enter(0, 0, -1);
    for (let index = this.work.pop(); index !== undefined; index = this.work.pop()) this.visit(index);
    this.checkLoops();
    return this.problems;
  }

  private complain(index: number, message: string): void {
    const instruction = this.instructions[index];
    const where = instruction === undefined ? 'end' : `${instruction.start} ${getOpName(instruction.op)}`;
    this.problems.push(`${this.code.qualname} at ${where}: ${message}`);
  }

  private checkTables(): void {
    const { code } = this;
    if (code.code.length % 2 !== 0) this.complain(0, 'half a unit');
    if (code.localsplusnames.length !== code.localspluskinds.length)
      this.complain(0, 'localsplus tables differ');
    let units = 0;
    let place = 0;
    while (place < code.linetable.length) {
      const first = code.linetable[place++] ?? 0;
      if ((first & 0x80) === 0) this.complain(0, 'location entry without a mark');
      units += (first & 7) + 1;
      while (place < code.linetable.length && ((code.linetable[place] ?? 0) & 0x80) === 0) place++;
    }
    if (units * 2 !== code.code.length) this.complain(0, `locations for ${units} units`);
    let end = 0;
    for (const handler of this.handlers) {
      if (handler.start < end || handler.end <= handler.start) this.complain(0, 'handlers out of order');
      end = handler.end;
    }
  }

  private enter(index: number, depth: number, from: number): void {
    if (from >= 0) this.edges.push([from, index]);
    if (index >= this.instructions.length) {
      this.complain(from, 'runs off the end');
      return;
    }
    const known = this.depths[index];
    if (known !== undefined) {
      if (known !== depth) this.complain(index, `depth ${depth} and ${known}, from ${from}`);
      return;
    }
    if (depth < 0) this.complain(index, 'stack underflow');
    if (depth > this.code.stacksize) this.complain(index, `depth ${depth} of ${this.code.stacksize}`);
    this.depths[index] = depth;
    this.work.push(index);
  }

  private jump(from: number, unit: number, depth: number): void {
    const index = this.byStart.get(unit);
    if (index === undefined) this.complain(from, `jumps into the middle of something: ${unit}`);
    else this.enter(index, depth, from);
  }

  private visit(index: number): void {
    const instruction = this.instructions[index];
    const depth = this.depths[index];
    if (instruction === undefined || depth === undefined) return;
    const { op, arg } = instruction;
    this.checkArgument(index, op, arg);
    for (const handler of this.handlers) {
      if (instruction.offset < handler.start || instruction.offset >= handler.end) continue;
      if (handler.depth > depth)
        this.complain(index, `handler expects depth ${handler.depth}, it is ${depth}`);
      this.jump(index, handler.target, handler.depth + (handler.pushesIndex ? 2 : 1));
    }
    if (getOpInfo(op).arg === 'jump') this.jump(index, arg, depth + jumpEffect(op, arg));
    const after = depth + fallEffect(op, arg);
    if (after < 0) this.complain(index, 'takes more than there is');
    if (after > this.code.stacksize)
      this.complain(index, `leaves ${after}, stack size ${this.code.stacksize}`);
    if (op === Op.RETURN_VALUE && depth !== 1 && !this.isGenerator) {
      // Nothing below the returned value may be forgotten: iterators, saved exceptions.
      this.complain(index, `returns at depth ${depth}`);
    }
    if (!leavesFrame(op) && !isUnconditionalJump(op)) this.enter(index + 1, after, index);
  }

  private get isGenerator(): boolean {
    const generators = CodeFlag.GENERATOR | CodeFlag.COROUTINE | CodeFlag.ASYNC_GENERATOR;
    return (this.code.flags & generators) !== 0;
  }

  private checkArgument(index: number, op: number, arg: number): void {
    const { code } = this;
    const inRange = (limit: number): void => {
      if (arg >= limit) this.complain(index, `argument ${arg} of ${limit}`);
    };
    switch (getOpInfo(op).arg) {
      case 'none':
        inRange(1);
        break;
      case 'const':
        inRange(code.consts.length);
        break;
      case 'name':
        inRange(op === Op.LOAD_GLOBAL ? code.names.length * 2 : code.names.length);
        break;
      case 'compare':
        inRange(6);
        break;
      case 'local':
        inRange(code.localsplusnames.length);
        if (((code.localspluskinds[arg] ?? 0) & LocalKind.LOCAL) === 0) this.complain(index, 'not a local');
        break;
      case 'free':
        inRange(code.localsplusnames.length);
        if (((code.localspluskinds[arg] ?? 0) & (LocalKind.CELL | LocalKind.FREE)) === 0) {
          this.complain(index, 'not a cell');
        }
        break;
      case 'jump':
      case 'number':
        break;
    }
  }

  /** Without its JUMP_BACKWARDs the code must have no cycles: each loop lets the interpreter take a breath. */
  private checkLoops(): void {
    const successors = new Map<number, number[]>();
    for (const [from, to] of this.edges) {
      const op = this.instructions[from]?.op;
      if (op === Op.JUMP_BACKWARD || op === Op.JUMP_BACKWARD_NO_INTERRUPT) continue;
      const list = successors.get(from);
      if (list === undefined) successors.set(from, [to]);
      else list.push(to);
    }
    const state = new Map<number, 'open' | 'done'>();
    for (let root = 0; root < this.instructions.length; root++) {
      if (state.has(root)) continue;
      state.set(root, 'open');
      const path: { node: number; next: number }[] = [{ node: root, next: 0 }];
      for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
        const successor = successors.get(top.node)?.[top.next++];
        if (successor === undefined) {
          state.set(top.node, 'done');
          path.pop();
        } else if (state.get(successor) === 'open') {
          this.complain(top.node, `loop to ${successor} without JUMP_BACKWARD`);
        } else if (!state.has(successor)) {
          state.set(successor, 'open');
          path.push({ node: successor, next: 0 });
        }
      }
    }
  }
}

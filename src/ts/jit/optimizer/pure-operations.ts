/**
 * Pure operations: computed if their operands are constants, rewritten by rules, left out where ranges or an earlier operation tell the result.
 */
import { NO_PART } from '../../backend/lir.js';
import type { Box, TraceConstant, TraceOpName } from '../trace.js';
import { compareBits, findUnchangedByBits, resultBits } from './bit-rules.js';
import { foldConstants } from './fold.js';
import { infoOf, type OperationInfo } from './operations.js';
import type { PureTable } from './pure-table.js';
import { BOOLEAN } from './range.js';
import {
  compareRanges,
  compareReferences,
  exactRange,
  findUnchanged,
  isExactFloat,
  resultRange,
} from './range-rules.js';
import { Rewriter } from './rewriter.js';
import type { Emitter } from './emitter.js';
import { Definition, resolve, type Value, type Values } from './value.js';

/** Rules that lead to rules end; this many of them are a mistake in the rules. */
const DEEPEST = 50;

export class PureOperations {
  private readonly rewriter: Rewriter;
  private depth = 0;
  /** The box that the next operation to be emitted gives, if it is the trace's own. */
  private box: Box | null = null;

  constructor(
    private readonly values: Values,
    readonly table: PureTable,
    private readonly emitter: Emitter,
  ) {
    this.rewriter = new Rewriter(
      (constant) => values.constant(constant),
      (info, first, second, third) => this.build(info, first, second, third),
    );
  }

  apply(
    info: OperationInfo,
    first: Value,
    second: Value | null = null,
    third: Value | null = null,
    box: Box | null = null,
  ): Value {
    this.box = box;
    const result = this.build(info, first, second, third);
    this.box = null;
    return result;
  }

  named(name: TraceOpName, first: Value, second: Value | null = null): Value {
    return this.apply(infoOf(name), first, second);
  }

  private build(info: OperationInfo, first: Value, second: Value | null, third: Value | null): Value {
    const known = this.findKnown(info, first, second, third);
    if (known !== null) return known;
    const isSwapped = info.isCommutative && first.constant !== null && second !== null;
    if (isSwapped) return this.build(info, second, first, null);
    if (++this.depth > DEEPEST) throw new Error(`rules for ${info.name} don't end`);
    const rewritten = this.rewriter.rewrite(info, first, second, third);
    this.depth--;
    return rewritten ?? this.findEqual(info, first, second, third) ?? this.emit(info, first, second, third);
  }

  private findKnown(
    info: OperationInfo,
    first: Value,
    second: Value | null,
    third: Value | null,
  ): Value | null {
    const { name } = info;
    if (name === 'ref_eq' || name === 'ref_ne') {
      if (second === null) return null;
      const isEqual = compareReferences(first, second);
      return isEqual === null ? null : this.values.int(name === 'ref_eq' ? isEqual : 1 - isEqual);
    }
    const folded = this.fold(info, first, second, third);
    if (folded !== null) return folded;
    if (name === 'float_to_int') return this.findExact(first);
    if (first.cls !== 'int') return null;
    if (second !== null && info.isTest) {
      const truth = compareRanges(name, first.range, second.range) ?? compareBits(name, first, second);
      if (truth !== null) return this.values.int(truth);
    }
    return findUnchanged(name, first, second) ?? findUnchangedByBits(name, first, second);
  }

  private fold(info: OperationInfo, first: Value, second: Value | null, third: Value | null): Value | null {
    if (first.constant === null) return null;
    const constants: TraceConstant[] = [first.constant];
    if (second !== null) {
      if (second.constant === null) return null;
      constants.push(second.constant);
    }
    if (third !== null) {
      if (third.constant === null) return null;
      constants.push(third.constant);
    }
    const folded = foldConstants(info, constants);
    return folded === null ? null : this.values.constant(folded);
  }

  /** The int that a float was made from, and can be made of again. */
  private findExact({ definition }: Value): Value | null {
    if (definition === null || definition.info.name !== 'float_from_int') return null;
    const int = resolve(definition.first);
    return isExactFloat(int) ? int : null;
  }

  // The same operation with the same operands has one place in the table, however it is written.

  findEqual(info: OperationInfo, first: Value, second: Value | null, third: Value | null): Value | null {
    const isMirrored = info.mirrored !== null && second !== null;
    const found = isMirrored
      ? this.table.find(info.mirrored, second, first, null)
      : info.isCommutative && second !== null && second.id < first.id
        ? this.table.find(info, second, first, null)
        : this.table.find(info, first, second, third);
    return found === null ? null : resolve(found);
  }

  record(info: OperationInfo, first: Value, second: Value | null, third: Value | null, result: Value): void {
    if (info.mirrored !== null && second !== null) this.table.add(info.mirrored, second, first, null, result);
    else if (info.isCommutative && second !== null && second.id < first.id)
      this.table.add(info, second, first, null, result);
    else this.table.add(info, first, second, third, result);
  }

  private emit(info: OperationInfo, first: Value, second: Value | null, third: Value | null): Value {
    const args = [first];
    if (second !== null) args.push(second);
    if (third !== null) args.push(third);
    const result = this.newResult(info, first);
    this.emitter.emit(info.name, args, NO_PART, result);
    if (info.isTest) result.range = BOOLEAN;
    else if (result.cls === 'int') {
      this.values.narrow(result, resultRange(info.name, first, second, third));
      const bits = resultBits(info.name, first, second, third);
      if (bits !== null) this.values.learnBits(result, bits);
    }
    this.define(info, first, second, third, result);
    return resolve(result);
  }

  newResult(info: OperationInfo, first: Value): Value {
    const result = this.values.fresh(info.result ?? first.cls);
    // A rule may need operations that the trace does not have; then one with the same class gets its box, and the others new ones.
    if (this.box !== null && this.box.cls === result.cls) {
      result.box = this.box;
      this.box = null;
    }
    return result;
  }

  /** Notes what an operation that was emitted has given. */
  define(info: OperationInfo, first: Value, second: Value | null, third: Value | null, result: Value): void {
    this.record(info, first, second, third, result);
    result.definition = new Definition(info, first, second, third);
  }

  /** The result of an addition or the like of which it is known that it does not overflow. */
  exact(info: OperationInfo, first: Value, second: Value, box: Box | null): Value {
    const result = this.apply(info, first, second, null, box);
    this.values.narrow(result, exactRange(info.name, first, second));
    return resolve(result);
  }
}

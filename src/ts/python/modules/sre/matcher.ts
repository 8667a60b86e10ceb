/**
 * The backtracking matcher. `match(pc, at)` runs code from `pc` at position `at`; true means that SUCCESS was reached, with the
 * end of the match in `end`. Alternatives call it again, so the machine's stack is the backtracking stack.
 *
 * Groups are pairs of marks. A branch that failed puts the marks back to what they were (as many as were set then).
 */
import type { FixedArray, Int32Items } from '../../../rlib/array.js';
import { newFixedArray, newInt32Items, sliceFixed } from '../../../rlib/array.js';
import type { int } from '../../../rlib/types.js';
import { unreachable } from '../../../rlib/throwable.js';
import { codePointAt, sequenceLength } from '../../objects/w-str-base.js';
import { asciiLower, inCategory, inSet, isWordAt, unicodeLower } from './characters.js';
import { SreAt, SreOp } from './opcodes.js';

/** Code words are signed here: MAXREPEAT is -1. */
const FOREVER: int = -1;

/** The text being matched, by position: code points of a str, bytes of a bytes-like object. */
export class Subject {
  /** Code points; null where the text itself has one byte each. */
  private readonly codes: Int32Items | null;
  readonly length: int;

  constructor(
    readonly text: string,
    length: int,
    readonly isBytes: boolean,
  ) {
    this.length = length;
    if (length === text.length) {
      this.codes = null;
    } else {
      const codes = newInt32Items(length);
      let offset = 0;
      for (let i = 0; i < length; i++) {
        codes[i] = codePointAt(text, offset);
        offset += sequenceLength(text.charCodeAt(offset));
      }
      this.codes = codes;
    }
  }

  /** Byte offset of a position; counted from the beginning. */
  offset(position: int): int {
    const codes = this.codes;
    if (codes === null) return position;
    let bytes = 0;
    for (let i = 0; i < position; i++) {
      const c = codes[i] as int;
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
    return bytes;
  }

  slice(start: int, end: int): string {
    if (this.codes === null) return this.text.slice(start, end);
    return this.text.slice(this.offset(start), this.offset(end));
  }

  at(position: int): int {
    const codes = this.codes;
    return codes === null ? this.text.charCodeAt(position) : (codes[position] as int);
  }
}

/** A REPEAT under way. */
class RepeatContext {
  count: int = -1;
  lastPosition: int = -1;

  constructor(
    /** The REPEAT's code: skip, min, max, body. */
    readonly pc: int,
    readonly previous: RepeatContext | null,
  ) {}
}

export class Matcher {
  end: int = 0;
  marks: FixedArray<int>;
  /** The highest mark set, -1: none; what is above it is stale. */
  lastMark: int = -1;
  lastIndex: int = -1;
  private repeat: RepeatContext | null = null;
  /** The whole subject must be matched. */
  fullmatch: boolean = false;
  /** An empty match at the start does not count: the last one ended here. */
  mustAdvance: boolean = false;
  start: int = 0;

  constructor(
    private readonly code: Int32Items,
    readonly subject: Subject,
    readonly from: int,
    readonly to: int,
    groups: int,
  ) {
    this.marks = newFixedArray<int>(2 * groups + 2, 0);
  }

  reset(): void {
    this.lastMark = -1;
    this.lastIndex = -1;
    this.repeat = null;
  }

  private saveMarks(): FixedArray<int> | null {
    const count = this.lastMark + 1;
    if (count === 0) return null;
    return sliceFixed(this.marks, 0, count);
  }

  private restoreMarks(saved: FixedArray<int> | null, lastMark: int, lastIndex: int): void {
    if (saved !== null) for (let i = 0; i < saved.length; i++) this.marks[i] = saved[i] as int;
    this.lastMark = lastMark;
    this.lastIndex = lastIndex;
  }

  private atPosition(where: int, at: int): boolean {
    switch (where as SreAt) {
      case SreAt.BEGINNING:
      case SreAt.BEGINNING_STRING:
        return at === 0;
      case SreAt.BEGINNING_LINE:
        return at === 0 || this.subject.at(at - 1) === 10;
      case SreAt.END:
        return at === this.to || (at === this.to - 1 && this.subject.at(at) === 10);
      case SreAt.END_LINE:
        return at === this.to || this.subject.at(at) === 10;
      case SreAt.END_STRING:
        return at === this.to;
      case SreAt.BOUNDARY:
      case SreAt.LOC_BOUNDARY:
        return this.isBoundary(at, false);
      case SreAt.NON_BOUNDARY:
      case SreAt.LOC_NON_BOUNDARY:
        return this.to > 0 && !this.isBoundary(at, false);
      case SreAt.UNI_BOUNDARY:
        return this.isBoundary(at, true);
      case SreAt.UNI_NON_BOUNDARY:
        return this.to > 0 && !this.isBoundary(at, true);
    }
  }

  private isBoundary(at: int, unicode: boolean): boolean {
    if (this.to === 0) return false;
    const before = at > 0 && isWordAt(this.subject.at(at - 1), unicode);
    const after = at < this.to && isWordAt(this.subject.at(at), unicode);
    return before !== after;
  }

  /** Whether one character satisfies a one-character instruction. */
  private matchesOne(pc: int, c: int): boolean {
    const code = this.code;
    switch (code[pc] as int as SreOp) {
      case SreOp.LITERAL:
        return c === code[pc + 1];
      case SreOp.NOT_LITERAL:
        return c !== code[pc + 1];
      case SreOp.ANY:
        return c !== 10;
      case SreOp.ANY_ALL:
        return true;
      case SreOp.IN:
        return inSet(code, pc + 2, c);
      case SreOp.CATEGORY:
        return inCategory(code[pc + 1] as int, c);
      case SreOp.LITERAL_IGNORE:
      case SreOp.LITERAL_LOC_IGNORE:
        return asciiLower(c) === asciiLower(code[pc + 1] as int);
      case SreOp.NOT_LITERAL_IGNORE:
      case SreOp.NOT_LITERAL_LOC_IGNORE:
        return asciiLower(c) !== asciiLower(code[pc + 1] as int);
      case SreOp.LITERAL_UNI_IGNORE:
        return unicodeLower(c) === code[pc + 1];
      case SreOp.NOT_LITERAL_UNI_IGNORE:
        return unicodeLower(c) !== code[pc + 1];
      case SreOp.IN_IGNORE:
        return inSet(code, pc + 2, asciiLower(c));
      case SreOp.IN_UNI_IGNORE:
        return inSet(code, pc + 2, unicodeLower(c));
      case SreOp.IN_LOC_IGNORE:
        return (
          inSet(code, pc + 2, c) ||
          inSet(code, pc + 2, asciiLower(c)) ||
          inSet(code, pc + 2, c >= 97 && c <= 122 ? c - 32 : c)
        );
      default:
        return unreachable('not a one-character instruction of a pattern');
    }
  }

  private isOne(pc: int): boolean {
    switch (this.code[pc] as int as SreOp) {
      case SreOp.LITERAL:
      case SreOp.NOT_LITERAL:
      case SreOp.ANY:
      case SreOp.ANY_ALL:
      case SreOp.IN:
      case SreOp.CATEGORY:
      case SreOp.LITERAL_IGNORE:
      case SreOp.NOT_LITERAL_IGNORE:
      case SreOp.IN_IGNORE:
      case SreOp.LITERAL_UNI_IGNORE:
      case SreOp.NOT_LITERAL_UNI_IGNORE:
      case SreOp.IN_UNI_IGNORE:
      case SreOp.LITERAL_LOC_IGNORE:
      case SreOp.NOT_LITERAL_LOC_IGNORE:
      case SreOp.IN_LOC_IGNORE:
        return true;
      default:
        return false;
    }
  }

  /** How often the item at `pc` matches from `at` on, `limit` times at most (FOREVER: any). */
  private countOne(pc: int, at: int, limit: int): int {
    const end = limit === FOREVER || this.to - at < limit ? this.to : at + limit;
    let position = at;
    const op = this.code[pc] as int as SreOp;
    if (op === SreOp.ANY_ALL) return end - at;
    if (this.isOne(pc)) {
      const subject = this.subject;
      if (op === SreOp.IN) {
        while (position < end && inSet(this.code, pc + 2, subject.at(position))) position++;
      } else {
        while (position < end && this.matchesOne(pc, subject.at(position))) position++;
      }
      return position - at;
    }
    // An item of fixed width one made of several instructions.
    while (position < end) {
      if (!this.match(pc, position)) break;
      if (this.end === position) break;
      position = this.end;
    }
    return position - at;
  }

  private groupStart(group: int): int {
    return 2 * group + 1 <= this.lastMark ? (this.marks[2 * group] as int) : -1;
  }

  private groupEnd(group: int): int {
    return 2 * group + 1 <= this.lastMark ? (this.marks[2 * group + 1] as int) : -1;
  }

  /** The position behind a repetition of a group's text, or -1. */
  private backReference(group: int, at: int, op: SreOp): int {
    const start = this.groupStart(group);
    const end = this.groupEnd(group);
    if (start < 0 || end < start || end - start > this.to - at) return -1;
    for (let i = 0; i < end - start; i++) {
      const a = this.subject.at(start + i);
      const b = this.subject.at(at + i);
      const same =
        a === b ||
        (op === SreOp.GROUPREF_UNI_IGNORE && unicodeLower(a) === unicodeLower(b)) ||
        ((op === SreOp.GROUPREF_IGNORE || op === SreOp.GROUPREF_LOC_IGNORE) &&
          asciiLower(a) === asciiLower(b));
      if (!same) return -1;
    }
    return at + end - start;
  }

  private setMark(mark: int, at: int): void {
    if ((mark & 1) !== 0) this.lastIndex = (mark >> 1) + 1;
    if (mark > this.lastMark) {
      for (let i = this.lastMark + 1; i < mark; i++) this.marks[i] = -1;
      this.lastMark = mark;
    }
    this.marks[mark] = at;
  }

  match(startPc: int, startAt: int): boolean {
    const code = this.code;
    const subject = this.subject;
    const to = this.to;
    let pc = startPc;
    let at = startAt;
    for (;;) {
      const op = code[pc] as int as SreOp;
      switch (op) {
        case SreOp.FAILURE:
          return false;
        case SreOp.SUCCESS:
          if (this.fullmatch && at !== to && this.inside === 0) return false;
          if (this.mustAdvance && at === this.start && this.inside === 0) return false;
          this.end = at;
          return true;
        case SreOp.LITERAL:
          if (at >= to || subject.at(at) !== code[pc + 1]) return false;
          pc += 2;
          at++;
          break;
        case SreOp.MARK:
          this.setMark(code[pc + 1] as int, at);
          pc += 2;
          break;
        case SreOp.IN:
          if (at >= to || !inSet(code, pc + 2, subject.at(at))) return false;
          pc += 1 + (code[pc + 1] as int);
          at++;
          break;
        case SreOp.IN_IGNORE:
        case SreOp.IN_UNI_IGNORE:
        case SreOp.IN_LOC_IGNORE:
          if (at >= to || !this.matchesOne(pc, subject.at(at))) return false;
          pc += 1 + (code[pc + 1] as int);
          at++;
          break;
        case SreOp.ANY:
        case SreOp.ANY_ALL:
          if (at >= to || (op === SreOp.ANY && subject.at(at) === 10)) return false;
          pc++;
          at++;
          break;
        case SreOp.NOT_LITERAL:
        case SreOp.CATEGORY:
        case SreOp.LITERAL_IGNORE:
        case SreOp.NOT_LITERAL_IGNORE:
        case SreOp.LITERAL_UNI_IGNORE:
        case SreOp.NOT_LITERAL_UNI_IGNORE:
        case SreOp.LITERAL_LOC_IGNORE:
        case SreOp.NOT_LITERAL_LOC_IGNORE:
          if (at >= to || !this.matchesOne(pc, subject.at(at))) return false;
          pc += 2;
          at++;
          break;
        case SreOp.AT:
          if (!this.atPosition(code[pc + 1] as int, at)) return false;
          pc += 2;
          break;
        case SreOp.JUMP:
          pc += 1 + (code[pc + 1] as int);
          break;
        case SreOp.INFO:
          pc += 1 + (code[pc + 1] as int);
          break;
        case SreOp.BRANCH:
          return this.matchBranch(pc, at);
        case SreOp.GROUPREF:
        case SreOp.GROUPREF_IGNORE:
        case SreOp.GROUPREF_UNI_IGNORE:
        case SreOp.GROUPREF_LOC_IGNORE:
          at = this.backReference(code[pc + 1] as int, at, op);
          if (at < 0) return false;
          pc += 2;
          break;
        case SreOp.GROUPREF_EXISTS: {
          const group = code[pc + 1] as int;
          pc = this.groupEnd(group) >= 0 ? pc + 3 : pc + 1 + (code[pc + 2] as int);
          break;
        }
        case SreOp.ASSERT: {
          const back = at - (code[pc + 2] as int);
          if (back < 0 || !this.matchInside(pc + 3, back)) return false;
          pc += 1 + (code[pc + 1] as int);
          break;
        }
        case SreOp.ASSERT_NOT: {
          const back = at - (code[pc + 2] as int);
          if (back >= 0) {
            const saved = this.saveMarks();
            const lastMark = this.lastMark;
            const lastIndex = this.lastIndex;
            if (this.matchInside(pc + 3, back)) return false;
            this.restoreMarks(saved, lastMark, lastIndex);
          }
          pc += 1 + (code[pc + 1] as int);
          break;
        }
        case SreOp.REPEAT_ONE:
          return this.matchRepeatOne(pc, at);
        case SreOp.MIN_REPEAT_ONE:
          return this.matchMinRepeatOne(pc, at);
        case SreOp.POSSESSIVE_REPEAT_ONE: {
          const minimum = code[pc + 2] as int;
          const count = this.countOne(pc + 4, at, code[pc + 3] as int);
          if (count < minimum) return false;
          at += count;
          pc += 1 + (code[pc + 1] as int);
          break;
        }
        case SreOp.REPEAT: {
          const context = new RepeatContext(pc, this.repeat);
          this.repeat = context;
          const matched = this.match(pc + 1 + (code[pc + 1] as int), at);
          this.repeat = context.previous;
          return matched;
        }
        case SreOp.MAX_UNTIL:
          return this.matchMaxUntil(pc, at);
        case SreOp.MIN_UNTIL:
          return this.matchMinUntil(pc, at);
        case SreOp.ATOMIC_GROUP:
          if (!this.matchInside(pc + 2, at)) return false;
          at = this.end;
          pc += 1 + (code[pc + 1] as int);
          break;
        case SreOp.POSSESSIVE_REPEAT: {
          at = this.matchPossessive(pc, at);
          if (at < 0) return false;
          // Behind the body's own SUCCESS.
          pc += 2 + (code[pc + 1] as int);
          break;
        }
        default:
          return unreachable(`bad instruction ${op} in a pattern`);
      }
    }
  }

  /** Nesting of parts that end with a SUCCESS of their own. */
  private inside: int = 0;

  /** Matches a part that ends with its own SUCCESS. */
  private matchInside(pc: int, at: int): boolean {
    const repeat = this.repeat;
    this.inside++;
    const matched = this.match(pc, at);
    this.inside--;
    this.repeat = repeat;
    return matched;
  }

  private matchBranch(pc: int, at: int): boolean {
    const code = this.code;
    const saved = this.saveMarks();
    const lastMark = this.lastMark;
    const lastIndex = this.lastIndex;
    const repeat = this.repeat;
    let branch = pc + 1;
    for (;;) {
      const skip = code[branch] as int;
      if (skip === 0) return false;
      // A branch that begins with a literal that is not there needs no try.
      const first = code[branch + 1] as int as SreOp;
      const possible =
        first === SreOp.LITERAL
          ? at < this.to && this.subject.at(at) === code[branch + 2]
          : first === SreOp.IN
            ? at < this.to && inSet(code, branch + 3, this.subject.at(at))
            : true;
      if (possible) {
        if (this.match(branch + 1, at)) return true;
        this.restoreMarks(saved, lastMark, lastIndex);
        this.repeat = repeat;
      }
      branch += skip;
    }
  }

  private matchRepeatOne(pc: int, at: int): boolean {
    const code = this.code;
    const minimum = code[pc + 2] as int;
    if (this.to - at < minimum) return false;
    let count = this.countOne(pc + 4, at, code[pc + 3] as int);
    if (count < minimum) return false;
    const tail = pc + 1 + (code[pc + 1] as int);
    const tailOp = code[tail] as int as SreOp;
    if (tailOp === SreOp.SUCCESS && this.inside === 0 && !this.fullmatch && !this.mustAdvance) {
      this.end = at + count;
      return true;
    }
    const saved = this.saveMarks();
    const lastMark = this.lastMark;
    const lastIndex = this.lastIndex;
    const repeat = this.repeat;
    if (tailOp === SreOp.LITERAL) {
      const literal = code[tail + 1] as int;
      for (; count >= minimum; count--) {
        const position = at + count;
        if (position < this.to && this.subject.at(position) === literal) {
          if (this.match(tail, position)) return true;
          this.restoreMarks(saved, lastMark, lastIndex);
          this.repeat = repeat;
        }
      }
      return false;
    }
    for (; count >= minimum; count--) {
      if (this.match(tail, at + count)) return true;
      this.restoreMarks(saved, lastMark, lastIndex);
      this.repeat = repeat;
    }
    return false;
  }

  private matchMinRepeatOne(pc: int, at: int): boolean {
    const code = this.code;
    const minimum = code[pc + 2] as int;
    const maximum = code[pc + 3] as int;
    if (this.to - at < minimum) return false;
    let count = 0;
    if (minimum > 0) {
      count = this.countOne(pc + 4, at, minimum);
      if (count < minimum) return false;
    }
    const tail = pc + 1 + (code[pc + 1] as int);
    const saved = this.saveMarks();
    const lastMark = this.lastMark;
    const lastIndex = this.lastIndex;
    const repeat = this.repeat;
    for (;;) {
      if (this.match(tail, at + count)) return true;
      this.restoreMarks(saved, lastMark, lastIndex);
      this.repeat = repeat;
      if (maximum !== FOREVER && count >= maximum) return false;
      if (this.countOne(pc + 4, at + count, 1) === 0) return false;
      count++;
    }
  }

  private matchMaxUntil(pc: int, at: int): boolean {
    const code = this.code;
    const context = this.repeat;
    if (context === null) return unreachable('UNTIL outside of a REPEAT');
    const minimum = code[context.pc + 2] as int;
    const maximum = code[context.pc + 3] as int;
    const body = context.pc + 4;
    const count = context.count + 1;
    if (count < minimum) {
      context.count = count;
      if (this.match(body, at)) return true;
      context.count = count - 1;
      this.repeat = context;
      return false;
    }
    if ((maximum === FOREVER || count < maximum) && at !== context.lastPosition) {
      context.count = count;
      const saved = this.saveMarks();
      const lastMark = this.lastMark;
      const lastIndex = this.lastIndex;
      const lastPosition = context.lastPosition;
      context.lastPosition = at;
      if (this.match(body, at)) return true;
      context.lastPosition = lastPosition;
      context.count = count - 1;
      this.restoreMarks(saved, lastMark, lastIndex);
      this.repeat = context;
    }
    // What follows belongs to the repeat around this one.
    this.repeat = context.previous;
    const matched = this.match(pc + 1, at);
    this.repeat = context;
    return matched;
  }

  private matchMinUntil(pc: int, at: int): boolean {
    const code = this.code;
    const context = this.repeat;
    if (context === null) return unreachable('UNTIL outside of a REPEAT');
    const minimum = code[context.pc + 2] as int;
    const maximum = code[context.pc + 3] as int;
    const body = context.pc + 4;
    const count = context.count + 1;
    if (count < minimum) {
      context.count = count;
      if (this.match(body, at)) return true;
      context.count = count - 1;
      this.repeat = context;
      return false;
    }
    const saved = this.saveMarks();
    const lastMark = this.lastMark;
    const lastIndex = this.lastIndex;
    this.repeat = context.previous;
    if (this.match(pc + 1, at)) return true;
    this.repeat = context;
    this.restoreMarks(saved, lastMark, lastIndex);
    if ((maximum !== FOREVER && count >= maximum) || at === context.lastPosition) return false;
    context.count = count;
    const lastPosition = context.lastPosition;
    context.lastPosition = at;
    if (this.match(body, at)) return true;
    context.lastPosition = lastPosition;
    context.count = count - 1;
    this.repeat = context;
    return false;
  }

  /** The position behind as many repetitions as there are, or -1. */
  private matchPossessive(pc: int, startAt: int): int {
    const code = this.code;
    const minimum = code[pc + 2] as int;
    const maximum = code[pc + 3] as int;
    let at = startAt;
    let count = 0;
    while (count < minimum) {
      if (!this.matchInside(pc + 4, at)) return -1;
      at = this.end;
      count++;
    }
    while (maximum === FOREVER || count < maximum) {
      const saved = this.saveMarks();
      const lastMark = this.lastMark;
      const lastIndex = this.lastIndex;
      if (!this.matchInside(pc + 4, at)) {
        this.restoreMarks(saved, lastMark, lastIndex);
        break;
      }
      if (this.end === at) break;
      at = this.end;
      count++;
    }
    return at;
  }

  /** Tries at one position. */
  matchAt(at: int): boolean {
    this.reset();
    this.start = at;
    return this.match(0, at);
  }

  /** Tries at every position from `at` on; the start of the match is left in `start`. */
  search(at: int): boolean {
    const code = this.code;
    let first = 0;
    if (code[0] === SreOp.INFO) first = 1 + (code[1] as int);
    // What every match begins with, where that is one character or a set.
    const op = code[first] as int as SreOp;
    const mustAdvance = this.mustAdvance;
    for (let position = at; position <= this.to; position++) {
      if (op === SreOp.LITERAL) {
        const literal = code[first + 1] as int;
        while (position < this.to && this.subject.at(position) !== literal) position++;
        if (position >= this.to) return false;
      } else if (op === SreOp.IN) {
        while (position < this.to && !inSet(code, first + 2, this.subject.at(position))) position++;
        if (position >= this.to) return false;
      }
      this.mustAdvance = mustAdvance && position === at;
      if (this.matchAt(position)) return true;
    }
    return false;
  }
}

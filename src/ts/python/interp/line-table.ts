/**
 * Decoding `co_linetable`, CPython 3.11's location table: entries of a code byte `1cccc lll` (kind, length - 1 in units)
 * and varints for lines and columns.
 */
import type { int } from '../../rlib/types.js';
import type { W_Code } from './w-code.js';

/** A range of instructions with one source position; -1 where there is none. */
export class Location {
  constructor(
    readonly start: int,
    readonly end: int,
    readonly line: int,
    readonly endLine: int,
    readonly column: int,
    readonly endColumn: int,
  ) {}
}

/** Walks the table; `next` gives null at the end. */
export class LocationReader {
  private at: int = 0;
  private unit: int = 0;
  private line: int;

  constructor(private readonly code: W_Code) {
    this.line = code.firstlineno;
  }

  next(): Location | null {
    const table = this.code.linetable;
    if (this.at >= table.length) return null;
    const first = table.charCodeAt(this.at++);
    const kind = (first >> 3) & 15;
    const start = this.unit;
    const end = start + (first & 7) + 1;
    this.unit = end;
    if (kind === 15) return new Location(start, end, -1, -1, -1, -1);
    if (kind === 14) {
      this.line += this.signed();
      const line = this.line;
      const endLine = line + this.unsigned();
      const column = this.unsigned() - 1;
      return new Location(start, end, line, endLine, column, this.unsigned() - 1);
    }
    if (kind === 13) {
      this.line += this.signed();
      return new Location(start, end, this.line, this.line, -1, -1);
    }
    if (kind >= 10) {
      this.line += kind - 10;
      const column = table.charCodeAt(this.at++);
      return new Location(start, end, this.line, this.line, column, table.charCodeAt(this.at++));
    }
    const second = table.charCodeAt(this.at++);
    const column = (kind << 3) | (second >> 4);
    return new Location(start, end, this.line, this.line, column, column + (second & 15));
  }

  private unsigned(): int {
    const table = this.code.linetable;
    let byte = table.charCodeAt(this.at++);
    let result = byte & 63;
    let shift = 0;
    while ((byte & 64) !== 0) {
      byte = table.charCodeAt(this.at++);
      shift += 6;
      result |= (byte & 63) << shift;
    }
    return result;
  }

  private signed(): int {
    const value = this.unsigned();
    return (value & 1) !== 0 ? -(value >> 1) : value >> 1;
  }
}

/** The location of an instruction (a unit index), or null. */
export function findLocation(code: W_Code, unit: int): Location | null {
  const reader = new LocationReader(code);
  for (;;) {
    const location = reader.next();
    if (location === null) return null;
    if (unit < location.end) return location;
  }
}

/** The line of an instruction, or -1. */
export function lineOfInstruction(code: W_Code, unit: int): int {
  const location = findLocation(code, unit < 0 ? 0 : unit);
  return location === null ? -1 : location.line;
}

/** Whether the line of an instruction differs from that of the one before it. */
export function startsLine(code: W_Code, unit: int): boolean {
  const reader = new LocationReader(code);
  let previous = -2;
  for (;;) {
    const location = reader.next();
    if (location === null) return false;
    if (location.start === unit) return location.line >= 0 && location.line !== previous;
    if (location.start > unit) return false;
    if (location.line >= 0) previous = location.line;
  }
}

/**
 * The location table of a code object, in CPython 3.11's format (PEP 657; "Objects/locations.md" of CPython).
 *
 * An entry covers 1 to 8 units. Its first byte is `1 kkkk lll`: kind and length - 1.
 *
 *     0..9   same line; column / 8 is the kind; then a byte: low 3 bits of the column << 4 | width
 *     10..12 line + 0..2; then column, end column, a byte each
 *     13     no columns; then line delta (signed varint)
 *     14     line delta (signed), end line - line, column + 1, end column + 1 (varints)
 *     15     no location
 */

import type { Location } from './flow-graph.js';
import { writeSignedVarint, writeVarint } from './varints.js';

const enum Kind {
  ONE_LINE = 10,
  NO_COLUMNS = 13,
  LONG = 14,
  NONE = 15,
}

const maxEntryUnits = 8;

export class LocationTable {
  private readonly bytes: number[] = [];
  private line: number;

  constructor(firstLine: number) {
    this.line = firstLine;
  }

  /** `units` more units come from `location`. */
  add(location: Location, units: number): void {
    let left = units;
    for (; left > maxEntryUnits; left -= maxEntryUnits) this.addEntry(location, maxEntryUnits);
    this.addEntry(location, left);
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }

  private start(kind: number, units: number): void {
    this.bytes.push(0x80 | (kind << 3) | (units - 1));
  }

  private addEntry(location: Location, units: number): void {
    const { line, endLine, column, endColumn } = location;
    if (line < 0) {
      this.start(Kind.NONE, units);
      return;
    }
    const delta = line - this.line;
    const isOneLine = endLine === line;
    this.line = line;
    if (column < 0 || endColumn < 0) {
      if (isOneLine || endLine === -1) {
        this.start(Kind.NO_COLUMNS, units);
        writeSignedVarint(this.bytes, delta);
        return;
      }
    } else if (isOneLine && delta === 0 && column < 80 && endColumn >= column && endColumn - column < 16) {
      this.start(column >> 3, units);
      this.bytes.push(((column & 7) << 4) | (endColumn - column));
      return;
    } else if (isOneLine && delta >= 0 && delta < 3 && column < 128 && endColumn < 128) {
      this.start(Kind.ONE_LINE + delta, units);
      this.bytes.push(column, endColumn);
      return;
    }
    this.start(Kind.LONG, units);
    writeSignedVarint(this.bytes, delta);
    writeVarint(this.bytes, endLine - line);
    writeVarint(this.bytes, column + 1);
    writeVarint(this.bytes, endColumn + 1);
  }
}

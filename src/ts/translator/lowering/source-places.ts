/** Numbers for lines of the source and for the reasons of traps, as low-level IR has them. */
import type { Position } from '../flow/graph.js';

export interface SourcePlace {
  /** Index in `files`. */
  readonly file: number;
  readonly line: number;
}

export class SourcePlaces {
  readonly files: string[] = [];
  readonly reasons: string[] = [];
  /** Number 0 is no place. */
  private readonly places: SourcePlace[] = [{ file: 0, line: 0 }];
  private readonly numbers = new Map<
    string,
    { readonly file: number; readonly lines: Map<number, number> }
  >();

  /** The number of a position's line. */
  numberOf({ file, line }: Position): number {
    let known = this.numbers.get(file);
    if (known === undefined) {
      known = { file: this.files.push(file) - 1, lines: new Map() };
      this.numbers.set(file, known);
    }
    let number = known.lines.get(line);
    if (number === undefined) {
      number = this.places.push({ file: known.file, line }) - 1;
      known.lines.set(line, number);
    }
    return number;
  }

  get(number: number): SourcePlace {
    const place = this.places[number];
    if (place === undefined) throw new Error(`no line ${number}`);
    return place;
  }

  /** The number of a reason why machine code ends the process. */
  reasonNumber(text: string): number {
    const index = this.reasons.indexOf(text);
    return index >= 0 ? index : this.reasons.push(text) - 1;
  }
}

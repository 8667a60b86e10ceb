/** Collects, while code is made, what the image's symbol table tells. */
import { encodeSymbols, type FunctionSymbol, type LineStep } from '../../native/symbol-table.js';
import type { SourcePlaces } from '../lowering/source-places.js';

interface StartedFunction {
  readonly offset: number;
  readonly name: string;
  readonly frame: number;
  readonly steps: LineStep[];
}

export class SymbolCollector {
  private readonly functions: StartedFunction[] = [];

  constructor(private readonly places: SourcePlaces) {}

  /** What is added from here on belongs to this function. */
  addFunction(offset: number, name: string, frame: number): void {
    this.functions.push({ offset, name, frame, steps: [] });
  }

  addLine(position: number, line: number): void {
    const steps = this.functions.at(-1)?.steps;
    if (steps === undefined) return;
    const place = this.places.get(line);
    const last = steps.at(-1);
    if (last !== undefined && last.file === place.file && last.line === place.line) return;
    // Code without instructions has no line.
    if (last?.offset === position) steps.pop();
    steps.push({ offset: position, ...place });
  }

  encode(): Uint8Array {
    const functions: FunctionSymbol[] = this.functions;
    return encodeSymbols({ functions, files: this.places.files, reasons: this.places.reasons });
  }
}

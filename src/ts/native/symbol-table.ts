/**
 * The symbol table of an image: which function and which line of the source an instruction belongs to, and how large frames are. The crash
 * report of the addon reads it in place, in a signal handler (`src/native/crash-report.cc`): everything is found by offsets from the table's
 * start, and lines are decoded without memory.
 *
 *     header     u32 number of functions, files, reasons; u32 offsets of the tables of functions, files, reasons
 *     functions  u32 code offset, name, lines, frame; ascending: a function reaches to the next one
 *     files      u32 name
 *     reasons    u32 name: why a trap was taken, by its number
 *     lines      of each function: a byte sequence up to that of the next one
 *     names      Latin-1, NUL at the end
 *
 * Lines of a function are steps. A step says how far on the next one starts, and what holds until there:
 *
 *     distance * 2 + f   from the last step's start, at first from the function's start; f: the file changes
 *     file               only if f
 *     line               difference to the last step's, at first to 0; signed: 2 * d, or -2 * d - 1 where negative
 *
 * Numbers are LEB128: 7 bits a byte, the low ones first, the high bit set in all but the last. The file before the first step is 0.
 */

export interface LineStep {
  readonly offset: number;
  readonly file: number;
  readonly line: number;
}

export interface FunctionSymbol {
  readonly offset: number;
  readonly name: string;
  /** Words above the stack pointer, without the return address; `StackMap.ENTRY` for the entry. */
  readonly frame: number;
  /** Ascending. */
  readonly steps: readonly LineStep[];
}

export interface SymbolTable {
  readonly functions: readonly FunctionSymbol[];
  readonly files: readonly string[];
  readonly reasons: readonly string[];
}

const HEADER_SIZE = 24;
const FUNCTION_SIZE = 16;

function pushNumber(bytes: number[], value: number): void {
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  bytes.push(rest);
}

function encodeSteps({ offset, steps }: FunctionSymbol): number[] {
  const bytes: number[] = [];
  let last: LineStep = { offset, file: 0, line: 0 };
  for (const step of steps) {
    const isOther = step.file !== last.file;
    pushNumber(bytes, (step.offset - last.offset) * 2 + (isOther ? 1 : 0));
    if (isOther) pushNumber(bytes, step.file);
    const difference = step.line - last.line;
    pushNumber(bytes, difference < 0 ? -2 * difference - 1 : 2 * difference);
    last = step;
  }
  return bytes;
}

export function encodeSymbols({ functions, files, reasons }: SymbolTable): Uint8Array {
  const lines = functions.map(encodeSteps);
  const filesAt = HEADER_SIZE + FUNCTION_SIZE * functions.length;
  const reasonsAt = filesAt + 4 * files.length;
  const linesAt = reasonsAt + 4 * reasons.length;
  const namesAt = lines.reduce((sum, { length }) => sum + length, linesAt);
  const names = Buffer.from(
    [...functions.map(({ name }) => name), ...files, ...reasons].map((name) => `${name}\0`).join(''),
    'latin1',
  );
  const bytes = Buffer.alloc(namesAt + names.length);
  names.copy(bytes, namesAt);
  const header = [functions.length, files.length, reasons.length, HEADER_SIZE, filesAt, reasonsAt];
  header.forEach((value, i) => bytes.writeUInt32LE(value, 4 * i));
  let name = namesAt;
  const writeName = (text: string, at: number): void => {
    bytes.writeUInt32LE(name, at);
    name += text.length + 1;
  };
  let line = linesAt;
  functions.forEach((fn, i) => {
    const at = HEADER_SIZE + FUNCTION_SIZE * i;
    bytes.writeUInt32LE(fn.offset, at);
    writeName(fn.name, at + 4);
    bytes.writeUInt32LE(line, at + 8);
    bytes.writeUInt32LE(fn.frame, at + 12);
    const encoded = lines[i] ?? [];
    bytes.set(encoded, line);
    line += encoded.length;
  });
  files.forEach((file, i) => {
    writeName(file, filesAt + 4 * i);
  });
  reasons.forEach((reason, i) => {
    writeName(reason, reasonsAt + 4 * i);
  });
  return bytes;
}

export function decodeSymbols(table: Uint8Array): SymbolTable {
  const bytes = Buffer.from(table.buffer, table.byteOffset, table.length);
  const u32 = (at: number): number => bytes.readUInt32LE(at);
  const nameAt = (at: number): string => bytes.toString('latin1', u32(at), bytes.indexOf(0, u32(at)));
  const [functionCount, fileCount, reasonCount] = [u32(0), u32(4), u32(8)];
  const [functionsAt, filesAt, reasonsAt] = [u32(12), u32(16), u32(20)];
  const names = (count: number, at: number): string[] =>
    Array.from({ length: count }, (_, i) => nameAt(at + 4 * i));
  const linesEnd = functionCount === 0 ? 0 : u32(functionsAt + 4);
  const functions = Array.from({ length: functionCount }, (_, i): FunctionSymbol => {
    const at = functionsAt + FUNCTION_SIZE * i;
    const end = i + 1 < functionCount ? u32(at + FUNCTION_SIZE + 8) : linesEnd;
    const steps = decodeSteps(bytes.subarray(u32(at + 8), end), u32(at));
    return { offset: u32(at), name: nameAt(at + 4), frame: u32(at + 12), steps };
  });
  return { functions, files: names(fileCount, filesAt), reasons: names(reasonCount, reasonsAt) };
}

function decodeSteps(bytes: Uint8Array, start: number): LineStep[] {
  const steps: LineStep[] = [];
  let at = 0;
  const next = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  let last: LineStep = { offset: start, file: 0, line: 0 };
  while (at < bytes.length) {
    const distance = next();
    const file = (distance & 1) !== 0 ? next() : last.file;
    const line = next();
    const difference = (line & 1) !== 0 ? -((line + 1) >> 1) : line >> 1;
    last = { offset: last.offset + (distance >> 1), file, line: last.line + difference };
    steps.push(last);
  }
  return steps;
}

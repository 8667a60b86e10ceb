/**
 * What becomes of a function on its way to machine code, as text: `npm run translate -- --dump GRAPH[/STAGE]`.
 *
 * GRAPH is a function's full name, as crash reports tell it (`src/ts/rlib/int#floorDiv`), or what follows the `#`.
 */
import { registerName, target } from '../../../native/asm-x86_64/abi.js';
import { loadX86Disassembler } from '../../../native/asm-x86_64/disassemble.js';
import { allocateRegisters } from '../../backend/allocate-registers.js';
import { printAllocated } from '../../backend/print-allocated.js';
import { printFunction } from '../../backend/print.js';
import { readPart, type Image } from '../../native/image.js';
import { decodeSymbols, type FunctionSymbol, type SymbolTable } from '../../native/symbol-table.js';
import { printGraph } from '../flow/print.js';
import type { FunctionModel } from '../flow/model.js';
import { isLookedInto } from '../jitcode/codewriter.js';
import { lowerGraph } from '../lowering/lower-graph.js';
import type { Program } from '../lowering/program.js';

export const dumpStages = ['graph', 'jitcode', 'lir', 'allocated', 'code'] as const;
export type DumpStage = (typeof dumpStages)[number];

export interface DumpRequest {
  readonly name: string;
  /** All of them where none is named. */
  readonly stages: readonly DumpStage[];
}

export function parseDumpRequest(text: string): DumpRequest {
  const stage = dumpStages.find((one) => text.endsWith(`/${one}`));
  if (stage === undefined) return { name: text, stages: dumpStages };
  return { name: text.slice(0, -stage.length - 1), stages: [stage] };
}

function isNamed(fullName: string, name: string): boolean {
  return fullName === name || fullName.endsWith(`#${name}`);
}

/** Whether the program has a function of the name. */
export function hasFunction(program: Program, { name }: DumpRequest): boolean {
  return program.functions.some((fn) => isNamed(fn.fullName, name));
}

/** The stages before machine code, of all functions of the name. They have to be taken before the image is built, which completes the program's data. */
export function dumpFunctions(program: Program, { name, stages }: DumpRequest): string {
  return program.functions
    .filter((fn) => isNamed(fn.fullName, name))
    .flatMap((fn) => stages.filter((stage) => stage !== 'code').map((stage) => dumpStage(program, fn, stage)))
    .join('\n');
}

function dumpStage(program: Program, fn: FunctionModel, stage: Exclude<DumpStage, 'code'>): string {
  const graph = program.frontEnd.graphOf(fn);
  if (stage === 'graph') return `// graph\n${printGraph(graph)}\n`;
  if (stage === 'jitcode')
    return `// jitcode${isLookedInto(fn, graph) ? '' : ', which the image has not: the function is called'}\n${printFunction(lowerGraph(program, graph, 'jit'))}`;
  const lir = lowerGraph(program, graph);
  if (stage === 'lir') return `// low-level IR\n${printFunction(lir)}`;
  return `// registers\n${printAllocated(allocateRegisters(lir, target), registerName)}`;
}

/** The machine code of all functions of the name: as assembly language where capstone is installed, else as bytes. */
export async function dumpCode(image: Image, { name, stages }: DumpRequest): Promise<string> {
  if (!stages.includes('code')) return '';
  const symbols = decodeSymbols(readPart(image.symbols));
  const disassembler = await loadX86Disassembler();
  const texts = symbols.functions.map((fn, i) => {
    if (!isNamed(fn.name, name)) return '';
    const end = symbols.functions[i + 1]?.offset ?? image.code.size;
    const code = readPart(image.code).subarray(fn.offset, end);
    const instructions = disassembler?.disassemble(code, fn.offset);
    const lines =
      instructions === undefined ? byteLines(fn, code) : instructionLines(fn, symbols, instructions);
    return `// machine code, ${code.length} bytes, frame of ${fn.frame} words\n${fn.name}:\n${lines.join('\n')}\n`;
  });
  disassembler?.close();
  return texts.filter((text) => text !== '').join('\n');
}

interface CodeLine {
  readonly address: number;
  readonly text: string;
}

function byteLines(fn: FunctionSymbol, code: Uint8Array): string[] {
  const lines: string[] = [];
  for (let at = 0; at < code.length; at += 16) {
    const bytes = Buffer.from(code.subarray(at, at + 16)).toString('hex');
    lines.push(`  ${(fn.offset + at).toString(16)}  ${bytes}`);
  }
  return lines;
}

function instructionLines(
  fn: FunctionSymbol,
  { functions, files }: SymbolTable,
  instructions: readonly { readonly address: number; readonly mnemonic: string; readonly operands: string }[],
): string[] {
  const names = new Map(functions.map(({ offset, name }) => [offset, name]));
  const steps = [...fn.steps];
  return instructions
    .map(({ address, mnemonic, operands }): CodeLine => {
      const callee = operands === '' ? undefined : names.get(Number(operands));
      const comment = callee === undefined ? '' : `  ; ${callee}`;
      return { address, text: `${mnemonic} ${operands}${comment}`.trimEnd() };
    })
    .flatMap(({ address, text }) => {
      const lines: string[] = [];
      for (let step = steps[0]; step !== undefined && step.offset <= address; step = steps[0]) {
        lines.push(`                  ; ${files[step.file] ?? '?'}:${step.line}`);
        steps.shift();
      }
      return [...lines, `  ${address.toString(16).padStart(8)}  ${text}`];
    });
}

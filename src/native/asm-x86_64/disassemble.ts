/** Capstone behind types: machine code as text, one line per instruction. It decodes all our targets. */
import { createRequire } from 'node:module';

export interface Instruction {
  readonly address: number;
  readonly size: number;
  readonly mnemonic: string;
  readonly operands: string;
}

/** What we use of @alexaltea/capstone-js, which comes without typings. */
interface RawInstruction {
  readonly address: bigint;
  readonly size: number;
  readonly mnemonic: string;
  readonly op_str: string;
}
interface RawDecoder {
  disasm(code: Uint8Array, address: number): RawInstruction[];
  close(): void;
}
interface Module {
  readonly Capstone: new (architecture: number, mode: number) => RawDecoder;
  readonly ARCH_X86: number;
  readonly MODE_64: number;
}

const CAPSTONE = '@alexaltea/capstone-js';
const require = createRequire(import.meta.url);

function isInstalled(): boolean {
  try {
    require.resolve(CAPSTONE);
    return true;
  } catch {
    return false;
  }
}

export interface Disassembler {
  /** The instructions up to the end or the first bytes that are none. */
  disassemble(code: Uint8Array, address?: number): Instruction[];
  close(): void;
}

/** Loading takes a moment: once per program. Null where capstone, a development dependency, is not installed. */
export async function loadX86Disassembler(): Promise<Disassembler | null> {
  if (!isInstalled()) return null;
  const load = require(CAPSTONE) as () => Promise<Module>;
  const module = await load();
  const decoder = new module.Capstone(module.ARCH_X86, module.MODE_64);
  return {
    disassemble: (code, address = 0) =>
      decoder.disasm(code, address).map(({ address: at, size, mnemonic, op_str }) => ({
        address: Number(at),
        size,
        mnemonic,
        operands: op_str,
      })),
    close: () => decoder.close(),
  };
}

/**
 * Functions after register allocation as text. Places print by the target's names of registers, `s3` for a slot, `a0` for an argument that
 * the caller left on the stack:
 *
 *     function f: 2 slots
 *     block0:
 *       rax <- rdi, s0 <- rsi
 *       rcx = load_i64 rax, 0 [index*1 + 16]
 *       rax = call rcx  m#g  keeps s0
 *       branch int_lt rcx, 5 ? block1 : block2
 */
import type { AllocatedExit, AllocatedFunction, Instruction } from './allocated.js';
import { LirConstant } from './lir.js';
import type { ArgumentLocation } from './parallel-moves.js';
import { printOperand, printPart } from './print.js';
import { FIRST_SLOT, INCOMING, NOWHERE } from './registers.js';

type RegisterName = (register: number) => string;

class AllocatedPrinter {
  constructor(private readonly registerName: RegisterName) {}

  function(fn: AllocatedFunction): string {
    const blocks = fn.blocks.flatMap(({ id, isCold, instructions, exit }) => [
      `block${id}${isCold ? ' cold' : ''}:`,
      ...instructions.map((one) => `  ${this.instruction(one)}`),
      `  ${this.exit(exit)}`,
    ]);
    return [`function ${fn.symbol}: ${fn.slotCount} slots`, ...blocks, ''].join('\n');
  }

  private place(place: ArgumentLocation): string {
    if (place instanceof LirConstant) return printOperand(place);
    if (place >= INCOMING) return `a${place - INCOMING}`;
    return place >= FIRST_SLOT ? `s${place - FIRST_SLOT}` : this.registerName(place);
  }

  private places(places: readonly ArgumentLocation[]): string {
    return places.map((place) => this.place(place)).join(', ');
  }

  private instruction(instruction: Instruction): string {
    if (instruction.kind === 'moves') {
      return instruction.moves.map(({ from, to }) => `${this.place(to)} <- ${this.place(from)}`).join(', ');
    }
    const { operation, args, result, stackMap } = instruction;
    const target = result === NOWHERE ? '' : `${this.place(result)} = `;
    const operands = args.length === 0 ? '' : ` ${this.places(args)}`;
    const kept = stackMap === null || stackMap.length === 0 ? '' : `  keeps ${this.places(stackMap)}`;
    return `${target}${operation.op}${operands}${printPart(operation.part)}${kept}`;
  }

  private exit(exit: AllocatedExit): string {
    switch (exit.kind) {
      case 'jump':
        return `jump block${exit.to}`;
      case 'branch': {
        const operands = this.places([exit.left, exit.right]);
        return `branch ${exit.condition} ${operands} ? block${exit.whenTrue} : block${exit.whenFalse}`;
      }
      case 'overflow':
      case 'stack':
        return `${exit.kind} ? block${exit.overflow} : block${exit.normal}`;
      case 'exception':
        return `exception ? block${exit.pending} : block${exit.normal}`;
      case 'switch': {
        const cases = exit.cases.map(({ value, to }) => `${value}: block${to}, `).join('');
        return `switch ${this.place(exit.value)} {${cases}otherwise: block${exit.otherwise}}`;
      }
      case 'return':
        return exit.value === null ? 'return' : `return ${this.place(exit.value)}`;
      case 'leave':
        return `leave ${exit.status} to ${exit.symbol}`;
      case 'trap':
        return `trap ${exit.code}`;
    }
  }
}

export function printAllocated(fn: AllocatedFunction, registerName: RegisterName): string {
  return new AllocatedPrinter(registerName).function(fn);
}

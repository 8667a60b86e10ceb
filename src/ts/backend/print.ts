/**
 * Low-level IR as text, for people and for messages. Registers print as class letter and id (`i3`, `r4`, `f5`), constants as their values, so
 * one line tells all that the data holds:
 *
 *     function f(i0, r1) -> int
 *     block0(i0, r1):
 *       i2 = load_i64 r1, 0 [index*1 + 16]
 *       guard i2, 0, r1 int_ne, else leave 17
 *       branch int_lt i2, 5 ? block1(i2) : block2()
 *     block2 cold():
 *       return i0
 */
import {
  VirtualRegister,
  type Edge,
  type LirBlock,
  type LirExit,
  type LirFunction,
  type LirOperand,
  type LirOperation,
  type Part,
} from './lir.js';

const letters = { int: 'i', ref: 'r', float: 'f' } as const;

export function printOperand(operand: LirOperand): string {
  if (operand instanceof VirtualRegister) return `${letters[operand.cls]}${operand.id}`;
  if (operand.cls === 'ref') return Number(operand.value) === 0 ? 'null' : `ref ${operand.value}`;
  if (operand.cls === 'int') return String(operand.value);
  return Object.is(operand.value, -0) ? 'float -0' : `float ${operand.value}`;
}

function printOperands(operands: readonly LirOperand[]): string {
  return operands.map(printOperand).join(', ');
}

export function printPart(part: Part): string {
  switch (part.kind) {
    case 'none':
      return '';
    case 'address':
      return ` [index*${part.scale} + ${part.displacement}]`;
    case 'symbol':
      return ` ${part.symbol}`;
    case 'allocation':
      return ` ${part.size} words of type ${part.typeId}`;
    case 'guard':
      return ` ${part.expected ? '' : 'not '}${part.condition}, else leave ${part.status}`;
  }
}

export function printOperation({ op, args, part, result }: LirOperation): string {
  const target = result === null ? '' : `${printOperand(result)} = `;
  const operands = args.length === 0 ? '' : ` ${printOperands(args)}`;
  return `${target}${op}${operands}${printPart(part)}`;
}

function printEdge({ target, args }: Edge): string {
  return `block${target.id}(${printOperands(args)})`;
}

export function printExit(exit: LirExit): string {
  switch (exit.kind) {
    case 'jump':
      return `jump ${printEdge(exit.to)}`;
    case 'branch': {
      const operands = printOperands([exit.left, exit.right]);
      return `branch ${exit.condition} ${operands} ? ${printEdge(exit.whenTrue)} : ${printEdge(exit.whenFalse)}`;
    }
    case 'overflow':
    case 'stack':
      return `${exit.kind} ? ${printEdge(exit.overflow)} : ${printEdge(exit.normal)}`;
    case 'exception':
      return `exception ? ${printEdge(exit.pending)} : ${printEdge(exit.normal)}`;
    case 'switch': {
      const cases = exit.cases.map(({ value, to }) => `${value}: ${printEdge(to)}, `).join('');
      return `switch ${printOperand(exit.value)} {${cases}otherwise: ${printEdge(exit.otherwise)}}`;
    }
    case 'return':
      return exit.value === null ? 'return' : `return ${printOperand(exit.value)}`;
    case 'leave':
      return `leave ${exit.status} to ${exit.symbol}`;
    case 'trap':
      return `trap ${exit.code}`;
  }
}

export function printBlock(block: LirBlock): string {
  const head = `block${block.id}${block.isCold ? ' cold' : ''}(${printOperands(block.params)}):`;
  const exit = block.exit === null ? 'no exit' : printExit(block.exit);
  return [head, ...block.operations.map((operation) => `  ${printOperation(operation)}`), `  ${exit}`].join(
    '\n',
  );
}

export function printFunction(lir: LirFunction): string {
  const head = `function ${lir.symbol}(${printOperands(lir.entry.params)})`;
  const result = lir.result === null ? '' : ` -> ${lir.result}`;
  return [`${head}${result}`, ...lir.blocks.map(printBlock), ''].join('\n');
}

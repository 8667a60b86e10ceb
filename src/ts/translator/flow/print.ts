/** The text form of flow graphs, for people, dumps and golden tests. */
import {
  Constant,
  Prebuilt,
  Unloaded,
  type Graph,
  type Immediate,
  type Link,
  type Operand,
} from './graph.js';
import type { Exit, Operation, Variable } from './graph.js';
import { ClassModel, FunctionModel } from './model.js';
import { typeToString } from './types.js';

export function printGraph(graph: Graph): string {
  const { fn } = graph;
  const lines = [
    `function ${fn.fullName} -> ${typeToString(fn.result)}  // ${graph.position.file}:${graph.position.line}`,
  ];
  for (const block of graph.blocks) {
    const params = block.params.map((param) => declaration(param)).join(', ');
    lines.push(`  block ${block.id} (${params})`);
    let line = -1;
    for (const operation of block.operations) {
      const mark = operation.position.line === line ? '' : `  // ${operation.position.line}`;
      line = operation.position.line;
      lines.push(`    ${printOperation(operation)}${mark}`);
    }
    lines.push(`    ${block.exit === null ? '(no exit)' : printExit(block.exit)}`);
  }
  return `${lines.join('\n')}\n`;
}

export function printOperation(operation: Operation): string {
  const result = operation.result === null ? '' : `${declaration(operation.result)} = `;
  const immediate = printImmediate(operation.immediate);
  const args = operation.args.map(printOperand).join(', ');
  return `${result}${operation.name}${immediate === '' ? '' : ` ${immediate}`}${args === '' ? '' : ` ${args}`}`;
}

export function printVariable(variable: Variable): string {
  return variable.name === '' ? `v${variable.id}` : `${variable.name}_${variable.id}`;
}

function declaration(variable: Variable): string {
  return `${printVariable(variable)}: ${typeToString(variable.type)}`;
}

export function printOperand(operand: Operand): string {
  if (!(operand instanceof Constant)) return printVariable(operand);
  const { value } = operand;
  if (value instanceof FunctionModel) return `&${value.name}`;
  if (value instanceof ClassModel) return `class ${value.name}`;
  if (value instanceof Prebuilt || value instanceof Unloaded) return `<${value.origin}>`;
  if (value !== null && typeof value === 'object') return `external ${value.name}`;
  if (typeof value === 'number' && operand.type.kind === 'float') {
    return Object.is(value, -0) ? '-0.0' : Number.isInteger(value) ? value.toFixed(1) : String(value);
  }
  return JSON.stringify(value);
}

function printImmediate(immediate: Immediate): string {
  switch (immediate.kind) {
    case 'none':
      return '';
    case 'class':
      return immediate.cls.name;
    case 'field':
      return `${immediate.field.owner.name}.${immediate.field.name}`;
    case 'function':
      return immediate.fn.name;
    case 'method':
      return `${immediate.method.receiver.name}.${immediate.method.declaration.simpleName}`;
    case 'global':
      return `${immediate.global.module}#${immediate.global.name}`;
    case 'external':
      return `'${immediate.external.name}'`;
  }
}

function printLink(link: Link): string {
  return `${link.target.id}(${link.args.map(printOperand).join(', ')})`;
}

function printExit(exit: Exit): string {
  switch (exit.kind) {
    case 'jump':
      return `jump ${printLink(exit.to)}`;
    case 'branch':
      return `branch ${printOperand(exit.condition)}, ${printLink(exit.whenTrue)}, ${printLink(exit.whenFalse)}`;
    case 'switch': {
      const cases = exit.cases.map((one) => `${one.value}: ${printLink(one.to)}`).join(', ');
      return `switch ${printOperand(exit.value)} [${cases}], ${printLink(exit.otherwise)}`;
    }
    case 'may_raise':
      return `may_raise ${printLink(exit.normal)}, ${declaration(exit.exception)} -> ${printLink(exit.exceptional)}`;
    case 'return':
      return exit.value === null ? 'return' : `return ${printOperand(exit.value)}`;
    case 'raise':
      return `raise ${printOperand(exit.value)}`;
    case 'unreachable':
      return 'unreachable';
  }
}

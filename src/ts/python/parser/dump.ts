/** Trees as text, in the format of Python's `ast.dump`. */
import { nodeTable, positionedKinds, type Constant, type Node } from './ast.js';

export interface DumpOptions {
  readonly annotateFields?: boolean;
  readonly includeAttributes?: boolean;
  /** Spaces per level, or the text of one level; absent for everything in one line. */
  readonly indent?: number | string;
}

interface Shape {
  readonly fields: readonly (readonly [name: string, type: string])[];
  readonly positioned: boolean;
}

const attributes = ['lineno', 'col_offset', 'end_lineno', 'end_col_offset'] as const;
const positioned: ReadonlySet<string> = new Set(positionedKinds);
const shapes = new Map<string, Shape>(
  Object.entries(nodeTable).map(([name, [kind, fields]]) => [
    name,
    { fields: Object.entries(fields), positioned: positioned.has(kind) },
  ]),
);

export function dump(node: Node, options: DumpOptions = {}): string {
  const { annotateFields = true, includeAttributes = false } = options;
  const indent = typeof options.indent === 'number' ? ' '.repeat(options.indent) : (options.indent ?? null);
  return new Dumper(annotateFields, includeAttributes, indent).format(node, 'node', 0)[0];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type_' in value;
}

class Dumper {
  constructor(
    private readonly annotateFields: boolean,
    private readonly includeAttributes: boolean,
    private readonly indent: string | null,
  ) {}

  /** The text, and whether it is simple enough to stand in its parent's line. */
  format(value: unknown, type: string, outer: number): [text: string, simple: boolean] {
    const level = outer + (this.indent === null ? 0 : 1);
    const prefix = this.indent === null ? '' : `\n${this.indent.repeat(level)}`;
    const separator = this.indent === null ? ', ' : `,\n${this.indent.repeat(level)}`;
    if (isNode(value)) return this.formatNode(value, level, prefix, separator);
    if (Array.isArray(value)) {
      if (value.length === 0) return ['[]', true];
      const element = type.replace('*', '');
      const texts = value.map((item) => this.format(item, element, level)[0]);
      return [`[${prefix}${texts.join(separator)}]`, false];
    }
    return [formatLeaf(value), true];
  }

  private formatNode(node: Node, level: number, prefix: string, separator: string): [string, boolean] {
    const shape = shapes.get(node.type_);
    if (shape === undefined) throw new Error(`no such node: ${node.type_}`);
    const values = node as unknown as Readonly<Record<string, unknown>>;
    const texts: string[] = [];
    let allSimple = true;
    let keywords = this.annotateFields;
    for (const [name, type] of shape.fields) {
      const value = values[name];
      if (value === null && type.endsWith('?')) {
        keywords = true;
        continue;
      }
      const [text, simple] = this.format(value, type, level);
      allSimple &&= simple;
      texts.push(keywords ? `${name}=${text}` : text);
    }
    if (this.includeAttributes && shape.positioned) {
      for (const name of attributes) texts.push(`${name}=${String(values[name])}`);
    }
    if (allSimple && texts.length <= 3) return [`${node.type_}(${texts.join(', ')})`, texts.length === 0];
    return [`${node.type_}(${prefix}${texts.join(separator)})`, false];
  }
}

function formatLeaf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return formatString(value);
    case 'number':
      return String(value);
    default:
      return value === null ? 'None' : formatConstant(value as Constant);
  }
}

function formatConstant(constant: Constant): string {
  switch (constant.kind) {
    case 'int':
      return String(constant.value);
    case 'float':
      return formatFloat(constant.value);
    case 'complex':
      return formatComplex(constant.real, constant.imag);
    case 'str':
      return formatString(constant.value, constant.codePoints);
    case 'bytes':
      return formatBytes(constant.value);
    case 'tuple': {
      const items = constant.items.map(formatConstant);
      return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
    }
    case 'frozenset':
      return `frozenset({${constant.items.map(formatConstant).join(', ')}})`;
    default:
      return constant.kind;
  }
}

/** `repr` of a float: the shortest digits, with an exponent from 1e16 and below 1e-4. */
export function formatFloat(value: number): string {
  return formatReal(value, '.0');
}

function formatReal(value: number, fraction: string): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (Object.is(value, -0)) return `-0${fraction}`;
  const [digits, exponentText] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (value !== 0 && (exponent < -4 || exponent >= 16)) {
    const sign = exponent < 0 ? '-' : '+';
    return `${digits}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  const text =
    exponent < 0 ? value.toFixed(digits.replace(/[-.]/g, '').length - 1 - exponent) : String(value);
  return text.includes('.') ? text : text + fraction;
}

function formatComplex(real: number, imag: number): string {
  const imaginary = `${formatReal(imag, '')}j`;
  if (real === 0 && !Object.is(real, -0)) return imaginary;
  const sign = imaginary.startsWith('-') ? '' : '+';
  return `(${formatReal(real, '')}${sign}${imaginary})`;
}

const unprintable = /[\p{C}\p{Z}]/u;
const shortEscapes: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\\': '\\\\',
};

/** `repr` of a str; `codePoints` as in `Constant`. */
export function formatString(text: string, codePoints?: readonly number[]): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const characters = codePoints?.map((code) => String.fromCodePoint(code)) ?? text;
  if (/^[ -&(-[\]-~]*$/.test(text)) return quote + text + quote;
  let result = quote;
  for (const character of characters) {
    const short = shortEscapes[character];
    if (short !== undefined) result += short;
    else if (character === quote) result += `\\${quote}`;
    else if (character === ' ' || !unprintable.test(character)) result += character;
    else {
      const code = character.codePointAt(0) ?? 0;
      const hex = code.toString(16);
      if (code < 0x100) result += `\\x${hex.padStart(2, '0')}`;
      else if (code < 0x10000) result += `\\u${hex.padStart(4, '0')}`;
      else result += `\\U${hex.padStart(8, '0')}`;
    }
  }
  return result + quote;
}

function formatBytes(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let result = `b${quote}`;
  for (const character of text) {
    const code = character.charCodeAt(0);
    const short = shortEscapes[character];
    if (short !== undefined) result += short;
    else if (character === quote) result += `\\${quote}`;
    else if (code >= 32 && code < 127) result += character;
    else result += `\\x${code.toString(16).padStart(2, '0')}`;
  }
  return result + quote;
}

/**
 * Trees between the parser (or compiler) and module `_ast`, as marshalled tuples: `(name, fields..., positions...)`; see
 * `python/modules/ast-module.ts` for the other side.
 */
import { marshalConstant } from '../python/compiler/marshal.js';
import type { Constant, Mod, NodeName } from '../python/parser/ast.js';
import { nodeTable, positionedKinds } from '../python/parser/ast.js';
import { fromUtf8 } from './compiler-text.js';

type AnyNode = { readonly type_: NodeName } & Readonly<Record<string, unknown>>;

const none: Constant = { kind: 'None' };
const positions = ['lineno', 'col_offset', 'end_lineno', 'end_col_offset'] as const;
const positioned: readonly string[] = positionedKinds;

const text = (value: string): Constant => ({ kind: 'str', value });
const tuple = (items: readonly Constant[]): Constant => ({ kind: 'tuple', items });
const integer = (value: number): Constant => ({ kind: 'int', value: BigInt(value) });

function encodeLeaf(value: unknown, type: string): Constant {
  if (value === null || value === undefined) return none;
  switch (type) {
    case 'identifier':
    case 'string':
      return text(value as string);
    case 'int':
      return integer(Number(value));
    case 'constant':
      return tuple([value as Constant]);
    default:
      return encodeNode(value as AnyNode);
  }
}

function encodeNode(node: AnyNode): Constant {
  const [kind, fields] = nodeTable[node.type_] as readonly [string, Readonly<Record<string, string>>];
  const items: Constant[] = [text(node.type_)];
  for (const [field, type] of Object.entries(fields)) {
    const leaf = type.replace(/[?*]/g, '');
    const value = node[field];
    items.push(
      Array.isArray(value) ? tuple(value.map((item) => encodeLeaf(item, leaf))) : encodeLeaf(value, leaf),
    );
  }
  if (positioned.includes(kind)) for (const name of positions) items.push(integer(Number(node[name])));
  return tuple(items);
}

/** A tree as marshalled bytes. */
export function encodeTree(tree: Mod): string {
  return Buffer.from(marshalConstant(encodeNode(tree as unknown as AnyNode))).toString('latin1');
}

/** Reads the marshalled values that trees are made of. */
class TreeReader {
  private at = 0;
  private readonly references: Constant[] = [];

  constructor(private readonly data: Buffer) {}

  private byte(): number {
    return this.data[this.at++] ?? 0;
  }

  private int32(): number {
    this.at += 4;
    return this.data.readInt32LE(this.at - 4);
  }

  private double(): number {
    this.at += 8;
    return this.data.readDoubleLE(this.at - 8);
  }

  private take(length: number): Buffer {
    this.at += length;
    return this.data.subarray(this.at - length, this.at);
  }

  read(): Constant {
    const code = this.byte();
    const slot = (code & 0x80) !== 0 ? this.references.push(none) - 1 : -1;
    const value = this.value(String.fromCharCode(code & 0x7f));
    if (slot >= 0) this.references[slot] = value;
    return value;
  }

  private value(type: string): Constant {
    switch (type) {
      case 'N':
        return none;
      case 'T':
        return { kind: 'True' };
      case 'F':
        return { kind: 'False' };
      case '.':
        return { kind: 'Ellipsis' };
      case 'i':
        return { kind: 'int', value: BigInt(this.int32()) };
      case 'l': {
        const count = this.int32();
        let value = 0n;
        for (let i = 0; i < Math.abs(count); i++)
          value |= BigInt(this.byte() | (this.byte() << 8)) << BigInt(15 * i);
        return { kind: 'int', value: count < 0 ? -value : value };
      }
      case 'g':
        return { kind: 'float', value: this.double() };
      case 'y':
        return { kind: 'complex', real: this.double(), imag: this.double() };
      case 's':
        return { kind: 'bytes', value: new Uint8Array(this.take(this.int32())) };
      case 't':
      case 'u':
        return { kind: 'str', value: fromUtf8(this.take(this.int32()).toString('latin1')) };
      case '(':
        return this.tuple(this.int32());
      case '>':
        return { kind: 'frozenset', items: this.items(this.int32()) };
      case 'r':
        return this.references[this.int32()] ?? none;
      default:
        throw new Error(`tree from _ast: unknown type ${type}`);
    }
  }

  private items(count: number): Constant[] {
    const items: Constant[] = [];
    for (let i = 0; i < count; i++) items.push(this.read());
    return items;
  }

  private tuple(count: number): Constant {
    return { kind: 'tuple', items: this.items(count) };
  }
}

function itemsOf(value: Constant | undefined): readonly Constant[] {
  return value?.kind === 'tuple' ? value.items : [];
}

function textOf(value: Constant | undefined): string {
  return value?.kind === 'str' ? value.value : '';
}

function decodeLeaf(value: Constant | undefined, type: string): unknown {
  if (value === undefined || value.kind === 'None') return null;
  switch (type) {
    case 'identifier':
    case 'string':
      return textOf(value);
    case 'int':
      return value.kind === 'int' ? Number(value.value) : 0;
    case 'constant':
      return itemsOf(value)[0];
    default:
      return decodeNode(value);
  }
}

function decodeNode(value: Constant): Record<string, unknown> {
  const items = itemsOf(value);
  const name = textOf(items[0]) as NodeName;
  const [kind, fields] = nodeTable[name] as readonly [string, Readonly<Record<string, string>>];
  const node: Record<string, unknown> = { type_: name };
  let at = 1;
  for (const [field, type] of Object.entries(fields)) {
    const leaf = type.replace(/[?*]/g, '');
    const item = items[at++];
    node[field] = type.endsWith('*')
      ? itemsOf(item).map((part) => decodeLeaf(part, leaf))
      : decodeLeaf(item, leaf);
  }
  if (positioned.includes(kind))
    for (const position of positions) node[position] = decodeLeaf(items[at++], 'int');
  return node;
}

/** The tree of marshalled bytes. */
export function decodeTree(bytes: string): Mod {
  // Module _ast has checked every node against the grammar's table.
  return decodeNode(new TreeReader(Buffer.from(bytes, 'latin1')).read()) as unknown as Mod;
}

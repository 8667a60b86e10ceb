/**
 * Module `_ast`: the node types, made from the grammar's table when the program loads, and nodes from and to the tuples in which the
 * host's parser and compiler exchange trees: `(name, fields..., positions...)`, lists as `('*', items...)`, missing values as None.
 */
import { type FixedArray, sealList } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import { attributeName, findAttribute, setAttribute } from '../interp/attributes.js';
import { recursiveIsInstance } from '../interp/class-checks.js';
import { reprText } from '../interp/convert.js';
import { newError, typeError, typeName, valueError } from '../interp/errors.js';
import { collect } from '../interp/iteration.js';
import { nodeTable, positionedKinds } from '../parser/ast.js';
import { installTypedef } from '../objects/bootstrap.js';
import { getDict } from '../objects/instance-dict.js';
import type { W_Root } from '../objects/root.js';
import { method, moduledef, typedef, value } from '../objects/typedef.js';
import type { Row } from '../objects/typedef.js';
import { StrTable } from '../objects/str-table.js';
import { W_BytesBase } from '../objects/w-bytes.js';
import type { W_DictBase } from '../objects/w-dict.js';
import { RecursionErrorType } from '../objects/w-exception.js';
import { W_ComplexBase, W_FloatBase } from '../objects/w-float.js';
import { W_IntBase, newInt, w_False, w_True } from '../objects/w-int.js';
import { newListOwning, W_ListBase } from '../objects/w-list.js';
import { w_Ellipsis, w_None } from '../objects/w-none.js';
import { W_FrozensetBase } from '../objects/w-set.js';
import { intern, internStr, newStr } from '../objects/w-str.js';
import type { W_Str } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { newTuple, w_emptyTuple, W_TupleBase } from '../objects/w-tuple.js';
import { newBuiltinType, objectType, W_Instance, W_Type } from '../objects/w-type.js';
import { allocateInstance } from '../objects/object.js';
import { marshalObject } from './marshal-dump.js';
import { unmarshal } from './marshal-load.js';
import { addHiddenRows } from '../objects/instance-descriptors.js';

const astType: W_Type = newBuiltinType('AST', objectType);

/** What a field holds. */
const enum FieldShape {
  ONE,
  OPTIONAL,
  LIST,
  /** A list whose items may be None. */
  OPTIONAL_LIST,
}

/** A node type: its fields, and what each of them holds. */
class NodeType {
  /** The one instance of a node without fields or positions (`Load()`). */
  w_singleton: W_Root | null = null;

  constructor(
    readonly name: string,
    readonly w_type: W_Type,
    readonly fields: W_Str[],
    readonly shapes: FieldShape[],
    /** Kind of node or leaf in each field. */
    readonly kinds: string[],
    readonly positioned: boolean,
  ) {}
}

const nodeTypes: NodeType[] = [];
const positionNames: W_Str[] = ['lineno', 'col_offset', 'end_lineno', 'end_col_offset'].map((name) =>
  intern(name),
);

// ---- the types, made while loading

function makeType(name: string, w_base: W_Type): W_Type {
  const w_type = new W_Type(name, null, w_base);
  w_type.isHeapType = true;
  w_type.isImmutable = false;
  w_type.hasDict = true;
  w_type.hasWeakref = true;
  w_type.layoutBase = objectType;
  w_type.dict.set(intern('__module__'), newStr('ast'));
  return w_type;
}

function setNames(w_type: W_Type, attribute: string, names: readonly W_Str[]): void {
  w_type.dict.set(intern(attribute), newTuple([...names]));
}

function makeTypes(): Map<string, W_Type> {
  const kinds = new Map<string, W_Type>();
  const types = new Map<string, W_Type>();
  const table: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>]>> = nodeTable;
  const positioned: readonly string[] = positionedKinds;
  for (const [name, [kind, fields]] of Object.entries(table)) {
    let w_kind = kinds.get(kind);
    if (w_kind === undefined && kind !== name && !(kind in table)) {
      w_kind = makeType(kind, astType);
      if (positioned.includes(kind)) setNames(w_kind, '_attributes', positionNames);
      kinds.set(kind, w_kind);
      types.set(kind, w_kind);
    }
    const w_type = makeType(name, w_kind ?? astType);
    const names: W_Str[] = [];
    const shapes: FieldShape[] = [];
    const leafs: string[] = [];
    for (const [field, type] of Object.entries(fields)) {
      names.push(intern(field));
      const optional = type.includes('?');
      const list = type.endsWith('*');
      shapes.push(
        list
          ? optional
            ? FieldShape.OPTIONAL_LIST
            : FieldShape.LIST
          : optional
            ? FieldShape.OPTIONAL
            : FieldShape.ONE,
      );
      leafs.push(type.replace(/[?*]/g, ''));
      if (optional && !list) w_type.dict.set(intern(field), w_None);
    }
    setNames(w_type, '_fields', names);
    setNames(w_type, '__match_args__', names);
    if (w_kind === undefined && positioned.includes(kind)) setNames(w_type, '_attributes', positionNames);
    if (positioned.includes(kind)) {
      w_type.dict.set(intern('end_lineno'), w_None);
      w_type.dict.set(intern('end_col_offset'), w_None);
    }
    types.set(name, w_type);
    nodeTypes.push(new NodeType(name, w_type, names, shapes, leafs, positioned.includes(kind)));
  }
  return types;
}

const typesByName = makeTypes();

// ---- AST's methods

const n_fields = intern('_fields');

function fieldNames(w_obj: W_Root): FixedArray<W_Root> {
  const w_fields = findAttribute(w_obj, n_fields);
  return w_fields === null ? [] : collect(w_fields);
}

function astInit(self: W_Root, w_args: W_Root, w_kwargs: W_DictBase): W_Root {
  const names = fieldNames(self);
  const items: FixedArray<W_Root> = w_args instanceof W_TupleBase ? w_args.items : [];
  if (items.length > names.length) {
    throw typeError(
      `${typeName(self)} constructor takes at most ${names.length} positional argument${names.length === 1 ? '' : 's'}`,
    );
  }
  for (let i = 0; i < items.length; i++) {
    setAttribute(self, attributeName(names[i] as W_Root), items[i] as W_Root);
  }
  const storage = w_kwargs.storage;
  for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
    const w_name = storage.keyAt(at);
    for (let i = 0; i < items.length; i++) {
      const w_field = names[i] as W_Root;
      if (w_field instanceof W_StrBase && w_name instanceof W_StrBase && w_field.utf8() === w_name.utf8()) {
        throw typeError(`${typeName(self)} got multiple values for argument '${w_name.utf8()}'`);
      }
    }
    setAttribute(self, attributeName(w_name), storage.valueAt(at));
  }
  return w_None;
}

function astReduce(self: W_Root): W_Root {
  return newTuple([self.getType(), w_emptyTuple, getDict(self)]);
}

const astTypedef = typedef(astType, W_Instance, { module: 'ast', hasDict: true, weakrefable: true }, [
  method('__init__', '($self, /, *args, **kwargs)', astInit),
  method('__reduce__', '($self, /)', astReduce),
  value('_fields', () => w_emptyTuple),
  value('_attributes', () => w_emptyTuple),
  value('__match_args__', () => w_emptyTuple),
]);

/** Completes the base type; load time. */
export function completeAstTypes(): void {
  if (astType.dict.count > 0) return;
  installTypedef(astTypedef);
  astType.isImmutable = false;
  astType.layoutBase = objectType;
  addHiddenRows(astType, false, true);
  for (const w_type of typesByName.values()) w_type.modified();
}

const typeRows: Row[] = [...typesByName].map(([name, w_type]) => value(name, () => w_type));

export const astModule = moduledef('_ast', '', [
  value('AST', () => astType),
  ...typeRows,
  value('PyCF_ONLY_AST', () => newInt(0x400)),
  value('PyCF_TYPE_COMMENTS', () => newInt(0x1000)),
  value('PyCF_ALLOW_TOP_LEVEL_AWAIT', () => newInt(0x2000)),
]);

// ---- from the parser

function findNodeType(name: string): NodeType | null {
  for (const type of nodeTypes) if (type.name === name) return type;
  return null;
}

/** The value that a tuple from the parser stands for. */
function fromTuple(w_value: W_Root, kind: string): W_Root {
  if (kind === 'identifier' || kind === 'string' || kind === 'int') return w_value;
  if (!(w_value instanceof W_TupleBase)) return w_value;
  const items = w_value.items;
  // A constant is boxed, as it may be a tuple itself.
  if (kind === 'constant') return items[0] as W_Root;
  const w_name = items[0] as W_Root;
  const name = w_name instanceof W_StrBase ? w_name.utf8() : '';
  const type = findNodeType(name);
  if (type === null) throw valueError(`unknown node ${name}`);
  if (type.fields.length === 0 && !type.positioned) {
    if (type.w_singleton === null) type.w_singleton = allocateInstance(type.w_type);
    return type.w_singleton;
  }
  const w_node = allocateInstance(type.w_type);
  for (let i = 0; i < type.fields.length; i++) {
    const shape = type.shapes[i] as FieldShape;
    const w_field = items[i + 1] as W_Root;
    const leaf = type.kinds[i] as string;
    if (shape === FieldShape.LIST || shape === FieldShape.OPTIONAL_LIST) {
      const list: W_Root[] = [];
      if (w_field instanceof W_TupleBase)
        for (const w_item of w_field.items) list.push(fromTuple(w_item, leaf));
      setAttribute(w_node, type.fields[i] as W_Str, newListOwning(list));
    } else {
      setAttribute(w_node, type.fields[i] as W_Str, fromTuple(w_field, leaf));
    }
  }
  if (type.positioned) {
    const at = type.fields.length + 1;
    for (let i = 0; i < 4; i++) setAttribute(w_node, positionNames[i] as W_Str, items[at + i] as W_Root);
  }
  return w_node;
}

/** The node of a marshalled tree. */
export function astFromBytes(bytes: string): W_Root {
  return fromTuple(unmarshal(bytes), 'mod');
}

// ---- to the compiler

/** Whether an object is an AST node. */
export function isAst(w_obj: W_Root): boolean {
  return recursiveIsInstance(w_obj, astType);
}

/** The node type that an object is an instance of. */
function nodeTypeOf(w_obj: W_Root): NodeType | null {
  for (const w_base of w_obj.getType().mro) {
    for (const type of nodeTypes) if (type.w_type === w_base) return type;
  }
  return null;
}

function isOfKind(type: NodeType, kind: string): boolean {
  const w_kind = typesOfKinds.get(intern(kind));
  return w_kind instanceof W_Type && type.w_type.isSubtype(w_kind);
}

/** Types of kinds by name. */
const typesOfKinds = new StrTable();
for (const [name, w_type] of typesByName) typesOfKinds.set(intern(name), w_type);

const MAX_DEPTH: int = 1000;

class TreeReader {
  private depth: int = 0;

  /** A field's value for the compiler. */
  private leaf(w_value: W_Root, kind: string, type: NodeType, field: W_Str): W_Root {
    if (kind === 'constant') {
      checkConstant(w_value);
      return newTuple([w_value]);
    }
    if (kind === 'identifier') {
      if (w_value instanceof W_StrBase) return internStr(w_value);
      throw typeError('AST identifier must be of type str');
    }
    if (kind === 'string') {
      if (w_value instanceof W_StrBase || w_value instanceof W_BytesBase) return w_value;
      throw typeError('AST string must be of type str');
    }
    if (kind === 'int') {
      if (w_value instanceof W_IntBase && w_value.isWord()) return newInt(w_value.toWord());
      throw valueError(`invalid integer value: ${reprText(w_value)}`);
    }
    if (w_value === w_None) {
      throw valueError(`field '${field.utf8()}' is required for ${type.name}`);
    }
    return this.node(w_value, kind);
  }

  private field(w_node: W_Root, type: NodeType, i: int): W_Root {
    const field = type.fields[i] as W_Str;
    const shape = type.shapes[i] as FieldShape;
    const kind = type.kinds[i] as string;
    const w_value = findAttribute(w_node, field);
    if (shape === FieldShape.LIST || shape === FieldShape.OPTIONAL_LIST) {
      if (w_value === null) throw typeError(`required field "${field.utf8()}" missing from ${type.name}`);
      if (!(w_value instanceof W_ListBase)) {
        throw typeError(`${type.name} field "${field.utf8()}" must be a list, not a ${typeName(w_value)}`);
      }
      const items: W_Root[] = [];
      for (const w_item of collect(w_value)) {
        if (w_item === w_None && shape === FieldShape.OPTIONAL_LIST) items.push(w_None);
        else if (w_item === w_None && kind !== 'constant')
          throw valueError(`None disallowed in ${kindWords(kind)} list`);
        else items.push(this.leaf(w_item, kind, type, field));
      }
      return newTuple(sealList(items));
    }
    if (w_value === null) {
      if (shape === FieldShape.OPTIONAL) return w_None;
      throw typeError(`required field "${field.utf8()}" missing from ${type.name}`);
    }
    if (w_value === w_None && shape === FieldShape.OPTIONAL) return w_None;
    return this.leaf(w_value, kind, type, field);
  }

  node(w_node: W_Root, kind: string): W_Root {
    if (++this.depth > MAX_DEPTH) {
      throw newError(RecursionErrorType, 'maximum recursion depth exceeded during ast construction');
    }
    const type = nodeTypeOf(w_node);
    if (type === null || !isOfKind(type, kind)) {
      throw typeError(`expected some sort of ${kind}, but got ${reprText(w_node)}`);
    }
    const items: W_Root[] = [intern(type.name)];
    for (let i = 0; i < type.fields.length; i++) items.push(this.field(w_node, type, i));
    if (type.positioned) this.positions(w_node, type, items);
    this.depth--;
    return newTuple(sealList(items));
  }

  private positions(w_node: W_Root, type: NodeType, items: W_Root[]): void {
    const numbers: int[] = [];
    for (let i = 0; i < 4; i++) {
      const name = positionNames[i] as W_Str;
      const w_value = findAttribute(w_node, name);
      if (w_value === null || w_value === w_None) {
        if (i < 2) throw typeError(`required field "${name.utf8()}" missing from ${type.name}`);
        // An end that is not known is the start.
        numbers.push(numbers[i - 2] as int);
      } else if (w_value instanceof W_IntBase && w_value.isWord()) {
        numbers.push(w_value.toWord());
      } else {
        throw valueError(`invalid integer value: ${reprText(w_value)}`);
      }
    }
    for (const number of numbers) items.push(newInt(number));
  }
}

function kindWords(kind: string): string {
  return kind === 'stmt' ? 'statement' : kind === 'expr' ? 'expression' : kind;
}

/** Constants may be of a few immutable types only. */
function checkConstant(w_value: W_Root): void {
  if (
    w_value === w_None ||
    w_value === w_Ellipsis ||
    w_value === w_True ||
    w_value === w_False ||
    w_value instanceof W_IntBase ||
    w_value instanceof W_FloatBase ||
    w_value instanceof W_ComplexBase ||
    w_value instanceof W_StrBase ||
    w_value instanceof W_BytesBase
  ) {
    return;
  }
  if (w_value instanceof W_TupleBase || w_value instanceof W_FrozensetBase) {
    for (const w_item of collect(w_value)) checkConstant(w_item);
    return;
  }
  throw typeError(`got an invalid type in Constant: ${typeName(w_value)}`);
}

/** The marshalled tree of a node, which must fit the mode. */
export function bytesFromAst(w_node: W_Root, mode: string): string {
  const wanted = mode === 'exec' ? 'Module' : mode === 'eval' ? 'Expression' : 'Interactive';
  const type = nodeTypeOf(w_node);
  if (type === null || type.name !== wanted) {
    throw typeError(`expected ${wanted} node, got ${typeName(w_node)}`);
  }
  return marshalObject(new TreeReader().node(w_node, 'mod'), 4);
}

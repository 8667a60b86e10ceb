/**
 * The types of values in flow graphs.
 *
 * Types are interned: equal types are the same object. A reference type may always hold null; TypeScript's
 * checker has already seen to it that null is tested for. Two types that share a *representation* are the
 * same bits in machine code; generics are erased on the strength of that.
 */
import type { ClassModel } from './model.js';

export type SimpleKind =
  'int' | 'float' | 'bool' | 'string' | 'bytes' | 'ints' | 'int32s' | 'floats' | 'null' | 'void' | 'error';

export interface SimpleType {
  readonly kind: SimpleKind;
}
/** A reference to an instance of a class; `cls` is null for any object at all. */
export interface RefType {
  readonly kind: 'ref';
  readonly cls: ClassModel | null;
}
/** A resizable list (`list`) or an array of fixed length (`fixed`). */
export interface SequenceType {
  readonly kind: 'list' | 'fixed';
  readonly item: FlowType;
}
export interface FunctionType {
  readonly kind: 'function';
  readonly params: readonly FlowType[];
  readonly result: FlowType;
}
/** A class as a value. */
export interface ClassRefType {
  readonly kind: 'classref';
}

export type FlowType = SimpleType | RefType | SequenceType | FunctionType | ClassRefType;

export type Representation =
  'int' | 'float' | 'bool' | 'reference' | 'code' | 'class' | 'void' | 'null' | 'error';

export const INT: SimpleType = { kind: 'int' };
export const FLOAT: SimpleType = { kind: 'float' };
export const BOOL: SimpleType = { kind: 'bool' };
export const STRING: SimpleType = { kind: 'string' };
export const BYTES: SimpleType = { kind: 'bytes' };
export const INTS: SimpleType = { kind: 'ints' };
export const INT32S: SimpleType = { kind: 'int32s' };
export const FLOATS: SimpleType = { kind: 'floats' };
/** The type of the constant null alone. */
export const NULL: SimpleType = { kind: 'null' };
export const VOID: SimpleType = { kind: 'void' };
/** Of an expression that broke a rule; fits everywhere so that one error is reported once. */
export const ERROR: SimpleType = { kind: 'error' };
export const OBJECT: RefType = { kind: 'ref', cls: null };
export const CLASSREF: ClassRefType = { kind: 'classref' };

const interned = new Map<string, FlowType>();
const typeIds = new Map<FlowType, number>();

function typeId(type: FlowType): number {
  let id = typeIds.get(type);
  if (id === undefined) {
    id = typeIds.size;
    typeIds.set(type, id);
  }
  return id;
}

function intern<T extends FlowType>(key: string, make: () => T): T {
  let type = interned.get(key);
  if (type === undefined) {
    type = make();
    interned.set(key, type);
  }
  // The key starts with the kind, so the interned type is of the kind asked for.
  return type as T;
}

export function listOf(item: FlowType): SequenceType {
  return intern(`list ${typeId(item)}`, () => ({ kind: 'list', item }));
}

export function fixedOf(item: FlowType): SequenceType {
  return intern(`fixed ${typeId(item)}`, () => ({ kind: 'fixed', item }));
}

export function functionOf(params: readonly FlowType[], result: FlowType): FunctionType {
  const key = `function ${params.map(typeId).join(',')}->${typeId(result)}`;
  return intern(key, () => ({ kind: 'function', params, result }));
}

const simpleRepresentations: Record<SimpleKind, Representation> = {
  int: 'int',
  float: 'float',
  bool: 'bool',
  string: 'reference',
  bytes: 'reference',
  ints: 'reference',
  int32s: 'reference',
  floats: 'reference',
  null: 'null',
  void: 'void',
  error: 'error',
};

export function representation(type: FlowType): Representation {
  switch (type.kind) {
    case 'ref':
    case 'list':
    case 'fixed':
      return 'reference';
    case 'function':
      return 'code';
    case 'classref':
      return 'class';
    default:
      return simpleRepresentations[type.kind];
  }
}

/** Whether null may be a value of this type. */
export function isNullable(type: FlowType): boolean {
  const kind = representation(type);
  return kind === 'reference' || kind === 'code' || kind === 'class' || kind === 'null' || kind === 'error';
}

export function isSameRepresentation(a: FlowType, b: FlowType): boolean {
  const left = representation(a);
  const right = representation(b);
  return left === right || left === 'error' || right === 'error';
}

/** Whether a value of type `from` can be used, without any operation, where `to` is expected. */
export function isAssignable(from: FlowType, to: FlowType): boolean {
  if (from === to || from.kind === 'error' || to.kind === 'error') return true;
  if (from.kind === 'null') return isNullable(to);
  if (to.kind === 'ref') {
    if (to.cls === null) return representation(from) === 'reference';
    return from.kind === 'ref' && from.cls !== null && from.cls.isSubclassOf(to.cls);
  }
  if (to.kind === 'list' || to.kind === 'fixed') {
    return from.kind === to.kind && isSameRepresentation(from.item, to.item);
  }
  if (to.kind === 'function') {
    return (
      from.kind === 'function' &&
      from.params.length === to.params.length &&
      isSameRepresentation(from.result, to.result) &&
      from.params.every((param, i) => isSameRepresentation(param, to.params[i] ?? VOID))
    );
  }
  return from.kind === to.kind;
}

export function typeToString(type: FlowType): string {
  switch (type.kind) {
    case 'ref':
      return type.cls === null ? 'object' : type.cls.name;
    case 'list':
      return `list<${typeToString(type.item)}>`;
    case 'fixed':
      return `fixed<${typeToString(type.item)}>`;
    case 'function':
      return `(${type.params.map(typeToString).join(', ')}) => ${typeToString(type.result)}`;
    default:
      return type.kind;
  }
}

/**
 * Images: a translated program as data. Code is position-independent; the heap's part starts at the first mapped address of the heap.
 */
/** The type of an argument or result of a host function, as far as the host has to know. */
export type ValueKind =
  'void' | 'int' | 'float' | 'bool' | 'string' | 'bytes' | 'ints' | 'int32s' | 'floats' | 'object';

export interface ExternalDescription {
  readonly name: string;
  readonly params: readonly ValueKind[];
  readonly result: ValueKind;
}

export interface FunctionDescription {
  readonly offset: number;
  readonly params: readonly ValueKind[];
  readonly result: ValueKind;
}

export interface FieldDescription {
  readonly name: string;
  readonly offset: number;
  readonly kind: ValueKind;
}

export interface ClassDescription {
  readonly name: string;
  readonly fields: readonly FieldDescription[];
}

export interface ImageDescription {
  /** Functions that may be entered, by their full names. */
  readonly functions: Readonly<Record<string, FunctionDescription>>;
  /** The stub that enters machine code. */
  readonly enter: number;
  readonly externals: readonly ExternalDescription[];
  /** Addresses of the words that hold the addresses of C functions. */
  readonly cFunctions: Readonly<Record<string, number>>;
  /** Classes by type id: for exceptions that leave the program. */
  readonly classes: Readonly<Record<number, ClassDescription>>;
  /** The collector's module. */
  readonly collector: string;
  readonly typeTable: number;
  readonly typeCount: number;
  readonly stackMaps: number;
  readonly staticStart: number;
  readonly staticEnd: number;
  /** Addresses of the items of arrays that the host shares, by name. */
  readonly data: Readonly<Record<string, number>>;
}

export interface Image {
  readonly description: ImageDescription;
  readonly code: Uint8Array;
  /** From the first mapped address on. */
  readonly heap: Uint8Array;
  /** Functions, frames and lines of the code: `symbol-table.ts`. */
  readonly symbols: Uint8Array;
}

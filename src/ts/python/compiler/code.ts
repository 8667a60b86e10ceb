/**
 * Code objects as the compiler makes them: the attributes of CPython 3.11's, in host values.
 *
 * The interpreter never sees this class: a code object reaches it as bytes (`marshal.ts`).
 */

import type { Constant } from '../parser/ast.js';

/** What `co_consts` may hold. */
export type CodeConstant = Constant | CodeObject;

export interface CodeFields {
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
  readonly stacksize: number;
  readonly flags: number;
  /** 16-bit units: operation, argument. */
  readonly code: Uint8Array;
  readonly consts: readonly CodeConstant[];
  readonly names: readonly string[];
  readonly localsplusnames: readonly string[];
  /** A `LocalKind` set per entry of `localsplusnames`. */
  readonly localspluskinds: Uint8Array;
  readonly filename: string;
  readonly name: string;
  readonly qualname: string;
  readonly firstlineno: number;
  /** Locations in the format of PEP 657 (`locations.ts`). */
  readonly linetable: Uint8Array;
  /** Handlers in units (`exception-table.ts`). */
  readonly exceptiontable: Uint8Array;
}

export class CodeObject {
  readonly kind = 'code';
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
  readonly stacksize: number;
  readonly flags: number;
  readonly code: Uint8Array;
  readonly consts: readonly CodeConstant[];
  readonly names: readonly string[];
  readonly localsplusnames: readonly string[];
  readonly localspluskinds: Uint8Array;
  readonly filename: string;
  readonly name: string;
  readonly qualname: string;
  readonly firstlineno: number;
  readonly linetable: Uint8Array;
  readonly exceptiontable: Uint8Array;

  constructor(fields: CodeFields) {
    this.argcount = fields.argcount;
    this.posonlyargcount = fields.posonlyargcount;
    this.kwonlyargcount = fields.kwonlyargcount;
    this.stacksize = fields.stacksize;
    this.flags = fields.flags;
    this.code = fields.code;
    this.consts = fields.consts;
    this.names = fields.names;
    this.localsplusnames = fields.localsplusnames;
    this.localspluskinds = fields.localspluskinds;
    this.filename = fields.filename;
    this.name = fields.name;
    this.qualname = fields.qualname;
    this.firstlineno = fields.firstlineno;
    this.linetable = fields.linetable;
    this.exceptiontable = fields.exceptiontable;
  }
}

/**
 * Code objects: what the compiler made of a function, class body or module.
 *
 * `words` is the bytecode widened to one 32-bit word per unit (`opcodes.ts`); the interpreter runs that. Caches that the
 * interpreter fills are here too, by instruction or name.
 */
import type { FixedArray, Int32Items } from '../../rlib/array.js';
import { newInt32Items } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import type { MapNode } from '../objects/map.js';
import { W_Root } from '../objects/root.js';
import type { W_DictBase } from '../objects/w-dict.js';
import type { W_GlobalCell } from '../objects/w-global-cell.js';
import type { W_Str } from '../objects/w-str.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { TypeVersion, W_Type } from '../objects/w-type.js';
import { CodeFlag, LocalKind, Op } from './opcodes.js';

export const codeType: W_Type = newBuiltinType('code', objectType);

/**
 * What an attribute instruction found: valid for this map and version of the type. An instruction that meets objects of
 * several maps has a chain of these.
 */
export class AttributeCache {
  next: AttributeCache | null = null;

  constructor(
    readonly map: MapNode,
    readonly version: TypeVersion,
    /** Storage index of an instance attribute, or -1. */
    readonly index: int,
    /** The type's attribute; null if the instance has it. */
    readonly w_descriptor: W_Root | null,
    /** For stores that add an attribute: the map afterwards. */
    readonly nextMap: MapNode | null,
  ) {}
}

/** The method of a builtin type that a LOAD_METHOD found last time. */
export class MethodCache {
  constructor(
    readonly w_type: W_Type,
    readonly version: TypeVersion,
    readonly w_method: W_Root,
  ) {}
}

/** The cells in which a global name of a module, and of the builtins, lives. */
export class GlobalCache {
  constructor(
    readonly w_globals: W_DictBase,
    readonly w_builtins: W_DictBase,
    readonly cell: W_GlobalCell,
    readonly builtin: W_GlobalCell,
  ) {}
}

export class W_Code extends W_Root {
  /** @immutableItems */
  readonly words: Int32Items;
  readonly localCount: int;
  /** localsplus: plain locals (cells among them in place), further cells, free variables. */
  readonly slotCount: int;
  readonly freeCount: int;
  /** Called with exactly `argcount` positional arguments, a new frame needs nothing else. */
  readonly isPlain: boolean;
  readonly attributeCaches: (AttributeCache | null)[] = [];
  readonly methodCaches: (MethodCache | null)[] = [];
  readonly globalCaches: (GlobalCache | null)[] = [];
  /**
   * Exception table decoded: start, end, target, depth * 2 + lasti, all in units.
   * @immutableItems
   */
  readonly handlers: Int32Items;

  constructor(
    readonly argcount: int,
    readonly posonlyargcount: int,
    readonly kwonlyargcount: int,
    readonly stacksize: int,
    readonly flags: int,
    /** Bytecode as 16-bit units. */
    readonly bytecode: string,
    /** @immutableItems */
    readonly consts: FixedArray<W_Root>,
    /** @immutableItems */
    readonly names: FixedArray<W_Str>,
    /** @immutableItems */
    readonly localsplusnames: FixedArray<W_Str>,
    readonly localspluskinds: string,
    public w_filename: W_Str,
    readonly w_name: W_Str,
    readonly w_qualname: W_Str,
    readonly firstlineno: int,
    readonly linetable: string,
    readonly exceptiontable: string,
  ) {
    super();
    this.words = widen(bytecode);
    let locals = 0;
    let free = 0;
    for (let i = 0; i < localspluskinds.length; i++) {
      const kind = localspluskinds.charCodeAt(i);
      if ((kind & LocalKind.LOCAL) !== 0) locals++;
      if ((kind & LocalKind.FREE) !== 0) free++;
    }
    this.localCount = locals;
    this.slotCount = localsplusnames.length;
    this.freeCount = free;
    this.isPlain =
      (flags & (CodeFlag.VARARGS | CodeFlag.VARKEYWORDS)) === 0 &&
      kwonlyargcount === 0 &&
      (flags & CodeFlag.OPTIMIZED) !== 0;
    this.handlers = decodeHandlers(exceptiontable);
  }

  override getType(): W_Type {
    return codeType;
  }
}

function widen(bytecode: string): Int32Items {
  const count = bytecode.length >> 1;
  const words = newInt32Items(count);
  let extended = 0;
  for (let i = 0; i < count; i++) {
    const op = bytecode.charCodeAt(2 * i);
    const arg = (extended << 8) | bytecode.charCodeAt(2 * i + 1);
    words[i] = op | (arg << 8);
    extended = op === Op.EXTENDED_ARG ? arg : 0;
  }
  return words;
}

/** Decodes the table of handlers: big-endian base-64 numbers, the first byte of an entry has bit 7 set. */
function decodeHandlers(table: string): Int32Items {
  const numbers: int[] = [];
  let at = 0;
  while (at < table.length) {
    let byte = table.charCodeAt(at++);
    let result = byte & 63;
    while ((byte & 64) !== 0) {
      byte = table.charCodeAt(at++);
      result = (result << 6) | (byte & 63);
    }
    numbers.push(result);
  }
  const handlers = newInt32Items(numbers.length);
  for (let i = 0; i + 3 < numbers.length; i += 4) {
    handlers[i] = numbers[i] as int;
    handlers[i + 1] = (numbers[i] as int) + (numbers[i + 1] as int);
    handlers[i + 2] = numbers[i + 2] as int;
    handlers[i + 3] = numbers[i + 3] as int;
  }
  return handlers;
}

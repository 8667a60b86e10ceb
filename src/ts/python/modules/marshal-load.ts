/**
 * Reading the marshal format: CPython's version 4, with the fields of 3.11's code objects. Bad data raises ValueError,
 * EOFError or TypeError, never more.
 */
import { sealList } from '../../rlib/array.js';
import { doubleFromBytes } from '../../rlib/float.js';
import { bigFromParts } from '../../rlib/bigint.js';
import type { float, int } from '../../rlib/types.js';
import { newError, typeError, valueError } from '../interp/errors.js';
import { Op } from '../interp/opcodes.js';
import { W_Code } from '../interp/w-code.js';
import { newDict } from '../objects/dict.js';
import { newSet, setAdd } from '../objects/set.js';
import { newLong } from '../objects/int-ops.js';
import type { W_Root } from '../objects/root.js';
import { newBytes, W_Bytes } from '../objects/w-bytes.js';
import { EOFErrorType, StopIterationType } from '../objects/w-exception.js';
import { newComplex, newFloat } from '../objects/w-float.js';
import { newInt, w_False, w_True } from '../objects/w-int.js';
import { newListOwning } from '../objects/w-list.js';
import { w_Ellipsis, w_None } from '../objects/w-none.js';
import { W_Frozenset } from '../objects/w-set.js';
import { internStr, internText, newStr, W_Str } from '../objects/w-str.js';
import { newTuple, W_Tuple } from '../objects/w-tuple.js';
import { parseFloatText } from '../../rlib/float-parse.js';

const FLAG_REF = 0x80;
const MAX_DEPTH = 2000;

export class MarshalReader {
  private at: int = 0;
  private depth: int = 0;
  private readonly references: (W_Root | null)[] = [];

  constructor(private readonly data: string) {}

  /** Bytes read so far. */
  position(): int {
    return this.at;
  }

  private byte(): int {
    if (this.at >= this.data.length) throw newError(EOFErrorType, 'EOF read where object expected');
    return this.data.charCodeAt(this.at++);
  }

  private short(): int {
    const low = this.byte();
    return low | (this.byte() << 8);
  }

  private int32(): int {
    this.need(4);
    const data = this.data;
    const at = this.at;
    this.at += 4;
    return (
      data.charCodeAt(at) |
      (data.charCodeAt(at + 1) << 8) |
      (data.charCodeAt(at + 2) << 16) |
      (data.charCodeAt(at + 3) << 24)
    );
  }

  private need(count: int): void {
    if (count > this.data.length - this.at) throw newError(EOFErrorType, 'marshal data too short');
  }

  private size(): int {
    const size = this.int32();
    if (size < 0) throw valueError('bad marshal data (object size out of range)');
    return size;
  }

  private take(count: int): string {
    this.need(count);
    const text = this.data.slice(this.at, this.at + count);
    this.at += count;
    return text;
  }

  /** One object; null objects occur only inside dictionaries, as their end. */
  read(): W_Root {
    const w_obj = this.readOrNull();
    if (w_obj === null) throw typeError('NULL object in marshal data for object');
    return w_obj;
  }

  private readOrNull(): W_Root | null {
    if (++this.depth > MAX_DEPTH) throw valueError('recursion limit exceeded');
    const code = this.byte();
    const reserved = (code & FLAG_REF) !== 0 ? this.reserve() : -1;
    const w_obj = this.readType(code & 0x7f, reserved);
    if (reserved >= 0 && w_obj !== null) this.references[reserved] = w_obj;
    this.depth--;
    return w_obj;
  }

  private reserve(): int {
    this.references.push(null);
    return this.references.length - 1;
  }

  private readType(type: int, reserved: int): W_Root | null {
    switch (type) {
      case 0x30: // '0'
        return null;
      case 0x4e: // 'N'
        return w_None;
      case 0x54: // 'T'
        return w_True;
      case 0x46: // 'F'
        return w_False;
      case 0x53: // 'S'
        return StopIterationType;
      case 0x2e: // '.'
        return w_Ellipsis;
      case 0x69: // 'i'
        return newInt(this.int32());
      case 0x6c: // 'l'
        return this.readLong();
      case 0x67: // 'g'
        return newFloat(doubleFromBytes(this.take(8), 0));
      case 0x66: // 'f'
        return newFloat(this.textFloat());
      case 0x79: {
        // 'y'
        const bytes = this.take(16);
        return newComplex(doubleFromBytes(bytes, 0), doubleFromBytes(bytes, 8));
      }
      case 0x78: {
        // 'x'
        const real = this.textFloat();
        return newComplex(real, this.textFloat());
      }
      case 0x73: // 's'
        return newBytes(this.take(this.size()));
      case 0x75: // 'u'
        return newStr(this.take(this.size()));
      case 0x74: // 't'
        return internText(this.take(this.size()));
      case 0x61: // 'a'
        return newStr(this.take(this.size()));
      case 0x41: // 'A'
        return internText(this.take(this.size()));
      case 0x7a: // 'z'
        return newStr(this.take(this.byte()));
      case 0x5a: // 'Z'
        return internText(this.take(this.byte()));
      case 0x29: // ')'
        return this.readTuple(this.byte());
      case 0x28: // '('
        return this.readTuple(this.size());
      case 0x5b: // '['
        return this.readList(this.size(), reserved);
      case 0x7b: // '{'
        return this.readDict(reserved);
      case 0x3c: // '<'
        return this.readSet(this.size(), reserved);
      case 0x3e: // '>'
        return this.readFrozenset(this.size());
      case 0x72: // 'r'
        return this.readReference();
      case 0x63: // 'c'
        return this.readCode();
      default:
        throw valueError('bad marshal data (unknown type code)');
    }
  }

  private textFloat(): float {
    return parseFloatText(this.take(this.byte()));
  }

  private readLong(): W_Root {
    const count = this.int32();
    const digits = count < 0 ? -count : count;
    this.need(2 * digits);
    const values: int[] = [];
    for (let i = 0; i < digits; i++) {
      const digit = this.short();
      if (digit > 0x7fff) throw valueError('bad marshal data (digit out of range in long)');
      values.push(digit);
    }
    if (digits > 0 && values[digits - 1] === 0) {
      throw valueError('bad marshal data (unnormalized long data)');
    }
    return newLong(bigFromParts(values, 15, count < 0 ? -1 : 1));
  }

  private readItems(count: int): W_Root[] {
    const items: W_Root[] = [];
    for (let i = 0; i < count; i++) items.push(this.read());
    return items;
  }

  private readTuple(count: int): W_Root {
    return newTuple(sealList(this.readItems(count)));
  }

  private readList(count: int, reserved: int): W_Root {
    const w_list = newListOwning([]);
    if (reserved >= 0) this.references[reserved] = w_list;
    for (let i = 0; i < count; i++) w_list.append(this.read());
    return w_list;
  }

  private readDict(reserved: int): W_Root {
    const w_dict = newDict();
    if (reserved >= 0) this.references[reserved] = w_dict;
    for (;;) {
      const w_key = this.readOrNull();
      if (w_key === null) return w_dict;
      const w_value = this.readOrNull();
      if (w_value === null) return w_dict;
      w_dict.set(w_key, w_value);
    }
  }

  private readSet(count: int, reserved: int): W_Root {
    const w_set = newSet();
    if (reserved >= 0) this.references[reserved] = w_set;
    for (let i = 0; i < count; i++) setAdd(w_set, this.read());
    return w_set;
  }

  private readFrozenset(count: int): W_Root {
    const w_set = newSet();
    for (let i = 0; i < count; i++) setAdd(w_set, this.read());
    return new W_Frozenset(w_set.table);
  }

  private readReference(): W_Root {
    const index = this.int32();
    const known = index >= 0 && index < this.references.length;
    const w_obj = known ? (this.references[index] as W_Root | null) : null;
    if (w_obj === null) throw valueError('bad marshal data (invalid reference)');
    return w_obj;
  }

  private readCode(): W_Root {
    const argcount = this.int32();
    const posonlyargcount = this.int32();
    const kwonlyargcount = this.int32();
    const stacksize = this.int32();
    const flags = this.int32();
    const bytecode = this.bytes();
    const consts = this.tuple().items;
    const names = this.strings();
    const localsplusnames = this.strings();
    const localspluskinds = this.bytes();
    const w_filename = this.string();
    const w_name = this.string();
    const w_qualname = this.string();
    const firstlineno = this.int32();
    const linetable = this.bytes();
    const exceptiontable = this.bytes();
    checkBytecode(bytecode);
    if (localspluskinds.length !== localsplusnames.length)
      throw valueError('code: localsplusnames and kinds differ');
    return new W_Code(
      argcount,
      posonlyargcount,
      kwonlyargcount,
      stacksize,
      flags,
      bytecode,
      consts,
      sealList(names),
      sealList(localsplusnames),
      localspluskinds,
      w_filename,
      w_name,
      w_qualname,
      firstlineno,
      linetable,
      exceptiontable,
    );
  }

  private bytes(): string {
    const w_obj = this.read();
    if (w_obj instanceof W_Bytes) return w_obj.value;
    throw valueError('bad marshal data (code field is not bytes)');
  }

  private string(): W_Str {
    const w_obj = this.read();
    if (w_obj instanceof W_Str) return w_obj;
    throw valueError('bad marshal data (code field is not a string)');
  }

  private tuple(): W_Tuple {
    const w_obj = this.read();
    if (w_obj instanceof W_Tuple) return w_obj;
    throw valueError('bad marshal data (code field is not a tuple)');
  }

  private strings(): W_Str[] {
    const items = this.tuple().items;
    const result: W_Str[] = [];
    for (const w_item of items) {
      if (!(w_item instanceof W_Str)) throw valueError('bad marshal data (name is not a string)');
      // Names are compared by identity.
      result.push(internStr(w_item));
    }
    return result;
  }
}

/** Bytecode comes in whole units of known operations. */
function checkBytecode(bytecode: string): void {
  if ((bytecode.length & 1) !== 0) throw valueError('code: co_code is malformed');
  for (let i = 0; i < bytecode.length; i += 2) {
    if (bytecode.charCodeAt(i) > Op.EXTENDED_ARG) throw valueError('code: unknown instruction');
  }
}

/** The object that marshalled bytes describe. */
export function unmarshal(data: string): W_Root {
  return new MarshalReader(data).read();
}

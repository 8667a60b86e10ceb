/**
 * Code objects as bytes: CPython's marshal format, version 4, with the fields of 3.11's code objects.
 *
 * Strings that look like names are written once and referred to afterwards, so that the loader shares and
 * interns them; every such string carries the reference flag, and the list of references counts in that order.
 */

import type { Constant } from '../parser/ast.js';
import type { CodeConstant, CodeObject } from './code.js';

/** Set in the type byte: the object enters the list of references. */
const referenceFlag = 0x80;
const namePattern = /^[A-Za-z0-9_]*$/;
const smallInt = 0x7fffffffn;

class Writer {
  private bytes = new Uint8Array(1024);
  private view = new DataView(this.bytes.buffer);
  private length = 0;
  private readonly references = new Map<string, number>();

  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private reserve(count: number): number {
    const start = this.length;
    this.length += count;
    if (this.length > this.bytes.length) {
      const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length));
      grown.set(this.bytes);
      this.bytes = grown;
      this.view = new DataView(grown.buffer);
    }
    return start;
  }

  private writeByte(value: number): void {
    const start = this.reserve(1);
    this.bytes[start] = value;
  }

  private writeType(letter: string, flag = 0): void {
    this.writeByte(letter.charCodeAt(0) | flag);
  }

  private writeInt32(value: number): void {
    const start = this.reserve(4);
    this.view.setInt32(start, value, true);
  }

  private writeDouble(value: number): void {
    const start = this.reserve(8);
    this.view.setFloat64(start, value, true);
  }

  private writeRaw(data: Uint8Array): void {
    const start = this.reserve(data.length);
    this.bytes.set(data, start);
  }

  private writeBytes(data: Uint8Array): void {
    this.writeType('s');
    this.writeInt32(data.length);
    this.writeRaw(data);
  }

  private writeInt(value: bigint): void {
    if (value >= -smallInt - 1n && value <= smallInt) {
      this.writeType('i');
      this.writeInt32(Number(value));
      return;
    }
    this.writeType('l');
    const digits: number[] = [];
    for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 15n) digits.push(Number(rest & 0x7fffn));
    this.writeInt32(value < 0n ? -digits.length : digits.length);
    for (const digit of digits) {
      this.writeByte(digit & 0xff);
      this.writeByte(digit >> 8);
    }
  }

  private writeName(text: string): void {
    const reference = this.references.get(text);
    if (reference !== undefined) {
      this.writeType('r');
      this.writeInt32(reference);
      return;
    }
    this.references.set(text, this.references.size);
    this.writeText(text, { short: 'Z', long: 'A', wide: 't' }, referenceFlag);
  }

  writeString(text: string): void {
    if (namePattern.test(text)) this.writeName(text);
    else this.writeText(text, { short: 'z', long: 'a', wide: 'u' }, 0);
  }

  private writeText(
    text: string,
    letters: { short: string; long: string; wide: string },
    flag: number,
  ): void {
    if (!isAscii(text)) {
      const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
      this.writeWide(encodeCodePoints(points), letters.wide, flag);
      return;
    }
    if (text.length < 256) {
      this.writeType(letters.short, flag);
      this.writeByte(text.length);
    } else {
      this.writeType(letters.long, flag);
      this.writeInt32(text.length);
    }
    const start = this.reserve(text.length);
    for (let index = 0; index < text.length; index++) this.bytes[start + index] = text.charCodeAt(index);
  }

  private writeWide(utf8: Uint8Array, letter: string, flag = 0): void {
    this.writeType(letter, flag);
    this.writeInt32(utf8.length);
    this.writeRaw(utf8);
  }

  private startTuple(length: number): void {
    if (length < 256) {
      this.writeType(')');
      this.writeByte(length);
    } else {
      this.writeType('(');
      this.writeInt32(length);
    }
  }

  private writeNames(names: readonly string[]): void {
    this.startTuple(names.length);
    // Identifiers are interned whatever letters they have.
    for (const name of names) this.writeName(name);
  }

  writeConstant(constant: CodeConstant): void {
    switch (constant.kind) {
      case 'None':
        this.writeType('N');
        break;
      case 'True':
        this.writeType('T');
        break;
      case 'False':
        this.writeType('F');
        break;
      case 'Ellipsis':
        this.writeType('.');
        break;
      case 'int':
        this.writeInt(constant.value);
        break;
      case 'float':
        this.writeType('g');
        this.writeDouble(constant.value);
        break;
      case 'complex':
        this.writeType('y');
        this.writeDouble(constant.real);
        this.writeDouble(constant.imag);
        break;
      case 'str':
        if (constant.codePoints === undefined) this.writeString(constant.value);
        else this.writeWide(encodeCodePoints(constant.codePoints), 'u');
        break;
      case 'bytes':
        this.writeBytes(constant.value);
        break;
      case 'tuple':
        this.startTuple(constant.items.length);
        for (const item of constant.items) this.writeConstant(item);
        break;
      case 'frozenset':
        this.writeType('>');
        this.writeInt32(constant.items.length);
        for (const item of constant.items) this.writeConstant(item);
        break;
      case 'code':
        this.writeCode(constant);
        break;
    }
  }

  writeCode(code: CodeObject): void {
    this.writeType('c');
    this.writeInt32(code.argcount);
    this.writeInt32(code.posonlyargcount);
    this.writeInt32(code.kwonlyargcount);
    this.writeInt32(code.stacksize);
    this.writeInt32(code.flags);
    this.writeBytes(code.code);
    this.startTuple(code.consts.length);
    for (const constant of code.consts) this.writeConstant(constant);
    this.writeNames(code.names);
    this.writeNames(code.localsplusnames);
    this.writeBytes(code.localspluskinds);
    this.writeString(code.filename);
    this.writeName(code.name);
    this.writeName(code.qualname);
    this.writeInt32(code.firstlineno);
    this.writeBytes(code.linetable);
    this.writeBytes(code.exceptiontable);
  }
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) return false;
  return true;
}

/** UTF-8 in which lone surrogates are three bytes, Python's "surrogatepass". */
function encodeCodePoints(points: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  for (const point of points) {
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x10000)
      bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else {
      bytes.push(
        0xf0 | (point >> 18),
        0x80 | ((point >> 12) & 63),
        0x80 | ((point >> 6) & 63),
        0x80 | (point & 63),
      );
    }
  }
  return Uint8Array.from(bytes);
}

/** A code object and all within it. */
export function marshalCode(code: CodeObject): Uint8Array {
  const writer = new Writer();
  writer.writeCode(code);
  return writer.finish();
}

/** A constant alone. */
export function marshalConstant(constant: Constant): Uint8Array {
  const writer = new Writer();
  writer.writeConstant(constant);
  return writer.finish();
}

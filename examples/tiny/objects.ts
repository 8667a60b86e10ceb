/** Tiny's values. An operation is a virtual method of its left operand; ints that overflow become floats. */
import { StringBuilder, intToString } from '../../src/ts/rlib/bytes.js';
import { floorMod, intToFloat, ovfAdd, ovfMul, ovfSub } from '../../src/ts/rlib/int.js';
import { Overflow, caught } from '../../src/ts/rlib/throwable.js';
import type { float, int } from '../../src/ts/rlib/types.js';
import { Binary, type Code } from './bytecode.js';
import { TinyError } from './errors.js';
import { formatFloat } from './host.js';

export abstract class W_Root {
  abstract typeName(): string;
  abstract toText(): string;

  isTrue(): boolean {
    return true;
  }

  equals(w_other: W_Root): boolean {
    return this === w_other;
  }

  binary(operation: Binary, w_other: W_Root): W_Root {
    return this.refuse(operation, w_other);
  }

  protected refuse(operation: Binary, w_other: W_Root): W_Root {
    throw new TinyError(`${this.typeName()} ${operatorText(operation)} ${w_other.typeName()}`);
  }
}

function operatorText(operation: Binary): string {
  switch (operation) {
    case Binary.ADD:
      return '+';
    case Binary.SUBTRACT:
      return '-';
    case Binary.MULTIPLY:
      return '*';
    case Binary.DIVIDE:
      return '/';
    case Binary.REMAINDER:
      return '%';
    default:
      return '<';
  }
}

export class W_Nil extends W_Root {
  override typeName(): string {
    return 'nil';
  }

  override toText(): string {
    return 'nil';
  }

  override isTrue(): boolean {
    return false;
  }
}

export class W_Int extends W_Root {
  constructor(readonly value: int) {
    super();
  }

  override typeName(): string {
    return 'int';
  }

  override toText(): string {
    return intToString(this.value);
  }

  override isTrue(): boolean {
    return this.value !== 0;
  }

  override equals(w_other: W_Root): boolean {
    if (w_other instanceof W_Int) return this.value === w_other.value;
    return w_other instanceof W_Float && intToFloat(this.value) === w_other.value;
  }

  override binary(operation: Binary, w_other: W_Root): W_Root {
    if (w_other instanceof W_Float) return floatBinary(operation, intToFloat(this.value), w_other.value);
    if (!(w_other instanceof W_Int)) return this.refuse(operation, w_other);
    try {
      return intBinary(operation, this.value, w_other.value);
    } catch (e) {
      const error = caught(e);
      if (error instanceof Overflow)
        return floatBinary(operation, intToFloat(this.value), intToFloat(w_other.value));
      throw error;
    }
  }
}

export class W_Float extends W_Root {
  constructor(readonly value: float) {
    super();
  }

  override typeName(): string {
    return 'float';
  }

  override toText(): string {
    return formatFloat(this.value);
  }

  override isTrue(): boolean {
    return this.value !== 0;
  }

  override equals(w_other: W_Root): boolean {
    if (w_other instanceof W_Float) return this.value === w_other.value;
    return w_other instanceof W_Int && this.value === intToFloat(w_other.value);
  }

  override binary(operation: Binary, w_other: W_Root): W_Root {
    if (w_other instanceof W_Float) return floatBinary(operation, this.value, w_other.value);
    if (w_other instanceof W_Int) return floatBinary(operation, this.value, intToFloat(w_other.value));
    return this.refuse(operation, w_other);
  }
}

export class W_Str extends W_Root {
  constructor(readonly value: string) {
    super();
  }

  override typeName(): string {
    return 'string';
  }

  override toText(): string {
    return this.value;
  }

  override isTrue(): boolean {
    return this.value.length > 0;
  }

  override equals(w_other: W_Root): boolean {
    return w_other instanceof W_Str && this.value === w_other.value;
  }

  override binary(operation: Binary, w_other: W_Root): W_Root {
    if (w_other instanceof W_Str) {
      if (operation === Binary.ADD) return new W_Str(this.value + w_other.value);
      if (operation === Binary.LESS) return makeBool(this.value < w_other.value);
      if (operation === Binary.LESS_EQUAL) return makeBool(this.value <= w_other.value);
    }
    return this.refuse(operation, w_other);
  }
}

export class W_List extends W_Root {
  constructor(readonly items: W_Root[]) {
    super();
  }

  override typeName(): string {
    return 'list';
  }

  override toText(): string {
    const out = new StringBuilder();
    out.append('[');
    for (let i = 0; i < this.items.length; i++) {
      if (i > 0) out.append(', ');
      out.append(this.items[i].toText());
    }
    out.append(']');
    return out.build();
  }

  override isTrue(): boolean {
    return this.items.length > 0;
  }

  override binary(operation: Binary, w_other: W_Root): W_Root {
    if (operation !== Binary.ADD || !(w_other instanceof W_List)) return this.refuse(operation, w_other);
    const items: W_Root[] = [];
    for (const w_item of this.items) items.push(w_item);
    for (const w_item of w_other.items) items.push(w_item);
    return new W_List(items);
  }
}

/** A function of the program. */
export class W_Function extends W_Root {
  constructor(readonly code: Code) {
    super();
  }

  override typeName(): string {
    return 'function';
  }

  override toText(): string {
    return `<fn ${this.code.name}>`;
  }
}

/** A function of the interpreter, with one or two arguments. */
export class W_Builtin extends W_Root {
  constructor(
    readonly name: string,
    readonly argumentCount: int,
    readonly run: (w_a: W_Root, w_b: W_Root) => W_Root,
  ) {
    super();
  }

  override typeName(): string {
    return 'function';
  }

  override toText(): string {
    return `<fn ${this.name}>`;
  }
}

export const w_nil = new W_Nil();

const smallInts = Array.from({ length: 256 }, (_, i) => new W_Int(i));

export function makeInt(value: int): W_Root {
  return value >= 0 && value < 256 ? smallInts[value] : new W_Int(value);
}

export function makeBool(value: boolean): W_Root {
  return smallInts[value ? 1 : 0];
}

function intBinary(operation: Binary, a: int, b: int): W_Root {
  switch (operation) {
    case Binary.ADD:
      return makeInt(ovfAdd(a, b));
    case Binary.SUBTRACT:
      return makeInt(ovfSub(a, b));
    case Binary.MULTIPLY:
      return makeInt(ovfMul(a, b));
    case Binary.DIVIDE:
      if (b === 0) throw new TinyError('division by zero');
      return new W_Float(intToFloat(a) / intToFloat(b));
    case Binary.REMAINDER:
      if (b === 0) throw new TinyError('division by zero');
      return makeInt(floorMod(a, b));
    case Binary.LESS:
      return makeBool(a < b);
    default:
      return makeBool(a <= b);
  }
}

function floatBinary(operation: Binary, a: float, b: float): W_Root {
  switch (operation) {
    case Binary.ADD:
      return new W_Float(a + b);
    case Binary.SUBTRACT:
      return new W_Float(a - b);
    case Binary.MULTIPLY:
      return new W_Float(a * b);
    case Binary.DIVIDE:
      if (b === 0) throw new TinyError('division by zero');
      return new W_Float(a / b);
    case Binary.REMAINDER:
      if (b === 0) throw new TinyError('division by zero');
      return new W_Float(a - Math.floor(a / b) * b);
    case Binary.LESS:
      return makeBool(a < b);
    default:
      return makeBool(a <= b);
  }
}

/**
 * `%` formatting of str and of bytes. One walk over the format serves both; a `Target` says how values become text,
 * what the pieces are called in messages, and how lengths are counted.
 */
import { encodeCodePoint, StringBuilder } from '../../rlib/bytes.js';
import { FloatFlag, formatFloat } from '../../rlib/dtoa.js';
import { MAX_WORD } from '../../rlib/int.js';
import { caught } from '../../rlib/throwable.js';
import type { float, int } from '../../rlib/types.js';
import { index, repr, str, toFloat } from '../interp/convert.js';
import { newError, overflowError, typeError, typeName, valueError } from '../interp/errors.js';
import { getItem } from '../interp/items.js';
import { call1 } from '../interp/call.js';
import { callMethodDescriptor0 } from '../interp/special.js';
import { findBytes } from './buffer.js';
import { intDigits } from './number-format.js';
import type { W_Root } from './root.js';
import { Slot } from './slots.js';
import { asciiUpper } from './str-case.js';
import { asciiRepr } from './str-repr.js';
import { fillText } from './text-search.js';
import { newBytes, W_BytearrayBase, W_BytesBase } from './w-bytes.js';
import { OperationError, TypeErrorType } from './w-exception.js';
import { W_FloatBase } from './w-float.js';
import { intType, W_IntBase } from './w-int.js';
import { newStr } from './w-str.js';
import { codePointAt, countCodePoints, skipCodePoints, W_StrBase } from './w-str-base.js';
import { W_TupleBase } from './w-tuple.js';

/** One conversion: what stands between `%` and its letter, the letter included. */
class Conversion {
  left: boolean = false;
  plus: boolean = false;
  space: boolean = false;
  alternate: boolean = false;
  zero: boolean = false;
  width: int = -1;
  precision: int = -1;
  letter: int = 0;
  /** The position of the letter, for messages. */
  position: int = 0;
}

const LIMIT: int = Math.floor(MAX_WORD / 16);

abstract class Formatter {
  protected at: int = 0;
  protected readonly builder: StringBuilder = new StringBuilder();
  private next: int = 0;
  private readonly items: W_TupleBase | null;
  private w_current: W_Root;
  private single: boolean = false;
  private keyed: boolean = false;

  constructor(
    protected readonly format: string,
    private readonly w_values: W_Root,
  ) {
    this.items = w_values instanceof W_TupleBase ? w_values : null;
    this.w_current = w_values;
  }

  /** The word for the format's type in messages. */
  abstract kind(): string;
  abstract keyObject(key: string): W_Root;
  /** Characters in a text. */
  abstract count(text: string): int;
  abstract cut(text: string, count: int): string;
  /** The text of `%s`, `%r`, `%a`, `%b`; null for a letter that is none of these. */
  abstract textFor(letter: int, w_value: W_Root): string | null;
  abstract character(w_value: W_Root): string;
  abstract letterAt(offset: int): int;
  abstract positionOf(offset: int): int;
  abstract floatValue(w_value: W_Root): float;

  private nextValue(): W_Root {
    if (this.keyed) return this.w_current;
    const items = this.items;
    if (items === null) {
      if (this.single) throw notEnough();
      this.single = true;
      return this.w_values;
    }
    if (this.next >= items.items.length) throw notEnough();
    return items.items[this.next++] as W_Root;
  }

  private lookupKey(key: string): void {
    if (!this.isMapping()) throw typeError('format requires a mapping');
    this.keyed = true;
    this.w_current = getItem(this.w_values, this.keyObject(key));
  }

  private isMapping(): boolean {
    const w_values = this.w_values;
    if (w_values instanceof W_TupleBase || w_values instanceof W_StrBase) return false;
    return w_values.getType().findSlot(Slot.GETITEM) !== null && !this.isText(w_values);
  }

  private isText(w_values: W_Root): boolean {
    return (
      this.kind() === 'bytes' && (w_values instanceof W_BytesBase || w_values instanceof W_BytearrayBase)
    );
  }

  run(): string {
    const format = this.format;
    for (;;) {
      const percent = format.indexOf('%', this.at);
      if (percent < 0) break;
      this.builder.appendRange(format, this.at, percent);
      this.at = percent + 1;
      this.convert();
    }
    this.builder.appendRange(format, this.at, format.length);
    this.checkAllUsed();
    return this.builder.build();
  }

  private checkAllUsed(): void {
    const items = this.items;
    const used =
      items === null ? this.single || this.keyed || this.isMapping() : this.next >= items.items.length;
    if (!used) throw typeError(`not all arguments converted during ${this.kind()} formatting`);
  }

  private peek(): int {
    if (this.at >= this.format.length) throw valueError('incomplete format');
    return this.format.charCodeAt(this.at);
  }

  private parseKey(): void {
    const start = this.at + 1;
    let depth = 1;
    this.at = start;
    while (this.at < this.format.length) {
      const c = this.format.charCodeAt(this.at++);
      if (c === 41) depth--;
      else if (c === 40) depth++;
      if (depth === 0) {
        this.lookupKey(this.format.slice(start, this.at - 1));
        return;
      }
    }
    throw valueError('incomplete format key');
  }

  private parseFlags(conversion: Conversion): void {
    for (;;) {
      switch (this.peek()) {
        case 45:
          conversion.left = true;
          break;
        case 43:
          conversion.plus = true;
          break;
        case 32:
          conversion.space = true;
          break;
        case 35:
          conversion.alternate = true;
          break;
        case 48:
          conversion.zero = true;
          break;
        default:
          return;
      }
      this.at++;
    }
  }

  /** A number of the format or, for `*`, of the values; -1 without one. */
  private parseNumber(what: string): int {
    if (this.peek() === 42) {
      this.at++;
      const w_value = this.nextValue();
      if (!(w_value instanceof W_IntBase)) throw typeError('* wants int');
      if (!w_value.isWord()) throw overflowError('Python int too large to convert to C ssize_t');
      return w_value.toWord();
    }
    let value = -1;
    while (this.peek() >= 48 && this.peek() <= 57) {
      if (value > LIMIT) throw valueError(`${what} too big`);
      value = (value < 0 ? 0 : value * 10) + this.peek() - 48;
      this.at++;
    }
    return value;
  }

  private convert(): void {
    const conversion = new Conversion();
    if (this.peek() === 40) this.parseKey();
    this.parseFlags(conversion);
    const starWidth = this.peek() === 42;
    conversion.width = this.parseNumber('width');
    if (starWidth && conversion.width < 0) {
      conversion.left = true;
      conversion.width = -conversion.width;
    }
    if (this.peek() === 46) {
      this.at++;
      conversion.precision = this.parseNumber('precision');
      if (conversion.precision < 0) conversion.precision = 0;
    }
    const size = this.peek();
    if (size === 104 || size === 108 || size === 76) this.at++;
    this.peek();
    conversion.letter = this.letterAt(this.at);
    conversion.position = this.positionOf(this.at);
    this.at += encodedLength(conversion.letter, this.kind());
    if (conversion.letter === 37 && conversion.width < 0 && conversion.precision < 0) {
      this.builder.append('%');
      return;
    }
    this.emit(conversion, this.nextValue());
  }

  private emit(conversion: Conversion, w_value: W_Root): void {
    const letter = conversion.letter;
    if (letter === 37) {
      this.builder.append('%');
      return;
    }
    const text = this.textFor(letter, w_value);
    if (text !== null) {
      this.pad(conversion.precision >= 0 ? this.cut(text, conversion.precision) : text, conversion);
      return;
    }
    switch (letter) {
      case 99:
        this.pad(this.character(w_value), conversion);
        return;
      case 100:
      case 105:
      case 117:
      case 111:
      case 120:
      case 88:
        this.emitInt(conversion, w_value);
        return;
      case 101:
      case 69:
      case 102:
      case 70:
      case 103:
      case 71:
        this.emitFloat(conversion, w_value);
        return;
      default:
        throw valueError(
          `unsupported format character '${letter > 31 && letter < 128 ? String.fromCharCode(letter) : '?'}' (0x${hexText(letter)}) at index ${conversion.position}`,
        );
    }
  }

  private pad(text: string, conversion: Conversion): void {
    const room = conversion.width - this.count(text);
    if (!conversion.left) this.builder.append(fillText(' ', room));
    this.builder.append(text);
    if (conversion.left) this.builder.append(fillText(' ', room));
  }

  private emitNumber(sign: string, prefix: string, digits: string, conversion: Conversion): void {
    const shown = sign !== '' ? sign : conversion.plus ? '+' : conversion.space ? ' ' : '';
    const room = conversion.width - shown.length - prefix.length - digits.length;
    const builder = this.builder;
    if (!conversion.left && !conversion.zero) builder.append(fillText(' ', room));
    builder.append(shown);
    builder.append(prefix);
    if (!conversion.left && conversion.zero) builder.append(fillText('0', room));
    builder.append(digits);
    if (conversion.left) builder.append(fillText(' ', room));
  }

  private emitInt(conversion: Conversion, w_value: W_Root): void {
    const letter = conversion.letter;
    const base = letter === 111 ? 8 : letter === 120 || letter === 88 ? 16 : 10;
    const w_int = intValue(letter, w_value);
    let digits = intDigits(w_int, base);
    if (letter === 88) digits = asciiUpper(digits);
    digits = fillText('0', conversion.precision - digits.length) + digits;
    let prefix = '';
    if (conversion.alternate && base !== 10) prefix = `0${String.fromCharCode(letter)}`;
    const negative = w_int.isWord() ? w_int.toWord() < 0 : w_int.toBig().sign < 0;
    this.emitNumber(negative ? '-' : '', prefix, digits, conversion);
  }

  private emitFloat(conversion: Conversion, w_value: W_Root): void {
    const letter = conversion.letter;
    const precision = conversion.precision < 0 ? 6 : conversion.precision;
    const flags: int = conversion.alternate ? FloatFlag.ALTERNATE : FloatFlag.NONE;
    let text = formatFloat(this.floatValue(w_value), String.fromCharCode(letter | 32), precision, flags);
    if (letter < 97) text = asciiUpper(text);
    const negative = text.startsWith('-');
    this.emitNumber(negative ? '-' : '', '', negative ? text.slice(1, text.length) : text, conversion);
  }
}

function encodedLength(letter: int, kind: string): int {
  return kind === 'bytes' ? 1 : encodeCodePoint(letter).length;
}

function hexText(value: int): string {
  const digits = '0123456789abcdef';
  let text = '';
  let rest = value;
  do {
    text = digits.slice(rest & 15, (rest & 15) + 1) + text;
    rest >>= 4;
  } while (rest > 0);
  return text;
}

function notEnough(): OperationError {
  return typeError('not enough arguments for format string');
}

/** The int of a value for `%d` and its like: floats and others that are numbers are cut for `d`, `i`, `u`. */
function intValue(letter: int, w_value: W_Root): W_IntBase {
  if (w_value instanceof W_IntBase) return w_value;
  const w_type = w_value.getType();
  const decimal = letter === 100 || letter === 105 || letter === 117;
  if (w_type.findSlot(Slot.INDEX) !== null) return index(w_value);
  if (decimal && (w_type.findSlot(Slot.INT) !== null || w_value instanceof W_FloatBase)) {
    try {
      const w_int = call1(intType, w_value);
      if (w_int instanceof W_IntBase) return w_int;
    } catch (e) {
      const error = caught(e);
      if (!(error instanceof OperationError && error.matches(TypeErrorType))) throw error;
    }
  }
  const name = String.fromCharCode(letter);
  if (decimal) throw typeError(`%${name} format: a real number is required, not ${typeName(w_value)}`);
  throw typeError(`%${name} format: an integer is required, not ${typeName(w_value)}`);
}

class StrFormatter extends Formatter {
  override kind(): string {
    return 'string';
  }

  override keyObject(key: string): W_Root {
    return newStr(key);
  }

  override count(text: string): int {
    return countCodePoints(text);
  }

  override cut(text: string, count: int): string {
    return text.slice(0, skipCodePoints(text, 0, count));
  }

  override textFor(letter: int, w_value: W_Root): string | null {
    if (letter === 115) return str(w_value).utf8();
    if (letter === 114) return repr(w_value).utf8();
    return letter === 97 ? asciiRepr(w_value).utf8() : null;
  }

  override character(w_value: W_Root): string {
    if (w_value instanceof W_StrBase) {
      if (w_value.length() === 1) return w_value.utf8();
      throw typeError('%c requires int or char');
    }
    if (!(w_value instanceof W_IntBase) && w_value.getType().findSlot(Slot.INDEX) === null) {
      throw typeError('%c requires int or char');
    }
    const w_int = index(w_value);
    const c = w_int.isWord() ? w_int.toWord() : -1;
    if (c < 0 || c > 0x10ffff) throw overflowError('%c arg not in range(0x110000)');
    return encodeCodePoint(c);
  }

  override letterAt(offset: int): int {
    return codePointAt(this.format, offset);
  }

  override positionOf(offset: int): int {
    return countCodePoints(this.format.slice(0, offset));
  }

  override floatValue(w_value: W_Root): float {
    return toFloat(w_value);
  }
}

class BytesFormatter extends Formatter {
  override kind(): string {
    return 'bytes';
  }

  override keyObject(key: string): W_Root {
    return newBytes(key);
  }

  override count(text: string): int {
    return text.length;
  }

  override cut(text: string, count: int): string {
    return text.slice(0, count);
  }

  override textFor(letter: int, w_value: W_Root): string | null {
    if (letter === 115 || letter === 98) return bytesValue(w_value);
    return letter === 114 || letter === 97 ? asciiRepr(w_value).utf8() : null;
  }

  override character(w_value: W_Root): string {
    if (w_value instanceof W_BytesBase || w_value instanceof W_BytearrayBase) {
      const text = findBytes(w_value);
      if (text !== null && text.length === 1) return text;
    } else if (w_value instanceof W_IntBase || w_value.getType().findSlot(Slot.INDEX) !== null) {
      const w_int = index(w_value);
      const c = w_int.isWord() ? w_int.toWord() : -1;
      if (c < 0 || c > 255) throw overflowError('%c arg not in range(256)');
      return String.fromCharCode(c);
    }
    throw typeError('%c requires an integer in range(256) or a single byte');
  }

  override letterAt(offset: int): int {
    return this.format.charCodeAt(offset);
  }

  override positionOf(offset: int): int {
    return offset;
  }

  override floatValue(w_value: W_Root): float {
    try {
      return toFloat(w_value);
    } catch (e) {
      const error = caught(e);
      if (error instanceof OperationError && error.matches(TypeErrorType)) {
        throw newError(TypeErrorType, `float argument required, not ${typeName(w_value)}`);
      }
      throw error;
    }
  }
}

function bytesValue(w_value: W_Root): string {
  if (w_value instanceof W_BytesBase) return w_value.value;
  const text = findBytes(w_value);
  if (text !== null) return text;
  const w_method = w_value.getType().findSlot(Slot.BYTES);
  if (w_method !== null) {
    const w_result = callMethodDescriptor0(w_method, w_value);
    if (w_result instanceof W_BytesBase) return w_result.value;
    throw typeError(`__bytes__ returned non-bytes (type ${typeName(w_result)})`);
  }
  throw typeError(
    `%b requires a bytes-like object, or an object that implements __bytes__, not '${typeName(w_value)}'`,
  );
}

export function formatPercent(w_format: W_StrBase, w_values: W_Root): W_Root {
  return newStr(new StrFormatter(w_format.utf8(), w_values).run());
}

export function formatPercentBytes(format: string, w_values: W_Root): string {
  return new BytesFormatter(format, w_values).run();
}

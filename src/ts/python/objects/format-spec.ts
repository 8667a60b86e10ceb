/** The format mini-language: parsing of specifications, padding, grouping of digits. */
import { StringBuilder } from '../../rlib/bytes.js';
import { floorDiv, floorMod, MAX_WORD } from '../../rlib/int.js';
import type { int } from '../../rlib/types.js';
import { valueError } from '../interp/errors.js';
import { fillText } from './text-search.js';
import { codePointAt, sequenceLength } from './w-str-base.js';
import type { OperationError } from './w-exception.js';

export class FormatSpec {
  /** Padding, as UTF-8; and where it goes: `<`, `>`, `=`, `^` or 0 where nothing is said. */
  fill: string = ' ';
  align: int = 0;
  /** `+`, `-`, a space, or 0. */
  sign: int = 0;
  coerceZero: boolean = false;
  alternate: boolean = false;
  /** Whether the padding with zeros came from a `0` before the width. */
  zeroPadded: boolean = false;
  /** -1: not given. */
  width: int = -1;
  precision: int = -1;
  /** `,`, `_` or empty. */
  grouping: string = '';
  /** The code point of the type; 0: not given. */
  type: int = 0;
}

/** Numbers beyond it are refused. */
const LIMIT: int = Math.floor(MAX_WORD / 16);

function isAlign(c: int): boolean {
  return c === 60 || c === 62 || c === 61 || c === 94;
}

/** Reads one specification. */
class SpecParser {
  private at: int = 0;

  constructor(
    private readonly text: string,
    private readonly typeName: string,
  ) {}

  private peek(): int {
    return this.at < this.text.length ? this.text.charCodeAt(this.at) : -1;
  }

  private accept(c: int): boolean {
    if (this.peek() !== c) return false;
    this.at++;
    return true;
  }

  /** A number, or -1. */
  private number(): int {
    const start = this.at;
    let value = 0;
    while (this.peek() >= 48 && this.peek() <= 57) {
      if (value > LIMIT) throw valueError('Too many decimal digits in format string');
      value = value * 10 + this.peek() - 48;
      this.at++;
    }
    return this.at === start ? -1 : value;
  }

  parse(): FormatSpec {
    const text = this.text;
    const spec = new FormatSpec();
    let aligned = false;
    if (text.length > 0) {
      const size = sequenceLength(text.charCodeAt(0));
      if (size < text.length && isAlign(text.charCodeAt(size))) {
        spec.fill = text.slice(0, size);
        spec.align = text.charCodeAt(size);
        this.at = size + 1;
        aligned = true;
      } else if (isAlign(text.charCodeAt(0))) {
        spec.align = text.charCodeAt(0);
        this.at = 1;
      }
    }
    const sign = this.peek();
    if (sign === 43 || sign === 45 || sign === 32) {
      spec.sign = sign;
      this.at++;
    }
    spec.coerceZero = this.accept(122);
    spec.alternate = this.accept(35);
    if (!aligned && this.accept(48)) {
      spec.fill = '0';
      spec.zeroPadded = true;
      if (spec.align === 0) spec.align = 61;
    }
    spec.width = this.number();
    if (this.accept(44)) spec.grouping = ',';
    if (this.accept(95)) {
      if (spec.grouping !== '') throw valueError("Cannot specify both ',' and '_'.");
      spec.grouping = '_';
    }
    if (this.peek() === 44 && spec.grouping === '_') throw valueError("Cannot specify both ',' and '_'.");
    if (this.accept(46)) {
      spec.precision = this.number();
      if (spec.precision < 0) throw valueError('Format specifier missing precision');
    }
    if (this.at < text.length) {
      const c = codePointAt(text, this.at);
      this.at += sequenceLength(text.charCodeAt(this.at));
      if (this.at < text.length) {
        throw valueError(`Invalid format specifier '${text}' for object of type '${this.typeName}'`);
      }
      spec.type = c;
    }
    if (spec.grouping !== '') checkGrouping(spec);
    return spec;
  }
}

function checkGrouping(spec: FormatSpec): void {
  switch (spec.type) {
    case 0:
    case 100:
    case 101:
    case 102:
    case 103:
    case 69:
    case 70:
    case 71:
    case 37:
      return;
    case 98:
    case 111:
    case 120:
    case 88:
      if (spec.grouping === '_') return;
      throw noGrouping(spec);
    default:
      throw noGrouping(spec);
  }
}

function noGrouping(spec: FormatSpec): OperationError {
  return valueError(`Cannot specify '${spec.grouping}' with '${typeText(spec.type)}'.`);
}

function typeText(type: int): string {
  return type > 32 && type < 128 ? String.fromCharCode(type) : `\\x${hex(type)}`;
}

function hex(value: int): string {
  const digits = '0123456789abcdef';
  let text = '';
  let rest = value;
  do {
    text = digits.slice(rest & 15, (rest & 15) + 1) + text;
    rest >>= 4;
  } while (rest > 0);
  return text;
}

export function parseFormatSpec(text: string, typeName: string): FormatSpec {
  return new SpecParser(text, typeName).parse();
}

export function unknownType(type: int, typeName: string): OperationError {
  return valueError(`Unknown format code '${typeText(type)}' for object of type '${typeName}'`);
}

/** Pads text of `length` characters; `align` is what holds where the specification says nothing. */
export function padText(text: string, length: int, spec: FormatSpec, align: int): string {
  const room = spec.width - length;
  if (room <= 0) return text;
  switch (spec.align === 0 ? align : spec.align) {
    case 60:
      return text + fillText(spec.fill, room);
    case 94:
      return fillText(spec.fill, room >> 1) + text + fillText(spec.fill, room - (room >> 1));
    default:
      return fillText(spec.fill, room) + text;
  }
}

/** Digits in groups of `size`, with zeros before them up to `width` characters. */
export function groupDigits(digits: string, separator: string, size: int, width: int): string {
  if (separator === '') return fillText('0', width - digits.length) + digits;
  let count = digits.length;
  while (groupedLength(count, size) < width) count++;
  const all = fillText('0', count - digits.length) + digits;
  const builder = new StringBuilder();
  for (let i = 0; i < all.length; i++) {
    const rest = all.length - i;
    if (i > 0 && floorMod(rest, size) === 0) builder.append(separator);
    builder.appendRange(all, i, i + 1);
  }
  return builder.build();
}

/** Characters of `count` digits in groups. */
function groupedLength(count: int, size: int): int {
  return count <= 0 ? 0 : count + floorDiv(count - 1, size);
}

/** A number's text in its parts: sign, prefix such as `0x`, digits before the point, and all that follows. */
export class NumberText {
  constructor(
    readonly sign: string,
    readonly prefix: string,
    readonly digits: string,
    readonly rest: string,
  ) {}
}

/** The sign shown for a number. */
export function signText(negative: boolean, spec: FormatSpec): string {
  if (negative) return '-';
  return spec.sign === 43 ? '+' : spec.sign === 32 ? ' ' : '';
}

/** Groups and pads a number. */
export function layoutNumber(parts: NumberText, spec: FormatSpec, groupSize: int): string {
  const others = parts.sign.length + parts.prefix.length + parts.rest.length;
  const zeros = spec.fill === '0' && spec.align === 61 ? spec.width - others : 0;
  const isNumber = parts.digits.length > 0 && parts.digits.charCodeAt(0) < 58;
  const digits = isNumber ? groupDigits(parts.digits, spec.grouping, groupSize, zeros) : parts.digits;
  const room = spec.width - others - digits.length;
  if (room > 0 && spec.align === 61) {
    return `${parts.sign}${parts.prefix}${fillText(spec.fill, room)}${digits}${parts.rest}`;
  }
  return padText(`${parts.sign}${parts.prefix}${digits}${parts.rest}`, others + digits.length, spec, 62);
}

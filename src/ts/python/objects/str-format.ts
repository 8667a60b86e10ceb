/** `str.format`, `str.format_map`, `str.__format__`, and the parsing that module `_string` offers. */
import { StringBuilder } from '../../rlib/bytes.js';
import { MAX_WORD } from '../../rlib/int.js';
import type { int } from '../../rlib/types.js';
import { getAttribute } from '../interp/attributes.js';
import { format, repr, str } from '../interp/convert.js';
import { indexError, keyError, typeError, typeName, valueError } from '../interp/errors.js';
import { getItem } from '../interp/items.js';
import { padText, parseFormatSpec, unknownType } from './format-spec.js';
import type { W_Root } from './root.js';
import { asciiRepr } from './str-repr.js';
import { exactStr } from './str.js';
import { W_DictBase } from './w-dict.js';
import { newInt } from './w-int.js';
import { internStr, newStr } from './w-str.js';
import { codePointAt, countCodePoints, skipCodePoints, W_StrBase } from './w-str-base.js';
import { W_TupleBase } from './w-tuple.js';

const LIMIT: int = Math.floor(MAX_WORD / 16);

/** A piece of a format: literal text, then a field unless `isField` is false. */
export class FormatPiece {
  literal: string = '';
  isField: boolean = false;
  name: string = '';
  spec: string = '';
  /** The conversion after `!`, or empty. */
  conversion: string = '';
  specNested: boolean = false;
}

/** Takes a format apart, piece by piece. */
export class FormatParser {
  private at: int = 0;

  constructor(private readonly text: string) {}

  /** The next piece, or null at the end. */
  next(): FormatPiece | null {
    const text = this.text;
    if (this.at >= text.length) return null;
    const piece = new FormatPiece();
    const start = this.at;
    let at = start;
    while (at < text.length && text.charCodeAt(at) !== 123 && text.charCodeAt(at) !== 125) at++;
    if (at >= text.length) {
      piece.literal = text.slice(start, at);
      this.at = at;
      return piece;
    }
    const brace = text.charCodeAt(at);
    if (at + 1 < text.length && text.charCodeAt(at + 1) === brace) {
      // A doubled brace ends the literal, one of the two belongs to it.
      piece.literal = text.slice(start, at + 1);
      this.at = at + 2;
      return piece;
    }
    if (brace === 125) throw valueError("Single '}' encountered in format string");
    if (at + 1 >= text.length) throw valueError("Single '{' encountered in format string");
    piece.literal = text.slice(start, at);
    piece.isField = true;
    this.at = at + 1;
    this.field(piece);
    return piece;
  }

  private field(piece: FormatPiece): void {
    const text = this.text;
    const start = this.at;
    let inBrackets = false;
    let at = start;
    let stop = 0;
    for (; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c === 91) {
        inBrackets = true;
      } else if (c === 93) {
        inBrackets = false;
      } else if (!inBrackets && (c === 123 || c === 125 || c === 58 || c === 33)) {
        stop = c;
        break;
      }
    }
    if (stop === 123) throw valueError("unexpected '{' in field name");
    if (stop === 0) throw valueError("expected '}' before end of string");
    piece.name = text.slice(start, at);
    this.at = at + 1;
    if (stop === 125) return;
    if (stop === 33) {
      if (this.at >= text.length) throw valueError('end of string while looking for conversion specifier');
      const c = codePointAt(text, this.at);
      const end = skipCodePoints(text, this.at, 1);
      if (end >= text.length || c === 125) throw valueError("unmatched '{' in format spec");
      piece.conversion = text.slice(this.at, end);
      this.at = end + 1;
      const after = text.charCodeAt(end);
      if (after === 125) return;
      if (after !== 58) throw valueError("expected ':' after conversion specifier");
    }
    this.specification(piece);
  }

  private specification(piece: FormatPiece): void {
    const text = this.text;
    const start = this.at;
    let depth = 1;
    for (let at = start; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c === 123) {
        piece.specNested = true;
        depth++;
      } else if (c === 125) {
        depth--;
        if (depth === 0) {
          piece.spec = text.slice(start, at);
          this.at = at + 1;
          return;
        }
      }
    }
    throw valueError("unmatched '{' in format spec");
  }
}

/** The number that a text of digits is; -1 if it is something else. */
function fieldNumber(text: string): int {
  if (text.length === 0) return -1;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 48 || c > 57) return -1;
    if (value > LIMIT) throw valueError('Too many decimal digits in format string');
    value = value * 10 + c - 48;
  }
  return value;
}

/** One step of a field name after its first part: `.name`, `[3]` or `[key]`. */
export class FieldStep {
  constructor(
    readonly isAttribute: boolean,
    readonly name: string,
    /** The number of an index; -1 for a key. */
    readonly index: int,
  ) {}

  w_key(): W_Root {
    return this.index >= 0 ? newInt(this.index) : newStr(this.name);
  }
}

/** A field name taken apart. */
export class FieldName {
  readonly first: string;
  /** The number that `first` is, or -1. */
  readonly firstNumber: int;
  private at: int;

  constructor(private readonly text: string) {
    let at = 0;
    while (at < text.length && text.charCodeAt(at) !== 46 && text.charCodeAt(at) !== 91) at++;
    this.first = text.slice(0, at);
    this.firstNumber = fieldNumber(this.first);
    this.at = at;
  }

  next(): FieldStep | null {
    const text = this.text;
    if (this.at >= text.length) return null;
    const opener = text.charCodeAt(this.at);
    const start = this.at + 1;
    let at = start;
    if (opener === 46) {
      while (at < text.length && text.charCodeAt(at) !== 46 && text.charCodeAt(at) !== 91) at++;
      this.at = at;
      if (at === start) throw valueError('Empty attribute in format string');
      return new FieldStep(true, text.slice(start, at), -1);
    }
    if (opener !== 91) throw valueError("Only '.' or '[' may follow ']' in format field specifier");
    at = text.indexOf(']', start);
    if (at < 0) throw valueError("Missing ']' in format string");
    this.at = at + 1;
    if (at === start) throw valueError('Empty attribute in format string');
    const name = text.slice(start, at);
    return new FieldStep(false, name, fieldNumber(name));
  }
}

/** Numbering of fields: automatic, by hand, or not known yet. */
const enum Numbering {
  UNKNOWN,
  AUTOMATIC,
  MANUAL,
}

class StrFormatter {
  private numbering: Numbering = Numbering.UNKNOWN;
  private count: int = 0;

  constructor(
    /** Null for format_map. */
    private readonly args: W_TupleBase | null,
    private readonly w_mapping: W_Root,
  ) {}

  expand(text: string, depth: int): string {
    if (depth < 0) throw valueError('Max string recursion exceeded');
    const builder = new StringBuilder();
    const parser = new FormatParser(text);
    for (;;) {
      const piece = parser.next();
      if (piece === null) return builder.build();
      builder.append(piece.literal);
      if (piece.isField) builder.append(this.field(piece, depth));
    }
  }

  private field(piece: FormatPiece, depth: int): string {
    const w_value = converted(this.value(piece.name), piece.conversion);
    const spec = piece.specNested ? this.expand(piece.spec, depth - 1) : piece.spec;
    return format(w_value, newStr(spec)).utf8();
  }

  private value(text: string): W_Root {
    const name = new FieldName(text);
    let w_value = this.first(name);
    for (;;) {
      const step = name.next();
      if (step === null) return w_value;
      w_value = step.isAttribute
        ? getAttribute(w_value, internStr(newStr(step.name)))
        : getItem(w_value, step.w_key());
    }
  }

  private first(name: FieldName): W_Root {
    let number = name.firstNumber;
    if (name.first.length === 0) {
      this.number(Numbering.AUTOMATIC);
      number = this.count++;
    } else if (number >= 0) {
      this.number(Numbering.MANUAL);
    } else {
      const w_key = newStr(name.first);
      const w_mapping = this.w_mapping;
      if (this.args === null || !(w_mapping instanceof W_DictBase)) return getItem(w_mapping, w_key);
      const w_found = w_mapping.getStr(w_key);
      if (w_found === null) throw keyError(w_key);
      return w_found;
    }
    const args = this.args;
    if (args === null) throw valueError('Format string contains positional fields');
    if (number >= args.items.length) {
      throw indexError(`Replacement index ${number} out of range for positional args tuple`);
    }
    return args.items[number] as W_Root;
  }

  private number(kind: Numbering): void {
    if (this.args === null) return;
    if (this.numbering === Numbering.UNKNOWN) this.numbering = kind;
    if (this.numbering === kind) return;
    throw valueError(
      kind === Numbering.MANUAL
        ? 'cannot switch from automatic field numbering to manual field specification'
        : 'cannot switch from manual field specification to automatic field numbering',
    );
  }
}

function converted(w_value: W_Root, conversion: string): W_Root {
  if (conversion === '') return w_value;
  if (conversion === 'r') return repr(w_value);
  if (conversion === 's') return str(w_value);
  if (conversion === 'a') return asciiRepr(w_value);
  const c = codePointAt(conversion, 0);
  if (c > 32 && c < 127) throw valueError(`Unknown conversion specifier ${conversion}`);
  throw valueError(`Unknown conversion specifier \\x${hexText(c)}`);
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

export function strFormat(self: W_StrBase, w_args: W_Root, w_kwargs: W_DictBase): W_Root {
  if (!(w_args instanceof W_TupleBase)) return self;
  return newStr(new StrFormatter(w_args, w_kwargs).expand(self.utf8(), 1));
}

export function strFormatMap(self: W_StrBase, w_mapping: W_Root): W_Root {
  return newStr(new StrFormatter(null, w_mapping).expand(self.utf8(), 1));
}

export function strDunderFormat(self: W_StrBase, w_spec: W_Root): W_Root {
  if (!(w_spec instanceof W_StrBase)) {
    throw typeError(`__format__() argument must be str, not ${typeName(w_spec)}`);
  }
  if (w_spec.utf8().length === 0) return self.getMap() === null ? exactStr(self) : str(self);
  const spec = parseFormatSpec(w_spec.utf8(), typeName(self));
  if (spec.type !== 0 && spec.type !== 115) throw unknownType(spec.type, typeName(self));
  if (spec.sign !== 0) {
    const what = spec.sign === 32 ? 'Space' : 'Sign';
    throw valueError(`${what} not allowed in string format specifier`);
  }
  if (spec.coerceZero) throw valueError('Negative zero coercion (z) not allowed in string format specifier');
  if (spec.alternate) throw valueError('Alternate form (#) not allowed in string format specifier');
  if (spec.grouping !== '') throw valueError(`Cannot specify '${spec.grouping}' with 's'.`);
  if (spec.align === 61) {
    if (!spec.zeroPadded) throw valueError("'=' alignment not allowed in string format specifier");
    spec.align = 60;
  }
  let text = self.utf8();
  if (spec.precision >= 0) text = text.slice(0, skipCodePoints(text, 0, spec.precision));
  return newStr(padText(text, countCodePoints(text), spec, 60));
}

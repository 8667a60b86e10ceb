/**
 * `_json.make_scanner`: reads a JSON document by recursive descent, one `JsonReader` for each document.
 *
 * Offsets are bytes; the positions that are taken and given count code points. A missing value is a StopIteration with its
 * position, which package json turns into its own error.
 */
import { listToFixed } from '../../../rlib/array.js';
import { cast } from '../../../rlib/object.js';
import type { int } from '../../../rlib/types.js';
import { getAttribute } from '../../interp/attributes.js';
import { call1 } from '../../interp/call.js';
import { isTrue } from '../../interp/compare.js';
import { context } from '../../interp/context.js';
import { toWord } from '../../interp/convert.js';
import { newError, stopIteration, typeError, typeName, valueError } from '../../interp/errors.js';
import { newDict } from '../../objects/dict.js';
import { parseFloatText } from '../../../rlib/float-parse.js';
import { parseInt } from '../../objects/int-text.js';
import { checkedNewType } from '../../objects/new-type.js';
import type { W_Root } from '../../objects/root.js';
import { StrTable } from '../../objects/str-table.js';
import { getset, method, staticmethod, typedef } from '../../objects/typedef.js';
import type { OperationError } from '../../objects/w-exception.js';
import { RecursionErrorType } from '../../objects/w-exception.js';
import { floatType, newFloat } from '../../objects/w-float.js';
import { intType, newBool, newInt, w_False, w_True } from '../../objects/w-int.js';
import { newListOwning, newList } from '../../objects/w-list.js';
import { w_None } from '../../objects/w-none.js';
import { intern, newAsciiStr, W_Str } from '../../objects/w-str.js';
import { W_StrBase } from '../../objects/w-str-base.js';
import { newPair } from '../../objects/w-tuple.js';
import { newBuiltinType, objectType, W_Mapped } from '../../objects/w-type.js';
import type { W_Type } from '../../objects/w-type.js';
import { Control, decodeError, StringReader } from './strings.js';

export const scannerType: W_Type = newBuiltinType('Scanner', objectType);

class W_Scanner extends W_Mapped {
  strict: boolean = true;
  w_objectHook: W_Root = w_None;
  w_pairsHook: W_Root = w_None;
  w_parseFloat: W_Root = w_None;
  w_parseInt: W_Root = w_None;
  w_parseConstant: W_Root = w_None;
}

/** Ints of up to so many characters are words everywhere. */
const SHORT = 15;

class JsonReader {
  private readonly text: string;
  private readonly strings: StringReader;
  /** Keys by their text: equal ones are one object. */
  private readonly keys: StrTable = new StrTable();
  private readonly plainObjects: boolean;
  /** The offset after the value that was read last. */
  at: int = 0;

  constructor(
    private readonly scanner: W_Scanner,
    private readonly w_text: W_StrBase,
  ) {
    this.text = w_text.utf8();
    this.strings = new StringReader(w_text, scanner.strict ? Control.REFUSED : Control.ALLOWED);
    this.plainObjects = scanner.w_objectHook === w_None && scanner.w_pairsHook === w_None;
  }

  /** Reads the value at an offset. */
  read(at: int): W_Root {
    const text = this.text;
    if (at >= text.length) throw this.noValue(at);
    const c = text.charCodeAt(at);
    switch (c) {
      case 34: {
        const w_string = this.strings.read(at + 1);
        this.at = this.strings.end;
        return w_string;
      }
      case 123: {
        this.enter('object');
        try {
          return this.plainObjects ? this.readObject(at + 1) : this.readHooked(at + 1);
        } finally {
          context.depth--;
        }
      }
      case 91: {
        this.enter('array');
        try {
          return this.readArray(at + 1);
        } finally {
          context.depth--;
        }
      }
      case 110:
        return this.word('null', at, w_None);
      case 116:
        return this.word('true', at, w_True);
      case 102:
        return this.word('false', at, w_False);
      case 78:
        return this.constant('NaN', at);
      case 73:
        return this.constant('Infinity', at);
      default:
        if (c === 45 && this.startsWith('-Infinity', at)) return this.constant('-Infinity', at);
        return this.number(at);
    }
  }

  private noValue(at: int): OperationError {
    return stopIteration(newInt(this.w_text.positionOf(at)));
  }

  private enter(what: string): void {
    if (context.depth >= context.recursionLimit) {
      throw newError(
        RecursionErrorType,
        `maximum recursion depth exceeded while decoding a JSON ${what} from a unicode string`,
      );
    }
    context.depth++;
  }

  private startsWith(word: string, at: int): boolean {
    return this.text.slice(at, at + word.length) === word;
  }

  private word(word: string, at: int, w_value: W_Root): W_Root {
    if (!this.startsWith(word, at)) throw this.noValue(at);
    this.at = at + word.length;
    return w_value;
  }

  private constant(word: string, at: int): W_Root {
    if (!this.startsWith(word, at)) throw this.noValue(at);
    this.at = at + word.length;
    return call1(this.scanner.w_parseConstant, newAsciiStr(word));
  }

  /** The first offset from `at` on that is not white space. */
  private skipSpace(at: int): int {
    const text = this.text;
    let i = at;
    while (i < text.length) {
      const c = text.charCodeAt(i);
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) break;
      i++;
    }
    return i;
  }

  /** The byte at an offset, or -1 after the end. */
  private byteAt(at: int): int {
    return at < this.text.length ? this.text.charCodeAt(at) : -1;
  }

  private skipDigits(at: int): int {
    let i = at;
    let c = this.byteAt(i);
    while (c >= 48 && c <= 57) c = this.byteAt(++i);
    return i;
  }

  private number(start: int): W_Root {
    const text = this.text;
    let at = start;
    const negative = text.charCodeAt(at) === 45;
    if (negative) at++;
    const first = this.byteAt(at);
    if (first < 48 || first > 57) throw this.noValue(start);
    const digits = at;
    at = first === 48 ? at + 1 : this.skipDigits(at);
    let end = at;
    if (this.byteAt(end) === 46) {
      const fraction = this.skipDigits(end + 1);
      if (fraction > end + 1) end = fraction;
    }
    if ((this.byteAt(end) | 32) === 101) {
      const sign = this.byteAt(end + 1);
      const from = sign === 43 || sign === 45 ? end + 2 : end + 1;
      const exponent = this.skipDigits(from);
      if (exponent > from) end = exponent;
    }
    this.at = end;
    const scanner = this.scanner;
    if (end > at) {
      const part = text.slice(start, end);
      if (scanner.w_parseFloat === floatType) return newFloat(parseFloatText(part));
      return call1(scanner.w_parseFloat, newAsciiStr(part));
    }
    if (scanner.w_parseInt !== intType) return call1(scanner.w_parseInt, newAsciiStr(text.slice(start, end)));
    if (end - digits > SHORT) {
      const part = text.slice(start, end);
      return parseInt(part, 10, newAsciiStr(part));
    }
    let value = 0;
    for (let i = digits; i < end; i++) value = value * 10 + text.charCodeAt(i) - 48;
    return newInt(negative ? 0 - value : value);
  }

  private readArray(start: int): W_Root {
    const items: W_Root[] = [];
    let at = this.skipSpace(start);
    if (this.byteAt(at) === 93) {
      this.at = at + 1;
      return newListOwning(items);
    }
    for (;;) {
      items.push(this.read(at));
      at = this.skipSpace(this.at);
      const c = this.byteAt(at);
      if (c === 44) {
        at = this.skipSpace(at + 1);
        continue;
      }
      if (c !== 93) throw decodeError("Expecting ',' delimiter", this.w_text, at);
      this.at = at + 1;
      return newList(listToFixed(items));
    }
  }

  /** The key of an entry; afterwards `at` is where its value begins. */
  private readKey(at: int): W_Str {
    if (this.byteAt(at) !== 34) {
      throw decodeError('Expecting property name enclosed in double quotes', this.w_text, at);
    }
    const w_read = this.strings.read(at + 1);
    const entry = this.keys.findEntry(w_read);
    let w_key = w_read;
    if (entry >= 0) w_key = cast(this.keys.keys[entry] as W_StrBase, W_Str);
    else this.keys.set(w_read, null);
    const colon = this.skipSpace(this.strings.end);
    if (this.byteAt(colon) !== 58) throw decodeError("Expecting ':' delimiter", this.w_text, colon);
    this.at = this.skipSpace(colon + 1);
    return w_key;
  }

  /** After a value: the offset of the next key, or -1 at the closing brace. */
  private nextKey(): int {
    const at = this.skipSpace(this.at);
    const c = this.byteAt(at);
    if (c === 44) return this.skipSpace(at + 1);
    if (c !== 125) throw decodeError("Expecting ',' delimiter", this.w_text, at);
    this.at = at + 1;
    return -1;
  }

  private readObject(start: int): W_Root {
    const w_dict = newDict();
    let at = this.skipSpace(start);
    if (this.byteAt(at) === 125) {
      this.at = at + 1;
      return w_dict;
    }
    while (at >= 0) {
      const w_key = this.readKey(at);
      w_dict.setStr(w_key, this.read(this.at));
      at = this.nextKey();
    }
    return w_dict;
  }

  /** An object that goes through `object_pairs_hook` or `object_hook`. */
  private readHooked(start: int): W_Root {
    const scanner = this.scanner;
    const keys: W_Str[] = [];
    const values: W_Root[] = [];
    let at = this.skipSpace(start);
    if (this.byteAt(at) === 125) {
      this.at = at + 1;
      at = -1;
    }
    while (at >= 0) {
      const w_key = this.readKey(at);
      values.push(this.read(this.at));
      keys.push(w_key);
      at = this.nextKey();
    }
    if (scanner.w_pairsHook !== w_None) {
      const pairs: W_Root[] = [];
      for (let i = 0; i < keys.length; i++) pairs.push(newPair(keys[i] as W_Str, values[i] as W_Root));
      return call1(scanner.w_pairsHook, newListOwning(pairs));
    }
    const w_dict = newDict();
    for (let i = 0; i < keys.length; i++) w_dict.setStr(keys[i] as W_Str, values[i] as W_Root);
    return call1(scanner.w_objectHook, w_dict);
  }
}

const n_strict = intern('strict');
const n_object_hook = intern('object_hook');
const n_object_pairs_hook = intern('object_pairs_hook');
const n_parse_float = intern('parse_float');
const n_parse_int = intern('parse_int');
const n_parse_constant = intern('parse_constant');

function scannerNew(w_type: W_Root, w_context: W_Root): W_Root {
  const scanner = new W_Scanner(checkedNewType(w_type, scannerType));
  scanner.strict = isTrue(getAttribute(w_context, n_strict));
  scanner.w_objectHook = getAttribute(w_context, n_object_hook);
  scanner.w_pairsHook = getAttribute(w_context, n_object_pairs_hook);
  scanner.w_parseFloat = getAttribute(w_context, n_parse_float);
  scanner.w_parseInt = getAttribute(w_context, n_parse_int);
  scanner.w_parseConstant = getAttribute(w_context, n_parse_constant);
  return scanner;
}

function scannerCall(self: W_Scanner, w_text: W_Root, w_at: W_Root): W_Root {
  const position = toWord(w_at);
  if (!(w_text instanceof W_StrBase))
    throw typeError(`first argument must be a string, not ${typeName(w_text)}`);
  if (position < 0) throw valueError('idx cannot be negative');
  if (position >= w_text.length()) throw stopIteration(newInt(position));
  const reader = new JsonReader(self, w_text);
  const w_value = reader.read(w_text.byteOffset(position));
  return newPair(w_value, newInt(w_text.positionOf(reader.at)));
}

function getStrict(self: W_Scanner): W_Root {
  return newBool(self.strict);
}

function getObjectHook(self: W_Scanner): W_Root {
  return self.w_objectHook;
}

function getPairsHook(self: W_Scanner): W_Root {
  return self.w_pairsHook;
}

function getParseFloat(self: W_Scanner): W_Root {
  return self.w_parseFloat;
}

function getParseInt(self: W_Scanner): W_Root {
  return self.w_parseInt;
}

function getParseConstant(self: W_Scanner): W_Root {
  return self.w_parseConstant;
}

export const scannerTypedef = typedef(
  scannerType,
  W_Scanner,
  { doc: 'JSON scanner object', hidden: true, module: '_json' },
  [
    staticmethod('__new__', '($type, /, context)', scannerNew),
    method('__call__', '($self, /, string, idx)', scannerCall),
    getset('strict', getStrict, null, null, 'strict'),
    getset('object_hook', getObjectHook, null, null, 'object_hook'),
    getset('object_pairs_hook', getPairsHook),
    getset('parse_float', getParseFloat, null, null, 'parse_float'),
    getset('parse_int', getParseInt, null, null, 'parse_int'),
    getset('parse_constant', getParseConstant, null, null, 'parse_constant'),
  ],
);

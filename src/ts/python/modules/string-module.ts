/** Module `_string`: the parsing of `str.format`, for `string.Formatter`. */
import { typeError, typeName } from '../interp/errors.js';
import { iteratorRows } from '../objects/iterators.js';
import type { W_Root } from '../objects/root.js';
import { W_Iterator } from '../objects/root.js';
import { FieldName, FormatParser } from '../objects/str-format.js';
import { func, moduledef, typedef } from '../objects/typedef.js';
import { newBool, newInt } from '../objects/w-int.js';
import { w_None } from '../objects/w-none.js';
import { newStr } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { newPair, newTuple } from '../objects/w-tuple.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';

const formatterIteratorType: W_Type = newBuiltinType('formatteriterator', objectType);
const fieldNameIteratorType: W_Type = newBuiltinType('fieldnameiterator', objectType);

/** Gives (literal, field name, specification, conversion). */
class W_FormatterIterator extends W_Iterator {
  private readonly parser: FormatParser;

  constructor(text: string) {
    super();
    this.parser = new FormatParser(text);
  }

  override getType(): W_Type {
    return formatterIteratorType;
  }

  override next(): W_Root | null {
    const piece = this.parser.next();
    if (piece === null) return null;
    const w_literal = newStr(piece.literal);
    if (!piece.isField) return newTuple([w_literal, w_None, w_None, w_None]);
    const w_conversion = piece.conversion === '' ? w_None : newStr(piece.conversion);
    return newTuple([w_literal, newStr(piece.name), newStr(piece.spec), w_conversion]);
  }
}

/** Gives (is attribute, name or index). */
class W_FieldNameIterator extends W_Iterator {
  constructor(private readonly name: FieldName) {
    super();
  }

  override getType(): W_Type {
    return fieldNameIteratorType;
  }

  override next(): W_Root | null {
    const step = this.name.next();
    if (step === null) return null;
    return newPair(newBool(step.isAttribute), step.w_key());
  }
}

function textOf(w_obj: W_Root): string {
  if (w_obj instanceof W_StrBase) return w_obj.utf8();
  throw typeError(`expected str, got ${typeName(w_obj)}`);
}

function formatterParser(w_format: W_Root): W_Root {
  return new W_FormatterIterator(textOf(w_format));
}

function fieldNameSplit(w_name: W_Root): W_Root {
  const name = new FieldName(textOf(w_name));
  const w_first = name.firstNumber >= 0 ? newInt(name.firstNumber) : newStr(name.first);
  return newPair(w_first, new W_FieldNameIterator(name));
}

export const stringModule = moduledef(
  '_string',
  'string helper module',
  [
    func('formatter_parser', '($module, format, /)', formatterParser),
    func('formatter_field_name_split', '($module, name, /)', fieldNameSplit),
  ],
  [
    typedef(formatterIteratorType, W_FormatterIterator, { subclassable: false }, iteratorRows),
    typedef(fieldNameIteratorType, W_FieldNameIterator, { subclassable: false }, iteratorRows),
  ],
);

/** `_csv.writer`: writes records, with quotes around the fields that need them. */
import { StringBuilder } from '../../../rlib/bytes.js';
import type { int } from '../../../rlib/types.js';
import { findAttribute } from '../../interp/attributes.js';
import { call1 } from '../../interp/call.js';
import { str } from '../../interp/convert.js';
import { typeError, typeName } from '../../interp/errors.js';
import { iter, next } from '../../interp/iteration.js';
import { isCallable } from '../../objects/function.js';
import { W_Root } from '../../objects/root.js';
import { Slot } from '../../objects/slots.js';
import { getset, method, typedef } from '../../objects/typedef.js';
import type { W_DictBase } from '../../objects/w-dict.js';
import { W_ComplexBase, W_FloatBase } from '../../objects/w-float.js';
import { W_IntBase } from '../../objects/w-int.js';
import { w_None } from '../../objects/w-none.js';
import { intern, newStr } from '../../objects/w-str.js';
import { sequenceLength, W_StrBase } from '../../objects/w-str-base.js';
import type { W_TupleBase } from '../../objects/w-tuple.js';
import { newBuiltinType, objectType } from '../../objects/w-type.js';
import type { W_Type } from '../../objects/w-type.js';
import { csvError, DialectArguments, Quoting } from './dialect.js';
import type { W_Dialect } from './dialect.js';

export const writerType: W_Type = newBuiltinType('writer', objectType);

export class W_Writer extends W_Root {
  constructor(
    readonly w_write: W_Root,
    readonly w_dialect: W_Dialect,
  ) {
    super();
  }

  override getType(): W_Type {
    return writerType;
  }
}

const n_write = intern('write');

export function writer(w_args: W_TupleBase, w_kwargs: W_DictBase): W_Root {
  const given = new DialectArguments(w_args, w_kwargs);
  const w_write = findAttribute(given.w_first, n_write);
  if (w_write === null || !isCallable(w_write)) throw typeError('argument 1 must have a "write" method');
  return new W_Writer(w_write, given.w_dialect);
}

/** Whether an object is a number: QUOTE_NONNUMERIC leaves those without quotes. */
function isNumber(w_obj: W_Root): boolean {
  if (w_obj instanceof W_IntBase || w_obj instanceof W_FloatBase || w_obj instanceof W_ComplexBase)
    return true;
  const w_type = w_obj.getType();
  return (
    w_type.findSlot(Slot.INDEX) !== null ||
    w_type.findSlot(Slot.INT) !== null ||
    w_type.findSlot(Slot.FLOAT) !== null
  );
}

/** A field as it is written. */
function fieldText(dialect: W_Dialect, text: string, quotedAnyway: boolean): string {
  const builder = new StringBuilder();
  let quoted = quotedAnyway;
  let from = 0;
  let at = 0;
  while (at < text.length) {
    const size = sequenceLength(text.charCodeAt(at));
    const c = text.slice(at, at + size);
    const isQuote = c === dialect.quotechar;
    const isEscape = c === dialect.escapechar;
    if (isQuote || isEscape || c === dialect.delimiter || dialect.lineterminator.indexOf(c, 0) >= 0) {
      let escaped = dialect.quoting === Quoting.NONE || isEscape;
      if (!escaped && isQuote) {
        escaped = !dialect.doublequote;
        if (!escaped) {
          builder.appendRange(text, from, at);
          builder.append(c);
          from = at;
        }
      }
      if (escaped) {
        if (dialect.escapechar.length === 0) throw csvError('need to escape, but no escapechar set');
        builder.appendRange(text, from, at);
        builder.append(dialect.escapechar);
        from = at;
      } else {
        quoted = true;
      }
    }
    at += size;
  }
  builder.appendRange(text, from, text.length);
  const inner = builder.build();
  return quoted ? `${dialect.quotechar}${inner}${dialect.quotechar}` : inner;
}

function writeRow(self: W_Writer, w_fields: W_Root): W_Root {
  const dialect = self.w_dialect;
  const w_type = w_fields.getType();
  if (w_type.findSlot(Slot.ITER) === null && w_type.findSlot(Slot.GETITEM) === null) {
    throw csvError(`iterable expected, not ${typeName(w_fields)}`);
  }
  const w_iterator = iter(w_fields);
  const builder = new StringBuilder();
  let count: int = 0;
  for (;;) {
    const w_field = next(w_iterator);
    if (w_field === null) break;
    let quoted = dialect.quoting === Quoting.ALL;
    if (dialect.quoting === Quoting.NONNUMERIC) quoted = !isNumber(w_field);
    const text =
      w_field instanceof W_StrBase ? w_field.utf8() : w_field === w_None ? '' : str(w_field).utf8();
    if (count > 0) builder.append(dialect.delimiter);
    builder.append(fieldText(dialect, text, quoted));
    count++;
  }
  // A record of one empty field would look like an empty line.
  if (count > 0 && builder.length() === 0) {
    if (dialect.quoting === Quoting.NONE) throw csvError('single empty field record must be quoted');
    builder.append(dialect.quotechar + dialect.quotechar);
  }
  builder.append(dialect.lineterminator);
  return call1(self.w_write, newStr(builder.build()));
}

function writeRows(self: W_Writer, w_rows: W_Root): W_Root {
  const w_iterator = iter(w_rows);
  for (;;) {
    const w_row = next(w_iterator);
    if (w_row === null) return w_None;
    writeRow(self, w_row);
  }
}

function getDialect(self: W_Writer): W_Root {
  return self.w_dialect;
}

export const writerTypedef = typedef(
  writerType,
  W_Writer,
  { doc: 'CSV writer', hidden: true, module: '_csv', subclassable: false },
  [
    method('writerow', '($self, iterable, /)', writeRow),
    method('writerows', '($self, iterable, /)', writeRows),
    getset('dialect', getDialect),
  ],
);

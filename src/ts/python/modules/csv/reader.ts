/**
 * `_csv.reader`: records of lines. Each line is gone through character by character in one of a few states, as it was read; a
 * quoted field may go on over several lines. Runs of ordinary characters are taken at once.
 */
import { StringBuilder } from '../../../rlib/bytes.js';
import type { int } from '../../../rlib/types.js';
import { iter, next } from '../../interp/iteration.js';
import { typeName } from '../../interp/errors.js';
import { parseFloat } from '../../objects/float-text.js';
import { asciiNumber } from '../../objects/int-text.js';
import { iteratorRows } from '../../objects/iterators.js';
import { W_Iterator } from '../../objects/root.js';
import type { W_Root } from '../../objects/root.js';
import { getset, typedef } from '../../objects/typedef.js';
import type { W_DictBase } from '../../objects/w-dict.js';
import { newFloat } from '../../objects/w-float.js';
import { newInt } from '../../objects/w-int.js';
import { newListOwning } from '../../objects/w-list.js';
import { newStr } from '../../objects/w-str.js';
import { countCodePoints, sequenceLength, W_StrBase } from '../../objects/w-str-base.js';
import type { W_TupleBase } from '../../objects/w-tuple.js';
import { newBuiltinType, objectType } from '../../objects/w-type.js';
import type { W_Type } from '../../objects/w-type.js';
import { csvError, DialectArguments, fieldLimit, Quoting } from './dialect.js';
import type { W_Dialect } from './dialect.js';

export const readerType: W_Type = newBuiltinType('reader', objectType);

const enum State {
  START_RECORD,
  START_FIELD,
  ESCAPED,
  /** After an escaped line end, which may be followed by the end of the line. */
  AFTER_ESCAPED_END,
  IN_FIELD,
  IN_QUOTED,
  ESCAPED_IN_QUOTED,
  /** After a quote within a quoted field: the end of it, or half of a doubled quote. */
  QUOTE_IN_QUOTED,
  AFTER_LINE_END,
}

/** Stands for the end of a line as an item of the iterator. */
const END = '';

export class W_Reader extends W_Iterator {
  private state: State = State.START_RECORD;
  private fields: W_Root[] = [];
  private field: StringBuilder = new StringBuilder();
  private numeric: boolean = false;
  lines: int = 0;

  constructor(
    private readonly w_lines: W_Root,
    readonly w_dialect: W_Dialect,
  ) {
    super();
  }

  override getType(): W_Type {
    return readerType;
  }

  override next(): W_Root | null {
    this.restart();
    do {
      const w_line = next(this.w_lines);
      if (w_line === null) {
        if (this.field.length() === 0 && this.state !== State.IN_QUOTED) return null;
        if (this.w_dialect.strict) throw csvError('unexpected end of data');
        this.endField();
        break;
      }
      if (!(w_line instanceof W_StrBase)) {
        throw csvError(
          `iterator should return strings, not ${typeName(w_line)} (the file should be opened in text mode)`,
        );
      }
      this.lines++;
      this.readLine(w_line.utf8());
      this.take(END);
    } while (this.state !== State.START_RECORD);
    const fields = this.fields;
    this.fields = [];
    return newListOwning(fields);
  }

  private restart(): void {
    this.fields = [];
    this.field = new StringBuilder();
    this.numeric = false;
    this.state = State.START_RECORD;
  }

  private readLine(text: string): void {
    const dialect = this.w_dialect;
    const delimiter = dialect.delimiter.charCodeAt(0);
    const quote = dialect.quotechar.length === 0 ? -1 : dialect.quotechar.charCodeAt(0);
    const escape = dialect.escapechar.length === 0 ? -1 : dialect.escapechar.charCodeAt(0);
    let at = 0;
    while (at < text.length) {
      if (this.state === State.IN_FIELD || this.state === State.IN_QUOTED) {
        const from = at;
        while (at < text.length) {
          const c = text.charCodeAt(at);
          if (c === delimiter || c === quote || c === escape || c === 10 || c === 13) break;
          at++;
        }
        if (at > from) {
          this.add(text.slice(from, at));
          continue;
        }
      }
      const size = sequenceLength(text.charCodeAt(at));
      this.take(text.slice(at, at + size));
      at += size;
    }
  }

  private add(text: string): void {
    const limit = fieldLimit.value;
    this.field.append(text);
    if (this.field.length() > limit && countCodePoints(this.field.build()) > limit) {
      throw csvError(`field larger than field limit (${limit})`);
    }
  }

  private endField(): void {
    const w_field = newStr(this.field.build());
    this.field = new StringBuilder();
    if (this.numeric) {
      this.numeric = false;
      this.fields.push(newFloat(parseFloat(asciiNumber(w_field.utf8()), w_field)));
    } else {
      this.fields.push(w_field);
    }
  }

  /** The state after a line end that was not quoted. */
  private endRecord(c: string): void {
    this.state = c === END ? State.START_RECORD : State.AFTER_LINE_END;
  }

  /** Takes the next character. */
  private take(c: string): void {
    const dialect = this.w_dialect;
    const lineEnd = c === END || c === '\n' || c === '\r';
    switch (this.state) {
      case State.START_RECORD:
        if (c === END) return;
        if (lineEnd) this.state = State.AFTER_LINE_END;
        else this.startField(c);
        return;
      case State.START_FIELD:
        this.startField(c);
        return;
      case State.ESCAPED:
        this.add(c === END ? '\n' : c);
        this.state = lineEnd && c !== END ? State.AFTER_ESCAPED_END : State.IN_FIELD;
        return;
      case State.AFTER_ESCAPED_END:
        if (c !== END) this.continueField(c);
        return;
      case State.IN_FIELD:
        this.continueField(c);
        return;
      case State.IN_QUOTED:
        if (c === END) return;
        if (c === dialect.escapechar) this.state = State.ESCAPED_IN_QUOTED;
        else if (c === dialect.quotechar && dialect.quoting !== Quoting.NONE) {
          this.state = dialect.doublequote ? State.QUOTE_IN_QUOTED : State.IN_FIELD;
        } else this.add(c);
        return;
      case State.ESCAPED_IN_QUOTED:
        this.add(c === END ? '\n' : c);
        this.state = State.IN_QUOTED;
        return;
      case State.QUOTE_IN_QUOTED:
        this.afterQuote(c);
        return;
      case State.AFTER_LINE_END:
        if (c === END) this.state = State.START_RECORD;
        else if (!lineEnd) {
          throw csvError(
            'new-line character seen in unquoted field - do you need to open the file in universal-newline mode?',
          );
        }
        return;
    }
  }

  private startField(c: string): void {
    const dialect = this.w_dialect;
    if (c === END || c === '\n' || c === '\r') {
      this.endField();
      this.endRecord(c);
    } else if (c === dialect.quotechar && dialect.quoting !== Quoting.NONE) {
      this.state = State.IN_QUOTED;
    } else if (c === dialect.escapechar) {
      this.state = State.ESCAPED;
    } else if (c === ' ' && dialect.skipinitialspace) {
      this.state = State.START_FIELD;
    } else if (c === dialect.delimiter) {
      this.endField();
      this.state = State.START_FIELD;
    } else {
      if (dialect.quoting === Quoting.NONNUMERIC) this.numeric = true;
      this.add(c);
      this.state = State.IN_FIELD;
    }
  }

  private continueField(c: string): void {
    const dialect = this.w_dialect;
    if (c === END || c === '\n' || c === '\r') {
      this.endField();
      this.endRecord(c);
    } else if (c === dialect.escapechar) {
      this.state = State.ESCAPED;
    } else if (c === dialect.delimiter) {
      this.endField();
      this.state = State.START_FIELD;
    } else {
      // After an escaped line end the state stays: the end of this line does not end the record then, as in CPython.
      this.add(c);
    }
  }

  private afterQuote(c: string): void {
    const dialect = this.w_dialect;
    if (dialect.quoting !== Quoting.NONE && c === dialect.quotechar) {
      this.add(c);
      this.state = State.IN_QUOTED;
    } else if (c === dialect.delimiter) {
      this.endField();
      this.state = State.START_FIELD;
    } else if (c === END || c === '\n' || c === '\r') {
      this.endField();
      this.endRecord(c);
    } else if (!dialect.strict) {
      this.add(c);
      this.state = State.IN_FIELD;
    } else {
      throw csvError(`'${dialect.delimiter}' expected after '${dialect.quotechar}'`);
    }
  }
}

export function reader(w_args: W_TupleBase, w_kwargs: W_DictBase): W_Root {
  if (w_args.items.length > 0) iter(w_args.items[0] as W_Root);
  const given = new DialectArguments(w_args, w_kwargs);
  return new W_Reader(iter(given.w_first), given.w_dialect);
}

function getDialect(self: W_Reader): W_Root {
  return self.w_dialect;
}

function getLineNum(self: W_Reader): W_Root {
  return newInt(self.lines);
}

export const readerTypedef = typedef(
  readerType,
  W_Reader,
  { doc: 'CSV reader', hidden: true, module: '_csv', subclassable: false },
  [...iteratorRows, getset('dialect', getDialect), getset('line_num', getLineNum)],
);

/** `_json.make_encoder`: writes a tree of objects as JSON text without line breaks. */
import { StringBuilder } from '../../../rlib/bytes.js';
import { listToFixed } from '../../../rlib/array.js';
import type { FixedArray } from '../../../rlib/array.js';
import type { float, int } from '../../../rlib/types.js';
import { callMethod0 } from '../../interp/attributes.js';
import { call1 } from '../../interp/call.js';
import { isTrue } from '../../interp/compare.js';
import { context } from '../../interp/context.js';
import { newError, typeError, typeName, valueError } from '../../interp/errors.js';
import { collect } from '../../interp/iteration.js';
import { floatText } from '../../../rlib/dtoa.js';
import { intToText } from '../../objects/int-text.js';
import { sortList } from '../../objects/list-sort.js';
import { checkedNewType } from '../../objects/new-type.js';
import type { W_Root } from '../../objects/root.js';
import { getset, method, staticmethod, typedef } from '../../objects/typedef.js';
import { BuiltinCode1, W_Builtin } from '../../objects/w-builtin.js';
import { W_Dict, W_DictBase } from '../../objects/w-dict.js';
import { RecursionErrorType } from '../../objects/w-exception.js';
import { W_FloatBase } from '../../objects/w-float.js';
import { newBool, w_False, w_True, W_IntBase } from '../../objects/w-int.js';
import { listItems, newListOwning, W_ListBase } from '../../objects/w-list.js';
import { w_None } from '../../objects/w-none.js';
import { intern, newAsciiStr, newStr } from '../../objects/w-str.js';
import { W_StrBase } from '../../objects/w-str-base.js';
import { newPair, W_TupleBase } from '../../objects/w-tuple.js';
import { newBuiltinType, objectType, W_Mapped } from '../../objects/w-type.js';
import type { W_Type } from '../../objects/w-type.js';
import { appendQuoted, appendQuotedAscii } from './strings.js';

export const encoderType: W_Type = newBuiltinType('Encoder', objectType);

/** Who writes strings: this module's own two functions are recognized. */
const enum Quoting {
  ASCII,
  PLAIN,
  CALL,
}

class W_Encoder extends W_Mapped {
  w_markers: W_Root = w_None;
  w_default: W_Root = w_None;
  w_encoder: W_Root = w_None;
  w_indent: W_Root = w_None;
  w_keySeparator: W_Root = w_None;
  w_itemSeparator: W_Root = w_None;
  keySeparator: string = '';
  itemSeparator: string = '';
  sortKeys: boolean = false;
  skipKeys: boolean = false;
  allowNan: boolean = false;
  quoting: Quoting = Quoting.CALL;
}

const MODULE = '_json';
const n_items = intern('items');

class JsonWriter {
  readonly builder: StringBuilder = new StringBuilder();
  /** The containers around the present object, to find circles. */
  private readonly open: W_Root[] = [];

  constructor(private readonly encoder: W_Encoder) {}

  write(w_obj: W_Root): void {
    const builder = this.builder;
    if (w_obj instanceof W_StrBase) {
      this.writeString(w_obj);
    } else if (w_obj === w_None) {
      builder.append('null');
    } else if (w_obj === w_True) {
      builder.append('true');
    } else if (w_obj === w_False) {
      builder.append('false');
    } else if (w_obj instanceof W_IntBase) {
      builder.append(intToText(w_obj));
    } else if (w_obj instanceof W_FloatBase) {
      builder.append(this.floatForm(w_obj.value));
    } else {
      this.enter(w_obj);
      if (w_obj instanceof W_ListBase) this.writeList(w_obj);
      else if (w_obj instanceof W_TupleBase) this.writeItems(w_obj.items);
      else if (w_obj instanceof W_DictBase) this.writeDict(w_obj);
      else this.write(call1(this.encoder.w_default, w_obj));
      this.open.pop();
      context.depth--;
    }
  }

  private enter(w_obj: W_Root): void {
    if (this.encoder.w_markers !== w_None) {
      for (const w_outer of this.open) if (w_outer === w_obj) throw valueError('Circular reference detected');
    }
    if (context.depth >= context.recursionLimit) {
      throw newError(RecursionErrorType, 'maximum recursion depth exceeded while encoding a JSON object');
    }
    context.depth++;
    this.open.push(w_obj);
  }

  private floatForm(value: float): string {
    if (Number.isFinite(value)) return floatText(value);
    if (!this.encoder.allowNan) throw valueError('Out of range float values are not JSON compliant');
    return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  }

  private writeString(w_text: W_StrBase): void {
    const quoting = this.encoder.quoting;
    if (quoting === Quoting.ASCII) {
      appendQuotedAscii(this.builder, w_text.utf8());
    } else if (quoting === Quoting.PLAIN) {
      appendQuoted(this.builder, w_text.utf8());
    } else {
      const w_quoted = call1(this.encoder.w_encoder, w_text);
      if (!(w_quoted instanceof W_StrBase)) {
        throw typeError(`encoder() must return a string, not ${typeName(w_quoted)}`);
      }
      this.builder.append(w_quoted.utf8());
    }
  }

  private writeItems(items: FixedArray<W_Root>): void {
    const builder = this.builder;
    builder.append('[');
    for (let i = 0; i < items.length; i++) {
      if (i > 0) builder.append(this.encoder.itemSeparator);
      this.write(items[i] as W_Root);
    }
    builder.append(']');
  }

  /** Python code that is called may change the list. */
  private writeList(w_list: W_ListBase): void {
    const builder = this.builder;
    builder.append('[');
    for (let i = 0; i < w_list.length(); i++) {
      if (i > 0) builder.append(this.encoder.itemSeparator);
      this.write(w_list.get(i));
    }
    builder.append(']');
  }

  private writeDict(w_dict: W_DictBase): void {
    this.builder.append('{');
    let any = false;
    if (w_dict instanceof W_Dict && !this.encoder.sortKeys) {
      const keys: W_Root[] = [];
      const values: W_Root[] = [];
      const storage = w_dict.storage;
      for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
        keys.push(storage.keyAt(at));
        values.push(storage.valueAt(at));
      }
      for (let i = 0; i < keys.length; i++)
        any = this.writeEntry(keys[i] as W_Root, values[i] as W_Root, any);
    } else {
      for (const w_item of this.entriesOf(w_dict)) {
        if (!(w_item instanceof W_TupleBase) || w_item.items.length !== 2)
          throw valueError('items must return 2-tuples');
        any = this.writeEntry(w_item.items[0] as W_Root, w_item.items[1] as W_Root, any);
      }
    }
    this.builder.append('}');
  }

  private entriesOf(w_dict: W_DictBase): FixedArray<W_Root> {
    const items: W_Root[] = [];
    if (w_dict instanceof W_Dict) {
      const storage = w_dict.storage;
      for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
        items.push(newPair(storage.keyAt(at), storage.valueAt(at)));
      }
    } else {
      for (const w_item of collect(callMethod0(w_dict, n_items))) items.push(w_item);
    }
    if (!this.encoder.sortKeys) return listToFixed(items);
    const w_sorted = newListOwning(items);
    sortList(w_sorted, null, false);
    return listItems(w_sorted);
  }

  /** Writes an entry after others (`any`) or first; tells whether there are any now. */
  private writeEntry(w_key: W_Root, w_value: W_Root, any: boolean): boolean {
    const builder = this.builder;
    let text = '';
    if (w_key instanceof W_StrBase) text = '';
    else if (w_key instanceof W_FloatBase) text = this.floatForm(w_key.value);
    else if (w_key === w_True) text = 'true';
    else if (w_key === w_False) text = 'false';
    else if (w_key === w_None) text = 'null';
    else if (w_key instanceof W_IntBase) text = intToText(w_key);
    else if (this.encoder.skipKeys) return any;
    else throw typeError(`keys must be str, int, float, bool or None, not ${typeName(w_key)}`);
    if (any) builder.append(this.encoder.itemSeparator);
    if (w_key instanceof W_StrBase) this.writeString(w_key);
    else this.writeString(newStr(text));
    builder.append(this.encoder.keySeparator);
    this.write(w_value);
    return true;
  }
}

function quotingOf(w_encoder: W_Root): Quoting {
  if (
    w_encoder instanceof W_Builtin &&
    w_encoder.code instanceof BuiltinCode1 &&
    w_encoder.moduleName === MODULE
  ) {
    if (w_encoder.code.name === 'encode_basestring_ascii') return Quoting.ASCII;
    if (w_encoder.code.name === 'encode_basestring') return Quoting.PLAIN;
  }
  return Quoting.CALL;
}

function separator(w_text: W_Root, argument: int): string {
  if (w_text instanceof W_StrBase) return w_text.utf8();
  throw typeError(`make_encoder() argument ${argument} must be str, not ${typeName(w_text)}`);
}

function encoderNew(
  w_type: W_Root,
  w_markers: W_Root,
  w_default: W_Root,
  w_encoder: W_Root,
  w_indent: W_Root,
  w_keySeparator: W_Root,
  w_itemSeparator: W_Root,
  w_sortKeys: W_Root,
  w_skipKeys: W_Root,
  w_allowNan: W_Root,
): W_Root {
  const encoder = new W_Encoder(checkedNewType(w_type, encoderType));
  encoder.keySeparator = separator(w_keySeparator, 5);
  encoder.itemSeparator = separator(w_itemSeparator, 6);
  encoder.sortKeys = isTrue(w_sortKeys);
  encoder.skipKeys = isTrue(w_skipKeys);
  encoder.allowNan = isTrue(w_allowNan);
  if (w_markers !== w_None && !(w_markers instanceof W_DictBase)) {
    throw typeError(`make_encoder() argument 1 must be dict or None, not ${typeName(w_markers)}`);
  }
  encoder.w_markers = w_markers;
  encoder.w_default = w_default;
  encoder.w_encoder = w_encoder;
  encoder.w_indent = w_indent;
  encoder.w_keySeparator = w_keySeparator;
  encoder.w_itemSeparator = w_itemSeparator;
  encoder.quoting = quotingOf(w_encoder);
  return encoder;
}

function encoderCall(self: W_Encoder, w_obj: W_Root, _w_level: W_Root): W_Root {
  const writer = new JsonWriter(self);
  const depth = context.depth;
  try {
    writer.write(w_obj);
  } finally {
    context.depth = depth;
  }
  const text = writer.builder.build();
  // Separators and the encoder's own strings may hold anything.
  const ascii =
    self.quoting === Quoting.ASCII && isAscii(self.w_keySeparator) && isAscii(self.w_itemSeparator);
  return newListOwning([ascii ? newAsciiStr(text) : newStr(text)]);
}

function isAscii(w_text: W_Root): boolean {
  return w_text instanceof W_StrBase && w_text.isAscii();
}

function getMarkers(self: W_Encoder): W_Root {
  return self.w_markers;
}

function getDefault(self: W_Encoder): W_Root {
  return self.w_default;
}

function getEncoder(self: W_Encoder): W_Root {
  return self.w_encoder;
}

function getIndent(self: W_Encoder): W_Root {
  return self.w_indent;
}

function getKeySeparator(self: W_Encoder): W_Root {
  return self.w_keySeparator;
}

function getItemSeparator(self: W_Encoder): W_Root {
  return self.w_itemSeparator;
}

function getSortKeys(self: W_Encoder): W_Root {
  return newBool(self.sortKeys);
}

function getSkipKeys(self: W_Encoder): W_Root {
  return newBool(self.skipKeys);
}

const ENCODER_DOC =
  'Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)';

export const encoderTypedef = typedef(
  encoderType,
  W_Encoder,
  { doc: ENCODER_DOC, hidden: true, module: '_json' },
  [
    staticmethod(
      '__new__',
      '($type, /, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)',
      encoderNew,
    ),
    method('__call__', '($self, /, obj, _current_indent_level)', encoderCall),
    getset('markers', getMarkers, null, null, 'markers'),
    getset('default', getDefault, null, null, 'default'),
    getset('encoder', getEncoder, null, null, 'encoder'),
    getset('indent', getIndent, null, null, 'indent'),
    getset('key_separator', getKeySeparator, null, null, 'key_separator'),
    getset('item_separator', getItemSeparator, null, null, 'item_separator'),
    getset('sort_keys', getSortKeys, null, null, 'sort_keys'),
    getset('skipkeys', getSkipKeys, null, null, 'skipkeys'),
  ],
);

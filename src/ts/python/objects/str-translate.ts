/** `str.translate` and `str.maketrans`. */
import { StringBuilder } from '../../rlib/bytes.js';
import { caught } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { typeError, typeName, valueError } from '../interp/errors.js';
import { getItem } from '../interp/items.js';
import { newDict } from './dict.js';
import type { W_Root } from './root.js';
import { W_Dict, W_DictBase } from './w-dict.js';
import { LookupErrorType, OperationError } from './w-exception.js';
import { newInt, W_IntBase } from './w-int.js';
import { w_None } from './w-none.js';
import { newStr } from './w-str.js';
import { codePointAt, sequenceLength, W_StrBase } from './w-str-base.js';

const MAX_CODE_POINT = 0x10ffff;

/** Appends what a character becomes; its code point if the table does not know it. */
function appendMapped(builder: StringBuilder, w_table: W_Root, c: int): void {
  let w_value: W_Root;
  if (w_table instanceof W_Dict) {
    const w_found = w_table.get(newInt(c));
    if (w_found === null) {
      builder.appendCodePoint(c);
      return;
    }
    w_value = w_found;
  } else {
    try {
      w_value = getItem(w_table, newInt(c));
    } catch (e) {
      const error = caught(e);
      if (error instanceof OperationError && error.matches(LookupErrorType)) {
        builder.appendCodePoint(c);
        return;
      }
      throw error;
    }
  }
  if (w_value === w_None) return;
  if (w_value instanceof W_StrBase) {
    builder.append(w_value.utf8());
  } else if (w_value instanceof W_IntBase) {
    const mapped = w_value.isWord() ? w_value.toWord() : -1;
    if (mapped < 0 || mapped > MAX_CODE_POINT)
      throw valueError('character mapping must be in range(0x110000)');
    builder.appendCodePoint(mapped);
  } else {
    throw typeError('character mapping must return integer, None or str');
  }
}

export function strTranslate(self: W_StrBase, w_table: W_Root): W_Root {
  const text = self.utf8();
  const builder = new StringBuilder();
  let at = 0;
  while (at < text.length) {
    appendMapped(builder, w_table, codePointAt(text, at));
    at += sequenceLength(text.charCodeAt(at));
  }
  return newStr(builder.build());
}

function translationFromDict(w_source: W_DictBase): W_Root {
  const w_table = newDict();
  const storage = w_source.storage;
  for (let i = storage.next(0); i >= 0; i = storage.next(i + 1)) {
    const w_key = storage.keyAt(i);
    const w_value = storage.valueAt(i);
    if (w_key instanceof W_StrBase) {
      if (w_key.length() !== 1) throw valueError('string keys in translate table must be of length 1');
      w_table.set(newInt(codePointAt(w_key.utf8(), 0)), w_value);
    } else if (w_key instanceof W_IntBase) {
      w_table.set(w_key, w_value);
    } else {
      throw typeError('keys in translate table must be strings or integers');
    }
  }
  return w_table;
}

function checkStrArgument(w_obj: W_Root, position: int): W_StrBase {
  if (w_obj instanceof W_StrBase) return w_obj;
  throw typeError(`maketrans() argument ${position} must be str, not ${typeName(w_obj)}`);
}

export function strMaketrans(w_x: W_Root, w_y: W_Root | null, w_z: W_Root | null): W_Root {
  if (w_y === null) {
    if (w_x instanceof W_DictBase) return translationFromDict(w_x);
    throw typeError('if you give only one argument to maketrans it must be a dict');
  }
  const w_to = checkStrArgument(w_y, 2);
  if (!(w_x instanceof W_StrBase)) {
    throw typeError('first maketrans argument must be a string if there is a second argument');
  }
  if (w_x.length() !== w_to.length()) {
    throw valueError('the first two maketrans arguments must have equal length');
  }
  const w_table = newDict();
  let from = 0;
  let to = 0;
  while (from < w_x.utf8().length) {
    w_table.set(newInt(codePointAt(w_x.utf8(), from)), newInt(codePointAt(w_to.utf8(), to)));
    from += sequenceLength(w_x.utf8().charCodeAt(from));
    to += sequenceLength(w_to.utf8().charCodeAt(to));
  }
  if (w_z !== null) {
    const removed = checkStrArgument(w_z, 3).utf8();
    let at = 0;
    while (at < removed.length) {
      w_table.set(newInt(codePointAt(removed, at)), w_None);
      at += sequenceLength(removed.charCodeAt(at));
    }
  }
  return w_table;
}

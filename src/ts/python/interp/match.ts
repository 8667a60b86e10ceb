/** Structural pattern matching (PEP 634). */
import { sealList } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import { newSet, setAdd } from '../objects/set.js';
import type { W_Root } from '../objects/root.js';
import { W_Dict } from '../objects/w-dict.js';
import { w_None } from '../objects/w-none.js';
import { intern } from '../objects/w-str.js';
import type { W_Str } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { newTuple, W_TupleBase } from '../objects/w-tuple.js';
import { objectType, W_Instance, W_Type } from '../objects/w-type.js';
import { attributeName, findAttribute, getAttribute } from './attributes.js';
import { call2 } from './call.js';
import { isInstanceOf } from './class-checks.js';
import { isSame } from './compare.js';
import { reprText } from './convert.js';
import { typeError, typeName, valueError } from './errors.js';

const n_get = intern('get');
const n_match_args = intern('__match_args__');

export function matchMapping(w_subject: W_Root): boolean {
  return w_subject.getType().isMapping;
}

export function matchSequence(w_subject: W_Root): boolean {
  return w_subject.getType().isSequence;
}

/** A value no mapping has. */
const missing: W_Root = new W_Instance(objectType.getInstanceMap(), []);

/** MATCH_KEYS: the tuple of values, or None. */
export function matchKeys(w_subject: W_Root, w_keys: W_Root): W_Root {
  if (!(w_keys instanceof W_TupleBase)) return w_None;
  const seen = newSet();
  const values: W_Root[] = [];
  const w_get =
    w_subject instanceof W_Dict || w_keys.items.length === 0 ? null : getAttribute(w_subject, n_get);
  for (const w_key of w_keys.items) {
    const before = seen.length();
    setAdd(seen, w_key);
    if (seen.length() === before) {
      throw valueError(`mapping pattern checks duplicate key (${reprText(w_key)})`);
    }
    if (w_get === null) {
      const w_value = w_subject instanceof W_Dict ? w_subject.get(w_key) : null;
      if (w_value === null) return w_None;
      values.push(w_value);
    } else {
      const w_value = call2(w_get, w_key, missing);
      if (w_value === missing) return w_None;
      values.push(w_value);
    }
  }
  return newTuple(sealList(values));
}

/** MATCH_CLASS: the tuple of attributes, or None. */
export function matchClass(w_subject: W_Root, w_class: W_Root, positional: int, w_names: W_Root): W_Root {
  if (!(w_class instanceof W_Type)) {
    throw typeError('called match pattern must be a class');
  }
  if (!isInstanceOf(w_subject, w_class)) return w_None;
  const attributes: W_Root[] = [];
  const seen: W_Str[] = [];
  if (positional > 0) {
    const w_matchArgs = findAttribute(w_class, n_match_args);
    let allowed = 0;
    if (w_matchArgs === null) {
      allowed = w_class.matchSelf ? 1 : 0;
    } else {
      if (!(w_matchArgs instanceof W_TupleBase)) {
        throw typeError(`${w_class.name}.__match_args__ must be a tuple (got ${typeName(w_matchArgs)})`);
      }
      allowed = w_matchArgs.items.length;
    }
    if (allowed < positional) {
      throw typeError(
        `${w_class.name}() accepts ${allowed} positional sub-pattern${allowed === 1 ? '' : 's'} (${positional} given)`,
      );
    }
    if (w_matchArgs instanceof W_TupleBase) {
      for (let i = 0; i < positional; i++) {
        const w_name = w_matchArgs.items[i] as W_Root;
        if (!(w_name instanceof W_StrBase)) {
          throw typeError(`__match_args__ elements must be strings (got ${typeName(w_name)})`);
        }
        const w_value = matchAttribute(w_subject, w_class, attributeName(w_name), seen);
        if (w_value === null) return w_None;
        attributes.push(w_value);
      }
    } else {
      attributes.push(w_subject);
    }
  }
  if (w_names instanceof W_TupleBase) {
    for (const w_name of w_names.items) {
      const w_value = matchAttribute(w_subject, w_class, attributeName(w_name), seen);
      if (w_value === null) return w_None;
      attributes.push(w_value);
    }
  }
  return newTuple(sealList(attributes));
}

function matchAttribute(w_subject: W_Root, w_class: W_Type, name: W_Str, seen: W_Str[]): W_Root | null {
  for (const other of seen) {
    if (isSame(other, name)) {
      throw typeError(`${w_class.name}() got multiple sub-patterns for attribute '${name.utf8()}'`);
    }
  }
  seen.push(name);
  return findAttribute(w_subject, name);
}

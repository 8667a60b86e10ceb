/** `__dict__` and `__weakref__` of instances: the descriptors that a class gets whose instances have them. */
import { typeError, typeName } from '../interp/errors.js';
import { getDict, setDict } from './instance-dict.js';
import type { W_Root } from './root.js';
import { W_GetSet } from './w-builtin.js';
import { W_DictBase } from './w-dict.js';
import { newDict } from './dict.js';
import { w_None } from './w-none.js';
import { intern } from './w-str.js';
import type { W_Type } from './w-type.js';
import { noAttribute } from '../interp/attributes.js';

const n_dict = intern('__dict__');
const n_weakref = intern('__weakref__');

function instanceGetDict(w_self: W_Root): W_Root {
  if (w_self.getMap() === null) throw noAttribute(w_self, n_dict);
  return getDict(w_self);
}

function instanceSetDict(w_self: W_Root, w_value: W_Root): void {
  if (!(w_value instanceof W_DictBase)) {
    throw typeError(`__dict__ must be set to a dictionary, not a '${typeName(w_value)}'`);
  }
  setDict(w_self, w_value);
}

function instanceDeleteDict(w_self: W_Root): void {
  setDict(w_self, newDict());
}

function instanceGetWeakref(_w_self: W_Root): W_Root {
  return w_None;
}

/** A `__dict__` descriptor for a type. */
export function dictDescriptor(w_type: W_Type): W_GetSet {
  return new W_GetSet(
    n_dict,
    w_type,
    null,
    instanceGetDict,
    instanceSetDict,
    instanceDeleteDict,
    'dictionary for instance variables (if defined)',
  );
}

/** Adds the descriptors to a class. */
export function addHiddenRows(w_type: W_Type, addsDict: boolean, addsWeakref: boolean): void {
  if (addsDict) w_type.dict.set(n_dict, dictDescriptor(w_type));
  if (addsWeakref) {
    w_type.dict.set(
      n_weakref,
      new W_GetSet(
        n_weakref,
        w_type,
        null,
        instanceGetWeakref,
        null,
        null,
        'list of weak references to the object (if defined)',
      ),
    );
  }
}

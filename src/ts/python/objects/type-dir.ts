/** What `dir` lists. */
import { type FixedArray, sealList } from '../../rlib/array.js';
import { findAttribute } from '../interp/attributes.js';
import { collect } from '../interp/iteration.js';
import { ObjectTable } from './object-table.js';
import type { W_Root } from './root.js';
import { W_DictBase } from './w-dict.js';
import { intern } from './w-str.js';
import { W_StrBase } from './w-str-base.js';
import { W_TupleBase } from './w-tuple.js';
import { W_Type } from './w-type.js';

const n_dict = intern('__dict__');
const n_bases = intern('__bases__');

class NameSet {
  private readonly table: ObjectTable = new ObjectTable();

  add(w_name: W_Root): void {
    if (w_name instanceof W_StrBase) this.table.set(w_name, w_name.hashCode(), null);
  }

  addKeys(w_dict: W_Root): void {
    if (w_dict instanceof W_DictBase) {
      for (let at = w_dict.storage.next(0); at >= 0; at = w_dict.storage.next(at + 1))
        this.add(w_dict.storage.keyAt(at));
    } else {
      for (const w_name of collect(w_dict)) this.add(w_name);
    }
  }

  names(): FixedArray<W_Root> {
    const result: W_Root[] = [];
    for (const w_name of this.table.keys) if (w_name !== null) result.push(w_name);
    return sealList(result);
  }
}

/** Names of an object: those in its own dictionary (null: none) and those of its type. */
export function typeDir(w_type: W_Type, w_dict: W_Root | null): FixedArray<W_Root> {
  const names = new NameSet();
  if (w_dict !== null) names.addKeys(w_dict);
  addTypeNames(names, w_type);
  return names.names();
}

function addTypeNames(names: NameSet, w_type: W_Type): void {
  for (const w_base of w_type.mro) for (const name of w_base.dict.keys) if (name !== null) names.add(name);
}

/** Names of a class: its own and its bases'. */
export function classDir(w_class: W_Root): FixedArray<W_Root> {
  const names = new NameSet();
  addClassNames(names, w_class);
  return names.names();
}

function addClassNames(names: NameSet, w_class: W_Root): void {
  if (w_class instanceof W_Type) {
    addTypeNames(names, w_class);
    return;
  }
  const w_dict = findAttribute(w_class, n_dict);
  if (w_dict !== null) names.addKeys(w_dict);
  const w_bases = findAttribute(w_class, n_bases);
  if (w_bases instanceof W_TupleBase) for (const w_base of w_bases.items) addClassNames(names, w_base);
}

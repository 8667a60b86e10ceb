/**
 * `cls.__bases__ = bases`: new bases for a class that is in use.
 *
 * A metatype's `mro` is Python code that may assign bases in turn, of this class too. So a circle is looked for along the bases,
 * which are new already when the orders of look-up are not; after a failure the former orders are put back, not computed again;
 * and what an assignment from inside has set stays.
 */
import { sealList } from '../../rlib/array.js';
import type { FixedArray } from '../../rlib/array.js';
import { typeError, typeName } from '../interp/errors.js';
import type { W_Root } from './root.js';
import { sameLayout } from './type-layout.js';
import { bestBase, mergeBases } from './type-new.js';
import { W_TupleBase } from './w-tuple.js';
import { objectType, W_Type } from './w-type.js';

export function setBases(self: W_Type, w_value: W_Root): void {
  const bases = checkedBases(self, w_value);
  const w_newBase = bestBase(bases);
  const w_oldBase = bestBase(self.bases);
  if (w_newBase.layoutBase !== w_oldBase.layoutBase || !compatibleForBases(w_newBase, w_oldBase)) {
    throw typeError(
      `__bases__ assignment: '${w_newBase.name}' object layout differs from '${w_oldBase.name}'`,
    );
  }
  const oldBases = self.bases;
  const family: W_Type[] = [];
  addFamily(self, family);
  const oldOrders: FixedArray<W_Type>[] = [];
  for (const w_type of family) oldOrders.push(w_type.mro);
  self.bases = bases;
  try {
    mergeBases(self);
  } catch (e) {
    if (self.bases === bases) {
      self.bases = oldBases;
      for (let i = 0; i < family.length; i++) (family[i] as W_Type).mro = oldOrders[i] as FixedArray<W_Type>;
      self.modified();
    }
    throw e;
  }
  if (self.bases !== bases) return;
  for (const w_base of oldBases) w_base.removeSubclass(self);
  for (const w_base of bases) w_base.addSubclass(self);
  self.modified();
}

function checkedBases(self: W_Type, w_value: W_Root): FixedArray<W_Type> {
  if (!(w_value instanceof W_TupleBase)) {
    throw typeError(`can only assign tuple to ${self.name}.__bases__, not ${typeName(w_value)}`);
  }
  if (w_value.items.length === 0)
    throw typeError(`can only assign non-empty tuple to ${self.name}.__bases__, not ()`);
  const bases: W_Type[] = [];
  for (const w_base of w_value.items) {
    if (!(w_base instanceof W_Type)) {
      throw typeError(`${self.name}.__bases__ must be tuple of classes, not '${typeName(w_base)}'`);
    }
    if (w_base.isSubtype(self) || descendsFrom(w_base, self))
      throw typeError('a __bases__ item causes an inheritance cycle');
    bases.push(w_base);
  }
  return sealList(bases);
}

function descendsFrom(w_type: W_Type, w_ancestor: W_Type): boolean {
  if (w_type === w_ancestor) return true;
  for (const w_base of w_type.bases) if (descendsFrom(w_base, w_ancestor)) return true;
  return false;
}

/** Adds a class and its subclasses, each once. */
function addFamily(w_type: W_Type, family: W_Type[]): void {
  for (const w_known of family) if (w_known === w_type) return;
  family.push(w_type);
  for (const w_subclass of w_type.liveSubclasses()) addFamily(w_subclass, family);
}

function compatibleForBases(w_new: W_Type, w_old: W_Type): boolean {
  return (
    w_new === w_old ||
    sameLayout(w_new, w_old) ||
    w_new.hasDict === w_old.hasDict ||
    w_old === objectType ||
    w_new === objectType
  );
}

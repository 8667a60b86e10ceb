/** isinstance and issubclass. */
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { W_UnionType } from '../objects/w-union.js';
import { intern } from '../objects/w-str.js';
import { W_TupleBase } from '../objects/w-tuple.js';
import { typeType, W_Type } from '../objects/w-type.js';
import { findAttribute } from './attributes.js';
import { isTrue } from './compare.js';
import { context } from './context.js';
import { RecursionErrorType } from '../objects/w-exception.js';
import { newError, typeError } from './errors.js';
import { callMethodDescriptor1 } from './special.js';

const n_class = intern('__class__');
const n_bases = intern('__bases__');

/** `isinstance(obj, cls)`. @unrollSafe */
export function isInstanceOf(w_obj: W_Root, w_class: W_Root): boolean {
  if (w_obj.getType() === w_class) return true;
  if (w_class instanceof W_Type && w_class.getType() === typeType) return recursiveIsInstance(w_obj, w_class);
  if (w_class instanceof W_TupleBase) {
    checkDepth();
    for (const w_item of w_class.items) if (isInstanceOf(w_obj, w_item)) return true;
    return false;
  }
  if (w_class instanceof W_UnionType) {
    for (const w_item of w_class.args.items) if (isInstanceOf(w_obj, w_item)) return true;
    return false;
  }
  const w_check = w_class.getType().findSlot(Slot.INSTANCECHECK);
  if (w_check !== null) return isTrue(callMethodDescriptor1(w_check, w_class, w_obj));
  return recursiveIsInstance(w_obj, w_class);
}

/** Nested tuples of classes may be deeper than the stack. */
function checkDepth(): void {
  if (context.depth > context.recursionLimit) {
    throw newError(RecursionErrorType, 'maximum recursion depth exceeded in __instancecheck__');
  }
}

/** isinstance without `__instancecheck__`. */
export function recursiveIsInstance(w_obj: W_Root, w_class: W_Root): boolean {
  if (w_class instanceof W_Type) {
    const w_type = w_obj.getType();
    if (w_type.isSubtype(w_class)) return true;
    const w_claimed = findAttribute(w_obj, n_class);
    return w_claimed instanceof W_Type && w_claimed !== w_type && w_claimed.isSubtype(w_class);
  }
  checkClass(w_class, 'isinstance() arg 2 must be a type, a tuple of types, or a union');
  const w_claimed = findAttribute(w_obj, n_class);
  return w_claimed !== null && abstractIsSubclass(w_claimed, w_class);
}

function basesOf(w_class: W_Root): W_TupleBase | null {
  const w_bases = findAttribute(w_class, n_bases);
  return w_bases instanceof W_TupleBase ? w_bases : null;
}

function checkClass(w_class: W_Root, message: string): void {
  if (basesOf(w_class) === null) throw typeError(message);
}

function abstractIsSubclass(w_derived: W_Root, w_class: W_Root): boolean {
  if (w_derived === w_class) return true;
  const w_bases = basesOf(w_derived);
  if (w_bases === null) return false;
  for (const w_base of w_bases.items) if (abstractIsSubclass(w_base, w_class)) return true;
  return false;
}

/** `issubclass(derived, cls)`. @unrollSafe */
export function isSubclass(w_derived: W_Root, w_class: W_Root): boolean {
  if (w_class instanceof W_Type && w_class.getType() === typeType) {
    if (w_derived === w_class) return true;
    return recursiveIsSubclass(w_derived, w_class);
  }
  if (w_class instanceof W_TupleBase) {
    checkDepth();
    for (const w_item of w_class.items) if (isSubclass(w_derived, w_item)) return true;
    return false;
  }
  if (w_class instanceof W_UnionType) {
    for (const w_item of w_class.args.items) if (isSubclass(w_derived, w_item)) return true;
    return false;
  }
  const w_check = w_class.getType().findSlot(Slot.SUBCLASSCHECK);
  if (w_check !== null) return isTrue(callMethodDescriptor1(w_check, w_class, w_derived));
  return recursiveIsSubclass(w_derived, w_class);
}

/** issubclass without `__subclasscheck__`. */
export function recursiveIsSubclass(w_derived: W_Root, w_class: W_Root): boolean {
  if (w_derived instanceof W_Type && w_class instanceof W_Type) return w_derived.isSubtype(w_class);
  checkClass(w_derived, 'issubclass() arg 1 must be a class');
  checkClass(w_class, 'issubclass() arg 2 must be a class, a tuple of classes, or a union');
  return abstractIsSubclass(w_derived, w_class);
}

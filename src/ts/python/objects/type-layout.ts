/** Which types may be combined or exchanged: what their instances look like in memory. */
import type { W_Type } from './w-type.js';

/** Whether instances of two classes have the same fields: same builtin base, same slots, same hidden attributes. */
export function sameLayout(w_a: W_Type, w_b: W_Type): boolean {
  if (w_a === w_b) return true;
  if (w_a.layoutBase !== w_b.layoutBase) return false;
  if (w_a.hasDict !== w_b.hasDict || w_a.hasWeakref !== w_b.hasWeakref) return false;
  return slotSignature(w_a) === slotSignature(w_b);
}

/** The names of the slots along the classes' bases, in order. */
function slotSignature(w_type: W_Type): string {
  let result = '';
  for (let i = w_type.mro.length - 1; i >= 0; i--) {
    const members = (w_type.mro[i] as W_Type).slotMembers;
    if (members !== null) for (const name of members) result += `${name.utf8()} `;
  }
  return result;
}

/** Module objects. */
import type { W_DictBase } from './w-dict.js';
import { W_Mapped, newBuiltinType, objectType } from './w-type.js';
import type { W_Type } from './w-type.js';

export const moduleType: W_Type = newBuiltinType('module', objectType);

export class W_Module extends W_Mapped {
  constructor(
    w_type: W_Type,
    /** The namespace; always a dictionary. */
    public w_dict: W_DictBase,
  ) {
    super(w_type);
  }
}

/** `X | Y` of types, and `list[int]`. */
import { W_Root } from './root.js';
import type { W_TupleBase } from './w-tuple.js';
import { newBuiltinType, objectType, W_Mapped } from './w-type.js';
import type { W_Type } from './w-type.js';

export const unionType: W_Type = newBuiltinType('UnionType', objectType);
export const genericAliasType: W_Type = newBuiltinType('GenericAlias', objectType);

export class W_UnionType extends W_Root {
  /** Type variables of the arguments; null until computed. */
  w_parameters: W_Root | null = null;

  constructor(readonly args: W_TupleBase) {
    super();
  }

  override getType(): W_Type {
    return unionType;
  }
}

export class W_GenericAlias extends W_Mapped {
  w_parameters: W_Root | null = null;

  constructor(
    w_type: W_Type,
    readonly w_origin: W_Root,
    readonly args: W_TupleBase,
    /** Made by iterating an alias: `*tuple[int]`. */
    readonly starred: boolean,
  ) {
    super(w_type);
  }
}

/** Functions written in Python, methods, cells, and the descriptors that wrap functions. */
import type { FixedArray } from '../../rlib/array.js';
import type { W_Code } from '../interp/w-code.js';
import { W_Root } from './root.js';
import type { W_DictBase } from './w-dict.js';
import { W_Mapped, newBuiltinType, objectType } from './w-type.js';
import type { W_Type } from './w-type.js';
import type { W_StrBase } from './w-str-base.js';

export const functionType: W_Type = newBuiltinType('function', objectType);
export const methodType: W_Type = newBuiltinType('method', objectType);
export const instancemethodType: W_Type = newBuiltinType('instancemethod', objectType);
export const cellType: W_Type = newBuiltinType('cell', objectType);
export const staticmethodType: W_Type = newBuiltinType('staticmethod', objectType);
export const classmethodType: W_Type = newBuiltinType('classmethod', objectType);
export const propertyType: W_Type = newBuiltinType('property', objectType);
export const superType: W_Type = newBuiltinType('super', objectType);

/** A variable shared between functions. */
export class W_Cell extends W_Root {
  constructor(public w_value: W_Root | null) {
    super();
  }

  override getType(): W_Type {
    return cellType;
  }
}

export class W_Function extends W_Mapped {
  w_doc: W_Root | null = null;
  w_annotations: W_Root | null = null;
  w_module: W_Root | null = null;
  w_kwdefaults: W_DictBase | null = null;

  constructor(
    /** @quasiImmutable */
    public code: W_Code,
    readonly w_globals: W_DictBase,
    readonly w_builtins: W_DictBase,
    public w_name: W_StrBase,
    public w_qualname: W_StrBase,
    /** @immutableItems @quasiImmutable */
    public defaults: FixedArray<W_Root>,
    /** @immutableItems */
    readonly closure: FixedArray<W_Cell>,
  ) {
    super(functionType);
  }

  override getType(): W_Type {
    return functionType;
  }
}

export class W_Method extends W_Root {
  constructor(
    readonly w_function: W_Root,
    readonly w_self: W_Root,
  ) {
    super();
  }

  override getType(): W_Type {
    return methodType;
  }
}

export class W_StaticMethod extends W_Mapped {
  w_function: W_Root | null = null;
}

export class W_ClassMethod extends W_Mapped {
  w_function: W_Root | null = null;
}

export class W_Property extends W_Mapped {
  w_get: W_Root | null = null;
  w_set: W_Root | null = null;
  w_delete: W_Root | null = null;
  w_doc: W_Root | null = null;
  w_name: W_Root | null = null;
  /** The docstring was taken from the getter. */
  docFromGetter: boolean = false;
}

export class W_Super extends W_Mapped {
  w_thisClass: W_Type | null = null;
  w_self: W_Root | null = null;
  w_selfClass: W_Type | null = null;
}

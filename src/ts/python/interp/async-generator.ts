/** Asynchronous generators: the value they yield, and the awaitables of `asend`, `athrow`, `aclose` (PEP 525). */
import { W_Root } from '../objects/root.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';

export const asyncGenValueType: W_Type = newBuiltinType('async_generator_wrapped_value', objectType);

/** A value yielded by the generator itself, told apart from what its awaits let through. */
export class W_AsyncGenValue extends W_Root {
  constructor(readonly w_value: W_Root) {
    super();
  }

  override getType(): W_Type {
    return asyncGenValueType;
  }
}

/** `range`: its bounds, and whether they and all that is computed from them are small words. */
import type { int } from '../../rlib/types.js';
import { W_Root } from './root.js';
import type { W_IntBase } from './w-int.js';
import { newBuiltinType, objectType } from './w-type.js';
import type { W_Type } from './w-type.js';

export const rangeType: W_Type = newBuiltinType('range', objectType);

export class W_Range extends W_Root {
  constructor(
    readonly w_start: W_IntBase,
    readonly w_stop: W_IntBase,
    readonly w_step: W_IntBase,
    readonly w_length: W_IntBase,
    /** The three fields that follow hold the values. */
    readonly small: boolean,
    readonly start: int,
    readonly step: int,
    readonly length: int,
  ) {
    super();
  }

  override getType(): W_Type {
    return rangeType;
  }
}

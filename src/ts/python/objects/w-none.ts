/** None, NotImplemented and Ellipsis. */
import { W_Root } from './root.js';
import { newBuiltinType, objectType } from './w-type.js';
import type { W_Type } from './w-type.js';

export const noneType: W_Type = newBuiltinType('NoneType', objectType);
export const notImplementedType: W_Type = newBuiltinType('NotImplementedType', objectType);
export const ellipsisType: W_Type = newBuiltinType('ellipsis', objectType);

export class W_Singleton extends W_Root {
  constructor(
    private readonly w_type: W_Type,
    readonly text: string,
  ) {
    super();
  }

  override getType(): W_Type {
    return this.w_type;
  }
}

export const w_None: W_Singleton = new W_Singleton(noneType, 'None');
export const w_NotImplemented: W_Singleton = new W_Singleton(notImplementedType, 'NotImplemented');
export const w_Ellipsis: W_Singleton = new W_Singleton(ellipsisType, 'Ellipsis');

/** Objects of JavaScript in Python: they are there, here is their number. */
import type { int } from '../../rlib/types.js';
import { W_Iterator, W_Root } from '../objects/root.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';

export const jsObjectType: W_Type = newBuiltinType('JavaScriptObject', objectType);
export const jsFunctionType: W_Type = newBuiltinType('JavaScriptFunction', jsObjectType);
export const jsIteratorType: W_Type = newBuiltinType('JavaScriptIterator', objectType);

export class W_JsObject extends W_Root {
  constructor(readonly number: int) {
    super();
  }

  override getType(): W_Type {
    return jsObjectType;
  }
}

export class W_JsFunction extends W_JsObject {
  override getType(): W_Type {
    return jsFunctionType;
  }
}

/** A function that was taken as an attribute of an object. */
export class W_JsMethod extends W_JsFunction {
  constructor(
    readonly w_function: W_JsObject,
    readonly w_self: W_JsObject,
  ) {
    super(w_function.number);
  }
}

/** The methods that tell its next item are in `js-objects.ts`. */
export abstract class W_JsIteratorBase extends W_Iterator {
  constructor(readonly w_iterator: W_JsObject) {
    super();
  }

  override getType(): W_Type {
    return jsIteratorType;
  }
}

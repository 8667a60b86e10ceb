/** `float` and `complex`. */
import type { float } from '../../rlib/types.js';
import { W_Root } from './root.js';
import type { FixedArray } from '../../rlib/array.js';
import type { MapNode } from './map.js';
import { newStorage } from './map.js';
import { newBuiltinType, objectType, watchInstance } from './w-type.js';
import type { W_Type } from './w-type.js';

export const floatType: W_Type = newBuiltinType('float', objectType);
export const complexType: W_Type = newBuiltinType('complex', objectType);

export abstract class W_FloatBase extends W_Root {
  constructor(
    /** @ofValueObject */
    readonly value: float,
  ) {
    super();
  }
}

export class W_Float extends W_FloatBase {
  override getType(): W_Type {
    return floatType;
  }
}

/** An instance of a user-defined subclass. */
export class W_FloatUser extends W_FloatBase {
  private map: MapNode;
  private storage: FixedArray<W_Root | null>;

  constructor(w_type: W_Type, value: float) {
    super(value);
    this.map = w_type.getInstanceMap();
    this.storage = newStorage(this.map);
    watchInstance(this, w_type);
  }

  override getType(): W_Type {
    return this.map.w_type;
  }

  override getMap(): MapNode {
    return this.map;
  }

  override getStorage(): FixedArray<W_Root | null> {
    return this.storage;
  }

  override setMap(map: MapNode, storage: FixedArray<W_Root | null>): void {
    this.map = map;
    this.storage = storage;
  }
}

export abstract class W_ComplexBase extends W_Root {
  constructor(
    readonly real: float,
    readonly imag: float,
  ) {
    super();
  }
}

export class W_Complex extends W_ComplexBase {
  override getType(): W_Type {
    return complexType;
  }
}

/** An instance of a user-defined subclass. */
export class W_ComplexUser extends W_ComplexBase {
  private map: MapNode;
  private storage: FixedArray<W_Root | null>;

  constructor(w_type: W_Type, real: float, imag: float) {
    super(real, imag);
    this.map = w_type.getInstanceMap();
    this.storage = newStorage(this.map);
    watchInstance(this, w_type);
  }

  override getType(): W_Type {
    return this.map.w_type;
  }

  override getMap(): MapNode {
    return this.map;
  }

  override getStorage(): FixedArray<W_Root | null> {
    return this.storage;
  }

  override setMap(map: MapNode, storage: FixedArray<W_Root | null>): void {
    this.map = map;
    this.storage = storage;
  }
}

export function newFloat(value: float): W_Float {
  return new W_Float(value);
}

export function newComplex(real: float, imag: float): W_Complex {
  return new W_Complex(real, imag);
}

/**
 * `int` and `bool`: words (`W_Int`, `W_Bool`), big integers (`W_Long`), and instances of user subclasses.
 *
 * A value that fits the word is never a `W_Long`, so that equal exact ints have one form.
 */
import type { BigInteger } from '../../rlib/bigint.js';
import { bigFromInt } from '../../rlib/bigint.js';
import { weAreJitted } from '../../rlib/jit.js';
import { unreachable } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { W_Root } from './root.js';
import type { FixedArray } from '../../rlib/array.js';
import type { MapNode } from './map.js';
import { newStorage } from './map.js';
import { newBuiltinType, objectType, watchInstance } from './w-type.js';
import type { W_Type } from './w-type.js';

export const intType: W_Type = newBuiltinType('int', objectType);
export const boolType: W_Type = newBuiltinType('bool', intType);

export abstract class W_IntBase extends W_Root {
  /** Whether the value is a word. */
  abstract isWord(): boolean;
  /** The value of one that is a word. */
  abstract toWord(): int;
  abstract toBig(): BigInteger;
}

export class W_Int extends W_IntBase {
  constructor(
    /** @ofValueObject */
    readonly value: int,
  ) {
    super();
  }

  override getType(): W_Type {
    return intType;
  }

  override isWord(): boolean {
    return true;
  }

  override toWord(): int {
    return this.value;
  }

  override toBig(): BigInteger {
    return bigFromInt(this.value);
  }
}

export class W_Long extends W_IntBase {
  constructor(readonly big: BigInteger) {
    super();
  }

  override getType(): W_Type {
    return intType;
  }

  override isWord(): boolean {
    return false;
  }

  override toWord(): int {
    return unreachable('a big integer is not a word');
  }

  override toBig(): BigInteger {
    return this.big;
  }
}

export class W_Bool extends W_IntBase {
  constructor(readonly value: boolean) {
    super();
  }

  override getType(): W_Type {
    return boolType;
  }

  override isWord(): boolean {
    return true;
  }

  override toWord(): int {
    return this.value ? 1 : 0;
  }

  override toBig(): BigInteger {
    return bigFromInt(this.value ? 1 : 0);
  }
}

/** An instance of a user-defined subclass. */
export class W_IntUser extends W_IntBase {
  private map: MapNode;
  private storage: FixedArray<W_Root | null>;

  constructor(
    w_type: W_Type,
    readonly w_value: W_IntBase,
  ) {
    super();
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

  override isWord(): boolean {
    return this.w_value.isWord();
  }

  override toWord(): int {
    return this.w_value.toWord();
  }

  override toBig(): BigInteger {
    return this.w_value.toBig();
  }
}

export const w_True: W_Bool = new W_Bool(true);
export const w_False: W_Bool = new W_Bool(false);

const SMALL_MIN = -5;
const SMALL_MAX = 1024;
const smallInts: FixedArray<W_Int> = makeSmallInts();

function makeSmallInts(): FixedArray<W_Int> {
  const result: FixedArray<W_Int> = [];
  for (let i = SMALL_MIN; i <= SMALL_MAX; i++) result.push(new W_Int(i));
  return result;
}

/** The int object of a word. */
export function newInt(value: int): W_Int {
  // In traces most of them never come to be.
  if (!weAreJitted() && value >= SMALL_MIN && value <= SMALL_MAX)
    return smallInts[value - SMALL_MIN] as W_Int;
  return new W_Int(value);
}

export function newBool(value: boolean): W_Bool {
  return value ? w_True : w_False;
}

/** Conversions by special methods: index, int, float, str, repr, hash, format. */
import { type FixedArray, newListFor } from '../../rlib/array.js';
import { joinStrings, StringBuilder } from '../../rlib/bytes.js';
import { floorDiv } from '../../rlib/int.js';
import { cast } from '../../rlib/object.js';
import type { float, int } from '../../rlib/types.js';
import { bigBitLength } from '../../rlib/bigint.js';
import { hashOfBig } from '../objects/int-hash.js';
import { callMethodDescriptor0, callMethodDescriptor1, callSpecial0 } from './special.js';
import { genericRepr } from '../objects/object.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { DeprecationWarningType, IndexErrorType, OverflowErrorType } from '../objects/w-exception.js';
import { W_Float, W_FloatBase } from '../objects/w-float.js';
import { newInt, W_Int, W_IntBase, W_Long } from '../objects/w-int.js';
import { w_None } from '../objects/w-none.js';
import { newStr, w_emptyStr, W_Str } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import type { W_Type } from '../objects/w-type.js';
import { newError, typeError, typeName } from './errors.js';
import { warn } from './warnings.js';

/** `operator.index(obj)`: an int (or an instance of a subclass of it). */
export function index(w_obj: W_Root): W_IntBase {
  if (w_obj instanceof W_IntBase) return w_obj;
  const w_method = w_obj.getType().findSlot(Slot.INDEX);
  if (w_method === null) {
    throw typeError(`'${typeName(w_obj)}' object cannot be interpreted as an integer`);
  }
  return checkedInt(callMethodDescriptor0(w_method, w_obj), '__index__');
}

/** The result of `__index__` or `__int__`; an int subclass is accepted with a warning. */
export function checkedInt(w_result: W_Root, method: string): W_IntBase {
  if (w_result instanceof W_Int || w_result instanceof W_Long) return w_result;
  if (w_result instanceof W_IntBase) {
    warn(
      DeprecationWarningType,
      `${method} returned non-int (type ${typeName(w_result)}).  The ability to return an instance of a strict subclass of int is deprecated, and may not be supported in a future version of Python.`,
    );
    return w_result;
  }
  throw typeError(`${method} returned non-int (type ${typeName(w_result)})`);
}

/** `operator.index(obj)` as a word; an exception of `w_overflow` if it does not fit. */
export function indexWord(w_obj: W_Root, w_overflow: W_Type): int {
  if (w_obj instanceof W_Int) return w_obj.value;
  const w_int = index(w_obj);
  if (w_int.isWord()) return w_int.toWord();
  throw newError(w_overflow, `cannot fit '${typeName(w_obj)}' into an index-sized integer`);
}

/** A word for an index or size: OverflowError if it does not fit. */
export function toWord(w_obj: W_Root): int {
  if (w_obj instanceof W_Int) return w_obj.value;
  const w_int = index(w_obj);
  if (w_int.isWord()) return w_int.toWord();
  throw newError(OverflowErrorType, 'Python int too large to convert to C ssize_t');
}

/** A subscript as a word: IndexError if it does not fit. */
export function subscriptWord(w_obj: W_Root): int {
  return indexWord(w_obj, IndexErrorType);
}

/** The result of `__float__` of an object; a float subclass is accepted with a warning. */
export function checkedFloat(w_result: W_Root, w_obj: W_Root): float {
  if (w_result instanceof W_Float) return w_result.value;
  if (w_result instanceof W_FloatBase) {
    warn(
      DeprecationWarningType,
      `${typeName(w_obj)}.__float__ returned non-float (type ${typeName(w_result)}).  The ability to return an instance of a strict subclass of float is deprecated, and may not be supported in a future version of Python.`,
    );
    return w_result.value;
  }
  throw typeError(`${typeName(w_obj)}.__float__ returned non-float (type ${typeName(w_result)})`);
}

/** `float(obj)` for things that are numbers: `__float__`, else `__index__`. */
export function toFloat(w_obj: W_Root): float {
  if (w_obj instanceof W_FloatBase) return w_obj.value;
  const w_type = w_obj.getType();
  const w_method = w_type.findSlot(Slot.FLOAT);
  if (w_method !== null) {
    return checkedFloat(callMethodDescriptor0(w_method, w_obj), w_obj);
  }
  if (w_type.findSlot(Slot.INDEX) !== null) {
    const w_int = index(w_obj);
    return toFloat(w_int);
  }
  throw typeError(`must be real number, not ${w_type.name}`);
}

/** `repr(obj)`. */
export function repr(w_obj: W_Root): W_StrBase {
  const w_method = w_obj.getType().findSlot(Slot.REPR);
  if (w_method === null) return genericRepr(w_obj);
  const w_result = callMethodDescriptor0(w_method, w_obj);
  if (w_result instanceof W_StrBase) return w_result;
  throw typeError(`__repr__ returned non-string (type ${typeName(w_result)})`);
}

/** `repr(obj)` as UTF-8 bytes. */
export function reprText(w_obj: W_Root): string {
  return repr(w_obj).utf8();
}

/** The reprs of objects with commas between them. */
export function reprsJoined(items: W_Root[]): string {
  const text = new StringBuilder();
  for (let i = 0; i < items.length; i++) {
    if (i > 0) text.append(', ');
    text.append(reprText(items[i] as W_Root));
  }
  return text.build();
}

/** `str(obj)`. */
export function str(w_obj: W_Root): W_StrBase {
  if (w_obj instanceof W_Str) return w_obj;
  const w_method = w_obj.getType().findSlot(Slot.STR);
  if (w_method === null) return repr(w_obj);
  const w_result = callMethodDescriptor0(w_method, w_obj);
  if (w_result instanceof W_StrBase) return w_result;
  throw typeError(`__str__ returned non-string (type ${typeName(w_result)})`);
}

/** `format(obj, spec)`; `w_spec` null: empty. */
export function format(w_obj: W_Root, w_spec: W_Root | null): W_StrBase {
  if (w_obj instanceof W_Str && (w_spec === null || w_spec === w_emptyStr)) return w_obj;
  if (w_obj instanceof W_Int && (w_spec === null || w_spec === w_emptyStr)) return str(w_obj);
  const w_method = w_obj.getType().findSlot(Slot.FORMAT);
  if (w_method === null) throw typeError(`Type ${typeName(w_obj)} doesn't define __format__`);
  const w_result = callMethodDescriptor1(w_method, w_obj, w_spec === null ? w_emptyStr : w_spec);
  if (w_result instanceof W_StrBase) return w_result;
  throw typeError(`__format__ must return a str, not ${typeName(w_result)}`);
}

/** Parts up to here are put together one after the other. */
const FEW_PARTS: int = 4;

/** The str of the strs that are `count` items from `start` on. @unrollSafe */
export function joinParts(items: FixedArray<W_Root | null>, start: int, count: int): W_Root {
  if (count > FEW_PARTS) return joinMany(items, start, count);
  let text = '';
  for (let i = 0; i < count; i++) text += cast(items[start + i] as W_Root, W_StrBase).utf8();
  return newStr(text);
}

function joinMany(items: FixedArray<W_Root | null>, start: int, count: int): W_Root {
  const parts = newListFor<string>(count);
  for (let i = 0; i < count; i++) parts.push(cast(items[start + i] as W_Root, W_StrBase).utf8());
  return newStr(joinStrings(parts, ''));
}

/** The hash of an object, folded to 32 bits for hash tables. */
export function hash32(w_obj: W_Root): int {
  if (w_obj instanceof W_Str) return w_obj.hashCode();
  if (w_obj instanceof W_Int && (w_obj.value | 0) === w_obj.value)
    return w_obj.value === -1 ? -2 : w_obj.value;
  const w_hash = hash(w_obj);
  if (w_hash instanceof W_Int) return foldWord(w_hash.value);
  return hashOfBig(w_hash.toBig());
}

function foldWord(value: int): int {
  if ((value | 0) === value) return value;
  const high = floorDiv(value, 4294967296);
  return (high ^ value) | 0;
}

/** `hash(obj)`: an int of at most 64 bits. */
export function hash(w_obj: W_Root): W_IntBase {
  if (w_obj instanceof W_Str) return newInt(w_obj.hashCode());
  const w_method = w_obj.getType().findSlot(Slot.HASH);
  if (w_method === null || w_method === w_None) throw typeError(`unhashable type: '${typeName(w_obj)}'`);
  const w_result = callMethodDescriptor0(w_method, w_obj);
  if (w_result instanceof W_Int) return w_result.value === -1 ? newInt(-2) : w_result;
  if (w_result instanceof W_IntBase) {
    if (w_result.isWord()) return newInt(w_result.toWord() === -1 ? -2 : w_result.toWord());
    return reducedHash(w_result);
  }
  throw typeError('__hash__ method should return an integer');
}

/** What a `__hash__` result outside of the word becomes: the hash of that int, if it has more than 64 bits. */
function reducedHash(w_result: W_IntBase): W_IntBase {
  const big = w_result.toBig();
  if (bigBitLength(big) < 64) return w_result;
  const w_reduced = callSpecial0(new W_Long(big), Slot.HASH);
  return w_reduced instanceof W_IntBase ? w_reduced : w_result;
}

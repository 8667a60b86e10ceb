/** Iteration: `iter`, `next`, and collecting what an iterable gives. */
import { type FixedArray, MAX_LIST_LENGTH, newFixedArray, sealList } from '../../rlib/array.js';
import { JitDriver } from '../../rlib/jit.js';
import { LoopKind } from './loop-kind.js';
import { caught, theOutOfMemory } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { W_SequenceIterator } from '../objects/iterators.js';
import type { W_Root } from '../objects/root.js';
import { W_Iterator } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import {
  OperationError,
  OverflowErrorType,
  StopIterationType,
  TypeErrorType,
} from '../objects/w-exception.js';
import { W_IntBase } from '../objects/w-int.js';
import { listItems, W_List } from '../objects/w-list.js';
import { w_None, w_NotImplemented } from '../objects/w-none.js';
import { W_Range } from '../objects/w-range.js';
import { W_Tuple } from '../objects/w-tuple.js';
import { lengthOf } from './compare.js';
import { indexWord } from './convert.js';
import { typeError, typeName, valueError } from './errors.js';
import { callMethodDescriptor0 } from './special.js';

/** `iter(obj)`. */
export function iter(w_obj: W_Root): W_Root {
  const w_type = w_obj.getType();
  const w_method = w_type.findSlot(Slot.ITER);
  if (w_method === null) {
    if (w_type.findSlot(Slot.GETITEM) !== null && !w_type.isMapping) return new W_SequenceIterator(w_obj);
    throw typeError(`'${w_type.name}' object is not iterable`);
  }
  if (w_method === w_None) throw typeError(`'${w_type.name}' object is not iterable`);
  const w_iterator = callMethodDescriptor0(w_method, w_obj);
  if (w_iterator instanceof W_Iterator) return w_iterator;
  if (w_iterator.getType().findSlot(Slot.NEXT) === null) {
    throw typeError(`iter() returned non-iterator of type '${typeName(w_iterator)}'`);
  }
  return w_iterator;
}

/** The next item of an iterator, or null at its end. */
export function next(w_iterator: W_Root): W_Root | null {
  if (w_iterator instanceof W_Iterator) return w_iterator.next();
  const w_method = w_iterator.getType().findSlot(Slot.NEXT);
  if (w_method === null) throw typeError(`'${typeName(w_iterator)}' object is not an iterator`);
  try {
    return callMethodDescriptor0(w_method, w_iterator);
  } catch (e) {
    const error = caught(e);
    if (error instanceof OperationError && error.matches(StopIterationType)) return null;
    throw error;
  }
}

/** `W_Iterator.loopKey` of any iterator. */
export function loopKey(w_iterator: W_Root): W_Root {
  return w_iterator instanceof W_Iterator ? w_iterator.loopKey() : w_iterator.getType();
}

/** All items of an iterable, in an array of their own. */
export function collect(w_iterable: W_Root): FixedArray<W_Root> {
  if (w_iterable instanceof W_List) return listItems(w_iterable);
  if (w_iterable instanceof W_Tuple) return w_iterable.items;
  checkCollectable(w_iterable);
  return sealList(restOf(iter(w_iterable)));
}

const restDriver = new JitDriver({ name: 'rest', greens: ['kind', 'key'], reds: ['w_iterator', 'result'] });

/** The items that an iterator still has. */
function restOf(w_iterator: W_Root): W_Root[] {
  const key = loopKey(w_iterator);
  const result: W_Root[] = [];
  for (;;) {
    restDriver.mergePoint(LoopKind.REST, key, w_iterator, result);
    const w_item = next(w_iterator);
    if (w_item === null) return result;
    if (result.length >= MAX_LIST_LENGTH) throw theOutOfMemory;
    result.push(w_item);
    restDriver.canEnterJit(LoopKind.REST, key, w_iterator, result);
  }
}

/** The items of an iterable that must have exactly `count`; an assignment `a, b = obj`. @unrollSafe */
export function unpack(w_obj: W_Root, count: int): FixedArray<W_Root> {
  if (w_obj instanceof W_Tuple) {
    if (w_obj.items.length === count) return w_obj.items;
    throw wrongUnpackCount(w_obj.items.length, count);
  }
  if (w_obj instanceof W_List) {
    if (w_obj.length() !== count) throw wrongUnpackCount(w_obj.length(), count);
    const items = newFixedArray<W_Root | null>(count, null);
    for (let i = 0; i < count; i++) items[i] = w_obj.get(i);
    return items as FixedArray<W_Root>;
  }
  const w_iterator = iterForUnpack(w_obj);
  const items: W_Root[] = [];
  for (let i = 0; i < count; i++) {
    const w_item = next(w_iterator);
    if (w_item === null) throw wrongUnpackCount(i, count);
    items.push(w_item);
  }
  if (next(w_iterator) !== null) throw valueError(`too many values to unpack (expected ${count})`);
  return sealList(items);
}

/** `iter(obj)` with the words of unpacking if it can't be iterated. */
export function iterForUnpack(w_obj: W_Root): W_Root {
  const w_type = w_obj.getType();
  if (w_type.findSlot(Slot.ITER) === null && w_type.findSlot(Slot.GETITEM) === null) {
    throw typeError(`cannot unpack non-iterable ${w_type.name} object`);
  }
  return iter(w_obj);
}

function wrongUnpackCount(got: int, expected: int): OperationError {
  if (got > expected) return valueError(`too many values to unpack (expected ${expected})`);
  return valueError(`not enough values to unpack (expected ${expected}, got ${got})`);
}

/** Refuses at once to collect what says that it is too long; the rest shows when memory runs out. */
export function checkCollectable(w_iterable: W_Root): void {
  if (w_iterable instanceof W_Range && lengthOf(w_iterable) > MAX_LIST_LENGTH) throw theOutOfMemory;
}

/** `operator.length_hint(obj, fallback)`. */
export function lengthHint(w_obj: W_Root, fallback: int): int {
  const w_type = w_obj.getType();
  if (w_type.findSlot(Slot.LEN) !== null) {
    try {
      return lengthOf(w_obj);
    } catch (e) {
      const error = caught(e);
      if (!(error instanceof OperationError && error.matches(TypeErrorType))) throw error;
    }
  }
  const w_method = w_type.findSlot(Slot.LENGTH_HINT);
  if (w_method === null) return fallback;
  let w_hint: W_Root;
  try {
    w_hint = callMethodDescriptor0(w_method, w_obj);
  } catch (e) {
    const error = caught(e);
    if (error instanceof OperationError && error.matches(TypeErrorType)) return fallback;
    throw error;
  }
  if (w_hint === w_NotImplemented) return fallback;
  if (!(w_hint instanceof W_IntBase)) {
    throw typeError(`__length_hint__ must be an integer, not ${typeName(w_hint)}`);
  }
  const hint = indexWord(w_hint, OverflowErrorType);
  if (hint < 0) throw valueError('__length_hint__() should return >= 0');
  return hint;
}

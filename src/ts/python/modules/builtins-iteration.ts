/** The functions of module `builtins` that iterate, and the types that do. */
import type { FixedArray } from '../../rlib/array.js';
import { JitDriver, promote, weAreJitted } from '../../rlib/jit.js';
import { LoopKind } from '../interp/loop-kind.js';
import { caught, Overflow } from '../../rlib/throwable.js';
import { intToFloat, ovfAdd } from '../../rlib/int.js';
import type { float, int } from '../../rlib/types.js';
import { add } from '../interp/arithmetic.js';
import { call1 } from '../interp/call.js';
import { compare, Comparison, isTrue } from '../interp/compare.js';
import { typeError, typeName, stopIteration, valueError } from '../interp/errors.js';
import { iter, loopKey, next } from '../interp/iteration.js';
import { callMethodDescriptor0 } from '../interp/special.js';
import { W_GeneratorBase } from '../interp/w-generator.js';
import { enumerateType, filterType, mapType, reversedType, zipType } from '../objects/iteration-types.js';
import { W_CallableIterator } from '../objects/iterators.js';
import { listExtend } from '../objects/list.js';
import { sortList } from '../objects/list-sort.js';
import { W_Iterator } from '../objects/root.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { func, value } from '../objects/typedef.js';
import type { Row } from '../objects/typedef.js';
import { W_BytearrayBase, W_BytesBase } from '../objects/w-bytes.js';
import { OperationError, StopIterationType } from '../objects/w-exception.js';
import { newFloat, W_Float } from '../objects/w-float.js';
import { newBool, newInt, W_Int } from '../objects/w-int.js';
import { FloatListStorage, IntListStorage, newListOwning, W_List } from '../objects/w-list.js';
import { w_None } from '../objects/w-none.js';
import { rangeType } from '../objects/w-range.js';
import { W_StrBase } from '../objects/w-str-base.js';
import type { W_TupleBase } from '../objects/w-tuple.js';

function builtinIter(w_obj: W_Root, w_sentinel: W_Root | null): W_Root {
  if (w_sentinel === null) return iter(w_obj);
  if (w_obj.getType().findSlot(Slot.CALL) === null) throw typeError('iter(v, w): v must be callable');
  return new W_CallableIterator(w_obj, w_sentinel);
}

function builtinNext(w_iterator: W_Root, w_default: W_Root | null): W_Root {
  if (w_iterator instanceof W_Iterator && !(w_iterator instanceof W_GeneratorBase)) {
    const w_item = w_iterator.next();
    if (w_item !== null) return w_item;
    if (w_default !== null) return w_default;
    throw stopIteration(null);
  }
  const w_method = w_iterator.getType().findSlot(Slot.NEXT);
  if (w_method === null) throw typeError(`'${typeName(w_iterator)}' object is not an iterator`);
  if (w_default === null) return callMethodDescriptor0(w_method, w_iterator);
  try {
    return callMethodDescriptor0(w_method, w_iterator);
  } catch (e) {
    const error = caught(e);
    if (error instanceof OperationError && error.matches(StopIterationType)) return w_default;
    throw error;
  }
}

function builtinSorted(w_iterable: W_Root, w_key: W_Root | null, w_reverse: W_Root | null): W_Root {
  const w_list = newListOwning([]);
  listExtend(w_list, w_iterable);
  sortList(w_list, w_key === w_None ? null : w_key, w_reverse !== null && isTrue(w_reverse));
  return w_list;
}

/** The extreme item of the arguments or of the one iterable. */
function extreme(
  name: string,
  kind: LoopKind,
  w_key: W_Root | null,
  w_default: W_Root | null,
  w_args: W_TupleBase,
): W_Root {
  const args = w_args.items;
  if (args.length === 0) throw typeError(`${name} expected at least 1 argument, got 0`);
  if (args.length > 1 && w_default !== null) {
    throw typeError(`Cannot specify a default for ${name}() with multiple positional arguments`);
  }
  const w_function = w_key === w_None ? null : w_key;
  if (args.length > 1) return extremeOf(kind, w_function, args);
  const w_best = extremeIn(kind, w_function, args[0] as W_Root);
  if (w_best !== null) return w_best;
  if (w_default !== null) return w_default;
  throw valueError(`${name}() arg is an empty sequence`);
}

/** Whether an item is a better minimum, or maximum, than the best so far. */
function isBetter(kind: LoopKind, w_item: W_Root, w_best: W_Root): boolean {
  return isTrue(compare(kind === LoopKind.MIN ? Comparison.LT : Comparison.GT, w_item, w_best));
}

/** @unrollSafe */
function extremeOf(kind: LoopKind, w_function: W_Root | null, items: FixedArray<W_Root>): W_Root {
  const count = promote(items.length);
  let w_best = items[0] as W_Root;
  let w_bestKey = w_function === null ? w_best : call1(w_function, w_best);
  for (let i = 1; i < count; i++) {
    const w_item = items[i] as W_Root;
    const w_itemKey = w_function === null ? w_item : call1(w_function, w_item);
    if (isBetter(kind, w_itemKey, w_bestKey)) {
      w_best = w_item;
      w_bestKey = w_itemKey;
    }
  }
  return w_best;
}

function extremeIn(kind: LoopKind, w_function: W_Root | null, w_iterable: W_Root): W_Root | null {
  const w_iterator = iter(w_iterable);
  const w_first = next(w_iterator);
  return w_first === null ? null : extremeFrom(kind, w_function, w_iterator, w_first);
}

const extremeDriver = new JitDriver({
  name: 'extreme',
  greens: ['kind', 'key'],
  reds: ['w_iterator', 'w_best', 'w_bestKey'],
});

function extremeFrom(kind: LoopKind, w_function: W_Root | null, w_iterator: W_Root, w_first: W_Root): W_Root {
  const key = loopKey(w_iterator);
  let w_best = w_first;
  let w_bestKey = w_function === null ? w_best : call1(w_function, w_best);
  for (;;) {
    extremeDriver.mergePoint(kind, key, w_iterator, w_best, w_bestKey);
    const w_item = next(w_iterator);
    if (w_item === null) return w_best;
    const w_itemKey = w_function === null ? w_item : call1(w_function, w_item);
    if (isBetter(kind, w_itemKey, w_bestKey)) {
      w_best = w_item;
      w_bestKey = w_itemKey;
    }
    extremeDriver.canEnterJit(kind, key, w_iterator, w_best, w_bestKey);
  }
}

function builtinMin(w_key: W_Root | null, w_default: W_Root | null, w_args: W_TupleBase): W_Root {
  return extreme('min', LoopKind.MIN, w_key, w_default, w_args);
}

function builtinMax(w_key: W_Root | null, w_default: W_Root | null, w_args: W_TupleBase): W_Root {
  return extreme('max', LoopKind.MAX, w_key, w_default, w_args);
}

function builtinSum(w_iterable: W_Root, w_start: W_Root | null): W_Root {
  if (w_start instanceof W_StrBase) throw typeError("sum() can't sum strings [use ''.join(seq) instead]");
  if (w_start instanceof W_BytesBase) throw typeError("sum() can't sum bytes [use b''.join(seq) instead]");
  if (w_start instanceof W_BytearrayBase)
    throw typeError("sum() can't sum bytearray [use b''.join(seq) instead]");
  const w_total: W_Root = w_start === null ? newInt(0) : w_start;
  if (w_iterable instanceof W_List && w_total instanceof W_Int) {
    const storage = w_iterable.storage;
    if (storage instanceof FloatListStorage)
      return newFloat(sumFloats(storage.items, intToFloat(w_total.value)));
    if (storage instanceof IntListStorage) {
      try {
        return newInt(sumInts(storage.items, w_total.value));
      } catch (e) {
        if (!(caught(e) instanceof Overflow)) throw e;
      }
    }
  }
  return sumItems(iter(w_iterable), w_total);
}

const sumDriver = new JitDriver({ name: 'sum', greens: ['kind', 'key'], reds: ['w_iterator', 'w_total'] });

function sumItems(w_iterator: W_Root, w_start: W_Root): W_Root {
  const key = loopKey(w_iterator);
  let w_total = w_start;
  for (;;) {
    sumDriver.mergePoint(LoopKind.SUM, key, w_iterator, w_total);
    let w_item = next(w_iterator);
    if (w_item === null) return w_total;
    if (!weAreJitted() && w_total instanceof W_Float) {
      // Floats in a row are added without making objects of the sums.
      let total: float = w_total.value;
      while (w_item instanceof W_Float || w_item instanceof W_Int) {
        total += w_item instanceof W_Float ? w_item.value : intToFloat(w_item.value);
        w_item = next(w_iterator);
      }
      w_total = newFloat(total);
      if (w_item === null) return w_total;
    }
    w_total = add(w_total, w_item);
    sumDriver.canEnterJit(LoopKind.SUM, key, w_iterator, w_total);
  }
}

function sumInts(items: int[], start: int): int {
  let total = start;
  for (let i = 0; i < items.length; i++) total = ovfAdd(total, items[i] as int);
  return total;
}

function sumFloats(items: float[], start: float): float {
  let total = start;
  for (let i = 0; i < items.length; i++) total += items[i] as float;
  return total;
}

const anyDriver = new JitDriver({ name: 'any', greens: ['kind', 'key'], reds: ['w_iterator'] });

function builtinAny(w_iterable: W_Root): W_Root {
  const w_iterator = iter(w_iterable);
  const key = loopKey(w_iterator);
  for (;;) {
    anyDriver.mergePoint(LoopKind.ANY, key, w_iterator);
    const w_item = next(w_iterator);
    if (w_item === null) return newBool(false);
    if (isTrue(w_item)) return newBool(true);
    anyDriver.canEnterJit(LoopKind.ANY, key, w_iterator);
  }
}

const allDriver = new JitDriver({ name: 'all', greens: ['kind', 'key'], reds: ['w_iterator'] });

function builtinAll(w_iterable: W_Root): W_Root {
  const w_iterator = iter(w_iterable);
  const key = loopKey(w_iterator);
  for (;;) {
    allDriver.mergePoint(LoopKind.ALL, key, w_iterator);
    const w_item = next(w_iterator);
    if (w_item === null) return newBool(true);
    if (!isTrue(w_item)) return newBool(false);
    allDriver.canEnterJit(LoopKind.ALL, key, w_iterator);
  }
}

export const iterationRows: readonly Row[] = [
  func(
    'iter',
    '($module, object, sentinel=<unrepresentable>, /)',
    builtinIter,
    'iter(iterable) -> iterator\niter(callable, sentinel) -> iterator\n\nGet an iterator from an object.  In the first form, the argument must\nsupply its own iterator, or be a sequence.\nIn the second form, the callable is called until it returns the sentinel.',
  ),
  func(
    'next',
    '($module, iterator, default=<unrepresentable>, /)',
    builtinNext,
    'next(iterator[, default])\n\nReturn the next item from the iterator. If default is given and the iterator\nis exhausted, it is returned instead of raising StopIteration.',
  ),
  func(
    'sorted',
    '($module, iterable, /, *, key=None, reverse=False)',
    builtinSorted,
    'Return a new list containing all items from the iterable in ascending order.\n\nA custom key function can be supplied to customize the sort order, and the\nreverse flag can be set to request the result in descending order.',
  ),
  func(
    'min',
    '($module, /, *args, key=None, default=<unrepresentable>)',
    builtinMin,
    'min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, key=func]) -> value\n\nWith a single iterable argument, return its smallest item. The\ndefault keyword-only argument specifies an object to return if\nthe provided iterable is empty.\nWith two or more arguments, return the smallest argument.',
  ),
  func(
    'max',
    '($module, /, *args, key=None, default=<unrepresentable>)',
    builtinMax,
    'max(iterable, *[, default=obj, key=func]) -> value\nmax(arg1, arg2, *args, *[, key=func]) -> value\n\nWith a single iterable argument, return its biggest item. The\ndefault keyword-only argument specifies an object to return if\nthe provided iterable is empty.\nWith two or more arguments, return the largest argument.',
  ),
  func(
    'sum',
    '($module, iterable, /, start=0)',
    builtinSum,
    "Return the sum of a 'start' value (default: 0) plus an iterable of numbers\n\nWhen the iterable is empty, return the start value.\nThis function is intended specifically for use with numeric values and may\nreject non-numeric types.",
  ),
  func(
    'any',
    '($module, iterable, /)',
    builtinAny,
    'Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False.',
  ),
  func(
    'all',
    '($module, iterable, /)',
    builtinAll,
    'Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True.',
  ),
  value('enumerate', () => enumerateType),
  value('zip', () => zipType),
  value('map', () => mapType),
  value('filter', () => filterType),
  value('reversed', () => reversedType),
  value('range', () => rangeType),
];

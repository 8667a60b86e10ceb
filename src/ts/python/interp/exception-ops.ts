/** `raise`, `except` and `except*`. */
import type { FixedArray } from '../../rlib/array.js';
import { deriveRest, splitGroup, wrapInGroup } from '../objects/exception-group.js';
import type { W_Root } from '../objects/root.js';
import {
  BaseExceptionGroupType,
  BaseExceptionType,
  OperationError,
  W_BaseException,
} from '../objects/w-exception.js';
import { W_ListBase, listItems } from '../objects/w-list.js';
import { w_None } from '../objects/w-none.js';
import { newPair, W_TupleBase } from '../objects/w-tuple.js';
import type { W_Tuple } from '../objects/w-tuple.js';
import { W_Type } from '../objects/w-type.js';
import { isSubclass } from './class-checks.js';
import { reprText } from './convert.js';
import { callArgs } from './call.js';
import { context } from './context.js';
import { typeError } from './errors.js';

/** The exception object of a raised value: an instance, or a class that is called. */
export function instantiate(w_raised: W_Root): W_BaseException {
  if (w_raised instanceof W_BaseException) return w_raised;
  if (w_raised instanceof W_Type && w_raised.isSubtype(BaseExceptionType)) {
    const w_instance = callArgs(w_raised, [], null);
    if (w_instance instanceof W_BaseException) return w_instance;
    throw typeError(
      `calling ${reprText(w_raised)} should have returned an instance of BaseException, not ${reprText(w_instance.getType())}`,
    );
  }
  throw typeError('exceptions must derive from BaseException');
}

/** Makes the exception being handled the context of a new one, without closing a circle. */
export function chainContext(w_exception: W_BaseException): void {
  const w_current = context.currentException();
  if (w_current === null || w_current === w_exception) return;
  if (w_current.w_context !== null) unchain(w_current, w_exception);
  w_exception.w_context = w_current;
}

/**
 * Takes an exception out of the chain of contexts of another one. The chain may hold a circle that a program made: one that walks
 * at half the speed is met in there.
 */
function unchain(w_current: W_BaseException, w_exception: W_BaseException): void {
  let w_walk: W_BaseException = w_current;
  let w_slow: W_BaseException = w_current;
  let slowMoves = false;
  for (;;) {
    const w_next: W_BaseException | null = w_walk.w_context;
    if (w_next === null) break;
    if (w_next === w_exception) {
      w_walk.w_context = null;
      break;
    }
    w_walk = w_next;
    if (w_walk === w_slow) break;
    if (slowMoves && w_slow.w_context !== null) w_slow = w_slow.w_context;
    slowMoves = !slowMoves;
  }
}

/** `raise value from cause` (null: no `from`). */
export function raiseWithCause(w_raised: W_Root, w_cause: W_Root | null): OperationError {
  const w_exception = instantiate(w_raised);
  if (w_cause !== null) {
    if (w_cause === w_None) {
      w_exception.w_cause = null;
    } else if (w_cause instanceof W_BaseException) {
      w_exception.w_cause = w_cause;
    } else if (w_cause instanceof W_Type && w_cause.isSubtype(BaseExceptionType)) {
      w_exception.w_cause = instantiate(w_cause);
    } else {
      throw typeError('exception causes must derive from BaseException');
    }
    w_exception.suppressContext = true;
  }
  chainContext(w_exception);
  return new OperationError(w_exception);
}

/** Whether `except w_class` takes an exception; the class may be a tuple of classes. @unrollSafe */
export function checkExceptionMatch(w_exception: W_Root, w_class: W_Root): boolean {
  if (w_class instanceof W_Type && w_class.isSubtype(BaseExceptionType)) {
    return matchesClass(w_exception, w_class);
  }
  if (w_class instanceof W_TupleBase) {
    for (const w_item of w_class.items) checkCatchable(w_item);
    for (const w_item of w_class.items) {
      if (w_item instanceof W_Type && matchesClass(w_exception, w_item)) return true;
    }
    return false;
  }
  checkCatchable(w_class);
  return false;
}

function checkCatchable(w_class: W_Root): void {
  if (!(w_class instanceof W_Type && w_class.isSubtype(BaseExceptionType))) {
    throw typeError('catching classes that do not inherit from BaseException is not allowed');
  }
}

function matchesClass(w_exception: W_Root, w_class: W_Type): boolean {
  return w_exception.getType().isSubtype(w_class);
}

/** CHECK_EG_MATCH: (rest, match), or (exception, None) if nothing matches. */
export function matchGroup(w_exception: W_Root, w_class: W_Root): W_Tuple {
  checkGroupCatchable(w_class);
  if (w_exception === w_None) return newPair(w_None, w_None);
  if (w_exception instanceof W_BaseException && checkExceptionMatch(w_exception, w_class)) {
    if (w_exception.getType().isSubtype(BaseExceptionGroupType)) return newPair(w_None, w_exception);
    return newPair(w_None, wrapInGroup(w_exception));
  }
  if (w_exception.getType().isSubtype(BaseExceptionGroupType)) return splitGroup(w_exception, w_class);
  return newPair(w_exception, w_None);
}

function checkGroupCatchable(w_class: W_Root): void {
  const items: FixedArray<W_Root> = w_class instanceof W_TupleBase ? w_class.items : [w_class];
  for (const w_item of items) {
    if (!(w_item instanceof W_Type && w_item.isSubtype(BaseExceptionType))) {
      throw typeError('catching classes that do not inherit from BaseException is not allowed');
    }
    if (isSubclass(w_item, BaseExceptionGroupType)) {
      throw typeError('catching ExceptionGroup with except* is not allowed. Use except instead.');
    }
  }
}

/** PREP_RERAISE_STAR: what is raised after the handlers of `except*`: None, one exception, or a group. */
export function prepareReraiseStar(w_original: W_Root, w_list: W_Root): W_Root {
  if (!(w_list instanceof W_ListBase)) return w_None;
  const raised: W_BaseException[] = [];
  for (const w_item of listItems(w_list)) if (w_item instanceof W_BaseException) raised.push(w_item);
  if (raised.length === 0) return w_None;
  if (!w_original.getType().isSubtype(BaseExceptionGroupType)) return raised[0] as W_Root;
  return deriveRest(w_original, raised);
}

/** Exception groups (PEP 654): making, splitting, and what `except*` raises. */
import { callMethod1 } from '../interp/attributes.js';
import { callArgs } from '../interp/call.js';
import { isTrue } from '../interp/compare.js';
import { reprText } from '../interp/convert.js';
import { typeError, typeName, valueError } from '../interp/errors.js';
import { checkExceptionMatch } from '../interp/exception-ops.js';
import { collect } from '../interp/iteration.js';
import { genericAliasOf } from './generic-alias.js';
import { isCallable } from './function.js';
import { setInstanceAttribute, getInstanceAttribute } from './instance-dict.js';
import type { W_Root } from './root.js';
import { Slot } from './slots.js';
import type { Typedef } from './typedef.js';
import { classmethod, getset, method, staticmethod, typedef } from './typedef.js';
import {
  allocateException,
  BaseExceptionGroupType,
  BaseExceptionType,
  ExceptionGroupType,
  ExceptionType,
  W_BaseException,
  W_ExceptionGroup,
} from './w-exception.js';
import { newListOwning } from './w-list.js';
import { w_None } from './w-none.js';
import { intern, newStr, w_emptyStr } from './w-str.js';
import { W_StrBase } from './w-str-base.js';
import { newPair, newTuple, W_TupleBase } from './w-tuple.js';
import type { W_Tuple } from './w-tuple.js';
import { W_Type } from './w-type.js';

const n_derive = intern('derive');
const n_notes = intern('__notes__');

function orNone(w_obj: W_Root | null): W_Root {
  return w_obj === null ? w_None : w_obj;
}

/** `BaseExceptionGroup(message, exceptions)`: an ExceptionGroup if all are Exceptions. */
function groupNew(w_type: W_Root, w_args: W_Root, _w_kwargs: W_Root): W_Root {
  let w_class = w_type instanceof W_Type ? w_type : BaseExceptionGroupType;
  const count = w_args instanceof W_TupleBase ? w_args.items.length : 0;
  if (!(w_args instanceof W_TupleBase) || count !== 2) {
    throw typeError(`BaseExceptionGroup.__new__() takes exactly 2 arguments (${count} given)`);
  }
  const w_message = w_args.items[0] as W_Root;
  const w_sequence = w_args.items[1] as W_Root;
  if (!(w_message instanceof W_StrBase))
    throw typeError(`argument 1 must be str, not ${typeName(w_message)}`);
  if (
    w_sequence.getType().findSlot(Slot.GETITEM) === null ||
    w_sequence.getType().findSlot(Slot.LEN) === null
  ) {
    throw typeError('second argument (exceptions) must be a sequence');
  }
  const items = collect(w_sequence);
  if (items.length === 0) throw valueError('second argument (exceptions) must be a non-empty sequence');
  let nestsBase = false;
  for (let i = 0; i < items.length; i++) {
    const w_item = items[i] as W_Root;
    if (!(w_item instanceof W_BaseException)) {
      throw valueError(`Item ${i} of second argument (exceptions) is not an exception`);
    }
    if (!w_item.getType().isSubtype(ExceptionType)) nestsBase = true;
  }
  if (w_class === BaseExceptionGroupType) {
    if (!nestsBase) w_class = ExceptionGroupType;
  } else if (w_class === ExceptionGroupType) {
    if (nestsBase) throw typeError('Cannot nest BaseExceptions in an ExceptionGroup');
  } else if (nestsBase && w_class.isSubtype(ExceptionType)) {
    throw typeError(`Cannot nest BaseExceptions in '${w_class.name}'`);
  }
  const w_group = allocateException(w_class);
  w_group.w_args = w_args;
  if (w_group instanceof W_ExceptionGroup) {
    w_group.w_message = w_message;
    w_group.w_exceptions = newTuple(items);
  }
  return w_group;
}

function groupInit(self: W_ExceptionGroup, w_args: W_Root): W_Root {
  if (w_args instanceof W_TupleBase) self.w_args = w_args;
  return w_None;
}

function exceptionsOf(self: W_ExceptionGroup): W_TupleBase {
  return self.w_exceptions === null ? newTuple([]) : self.w_exceptions;
}

function groupStr(self: W_ExceptionGroup): W_Root {
  const count = exceptionsOf(self).items.length;
  const w_message = self.w_message;
  const message = w_message instanceof W_StrBase ? w_message.utf8() : '';
  return newStr(`${message} (${count} sub-exception${count > 1 ? 's' : ''})`);
}

function groupRepr(self: W_ExceptionGroup): W_Root {
  return newStr(
    `${typeName(self)}(${reprText(orNone(self.w_message))}, ${reprText(newListOwning(copyItems(exceptionsOf(self))))})`,
  );
}

function copyItems(w_tuple: W_TupleBase): W_Root[] {
  const result: W_Root[] = [];
  for (const w_item of w_tuple.items) result.push(w_item);
  return result;
}

function groupMessage(self: W_ExceptionGroup): W_Root {
  return orNone(self.w_message);
}

function groupExceptions(self: W_ExceptionGroup): W_Root {
  return exceptionsOf(self);
}

function groupDerive(self: W_ExceptionGroup, w_exceptions: W_Root): W_Root {
  return callArgs(BaseExceptionGroupType, [orNone(self.w_message), w_exceptions], null);
}

/** A group of other exceptions with the metadata of this one. */
function derive(self: W_ExceptionGroup, exceptions: W_Root[]): W_Root {
  const w_group = callMethod1(self, n_derive, newListOwning(exceptions));
  if (!(w_group instanceof W_ExceptionGroup))
    throw typeError('derive must return an instance of BaseExceptionGroup');
  w_group.w_traceback = self.w_traceback;
  w_group.w_context = self.w_context;
  w_group.w_cause = self.w_cause;
  w_group.suppressContext = self.suppressContext;
  const w_notes = getInstanceAttribute(self, n_notes);
  if (w_notes !== null)
    setInstanceAttribute(w_group, n_notes, newListOwning(copyItems(newTuple(collect(w_notes)))));
  return w_group;
}

/** How a condition selects: a type or tuple of types, or a function. */
function checkCondition(w_condition: W_Root): void {
  if (w_condition instanceof W_Type && w_condition.isSubtype(BaseExceptionType)) return;
  if (w_condition instanceof W_TupleBase) {
    let valid = true;
    for (const w_item of w_condition.items) {
      if (!(w_item instanceof W_Type && w_item.isSubtype(BaseExceptionType))) valid = false;
    }
    if (valid) return;
  } else if (!(w_condition instanceof W_Type) && isCallable(w_condition)) {
    return;
  }
  throw typeError('expected a function, exception type or tuple of exception types');
}

function selects(w_condition: W_Root, w_exception: W_Root): boolean {
  if (w_condition instanceof W_Type || w_condition instanceof W_TupleBase) {
    return checkExceptionMatch(w_exception, w_condition);
  }
  return isTrue(callArgs(w_condition, [w_exception], null));
}

/** The two halves of a split; null where one is empty. */
class Split {
  constructor(
    readonly w_match: W_Root | null,
    readonly w_rest: W_Root | null,
  ) {}
}

function split(w_exception: W_Root, w_condition: W_Root): Split {
  if (selects(w_condition, w_exception)) return new Split(w_exception, null);
  if (!(w_exception instanceof W_ExceptionGroup)) return new Split(null, w_exception);
  const matches: W_Root[] = [];
  const rest: W_Root[] = [];
  for (const w_item of exceptionsOf(w_exception).items) {
    const halves = split(w_item, w_condition);
    if (halves.w_match !== null) matches.push(halves.w_match);
    if (halves.w_rest !== null) rest.push(halves.w_rest);
  }
  return new Split(
    matches.length === 0 ? null : derive(w_exception, matches),
    rest.length === 0 ? null : derive(w_exception, rest),
  );
}

function groupSplit(self: W_ExceptionGroup, w_condition: W_Root): W_Root {
  checkCondition(w_condition);
  const halves = split(self, w_condition);
  return newPair(orNone(halves.w_match), orNone(halves.w_rest));
}

function subgroup(w_exception: W_Root, w_condition: W_Root): W_Root | null {
  if (selects(w_condition, w_exception)) return w_exception;
  if (!(w_exception instanceof W_ExceptionGroup)) return null;
  const matches: W_Root[] = [];
  for (const w_item of exceptionsOf(w_exception).items) {
    const w_match = subgroup(w_item, w_condition);
    if (w_match !== null) matches.push(w_match);
  }
  return matches.length === 0 ? null : derive(w_exception, matches);
}

function groupSubgroup(self: W_ExceptionGroup, w_condition: W_Root): W_Root {
  checkCondition(w_condition);
  return orNone(subgroup(self, w_condition));
}

/** (rest, match) of a group split by a class. */
export function splitGroup(w_group: W_Root, w_class: W_Root): W_Tuple {
  const halves = split(w_group, w_class);
  return newPair(orNone(halves.w_rest), orNone(halves.w_match));
}

/** A group around one exception that was caught as if it were in one. */
export function wrapInGroup(w_exception: W_BaseException): W_Root {
  const w_group = callArgs(BaseExceptionGroupType, [w_emptyStr, newTuple([w_exception])], null);
  return w_group;
}

/** Leaves of a group, each once. */
function collectLeaves(w_exception: W_Root, leaves: W_Root[]): void {
  if (w_exception instanceof W_ExceptionGroup) {
    for (const w_item of exceptionsOf(w_exception).items) collectLeaves(w_item, leaves);
  } else {
    leaves.push(w_exception);
  }
}

function containsItem(items: W_Root[], w_item: W_Root): boolean {
  for (const w_other of items) if (w_other === w_item) return true;
  return false;
}

/** The part of a group whose leaves are among `leaves`. */
function project(w_exception: W_Root, leaves: W_Root[]): W_Root | null {
  if (!(w_exception instanceof W_ExceptionGroup))
    return containsItem(leaves, w_exception) ? w_exception : null;
  const kept: W_Root[] = [];
  for (const w_item of exceptionsOf(w_exception).items) {
    const w_part = project(w_item, leaves);
    if (w_part !== null) kept.push(w_part);
  }
  if (kept.length === 0) return null;
  return derive(w_exception, kept);
}

/** Whether an exception has the metadata of the original group: then it was raised again, not raised anew. */
function isReraised(w_exception: W_BaseException, w_original: W_BaseException): boolean {
  return (
    w_exception instanceof W_ExceptionGroup &&
    w_exception.w_traceback === w_original.w_traceback &&
    w_exception.w_cause === w_original.w_cause &&
    w_exception.w_context === w_original.w_context
  );
}

/** What is left to raise after the handlers of `except*` of a group. */
export function deriveRest(w_original: W_Root, raised: W_BaseException[]): W_Root {
  if (!(w_original instanceof W_ExceptionGroup)) return raised[0] as W_Root;
  const anew: W_Root[] = [];
  const leaves: W_Root[] = [];
  for (const w_exception of raised) {
    if (isReraised(w_exception, w_original)) collectLeaves(w_exception, leaves);
    else anew.push(w_exception);
  }
  const w_reraised = leaves.length === 0 ? null : project(w_original, leaves);
  if (anew.length === 0) return orNone(w_reraised);
  if (w_reraised !== null) anew.push(w_reraised);
  if (anew.length === 1) return anew[0] as W_Root;
  return callArgs(BaseExceptionGroupType, [w_emptyStr, newListOwning(anew)], null);
}

const groupRows = [
  staticmethod('__new__', '($type, *args, **kwargs)', groupNew),
  method('__init__', '($self, /, *args)', groupInit),
  method('__str__', '($self, /)', groupStr),
  method('__repr__', '($self, /)', groupRepr),
  method('derive', '($self, excs, /)', groupDerive),
  method('split', '($self, condition, /)', groupSplit),
  method('subgroup', '($self, condition, /)', groupSubgroup),
  classmethod('__class_getitem__', '($type, object, /)', genericAliasOf, 'See PEP 585'),
  getset('message', groupMessage, null, null, 'exception message'),
  getset('exceptions', groupExceptions, null, null, 'nested exceptions'),
];

export const exceptionGroupTypedefs: readonly Typedef[] = [
  typedef(BaseExceptionGroupType, W_ExceptionGroup, {}, groupRows),
];

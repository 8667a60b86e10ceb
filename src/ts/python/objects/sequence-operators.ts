/**
 * Messages of `+` and `*` where the left (or for `*` either) operand is a sequence: CPython reports them from the
 * sequence's own concatenation and repetition, after the other operand had its turn.
 */
import { typeError, typeName } from '../interp/errors.js';
import type { W_Root } from './root.js';
import { Slot } from './slots.js';
import { W_BytearrayBase, W_BytesBase } from './w-bytes.js';
import type { OperationError } from './w-exception.js';
import { W_ListBase } from './w-list.js';
import { W_StrBase } from './w-str-base.js';
import { W_TupleBase } from './w-tuple.js';

function isSequence(w_obj: W_Root): boolean {
  return (
    w_obj instanceof W_StrBase ||
    w_obj instanceof W_ListBase ||
    w_obj instanceof W_TupleBase ||
    w_obj instanceof W_BytesBase ||
    w_obj instanceof W_BytearrayBase
  );
}

/** The error of an operator that no operand supports, where it is a sequence's; else null. */
export function sequenceOperatorError(slot: Slot, w_a: W_Root, w_b: W_Root): OperationError | null {
  if (slot === Slot.ADD) {
    if (w_a instanceof W_StrBase) return concatError('str', w_b);
    if (w_a instanceof W_ListBase) return concatError('list', w_b);
    if (w_a instanceof W_TupleBase) return concatError('tuple', w_b);
    if (w_a instanceof W_BytesBase || w_a instanceof W_BytearrayBase) {
      return typeError(`can't concat ${typeName(w_b)} to ${typeName(w_a)}`);
    }
  } else if (slot === Slot.MUL) {
    if (isSequence(w_a)) return typeError(`can't multiply sequence by non-int of type '${typeName(w_b)}'`);
    if (isSequence(w_b)) return typeError(`can't multiply sequence by non-int of type '${typeName(w_a)}'`);
  }
  return null;
}

function concatError(name: string, w_other: W_Root): OperationError {
  return typeError(`can only concatenate ${name} (not "${typeName(w_other)}") to ${name}`);
}

/**
 * The signals' exception classes. They have several bases each, so they are made as Python's own classes, when the module
 * is first imported.
 */
import { sealList } from '../../../rlib/array.js';
import type { int } from '../../../rlib/types.js';
import { unreachable } from '../../../rlib/throwable.js';
import { callArgs } from '../../interp/call.js';
import { newDict } from '../../objects/dict.js';
import type { W_Root } from '../../objects/root.js';
import { ArithmeticErrorType, TypeErrorType, ZeroDivisionErrorType } from '../../objects/w-exception.js';
import { intern, newStr } from '../../objects/w-str.js';
import { newTuple } from '../../objects/w-tuple.js';
import { typeType, W_Type } from '../../objects/w-type.js';
import type { W_DictBase } from '../../objects/w-dict.js';

const n_module = intern('__module__');

export class Signal {
  w_class: W_Type | null = null;

  constructor(
    readonly name: string,
    /** Its bit of flags and traps, or several. */
    readonly mask: int,
    /** Finer conditions that are reported by name. */
    readonly parts: Signal[],
  ) {}
}

const invalidOperation = new Signal('InvalidOperation', 31, []);
const floatOperation = new Signal('FloatOperation', 32, []);
const divisionByZero = new Signal('DivisionByZero', 64, []);
const overflow = new Signal('Overflow', 128, []);
const underflow = new Signal('Underflow', 256, []);
const subnormal = new Signal('Subnormal', 512, []);
const inexact = new Signal('Inexact', 1024, []);
const rounded = new Signal('Rounded', 2048, []);
const clamped = new Signal('Clamped', 4096, []);

const plainInvalid = new Signal('InvalidOperation', 1, []);
const conversionSyntax = new Signal('ConversionSyntax', 2, []);
const divisionImpossible = new Signal('DivisionImpossible', 4, []);
const divisionUndefined = new Signal('DivisionUndefined', 8, []);
const invalidContext = new Signal('InvalidContext', 16, []);
invalidOperation.parts.push(
  plainInvalid,
  conversionSyntax,
  divisionImpossible,
  divisionUndefined,
  invalidContext,
);

/** All signals, the most important first. */
export const signals: readonly Signal[] = [
  invalidOperation,
  floatOperation,
  divisionByZero,
  overflow,
  underflow,
  subnormal,
  inexact,
  rounded,
  clamped,
];

/** The same in the order in which contexts show them. */
export const shownSignals: readonly Signal[] = [
  clamped,
  invalidOperation,
  divisionByZero,
  inexact,
  floatOperation,
  overflow,
  rounded,
  subnormal,
  underflow,
];

export function exceptionOf(signal: Signal): W_Type {
  const w_class = signal.w_class;
  return w_class === null ? unreachable('signal classes are made at import') : w_class;
}

/** The signal of a class, or null. */
export function findSignal(w_class: W_Root): Signal | null {
  for (const signal of signals) if (signal.w_class === w_class) return signal;
  return null;
}

function makeClass(w_dict: W_DictBase, name: string, bases: W_Type[]): W_Type {
  const w_namespace = newDict();
  w_namespace.setStr(n_module, newStr('decimal'));
  const items: W_Root[] = [];
  for (const w_base of bases) items.push(w_base);
  const w_class = callArgs(typeType, [newStr(name), newTuple(sealList(items)), w_namespace], null);
  if (!(w_class instanceof W_Type)) return unreachable('type() gives a class');
  w_dict.setStr(intern(name), w_class);
  return w_class;
}

/** Makes the classes and puts them into the module. */
export function makeSignalClasses(w_dict: W_DictBase): void {
  const w_base = makeClass(w_dict, 'DecimalException', [ArithmeticErrorType]);
  clamped.w_class = makeClass(w_dict, 'Clamped', [w_base]);
  invalidOperation.w_class = makeClass(w_dict, 'InvalidOperation', [w_base]);
  divisionByZero.w_class = makeClass(w_dict, 'DivisionByZero', [w_base, ZeroDivisionErrorType]);
  inexact.w_class = makeClass(w_dict, 'Inexact', [w_base]);
  rounded.w_class = makeClass(w_dict, 'Rounded', [w_base]);
  subnormal.w_class = makeClass(w_dict, 'Subnormal', [w_base]);
  overflow.w_class = makeClass(w_dict, 'Overflow', [exceptionOf(inexact), exceptionOf(rounded)]);
  underflow.w_class = makeClass(w_dict, 'Underflow', [
    exceptionOf(inexact),
    exceptionOf(rounded),
    exceptionOf(subnormal),
  ]);
  floatOperation.w_class = makeClass(w_dict, 'FloatOperation', [w_base, TypeErrorType]);
  const w_invalid = exceptionOf(invalidOperation);
  plainInvalid.w_class = w_invalid;
  conversionSyntax.w_class = makeClass(w_dict, 'ConversionSyntax', [w_invalid]);
  divisionImpossible.w_class = makeClass(w_dict, 'DivisionImpossible', [w_invalid]);
  divisionUndefined.w_class = makeClass(w_dict, 'DivisionUndefined', [w_invalid, ZeroDivisionErrorType]);
  invalidContext.w_class = makeClass(w_dict, 'InvalidContext', [w_invalid]);
}

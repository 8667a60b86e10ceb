/** Module `_decimal`: General Decimal Arithmetic (Cowlishaw, version 1.70) for module `decimal`. */
import { callArgs } from '../../interp/call.js';
import { getAttribute, setAttribute } from '../../interp/attributes.js';
import { importModule } from '../../interp/import-module.js';
import { state } from '../../interp/sys-state.js';
import type { ModuleDef } from '../../objects/typedef.js';
import { func, moduledef, value } from '../../objects/typedef.js';
import { newBool, newInt } from '../../objects/w-int.js';
import { W_Module } from '../../objects/w-module.js';
import { intern, newStr } from '../../objects/w-str.js';
import { Condition, contextType, MAX_PRECISION, Rounding, W_Context } from './context.js';
import { contextTypedef } from './context-type.js';
import { w_defaultContext } from './convert.js';
import { w_decimalTupleCell } from './decimal-tuple.js';
import { decimalTypedef } from './decimal-type.js';
import { contextManagerTypedef, getcontext, localcontext, setcontext } from './local-context.js';
import { decimalType } from './number.js';
import { roundingNames } from './rounding-names.js';
import { signalDictTypedef } from './signal-dict.js';
import { makeSignalClasses } from './signals.js';

const n_namedtuple = intern('namedtuple');
const n_module = intern('__module__');
const n_DecimalTuple = intern('DecimalTuple');
const n_decimal = intern('_decimal');

function template(precision: number, rounding: Rounding, traps: number): W_Context {
  const w_context = new W_Context(contextType);
  w_context.precision = precision;
  w_context.rounding = rounding;
  w_context.traps = traps;
  w_context.isTemplate = true;
  return w_context;
}

function setup(): void {
  const w_module = state().w_builtinModules.getStr(n_decimal);
  if (!(w_module instanceof W_Module)) return;
  makeSignalClasses(w_module.w_dict);
  const w_namedtuple = getAttribute(importModule('collections'), n_namedtuple);
  const w_tuple = callArgs(w_namedtuple, [newStr('DecimalTuple'), newStr('sign digits exponent')], null);
  setAttribute(w_tuple, n_module, newStr('decimal'));
  w_decimalTupleCell.w_value = w_tuple;
  w_module.w_dict.setStr(n_DecimalTuple, w_tuple);
}

w_defaultContext.isTemplate = true;

export const decimalModule: ModuleDef = moduledef(
  '_decimal',
  'C decimal arithmetic module',
  [
    func('getcontext', '($module, /)', getcontext, 'Get the current default context.'),
    func('setcontext', '($module, context, /)', setcontext, 'Set a new default context.'),
    func(
      'localcontext',
      '($module, /, ctx=None, **kwargs)',
      localcontext,
      'Return a context manager that will set the default context to a copy of ctx\non entry to the with-statement and restore the previous default context when\nexiting the with-statement. If no context is supplied, a copy of the current\ndefault context is used.',
    ),
    value('Decimal', () => decimalType),
    value('Context', () => contextType),
    value('DefaultContext', () => w_defaultContext),
    value('BasicContext', () =>
      template(
        9,
        Rounding.HALF_UP,
        Condition.INVALID +
          Condition.DIVISION_BY_ZERO +
          Condition.OVERFLOW +
          Condition.UNDERFLOW +
          Condition.CLAMPED,
      ),
    ),
    value('ExtendedContext', () => template(9, Rounding.HALF_EVEN, 0)),
    value('MAX_PREC', () => newInt(MAX_PRECISION)),
    value('MAX_EMAX', () => newInt(MAX_PRECISION)),
    value('MIN_EMIN', () => newInt(-MAX_PRECISION)),
    value('MIN_ETINY', () => newInt(1 - 2 * MAX_PRECISION)),
    value('HAVE_THREADS', () => newBool(true)),
    value('HAVE_CONTEXTVAR', () => newBool(false)),
    value('__version__', () => newStr('1.70')),
    value('__libmpdec_version__', () => newStr('2.5.1')),
    ...roundingNames.map((name) => value(name, () => intern(name))),
  ],
  [decimalTypedef, contextTypedef, signalDictTypedef, contextManagerTypedef],
  setup,
);

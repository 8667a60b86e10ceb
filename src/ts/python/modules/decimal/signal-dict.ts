/** A context's flags or traps as a mapping of signals to booleans: a view, not a copy. */
import type { int } from '../../../rlib/types.js';
import { isTrue } from '../../interp/compare.js';
import { reprText } from '../../interp/convert.js';
import { keyError, valueError } from '../../interp/errors.js';
import { iter } from '../../interp/iteration.js';
import { newDict } from '../../objects/dict.js';
import { W_Root } from '../../objects/root.js';
import { method, typedef } from '../../objects/typedef.js';
import type { W_DictBase } from '../../objects/w-dict.js';
import { newBool, newInt } from '../../objects/w-int.js';
import { newListOwning } from '../../objects/w-list.js';
import { w_None, w_NotImplemented } from '../../objects/w-none.js';
import { newStr } from '../../objects/w-str.js';
import { newPair } from '../../objects/w-tuple.js';
import { newBuiltinType, objectType } from '../../objects/w-type.js';
import type { W_Type } from '../../objects/w-type.js';
import type { W_Context } from './context.js';
import { exceptionOf, findSignal, signals } from './signals.js';
import type { Signal } from './signals.js';
import { W_DictBase as DictClass } from '../../objects/w-dict.js';

export const signalDictType: W_Type = newBuiltinType('SignalDict', objectType);

export const enum SignalSet {
  FLAGS,
  TRAPS,
}

export class W_SignalDict extends W_Root {
  constructor(
    readonly w_context: W_Context,
    readonly set: SignalSet,
  ) {
    super();
  }

  override getType(): W_Type {
    return signalDictType;
  }

  mask(): int {
    return this.set === SignalSet.FLAGS ? this.w_context.flags : this.w_context.traps;
  }

  setMask(mask: int): void {
    if (this.set === SignalSet.FLAGS) this.w_context.flags = mask;
    else this.w_context.traps = mask;
  }

  toDict(): W_DictBase {
    const w_dict = newDict();
    const mask = this.mask();
    for (const signal of signals) w_dict.set(exceptionOf(signal), newBool((mask & signal.mask) !== 0));
    return w_dict;
  }
}

function getSignal(w_key: W_Root): Signal {
  const signal = findSignal(w_key);
  if (signal === null) throw keyError(w_key);
  return signal;
}

function getitem(self: W_SignalDict, w_key: W_Root): W_Root {
  return newBool((self.mask() & getSignal(w_key).mask) !== 0);
}

function setitem(self: W_SignalDict, w_key: W_Root, w_value: W_Root): W_Root {
  const signal = getSignal(w_key);
  const others = self.mask() & ~signal.mask;
  self.setMask(isTrue(w_value) ? others | signal.mask : others);
  return w_None;
}

function delitem(_self: W_SignalDict, _w_key: W_Root): W_Root {
  throw valueError('signal keys cannot be deleted');
}

function contains(_self: W_SignalDict, w_key: W_Root): W_Root {
  return newBool(findSignal(w_key) !== null);
}

function len(_self: W_SignalDict): W_Root {
  return newInt(signals.length);
}

function keyList(): W_Root {
  const items: W_Root[] = [];
  for (const signal of signals) items.push(exceptionOf(signal));
  return newListOwning(items);
}

function iterate(_self: W_SignalDict): W_Root {
  return iter(keyList());
}

function keys(_self: W_SignalDict): W_Root {
  return keyList();
}

function values(self: W_SignalDict): W_Root {
  const items: W_Root[] = [];
  for (const signal of signals) items.push(newBool((self.mask() & signal.mask) !== 0));
  return newListOwning(items);
}

function pairs(self: W_SignalDict): W_Root {
  const items: W_Root[] = [];
  for (const signal of signals)
    items.push(newPair(exceptionOf(signal), newBool((self.mask() & signal.mask) !== 0)));
  return newListOwning(items);
}

function get(self: W_SignalDict, w_key: W_Root, w_default: W_Root | null): W_Root {
  if (findSignal(w_key) !== null) return getitem(self, w_key);
  return w_default === null ? w_None : w_default;
}

function copy(self: W_SignalDict): W_Root {
  return self.toDict();
}

function repr(self: W_SignalDict): W_Root {
  let text = '';
  for (const signal of signals) {
    const flag = (self.mask() & signal.mask) !== 0;
    text += `${text === '' ? '' : ', '}${reprText(exceptionOf(signal))}:${flag ? 'True' : 'False'}`;
  }
  return newStr(`{${text}}`);
}

/** Equal to another view with the same signals, and to such a dict: 1, 0; -1: not comparable. */
function equality(self: W_SignalDict, w_other: W_Root): int {
  if (w_other instanceof W_SignalDict)
    return (self.mask() === 0) === (w_other.mask() === 0) && sameSignals(self, w_other) ? 1 : 0;
  if (!(w_other instanceof DictClass)) return -1;
  if (w_other.length() !== signals.length) return 0;
  for (const signal of signals) {
    const w_value = w_other.get(exceptionOf(signal));
    if (w_value === null || isTrue(w_value) !== ((self.mask() & signal.mask) !== 0)) return 0;
  }
  return 1;
}

function sameSignals(a: W_SignalDict, b: W_SignalDict): boolean {
  for (const signal of signals)
    if (((a.mask() & signal.mask) !== 0) !== ((b.mask() & signal.mask) !== 0)) return false;
  return true;
}

function eq(self: W_SignalDict, w_other: W_Root): W_Root {
  const result = equality(self, w_other);
  return result < 0 ? w_NotImplemented : newBool(result === 1);
}

function ne(self: W_SignalDict, w_other: W_Root): W_Root {
  const result = equality(self, w_other);
  return result < 0 ? w_NotImplemented : newBool(result === 0);
}

export const signalDictTypedef = typedef(
  signalDictType,
  W_SignalDict,
  { doc: '', module: 'builtins', subclassable: false, unhashable: true },
  [
    method('__getitem__', '($self, key, /)', getitem),
    method('__setitem__', '($self, key, value, /)', setitem),
    method('__delitem__', '($self, key, /)', delitem),
    method('__contains__', '($self, key, /)', contains),
    method('__len__', '($self, /)', len),
    method('__iter__', '($self, /)', iterate),
    method('__repr__', '($self, /)', repr),
    method('__eq__', '($self, value, /)', eq),
    method('__ne__', '($self, value, /)', ne),
    method('keys', '($self, /)', keys),
    method('values', '($self, /)', values),
    method('items', '($self, /)', pairs),
    method('get', '($self, key, default=None, /)', get),
    method('copy', '($self, /)', copy),
  ],
);

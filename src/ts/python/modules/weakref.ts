/**
 * Module `_weakref`.
 *
 * An object's weak references are kept weakly by its lifeline, which the object refers to: in its map (a hidden attribute), or in a table for
 * objects without one. Nobody else refers to the lifeline; so it dies with the object, and as its finalizer calls the callbacks. An object
 * that is brought back to life by its own finalizer keeps it.
 *
 * Hosted, JavaScript's collector tells nothing while Python code runs: references stay alive.
 */
import { registerFinalizer } from '../../rlib/finalizers.js';
import { WeakReference } from '../../rlib/object.js';
import { caught } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import {
  callMethod0,
  attributeName,
  deleteAttribute,
  findAttribute,
  getAttribute,
  setAttribute,
} from '../interp/attributes.js';
import { absolute, binary, BinaryOp, inplace, invert, negative, positive } from '../interp/arithmetic.js';
import { call1, callArgs } from '../interp/call.js';
import { compare, Comparison, isTrue, lengthOf } from '../interp/compare.js';
import { hash, index, str, toFloat } from '../interp/convert.js';
import { asOperationError, newError, stopIteration, typeError, typeName } from '../interp/errors.js';
import { contains, deleteItem, getItem, setItem } from '../interp/items.js';
import { iter, next } from '../interp/iteration.js';
import { isCallable, callPacked } from '../objects/function.js';
import { genericAliasOf } from '../objects/generic-alias.js';
import { hexAddress } from '../objects/identity.js';
import { WeakTable } from '../../rlib/weak-table.js';
import { AttrKind, readAttribute, writeAttribute } from '../objects/map.js';
import { W_Root } from '../objects/root.js';
import type { Row } from '../objects/typedef.js';
import {
  classmethod,
  func,
  getset,
  method,
  moduledef,
  staticmethod,
  typedef,
  value,
} from '../objects/typedef.js';
import { W_DictBase } from '../objects/w-dict.js';
import { intType, newBool, newInt } from '../objects/w-int.js';
import { newListOwning } from '../objects/w-list.js';
import { w_None, w_NotImplemented } from '../objects/w-none.js';
import { Slot } from '../objects/slots.js';
import { ReferenceErrorType } from '../objects/w-exception.js';
import { intern, newStr } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { newBuiltinType, objectType, W_Mapped, W_Type } from '../objects/w-type.js';
import { newFloat } from '../objects/w-float.js';
import { reportUnraisable } from './unraisable.js';

const refType = newBuiltinType('ReferenceType', objectType);
const proxyType = newBuiltinType('ProxyType', objectType);
const callableProxyType = newBuiltinType('CallableProxyType', objectType);

class W_WeakRef extends W_Mapped {
  w_hash: W_Root | null = null;

  constructor(
    w_type: W_Type,
    readonly referent: WeakReference<W_Root>,
    public w_callback: W_Root | null,
  ) {
    super(w_type);
  }
}

class W_Proxy extends W_Root {
  constructor(
    readonly referent: WeakReference<W_Root>,
    readonly isCallable: boolean,
    public w_callback: W_Root | null,
  ) {
    super();
  }

  override getType(): W_Type {
    return this.isCallable ? callableProxyType : proxyType;
  }
}

const lifelineType = newBuiltinType('weakref_lifeline', objectType);

/** The weak references and proxies to one object. */
class W_Lifeline extends W_Root {
  references: WeakReference<W_Root>[] = [];
  /** Dead ones are thrown away when there are so many. */
  sweepAt: int = 8;
  isRegistered: boolean = false;

  override getType(): W_Type {
    return lifelineType;
  }

  add(w_ref: W_Root, w_callback: W_Root | null): void {
    if (this.references.length >= this.sweepAt) {
      this.references = this.live();
      this.sweepAt = this.references.length * 2 + 8;
    }
    this.references.push(new WeakReference<W_Root>(w_ref));
    if (w_callback === null || this.isRegistered) return;
    this.isRegistered = true;
    registerFinalizer(this);
  }

  private live(): WeakReference<W_Root>[] {
    const result: WeakReference<W_Root>[] = [];
    for (const reference of this.references) if (reference.get() !== null) result.push(reference);
    return result;
  }
}

/** The object has died: the callbacks, the newest first. */
function callCallbacks(self: W_Lifeline): W_Root {
  while (self.references.length > 0) {
    const reference = self.references.pop() as WeakReference<W_Root>;
    const w_ref = reference.get();
    if (w_ref !== null) {
      const w_callback = takeCallback(w_ref);
      if (w_callback !== null) {
        try {
          call1(w_callback, w_ref);
        } catch (e) {
          reportUnraisable(asOperationError(caught(e)), w_callback);
        }
      }
    }
  }
  return w_None;
}

function takeCallback(w_ref: W_Root): W_Root | null {
  let w_callback: W_Root | null = null;
  if (w_ref instanceof W_WeakRef) {
    w_callback = w_ref.w_callback;
    w_ref.w_callback = null;
  } else if (w_ref instanceof W_Proxy) {
    w_callback = w_ref.w_callback;
    w_ref.w_callback = null;
  }
  return w_callback;
}

const lifelineTypedef = typedef(lifelineType, W_Lifeline, { module: '_weakref', subclassable: false }, [
  method('__del__', '($self, /)', callCallbacks),
]);

const hidden = intern('__weakref__');

/** Lifelines of objects that have no map. */
const lifelines: WeakTable = new WeakTable();

function findLifeline(w_obj: W_Root): W_Lifeline | null {
  const map = w_obj.getMap();
  const w_found = map === null ? lifelines.get(w_obj) : readAttribute(w_obj, map, hidden, AttrKind.HIDDEN);
  return w_found instanceof W_Lifeline ? w_found : null;
}

function ensureLifeline(w_obj: W_Root): W_Lifeline {
  const known = findLifeline(w_obj);
  if (known !== null) return known;
  const lifeline = new W_Lifeline();
  const map = w_obj.getMap();
  if (map === null) lifelines.set(w_obj, lifeline);
  else writeAttribute(w_obj, map, hidden, AttrKind.HIDDEN, lifeline);
  return lifeline;
}

function checkReferable(w_obj: W_Root): void {
  if (!w_obj.getType().hasWeakref)
    throw typeError(`cannot create weak reference to '${typeName(w_obj)}' object`);
}

function refNew(
  w_type: W_Root,
  w_obj: W_Root,
  w_callback: W_Root | null,
  _w_args: W_Root,
  _w_kwargs: W_Root,
): W_Root {
  checkReferable(w_obj);
  const w_class = w_type instanceof W_Type ? w_type : refType;
  const w_call = w_callback === w_None ? null : w_callback;
  const lifeline = ensureLifeline(w_obj);
  if (w_call === null && w_class === refType) {
    for (const known of lifeline.references) {
      const w_known = known.get();
      if (w_known instanceof W_WeakRef && w_known.w_callback === null && w_known.getType() === refType)
        return w_known;
    }
  }
  const w_ref = new W_WeakRef(w_class, new WeakReference<W_Root>(w_obj), w_call);
  lifeline.add(w_ref, w_call);
  return w_ref;
}

function refInit(_self: W_WeakRef, _w_args: W_Root): W_Root {
  return w_None;
}

function refCall(self: W_WeakRef): W_Root {
  const w_target = self.referent.get();
  return w_target === null ? w_None : w_target;
}

function refCallback(self: W_WeakRef): W_Root {
  return self.w_callback === null ? w_None : self.w_callback;
}

function refHash(self: W_WeakRef): W_Root {
  if (self.w_hash === null) {
    const w_target = self.referent.get();
    if (w_target === null) throw typeError('weak object has gone away');
    self.w_hash = hash(w_target);
  }
  return self.w_hash;
}

function refCompare(self: W_WeakRef, w_other: W_Root, op: Comparison): W_Root {
  if (!(w_other instanceof W_WeakRef)) return w_NotImplemented;
  const w_target = self.referent.get();
  const w_otherTarget = w_other.referent.get();
  if (w_target === null || w_otherTarget === null) {
    return newBool((self === w_other) === (op === Comparison.EQ));
  }
  return compare(op, w_target, w_otherTarget);
}

function refEq(self: W_WeakRef, w_other: W_Root): W_Root {
  return refCompare(self, w_other, Comparison.EQ);
}

function refNe(self: W_WeakRef, w_other: W_Root): W_Root {
  return refCompare(self, w_other, Comparison.NE);
}

const n_name = intern('__name__');

function refRepr(self: W_WeakRef): W_Root {
  const w_target = self.referent.get();
  if (w_target === null) return newStr(`<weakref at ${hexAddress(self)}; dead>`);
  const w_name = findAttribute(w_target, n_name);
  const name = w_name instanceof W_StrBase ? ` (${w_name.utf8()})` : '';
  return newStr(
    `<weakref at ${hexAddress(self)}; to '${typeName(w_target)}' at ${hexAddress(w_target)}${name}>`,
  );
}

const refTypedef = typedef(refType, W_WeakRef, { module: 'weakref' }, [
  staticmethod('__new__', '($type, object, callback=None, /, *args, **kwargs)', refNew),
  method('__init__', '($self, /, *args)', refInit),
  method('__call__', '($self, /)', refCall),
  method('__hash__', '($self, /)', refHash),
  method('__eq__', '($self, value, /)', refEq),
  method('__ne__', '($self, value, /)', refNe),
  method('__repr__', '($self, /)', refRepr),
  classmethod('__class_getitem__', '($type, object, /)', genericAliasOf, 'See PEP 585'),
  getset('__callback__', refCallback),
]);

// ---- proxies

/** The object, which has to be there still. */
function targetOf(self: W_Proxy): W_Root {
  const w_target = self.referent.get();
  if (w_target === null) throw newError(ReferenceErrorType, 'weakly-referenced object no longer exists');
  return w_target;
}

function plain(w_obj: W_Root): W_Root {
  return w_obj instanceof W_Proxy ? targetOf(w_obj) : w_obj;
}

function proxyGetattribute(self: W_Proxy, w_name: W_Root): W_Root {
  return getAttribute(targetOf(self), attributeName(w_name));
}

function proxySetattr(self: W_Proxy, w_name: W_Root, w_value: W_Root): W_Root {
  setAttribute(targetOf(self), attributeName(w_name), w_value);
  return w_None;
}

function proxyDelattr(self: W_Proxy, w_name: W_Root): W_Root {
  deleteAttribute(targetOf(self), attributeName(w_name));
  return w_None;
}

function proxyStr(self: W_Proxy): W_Root {
  return str(targetOf(self));
}

function proxyRepr(self: W_Proxy): W_Root {
  const w_target = targetOf(self);
  return newStr(`<weakproxy at ${hexAddress(self)} to ${typeName(w_target)} at ${hexAddress(w_target)}>`);
}

function proxyBool(self: W_Proxy): W_Root {
  return newBool(isTrue(targetOf(self)));
}

function proxyLen(self: W_Proxy): W_Root {
  return newInt(lengthOf(targetOf(self)));
}

function proxyGetitem(self: W_Proxy, w_key: W_Root): W_Root {
  return getItem(targetOf(self), w_key);
}

function proxySetitem(self: W_Proxy, w_key: W_Root, w_value: W_Root): W_Root {
  setItem(targetOf(self), w_key, w_value);
  return w_None;
}

function proxyDelitem(self: W_Proxy, w_key: W_Root): W_Root {
  deleteItem(targetOf(self), w_key);
  return w_None;
}

function proxyContains(self: W_Proxy, w_item: W_Root): W_Root {
  return newBool(contains(targetOf(self), w_item));
}

function proxyIter(self: W_Proxy): W_Root {
  return iter(targetOf(self));
}

function proxyNext(self: W_Proxy): W_Root {
  if (targetOf(self).getType().findSlot(Slot.NEXT) === null) {
    throw typeError(`Weakref proxy referenced a non-iterator '${typeName(targetOf(self))}' object`);
  }
  const w_item = next(targetOf(self));
  if (w_item === null) throw stopIteration(null);
  return w_item;
}

function proxyCall(self: W_Proxy, w_args: W_Root, w_kwargs: W_DictBase): W_Root {
  return callPacked(targetOf(self), w_args, w_kwargs);
}

function proxyInt(self: W_Proxy): W_Root {
  return callArgs(intType, [targetOf(self)], null);
}

function proxyFloat(self: W_Proxy): W_Root {
  return newFloat(toFloat(targetOf(self)));
}

function proxyIndex(self: W_Proxy): W_Root {
  return index(targetOf(self));
}

function proxyNeg(self: W_Proxy): W_Root {
  return negative(targetOf(self));
}

function proxyPos(self: W_Proxy): W_Root {
  return positive(targetOf(self));
}

function proxyAbs(self: W_Proxy): W_Root {
  return absolute(targetOf(self));
}

function proxyInvert(self: W_Proxy): W_Root {
  return invert(targetOf(self));
}

const n_bytes = intern('__bytes__');
const n_reversed = intern('__reversed__');

function proxyBytes(self: W_Proxy): W_Root {
  return callMethod0(targetOf(self), n_bytes);
}

function proxyReversed(self: W_Proxy): W_Root {
  return callMethod0(targetOf(self), n_reversed);
}

function proxyAdd(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.ADD, plain(w_a), plain(w_b));
}

function proxyRadd(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.ADD, plain(w_b), plain(w_a));
}

function proxyIadd(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.ADD, plain(w_a), plain(w_b));
}

function proxySub(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.SUBTRACT, plain(w_a), plain(w_b));
}

function proxyRsub(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.SUBTRACT, plain(w_b), plain(w_a));
}

function proxyIsub(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.SUBTRACT, plain(w_a), plain(w_b));
}

function proxyMul(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.MULTIPLY, plain(w_a), plain(w_b));
}

function proxyRmul(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.MULTIPLY, plain(w_b), plain(w_a));
}

function proxyImul(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.MULTIPLY, plain(w_a), plain(w_b));
}

function proxyTruediv(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.TRUE_DIVIDE, plain(w_a), plain(w_b));
}

function proxyRtruediv(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.TRUE_DIVIDE, plain(w_b), plain(w_a));
}

function proxyItruediv(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.TRUE_DIVIDE, plain(w_a), plain(w_b));
}

function proxyFloordiv(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.FLOOR_DIVIDE, plain(w_a), plain(w_b));
}

function proxyRfloordiv(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.FLOOR_DIVIDE, plain(w_b), plain(w_a));
}

function proxyIfloordiv(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.FLOOR_DIVIDE, plain(w_a), plain(w_b));
}

function proxyMod(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.MODULO, plain(w_a), plain(w_b));
}

function proxyRmod(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.MODULO, plain(w_b), plain(w_a));
}

function proxyImod(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.MODULO, plain(w_a), plain(w_b));
}

function proxyPow(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.POWER, plain(w_a), plain(w_b));
}

function proxyRpow(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.POWER, plain(w_b), plain(w_a));
}

function proxyIpow(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.POWER, plain(w_a), plain(w_b));
}

function proxyLshift(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.LSHIFT, plain(w_a), plain(w_b));
}

function proxyRlshift(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.LSHIFT, plain(w_b), plain(w_a));
}

function proxyIlshift(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.LSHIFT, plain(w_a), plain(w_b));
}

function proxyRshift(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.RSHIFT, plain(w_a), plain(w_b));
}

function proxyRrshift(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.RSHIFT, plain(w_b), plain(w_a));
}

function proxyIrshift(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.RSHIFT, plain(w_a), plain(w_b));
}

function proxyAnd(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.AND, plain(w_a), plain(w_b));
}

function proxyRand(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.AND, plain(w_b), plain(w_a));
}

function proxyIand(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.AND, plain(w_a), plain(w_b));
}

function proxyOr(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.OR, plain(w_a), plain(w_b));
}

function proxyRor(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.OR, plain(w_b), plain(w_a));
}

function proxyIor(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.OR, plain(w_a), plain(w_b));
}

function proxyXor(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.XOR, plain(w_a), plain(w_b));
}

function proxyRxor(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.XOR, plain(w_b), plain(w_a));
}

function proxyIxor(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.XOR, plain(w_a), plain(w_b));
}

function proxyMatmul(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.MATRIX_MULTIPLY, plain(w_a), plain(w_b));
}

function proxyRmatmul(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.MATRIX_MULTIPLY, plain(w_b), plain(w_a));
}

function proxyImatmul(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.MATRIX_MULTIPLY, plain(w_a), plain(w_b));
}

function proxyLt(w_a: W_Root, w_b: W_Root): W_Root {
  return compare(Comparison.LT, plain(w_a), plain(w_b));
}

function proxyLe(w_a: W_Root, w_b: W_Root): W_Root {
  return compare(Comparison.LE, plain(w_a), plain(w_b));
}

function proxyEq(w_a: W_Root, w_b: W_Root): W_Root {
  return compare(Comparison.EQ, plain(w_a), plain(w_b));
}

function proxyNe(w_a: W_Root, w_b: W_Root): W_Root {
  return compare(Comparison.NE, plain(w_a), plain(w_b));
}

function proxyGt(w_a: W_Root, w_b: W_Root): W_Root {
  return compare(Comparison.GT, plain(w_a), plain(w_b));
}

function proxyGe(w_a: W_Root, w_b: W_Root): W_Root {
  return compare(Comparison.GE, plain(w_a), plain(w_b));
}

const proxyRows: Row[] = [
  method('__add__', '($self, value, /)', proxyAdd),
  method('__radd__', '($self, value, /)', proxyRadd),
  method('__iadd__', '($self, value, /)', proxyIadd),
  method('__sub__', '($self, value, /)', proxySub),
  method('__rsub__', '($self, value, /)', proxyRsub),
  method('__isub__', '($self, value, /)', proxyIsub),
  method('__mul__', '($self, value, /)', proxyMul),
  method('__rmul__', '($self, value, /)', proxyRmul),
  method('__imul__', '($self, value, /)', proxyImul),
  method('__truediv__', '($self, value, /)', proxyTruediv),
  method('__rtruediv__', '($self, value, /)', proxyRtruediv),
  method('__itruediv__', '($self, value, /)', proxyItruediv),
  method('__floordiv__', '($self, value, /)', proxyFloordiv),
  method('__rfloordiv__', '($self, value, /)', proxyRfloordiv),
  method('__ifloordiv__', '($self, value, /)', proxyIfloordiv),
  method('__mod__', '($self, value, /)', proxyMod),
  method('__rmod__', '($self, value, /)', proxyRmod),
  method('__imod__', '($self, value, /)', proxyImod),
  method('__pow__', '($self, value, /)', proxyPow),
  method('__rpow__', '($self, value, /)', proxyRpow),
  method('__ipow__', '($self, value, /)', proxyIpow),
  method('__lshift__', '($self, value, /)', proxyLshift),
  method('__rlshift__', '($self, value, /)', proxyRlshift),
  method('__ilshift__', '($self, value, /)', proxyIlshift),
  method('__rshift__', '($self, value, /)', proxyRshift),
  method('__rrshift__', '($self, value, /)', proxyRrshift),
  method('__irshift__', '($self, value, /)', proxyIrshift),
  method('__and__', '($self, value, /)', proxyAnd),
  method('__rand__', '($self, value, /)', proxyRand),
  method('__iand__', '($self, value, /)', proxyIand),
  method('__or__', '($self, value, /)', proxyOr),
  method('__ror__', '($self, value, /)', proxyRor),
  method('__ior__', '($self, value, /)', proxyIor),
  method('__xor__', '($self, value, /)', proxyXor),
  method('__rxor__', '($self, value, /)', proxyRxor),
  method('__ixor__', '($self, value, /)', proxyIxor),
  method('__matmul__', '($self, value, /)', proxyMatmul),
  method('__rmatmul__', '($self, value, /)', proxyRmatmul),
  method('__imatmul__', '($self, value, /)', proxyImatmul),
  method('__lt__', '($self, value, /)', proxyLt),
  method('__le__', '($self, value, /)', proxyLe),
  method('__eq__', '($self, value, /)', proxyEq),
  method('__ne__', '($self, value, /)', proxyNe),
  method('__gt__', '($self, value, /)', proxyGt),
  method('__ge__', '($self, value, /)', proxyGe),
  method('__getattribute__', '($self, name, /)', proxyGetattribute),
  method('__setattr__', '($self, name, value, /)', proxySetattr),
  method('__delattr__', '($self, name, /)', proxyDelattr),
  method('__str__', '($self, /)', proxyStr),
  method('__repr__', '($self, /)', proxyRepr),
  method('__bool__', '($self, /)', proxyBool),
  method('__len__', '($self, /)', proxyLen),
  method('__getitem__', '($self, key, /)', proxyGetitem),
  method('__setitem__', '($self, key, value, /)', proxySetitem),
  method('__delitem__', '($self, key, /)', proxyDelitem),
  method('__contains__', '($self, key, /)', proxyContains),
  method('__iter__', '($self, /)', proxyIter),
  method('__next__', '($self, /)', proxyNext),
  method('__int__', '($self, /)', proxyInt),
  method('__float__', '($self, /)', proxyFloat),
  method('__index__', '($self, /)', proxyIndex),
  method('__neg__', '($self, /)', proxyNeg),
  method('__pos__', '($self, /)', proxyPos),
  method('__abs__', '($self, /)', proxyAbs),
  method('__invert__', '($self, /)', proxyInvert),
  method('__bytes__', '($self, /)', proxyBytes),
  method('__reversed__', '($self, /)', proxyReversed),
];

const proxyTypedef = typedef(
  proxyType,
  W_Proxy,
  { module: 'weakref', subclassable: false, unhashable: true },
  proxyRows,
);
const callableProxyTypedef = typedef(
  callableProxyType,
  W_Proxy,
  { module: 'weakref', subclassable: false, unhashable: true },
  [...proxyRows, method('__call__', '($self, /, *args, **kwargs)', proxyCall)],
);

function makeProxy(w_obj: W_Root, w_callback: W_Root | null): W_Root {
  checkReferable(w_obj);
  const lifeline = ensureLifeline(w_obj);
  const w_call = w_callback === w_None ? null : w_callback;
  if (w_call === null) {
    for (const known of lifeline.references) {
      const w_known = known.get();
      if (w_known instanceof W_Proxy && w_known.w_callback === null) return w_known;
    }
  }
  const w_proxy = new W_Proxy(new WeakReference<W_Root>(w_obj), isCallable(w_obj), w_call);
  lifeline.add(w_proxy, w_call);
  return w_proxy;
}

function getWeakrefs(w_obj: W_Root): W_Root {
  const lifeline = findLifeline(w_obj);
  const items: W_Root[] = [];
  if (lifeline === null) return newListOwning(items);
  for (const reference of lifeline.references) {
    const w_ref = reference.get();
    if (w_ref !== null) items.push(w_ref);
  }
  return newListOwning(items);
}

function getWeakrefCount(w_obj: W_Root): W_Root {
  const lifeline = findLifeline(w_obj);
  let count = 0;
  if (lifeline !== null) for (const reference of lifeline.references) if (reference.get() !== null) count++;
  return newInt(count);
}

/** Removes an entry of a WeakValueDictionary whose reference is dead. */
function removeDead(w_dict: W_Root, w_key: W_Root): W_Root {
  if (!(w_dict instanceof W_DictBase))
    throw typeError(`_remove_dead_weakref() argument 1 must be dict, not ${typeName(w_dict)}`);
  const w_ref = w_dict.get(w_key);
  if (w_ref instanceof W_WeakRef && w_ref.referent.get() === null) w_dict.remove(w_key);
  return w_None;
}

export const weakrefModule = moduledef(
  '_weakref',
  'Weak-reference support module.',
  [
    func(
      'proxy',
      '($module, object, callback=None, /)',
      makeProxy,
      "Create a proxy object that weakly references 'object'.",
    ),
    func(
      'getweakrefs',
      '($module, object, /)',
      getWeakrefs,
      "Return a list of all weak reference objects pointing to 'object'.",
    ),
    func(
      'getweakrefcount',
      '($module, object, /)',
      getWeakrefCount,
      "Return the number of weak references to 'object'.",
    ),
    func('_remove_dead_weakref', '($module, dct, key, /)', removeDead),
    value('ref', () => refType),
  ],
  [refTypedef, proxyTypedef, callableProxyTypedef, lifelineTypedef],
);

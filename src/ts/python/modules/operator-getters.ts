/** `itemgetter`, `attrgetter` and `methodcaller` of module `operator`. */
import { type FixedArray, sealList } from '../../rlib/array.js';
import { sliceFixed } from '../../rlib/array.js';
import { splitString } from '../../rlib/bytes.js';
import { getAttribute } from '../interp/attributes.js';
import { callWithDict } from '../interp/call-ops.js';
import { reprText } from '../interp/convert.js';
import { typeError } from '../interp/errors.js';
import { getItem } from '../interp/items.js';
import { importModule } from '../interp/import-module.js';
import { copyDict } from '../objects/dict.js';
import { checkedNewType } from '../objects/new-type.js';
import { enterRepr, leaveRepr } from '../objects/repr-guard.js';
import type { W_Root } from '../objects/root.js';
import { method, staticmethod, typedef } from '../objects/typedef.js';
import type { W_DictBase } from '../objects/w-dict.js';
import { intern, internStr, internText, newStr } from '../objects/w-str.js';
import type { W_Str } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { newPair, newTuple } from '../objects/w-tuple.js';
import type { W_TupleBase } from '../objects/w-tuple.js';
import { newBuiltinType, objectType, W_Mapped } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';

export const itemgetterType: W_Type = newBuiltinType('itemgetter', objectType);
export const attrgetterType: W_Type = newBuiltinType('attrgetter', objectType);
export const methodcallerType: W_Type = newBuiltinType('methodcaller', objectType);

/** `operator.name(args)`, as the reprs show it. */
function callText(self: W_Root, name: string, items: FixedArray<W_Root>): string {
  if (!enterRepr(self)) return `${name}(...)`;
  try {
    let text = '';
    for (let i = 0; i < items.length; i++) text += (i === 0 ? '' : ', ') + reprText(items[i] as W_Root);
    return `${name}(${text})`;
  } finally {
    leaveRepr(self);
  }
}

function typeText(self: W_Root): string {
  const w_type = self.getType();
  return w_type.isHeapType ? w_type.name : `operator.${w_type.name}`;
}

// ---- itemgetter

class W_ItemGetter extends W_Mapped {
  constructor(
    w_type: W_Type,
    readonly keys: FixedArray<W_Root>,
  ) {
    super(w_type);
  }
}

function itemgetterNew(w_type: W_Root, w_item: W_Root, w_items: W_TupleBase): W_Root {
  const keys: W_Root[] = [w_item];
  for (const w_key of w_items.items) keys.push(w_key);
  return new W_ItemGetter(checkedNewType(w_type, itemgetterType), sealList(keys));
}

function itemgetterCall(self: W_ItemGetter, w_obj: W_Root): W_Root {
  const keys = self.keys;
  if (keys.length === 1) return getItem(w_obj, keys[0] as W_Root);
  const result: W_Root[] = [];
  for (const w_key of keys) result.push(getItem(w_obj, w_key));
  return newTuple(sealList(result));
}

function itemgetterRepr(self: W_ItemGetter): W_Root {
  return newStr(callText(self, typeText(self), self.keys));
}

function itemgetterReduce(self: W_ItemGetter): W_Root {
  return newPair(self.getType(), newTuple(self.keys));
}

// ---- attrgetter

/** An attribute name, and the names between its dots. */
class AttributePath {
  constructor(
    readonly w_name: W_Root,
    readonly parts: FixedArray<W_Str>,
  ) {}
}

class W_AttrGetter extends W_Mapped {
  constructor(
    w_type: W_Type,
    readonly paths: FixedArray<AttributePath>,
  ) {
    super(w_type);
  }
}

function attributePath(w_name: W_Root): AttributePath {
  if (!(w_name instanceof W_StrBase)) throw typeError('attribute name must be a string');
  if (w_name.utf8().indexOf('.', 0) < 0) return new AttributePath(w_name, [internStr(w_name)]);
  const parts: W_Str[] = [];
  for (const part of splitString(w_name.utf8(), '.')) parts.push(internText(part));
  return new AttributePath(w_name, sealList(parts));
}

function attrgetterNew(w_type: W_Root, w_attr: W_Root, w_attrs: W_TupleBase): W_Root {
  const paths: AttributePath[] = [attributePath(w_attr)];
  for (const w_name of w_attrs.items) paths.push(attributePath(w_name));
  return new W_AttrGetter(checkedNewType(w_type, attrgetterType), sealList(paths));
}

function followPath(w_obj: W_Root, path: AttributePath): W_Root {
  let w_value = w_obj;
  for (const w_name of path.parts) w_value = getAttribute(w_value, w_name);
  return w_value;
}

function attrgetterCall(self: W_AttrGetter, w_obj: W_Root): W_Root {
  const paths = self.paths;
  if (paths.length === 1) return followPath(w_obj, paths[0] as AttributePath);
  const result: W_Root[] = [];
  for (const path of paths) result.push(followPath(w_obj, path));
  return newTuple(sealList(result));
}

function pathNames(self: W_AttrGetter): W_Root[] {
  const names: W_Root[] = [];
  for (const path of self.paths) names.push(path.w_name);
  return names;
}

function attrgetterRepr(self: W_AttrGetter): W_Root {
  return newStr(callText(self, typeText(self), sealList(pathNames(self))));
}

function attrgetterReduce(self: W_AttrGetter): W_Root {
  return newPair(self.getType(), newTuple(sealList(pathNames(self))));
}

// ---- methodcaller

class W_MethodCaller extends W_Mapped {
  constructor(
    w_type: W_Type,
    readonly w_name: W_Str,
    readonly args: FixedArray<W_Root>,
    readonly w_kwargs: W_DictBase,
  ) {
    super(w_type);
  }
}

function methodcallerNew(w_type: W_Root, w_args: W_TupleBase, w_kwargs: W_DictBase): W_Root {
  const w_class = checkedNewType(w_type, methodcallerType);
  const items = w_args.items;
  if (items.length === 0) throw typeError('methodcaller needs at least one argument, the method name');
  const w_name = items[0] as W_Root;
  if (!(w_name instanceof W_StrBase)) throw typeError('method name must be a string');
  return new W_MethodCaller(
    w_class,
    internStr(w_name),
    sliceFixed(items, 1, items.length),
    copyDict(w_kwargs),
  );
}

function methodcallerCall(self: W_MethodCaller, w_obj: W_Root): W_Root {
  return callWithDict(getAttribute(w_obj, self.w_name), self.args, self.w_kwargs);
}

function methodcallerRepr(self: W_MethodCaller): W_Root {
  if (!enterRepr(self)) return newStr(`${typeText(self)}(...)`);
  try {
    let text = reprText(self.w_name);
    for (const w_arg of self.args) text += `, ${reprText(w_arg)}`;
    const storage = self.w_kwargs.storage;
    for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
      const w_key = storage.keyAt(at);
      text += `, ${w_key instanceof W_StrBase ? w_key.utf8() : reprText(w_key)}=${reprText(storage.valueAt(at))}`;
    }
    return newStr(`${typeText(self)}(${text})`);
  } finally {
    leaveRepr(self);
  }
}

const n_partial = intern('partial');

function methodcallerReduce(self: W_MethodCaller): W_Root {
  const items: W_Root[] = [self.w_name];
  for (const w_arg of self.args) items.push(w_arg);
  if (self.w_kwargs.length() === 0) return newPair(self.getType(), newTuple(sealList(items)));
  const w_partial = getAttribute(importModule('functools'), n_partial);
  const w_constructor = callWithDict(w_partial, [self.getType(), self.w_name], self.w_kwargs);
  return newPair(w_constructor, newTuple(self.args));
}

const reduceDoc = 'Return state information for pickling';

export const itemgetterTypedef = typedef(
  itemgetterType,
  W_ItemGetter,
  {
    module: 'operator',
    doc: 'itemgetter(item, ...) --> itemgetter object\n\nReturn a callable object that fetches the given item(s) from its operand.\nAfter f = itemgetter(2), the call f(r) returns r[2].\nAfter g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])',
  },
  [
    staticmethod('__new__', '($type, item, /, *items)', itemgetterNew),
    method('__call__', '($self, obj, /)', itemgetterCall),
    method('__repr__', '($self, /)', itemgetterRepr),
    method('__reduce__', '($self, /)', itemgetterReduce, reduceDoc),
  ],
);

export const attrgetterTypedef = typedef(
  attrgetterType,
  W_AttrGetter,
  {
    module: 'operator',
    doc: "attrgetter(attr, ...) --> attrgetter object\n\nReturn a callable object that fetches the given attribute(s) from its operand.\nAfter f = attrgetter('name'), the call f(r) returns r.name.\nAfter g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\nAfter h = attrgetter('name.first', 'name.last'), the call h(r) returns\n(r.name.first, r.name.last).",
  },
  [
    staticmethod('__new__', '($type, attr, /, *attrs)', attrgetterNew),
    method('__call__', '($self, obj, /)', attrgetterCall),
    method('__repr__', '($self, /)', attrgetterRepr),
    method('__reduce__', '($self, /)', attrgetterReduce, reduceDoc),
  ],
);

export const methodcallerTypedef = typedef(
  methodcallerType,
  W_MethodCaller,
  {
    module: 'operator',
    doc: "methodcaller(name, ...) --> methodcaller object\n\nReturn a callable object that calls the given method on its operand.\nAfter f = methodcaller('name'), the call f(r) returns r.name().\nAfter g = methodcaller('name', 'date', foo=1), the call g(r) returns\nr.name('date', foo=1).",
  },
  [
    staticmethod('__new__', '($type, /, *args, **kwargs)', methodcallerNew),
    method('__call__', '($self, obj, /)', methodcallerCall),
    method('__repr__', '($self, /)', methodcallerRepr),
    method('__reduce__', '($self, /)', methodcallerReduce, reduceDoc),
  ],
);

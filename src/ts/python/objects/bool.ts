/** `bool`. */
import { isTrue } from '../interp/compare.js';
import { typeError, typeName } from '../interp/errors.js';
import { andInts, orInts, xorInts } from './int-arith.js';
import type { W_Root } from './root.js';
import { method, staticmethod, typedef } from './typedef.js';
import { boolType, newBool, W_Bool, w_False, W_IntBase } from './w-int.js';
import { w_NotImplemented } from './w-none.js';
import { intern } from './w-str.js';
import type { W_Str } from './w-str.js';
import { W_Type } from './w-type.js';

const w_trueText: W_Str = intern('True');
const w_falseText: W_Str = intern('False');

function boolNew(w_type: W_Root, w_obj: W_Root | null): W_Root {
  if (w_type !== boolType) {
    if (!(w_type instanceof W_Type)) {
      throw typeError(`bool.__new__(X): X is not a type object (${typeName(w_type)})`);
    }
    throw typeError(`bool.__new__(${w_type.name}): ${w_type.name} is not a subtype of bool`);
  }
  return w_obj === null ? w_False : newBool(isTrue(w_obj));
}

function boolRepr(self: W_Bool): W_Root {
  return self.value ? w_trueText : w_falseText;
}

function boolAnd(self: W_Bool, w_other: W_Root): W_Root {
  if (w_other instanceof W_Bool) return newBool(self.value && w_other.value);
  return w_other instanceof W_IntBase ? andInts(self, w_other) : w_NotImplemented;
}

function boolOr(self: W_Bool, w_other: W_Root): W_Root {
  if (w_other instanceof W_Bool) return newBool(self.value || w_other.value);
  return w_other instanceof W_IntBase ? orInts(self, w_other) : w_NotImplemented;
}

function boolXor(self: W_Bool, w_other: W_Root): W_Root {
  if (w_other instanceof W_Bool) return newBool(self.value !== w_other.value);
  return w_other instanceof W_IntBase ? xorInts(self, w_other) : w_NotImplemented;
}

export const boolTypedef = typedef(
  boolType,
  W_Bool,
  {
    doc: 'bool(x) -> bool\n\nReturns True when the argument x is true, False otherwise.\nThe builtins True and False are the only two instances of the class bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.',
    subclassable: false,
    pattern: 'self',
    sameLayout: true,
  },
  [
    staticmethod('__new__', '($type, x=False, /)', boolNew),
    method('__repr__', '($self, /)', boolRepr),
    method('__and__', '($self, value, /)', boolAnd),
    method('__rand__', '($self, value, /)', boolAnd),
    method('__or__', '($self, value, /)', boolOr),
    method('__ror__', '($self, value, /)', boolOr),
    method('__xor__', '($self, value, /)', boolXor),
    method('__rxor__', '($self, value, /)', boolXor),
  ],
);

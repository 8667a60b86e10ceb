/** The methods of None, NotImplemented and Ellipsis. */
import { typeError } from '../interp/errors.js';
import { warn } from '../interp/warnings.js';
import type { W_Root } from './root.js';
import { method, staticmethod, typedef } from './typedef.js';
import { DeprecationWarningType } from './w-exception.js';
import { newBool } from './w-int.js';
import {
  ellipsisType,
  noneType,
  notImplementedType,
  W_Singleton,
  w_Ellipsis,
  w_None,
  w_NotImplemented,
} from './w-none.js';
import { newStr } from './w-str.js';
import { W_TupleBase } from './w-tuple.js';
import { W_DictBase } from './w-dict.js';

function checkNoArguments(name: string, w_args: W_Root, w_kwargs: W_Root): void {
  if (
    (w_args instanceof W_TupleBase && w_args.items.length > 0) ||
    (w_kwargs instanceof W_DictBase && w_kwargs.length() > 0)
  ) {
    throw typeError(`${name} takes no arguments`);
  }
}

function noneNew(_w_type: W_Root, w_args: W_Root, w_kwargs: W_Root): W_Root {
  checkNoArguments('NoneType', w_args, w_kwargs);
  return w_None;
}

function ellipsisNew(_w_type: W_Root, w_args: W_Root, w_kwargs: W_Root): W_Root {
  checkNoArguments('EllipsisType', w_args, w_kwargs);
  return w_Ellipsis;
}

function notImplementedNew(_w_type: W_Root, w_args: W_Root, w_kwargs: W_Root): W_Root {
  checkNoArguments('NotImplementedType', w_args, w_kwargs);
  return w_NotImplemented;
}

function singletonText(self: W_Singleton): W_Root {
  return newStr(self.text);
}

function noneBool(_self: W_Singleton): W_Root {
  return newBool(false);
}

function notImplementedBool(_self: W_Singleton): W_Root {
  warn(DeprecationWarningType, 'NotImplemented should not be used in a boolean context');
  return newBool(true);
}

export const noneTypedef = typedef(noneType, W_Singleton, { subclassable: false }, [
  staticmethod('__new__', '($type, /, *args, **kwargs)', noneNew),
  method('__repr__', '($self, /)', singletonText),
  method('__bool__', '($self, /)', noneBool),
]);

export const ellipsisTypedef = typedef(ellipsisType, W_Singleton, { subclassable: false }, [
  staticmethod('__new__', '($type, /, *args, **kwargs)', ellipsisNew),
  method('__repr__', '($self, /)', singletonText),
  method('__reduce__', '($self, /)', singletonText),
]);

export const notImplementedTypedef = typedef(notImplementedType, W_Singleton, { subclassable: false }, [
  staticmethod('__new__', '($type, /, *args, **kwargs)', notImplementedNew),
  method('__repr__', '($self, /)', singletonText),
  method('__reduce__', '($self, /)', singletonText),
  method('__bool__', '($self, /)', notImplementedBool),
]);

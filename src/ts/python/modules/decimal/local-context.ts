/** `getcontext`, `setcontext`, `localcontext` and its context manager. */
import { setAttribute } from '../../interp/attributes.js';
import { typeError } from '../../interp/errors.js';
import { collect } from '../../interp/iteration.js';
import { W_Root } from '../../objects/root.js';
import { method, typedef } from '../../objects/typedef.js';
import type { W_DictBase } from '../../objects/w-dict.js';
import { newBool } from '../../objects/w-int.js';
import { w_None } from '../../objects/w-none.js';
import { intern } from '../../objects/w-str.js';
import { W_StrBase } from '../../objects/w-str-base.js';
import { newBuiltinType, objectType } from '../../objects/w-type.js';
import type { W_Type } from '../../objects/w-type.js';
import { contextType, W_Context } from './context.js';
import { contextArgument, currentContext, setCurrentContext } from './convert.js';

export const contextManagerType: W_Type = newBuiltinType('ContextManager', objectType);

export class W_ContextManager extends W_Root {
  constructor(
    readonly w_local: W_Context,
    readonly w_saved: W_Context,
  ) {
    super();
  }

  override getType(): W_Type {
    return contextManagerType;
  }
}

const attributeNames: readonly string[] = [
  'prec',
  'rounding',
  'Emin',
  'Emax',
  'capitals',
  'clamp',
  'flags',
  'traps',
];

function isAttribute(name: string): boolean {
  for (const known of attributeNames) if (known === name) return true;
  return false;
}

export function localcontext(w_context: W_Root | null, w_kwargs: W_DictBase): W_Root {
  const w_global = currentContext();
  const w_local = contextArgument(w_context).copyOf(contextType);
  for (const w_name of collect(w_kwargs)) {
    if (!(w_name instanceof W_StrBase)) continue;
    if (!isAttribute(w_name.utf8()))
      throw typeError(`'${w_name.utf8()}' is an invalid keyword argument for this function`);
    const w_value = w_kwargs.get(w_name);
    if (w_value !== null && w_value !== w_None) setAttribute(w_local, intern(w_name.utf8()), w_value);
  }
  return new W_ContextManager(w_local, w_global);
}

function enter(self: W_ContextManager): W_Root {
  setCurrentContext(self.w_local);
  return self.w_local;
}

function exit(
  self: W_ContextManager,
  _w_type: W_Root | null,
  _w_value: W_Root | null,
  _w_traceback: W_Root | null,
): W_Root {
  setCurrentContext(self.w_saved);
  return newBool(false);
}

export function getcontext(): W_Root {
  return currentContext();
}

/** Templates are copied, so that they stay as they are. */
export function setcontext(w_context: W_Root): W_Root {
  if (!(w_context instanceof W_Context)) throw typeError('argument must be a context');
  if (w_context.isTemplate) {
    const w_copy = w_context.copyOf(contextType);
    w_copy.flags = 0;
    setCurrentContext(w_copy);
  } else {
    setCurrentContext(w_context);
  }
  return w_None;
}

export const contextManagerTypedef = typedef(
  contextManagerType,
  W_ContextManager,
  { module: 'builtins', subclassable: false },
  [
    method('__enter__', '($self, /)', enter),
    method('__exit__', '($self, exc_type=None, exc_value=None, traceback=None, /)', exit),
  ],
);

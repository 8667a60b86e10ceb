/** Module `builtins`: functions about objects and attributes. Input and output, compilation and iteration: `builtins-*.ts`. */
import {
  callMethod0,
  attributeName,
  deleteAttribute,
  findAttribute,
  getAttribute,
  setAttribute,
} from '../interp/attributes.js';
import { absolute, BinaryOp, binary, divmod } from '../interp/arithmetic.js';
import { call0 } from '../interp/call.js';
import { callWithDict } from '../interp/call-ops.js';
import { isInstanceOf, isSubclass } from '../interp/class-checks.js';
import { lengthOf } from '../interp/compare.js';
import { context } from '../interp/context.js';
import { format, hash, index, repr } from '../interp/convert.js';
import {
  overflowError,
  runtimeError,
  systemError,
  typeError,
  typeName,
  valueError,
} from '../interp/errors.js';
import { getLocals } from '../interp/frame-locals.js';
import { collect } from '../interp/iteration.js';
import {
  callMethodDescriptor0,
  callMethodDescriptor1,
  callMethodDescriptor2,
  lookupSpecial,
} from '../interp/special.js';
import { getSysAttribute } from '../interp/sys-state.js';
import { addressOf } from '../objects/identity.js';
import { isCallable } from '../objects/function.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { asciiRepr } from '../objects/str-repr.js';
import type { ModuleDef, Row } from '../objects/typedef.js';
import { func, moduledef, value } from '../objects/typedef.js';
import { memoryviewType } from '../objects/memoryview.js';
import { bytearrayType, bytesType, W_BytearrayBase, W_BytesBase } from '../objects/w-bytes.js';
import { exceptionTypes, OSErrorType } from '../objects/w-exception.js';
import { classmethodType, propertyType, staticmethodType, superType } from '../objects/w-function.js';
import { boolType, intType, newBool, newInt, w_False, w_True } from '../objects/w-int.js';
import { complexType, floatType } from '../objects/w-float.js';
import { dictType } from '../objects/w-dict.js';
import { listType, newList } from '../objects/w-list.js';
import { w_Ellipsis, w_None, w_NotImplemented } from '../objects/w-none.js';
import { frozensetType, setType } from '../objects/w-set.js';
import { intern, newStr, strType } from '../objects/w-str.js';
import { codePointAt, W_StrBase } from '../objects/w-str-base.js';
import { tupleType, W_TupleBase } from '../objects/w-tuple.js';
import { objectType, typeType } from '../objects/w-type.js';
import { sliceType } from '../objects/slice.js';
import { bytesToString, encodeCodePoint } from '../../rlib/bytes.js';
import { buildClass } from './build-class.js';
import { compileRows } from './builtins-compile.js';
import { inputOutputRows } from './builtins-io.js';
import { importRows } from './builtins-import.js';
import { iterationRows } from './builtins-iteration.js';

const n_dir = intern('__dir__');
const n_round = intern('__round__');
const n_dict = intern('__dict__');
const n_breakpointhook = intern('breakpointhook');

function builtinAbs(w_x: W_Root): W_Root {
  return absolute(w_x);
}

function builtinAscii(w_obj: W_Root): W_Root {
  return asciiRepr(w_obj);
}

/** The digits of an int in a base that is a power of two, with prefix. */
function radixText(w_obj: W_Root, spec: string): W_Root {
  return format(index(w_obj), newStr(`#${spec}`));
}

function builtinBin(w_obj: W_Root): W_Root {
  return radixText(w_obj, 'b');
}

function builtinOct(w_obj: W_Root): W_Root {
  return radixText(w_obj, 'o');
}

function builtinHex(w_obj: W_Root): W_Root {
  return radixText(w_obj, 'x');
}

function builtinCallable(w_obj: W_Root): W_Root {
  return newBool(isCallable(w_obj));
}

function builtinChr(w_i: W_Root): W_Root {
  const w_int = index(w_i);
  if (!w_int.isWord()) throw overflowError('Python int too large to convert to C int');
  const c = w_int.toWord();
  if (c > 2147483647) throw overflowError('signed integer is greater than maximum');
  if (c < -2147483648) throw overflowError('signed integer is less than minimum');
  if (c < 0 || c > 0x10ffff) throw valueError('chr() arg not in range(0x110000)');
  return newStr(encodeCodePoint(c));
}

function builtinOrd(w_c: W_Root): W_Root {
  let size = 0;
  if (w_c instanceof W_StrBase) {
    size = w_c.length();
    if (size === 1) return newInt(codePointAt(w_c.utf8(), 0));
  } else if (w_c instanceof W_BytesBase) {
    size = w_c.value.length;
    if (size === 1) return newInt(w_c.value.charCodeAt(0));
  } else if (w_c instanceof W_BytearrayBase) {
    size = w_c.length;
    if (size === 1) return newInt(bytesToString(w_c.data, 0, 1).charCodeAt(0));
  } else {
    throw typeError(`ord() expected string of length 1, but ${typeName(w_c)} found`);
  }
  throw typeError(`ord() expected a character, but string of length ${size} found`);
}

function builtinDelattr(w_obj: W_Root, w_name: W_Root): W_Root {
  deleteAttribute(w_obj, attributeName(w_name));
  return w_None;
}

function builtinDir(w_obj: W_Root | null): W_Root {
  if (w_obj === null) {
    const frame = context.topFrame;
    if (frame === null) throw systemError('frame does not exist');
    const w_names = newList(collect(callMethod0(getLocals(frame), intern('keys'))));
    callMethod0(w_names, intern('sort'));
    return w_names;
  }
  const w_method = lookupSpecial(w_obj, n_dir);
  if (w_method === null) throw typeError('object does not provide __dir__');
  const w_list = newList(collect(call0(w_method)));
  callMethod0(w_list, intern('sort'));
  return w_list;
}

function builtinDivmod(w_a: W_Root, w_b: W_Root): W_Root {
  return divmod(w_a, w_b);
}

function builtinFormat(w_value: W_Root, w_spec: W_Root | null): W_Root {
  if (w_spec !== null && !(w_spec instanceof W_StrBase)) {
    throw typeError(`format() argument 2 must be str, not ${typeName(w_spec)}`);
  }
  return format(w_value, w_spec);
}

function builtinGetattr(w_obj: W_Root, w_name: W_Root, w_default: W_Root | null): W_Root {
  if (!(w_name instanceof W_StrBase))
    throw typeError(`attribute name must be string, not '${typeName(w_name)}'`);
  if (w_default === null) return getAttribute(w_obj, attributeName(w_name));
  const w_value = findAttribute(w_obj, attributeName(w_name));
  return w_value === null ? w_default : w_value;
}

function currentFrameGlobals(): W_Root {
  const frame = context.topFrame;
  if (frame === null) throw systemError('globals do not exist');
  return frame.w_globals;
}

function builtinLocals(): W_Root {
  const frame = context.topFrame;
  if (frame === null) throw systemError('locals do not exist');
  return getLocals(frame);
}

function builtinHasattr(w_obj: W_Root, w_name: W_Root): W_Root {
  if (!(w_name instanceof W_StrBase))
    throw typeError(`attribute name must be string, not '${typeName(w_name)}'`);
  return newBool(findAttribute(w_obj, attributeName(w_name)) !== null);
}

function builtinHash(w_obj: W_Root): W_Root {
  return hash(w_obj);
}

function builtinId(w_obj: W_Root): W_Root {
  return newInt(addressOf(w_obj));
}

function builtinIsinstance(w_obj: W_Root, w_class: W_Root): W_Root {
  return newBool(isInstanceOf(w_obj, w_class));
}

function builtinIssubclass(w_derived: W_Root, w_class: W_Root): W_Root {
  return newBool(isSubclass(w_derived, w_class));
}

function builtinLen(w_obj: W_Root): W_Root {
  return newInt(lengthOf(w_obj));
}

function builtinPow(w_base: W_Root, w_exp: W_Root, w_mod: W_Root | null): W_Root {
  if (w_mod === null || w_mod === w_None) return binary(BinaryOp.POWER, w_base, w_exp);
  const w_method = w_base.getType().findSlot(Slot.POW);
  if (w_method !== null) {
    const w_result = callMethodDescriptor2(w_method, w_base, w_exp, w_mod);
    if (w_result !== w_NotImplemented) return w_result;
  }
  throw typeError(
    `unsupported operand type(s) for ** or pow(): '${typeName(w_base)}', '${typeName(w_exp)}', '${typeName(w_mod)}'`,
  );
}

function builtinRepr(w_obj: W_Root): W_Root {
  return repr(w_obj);
}

function builtinRound(w_number: W_Root, w_ndigits: W_Root | null): W_Root {
  const w_method = w_number.getType().lookup(n_round);
  if (w_method === null) throw typeError(`type ${typeName(w_number)} doesn't define __round__ method`);
  if (w_ndigits === null || w_ndigits === w_None) return callMethodDescriptor0(w_method, w_number);
  return callMethodDescriptor1(w_method, w_number, w_ndigits);
}

function builtinSetattr(w_obj: W_Root, w_name: W_Root, w_value: W_Root): W_Root {
  setAttribute(w_obj, attributeName(w_name), w_value);
  return w_None;
}

function builtinVars(w_obj: W_Root | null): W_Root {
  if (w_obj === null) return builtinLocals();
  const w_dict = findAttribute(w_obj, n_dict);
  if (w_dict === null) throw typeError('vars() argument must have __dict__ attribute');
  return w_dict;
}

function builtinBreakpoint(w_args: W_Root, w_kwargs: W_Root): W_Root {
  const w_hook = getSysAttribute(n_breakpointhook);
  if (w_hook === null) throw runtimeError('lost sys.breakpointhook');
  return callWithDict(w_hook, w_args instanceof W_TupleBase ? w_args.items : [], w_kwargs);
}

function builtinAiter(w_obj: W_Root): W_Root {
  const w_method = w_obj.getType().findSlot(Slot.AITER);
  if (w_method === null) throw typeError(`'${typeName(w_obj)}' object is not an async iterable`);
  const w_iterator = callMethodDescriptor0(w_method, w_obj);
  if (w_iterator.getType().findSlot(Slot.ANEXT) === null) {
    throw typeError(`aiter() returned not an async iterator of type '${typeName(w_iterator)}'`);
  }
  return w_iterator;
}

/** The types that are builtins by name. */
const typeRows: Row[] = [
  boolType,
  bytearrayType,
  memoryviewType,
  bytesType,
  classmethodType,
  complexType,
  dictType,
  floatType,
  frozensetType,
  intType,
  listType,
  objectType,
  propertyType,
  setType,
  sliceType,
  staticmethodType,
  strType,
  superType,
  tupleType,
  typeType,
  ...exceptionTypes,
].map((w_type) => value(w_type.name, () => w_type));

export const builtinsModule: ModuleDef = moduledef(
  'builtins',
  "Built-in functions, types, exceptions, and other objects.\n\nThis module provides direct access to all 'built-in'\nidentifiers of Python; for example, builtins.len is\nthe full name for the built-in function len().\n\nThis module is not normally accessed explicitly by most\napplications, but can be useful in modules that provide\nobjects with the same name as a builtin and need a\nreference to the builtin.",
  [
    func(
      '__build_class__',
      '($module, func, name, /, *bases, **kwds)',
      buildClass,
      '__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nInternal helper function used by the class statement.',
    ),
    func('abs', '($module, x, /)', builtinAbs, 'Return the absolute value of the argument.'),
    func(
      'aiter',
      '($module, async_iterable, /)',
      builtinAiter,
      'Return an AsyncIterator for an AsyncIterable object.',
    ),
    func('ascii', '($module, obj, /)', builtinAscii, 'Return an ASCII-only representation of an object.'),
    func(
      'bin',
      '($module, number, /)',
      builtinBin,
      "Return the binary representation of an integer.\n\n   >>> bin(2796202)\n   '0b1010101010101010101010'",
    ),
    func(
      'breakpoint',
      '($module, /, *args, **kws)',
      builtinBreakpoint,
      'Call sys.breakpointhook(*args, **kws).',
    ),
    func(
      'callable',
      '($module, obj, /)',
      builtinCallable,
      'Return whether the object is callable (i.e., some kind of function).',
    ),
    func(
      'chr',
      '($module, i, /)',
      builtinChr,
      'Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.',
    ),
    func(
      'delattr',
      '($module, obj, name, /)',
      builtinDelattr,
      'Deletes the named attribute from the given object.',
    ),
    func('dir', '($module, object=None, /)', builtinDir, 'Show attributes of an object.'),
    func(
      'divmod',
      '($module, x, y, /)',
      builtinDivmod,
      'Return the tuple (x//y, x%y).  Invariant: div*y + mod == x.',
    ),
    func(
      'format',
      "($module, value, format_spec='', /)",
      builtinFormat,
      'Return value.__format__(format_spec)',
    ),
    func(
      'getattr',
      '($module, object, name, default=None, /)',
      builtinGetattr,
      'Get a named attribute from an object.',
    ),
    func(
      'globals',
      '($module, /)',
      currentFrameGlobals,
      "Return the dictionary containing the current scope's global variables.",
    ),
    func(
      'hasattr',
      '($module, obj, name, /)',
      builtinHasattr,
      'Return whether the object has an attribute with the given name.',
    ),
    func('hash', '($module, obj, /)', builtinHash, 'Return the hash value for the given object.'),
    func(
      'hex',
      '($module, number, /)',
      builtinHex,
      "Return the hexadecimal representation of an integer.\n\n   >>> hex(12648430)\n   '0xc0ffee'",
    ),
    func('id', '($module, obj, /)', builtinId, 'Return the identity of an object.'),
    func(
      'isinstance',
      '($module, obj, class_or_tuple, /)',
      builtinIsinstance,
      'Return whether an object is an instance of a class or of a subclass thereof.',
    ),
    func(
      'issubclass',
      '($module, cls, class_or_tuple, /)',
      builtinIssubclass,
      "Return whether 'cls' is derived from another class or is the same class.",
    ),
    func('len', '($module, obj, /)', builtinLen, 'Return the number of items in a container.'),
    func(
      'locals',
      '($module, /)',
      builtinLocals,
      "Return a dictionary containing the current scope's local variables.",
    ),
    func(
      'oct',
      '($module, number, /)',
      builtinOct,
      "Return the octal representation of an integer.\n\n   >>> oct(342391)\n   '0o1234567'",
    ),
    func('ord', '($module, c, /)', builtinOrd, 'Return the Unicode code point for a one-character string.'),
    func(
      'pow',
      '($module, /, base, exp, mod=None)',
      builtinPow,
      'Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.',
    ),
    func(
      'repr',
      '($module, obj, /)',
      builtinRepr,
      'Return the canonical string representation of the object.',
    ),
    func(
      'round',
      '($module, /, number, ndigits=None)',
      builtinRound,
      'Round a number to a given precision in decimal digits.',
    ),
    func(
      'setattr',
      '($module, obj, name, value, /)',
      builtinSetattr,
      'Sets the named attribute on the given object to the specified value.',
    ),
    func('vars', '($module, object=None, /)', builtinVars, 'Show vars.'),
    ...compileRows,
    ...inputOutputRows,
    ...importRows,
    ...iterationRows,
    ...typeRows,
    value('None', () => w_None),
    value('Ellipsis', () => w_Ellipsis),
    value('NotImplemented', () => w_NotImplemented),
    value('False', () => w_False),
    value('True', () => w_True),
    value('__debug__', () => w_True),
    value('EnvironmentError', () => OSErrorType),
    value('IOError', () => OSErrorType),
  ],
);

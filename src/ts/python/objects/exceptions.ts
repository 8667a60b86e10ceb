/** The exception types' methods and attributes; the classes are in `w-exception.ts`. */
import { sealList } from '../../rlib/array.js';
import type { FixedArray } from '../../rlib/array.js';
import { setAttribute, attributeName } from '../interp/attributes.js';
import { isTrue } from '../interp/compare.js';
import { index, repr, reprText, str } from '../interp/convert.js';
import { attributeError, typeError, typeName } from '../interp/errors.js';
import { collect } from '../interp/iteration.js';
import { osErrorTypeFor } from '../interp/os-error.js';
import { newDict } from './dict.js';
import { exceptionDocs } from './exception-docs.js';
import { exceptionGroupTypedefs } from './exception-group.js';
import { getDict, setInstanceAttribute } from './instance-dict.js';
import type { W_Root } from './root.js';
import { Slot } from './slots.js';
import type { Row, Typedef, TypedefOptions } from './typedef.js';
import { getset, method, staticmethod, typedef } from './typedef.js';
import { W_DictBase } from './w-dict.js';
import {
  allocateException,
  AttributeErrorType,
  BaseExceptionGroupType,
  BaseExceptionType,
  BlockingIOErrorType,
  exceptionTypes,
  ImportErrorType,
  KeyErrorType,
  NameErrorType,
  OSErrorType,
  StopIterationType,
  SyntaxErrorType,
  SystemExitType,
  UnicodeDecodeErrorType,
  UnicodeEncodeErrorType,
  UnicodeTranslateErrorType,
  W_BaseException,
  W_ImportError,
  W_NameError,
  W_OSError,
  W_SyntaxError,
  W_ValueException,
} from './w-exception.js';
import { newBool, W_IntBase } from './w-int.js';
import { newListOwning, W_ListBase } from './w-list.js';
import { w_None } from './w-none.js';
import { intern, newStr, w_emptyStr } from './w-str.js';
import { W_StrBase } from './w-str-base.js';
import { W_Traceback } from './w-traceback.js';
import { newPair, newTuple, W_TupleBase } from './w-tuple.js';
import { W_Type } from './w-type.js';
import { unicodeErrorTypedefs } from './unicode-error.js';

const n_notes = intern('__notes__');
const n_name = intern('name');
const n_path = intern('path');

function orNone(w_obj: W_Root | null): W_Root {
  return w_obj === null ? w_None : w_obj;
}

// ---- BaseException

function baseNew(w_type: W_Root, w_args: W_Root, _w_kwargs: W_Root): W_Root {
  const w_exception = allocateException(w_type instanceof W_Type ? w_type : BaseExceptionType);
  if (w_args instanceof W_TupleBase) w_exception.w_args = w_args;
  return w_exception;
}

function noKeywords(self: W_BaseException, w_kwargs: W_Root): void {
  if (w_kwargs instanceof W_DictBase && w_kwargs.length() > 0) {
    throw typeError(`${typeName(self)}() takes no keyword arguments`);
  }
}

function baseInit(self: W_BaseException, w_args: W_Root, w_kwargs: W_Root): W_Root {
  noKeywords(self, w_kwargs);
  if (w_args instanceof W_TupleBase) self.w_args = w_args;
  return w_None;
}

function baseStr(self: W_BaseException): W_Root {
  const items = self.w_args.items;
  if (items.length === 0) return w_emptyStr;
  if (items.length === 1) return str(items[0] as W_Root);
  return str(self.w_args);
}

function baseRepr(self: W_BaseException): W_Root {
  const items = self.w_args.items;
  const name = self.getType().name;
  if (items.length === 1) return newStr(`${name}(${reprText(items[0] as W_Root)})`);
  return newStr(name + reprText(self.w_args));
}

function baseReduce(self: W_BaseException): W_Root {
  const w_dict = getDict(self);
  if (w_dict.length() === 0) return newPair(self.getType(), self.w_args);
  return newTuple([self.getType(), self.w_args, w_dict]);
}

function baseSetstate(self: W_BaseException, w_state: W_Root): W_Root {
  if (w_state === w_None) return w_None;
  if (!(w_state instanceof W_DictBase)) throw typeError('state is not a dictionary');
  const storage = w_state.storage;
  for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
    setAttribute(self, attributeName(storage.keyAt(at)), storage.valueAt(at));
  }
  return w_None;
}

function withTraceback(self: W_BaseException, w_traceback: W_Root): W_Root {
  setTraceback(self, w_traceback);
  return self;
}

function addNote(self: W_BaseException, w_note: W_Root): W_Root {
  if (!(w_note instanceof W_StrBase)) throw typeError(`note must be a str, not '${typeName(w_note)}'`);
  const w_dict = getDict(self);
  let w_notes = w_dict.getStr(n_notes);
  if (w_notes === null) {
    w_notes = newListOwning([]);
    setInstanceAttribute(self, n_notes, w_notes);
  }
  if (!(w_notes instanceof W_ListBase)) throw typeError('Cannot add note: __notes__ is not a list');
  w_notes.append(w_note);
  return w_None;
}

function getArgs(self: W_BaseException): W_Root {
  return self.w_args;
}

function setArgs(self: W_BaseException, w_value: W_Root): void {
  self.w_args = w_value instanceof W_TupleBase ? w_value : newTuple(collect(w_value));
}

function getTraceback(self: W_BaseException): W_Root {
  return orNone(self.w_traceback);
}

function setTraceback(self: W_BaseException, w_value: W_Root): void {
  if (w_value === w_None) self.w_traceback = null;
  else if (w_value instanceof W_Traceback) self.w_traceback = w_value;
  else throw typeError('__traceback__ must be a traceback or None');
}

function deleteTraceback(_self: W_BaseException): void {
  throw typeError('__traceback__ may not be deleted');
}

function getContext(self: W_BaseException): W_Root {
  return orNone(self.w_context);
}

function setContext(self: W_BaseException, w_value: W_Root): void {
  if (w_value === w_None) self.w_context = null;
  else if (w_value instanceof W_BaseException) self.w_context = w_value;
  else throw typeError('exception context must be None or derive from BaseException');
}

function deleteContext(_self: W_BaseException): void {
  throw typeError('__context__ may not be deleted');
}

function getCause(self: W_BaseException): W_Root {
  return orNone(self.w_cause);
}

function setCause(self: W_BaseException, w_value: W_Root): void {
  if (w_value === w_None) self.w_cause = null;
  else if (w_value instanceof W_BaseException) self.w_cause = w_value;
  else throw typeError('exception cause must be None or derive from BaseException');
  self.suppressContext = true;
}

function deleteCause(_self: W_BaseException): void {
  throw typeError('__cause__ may not be deleted');
}

function getSuppress(self: W_BaseException): W_Root {
  return newBool(self.suppressContext);
}

function setSuppress(self: W_BaseException, w_value: W_Root): void {
  self.suppressContext = isTrue(w_value);
}

const baseRows: Row[] = [
  staticmethod('__new__', '($type, *args, **kwargs)', baseNew),
  method('__init__', '($self, /, *args, **kwargs)', baseInit),
  method('__str__', '($self, /)', baseStr),
  method('__repr__', '($self, /)', baseRepr),
  method('__reduce__', '($self, /)', baseReduce),
  method('__setstate__', '($self, state, /)', baseSetstate),
  method(
    'with_traceback',
    '($self, tb, /)',
    withTraceback,
    'Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self.',
  ),
  method(
    'add_note',
    '($self, note, /)',
    addNote,
    'Exception.add_note(note) --\n    add a note to the exception',
  ),
  getset('args', getArgs, setArgs),
  getset('__traceback__', getTraceback, setTraceback, deleteTraceback),
  getset('__context__', getContext, setContext, deleteContext),
  getset('__cause__', getCause, setCause, deleteCause),
  getset('__suppress_context__', getSuppress, setSuppress),
];

// ---- StopIteration, SystemExit

function valueInit(self: W_ValueException, w_args: W_Root, w_kwargs: W_Root): W_Root {
  baseInit(self, w_args, w_kwargs);
  const items = self.w_args.items;
  if (self.getType().isSubtype(SystemExitType)) {
    self.w_value = items.length === 0 ? w_None : items.length === 1 ? (items[0] as W_Root) : self.w_args;
  } else {
    self.w_value = items.length === 0 ? w_None : (items[0] as W_Root);
  }
  return w_None;
}

function getValue(self: W_ValueException): W_Root {
  return orNone(self.w_value);
}

function setValue(self: W_ValueException, w_value: W_Root): void {
  self.w_value = w_value;
}

// ---- KeyError

function keyErrorStr(self: W_BaseException): W_Root {
  const items = self.w_args.items;
  // The repr tells an empty string from no message.
  if (items.length === 1) return repr(items[0] as W_Root);
  return baseStr(self);
}

// ---- ImportError

function importInit(
  self: W_ImportError,
  w_name: W_Root | null,
  w_path: W_Root | null,
  w_args: W_Root,
): W_Root {
  if (w_args instanceof W_TupleBase) self.w_args = w_args;
  const items = self.w_args.items;
  self.w_name = w_name;
  self.w_path = w_path;
  if (items.length === 1) self.w_msg = items[0] as W_Root;
  return w_None;
}

function importStr(self: W_ImportError): W_Root {
  if (self.w_msg instanceof W_StrBase) return str(self.w_msg);
  return baseStr(self);
}

function importReduce(self: W_ImportError): W_Root {
  const w_dict = getDict(self);
  if (self.w_name === null && self.w_path === null) return baseReduce(self);
  const w_state = newDict();
  for (let at = w_dict.storage.next(0); at >= 0; at = w_dict.storage.next(at + 1)) {
    w_state.set(w_dict.storage.keyAt(at), w_dict.storage.valueAt(at));
  }
  if (self.w_name !== null) w_state.setStr(n_name, self.w_name);
  if (self.w_path !== null) w_state.setStr(n_path, self.w_path);
  return newTuple([self.getType(), self.w_args, w_state]);
}

function importMsg(self: W_ImportError): W_Root {
  return orNone(self.w_msg);
}

function importSetMsg(self: W_ImportError, w_value: W_Root): void {
  self.w_msg = w_value;
}

function importName(self: W_ImportError): W_Root {
  return orNone(self.w_name);
}

function importSetName(self: W_ImportError, w_value: W_Root): void {
  self.w_name = w_value;
}

function importPath(self: W_ImportError): W_Root {
  return orNone(self.w_path);
}

function importSetPath(self: W_ImportError, w_value: W_Root): void {
  self.w_path = w_value;
}

// ---- NameError, AttributeError

function nameInit(self: W_NameError, w_name: W_Root | null, w_args: W_Root): W_Root {
  if (w_args instanceof W_TupleBase) self.w_args = w_args;
  self.w_name = w_name;
  return w_None;
}

function attributeInit(
  self: W_NameError,
  w_name: W_Root | null,
  w_obj: W_Root | null,
  w_args: W_Root,
): W_Root {
  if (w_args instanceof W_TupleBase) self.w_args = w_args;
  self.w_name = w_name;
  self.w_obj = w_obj;
  return w_None;
}

function nameName(self: W_NameError): W_Root {
  return orNone(self.w_name);
}

function nameSetName(self: W_NameError, w_value: W_Root): void {
  self.w_name = w_value;
}

function nameObj(self: W_NameError): W_Root {
  return orNone(self.w_obj);
}

function nameSetObj(self: W_NameError, w_value: W_Root): void {
  self.w_obj = w_value;
}

// ---- OSError

/** The subclass for an errno is chosen when OSError itself is called. */
function osNew(w_type: W_Root, w_args: W_Root, w_kwargs: W_Root): W_Root {
  let w_class = w_type instanceof W_Type ? w_type : OSErrorType;
  const items: FixedArray<W_Root> = w_args instanceof W_TupleBase ? w_args.items : [];
  const first = items.length >= 2 ? (items[0] as W_Root) : null;
  if (w_class === OSErrorType && items.length <= 5 && first instanceof W_IntBase && first.isWord()) {
    w_class = osErrorTypeFor(first.toWord());
  }
  const w_exception = allocateException(w_class);
  if (w_exception instanceof W_OSError && initializesInNew(w_class)) {
    noKeywords(w_exception, w_kwargs);
    osFill(w_exception, items);
  } else {
    w_exception.w_args = newTuple(items);
  }
  return w_exception;
}

/** Subclasses with their own `__init__` but not `__new__` get their fields from `OSError.__init__`. */
function initializesInNew(w_class: W_Type): boolean {
  return (
    w_class.findSlot(Slot.INIT) === OSErrorType.findSlot(Slot.INIT) ||
    w_class.findSlot(Slot.NEW) !== OSErrorType.findSlot(Slot.NEW)
  );
}

function osInit(self: W_OSError, w_args: W_Root, w_kwargs: W_Root): W_Root {
  if (initializesInNew(self.getType())) return w_None;
  noKeywords(self, w_kwargs);
  osFill(self, w_args instanceof W_TupleBase ? w_args.items : []);
  return w_None;
}

function osFill(self: W_OSError, items: FixedArray<W_Root>): void {
  self.w_args = newTuple(items);
  if (items.length < 2 || items.length > 5) return;
  self.w_errno = items[0] as W_Root;
  self.w_strerror = items[1] as W_Root;
  const isBlocking = self.getType().isSubtype(BlockingIOErrorType);
  if (items.length >= 3) {
    const w_third = items[2] as W_Root;
    if (isBlocking && w_third instanceof W_IntBase) {
      self.w_charactersWritten = w_third;
    } else if (w_third !== w_None) {
      self.w_filename = w_third;
      if (items.length === 5 && items[4] !== w_None) self.w_filename2 = items[4] as W_Root;
      self.w_args = newPair(items[0] as W_Root, items[1] as W_Root);
    }
  }
}

function osStr(self: W_OSError): W_Root {
  if (self.w_filename !== null) {
    const head = `[Errno ${str(orNone(self.w_errno)).utf8()}] ${str(orNone(self.w_strerror)).utf8()}: ${reprText(self.w_filename)}`;
    if (self.w_filename2 !== null) return newStr(`${head} -> ${reprText(self.w_filename2)}`);
    return newStr(head);
  }
  if (self.w_errno !== null && self.w_strerror !== null) {
    return newStr(`[Errno ${str(self.w_errno).utf8()}] ${str(self.w_strerror).utf8()}`);
  }
  return baseStr(self);
}

function osReduce(self: W_OSError): W_Root {
  let w_args = self.w_args;
  if (w_args.items.length === 2 && self.w_filename !== null) {
    const items: W_Root[] = [w_args.items[0] as W_Root, w_args.items[1] as W_Root, self.w_filename];
    if (self.w_filename2 !== null) {
      items.push(w_None);
      items.push(self.w_filename2);
    }
    w_args = newTuple(sealList(items));
  }
  const w_dict = getDict(self);
  if (w_dict.length() === 0) return newPair(self.getType(), w_args);
  return newTuple([self.getType(), w_args, w_dict]);
}

function osErrno(self: W_OSError): W_Root {
  return orNone(self.w_errno);
}

function osSetErrno(self: W_OSError, w_value: W_Root): void {
  self.w_errno = w_value;
}

function osStrerror(self: W_OSError): W_Root {
  return orNone(self.w_strerror);
}

function osSetStrerror(self: W_OSError, w_value: W_Root): void {
  self.w_strerror = w_value;
}

function osFilename(self: W_OSError): W_Root {
  return orNone(self.w_filename);
}

function osSetFilename(self: W_OSError, w_value: W_Root): void {
  self.w_filename = w_value;
}

function osFilename2(self: W_OSError): W_Root {
  return orNone(self.w_filename2);
}

function osSetFilename2(self: W_OSError, w_value: W_Root): void {
  self.w_filename2 = w_value;
}

function osCharacters(self: W_OSError): W_Root {
  if (self.w_charactersWritten === null) throw attributeError('characters_written', self, n_characters);
  return self.w_charactersWritten;
}

function osSetCharacters(self: W_OSError, w_value: W_Root): void {
  self.w_charactersWritten = index(w_value);
}

function osDeleteCharacters(self: W_OSError): void {
  if (self.w_charactersWritten === null) throw attributeError('characters_written', self, n_characters);
  self.w_charactersWritten = null;
}

const n_characters = intern('characters_written');

// ---- SyntaxError

function syntaxInit(self: W_SyntaxError, w_args: W_Root, w_kwargs: W_Root): W_Root {
  baseInit(self, w_args, w_kwargs);
  const items = self.w_args.items;
  if (items.length >= 1) self.w_msg = items[0] as W_Root;
  if (items.length === 2) {
    const info = collect(items[1] as W_Root);
    if (info.length < 4 || info.length > 6 || info.length === 5) {
      if (info.length === 5) throw typeError('end_offset must be provided when end_lineno is provided');
      throw typeError(
        info.length < 4
          ? `function missing required argument '${syntaxNames[info.length] as string}' (pos ${info.length + 1})`
          : `function takes at most 6 arguments (${info.length} given)`,
      );
    }
    self.w_filename = info[0] as W_Root;
    self.w_lineno = info[1] as W_Root;
    self.w_offset = info[2] as W_Root;
    self.w_text = info[3] as W_Root;
    self.w_endLineno = info.length > 4 ? (info[4] as W_Root) : null;
    self.w_endOffset = info.length > 5 ? (info[5] as W_Root) : null;
  }
  return w_None;
}

const syntaxNames: FixedArray<string> = ['filename', 'lineno', 'offset', 'text'];

function syntaxStr(self: W_SyntaxError): W_Root {
  const message = str(orNone(self.w_msg)).utf8();
  const w_filename = self.w_filename;
  const w_lineno = self.w_lineno;
  const hasLine = w_lineno instanceof W_IntBase;
  if (w_filename instanceof W_StrBase) {
    const base = w_filename.utf8().slice(w_filename.utf8().lastIndexOf('/') + 1, w_filename.utf8().length);
    return newStr(hasLine ? `${message} (${base}, line ${str(w_lineno).utf8()})` : `${message} (${base})`);
  }
  return newStr(hasLine ? `${message} (line ${str(w_lineno).utf8()})` : message);
}

function syntaxMsg(self: W_SyntaxError): W_Root {
  return orNone(self.w_msg);
}

function syntaxSetMsg(self: W_SyntaxError, w_value: W_Root): void {
  self.w_msg = w_value;
}

function syntaxFilename(self: W_SyntaxError): W_Root {
  return orNone(self.w_filename);
}

function syntaxSetFilename(self: W_SyntaxError, w_value: W_Root): void {
  self.w_filename = w_value;
}

function syntaxLineno(self: W_SyntaxError): W_Root {
  return orNone(self.w_lineno);
}

function syntaxSetLineno(self: W_SyntaxError, w_value: W_Root): void {
  self.w_lineno = w_value;
}

function syntaxOffset(self: W_SyntaxError): W_Root {
  return orNone(self.w_offset);
}

function syntaxSetOffset(self: W_SyntaxError, w_value: W_Root): void {
  self.w_offset = w_value;
}

function syntaxText(self: W_SyntaxError): W_Root {
  return orNone(self.w_text);
}

function syntaxSetText(self: W_SyntaxError, w_value: W_Root): void {
  self.w_text = w_value;
}

function syntaxEndLineno(self: W_SyntaxError): W_Root {
  return orNone(self.w_endLineno);
}

function syntaxSetEndLineno(self: W_SyntaxError, w_value: W_Root): void {
  self.w_endLineno = w_value;
}

function syntaxEndOffset(self: W_SyntaxError): W_Root {
  return orNone(self.w_endOffset);
}

function syntaxSetEndOffset(self: W_SyntaxError, w_value: W_Root): void {
  self.w_endOffset = w_value;
}

function syntaxPrint(self: W_SyntaxError): W_Root {
  return orNone(self.w_printFileAndLine);
}

function syntaxSetPrint(self: W_SyntaxError, w_value: W_Root): void {
  self.w_printFileAndLine = w_value;
}

// ---- the table

/** Rows of types that have more than their base. */
function rowsOf(w_type: W_Type): Row[] {
  switch (w_type) {
    case BaseExceptionType:
      return baseRows;
    case StopIterationType:
      return [
        method('__init__', '($self, /, *args, **kwargs)', valueInit),
        getset('value', getValue, setValue, null, 'generator return value'),
      ];
    case SystemExitType:
      return [
        method('__init__', '($self, /, *args, **kwargs)', valueInit),
        getset('code', getValue, setValue, null, 'exception code'),
      ];
    case KeyErrorType:
      return [method('__str__', '($self, /)', keyErrorStr)];
    case ImportErrorType:
      return [
        method('__init__', '($self, /, *args, name=None, path=None)', importInit),
        method('__str__', '($self, /)', importStr),
        method('__reduce__', '($self, /)', importReduce),
        getset('msg', importMsg, importSetMsg, null, 'exception message'),
        getset('name', importName, importSetName, null, 'module name'),
        getset('path', importPath, importSetPath, null, 'module path'),
      ];
    case NameErrorType:
      return [
        method('__init__', '($self, /, *args, name=None)', nameInit),
        getset('name', nameName, nameSetName, null, 'name'),
      ];
    case AttributeErrorType:
      return [
        method('__init__', '($self, /, *args, name=None, obj=None)', attributeInit),
        getset('name', nameName, nameSetName, null, 'attribute name'),
        getset('obj', nameObj, nameSetObj, null, 'object'),
      ];
    case OSErrorType:
      return [
        staticmethod('__new__', '($type, *args, **kwargs)', osNew),
        method('__init__', '($self, /, *args, **kwargs)', osInit),
        method('__str__', '($self, /)', osStr),
        method('__reduce__', '($self, /)', osReduce),
        getset('errno', osErrno, osSetErrno, null, 'POSIX exception code'),
        getset('strerror', osStrerror, osSetStrerror, null, 'exception strerror'),
        getset('filename', osFilename, osSetFilename, null, 'exception filename'),
        getset('filename2', osFilename2, osSetFilename2, null, 'second exception filename'),
        getset('characters_written', osCharacters, osSetCharacters, osDeleteCharacters),
      ];
    case SyntaxErrorType:
      return [
        method('__init__', '($self, /, *args, **kwargs)', syntaxInit),
        method('__str__', '($self, /)', syntaxStr),
        getset('msg', syntaxMsg, syntaxSetMsg, null, 'exception msg'),
        getset('filename', syntaxFilename, syntaxSetFilename, null, 'exception filename'),
        getset('lineno', syntaxLineno, syntaxSetLineno, null, 'exception lineno'),
        getset('offset', syntaxOffset, syntaxSetOffset, null, 'exception offset'),
        getset('text', syntaxText, syntaxSetText, null, 'exception text'),
        getset('end_lineno', syntaxEndLineno, syntaxSetEndLineno, null, 'exception end lineno'),
        getset('end_offset', syntaxEndOffset, syntaxSetEndOffset, null, 'exception end offset'),
        getset('print_file_and_line', syntaxPrint, syntaxSetPrint, null, 'exception print_file_and_line'),
      ];
    default:
      return [];
  }
}

/** What `self` of a type's methods is. */
function classOf(w_type: W_Type): Typedef['cls'] {
  switch (w_type) {
    case StopIterationType:
    case SystemExitType:
      return W_ValueException;
    case ImportErrorType:
      return W_ImportError;
    case NameErrorType:
    case AttributeErrorType:
      return W_NameError;
    case OSErrorType:
      return W_OSError;
    case SyntaxErrorType:
      return W_SyntaxError;
    default:
      return W_BaseException;
  }
}

/** Types whose instances have more fields than their base's. */
const ownLayouts: readonly W_Type[] = [
  BaseExceptionType,
  StopIterationType,
  SystemExitType,
  ImportErrorType,
  NameErrorType,
  AttributeErrorType,
  OSErrorType,
  SyntaxErrorType,
  UnicodeEncodeErrorType,
  UnicodeDecodeErrorType,
  UnicodeTranslateErrorType,
  BaseExceptionGroupType,
];

/** The typedefs of all exception types but those with files of their own; load time. */
export function exceptionTypedefs(): Typedef[] {
  const result: Typedef[] = [];
  for (const w_type of exceptionTypes) {
    const options: TypedefOptions = {
      doc: exceptionDocs[w_type.name] ?? '',
      hasDict: w_type === BaseExceptionType,
      sameLayout: !ownLayouts.includes(w_type),
    };
    const special = [...unicodeErrorTypedefs, ...exceptionGroupTypedefs].find(
      (other) => other.w_type === w_type,
    );
    result.push(
      special === undefined
        ? typedef(w_type, classOf(w_type), options, rowsOf(w_type))
        : typedef(w_type, special.cls, { ...options, ...special.options }, special.rows),
    );
  }
  return result;
}

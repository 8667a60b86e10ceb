/** What JavaScript can ask of the interpreter: a function for each `Request` of `wire.ts`. */
import { sealList } from '../../rlib/array.js';
import { collectAll } from '../../rlib/collector.js';
import { theStackOverflow } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import {
  attributeName,
  callMethod2,
  deleteAttribute,
  findAttribute,
  getAttribute,
  setAttribute,
} from '../interp/attributes.js';
import { call1, call2, callArgs } from '../interp/call.js';
import { repr, str } from '../interp/convert.js';
import { systemError } from '../interp/errors.js';
import { importModule } from '../interp/import-module.js';
import { getItem, setItem } from '../interp/items.js';
import { collect, iter, next } from '../interp/iteration.js';
import { getSysAttribute, setSysAttribute, state } from '../interp/sys-state.js';
import { W_Code } from '../interp/w-code.js';
import { compileSource, runCode } from '../modules/builtins-compile.js';
import { Fields, unpackOptions } from '../modules/packed-options.js';
import { finish, newMain } from '../modules/run-main.js';
import { start } from '../modules/setup.js';
import { newModuleDict } from '../objects/dict-module.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { W_DictBase } from '../objects/w-dict.js';
import { W_BaseException } from '../objects/w-exception.js';
import { newInt } from '../objects/w-int.js';
import { w_None } from '../objects/w-none.js';
import type { W_Str } from '../objects/w-str.js';
import { intern, internText, newStr, W_StrUser } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import type { Decoder } from './decoder.js';
import type { Encoder } from './encoder.js';
import { formatTraceback } from './exception-description.js';
import { exportedObject, releaseObject } from './exported-objects.js';
import { takeForgotten } from './js-wrappers.js';
import { Reply, Request, Tag } from './wire.js';

/** Carries out a request, and writes the reply. */
export function serveRequest(decoder: Decoder, encoder: Encoder): void {
  const reader = decoder.reader;
  const request = reader.byte();
  switch (request) {
    case Request.START:
      start(unpackOptions(new Fields(reader.text())));
      importModule('site');
      return replyNone(encoder);
    case Request.CONFIGURE:
      configure(decoder);
      return replyNone(encoder);
    case Request.NEW_GLOBALS:
      return replyHandle(encoder, newGlobals());
    case Request.IMPORT:
      return replyValue(
        encoder,
        call1(getAttribute(importModule('importlib'), intern('import_module')), newStr(reader.text())),
      );
    case Request.FAIL_RECURSION:
      throw theStackOverflow;
    case Request.RELEASE:
      for (let count = reader.u32(); count > 0; count--) {
        const handle = reader.u32();
        releaseObject(handle, reader.u32());
      }
      return replyNone(encoder);
    case Request.SWEEP:
      if (reader.u32() === 1) collectAll();
      return replyForgotten(encoder);
    case Request.FINISH:
      finish(0);
      return replyNone(encoder);
    default:
      return serveObjectRequest(request, exportedObject(reader.u32()), decoder, encoder);
  }
}

/** Requests about an object. */
function serveObjectRequest(request: int, w_obj: W_Root, decoder: Decoder, encoder: Encoder): void {
  const reader = decoder.reader;
  switch (request) {
    case Request.CALL:
      return replyValue(encoder, call(w_obj, decoder));
    case Request.EXECUTE:
      return replyValue(encoder, execute(asDict(w_obj), decoder));
    case Request.FIND_ATTRIBUTE:
      return replyFound(encoder, findAttribute(w_obj, attributeName(newStr(reader.text()))));
    case Request.FIND_ITEM: {
      const index = reader.u32();
      if (w_obj.getType().findSlot(Slot.GETITEM) !== null)
        return replyValue(encoder, getItem(w_obj, newInt(index)));
      return replyFound(encoder, findAttribute(w_obj, attributeName(newStr(reader.text()))));
    }
    case Request.SET_ATTRIBUTE: {
      const name = internText(reader.text());
      setAttribute(w_obj, name, decoder.decode());
      return replyNone(encoder);
    }
    case Request.SET_ITEM: {
      const index = reader.u32();
      const name = internText(reader.text());
      const w_value = decoder.decode();
      if (w_obj.getType().findSlot(Slot.SETITEM) === null) setAttribute(w_obj, name, w_value);
      else setItem(w_obj, newInt(index), w_value);
      return replyNone(encoder);
    }
    case Request.HAS_ATTRIBUTE:
      return replyBool(encoder, findAttribute(w_obj, attributeName(newStr(reader.text()))) !== null);
    case Request.DELETE_ATTRIBUTE:
      deleteAttribute(w_obj, attributeName(newStr(reader.text())));
      return replyNone(encoder);
    case Request.IS_ITERABLE:
      return replyBool(encoder, w_obj.getType().findSlot(Slot.ITER) !== null);
    case Request.ITERATE:
      return replyHandle(encoder, iter(w_obj));
    case Request.NEXT:
      return replyFound(encoder, next(w_obj));
    case Request.STR:
      return replyText(encoder, str(w_obj).utf8());
    case Request.REPR:
      return replyText(encoder, repr(w_obj).utf8());
    case Request.TRACEBACK:
      return replyText(encoder, w_obj instanceof W_BaseException ? formatTraceback(w_obj) : '');
    default:
      return serveGlobalsRequest(request, asDict(w_obj), decoder, encoder);
  }
}

/** Requests about global variables. */
function serveGlobalsRequest(request: int, w_globals: W_DictBase, decoder: Decoder, encoder: Encoder): void {
  const reader = decoder.reader;
  switch (request) {
    case Request.FIND_GLOBAL:
      return replyFound(encoder, w_globals.getStr(newStr(reader.text())));
    case Request.SET_GLOBAL: {
      const name = internText(reader.text());
      w_globals.setStr(name, decoder.decode());
      return replyNone(encoder);
    }
    case Request.REMOVE_GLOBAL: {
      const name = internText(reader.text());
      if (w_globals.getStr(name) !== null) w_globals.remove(name);
      return replyNone(encoder);
    }
    case Request.GLOBAL_NAMES:
      return replyNames(encoder, w_globals);
    default:
      throw systemError('a request that is no request');
  }
}

function asDict(w_obj: W_Root): W_DictBase {
  if (w_obj instanceof W_DictBase) return w_obj;
  throw systemError('global variables are in a dictionary');
}

// Replies.

function replyNone(encoder: Encoder): void {
  encoder.writer.byte(Reply.VALUE);
  encoder.writer.byte(Tag.NONE);
}

function replyBool(encoder: Encoder, value: boolean): void {
  encoder.writer.byte(Reply.VALUE);
  encoder.writer.byte(value ? Tag.TRUE : Tag.FALSE);
}

function replyText(encoder: Encoder, text: string): void {
  encoder.writer.byte(Reply.VALUE);
  encoder.writer.byte(Tag.STR);
  encoder.writer.text(text);
}

function replyValue(encoder: Encoder, w_value: W_Root): void {
  encoder.writer.byte(Reply.VALUE);
  encoder.encode(w_value);
}

function replyFound(encoder: Encoder, w_value: W_Root | null): void {
  if (w_value === null) encoder.writer.byte(Reply.NOTHING);
  else replyValue(encoder, w_value);
}

function replyHandle(encoder: Encoder, w_value: W_Root): void {
  encoder.writer.byte(Reply.VALUE);
  encoder.encodeHandle(w_value);
}

function replyForgotten(encoder: Encoder): void {
  encoder.writer.byte(Reply.VALUE);
  encoder.writer.byte(Tag.LIST);
  for (const number of takeForgotten()) encoder.encodeInt(number);
  encoder.writer.byte(Tag.END);
}

function replyNames(encoder: Encoder, w_globals: W_DictBase): void {
  const writer = encoder.writer;
  writer.byte(Reply.VALUE);
  writer.byte(Tag.LIST);
  const storage = w_globals.storage;
  for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
    const w_key = storage.keyAt(at);
    if (w_key instanceof W_StrBase && !(w_key instanceof W_StrUser)) encoder.encode(w_key);
  }
  writer.byte(Tag.END);
}

// What they do.

function call(w_function: W_Root, decoder: Decoder): W_Root {
  const reader = decoder.reader;
  const count = reader.u32();
  const keywordCount = reader.u32();
  const items: W_Root[] = [];
  for (let i = 0; i < count; i++) items.push(decoder.decode());
  if (keywordCount === 0) return callArgs(w_function, sealList(items), null);
  const names: W_Str[] = [];
  for (let i = 0; i < keywordCount; i++) {
    names.push(internText(reader.text()));
    items.push(decoder.decode());
  }
  return callArgs(w_function, sealList(items), sealList(names));
}

function execute(w_globals: W_DictBase, decoder: Decoder): W_Root {
  const reader = decoder.reader;
  const mode = reader.u32() === 1 ? 'eval' : 'exec';
  const source = reader.text();
  const w_code = compileSource(source, true, reader.text(), mode, 0, state().optimize);
  if (w_code instanceof W_Code) return runCode(w_code, w_globals, w_globals);
  throw systemError('the compiler made no code');
}

/** The namespace of `__main__`, or another like it if that is taken. */
function newGlobals(): W_DictBase {
  const w_main = state().w_modules.getStr(newStr('__main__'));
  if (w_main === null) return newMain().w_dict;
  const w_dict = newModuleDict();
  const w_builtins = state().w_modules.getStr(newStr('builtins'));
  w_dict.setStr(intern('__name__'), newStr('__main__'));
  if (w_builtins !== null) w_dict.setStr(intern('__builtins__'), w_builtins);
  return w_dict;
}

function configure(decoder: Decoder): void {
  const w_path = getSysAttribute(intern('path'));
  let index = 0;
  for (const w_folder of collect(decoder.decode())) {
    if (w_path !== null) callMethod2(w_path, intern('insert'), newInt(index++), w_folder);
  }
  const w_argv = decoder.decode();
  if (w_argv !== w_None) setSysAttribute(intern('argv'), w_argv);
  redirect('stdin', 'FunctionReader', decoder.decode());
  redirect('stdout', 'FunctionWriter', decoder.decode());
  redirect('stderr', 'FunctionWriter', decoder.decode());
}

/** Lets a function of JavaScript be a standard stream. */
function redirect(name: string, className: string, w_function: W_Root): void {
  if (w_function === w_None) return;
  const w_class = getAttribute(importModule('tspy_native'), intern(className));
  setSysAttribute(intern(name), call2(w_class, w_function, newStr(`<${name}>`)));
}

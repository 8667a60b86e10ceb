/**
 * What Python code can do with JavaScript objects: attributes are properties, items are those of arrays, maps and objects, `for` goes over iterables,
 * calls call. All of it is JavaScript's to do: each operation is one request. What JavaScript throws arrives as `tspy_native.JavaScriptError`.
 */
import { theStackOverflow } from '../../rlib/throwable.js';
import type { RThrowable } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { getAttribute } from '../interp/attributes.js';
import { callArgs } from '../interp/call.js';
import { attributeError, indexError, keyError, stopIteration, typeError } from '../interp/errors.js';
import { importModule } from '../interp/import-module.js';
import { installTypedef } from '../objects/bootstrap.js';
import type { W_Root } from '../objects/root.js';
import type { Typedef } from '../objects/typedef.js';
import { method, typedef } from '../objects/typedef.js';
import type { W_DictBase } from '../objects/w-dict.js';
import { OperationError, W_BaseException } from '../objects/w-exception.js';
import { newBool, newInt } from '../objects/w-int.js';
import { w_None, w_NotImplemented } from '../objects/w-none.js';
import { intern } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import type { W_Tuple } from '../objects/w-tuple.js';
import { Decoder } from './decoder.js';
import { Encoder } from './encoder.js';
import { exportedObject } from './exported-objects.js';
import { askHost } from './mailbox.js';
import { MessageWriter } from './message-writer.js';
import {
  jsFunctionType,
  jsIteratorType,
  jsObjectType,
  W_JsFunction,
  W_JsIteratorBase,
  W_JsMethod,
  W_JsObject,
} from './w-js-object.js';
import { HostReply, HostRequest } from './wire.js';

/** JavaScript's answer: a value, or which way it failed. */
class Answer {
  constructor(
    readonly status: int,
    readonly w_value: W_Root | null,
  ) {}
}

function newRequest(request: int, self: W_JsObject): Encoder {
  const writer = new MessageWriter();
  writer.byte(request);
  writer.u32(self.number);
  return new Encoder(writer);
}

/** Sends a request, and throws what JavaScript has thrown. */
function ask(request: Encoder): Answer {
  const decoder = new Decoder(askHost(request.writer));
  const status = decoder.reader.byte();
  switch (status) {
    case HostReply.VALUE:
      return new Answer(status, decoder.decode());
    case HostReply.STACK:
      throw theStackOverflow;
    case HostReply.PYTHON: {
      const w_exception = exportedObject(decoder.reader.u32());
      if (w_exception instanceof W_BaseException) throw new OperationError(w_exception);
      throw typeError('exceptions must derive from BaseException');
    }
    case HostReply.THROWN:
      throw thrown(decoder);
    default:
      return new Answer(status, null);
  }
}

function thrown(decoder: Decoder): RThrowable {
  const w_error = decoder.decode();
  const w_message = decoder.decode();
  const w_name = decoder.decode();
  const w_stack = decoder.decode();
  const w_class = getAttribute(importModule('tspy_native'), intern('JavaScriptError'));
  const w_exception = callArgs(w_class, [w_message, w_error, w_name, w_stack], null);
  if (w_exception instanceof W_BaseException) return new OperationError(w_exception);
  return typeError('tspy_native.JavaScriptError is no exception type');
}

/** The value of an answer that has one. */
function valueOf(answer: Answer): W_Root {
  if (answer.w_value !== null) return answer.w_value;
  throw typeError('JavaScript refused the operation');
}

function askAbout(request: int, self: W_JsObject): Answer {
  return ask(newRequest(request, self));
}

function askWith(request: int, self: W_JsObject, w_key: W_Root): Answer {
  const encoder = newRequest(request, self);
  encoder.encode(w_key);
  return ask(encoder);
}

function askToSet(request: int, self: W_JsObject, w_key: W_Root, w_value: W_Root): Answer {
  const encoder = newRequest(request, self);
  encoder.encode(w_key);
  encoder.encode(w_value);
  return ask(encoder);
}

function noProperty(self: W_JsObject, w_name: W_Root): OperationError {
  if (!(w_name instanceof W_StrBase)) return typeError('attribute name must be string');
  return attributeError(`'${self.getType().name}' object has no attribute '${w_name.utf8()}'`, self, w_name);
}

function jsGetattr(self: W_JsObject, w_name: W_Root): W_Root {
  const answer = askWith(HostRequest.GET_PROPERTY, self, w_name);
  if (answer.status === HostReply.MISSING) throw noProperty(self, w_name);
  const w_value = valueOf(answer);
  return w_value instanceof W_JsFunction ? new W_JsMethod(w_value, self) : w_value;
}

function jsSetattr(self: W_JsObject, w_name: W_Root, w_value: W_Root): W_Root {
  if (askToSet(HostRequest.SET_PROPERTY, self, w_name, w_value).status !== HostReply.VALUE)
    throw typeError("the property can't be set");
  return w_None;
}

function jsDelattr(self: W_JsObject, w_name: W_Root): W_Root {
  const status = askWith(HostRequest.DELETE_PROPERTY, self, w_name).status;
  if (status === HostReply.MISSING) throw noProperty(self, w_name);
  if (status !== HostReply.VALUE) throw typeError("the property can't be deleted");
  return w_None;
}

function jsGetitem(self: W_JsObject, w_key: W_Root): W_Root {
  const answer = askWith(HostRequest.GET_ITEM, self, w_key);
  if (answer.status === HostReply.MISSING) throw keyError(w_key);
  if (answer.status === HostReply.RANGE) throw indexError('index out of range');
  return valueOf(answer);
}

function jsSetitem(self: W_JsObject, w_key: W_Root, w_value: W_Root): W_Root {
  const status = askToSet(HostRequest.SET_ITEM, self, w_key, w_value).status;
  if (status === HostReply.MISSING) throw typeError('keys of a JavaScript object are str or int');
  if (status !== HostReply.VALUE) throw typeError("the property can't be set");
  return w_None;
}

function jsLen(self: W_JsObject): W_Root {
  const answer = askAbout(HostRequest.LENGTH, self);
  if (answer.w_value !== null) return answer.w_value;
  throw typeError(`object of type '${self.getType().name}' has no len()`);
}

function jsBool(_self: W_JsObject): W_Root {
  return newBool(true);
}

function jsIter(self: W_JsObject): W_Root {
  const w_value = askAbout(HostRequest.ITERATE, self).w_value;
  if (w_value instanceof W_JsObject) return new W_JsIterator(w_value);
  throw typeError(`'${self.getType().name}' object is not iterable`);
}

class W_JsIterator extends W_JsIteratorBase {
  override next(): W_Root | null {
    return askAbout(HostRequest.NEXT, this.w_iterator).w_value;
  }
}

function jsIteratorIter(self: W_JsIterator): W_Root {
  return self;
}

function jsIteratorNext(self: W_JsIterator): W_Root {
  const w_item = self.next();
  if (w_item === null) throw stopIteration(null);
  return w_item;
}

function jsRepr(self: W_JsObject): W_Root {
  return valueOf(askAbout(HostRequest.REPR, self));
}

function jsStr(self: W_JsObject): W_Root {
  return valueOf(askAbout(HostRequest.STR, self));
}

function jsEq(self: W_JsObject, w_other: W_Root): W_Root {
  return w_other instanceof W_JsObject ? newBool(self.number === w_other.number) : w_NotImplemented;
}

function jsHash(self: W_JsObject): W_Root {
  return newInt(self.number);
}

function jsCall(self: W_JsFunction, w_args: W_Tuple, w_kwargs: W_DictBase): W_Root {
  const request = newRequest(HostRequest.CALL, self);
  request.encode(self instanceof W_JsMethod ? self.w_self : w_None);
  const count = w_args.items.length;
  const hasKeywords = w_kwargs.length() > 0;
  request.writer.u32(hasKeywords ? count + 1 : count);
  for (const w_arg of w_args.items) request.encode(w_arg);
  if (hasKeywords) request.encode(w_kwargs);
  return valueOf(ask(request));
}

const rows = [
  method('__getattr__', '($self, name, /)', jsGetattr),
  method('__setattr__', '($self, name, value, /)', jsSetattr),
  method('__delattr__', '($self, name, /)', jsDelattr),
  method('__getitem__', '($self, key, /)', jsGetitem),
  method('__setitem__', '($self, key, value, /)', jsSetitem),
  method('__len__', '($self, /)', jsLen),
  method('__bool__', '($self, /)', jsBool),
  method('__iter__', '($self, /)', jsIter),
  method('__repr__', '($self, /)', jsRepr),
  method('__str__', '($self, /)', jsStr),
  method('__eq__', '($self, other, /)', jsEq),
  method('__hash__', '($self, /)', jsHash),
];

const options = { module: 'tspy_native', subclassable: false };

const typedefs: readonly Typedef[] = [
  typedef(jsObjectType, W_JsObject, { ...options, doc: 'An object of JavaScript.' }, rows),
  typedef(
    jsFunctionType,
    W_JsFunction,
    { ...options, doc: 'A function of JavaScript; keyword arguments come last, as an object.' },
    [method('__call__', '($self, /, *args, **kwargs)', jsCall)],
  ),
  typedef(jsIteratorType, W_JsIterator, options, [
    method('__iter__', '($self, /)', jsIteratorIter),
    method('__next__', '($self, /)', jsIteratorNext),
  ]),
];

/** Completes the types. @loadTime */
export function installJsTypes(): void {
  for (const definition of typedefs) installTypedef(definition);
}

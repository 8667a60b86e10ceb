/**
 * Asynchronous generators (PEP 525): the value they yield, and the awaitables of `asend`, `athrow` and `aclose`.
 *
 * The generator's frame yields two kinds of values: what its awaits let through, which goes on to the event loop, and its own,
 * wrapped in `W_AsyncGenValue`, which ends the awaitable with StopIteration.
 */
import { caught } from '../../rlib/throwable.js';
import { genericAliasOf } from '../objects/generic-alias.js';
import { iterSelf } from '../objects/iterators.js';
import { W_Iterator, W_Root } from '../objects/root.js';
import { classmethod, field, getset, method, typedef } from '../objects/typedef.js';
import {
  allocateException,
  GeneratorExitType,
  OperationError,
  StopAsyncIterationType,
  StopIterationType,
} from '../objects/w-exception.js';
import { newBool } from '../objects/w-int.js';
import { w_None } from '../objects/w-none.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';
import { call1 } from './call.js';
import { context } from './context.js';
import { asOperationError, runtimeError, stopIteration } from './errors.js';
import { close, delegateOf, resume, stopValue, throwIn, thrownException } from './generator.js';
import { nameRows } from './generator-types.js';
import { FrameState } from './w-frame.js';
import { asyncGeneratorType, W_AsyncGenerator } from './w-generator.js';

export const asyncGenValueType: W_Type = newBuiltinType('async_generator_wrapped_value', objectType);
const asendType: W_Type = newBuiltinType('async_generator_asend', objectType);
const athrowType: W_Type = newBuiltinType('async_generator_athrow', objectType);

/** A value yielded by the generator itself, told apart from what its awaits let through. */
export class W_AsyncGenValue extends W_Root {
  constructor(readonly w_value: W_Root) {
    super();
  }

  override getType(): W_Type {
    return asyncGenValueType;
  }
}

const enum AwaitState {
  INIT,
  ITERATING,
  CLOSED,
}

const enum AwaitKind {
  SEND,
  THROW,
  CLOSE,
}

/** What `asend`, `athrow` and `aclose` return. */
class W_AsyncGenAwaitable extends W_Iterator {
  state: AwaitState = AwaitState.INIT;

  constructor(
    readonly gen: W_AsyncGenerator,
    readonly kind: AwaitKind,
    readonly w_value: W_Root,
    readonly error: OperationError | null,
  ) {
    super();
  }

  override getType(): W_Type {
    return this.kind === AwaitKind.SEND ? asendType : athrowType;
  }

  methodName(): string {
    return this.kind === AwaitKind.SEND ? 'asend' : this.kind === AwaitKind.THROW ? 'athrow' : 'aclose';
  }

  override next(): W_Root | null {
    try {
      return sendToAwaitable(this, w_None);
    } catch (e) {
      const error = asOperationError(caught(e));
      if (error.matches(StopIterationType) && stopValue(error) === w_None) return null;
      throw error;
    }
  }
}

/** Marks the generator as no longer busy. */
function finish(self: W_AsyncGenAwaitable): void {
  self.state = AwaitState.CLOSED;
  self.gen.runningAsync = false;
}

function isClosed(self: W_AsyncGenAwaitable): boolean {
  return self.state === AwaitState.CLOSED;
}

/** The first iteration tells the hooks of the event loop (`sys.set_asyncgen_hooks`). */
function initHooks(gen: W_AsyncGenerator): void {
  if (gen.hooksInitialized) return;
  gen.hooksInitialized = true;
  gen.w_finalizer = context.w_asyncgenFinalizer;
  if (context.w_asyncgenFirstiter !== null) call1(context.w_asyncgenFirstiter, gen);
}

function stopAsync(): OperationError {
  return new OperationError(allocateException(StopAsyncIterationType));
}

/** Turns what the generator did into what the awaitable does: a value to let through, or an exception. */
function unwrap(self: W_AsyncGenAwaitable, w_result: W_Root | null): W_Root {
  const gen = self.gen;
  if (w_result === null) {
    gen.closed = true;
    finish(self);
    if (self.kind === AwaitKind.CLOSE) throw stopIteration(null);
    throw stopAsync();
  }
  if (w_result instanceof W_AsyncGenValue) {
    finish(self);
    if (self.kind === AwaitKind.CLOSE) throw runtimeError('async generator ignored GeneratorExit');
    throw stopIteration(w_result.w_value);
  }
  return w_result;
}

/** An exception that left the generator ends the awaitable; `aclose` takes the ones it asked for. */
function leave(self: W_AsyncGenAwaitable, error: OperationError): OperationError {
  const gen = self.gen;
  finish(self);
  if (gen.frame.state === FrameState.FINISHED) gen.closed = true;
  const expected = error.matches(StopAsyncIterationType) || error.matches(GeneratorExitType);
  if (self.kind === AwaitKind.CLOSE && expected) return stopIteration(null);
  return error;
}

function sendToAwaitable(self: W_AsyncGenAwaitable, w_value: W_Root): W_Root {
  const gen = self.gen;
  if (self.state === AwaitState.CLOSED) {
    throw runtimeError(
      self.kind === AwaitKind.SEND
        ? 'cannot reuse already awaited __anext__()/asend()'
        : 'cannot reuse already awaited aclose()/athrow()',
    );
  }
  const starting = self.state === AwaitState.INIT;
  if (starting) {
    if (gen.runningAsync) {
      self.state = AwaitState.CLOSED;
      const what = self.kind === AwaitKind.SEND ? 'anext()' : `${self.methodName()}()`;
      throw runtimeError(`${what}: asynchronous generator is already running`);
    }
    if (self.kind !== AwaitKind.SEND) {
      if (gen.frame.state === FrameState.FINISHED) {
        self.state = AwaitState.CLOSED;
        throw self.kind === AwaitKind.CLOSE ? stopIteration(null) : stopAsync();
      }
      if (gen.closed) {
        self.state = AwaitState.CLOSED;
        throw stopAsync();
      }
      if (w_value !== w_None) throw runtimeError("can't send non-None value to a just-started coroutine");
    }
    self.state = AwaitState.ITERATING;
    gen.runningAsync = true;
  }
  try {
    if (starting && self.kind !== AwaitKind.SEND) {
      if (self.kind === AwaitKind.CLOSE) gen.closed = true;
      const error =
        self.error === null ? new OperationError(allocateException(GeneratorExitType)) : self.error;
      return unwrap(self, throwIn(gen, error));
    }
    const w_sent = starting && w_value === w_None ? self.w_value : w_value;
    return unwrap(self, resume(gen, w_sent));
  } catch (e) {
    const error = asOperationError(caught(e));
    if (isClosed(self)) throw error;
    throw leave(self, error);
  }
}

function throwToAwaitable(
  self: W_AsyncGenAwaitable,
  w_type: W_Root,
  w_value: W_Root | null,
  w_traceback: W_Root | null,
): W_Root {
  if (self.state === AwaitState.CLOSED) {
    throw runtimeError(
      self.kind === AwaitKind.SEND
        ? 'cannot reuse already awaited __anext__()/asend()'
        : 'cannot reuse already awaited aclose()/athrow()',
    );
  }
  try {
    return unwrap(self, throwIn(self.gen, thrownException(w_type, w_value, w_traceback)));
  } catch (e) {
    const error = asOperationError(caught(e));
    if (isClosed(self)) throw error;
    throw leave(self, error);
  }
}

function closeAwaitable(self: W_AsyncGenAwaitable): W_Root {
  self.state = AwaitState.CLOSED;
  return w_None;
}

function nextOfAwaitable(self: W_AsyncGenAwaitable): W_Root {
  return sendToAwaitable(self, w_None);
}

const awaitableRows = [
  method('__await__', '($self, /)', iterSelf),
  method('__iter__', '($self, /)', iterSelf),
  method('__next__', '($self, /)', nextOfAwaitable),
  method('send', '($self, arg, /)', sendToAwaitable),
  method('throw', '($self, typ, val=None, tb=None, /)', throwToAwaitable),
  method('close', '($self, /)', closeAwaitable),
];

export const asendTypedef = typedef(asendType, W_AsyncGenAwaitable, { subclassable: false }, awaitableRows);
export const athrowTypedef = typedef(athrowType, W_AsyncGenAwaitable, { subclassable: false }, awaitableRows);

function asend(self: W_AsyncGenerator, w_value: W_Root): W_Root {
  initHooks(self);
  return new W_AsyncGenAwaitable(self, AwaitKind.SEND, w_value, null);
}

function anext(self: W_AsyncGenerator): W_Root {
  return asend(self, w_None);
}

function athrow(
  self: W_AsyncGenerator,
  w_type: W_Root,
  w_value: W_Root | null,
  w_traceback: W_Root | null,
): W_Root {
  initHooks(self);
  return new W_AsyncGenAwaitable(
    self,
    AwaitKind.THROW,
    w_None,
    thrownException(w_type, w_value, w_traceback),
  );
}

function aclose(self: W_AsyncGenerator): W_Root {
  initHooks(self);
  return new W_AsyncGenAwaitable(self, AwaitKind.CLOSE, w_None, null);
}

function getRunning(self: W_AsyncGenerator): W_Root {
  return newBool(self.runningAsync);
}

function getSuspended(self: W_AsyncGenerator): W_Root {
  return newBool(self.frame.state === FrameState.SUSPENDED);
}

function getFrame(self: W_AsyncGenerator): W_Root {
  return self.frame.state === FrameState.FINISHED ? w_None : self.frame;
}

function getCode(self: W_AsyncGenerator): W_Root {
  return self.frame.code;
}

function getAwait(self: W_AsyncGenerator): W_Root {
  const w_delegate = delegateOf(self.frame);
  return w_delegate === null ? w_None : w_delegate;
}

/** An event loop's hook closes it in its own time. */
function finalizeAsyncGenerator(self: W_AsyncGenerator): W_Root {
  if (self.closed || self.frame.state === FrameState.FINISHED) return w_None;
  if (self.w_finalizer !== null) call1(self.w_finalizer, self);
  else close(self);
  return w_None;
}

export const asyncGeneratorTypedef = typedef(
  asyncGeneratorType,
  W_AsyncGenerator,
  { subclassable: false, weakrefable: true },
  [
    ...nameRows,
    method('__del__', '($self, /)', finalizeAsyncGenerator),
    method('__aiter__', '($self, /)', iterSelf),
    method('__anext__', '($self, /)', anext),
    method('asend', '($self, arg, /)', asend, "asend(v) -> send 'v' in generator."),
    method(
      'athrow',
      '($self, typ, val=None, tb=None, /)',
      athrow,
      'athrow(typ[,val[,tb]]) -> raise exception in generator.',
    ),
    method('aclose', '($self, /)', aclose, 'aclose() -> raise GeneratorExit inside generator.'),
    classmethod('__class_getitem__', '($type, object, /)', genericAliasOf, 'See PEP 585'),
    getset('ag_running', getRunning),
    getset('ag_suspended', getSuspended),
    getset('ag_frame', getFrame),
    field('ag_code', getCode),
    getset('ag_await', getAwait, null, null, 'object being awaited on, or None'),
  ],
);

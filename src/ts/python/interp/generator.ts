/**
 * Running generators: resuming, throwing in, closing, and `yield from`. Methods seen from Python are in
 * `generator-types.ts`, asynchronous generators' awaitables in `async-generator.ts`.
 */
import { ignoreFinalizer, registerFinalizer } from '../../rlib/finalizers.js';
import { caught } from '../../rlib/throwable.js';
import { promote } from '../../rlib/jit.js';
import type { int } from '../../rlib/types.js';
import type { W_Root } from '../objects/root.js';
import { W_Iterator } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import {
  allocateException,
  AttributeErrorType,
  BaseExceptionType,
  GeneratorExitType,
  OperationError,
  RuntimeErrorType,
  StopAsyncIterationType,
  StopIterationType,
  W_BaseException,
  W_ValueException,
} from '../objects/w-exception.js';
import { w_None } from '../objects/w-none.js';
import { intern } from '../objects/w-str.js';
import { W_Traceback } from '../objects/w-traceback.js';
import { W_Type } from '../objects/w-type.js';
import { W_AsyncGenValue } from './async-generator.js';
import { findAttribute } from './attributes.js';
import { call0, call1 } from './call.js';
import { context } from './context.js';
import {
  asOperationError,
  newError,
  runtimeError,
  stopIteration,
  typeError,
  typeName,
  valueError,
} from './errors.js';
import { execute, executeThrowing } from './eval.js';
import { instantiate } from './exception-ops.js';
import { iter } from './iteration.js';
import { CodeFlag, Op } from './opcodes.js';
import { callMethodDescriptor0 } from './special.js';
import { FrameState } from './w-frame.js';
import type { W_Frame } from './w-frame.js';
import type { W_GeneratorBase } from './w-generator.js';
import { W_AsyncGenerator, W_Coroutine, W_CoroutineWrapper, W_Generator } from './w-generator.js';

const n_send = intern('send');
const n_throw = intern('throw');
const n_close = intern('close');

/** RETURN_GENERATOR: the object that owns the frame from now on. */
export function makeGenerator(frame: W_Frame): W_Root {
  const code = frame.code;
  const w_name = frame.w_functionName === null ? code.w_name : frame.w_functionName;
  const w_qualname = frame.w_functionQualname === null ? code.w_qualname : frame.w_functionQualname;
  frame.state = FrameState.CREATED;
  let w_generator: W_GeneratorBase;
  if ((code.flags & CodeFlag.COROUTINE) !== 0) w_generator = new W_Coroutine(frame, w_name, w_qualname);
  else if ((code.flags & CodeFlag.ASYNC_GENERATOR) !== 0)
    w_generator = new W_AsyncGenerator(frame, w_name, w_qualname);
  else w_generator = new W_Generator(frame, w_name, w_qualname);
  frame.w_generator = w_generator;
  if (hasFinalizer(w_generator)) registerFinalizer(w_generator);
  return w_generator;
}

/** A generator that has nothing to tidy up may just go; a coroutine is to be awaited. */
function hasFinalizer(gen: W_GeneratorBase): boolean {
  return gen.frame.code.handlers.length > 0 || !(gen instanceof W_Generator);
}

/** Checks that a generator can be resumed with a value; null if it has ended. */
function checkResumable(gen: W_GeneratorBase): void {
  if (gen.running) throw valueError(`${gen.kind()} already executing`);
}

/**
 * Resumes with a value sent in. The result is what is yielded; null at the end, with the return value in
 * `gen.w_result`.
 */
export function resume(gen: W_GeneratorBase, w_value: W_Root): W_Root | null {
  checkResumable(gen);
  const frame = gen.frame;
  if (frame.state === FrameState.FINISHED) {
    if (gen instanceof W_Coroutine) throw runtimeError('cannot reuse already awaited coroutine');
    gen.w_result = w_None;
    return null;
  }
  if (frame.state === FrameState.CREATED && w_value !== w_None) {
    throw typeError(`can't send non-None value to a just-started ${gen.kind()}`);
  }
  const sp = promote(frame.sp);
  frame.slots[sp] = w_value;
  frame.sp = sp + 1;
  return run(gen, null);
}

/** Runs the frame; with an exception, from the handler for it at the point of suspension. */
function run(gen: W_GeneratorBase, error: OperationError | null): W_Root | null {
  const frame = gen.frame;
  gen.running = true;
  gen.handled.previous = context.handled;
  let w_result: W_Root;
  try {
    context.enter(frame);
    context.handled = gen.handled;
    try {
      w_result = error === null ? execute(frame) : executeThrowing(frame, error);
    } finally {
      context.leave(frame);
      context.handled = gen.handled.previous;
    }
  } catch (e) {
    frame.state = FrameState.FINISHED;
    if (hasFinalizer(gen)) ignoreFinalizer(gen);
    throw convertStop(gen, asOperationError(caught(e)));
  } finally {
    gen.handled.previous = null;
    gen.running = false;
    frame.back = null;
  }
  if (frame.state === FrameState.SUSPENDED) return w_result;
  if (hasFinalizer(gen)) ignoreFinalizer(gen);
  gen.w_result = w_result;
  return null;
}

/** StopIteration must not leave a generator by accident (PEP 479). */
function convertStop(gen: W_GeneratorBase, error: OperationError): OperationError {
  const asynchronous = gen instanceof W_AsyncGenerator;
  let name = '';
  if (error.matches(StopIterationType)) name = 'StopIteration';
  else if (asynchronous && error.matches(StopAsyncIterationType)) name = 'StopAsyncIteration';
  if (name === '') return error;
  const converted = newError(RuntimeErrorType, `${gen.kind()} raised ${name}`);
  const w_converted = converted.w_exception;
  w_converted.w_cause = error.w_exception;
  w_converted.w_context = error.w_exception;
  w_converted.suppressContext = true;
  return converted;
}

/** `next` of a generator as an iterator: the end is null, a return value is dropped. */
export function resumeForNext(gen: W_GeneratorBase): W_Root | null {
  return resume(gen, w_None);
}

/** The exception by which a finished generator tells its return value. */
export function stopOf(gen: W_GeneratorBase): OperationError {
  const w_result = gen.w_result;
  gen.w_result = null;
  return stopIteration(w_result === null || w_result === w_None ? null : w_result);
}

/** The iterator a suspended frame delegates to (`yield from`, `await`), or null. */
export function delegateOf(frame: W_Frame): W_Root | null {
  if (frame.state !== FrameState.SUSPENDED) return null;
  const word = frame.code.words[frame.pc] as int;
  if ((word & 255) !== Op.RESUME || word >> 8 < 2) return null;
  return frame.slots[frame.sp - 1] as W_Root;
}

/** Throws an exception in at the point of suspension; the result as of `resume`. */
export function throwIn(gen: W_GeneratorBase, error: OperationError): W_Root | null {
  checkResumable(gen);
  const frame = gen.frame;
  const w_delegate = delegateOf(frame);
  if (w_delegate !== null) {
    if (error.matches(GeneratorExitType)) {
      gen.running = true;
      try {
        closeIterator(w_delegate);
      } catch (e) {
        gen.running = false;
        return run(gen, asOperationError(caught(e)));
      }
      gen.running = false;
      return run(gen, error);
    }
    const throwing = throwIntoDelegate(gen, w_delegate, error);
    if (throwing.handled) return throwing.w_yielded;
    if (throwing.error !== null) return run(gen, throwing.error);
  }
  if (frame.state === FrameState.FINISHED) {
    if (gen instanceof W_Coroutine) throw runtimeError('cannot reuse already awaited coroutine');
    throw error;
  }
  return run(gen, error);
}

/** What became of an exception handed to the delegate. */
class DelegateThrow {
  constructor(
    /** The delegate yielded (`w_yielded`), or the generator went on with its return value. */
    readonly handled: boolean,
    readonly w_yielded: W_Root | null,
    /** The delegate raised this. */
    readonly error: OperationError | null,
  ) {}
}

function throwIntoDelegate(gen: W_GeneratorBase, w_delegate: W_Root, error: OperationError): DelegateThrow {
  const frame = gen.frame;
  gen.running = true;
  let w_yielded: W_Root | null;
  try {
    if (w_delegate instanceof W_Generator || w_delegate instanceof W_Coroutine) {
      w_yielded = throwIn(w_delegate, error);
      if (w_yielded === null) frame.w_sendResult = takeResult(w_delegate);
    } else {
      const w_throw = findAttribute(w_delegate, n_throw);
      if (w_throw === null) {
        gen.running = false;
        return new DelegateThrow(false, null, null);
      }
      w_yielded = call1(w_throw, error.w_exception);
    }
  } catch (e) {
    gen.running = false;
    const raised = asOperationError(caught(e));
    if (!raised.matches(StopIterationType)) return new DelegateThrow(false, null, raised);
    frame.w_sendResult = stopValue(raised);
    w_yielded = null;
  }
  gen.running = false;
  if (w_yielded !== null) return new DelegateThrow(true, w_yielded, null);
  // The delegate has ended: go on behind its SEND, with its return value on the stack.
  const w_result = frame.w_sendResult as W_Root;
  frame.w_sendResult = null;
  frame.slots[--frame.sp] = null;
  frame.pc = (frame.code.words[frame.pc - 2] as int) >> 8;
  frame.slots[frame.sp++] = w_result;
  return new DelegateThrow(true, run(gen, null), null);
}

function takeResult(gen: W_GeneratorBase): W_Root {
  const w_result = gen.w_result;
  gen.w_result = null;
  return w_result === null ? w_None : w_result;
}

/** The value of a StopIteration. */
export function stopValue(error: OperationError): W_Root {
  const w_exception = error.w_exception;
  if (w_exception instanceof W_ValueException && w_exception.w_value !== null) return w_exception.w_value;
  return w_None;
}

/** `iterator.close()`, where there is such a method. */
export function closeIterator(w_iterator: W_Root): void {
  if (w_iterator instanceof W_Generator || w_iterator instanceof W_Coroutine) {
    close(w_iterator);
    return;
  }
  const w_close = findAttribute(w_iterator, n_close);
  if (w_close !== null) call0(w_close);
}

/** `generator.close()`. */
export function close(gen: W_GeneratorBase): void {
  checkResumable(gen);
  const frame = gen.frame;
  if (frame.state === FrameState.CREATED) {
    frame.state = FrameState.FINISHED;
    return;
  }
  if (frame.state === FrameState.FINISHED) return;
  let w_yielded: W_Root | null;
  try {
    w_yielded = throwIn(gen, new OperationError(allocateException(GeneratorExitType)));
  } catch (e) {
    const error = caught(e);
    if (
      error instanceof OperationError &&
      (error.matches(GeneratorExitType) || error.matches(StopIterationType))
    )
      return;
    throw error;
  }
  if (w_yielded !== null) throw runtimeError(`${gen.kind()} ignored GeneratorExit`);
}

/** The exception of `throw(type_or_instance, value, traceback)`. */
export function thrownException(
  w_type: W_Root,
  w_value: W_Root | null,
  w_traceback: W_Root | null,
): OperationError {
  if (w_traceback !== null && w_traceback !== w_None && !(w_traceback instanceof W_Traceback)) {
    throw typeError('throw() third argument must be a traceback object');
  }
  let w_exception: W_BaseException;
  if (w_type instanceof W_BaseException) {
    if (w_value !== null && w_value !== w_None) {
      throw typeError('instance exception may not have a separate value');
    }
    w_exception = w_type;
  } else {
    const usesValue = w_value !== null && w_value !== w_None;
    if (usesValue && w_value instanceof W_BaseException) w_exception = w_value;
    else if (usesValue) w_exception = instantiate(call1(checkedExceptionClass(w_type), w_value));
    else w_exception = instantiate(checkedExceptionClass(w_type));
  }
  if (w_traceback instanceof W_Traceback) w_exception.w_traceback = w_traceback;
  return new OperationError(w_exception);
}

function checkedExceptionClass(w_type: W_Root): W_Root {
  if (w_type instanceof W_Type && w_type.isSubtype(BaseExceptionType)) return w_type;
  throw typeError(
    `exceptions must be classes or instances deriving from BaseException, not ${typeName(w_type)}`,
  );
}

/** SEND: what the delegate yields, or null at its end, with its return value in `frame.w_sendResult`. */
export function sendTo(frame: W_Frame, w_delegate: W_Root, w_value: W_Root): W_Root | null {
  if (w_delegate instanceof W_Generator || w_delegate instanceof W_Coroutine) {
    const w_yielded = resume(w_delegate, w_value);
    if (w_yielded === null) frame.w_sendResult = takeResult(w_delegate);
    return w_yielded;
  }
  if (w_delegate instanceof W_CoroutineWrapper) return sendTo(frame, w_delegate.coroutine, w_value);
  try {
    if (w_value === w_None) {
      if (w_delegate instanceof W_Iterator) {
        const w_yielded = w_delegate.next();
        if (w_yielded === null) frame.w_sendResult = w_None;
        return w_yielded;
      }
      const w_next = w_delegate.getType().findSlot(Slot.NEXT);
      if (w_next === null) throw typeError(`'${typeName(w_delegate)}' object is not an iterator`);
      return callMethodDescriptor0(w_next, w_delegate);
    }
    const w_send = findAttribute(w_delegate, n_send);
    if (w_send === null) {
      throw newError(AttributeErrorType, `'${typeName(w_delegate)}' object has no attribute 'send'`);
    }
    return call1(w_send, w_value);
  } catch (e) {
    const error = asOperationError(caught(e));
    if (!error.matches(StopIterationType)) throw error;
    frame.w_sendResult = stopValue(error);
    return null;
  }
}

/** GET_YIELD_FROM_ITER. */
export function getYieldFromIter(frame: W_Frame, w_obj: W_Root): W_Root {
  if (w_obj instanceof W_Coroutine) {
    if ((frame.code.flags & (CodeFlag.COROUTINE | CodeFlag.ITERABLE_COROUTINE)) === 0) {
      throw typeError("cannot 'yield from' a coroutine object in a non-coroutine generator");
    }
    return w_obj;
  }
  if (w_obj instanceof W_Generator) return w_obj;
  return iter(w_obj);
}

/** The iterator that `await obj` runs. */
export function awaitableIterator(w_obj: W_Root): W_Root {
  if (w_obj instanceof W_Coroutine) return w_obj;
  if (w_obj instanceof W_Generator && (w_obj.frame.code.flags & CodeFlag.ITERABLE_COROUTINE) !== 0)
    return w_obj;
  const w_await = w_obj.getType().findSlot(Slot.AWAIT);
  if (w_await === null) throw typeError(`object ${typeName(w_obj)} can't be used in 'await' expression`);
  const w_iterator = callMethodDescriptor0(w_await, w_obj);
  if (w_iterator instanceof W_Coroutine || isIterableCoroutine(w_iterator)) {
    throw typeError('__await__() returned a coroutine');
  }
  if (!(w_iterator instanceof W_Iterator) && w_iterator.getType().findSlot(Slot.NEXT) === null) {
    throw typeError(`__await__() returned non-iterator of type '${typeName(w_iterator)}'`);
  }
  return w_iterator;
}

function isIterableCoroutine(w_obj: W_Root): boolean {
  return w_obj instanceof W_Generator && (w_obj.frame.code.flags & CodeFlag.ITERABLE_COROUTINE) !== 0;
}

/** GET_AWAITABLE; `where` 1 and 2: the result of `__aenter__`, `__aexit__`. */
export function getAwaitable(w_obj: W_Root, where: int): W_Root {
  if (where !== 0 && !isAwaitable(w_obj)) {
    throw typeError(
      `'async with' received an object from ${where === 1 ? '__aenter__' : '__aexit__'} that does not implement __await__: ${typeName(w_obj)}`,
    );
  }
  const w_iterator = awaitableIterator(w_obj);
  if (w_iterator instanceof W_Coroutine && delegateOf(w_iterator.frame) !== null) {
    throw runtimeError('coroutine is being awaited already');
  }
  return w_iterator;
}

function isAwaitable(w_obj: W_Root): boolean {
  return isIterableCoroutine(w_obj) || w_obj.getType().findSlot(Slot.AWAIT) !== null;
}

/** GET_AITER. */
export function getAiter(w_obj: W_Root): W_Root {
  const w_method = w_obj.getType().findSlot(Slot.AITER);
  if (w_method === null) {
    throw typeError(`'async for' requires an object with __aiter__ method, got ${typeName(w_obj)}`);
  }
  const w_iterator = callMethodDescriptor0(w_method, w_obj);
  if (w_iterator.getType().findSlot(Slot.ANEXT) === null) {
    throw typeError(
      `'async for' received an object from __aiter__ that does not implement __anext__: ${typeName(w_iterator)}`,
    );
  }
  return w_iterator;
}

/** GET_ANEXT: the awaitable of the next item. */
export function afterGetAnext(w_iterator: W_Root): W_Root {
  const w_method = w_iterator.getType().findSlot(Slot.ANEXT);
  if (w_method === null) {
    throw typeError(`'async for' requires an iterator with __anext__ method, got ${typeName(w_iterator)}`);
  }
  const w_awaitable = callMethodDescriptor0(w_method, w_iterator);
  if (w_iterator instanceof W_AsyncGenerator) return w_awaitable;
  try {
    return awaitableIterator(w_awaitable);
  } catch (e) {
    const error = asOperationError(caught(e));
    const converted = typeError(
      `'async for' received an invalid object from __anext__: ${typeName(w_awaitable)}`,
    );
    converted.w_exception.w_cause = error.w_exception;
    converted.w_exception.w_context = error.w_exception;
    converted.w_exception.suppressContext = true;
    throw converted;
  }
}

/** ASYNC_GEN_WRAP. */
export function asyncGenWrap(w_value: W_Root): W_Root {
  return new W_AsyncGenValue(w_value);
}

/** END_ASYNC_FOR: nothing if the iterator ended, else the exception goes on. */
export function endAsyncFor(w_exception: W_Root): void {
  if (w_exception instanceof W_BaseException && !w_exception.getType().isSubtype(StopAsyncIterationType)) {
    throw new OperationError(w_exception);
  }
}

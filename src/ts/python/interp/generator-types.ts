/** What generators and coroutines show to Python. */
import type { W_Root } from '../objects/root.js';
import { hexAddress } from '../objects/identity.js';
import { iterSelf } from '../objects/iterators.js';
import type { Row } from '../objects/typedef.js';
import { classmethod, field, getset, method, typedef } from '../objects/typedef.js';
import { genericAliasOf } from '../objects/generic-alias.js';
import { newBool } from '../objects/w-int.js';
import { RuntimeWarningType } from '../objects/w-exception.js';
import { w_None } from '../objects/w-none.js';
import { newStr } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { typeError } from './errors.js';
import { close, delegateOf, resume, stopOf, throwIn, thrownException } from './generator.js';
import { warn } from './warnings.js';
import { FrameState } from './w-frame.js';
import type { W_GeneratorBase } from './w-generator.js';
import {
  coroutineType,
  coroutineWrapperType,
  generatorType,
  W_Coroutine,
  W_CoroutineWrapper,
  W_Generator,
} from './w-generator.js';

function orNone(w_obj: W_Root | null): W_Root {
  return w_obj === null ? w_None : w_obj;
}

function send(self: W_GeneratorBase, w_value: W_Root): W_Root {
  const w_yielded = resume(self, w_value);
  if (w_yielded === null) throw stopOf(self);
  return w_yielded;
}

function throwMethod(
  self: W_GeneratorBase,
  w_type: W_Root,
  w_value: W_Root | null,
  w_traceback: W_Root | null,
): W_Root {
  const w_yielded = throwIn(self, thrownException(w_type, w_value, w_traceback));
  if (w_yielded === null) throw stopOf(self);
  return w_yielded;
}

/** What a generator that was left in the middle still has to do; a coroutine that was never begun is reported. */
function finalizeGenerator(self: W_GeneratorBase): W_Root {
  const state = self.frame.state;
  if (state === FrameState.CREATED && self instanceof W_Coroutine)
    warn(RuntimeWarningType, `coroutine '${self.w_qualname.utf8()}' was never awaited`);
  if (state !== FrameState.FINISHED) close(self);
  return w_None;
}

function closeMethod(self: W_GeneratorBase): W_Root {
  close(self);
  return w_None;
}

/** `next(generator)`, which tells the return value by its StopIteration. */
function nextMethod(self: W_GeneratorBase): W_Root {
  return send(self, w_None);
}

function generatorRepr(self: W_GeneratorBase): W_Root {
  return newStr(
    `<${self.kind() === 'async generator' ? 'async_generator' : self.kind()} object ${self.w_qualname.utf8()} at ${hexAddress(self)}>`,
  );
}

function getName(self: W_GeneratorBase): W_Root {
  return self.w_name;
}

function setName(self: W_GeneratorBase, w_value: W_Root): void {
  if (!(w_value instanceof W_StrBase)) throw typeError('__name__ must be set to a string object');
  self.w_name = w_value;
}

function getQualname(self: W_GeneratorBase): W_Root {
  return self.w_qualname;
}

function setQualname(self: W_GeneratorBase, w_value: W_Root): void {
  if (!(w_value instanceof W_StrBase)) throw typeError('__qualname__ must be set to a string object');
  self.w_qualname = w_value;
}

function getRunning(self: W_GeneratorBase): W_Root {
  return newBool(self.running);
}

function getSuspended(self: W_GeneratorBase): W_Root {
  return newBool(self.frame.state === FrameState.SUSPENDED);
}

function getFrame(self: W_GeneratorBase): W_Root {
  return self.frame.state === FrameState.FINISHED ? w_None : self.frame;
}

function getCode(self: W_GeneratorBase): W_Root {
  return self.frame.code;
}

function getDelegate(self: W_GeneratorBase): W_Root {
  return orNone(delegateOf(self.frame));
}

/** Rows shared by generators, coroutines and asynchronous generators. */
export const nameRows: Row[] = [
  method('__repr__', '($self, /)', generatorRepr),
  getset('__name__', getName, setName, null, 'name of the generator'),
  getset('__qualname__', getQualname, setQualname, null, 'qualified name of the generator'),
];

const resumeRows: Row[] = [
  method(
    'send',
    '($self, arg, /)',
    send,
    "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration.",
  ),
  method(
    'throw',
    '($self, typ, val=None, tb=None, /)',
    throwMethod,
    'throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or raise\nStopIteration.',
  ),
  method('close', '($self, /)', closeMethod, 'close() -> raise GeneratorExit inside generator.'),
  method('__del__', '($self, /)', finalizeGenerator),
];

export const generatorTypedef = typedef(
  generatorType,
  W_Generator,
  { subclassable: false, weakrefable: true },
  [
    method('__iter__', '($self, /)', iterSelf),
    method('__next__', '($self, /)', nextMethod),
    ...resumeRows,
    ...nameRows,
    getset('gi_running', getRunning),
    getset('gi_suspended', getSuspended),
    getset('gi_frame', getFrame),
    field('gi_code', getCode),
    getset('gi_yieldfrom', getDelegate, null, null, 'object being iterated by yield from, or None'),
  ],
);

function coroutineAwait(self: W_Coroutine): W_Root {
  return new W_CoroutineWrapper(self);
}

function getOrigin(self: W_GeneratorBase): W_Root {
  return orNone(self.w_origin);
}

export const coroutineTypedef = typedef(
  coroutineType,
  W_Coroutine,
  { subclassable: false, weakrefable: true },
  [
    ...resumeRows,
    ...nameRows,
    method('__await__', '($self, /)', coroutineAwait),
    classmethod('__class_getitem__', '($type, object, /)', genericAliasOf, 'See PEP 585'),
    getset('cr_running', getRunning),
    getset('cr_suspended', getSuspended),
    getset('cr_frame', getFrame),
    field('cr_code', getCode),
    getset('cr_await', getDelegate, null, null, 'object being awaited on, or None'),
    getset('cr_origin', getOrigin),
  ],
);

function wrapperSend(self: W_CoroutineWrapper, w_value: W_Root): W_Root {
  return send(self.coroutine, w_value);
}

function wrapperNext(self: W_CoroutineWrapper): W_Root {
  return send(self.coroutine, w_None);
}

function wrapperThrow(
  self: W_CoroutineWrapper,
  w_type: W_Root,
  w_value: W_Root | null,
  w_traceback: W_Root | null,
): W_Root {
  return throwMethod(self.coroutine, w_type, w_value, w_traceback);
}

function wrapperClose(self: W_CoroutineWrapper): W_Root {
  return closeMethod(self.coroutine);
}

export const coroutineWrapperTypedef = typedef(
  coroutineWrapperType,
  W_CoroutineWrapper,
  { subclassable: false },
  [
    method('__iter__', '($self, /)', iterSelf),
    method('__next__', '($self, /)', wrapperNext),
    method('send', '($self, arg, /)', wrapperSend),
    method('throw', '($self, typ, val=None, tb=None, /)', wrapperThrow),
    method('close', '($self, /)', wrapperClose),
  ],
);

/** Module `_thread`: locks and thread-local storage. Starting threads is not there yet. */
import type { float, int } from '../../rlib/types.js';
import { isTrue } from '../interp/compare.js';
import { toFloat, toWord } from '../interp/convert.js';
import { newError, overflowError, runtimeError, typeError, valueError } from '../interp/errors.js';
import { hexAddress } from '../objects/identity.js';
import { W_Root } from '../objects/root.js';
import { func, method, moduledef, staticmethod, typedef, value } from '../objects/typedef.js';
import {
  NotImplementedErrorType,
  RuntimeErrorType,
  SystemExitType,
  allocateException,
  OperationError,
} from '../objects/w-exception.js';
import { newFloat } from '../objects/w-float.js';
import { newBool, newInt } from '../objects/w-int.js';
import { w_None } from '../objects/w-none.js';
import { newStr } from '../objects/w-str.js';
import { newPair, W_TupleBase } from '../objects/w-tuple.js';
import { newBuiltinType, objectType, W_Mapped, W_Type } from '../objects/w-type.js';
import { Slot } from '../objects/slots.js';
import { W_DictBase } from '../objects/w-dict.js';

const lockType = newBuiltinType('lock', objectType);
const rlockType = newBuiltinType('RLock', objectType);
const localType = newBuiltinType('_local', objectType);

/** Longest time a wait may be told, in seconds. */
const TIMEOUT_MAX: float = 9223372036.0;

class W_Lock extends W_Root {
  locked: boolean = false;

  override getType(): W_Type {
    return lockType;
  }
}

/** Checks the arguments of acquire; whether it may wait. */
function mayWait(w_blocking: W_Root | null, w_timeout: W_Root | null): boolean {
  const blocking = w_blocking === null || isTrue(w_blocking);
  const timeout = w_timeout === null ? -1 : toFloat(w_timeout);
  if (!blocking && timeout !== -1) throw valueError("can't specify a timeout for a non-blocking call");
  if (timeout < 0 && timeout !== -1) throw valueError('timeout value must be a non-negative number');
  if (timeout > TIMEOUT_MAX) throw overflowError('timeout value is too large');
  return blocking && timeout === -1;
}

function lockAcquire(self: W_Lock, w_blocking: W_Root | null, w_timeout: W_Root | null): W_Root {
  const waits = mayWait(w_blocking, w_timeout);
  if (!self.locked) {
    self.locked = true;
    return newBool(true);
  }
  // With one thread nobody can release it: waiting would be for ever.
  if (waits) throw runtimeError('deadlock: the only thread waits for a lock it holds');
  return newBool(false);
}

function lockRelease(self: W_Lock): W_Root {
  if (!self.locked) throw newError(RuntimeErrorType, 'release unlocked lock');
  self.locked = false;
  return w_None;
}

function lockLocked(self: W_Lock): W_Root {
  return newBool(self.locked);
}

function lockExit(self: W_Lock, _w_args: W_Root): W_Root {
  return lockRelease(self);
}

function lockRepr(self: W_Lock): W_Root {
  return newStr(`<${self.locked ? 'locked' : 'unlocked'} _thread.lock object at ${hexAddress(self)}>`);
}

function lockReinit(self: W_Lock): W_Root {
  self.locked = false;
  return w_None;
}

const lockTypedef = typedef(lockType, W_Lock, { module: '_thread', subclassable: false, weakrefable: true }, [
  method('acquire', '($self, /, blocking=True, timeout=-1)', lockAcquire),
  method('acquire_lock', '($self, /, blocking=True, timeout=-1)', lockAcquire),
  method('release', '($self, /)', lockRelease),
  method('release_lock', '($self, /)', lockRelease),
  method('locked', '($self, /)', lockLocked),
  method('locked_lock', '($self, /)', lockLocked),
  method('__enter__', '($self, /)', lockAcquire0),
  method('__exit__', '($self, /, *args)', lockExit),
  method('__repr__', '($self, /)', lockRepr),
  method('_at_fork_reinit', '($self, /)', lockReinit),
]);

function lockAcquire0(self: W_Lock): W_Root {
  return lockAcquire(self, null, null);
}

class W_RLock extends W_Mapped {
  count: int = 0;
}

function rlockNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  return new W_RLock(w_type instanceof W_Type ? w_type : rlockType);
}

function rlockAcquire(self: W_RLock, w_blocking: W_Root | null, w_timeout: W_Root | null): W_Root {
  mayWait(w_blocking, w_timeout);
  self.count++;
  return newBool(true);
}

function rlockEnter(self: W_RLock): W_Root {
  self.count++;
  return newBool(true);
}

function rlockRelease(self: W_RLock): W_Root {
  if (self.count === 0) throw newError(RuntimeErrorType, 'cannot release un-acquired lock');
  self.count--;
  return w_None;
}

function rlockExit(self: W_RLock, _w_args: W_Root): W_Root {
  return rlockRelease(self);
}

function rlockIsOwned(self: W_RLock): W_Root {
  return newBool(self.count > 0);
}

function rlockReleaseSave(self: W_RLock): W_Root {
  if (self.count === 0) throw newError(RuntimeErrorType, 'cannot release un-acquired lock');
  const count = self.count;
  self.count = 0;
  return newPair(newInt(count), newInt(MAIN_THREAD));
}

function rlockAcquireRestore(self: W_RLock, w_state: W_Root): W_Root {
  if (w_state instanceof W_TupleBase) self.count = toWord(w_state.items[0] as W_Root);
  return w_None;
}

function rlockRepr(self: W_RLock): W_Root {
  const owner = self.count > 0 ? MAIN_THREAD : 0;
  return newStr(
    `<${self.count > 0 ? 'locked' : 'unlocked'} _thread.RLock object owner=${owner} count=${self.count} at ${hexAddress(self)}>`,
  );
}

function rlockReinit(self: W_RLock): W_Root {
  self.count = 0;
  return w_None;
}

const rlockTypedef = typedef(rlockType, W_RLock, { module: '_thread', weakrefable: true }, [
  staticmethod('__new__', '($type, *args, **kwargs)', rlockNew),
  method('acquire', '($self, /, blocking=True, timeout=-1)', rlockAcquire),
  method('release', '($self, /)', rlockRelease),
  method('__enter__', '($self, /)', rlockEnter),
  method('__exit__', '($self, /, *args)', rlockExit),
  method('_is_owned', '($self, /)', rlockIsOwned),
  method('_release_save', '($self, /)', rlockReleaseSave),
  method('_acquire_restore', '($self, state, /)', rlockAcquireRestore),
  method('__repr__', '($self, /)', rlockRepr),
  method('_at_fork_reinit', '($self, /)', rlockReinit),
]);

/** `_local`: with one thread, an object with attributes. */
class W_Local extends W_Mapped {}

function localNew(w_type: W_Root, w_args: W_Root, w_kwargs: W_Root): W_Root {
  const w_class = w_type instanceof W_Type ? w_type : localType;
  const given =
    (w_args instanceof W_TupleBase && w_args.items.length > 0) ||
    (w_kwargs instanceof W_DictBase && w_kwargs.length() > 0);
  if (given && w_class.findSlot(Slot.INIT) === objectType.findSlot(Slot.INIT)) {
    throw typeError('Initialization arguments are not supported');
  }
  return new W_Local(w_class);
}

const localTypedef = typedef(localType, W_Local, { module: '_thread', hasDict: true, weakrefable: true }, [
  staticmethod('__new__', '($type, *args, **kwargs)', localNew),
]);

/** The identity of the one thread. */
const MAIN_THREAD: int = 1;

function getIdent(): W_Root {
  return newInt(MAIN_THREAD);
}

function allocateLock(): W_Root {
  return new W_Lock();
}

function startNewThread(_w_function: W_Root, _w_args: W_Root, _w_kwargs: W_Root | null): W_Root {
  throw newError(NotImplementedErrorType, 'threads cannot be started yet');
}

function threadExit(): W_Root {
  throw new OperationError(allocateException(SystemExitType));
}

function threadCount(): W_Root {
  return newInt(0);
}

function stackSize(_w_size: W_Root | null): W_Root {
  return newInt(0);
}

function interruptMain(_w_signal: W_Root | null): W_Root {
  throw newError(NotImplementedErrorType, 'interrupt_main() is not there yet');
}

function exceptHook(_w_args: W_Root): W_Root {
  return w_None;
}

export const threadModule = moduledef(
  '_thread',
  "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module provides a more convenient interface.",
  [
    func('get_ident', '($module, /)', getIdent),
    func('get_native_id', '($module, /)', getIdent),
    func('allocate_lock', '($module, /)', allocateLock),
    func('allocate', '($module, /)', allocateLock),
    func('_set_sentinel', '($module, /)', allocateLock),
    func('start_new_thread', '($module, function, args, kwargs=None, /)', startNewThread),
    func('start_new', '($module, function, args, kwargs=None, /)', startNewThread),
    func('exit', '($module, /)', threadExit),
    func('exit_thread', '($module, /)', threadExit),
    func('_count', '($module, /)', threadCount),
    func('stack_size', '($module, size=0, /)', stackSize),
    func('interrupt_main', '($module, signum=2, /)', interruptMain),
    func('_excepthook', '($module, args, /)', exceptHook),
    value('LockType', () => lockType),
    value('TIMEOUT_MAX', () => newFloat(TIMEOUT_MAX)),
    value('error', () => RuntimeErrorType),
  ],
  [lockTypedef, rlockTypedef, localTypedef],
);

/**
 * Module `_signal`. Signals set a flag that the interpreter looks at between instructions; the Python handler runs then, in the one
 * thread.
 */
import { external } from '../../rlib/external.js';
import type { int } from '../../rlib/types.js';
import { call2 } from '../interp/call.js';
import { context } from '../interp/context.js';
import { toWord } from '../interp/convert.js';
import { newError, typeError, valueError } from '../interp/errors.js';
import { state } from '../interp/sys-state.js';
import { registerAction, runPending } from '../interp/pending.js';
import { isCallable } from '../objects/function.js';
import type { W_Root } from '../objects/root.js';
import { newSet, setAdd } from '../objects/set.js';
import { func, moduledef, value } from '../objects/typedef.js';
import {
  KeyboardInterruptType,
  OSErrorType,
  OperationError,
  allocateException,
} from '../objects/w-exception.js';
import { newInt, W_IntBase } from '../objects/w-int.js';
import { W_Module } from '../objects/w-module.js';
import { w_None } from '../objects/w-none.js';
import { newStr } from '../objects/w-str.js';
import { hostKill, hostIds } from './posix/externals.js';

/** Starts (or stops) to watch for a signal. */
const hostWatch = external<(signal: int, watch: boolean) => void>('signal.watch');
/** The next signal that has arrived, or 0. */
const hostNext = external<() => int>('signal.next');

const COUNT: int = 65;
const SIG_DFL: int = 0;
const SIG_IGN: int = 1;

/** Handlers by signal number. */
const handlers: (W_Root | null)[] = [];
for (let i = 0; i < COUNT; i++) handlers.push(null);

function defaultIntHandler(_w_signum: W_Root, _w_frame: W_Root): W_Root {
  throw new OperationError(allocateException(KeyboardInterruptType));
}

function checkSignal(w_signum: W_Root): int {
  const signum = toWord(w_signum);
  if (signum < 1 || signum >= COUNT) throw valueError('signal number out of range');
  return signum;
}

function currentHandler(signum: int): W_Root {
  const w_handler = handlers[signum] as W_Root | null;
  return w_handler === null ? newInt(SIG_DFL) : w_handler;
}

function signal(w_signum: W_Root, w_handler: W_Root): W_Root {
  const signum = checkSignal(w_signum);
  const isNumber = w_handler instanceof W_IntBase;
  const number = isNumber ? w_handler.toWord() : -1;
  if (!isCallable(w_handler) && !(isNumber && (number === SIG_DFL || number === SIG_IGN))) {
    throw typeError('signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object');
  }
  if (signum === 9 || signum === 19) throw newError(OSErrorType, '[Errno 22] Invalid argument');
  const w_old = currentHandler(signum);
  handlers[signum] = w_handler;
  hostWatch(signum, !(isNumber && number === SIG_DFL));
  if (context.ticker[0] !== 0) runPending();
  return w_old;
}

function getsignal(w_signum: W_Root): W_Root {
  return currentHandler(checkSignal(w_signum));
}

/** Runs the handlers of signals that have arrived. */
function deliver(): void {
  for (;;) {
    const signum = hostNext();
    if (signum === 0) return;
    const w_handler = handlers[signum] as W_Root | null;
    if (w_handler !== null && !(w_handler instanceof W_IntBase)) {
      const frame = context.topFrame;
      call2(w_handler, newInt(signum), frame === null ? w_None : frame);
    }
  }
}

registerAction(deliver);

function raiseSignal(w_signum: W_Root): W_Root {
  hostKill(hostIds(0), checkSignal(w_signum));
  context.ticker[0] = 1;
  runPending();
  return w_None;
}

function setWakeupFd(_w_fd: W_Root, _w_warn: W_Root | null): W_Root {
  return newInt(-1);
}

function siginterrupt(_w_signum: W_Root, _w_flag: W_Root): W_Root {
  return w_None;
}

function validSignals(): W_Root {
  const w_set = newSet();
  for (let i = 1; i < COUNT; i++) if (i !== 32 && i !== 33) setAdd(w_set, newInt(i));
  return w_set;
}

const names: readonly (readonly [string, number])[] = [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGQUIT', 3],
  ['SIGILL', 4],
  ['SIGTRAP', 5],
  ['SIGABRT', 6],
  ['SIGIOT', 6],
  ['SIGBUS', 7],
  ['SIGFPE', 8],
  ['SIGKILL', 9],
  ['SIGUSR1', 10],
  ['SIGSEGV', 11],
  ['SIGUSR2', 12],
  ['SIGPIPE', 13],
  ['SIGALRM', 14],
  ['SIGTERM', 15],
  ['SIGSTKFLT', 16],
  ['SIGCHLD', 17],
  ['SIGCLD', 17],
  ['SIGCONT', 18],
  ['SIGSTOP', 19],
  ['SIGTSTP', 20],
  ['SIGTTIN', 21],
  ['SIGTTOU', 22],
  ['SIGURG', 23],
  ['SIGXCPU', 24],
  ['SIGXFSZ', 25],
  ['SIGVTALRM', 26],
  ['SIGPROF', 27],
  ['SIGWINCH', 28],
  ['SIGIO', 29],
  ['SIGPOLL', 29],
  ['SIGPWR', 30],
  ['SIGSYS', 31],
  ['SIGRTMIN', 34],
  ['SIGRTMAX', 64],
];

const descriptions: string[] = [
  '',
  'Hangup',
  'Interrupt',
  'Quit',
  'Illegal instruction',
  'Trace/breakpoint trap',
  'Aborted',
  'Bus error',
  'Floating point exception',
  'Killed',
  'User defined signal 1',
  'Segmentation fault',
  'User defined signal 2',
  'Broken pipe',
  'Alarm clock',
  'Terminated',
  'Stack fault',
  'Child exited',
  'Continued',
  'Stopped (signal)',
  'Stopped',
  'Stopped (tty input)',
  'Stopped (tty output)',
  'Urgent I/O condition',
  'CPU time limit exceeded',
  'File size limit exceeded',
  'Virtual timer expired',
  'Profiling timer expired',
  'Window changed',
  'I/O possible',
  'Power failure',
  'Bad system call',
];

function strsignal(w_signum: W_Root): W_Root {
  const signum = checkSignal(w_signum);
  return signum < descriptions.length
    ? newStr(descriptions[signum] as string)
    : newStr(`Real-time signal ${signum - 34}`);
}

/** Python takes SIGINT over from the start: it becomes KeyboardInterrupt. */
export function installDefaultHandlers(): void {
  const w_module = state().w_builtinModules.getStr(newStr('_signal'));
  if (!(w_module instanceof W_Module)) return;
  const w_handler = w_module.w_dict.getStr(newStr('default_int_handler'));
  if (w_handler !== null) {
    handlers[2] = w_handler;
    hostWatch(2, true);
  }
}

export const signalModule = moduledef(
  '_signal',
  'This module provides mechanisms to use signal handlers in Python.',
  [
    func('signal', '($module, signalnum, handler, /)', signal),
    func('getsignal', '($module, signalnum, /)', getsignal),
    func(
      'default_int_handler',
      '($module, signalnum, frame, /)',
      defaultIntHandler,
      'The default handler for SIGINT installed by Python.',
    ),
    func('raise_signal', '($module, signalnum, /)', raiseSignal, 'Send a signal to the executing process.'),
    func('set_wakeup_fd', '($module, fd, /, *, warn_on_full_buffer=True)', setWakeupFd),
    func('siginterrupt', '($module, signalnum, flag, /)', siginterrupt),
    func(
      'valid_signals',
      '($module, /)',
      validSignals,
      'Return a set of valid signal numbers on this platform.',
    ),
    func(
      'strsignal',
      '($module, signalnum, /)',
      strsignal,
      'Return the system description of the given signal.',
    ),
    ...names.map(([name, number]) => value(name, () => newInt(number))),
    value('SIG_DFL', () => newInt(SIG_DFL)),
    value('SIG_IGN', () => newInt(SIG_IGN)),
    value('SIG_BLOCK', () => newInt(0)),
    value('SIG_UNBLOCK', () => newInt(1)),
    value('SIG_SETMASK', () => newInt(2)),
    value('NSIG', () => newInt(COUNT)),
  ],
  [],
  installDefaultHandlers,
);

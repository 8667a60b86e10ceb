/**
 * Module `select`. Of sockets only the pairs within the process are known (`socket/memory.ts`); files are always ready; waiting for
 * anything else of the system's is refused with ENOSYS, since Node offers it only to its own event loop.
 *
 * Nothing within the process can happen while it waits, but signals: so waiting is sleeping.
 */
import { external } from '../../rlib/external.js';
import { caught } from '../../rlib/throwable.js';
import type { float, int } from '../../rlib/types.js';
import { callMethod0, findAttribute } from '../interp/attributes.js';
import { context } from '../interp/context.js';
import { toFloat, toWord } from '../interp/convert.js';
import { keyError, typeError, valueError } from '../interp/errors.js';
import { collect } from '../interp/iteration.js';
import { newOSError } from '../interp/os-error.js';
import { runPending } from '../interp/pending.js';
import { W_Root } from '../objects/root.js';
import { func, method, moduledef, typedef, value } from '../objects/typedef.js';
import { OSErrorType } from '../objects/w-exception.js';
import { newInt, W_IntBase } from '../objects/w-int.js';
import { newListOwning } from '../objects/w-list.js';
import { w_None } from '../objects/w-none.js';
import { intern } from '../objects/w-str.js';
import { newPair, newTuple } from '../objects/w-tuple.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';
import { hostFstat } from './posix/externals.js';
import { findMemorySocket } from './socket/memory.js';

const hostSleep = external<(seconds: float) => void>('time.sleep');

const pollType: W_Type = newBuiltinType('poll', objectType);
const n_fileno = intern('fileno');

const ENOENT = 2;
const ENOSYS = 38;

const enum Event {
  IN = 1,
  PRI = 2,
  OUT = 4,
  ERR = 8,
  HUP = 16,
  NVAL = 32,
}

const FILE_TYPE = 0xf000;
const REGULAR_FILE = 0x8000;
/** How long a wait without end sleeps at a time: signals are looked at in between. */
const SLICE = 0.05;

/** The descriptor of a file object or int. */
function descriptorOf(w_file: W_Root): int {
  let w_fd = w_file;
  if (!(w_file instanceof W_IntBase)) {
    if (findAttribute(w_file, n_fileno) === null)
      throw typeError('argument must be an int, or have a fileno() method.');
    w_fd = callMethod0(w_file, n_fileno);
    if (!(w_fd instanceof W_IntBase)) throw typeError('fileno() returned a non-integer');
  }
  const fd = toWord(w_fd);
  if (fd < 0) throw valueError(`file descriptor cannot be a negative integer (${fd})`);
  return fd;
}

/** Which of the events asked for a descriptor is ready for. */
function eventsOf(fd: int, asked: int): int {
  const socket = findMemorySocket(fd);
  if (socket === null) {
    let kind = 0;
    try {
      kind = (hostFstat(fd)[0] as int) & FILE_TYPE;
    } catch (e) {
      caught(e);
      return Event.NVAL;
    }
    if (kind === REGULAR_FILE) return asked & (Event.IN | Event.OUT);
    throw newOSError(ENOSYS, '');
  }
  let events = 0;
  if (socket.isReadable()) events |= asked & Event.IN;
  if (socket.isConnected()) events |= asked & Event.OUT;
  if (socket.isHungUp()) events |= Event.HUP;
  return events;
}

/** Sleeps; without end if the time is negative. */
function sleepFor(seconds: float): void {
  if (seconds >= 0) {
    hostSleep(seconds);
    if (context.ticker[0] !== 0) runPending();
    return;
  }
  for (;;) {
    hostSleep(SLICE);
    if (context.ticker[0] !== 0) {
      runPending();
      return;
    }
  }
}

class Watched {
  constructor(
    readonly fd: int,
    public events: int,
  ) {}
}

class W_Poll extends W_Root {
  readonly watched: Watched[] = [];

  override getType(): W_Type {
    return pollType;
  }

  find(fd: int): Watched | null {
    for (const entry of this.watched) if (entry.fd === fd) return entry;
    return null;
  }

  ready(): W_Root[] {
    const found: W_Root[] = [];
    for (const entry of this.watched) {
      const events = eventsOf(entry.fd, entry.events);
      if (events !== 0) found.push(newPair(newInt(entry.fd), newInt(events)));
    }
    return found;
  }
}

function poll(): W_Root {
  return new W_Poll();
}

const DEFAULT_EVENTS = 7;

function eventMask(w_events: W_Root | null): int {
  return w_events === null ? DEFAULT_EVENTS : toWord(w_events) & 0xffff;
}

function pollRegister(self: W_Poll, w_file: W_Root, w_events: W_Root | null): W_Root {
  const fd = descriptorOf(w_file);
  const entry = self.find(fd);
  if (entry === null) self.watched.push(new Watched(fd, eventMask(w_events)));
  else entry.events = eventMask(w_events);
  return w_None;
}

function pollModify(self: W_Poll, w_file: W_Root, w_events: W_Root): W_Root {
  const entry = self.find(descriptorOf(w_file));
  if (entry === null) throw newOSError(ENOENT, '');
  entry.events = eventMask(w_events);
  return w_None;
}

function pollUnregister(self: W_Poll, w_file: W_Root): W_Root {
  const fd = descriptorOf(w_file);
  for (let i = 0; i < self.watched.length; i++) {
    if ((self.watched[i] as Watched).fd === fd) {
      for (let k = i; k + 1 < self.watched.length; k++) self.watched[k] = self.watched[k + 1] as Watched;
      self.watched.pop();
      return w_None;
    }
  }
  throw keyError(newInt(fd));
}

function pollPoll(self: W_Poll, w_timeout: W_Root | null): W_Root {
  const forever = w_timeout === null || w_timeout === w_None;
  const milliseconds = forever ? -1.0 : toFloat(w_timeout);
  const found = self.ready();
  if (found.length > 0 || milliseconds === 0) return newListOwning(found);
  sleepFor(milliseconds < 0 ? -1.0 : milliseconds / 1000);
  return newListOwning(self.ready());
}

/** The objects of an iterable whose descriptors are ready for an event. */
function readyOf(w_files: W_Root, event: Event): W_Root[] {
  const found: W_Root[] = [];
  for (const w_file of collect(w_files)) {
    const events = eventsOf(descriptorOf(w_file), event);
    if ((events & (event | Event.HUP)) !== 0 && event !== Event.PRI) found.push(w_file);
  }
  return found;
}

function select(w_read: W_Root, w_write: W_Root, w_special: W_Root, w_timeout: W_Root | null): W_Root {
  const forever = w_timeout === null || w_timeout === w_None;
  const timeout = forever ? -1.0 : toFloat(w_timeout);
  if (!forever && timeout < 0) throw valueError('timeout must be non-negative');
  let reading = readyOf(w_read, Event.IN);
  let writing = readyOf(w_write, Event.OUT);
  readyOf(w_special, Event.PRI);
  if (reading.length === 0 && writing.length === 0 && timeout !== 0) {
    sleepFor(timeout);
    reading = readyOf(w_read, Event.IN);
    writing = readyOf(w_write, Event.OUT);
  }
  return newTuple([newListOwning(reading), newListOwning(writing), newListOwning([])]);
}

export const selectModule = moduledef(
  'select',
  'Waiting for the readiness of several file descriptors.',
  [
    func('select', '($module, rlist, wlist, xlist, timeout=None, /)', select),
    func('poll', '($module, /)', poll),
    value('error', () => OSErrorType),
    value('PIPE_BUF', () => newInt(4096)),
    value('POLLIN', () => newInt(Event.IN)),
    value('POLLPRI', () => newInt(Event.PRI)),
    value('POLLOUT', () => newInt(Event.OUT)),
    value('POLLERR', () => newInt(Event.ERR)),
    value('POLLHUP', () => newInt(Event.HUP)),
    value('POLLNVAL', () => newInt(Event.NVAL)),
    value('POLLRDNORM', () => newInt(64)),
    value('POLLRDBAND', () => newInt(128)),
    value('POLLWRNORM', () => newInt(256)),
    value('POLLWRBAND', () => newInt(512)),
    value('POLLMSG', () => newInt(1024)),
    value('POLLRDHUP', () => newInt(8192)),
  ],
  [
    typedef(pollType, W_Poll, { module: 'select', hidden: true, subclassable: false }, [
      method('register', '($self, fd, eventmask=7, /)', pollRegister),
      method('modify', '($self, fd, eventmask, /)', pollModify),
      method('unregister', '($self, fd, /)', pollUnregister),
      method('poll', '($self, timeout=None, /)', pollPoll),
    ]),
  ],
);

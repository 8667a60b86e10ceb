/**
 * `_socket.socket`. Node has no synchronous sockets: hosted, only the pairs within the process (`memory.ts`) work, and opening any
 * other socket is refused with ENOSYS.
 */
import { external } from '../../../rlib/external.js';
import type { float, int } from '../../../rlib/types.js';
import { isTrue } from '../../interp/compare.js';
import { toFloat, toWord } from '../../interp/convert.js';
import { newError, valueError } from '../../interp/errors.js';
import { newOSError } from '../../interp/os-error.js';
import { getBytes, getWritableBuffer } from '../../objects/buffer.js';
import { checkedNewType } from '../../objects/new-type.js';
import type { W_Root } from '../../objects/root.js';
import { getset, method, staticmethod, typedef } from '../../objects/typedef.js';
import { newBytes } from '../../objects/w-bytes.js';
import { OSErrorType, TimeoutErrorType } from '../../objects/w-exception.js';
import { newFloat } from '../../objects/w-float.js';
import { newBool, newInt } from '../../objects/w-int.js';
import { w_None } from '../../objects/w-none.js';
import { newStr, w_emptyStr } from '../../objects/w-str.js';
import { newTuple } from '../../objects/w-tuple.js';
import { newBuiltinType, objectType, W_Mapped } from '../../objects/w-type.js';
import type { W_Type } from '../../objects/w-type.js';
import { findMemorySocket, Keep, newMemoryPair } from './memory.js';
import type { MemorySocket } from './memory.js';

const hostSleep = external<(seconds: float) => void>('time.sleep');

export const socketType: W_Type = newBuiltinType('socket', objectType);
export const gaierrorType: W_Type = newBuiltinType('gaierror', OSErrorType);
export const herrorType: W_Type = newBuiltinType('herror', OSErrorType);
for (const w_type of [gaierrorType, herrorType]) {
  w_type.hasDict = true;
  w_type.module = 'socket';
  w_type.exceptionLayout = OSErrorType.exceptionLayout;
  w_type.layoutBase = OSErrorType.layoutBase;
}

const EBADF = 9;
const EAGAIN = 11;
const EPIPE = 32;
const EDEADLK = 35;
const ENOSYS = 38;
const AF_UNIX = 1;
const SOCK_STREAM = 1;
const SOCK_NONBLOCK = 0x800;
const SOCK_CLOEXEC = 0x80000;
const MSG_PEEK = 2;

/** A timeout of nothing waits for ever. */
const FOREVER = -1.0;

class SocketDefaults {
  timeout: float = FOREVER;
}

const defaults = new SocketDefaults();

class W_Socket extends W_Mapped {
  fd: int = -1;
  family: int = AF_UNIX;
  kind: int = SOCK_STREAM;
  protocol: int = 0;
  timeout: float = defaults.timeout;
}

function memoryOf(self: W_Socket): MemorySocket {
  const socket = findMemorySocket(self.fd);
  if (socket === null) throw newOSError(EBADF, '');
  return socket;
}

/** A timeout argument: None, or seconds that are not negative. */
function timeoutOf(w_timeout: W_Root): float {
  if (w_timeout === w_None) return FOREVER;
  const timeout = toFloat(w_timeout);
  if (!(timeout >= 0)) throw valueError('Timeout value out of range');
  return timeout;
}

function timeoutObject(timeout: float): W_Root {
  return timeout < 0 ? w_None : newFloat(timeout);
}

function socketNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  return new W_Socket(checkedNewType(w_type, socketType));
}

function given(w_argument: W_Root | null, fallback: int): int {
  const number = w_argument === null ? -1 : toWord(w_argument);
  return number === -1 ? fallback : number;
}

function socketInit(
  self: W_Socket,
  w_family: W_Root | null,
  w_kind: W_Root | null,
  w_protocol: W_Root | null,
  w_fileno: W_Root | null,
): W_Root {
  if (w_fileno === null || w_fileno === w_None) throw newOSError(ENOSYS, '');
  const fd = toWord(w_fileno);
  if (fd < 0) throw valueError('negative file descriptor');
  if (findMemorySocket(fd) === null) throw newOSError(EBADF, '');
  self.fd = fd;
  self.family = given(w_family, AF_UNIX);
  self.kind = given(w_kind, SOCK_STREAM) & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
  self.protocol = given(w_protocol, 0);
  return w_None;
}

export function socketpair(
  w_family: W_Root | null,
  w_kind: W_Root | null,
  w_protocol: W_Root | null,
): W_Root {
  const family = w_family === null ? AF_UNIX : toWord(w_family);
  const kind = w_kind === null ? SOCK_STREAM : toWord(w_kind);
  if (family !== AF_UNIX || (kind & 15) !== SOCK_STREAM) throw newOSError(ENOSYS, '');
  const first = newMemoryPair();
  const pair: W_Root[] = [];
  for (let i = 0; i < 2; i++) {
    const w_socket = new W_Socket(socketType);
    w_socket.fd = first.fd + i;
    w_socket.protocol = w_protocol === null ? 0 : toWord(w_protocol);
    pair.push(w_socket);
  }
  return newTuple([pair[0] as W_Root, pair[1] as W_Root]);
}

/** Closes a descriptor of a pair; false if it is none. */
export function closeSocket(fd: int): boolean {
  const socket = findMemorySocket(fd);
  if (socket === null) return false;
  socket.close();
  return true;
}

function socketClose(self: W_Socket): W_Root {
  if (self.fd >= 0) closeSocket(self.fd);
  self.fd = -1;
  return w_None;
}

function socketDetach(self: W_Socket): W_Root {
  const fd = self.fd;
  self.fd = -1;
  return newInt(fd);
}

function socketFileno(self: W_Socket): W_Root {
  return newInt(self.fd);
}

function socketSetblocking(self: W_Socket, w_flag: W_Root): W_Root {
  self.timeout = isTrue(w_flag) ? FOREVER : 0.0;
  return w_None;
}

function socketGetblocking(self: W_Socket): W_Root {
  return newBool(self.timeout !== 0);
}

function socketSettimeout(self: W_Socket, w_timeout: W_Root): W_Root {
  self.timeout = timeoutOf(w_timeout);
  return w_None;
}

function socketGettimeout(self: W_Socket): W_Root {
  return timeoutObject(self.timeout);
}

/** Bytes that are there; nobody else can send some while this waits. */
function received(self: W_Socket, count: int, flags: int): string {
  const socket = memoryOf(self);
  if (!socket.isReadable()) {
    if (self.timeout === 0) throw newOSError(EAGAIN, '');
    if (self.timeout < 0) throw newOSError(EDEADLK, '');
    hostSleep(self.timeout);
    throw newError(TimeoutErrorType, 'timed out');
  }
  return socket.read(count, (flags & MSG_PEEK) !== 0 ? Keep.YES : Keep.NO);
}

function socketRecv(self: W_Socket, w_size: W_Root, w_flags: W_Root | null): W_Root {
  const size = toWord(w_size);
  if (size < 0) throw valueError('negative buffersize in recv');
  return newBytes(received(self, size, w_flags === null ? 0 : toWord(w_flags)));
}

function socketRecvInto(
  self: W_Socket,
  w_buffer: W_Root,
  w_size: W_Root | null,
  w_flags: W_Root | null,
): W_Root {
  const buffer = getWritableBuffer(w_buffer, 'recv_into() argument 1');
  let size = w_size === null ? 0 : toWord(w_size);
  if (size < 0) throw valueError('negative buffersize in recv_into');
  if (size === 0) size = buffer.length();
  if (size > buffer.length()) throw valueError('buffer too small for requested bytes');
  const data = received(self, size, w_flags === null ? 0 : toWord(w_flags));
  buffer.write(0, data);
  return newInt(data.length);
}

function sent(self: W_Socket, w_data: W_Root): int {
  const socket = memoryOf(self);
  const data = getBytes(w_data);
  if (!socket.isConnected()) throw newOSError(EPIPE, '');
  socket.write(data);
  return data.length;
}

function socketSend(self: W_Socket, w_data: W_Root, _w_flags: W_Root | null): W_Root {
  return newInt(sent(self, w_data));
}

function socketSendall(self: W_Socket, w_data: W_Root, _w_flags: W_Root | null): W_Root {
  sent(self, w_data);
  return w_None;
}

function socketShutdown(self: W_Socket, w_how: W_Root): W_Root {
  const how = toWord(w_how);
  const socket = memoryOf(self);
  if (how === 0 || how === 2) socket.shutReading();
  if (how === 1 || how === 2) socket.shutWriting();
  return w_None;
}

function socketAddress(self: W_Socket): W_Root {
  memoryOf(self);
  return w_emptyStr;
}

function refused(_self: W_Socket, _w_args: W_Root): W_Root {
  throw newOSError(ENOSYS, '');
}

function socketRepr(self: W_Socket): W_Root {
  const place = `fd=${self.fd}, family=${self.family}, type=${self.kind}, proto=${self.protocol}`;
  return newStr(`<socket object, ${place}>`);
}

function getFamily(self: W_Socket): W_Root {
  return newInt(self.family);
}

function getKind(self: W_Socket): W_Root {
  return newInt(self.kind);
}

function getProtocol(self: W_Socket): W_Root {
  return newInt(self.protocol);
}

export function getDefaultTimeout(): W_Root {
  return timeoutObject(defaults.timeout);
}

export function setDefaultTimeout(w_timeout: W_Root): W_Root {
  defaults.timeout = timeoutOf(w_timeout);
  return w_None;
}

export const socketTypedef = typedef(
  socketType,
  W_Socket,
  { doc: 'socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object', module: '_socket' },
  [
    staticmethod('__new__', '($type, /, *args, **kwargs)', socketNew),
    method('__init__', '($self, /, family=-1, type=-1, proto=-1, fileno=None)', socketInit),
    method('__repr__', '($self, /)', socketRepr),
    method('_accept', '($self, /, *args)', refused),
    method('bind', '($self, /, *args)', refused),
    method('close', '($self, /)', socketClose),
    method('__del__', '($self, /)', socketClose),
    method('connect', '($self, /, *args)', refused),
    method('connect_ex', '($self, /, *args)', refused),
    method('detach', '($self, /)', socketDetach),
    method('fileno', '($self, /)', socketFileno),
    method('getblocking', '($self, /)', socketGetblocking),
    method('getpeername', '($self, /)', socketAddress),
    method('getsockname', '($self, /)', socketAddress),
    method('getsockopt', '($self, /, *args)', refused),
    method('gettimeout', '($self, /)', socketGettimeout),
    method('listen', '($self, /, *args)', refused),
    method('recv', '($self, bufsize, flags=0, /)', socketRecv),
    method('recv_into', '($self, /, buffer, nbytes=0, flags=0)', socketRecvInto),
    method('recvfrom', '($self, /, *args)', refused),
    method('recvfrom_into', '($self, /, *args)', refused),
    method('recvmsg', '($self, /, *args)', refused),
    method('recvmsg_into', '($self, /, *args)', refused),
    method('send', '($self, data, flags=0, /)', socketSend),
    method('sendall', '($self, data, flags=0, /)', socketSendall),
    method('sendmsg', '($self, /, *args)', refused),
    method('sendto', '($self, /, *args)', refused),
    method('setblocking', '($self, flag, /)', socketSetblocking),
    method('setsockopt', '($self, /, *args)', refused),
    method('settimeout', '($self, timeout, /)', socketSettimeout),
    method('shutdown', '($self, how, /)', socketShutdown),
    getset('family', getFamily, null, null, 'the socket family'),
    getset('type', getKind, null, null, 'the socket type'),
    getset('proto', getProtocol, null, null, 'the socket protocol'),
    getset('timeout', socketGettimeout, null, null, 'the socket timeout'),
  ],
);

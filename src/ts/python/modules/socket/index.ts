/** Module `_socket`: constants, addresses, pairs within the process; the rest is refused with ENOSYS (see `socket.ts`). */
import { splitString } from '../../../rlib/bytes.js';
import { floorDiv } from '../../../rlib/int.js';
import { toWord } from '../../interp/convert.js';
import { newError, typeError, typeName } from '../../interp/errors.js';
import { newOSError } from '../../interp/os-error.js';
import type { W_Root } from '../../objects/root.js';
import { func, moduledef, value } from '../../objects/typedef.js';
import { OSErrorType, TimeoutErrorType } from '../../objects/w-exception.js';
import { newInt, w_True } from '../../objects/w-int.js';
import { w_None } from '../../objects/w-none.js';
import { newAsciiStr, newStr } from '../../objects/w-str.js';
import { W_StrBase } from '../../objects/w-str-base.js';
import { hostClose, hostUname } from '../posix/externals.js';
import { addressRows } from './addresses.js';
import { constantRows } from './constants.js';
import {
  closeSocket,
  gaierrorType,
  getDefaultTimeout,
  herrorType,
  setDefaultTimeout,
  socketpair,
  socketType,
  socketTypedef,
} from './socket.js';

const ENOSYS = 38;

function refused(_w_args: W_Root, _w_kwargs: W_Root): W_Root {
  throw newOSError(ENOSYS, '');
}

function gethostname(): W_Root {
  return newStr(splitString(hostUname(), '\0')[1] as string);
}

function close(w_fd: W_Root): W_Root {
  const fd = toWord(w_fd);
  if (!closeSocket(fd)) hostClose(fd);
  return w_None;
}

/** Services that nearly every system's /etc/services has: name, port. */
const SERVICES =
  'ftp 21 ssh 22 telnet 23 smtp 25 domain 53 http 80 pop3 110 ntp 123 imap2 143 snmp 161 ldap 389 https 443';
const PROTOCOLS = 'ip 0 icmp 1 tcp 6 udp 17 ipv6 41 ipv6-icmp 58';

/** The word after or before one in a list of pairs; null if it is not there. */
function partner(pairs: string, word: string, side: Side): string | null {
  const words = splitString(pairs, ' ');
  for (let i = 0; i + 1 < words.length; i += 2) {
    if (side === Side.NUMBER && words[i] === word) return words[i + 1] as string;
    if (side === Side.NAME && words[i + 1] === word) return words[i] as string;
  }
  return null;
}

const enum Side {
  NAME,
  NUMBER,
}

function nameArgument(w_name: W_Root, functionName: string): string {
  if (w_name instanceof W_StrBase) return w_name.utf8();
  throw typeError(`${functionName}() argument 1 must be str, not ${typeName(w_name)}`);
}

function decimal(text: string): W_Root {
  let number = 0;
  for (let i = 0; i < text.length; i++) number = number * 10 + text.charCodeAt(i) - 48;
  return newInt(number);
}

function getservbyname(w_name: W_Root, _w_protocol: W_Root | null): W_Root {
  const port = partner(SERVICES, nameArgument(w_name, 'getservbyname'), Side.NUMBER);
  if (port === null) throw newError(OSErrorType, 'service/proto not found');
  return decimal(port);
}

function getservbyport(w_port: W_Root, _w_protocol: W_Root | null): W_Root {
  const name = partner(SERVICES, `${toWord(w_port)}`, Side.NAME);
  if (name === null) throw newError(OSErrorType, 'port/proto not found');
  return newAsciiStr(name);
}

function getprotobyname(w_name: W_Root): W_Root {
  const number = partner(PROTOCOLS, nameArgument(w_name, 'getprotobyname'), Side.NUMBER);
  if (number === null) throw newError(OSErrorType, 'protocol not found');
  return decimal(number);
}

/** Control messages: a header of 16 bytes, each aligned to 8. */
function cmsgLen(w_length: W_Root): W_Root {
  return newInt(16 + toWord(w_length));
}

function cmsgSpace(w_length: W_Root): W_Root {
  return newInt(16 + floorDiv(toWord(w_length) + 7, 8) * 8);
}

export const socketModule = moduledef(
  '_socket',
  'Implementation module for socket operations.\n\nSee the socket module for documentation.',
  [
    ...constantRows,
    ...addressRows,
    func('CMSG_LEN', '($module, length, /)', cmsgLen),
    func('CMSG_SPACE', '($module, length, /)', cmsgSpace),
    func('close', '($module, fd, /)', close),
    func('gethostname', '($module, /)', gethostname),
    func('getdefaulttimeout', '($module, /)', getDefaultTimeout),
    func('setdefaulttimeout', '($module, timeout, /)', setDefaultTimeout),
    func('getservbyname', '($module, servicename, protocolname=None, /)', getservbyname),
    func('getservbyport', '($module, port, protocolname=None, /)', getservbyport),
    func('getprotobyname', '($module, name, /)', getprotobyname),
    func('socketpair', '($module, family=None, type=None, proto=0, /)', socketpair),
    func('dup', '($module, /, *args, **kwargs)', refused),
    func('getaddrinfo', '($module, /, *args, **kwargs)', refused),
    func('getnameinfo', '($module, /, *args, **kwargs)', refused),
    func('gethostbyname', '($module, /, *args, **kwargs)', refused),
    func('gethostbyname_ex', '($module, /, *args, **kwargs)', refused),
    func('gethostbyaddr', '($module, /, *args, **kwargs)', refused),
    func('if_indextoname', '($module, /, *args, **kwargs)', refused),
    func('if_nameindex', '($module, /, *args, **kwargs)', refused),
    func('if_nametoindex', '($module, /, *args, **kwargs)', refused),
    func('sethostname', '($module, /, *args, **kwargs)', refused),
    value('SocketType', () => socketType),
    value('error', () => OSErrorType),
    value('gaierror', () => gaierrorType),
    value('herror', () => herrorType),
    value('timeout', () => TimeoutErrorType),
    value('has_ipv6', () => w_True),
  ],
  [socketTypedef],
);

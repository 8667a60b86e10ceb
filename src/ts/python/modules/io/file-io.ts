/** `FileIO`: a file descriptor as a raw stream. */
import { joinStrings } from '../../../rlib/bytes.js';
import { HostError } from '../../../rlib/external.js';
import { caught } from '../../../rlib/throwable.js';
import type { int } from '../../../rlib/types.js';
import { callMethod0, findAttribute } from '../../interp/attributes.js';
import { call2 } from '../../interp/call.js';
import { isTrue } from '../../interp/compare.js';
import { reprText, toWord } from '../../interp/convert.js';
import { typeError, valueError } from '../../interp/errors.js';
import { newOSErrorWith } from '../../interp/os-error.js';
import { setInstanceAttribute } from '../../objects/instance-dict.js';
import type { W_Root } from '../../objects/root.js';
import { getset, method, staticmethod, typedef } from '../../objects/typedef.js';
import { newBytes } from '../../objects/w-bytes.js';
import { newBool, newInt, W_IntBase } from '../../objects/w-int.js';
import { w_None } from '../../objects/w-none.js';
import { intern, newStr } from '../../objects/w-str.js';
import { W_StrBase } from '../../objects/w-str-base.js';
import { W_Type } from '../../objects/w-type.js';
import { getBytes } from '../../objects/buffer.js';
import { readDescriptor, writeDescriptor } from '../posix/interruptible.js';
import * as host from '../posix/externals.js';
import { fileArgument, fileError } from '../posix/path-argument.js';
import { bufferSize, fillBuffer } from './base.js';
import { closedError, unsupported } from './errors.js';
import { fileIoType, W_IOBase } from './w-io.js';
import type { OperationError } from '../../objects/w-exception.js';

const n_name = intern('name');
const n_flush = intern('flush');

const O_WRONLY: int = 1;
const O_RDWR: int = 2;
const O_CREAT: int = 0o100;
const O_EXCL: int = 0o200;
const O_TRUNC: int = 0o1000;
const O_APPEND: int = 0o2000;
const O_CLOEXEC: int = 0o2000000;
const S_IFMT: int = 0xf000;
const S_IFDIR: int = 0x4000;
const EAGAIN: int = 11;
const EISDIR: int = 21;

export class W_FileIO extends W_IOBase {
  fd: int = -1;
  isReadable: boolean = false;
  isWritable: boolean = false;
  isAppending: boolean = false;
  isCreated: boolean = false;
  closesFd: boolean = true;
}

function fileNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  return new W_FileIO(w_type instanceof W_Type ? w_type : fileIoType);
}

function badMode(): OperationError {
  return valueError('Must have exactly one of create/read/write/append mode and at most one plus');
}

function fileInit(
  self: W_FileIO,
  w_file: W_Root,
  w_mode: W_Root | null,
  w_closefd: W_Root | null,
  w_opener: W_Root | null,
): W_Root {
  if (self.fd >= 0 && self.closesFd) host.hostClose(self.fd);
  self.fd = -1;
  const mode = w_mode === null ? 'r' : w_mode instanceof W_StrBase ? w_mode.utf8() : '';
  if (w_mode !== null && !(w_mode instanceof W_StrBase)) throw typeError('FileIO() argument 2 must be str');
  let kinds = 0;
  let plus = 0;
  let flags = 0;
  for (let i = 0; i < mode.length; i++) {
    switch (mode.charCodeAt(i)) {
      case 0x78: // x
        kinds++;
        self.isCreated = true;
        self.isWritable = true;
        flags |= O_EXCL | O_CREAT;
        break;
      case 0x72: // r
        kinds++;
        self.isReadable = true;
        break;
      case 0x77: // w
        kinds++;
        self.isWritable = true;
        flags |= O_CREAT | O_TRUNC;
        break;
      case 0x61: // a
        kinds++;
        self.isWritable = true;
        self.isAppending = true;
        flags |= O_APPEND | O_CREAT;
        break;
      case 0x62: // b
        break;
      case 0x2b: // +
        plus++;
        self.isReadable = true;
        self.isWritable = true;
        break;
      default:
        throw valueError(`invalid mode: ${mode}`);
    }
    if (kinds > 1 || plus > 1) throw badMode();
  }
  if (kinds !== 1) throw badMode();
  if (self.isReadable && self.isWritable) flags |= O_RDWR;
  else if (self.isWritable) flags |= O_WRONLY;
  self.closesFd = w_closefd === null || isTrue(w_closefd);
  if (w_file instanceof W_IntBase) {
    const fd = toWord(w_file);
    if (fd < 0) throw valueError('negative file descriptor');
    self.fd = fd;
  } else {
    openFile(self, w_file, flags, w_opener);
  }
  checkNoDirectory(self, w_file);
  setInstanceAttribute(self, n_name, w_file);
  if (self.isAppending) {
    try {
      host.hostLseek(self.fd, 0, 2);
    } catch (e) {
      caught(e);
    }
  }
  return w_None;
}

function openFile(self: W_FileIO, w_file: W_Root, flags: int, w_opener: W_Root | null): void {
  const argument = fileArgument(w_file, 'open');
  if (!self.closesFd) throw valueError('Cannot use closefd=False with file name');
  if (w_opener !== null && w_opener !== w_None) {
    const w_fd = call2(w_opener, w_file, newInt(flags | O_CLOEXEC));
    if (!(w_fd instanceof W_IntBase)) throw typeError('expected integer from opener');
    const fd = toWord(w_fd);
    if (fd < 0) throw valueError(`opener returned ${fd}`);
    self.fd = fd;
    return;
  }
  try {
    self.fd = host.hostOpen(argument.path, flags | O_CLOEXEC, 0o666);
  } catch (e) {
    throw fileError(caught(e), argument);
  }
}

function checkNoDirectory(self: W_FileIO, w_file: W_Root): void {
  try {
    const raw = host.hostFstat(self.fd);
    if (((raw[0] as int) & S_IFMT) === S_IFDIR) {
      if (self.closesFd && !(w_file instanceof W_IntBase)) host.hostClose(self.fd);
      self.fd = -1;
      throw newOSErrorWith(EISDIR, '', w_file);
    }
  } catch (e) {
    const error = caught(e);
    if (error instanceof HostError) {
      self.fd = -1;
      throw newOSErrorWith(error.errno, error.message, w_file instanceof W_IntBase ? null : w_file);
    }
    throw error;
  }
}

function checkFile(self: W_FileIO): void {
  if (self.fd < 0) throw closedError();
}

function checkRead(self: W_FileIO): void {
  checkFile(self);
  if (!self.isReadable) throw unsupported('File not open for reading');
}

/** Up to `size` bytes; null if nothing can be read without waiting. */
export function fileReadBytes(self: W_FileIO, size: int): string | null {
  checkRead(self);
  try {
    return readDescriptor(self.fd, size);
  } catch (e) {
    const error = caught(e);
    if (error instanceof HostError && error.errno === EAGAIN) return null;
    throw error;
  }
}

/** Everything up to the end. */
export function fileReadAll(self: W_FileIO): string {
  checkRead(self);
  const parts: string[] = [];
  let size = 65536;
  for (;;) {
    const part = fileReadBytes(self, size);
    if (part === null || part === '') break;
    parts.push(part);
    if (size < 16777216) size *= 2;
  }
  return joinStrings(parts, '');
}

function fileRead(self: W_FileIO, w_size: W_Root | null): W_Root {
  const size = w_size === null || w_size === w_None ? -1 : toWord(w_size);
  if (size < 0) return newBytes(fileReadAll(self));
  const data = fileReadBytes(self, size);
  return data === null ? w_None : newBytes(data);
}

function fileReadall(self: W_FileIO): W_Root {
  return newBytes(fileReadAll(self));
}

function fileReadinto(self: W_FileIO, w_buffer: W_Root): W_Root {
  checkRead(self);
  const data = fileReadBytes(self, bufferSize(w_buffer));
  if (data === null) return w_None;
  fillBuffer(w_buffer, data);
  return newInt(data.length);
}

/** Writes bytes; how many were taken, or -1 if none can be without waiting. */
export function fileWriteBytes(self: W_FileIO, data: string): int {
  checkFile(self);
  if (!self.isWritable) throw unsupported('File not open for writing');
  try {
    return writeDescriptor(self.fd, data);
  } catch (e) {
    const error = caught(e);
    if (error instanceof HostError && error.errno === EAGAIN) return -1;
    throw error;
  }
}

function fileWrite(self: W_FileIO, w_data: W_Root): W_Root {
  const count = fileWriteBytes(self, getBytes(w_data));
  return count < 0 ? w_None : newInt(count);
}

function fileSeek(self: W_FileIO, w_position: W_Root, w_whence: W_Root | null): W_Root {
  checkFile(self);
  return newInt(host.hostLseek(self.fd, toWord(w_position), w_whence === null ? 0 : toWord(w_whence)));
}

function fileTell(self: W_FileIO): W_Root {
  checkFile(self);
  return newInt(host.hostLseek(self.fd, 0, 1));
}

function fileTruncate(self: W_FileIO, w_size: W_Root | null): W_Root {
  checkFile(self);
  if (!self.isWritable) throw unsupported('File not open for writing');
  const size = w_size === null || w_size === w_None ? host.hostLseek(self.fd, 0, 1) : toWord(w_size);
  host.hostFtruncate(self.fd, size);
  return newInt(size);
}

function fileClose(self: W_FileIO): W_Root {
  if (self.fd < 0) return w_None;
  try {
    if (!self.baseClosed) callMethod0(self, n_flush);
  } finally {
    const fd = self.fd;
    self.baseClosed = true;
    self.fd = -1;
    if (self.closesFd) host.hostClose(fd);
  }
  return w_None;
}

function fileReadable(self: W_FileIO): W_Root {
  checkFile(self);
  return newBool(self.isReadable);
}

function fileWritable(self: W_FileIO): W_Root {
  checkFile(self);
  return newBool(self.isWritable);
}

/** Whether the position can be changed. */
export function fileCanSeek(self: W_FileIO): boolean {
  try {
    host.hostLseek(self.fd, 0, 1);
    return true;
  } catch (e) {
    const error = caught(e);
    if (error instanceof HostError) return false;
    throw error;
  }
}

function fileSeekable(self: W_FileIO): W_Root {
  checkFile(self);
  return newBool(fileCanSeek(self));
}

function fileFileno(self: W_FileIO): W_Root {
  checkFile(self);
  return newInt(self.fd);
}

function fileIsatty(self: W_FileIO): W_Root {
  checkFile(self);
  return newBool(host.hostIsatty(self.fd));
}

function modeOf(self: W_FileIO): string {
  if (self.isCreated) return self.isReadable ? 'xb+' : 'xb';
  if (self.isAppending) return self.isReadable ? 'ab+' : 'ab';
  if (self.isReadable) return self.isWritable ? 'rb+' : 'rb';
  return 'wb';
}

function fileMode(self: W_FileIO): W_Root {
  return newStr(modeOf(self));
}

function fileClosefd(self: W_FileIO): W_Root {
  return newBool(self.closesFd);
}

function fileClosed(self: W_FileIO): W_Root {
  return newBool(self.fd < 0);
}

function fileRepr(self: W_FileIO): W_Root {
  const name = self.getType().name === 'FileIO' ? '_io.FileIO' : self.getType().name;
  if (self.fd < 0) return newStr(`<${name} [closed]>`);
  const w_name = findAttribute(self, n_name);
  const closefd = self.closesFd ? 'True' : 'False';
  if (w_name === null) return newStr(`<${name} fd=${self.fd} mode='${modeOf(self)}' closefd=${closefd}>`);
  return newStr(`<${name} name=${reprText(w_name)} mode='${modeOf(self)}' closefd=${closefd}>`);
}

function fileBlksize(self: W_FileIO): W_Root {
  return newInt(self.fd < 0 ? 8192 : (host.hostFstat(self.fd)[13] as int));
}

export const fileIoTypedef = typedef(
  fileIoType,
  W_FileIO,
  { doc: 'Open a file.', module: '_io', hasDict: true },
  [
    staticmethod('__new__', '($type, *args, **kwargs)', fileNew),
    method('__init__', "($self, /, file, mode='r', closefd=True, opener=None)", fileInit),
    method('read', '($self, size=-1, /)', fileRead),
    method('readall', '($self, /)', fileReadall),
    method('readinto', '($self, buffer, /)', fileReadinto),
    method('write', '($self, b, /)', fileWrite),
    method('seek', '($self, pos, whence=0, /)', fileSeek),
    method('tell', '($self, /)', fileTell),
    method('truncate', '($self, size=None, /)', fileTruncate),
    method('close', '($self, /)', fileClose),
    method('readable', '($self, /)', fileReadable),
    method('writable', '($self, /)', fileWritable),
    method('seekable', '($self, /)', fileSeekable),
    method('fileno', '($self, /)', fileFileno),
    method('isatty', '($self, /)', fileIsatty),
    method('__repr__', '($self, /)', fileRepr),
    getset('mode', fileMode),
    getset('closefd', fileClosefd),
    getset('closed', fileClosed),
    getset('_blksize', fileBlksize),
  ],
);

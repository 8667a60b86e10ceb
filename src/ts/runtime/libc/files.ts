/** Files by the C library: the externals `posix.*` of Linux with a glibc of 64 bits. Structures as linux/stat.h and dirent.h have them. */
import { allocateArray } from '../../gc/collector.js';
import type { IntArray } from '../../rlib/array.js';
import { StringBuilder } from '../../rlib/bytes.js';
import { BuiltinType } from '../../rlib/heap-layout.js';
import { floatToInt, wordAnd, wordOr } from '../../rlib/int.js';
import { callC, heapBase, loadU32, loadU8, loadWord, objectAt, storeWord } from '../../rlib/raw.js';
import type { float, int } from '../../rlib/types.js';
import { slice } from '../strings.js';
import { check, checkLong, cString, fail, itemsOf, newBuffer, pointer, signed, stringAt } from './c-call.js';

const AT_FDCWD = -100;
const AT_SYMLINK_NOFOLLOW = 0x100;
const AT_EMPTY_PATH = 0x1000;
const STATX_BASIC_STATS = 0x7ff;
const STATX_SIZE = 256;
const F_DUPFD_CLOEXEC = 1030;
const O_CLOEXEC = 0o2000000;
const F_GETFD = 1;
const F_SETFD = 2;
const FD_CLOEXEC = 1;
const UTIME_NOW = 1073741823;
const PATH_SIZE = 4096;

/** Places in `struct statx`. */
const enum Statx {
  BLOCK_SIZE = 4,
  LINKS = 16,
  UID = 20,
  GID = 24,
  MODE = 28,
  INODE = 32,
  SIZE = 40,
  BLOCKS = 48,
  ACCESSED = 64,
  CHANGED = 96,
  MODIFIED = 112,
  RDEV = 128,
  DEV = 136,
}

/** glibc's makedev: 32 bits of each number, interleaved. */
function deviceAt(address: int): int {
  const major = loadU32(address);
  const minor = loadU32(address + 4);
  const high = wordAnd(major, 0xfffff000) * 0x100000000 + wordAnd(minor, 0xffffff00) * 0x1000;
  return wordOr(high, wordOr(wordAnd(major, 0xfff) * 0x100, wordAnd(minor, 0xff)));
}

function statx(fd: int, path: string, flags: int): IntArray {
  const buffer = newBuffer(STATX_SIZE);
  const result = objectAt<IntArray>(allocateArray(BuiltinType.INT_WORDS, 16));
  check(callC('statx', fd, pointer(path), flags, STATX_BASIC_STATS, pointer(buffer)));
  const at = itemsOf(buffer);
  result[0] = wordAnd(loadU32(at + Statx.MODE), 0xffff);
  result[1] = loadWord(at + Statx.INODE);
  result[2] = deviceAt(at + Statx.DEV);
  result[3] = loadU32(at + Statx.LINKS);
  result[4] = loadU32(at + Statx.UID);
  result[5] = loadU32(at + Statx.GID);
  result[6] = loadWord(at + Statx.SIZE);
  storeTime(result, 7, at + Statx.ACCESSED);
  storeTime(result, 9, at + Statx.MODIFIED);
  storeTime(result, 11, at + Statx.CHANGED);
  result[13] = loadU32(at + Statx.BLOCK_SIZE);
  result[14] = loadWord(at + Statx.BLOCKS);
  result[15] = deviceAt(at + Statx.RDEV);
  return result;
}

function storeTime(result: IntArray, i: int, address: int): void {
  result[i] = loadWord(address);
  result[i + 1] = loadU32(address + 8);
}

export function stat(path: string, follow: boolean): IntArray {
  return statx(AT_FDCWD, cString(path), follow ? 0 : AT_SYMLINK_NOFOLLOW);
}

export function fstat(fd: int): IntArray {
  return statx(fd, cString(''), AT_EMPTY_PATH);
}

export function open(path: string, flags: int, mode: int): int {
  const name = cString(path);
  return check(callC('open', pointer(name), flags, mode));
}

export function close(fd: int): void {
  check(callC('close', fd));
}

export function read(fd: int, count: int): string {
  const buffer = newBuffer(count);
  return slice(buffer, 0, checkLong(callC('read', fd, pointer(buffer), count)));
}

export function write(fd: int, data: string): int {
  return checkLong(callC('write', fd, pointer(data), data.length));
}

export function pread(fd: int, count: int, offset: int): string {
  const buffer = newBuffer(count);
  return slice(buffer, 0, checkLong(callC('pread64', fd, pointer(buffer), count, offset)));
}

export function pwrite(fd: int, data: string, offset: int): int {
  return checkLong(callC('pwrite64', fd, pointer(data), data.length, offset));
}

export function lseek(fd: int, offset: int, whence: int): int {
  return checkLong(callC('lseek64', fd, offset, whence));
}

export function ftruncate(fd: int, length: int): void {
  check(callC('ftruncate64', fd, length));
}

export function truncate(path: string, length: int): void {
  const name = cString(path);
  check(callC('truncate64', pointer(name), length));
}

export function fsync(fd: int): void {
  check(callC('fsync', fd));
}

export function isatty(fd: int): boolean {
  return signed(callC('isatty', fd)) === 1;
}

export function dup(fd: int): int {
  return check(callC('fcntl', fd, F_DUPFD_CLOEXEC, 0));
}

export function dup2(fd: int, copy: int, inheritable: boolean): void {
  // dup3 refuses two names that are the same.
  if (inheritable || fd === copy) check(callC('dup2', fd, copy));
  else check(callC('dup3', fd, copy, O_CLOEXEC));
}

export function inheritable(fd: int): boolean {
  return (check(callC('fcntl', fd, F_GETFD)) & FD_CLOEXEC) === 0;
}

export function setInheritable(fd: int, isInheritable: boolean): void {
  check(callC('fcntl', fd, F_SETFD, isInheritable ? 0 : FD_CLOEXEC));
}

/** The descriptors of a new pipe's ends: that to read from, and above its 20 bits that to write to. */
export function pipe(flags: int): int {
  const buffer = newBuffer(8);
  check(callC('pipe2', pointer(buffer), flags));
  const at = itemsOf(buffer);
  return loadU32(at) + loadU32(at + 4) * 0x100000;
}

/** The letter of a directory entry's type: DT_REG, DT_DIR, DT_LNK. */
function entryLetter(type: int): int {
  if (type === 8) return 0x66;
  if (type === 4) return 0x64;
  return type === 10 ? 0x6c : 0x3f;
}

export function listdir(path: string): string {
  const name = cString(path);
  const directory = callC('opendir', pointer(name));
  if (directory === 0) fail();
  const names = new StringBuilder();
  for (let entry = callC('readdir64', directory); entry !== 0; entry = callC('readdir64', directory)) {
    // struct dirent: the type at 18, the name from 19.
    const letter = entryLetter(loadU8(entry - heapBase() + 18));
    const entryName = stringAt(entry + 19);
    if (entryName === '.' || entryName === '..') continue;
    if (names.length() > 0) names.appendByte(0);
    names.appendByte(letter);
    names.append(entryName);
  }
  callC('closedir', directory);
  return names.build();
}

export function mkdir(path: string, mode: int): void {
  const name = cString(path);
  check(callC('mkdir', pointer(name), mode));
}

export function rmdir(path: string): void {
  const name = cString(path);
  check(callC('rmdir', pointer(name)));
}

export function unlink(path: string): void {
  const name = cString(path);
  check(callC('unlink', pointer(name)));
}

export function rename(from: string, to: string): void {
  const source = cString(from);
  const target = cString(to);
  check(callC('rename', pointer(source), pointer(target)));
}

export function link(from: string, to: string): void {
  const source = cString(from);
  const target = cString(to);
  check(callC('link', pointer(source), pointer(target)));
}

export function symlink(target: string, path: string): void {
  const contents = cString(target);
  const name = cString(path);
  check(callC('symlink', pointer(contents), pointer(name)));
}

export function readlink(path: string): string {
  const name = cString(path);
  const buffer = newBuffer(PATH_SIZE);
  return slice(buffer, 0, checkLong(callC('readlink', pointer(name), pointer(buffer), PATH_SIZE)));
}

export function chmod(path: string, mode: int): void {
  const name = cString(path);
  check(callC('chmod', pointer(name), mode));
}

export function fchmod(fd: int, mode: int): void {
  check(callC('fchmod', fd, mode));
}

export function chown(path: string, uid: int, gid: int, follow: boolean): void {
  const name = cString(path);
  if (follow) check(callC('chown', pointer(name), uid, gid));
  else check(callC('lchown', pointer(name), uid, gid));
}

export function fchown(fd: int, uid: int, gid: int): void {
  check(callC('fchown', fd, uid, gid));
}

/** Into two words: a `struct timespec`. Negative stands for now. */
function storeSpec(address: int, seconds: float): void {
  const whole = Math.floor(seconds);
  storeWord(address, seconds < 0 ? 0 : floatToInt(whole));
  storeWord(address + 8, seconds < 0 ? UTIME_NOW : floatToInt((seconds - whole) * 1e9));
}

export function utime(path: string, atime: float, mtime: float, follow: boolean): void {
  const name = cString(path);
  const times = newBuffer(32);
  storeSpec(itemsOf(times), atime);
  storeSpec(itemsOf(times) + 16, mtime);
  check(callC('utimensat', AT_FDCWD, pointer(name), pointer(times), follow ? 0 : AT_SYMLINK_NOFOLLOW));
}

export function access(path: string, mode: int): boolean {
  const name = cString(path);
  return signed(callC('access', pointer(name), mode)) === 0;
}

export function getcwd(): string {
  const buffer = newBuffer(PATH_SIZE);
  if (callC('getcwd', pointer(buffer), PATH_SIZE) === 0) fail();
  return slice(buffer, 0, callC('strlen', pointer(buffer)));
}

/** `os.scandir` and `os.listdir`. */
import { splitString } from '../../../rlib/bytes.js';
import type { int } from '../../../rlib/types.js';
import { isTrue } from '../../interp/compare.js';
import { reprText } from '../../interp/convert.js';
import { genericAliasOf } from '../../objects/generic-alias.js';
import { iterNext, iterSelf } from '../../objects/iterators.js';
import { W_Iterator, W_Root } from '../../objects/root.js';
import { classmethod, getset, method, typedef } from '../../objects/typedef.js';
import { newBool, newInt } from '../../objects/w-int.js';
import { newListOwning } from '../../objects/w-list.js';
import { w_None } from '../../objects/w-none.js';
import { newStr } from '../../objects/w-str.js';
import { newBuiltinType, objectType } from '../../objects/w-type.js';
import type { W_Type } from '../../objects/w-type.js';
import { caught } from '../../../rlib/throwable.js';
import { HostError } from '../../../rlib/external.js';
import { hostListdir, hostStat } from './externals.js';
import type { PathArgument } from './path-argument.js';
import { directoryArgument, fileError, fileName, withFilename } from './path-argument.js';
import { makeStatResult } from './stat.js';

const dirEntryType = newBuiltinType('DirEntry', objectType);
const scandirIteratorType = newBuiltinType('ScandirIterator', objectType);

const S_IFMT: int = 0xf000;
const S_IFDIR: int = 0x4000;
const S_IFREG: int = 0x8000;

class W_DirEntry extends W_Root {
  constructor(
    readonly w_name: W_Root,
    readonly w_path: W_Root,
    /** The bytes of the path. */
    readonly path: string,
    /** f, d, l, or ? */
    readonly kind: string,
  ) {
    super();
  }

  override getType(): W_Type {
    return dirEntryType;
  }
}

function entryName(self: W_DirEntry): W_Root {
  return self.w_name;
}

function entryPath(self: W_DirEntry): W_Root {
  return self.w_path;
}

function follows(w_follow: W_Root | null): boolean {
  return w_follow === null || isTrue(w_follow);
}

/** Whether the entry is of a kind; a file that is gone is of none. */
function hasKind(self: W_DirEntry, w_follow: W_Root | null, kind: string, format: int): W_Root {
  const follow = follows(w_follow);
  if (self.kind !== '?' && !(follow && self.kind === 'l')) return newBool(self.kind === kind);
  try {
    const raw = hostStat(self.path, follow);
    return newBool(((raw[0] as int) & S_IFMT) === format);
  } catch (e) {
    const error = caught(e);
    if (error instanceof HostError && error.errno === 2) return newBool(false);
    throw withFilename(error, self.w_path);
  }
}

function entryIsDir(self: W_DirEntry, w_follow: W_Root | null): W_Root {
  return hasKind(self, w_follow, 'd', S_IFDIR);
}

function entryIsFile(self: W_DirEntry, w_follow: W_Root | null): W_Root {
  return hasKind(self, w_follow, 'f', S_IFREG);
}

function entryIsSymlink(self: W_DirEntry): W_Root {
  return newBool(self.kind === 'l');
}

function entryStat(self: W_DirEntry, w_follow: W_Root | null): W_Root {
  try {
    return makeStatResult(hostStat(self.path, follows(w_follow)));
  } catch (e) {
    throw withFilename(caught(e), self.w_path);
  }
}

function entryInode(self: W_DirEntry): W_Root {
  try {
    return newInt(hostStat(self.path, false)[1] as int);
  } catch (e) {
    throw withFilename(caught(e), self.w_path);
  }
}

function entryRepr(self: W_DirEntry): W_Root {
  return newStr(`<DirEntry ${reprText(self.w_name)}>`);
}

export const dirEntryTypedef = typedef(dirEntryType, W_DirEntry, { module: 'posix', subclassable: false }, [
  method('is_dir', '($self, /, *, follow_symlinks=True)', entryIsDir),
  method('is_file', '($self, /, *, follow_symlinks=True)', entryIsFile),
  method('is_symlink', '($self, /)', entryIsSymlink),
  method('stat', '($self, /, *, follow_symlinks=True)', entryStat),
  method('inode', '($self, /)', entryInode),
  method('__fspath__', '($self, /)', entryPath),
  method('__repr__', '($self, /)', entryRepr),
  classmethod('__class_getitem__', '($type, object, /)', genericAliasOf),
  getset('name', entryName),
  getset('path', entryPath),
]);

class W_ScandirIterator extends W_Iterator {
  private at: int = 0;

  constructor(
    private entries: string[],
    private readonly argument: PathArgument,
  ) {
    super();
  }

  override getType(): W_Type {
    return scandirIteratorType;
  }

  override next(): W_Root | null {
    if (this.at >= this.entries.length) return null;
    const entry = this.entries[this.at++] as string;
    const name = entry.slice(1, entry.length);
    const base = this.argument.path;
    const path = base === '' || base.endsWith('/') ? base + name : `${base}/${name}`;
    const isBytes = this.argument.isBytes;
    return new W_DirEntry(fileName(name, isBytes), fileName(path, isBytes), path, entry.slice(0, 1));
  }

  close(): void {
    this.entries = [];
  }
}

function scandirClose(self: W_ScandirIterator): W_Root {
  self.close();
  return w_None;
}

function scandirExit(self: W_ScandirIterator, _w_args: W_Root): W_Root {
  self.close();
  return w_None;
}

export const scandirTypedef = typedef(
  scandirIteratorType,
  W_ScandirIterator,
  { module: 'posix', subclassable: false },
  [
    method('__iter__', '($self, /)', iterSelf),
    method('__next__', '($self, /)', iterNext),
    method('__enter__', '($self, /)', iterSelf),
    method('__exit__', '($self, /, *args)', scandirExit),
    method('close', '($self, /)', scandirClose),
  ],
);

function entriesOf(argument: PathArgument): string[] {
  try {
    const path = argument.fd >= 0 ? `/proc/self/fd/${argument.fd}` : argument.path;
    const text = hostListdir(path);
    return text === '' ? [] : splitString(text, '\0');
  } catch (e) {
    throw fileError(caught(e), argument);
  }
}

export function scandir(w_path: W_Root | null): W_Root {
  const argument = directoryArgument(w_path, 'scandir');
  return new W_ScandirIterator(entriesOf(argument), argument);
}

export function listdir(w_path: W_Root | null): W_Root {
  const argument = directoryArgument(w_path, 'listdir');
  const result: W_Root[] = [];
  for (const entry of entriesOf(argument))
    result.push(fileName(entry.slice(1, entry.length), argument.isBytes));
  return newListOwning(result);
}

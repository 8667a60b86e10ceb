/** Arguments that name files: str, bytes, PathLike, or an open descriptor; and OSError with the name in it. */
import { HostError } from '../../../rlib/external.js';
import type { RThrowable } from '../../../rlib/throwable.js';
import type { int } from '../../../rlib/types.js';
import { toWord } from '../../interp/convert.js';
import { typeError, typeName, valueError, asOperationError } from '../../interp/errors.js';
import { newOSErrorWith } from '../../interp/os-error.js';
import type { W_Root } from '../../objects/root.js';
import { Slot } from '../../objects/slots.js';
import { newBytes, W_BytesBase } from '../../objects/w-bytes.js';
import type { OperationError } from '../../objects/w-exception.js';
import { W_IntBase } from '../../objects/w-int.js';
import { w_None } from '../../objects/w-none.js';
import { newStr } from '../../objects/w-str.js';
import { W_StrBase } from '../../objects/w-str-base.js';
import { decodeFileName, encodeFileName, fspath } from '../fspath.js';

/** A file argument: bytes of a path, or a descriptor (path is null). */
export class PathArgument {
  constructor(
    readonly path: string,
    /** -1: a path. */
    readonly fd: int,
    /** The object to show in errors. */
    readonly w_object: W_Root,
    /** Results are bytes, as the argument was. */
    readonly isBytes: boolean,
  ) {}
}

/** A path that can't be a descriptor. */
export function pathArgument(w_path: W_Root, func: string): PathArgument {
  if (!isPathLike(w_path)) {
    throw typeError(`${func}: path should be string, bytes or os.PathLike, not ${typeName(w_path)}`);
  }
  return fromPlain(fspath(w_path), func);
}

function isPathLike(w_path: W_Root): boolean {
  return (
    w_path instanceof W_StrBase ||
    w_path instanceof W_BytesBase ||
    w_path.getType().findSlot(Slot.FSPATH) !== null
  );
}

function fromPlain(w_plain: W_Root, func: string): PathArgument {
  const isBytes = w_plain instanceof W_BytesBase;
  const path =
    w_plain instanceof W_BytesBase
      ? w_plain.value
      : w_plain instanceof W_StrBase
        ? encodeFileName(w_plain.utf8())
        : '';
  if (path.indexOf('\0') >= 0)
    throw valueError(`${func}: embedded null ${isBytes ? 'byte' : 'character in path'}`);
  return new PathArgument(path, -1, w_plain, isBytes);
}

/** A path or a descriptor; None is the current directory if `allowNone`. */
export function fileArgument(w_path: W_Root, func: string): PathArgument {
  if (w_path instanceof W_IntBase) return new PathArgument('', toWord(w_path), w_path, false);
  if (!isPathLike(w_path)) {
    if (w_path.getType().findSlot(Slot.INDEX) !== null)
      return new PathArgument('', toWord(w_path), w_path, false);
    throw typeError(`${func}: path should be string, bytes, os.PathLike or integer, not ${typeName(w_path)}`);
  }
  return fromPlain(fspath(w_path), func);
}

/** The current directory for a missing argument, else as `fileArgument`. */
export function directoryArgument(w_path: W_Root | null, func: string): PathArgument {
  if (w_path === null || w_path === w_None) return new PathArgument('.', -1, newStr('.'), false);
  if (!(w_path instanceof W_IntBase) && !isPathLike(w_path)) {
    throw typeError(
      `${func}: path should be string, bytes, os.PathLike, integer or None, not ${typeName(w_path)}`,
    );
  }
  return fileArgument(w_path, func);
}

/** A name from the system as a str, or as bytes if the argument was. */
export function fileName(bytes: string, asBytes: boolean): W_Root {
  return asBytes ? newBytes(bytes) : newStr(decodeFileName(bytes));
}

/** What an operating-system call's exception becomes for Python, with the file it was about. */
export function withFilename(error: RThrowable, w_filename: W_Root): OperationError {
  if (error instanceof HostError) return newOSErrorWith(error.errno, error.message, w_filename);
  return asOperationError(error);
}

/** The same of what a `catch` clause received. */
export function fileError(error: RThrowable, argument: PathArgument): OperationError {
  return withFilename(error, argument.w_object);
}

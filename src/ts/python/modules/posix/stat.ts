/** `os.stat_result` and the stat family. */
import { caught } from '../../../rlib/throwable.js';
import type { IntArray } from '../../../rlib/array.js';
import { bigAdd, bigFromInt, bigMul } from '../../../rlib/bigint.js';
import { intToFloat } from '../../../rlib/int.js';
import type { int } from '../../../rlib/types.js';
import { isTrue } from '../../interp/compare.js';
import { toWord } from '../../interp/convert.js';
import { newLong } from '../../objects/int-ops.js';
import type { W_Root } from '../../objects/root.js';
import { newStructSequence, structSequenceType } from '../../objects/struct-sequence.js';
import { newFloat } from '../../objects/w-float.js';
import { newInt } from '../../objects/w-int.js';
import { hostFstat, hostStat } from './externals.js';
import { fileArgument, fileError, pathArgument } from './path-argument.js';

export const statResultType = structSequenceType(
  'os.stat_result',
  [
    'st_mode',
    'st_ino',
    'st_dev',
    'st_nlink',
    'st_uid',
    'st_gid',
    'st_size',
    '_atime',
    '_mtime',
    '_ctime',
    'st_atime',
    'st_mtime',
    'st_ctime',
    'st_atime_ns',
    'st_mtime_ns',
    'st_ctime_ns',
    'st_blksize',
    'st_blocks',
    'st_rdev',
  ],
  10,
);

function nanoseconds(seconds: int, nanos: int): W_Root {
  return newLong(bigAdd(bigMul(bigFromInt(seconds), bigFromInt(1000000000)), bigFromInt(nanos)));
}

function secondsFloat(seconds: int, nanos: int): W_Root {
  return newFloat(intToFloat(seconds) + 1e-9 * intToFloat(nanos));
}

/** The Python object for what the host says of a file. */
export function makeStatResult(raw: IntArray): W_Root {
  return newStructSequence(statResultType, [
    newInt(raw[0] as int),
    newInt(raw[1] as int),
    newInt(raw[2] as int),
    newInt(raw[3] as int),
    newInt(raw[4] as int),
    newInt(raw[5] as int),
    newInt(raw[6] as int),
    newInt(raw[7] as int),
    newInt(raw[9] as int),
    newInt(raw[11] as int),
    secondsFloat(raw[7] as int, raw[8] as int),
    secondsFloat(raw[9] as int, raw[10] as int),
    secondsFloat(raw[11] as int, raw[12] as int),
    nanoseconds(raw[7] as int, raw[8] as int),
    nanoseconds(raw[9] as int, raw[10] as int),
    nanoseconds(raw[11] as int, raw[12] as int),
    newInt(raw[13] as int),
    newInt(raw[14] as int),
    newInt(raw[15] as int),
  ]);
}

export function stat(w_path: W_Root, _w_dirFd: W_Root | null, w_follow: W_Root | null): W_Root {
  const argument = fileArgument(w_path, 'stat');
  try {
    if (argument.fd >= 0) return makeStatResult(hostFstat(argument.fd));
    return makeStatResult(hostStat(argument.path, w_follow === null || isTrue(w_follow)));
  } catch (e) {
    throw fileError(caught(e), argument);
  }
}

export function lstat(w_path: W_Root, _w_dirFd: W_Root | null): W_Root {
  const argument = pathArgument(w_path, 'lstat');
  try {
    return makeStatResult(hostStat(argument.path, false));
  } catch (e) {
    throw fileError(caught(e), argument);
  }
}

export function fstat(w_fd: W_Root): W_Root {
  return makeStatResult(hostFstat(toWord(w_fd)));
}

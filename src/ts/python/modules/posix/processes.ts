/**
 * Processes: Node can neither wait for one, nor turn into another. The names are there, since modules take them when
 * they are imported; calling them is refused with ENOSYS. `fork` is absent, as on a system without it.
 */
import { newOSError } from '../../interp/os-error.js';
import type { W_Root } from '../../objects/root.js';
import { structSequenceType } from '../../objects/struct-sequence.js';
import type { Row } from '../../objects/typedef.js';
import { func, value } from '../../objects/typedef.js';

const ENOSYS = 38;

const waitidResultType = structSequenceType(
  'posix.waitid_result',
  ['si_pid', 'si_uid', 'si_signo', 'si_status', 'si_code'],
  5,
);

function refused(_w_args: W_Root, _w_kwargs: W_Root): W_Root {
  throw newOSError(ENOSYS, '');
}

const names = [
  'wait',
  'wait3',
  'wait4',
  'waitid',
  'waitpid',
  'execv',
  'execve',
  'posix_spawn',
  'posix_spawnp',
];

export const processRows: Row[] = [
  ...names.map((name) => func(name, '($module, /, *args, **kwargs)', refused)),
  value('waitid_result', () => waitidResultType),
];

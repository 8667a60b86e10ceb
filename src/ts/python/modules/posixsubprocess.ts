/** Module `_posixsubprocess`. Node has neither fork nor exec: hosted, starting a process this way is refused. */
import { newOSError } from '../interp/os-error.js';
import type { W_Root } from '../objects/root.js';
import { func, moduledef } from '../objects/typedef.js';

const ENOSYS = 38;

function forkExec(_w_args: W_Root): W_Root {
  throw newOSError(ENOSYS, '');
}

export const posixsubprocessModule = moduledef(
  '_posixsubprocess',
  'A POSIX helper for the subprocess module.',
  [func('fork_exec', '($module, /, *args)', forkExec)],
);

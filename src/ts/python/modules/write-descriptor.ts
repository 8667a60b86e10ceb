/** Writing bytes to a file descriptor without a file object. */
import { external } from '../../rlib/external.js';
import type { int } from '../../rlib/types.js';

/** Writes bytes; the number written, which may be fewer. Throws HostError. */
export const writeDescriptor = external<(fd: int, data: string) => int>('posix.write');

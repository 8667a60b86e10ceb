/** Text to float: correctly rounded, by the host (translated: strtod). */
import { external } from '../../rlib/external.js';
import type { float } from '../../rlib/types.js';

/** The double nearest to a decimal number in ASCII, which the caller has checked. */
export const parseFloatText = external<(text: string) => float>('float.parse');

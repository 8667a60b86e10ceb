/** The types of numbers. */
import { boolTypedef } from './bool.js';
import { complexTypedef } from './complex.js';
import { floatTypedef } from './float.js';
import { intTypedef } from './int.js';
import type { Typedef } from './typedef.js';

export const numberTypedefs: readonly Typedef[] = [intTypedef, boolTypedef, floatTypedef, complexTypedef];

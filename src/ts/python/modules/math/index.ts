/** Module `math`. */
import { moduledef, value } from '../../objects/typedef.js';
import type { ModuleDef } from '../../objects/typedef.js';
import { newFloat } from '../../objects/w-float.js';
import { elementaryRows } from './elementary.js';
import { floatRows } from './floats.js';
import { integerRows } from './integers.js';
import { sumRows } from './sums.js';

export const mathModule: ModuleDef = moduledef(
  'math',
  'This module provides access to the mathematical functions\ndefined by the C standard.',
  [
    ...elementaryRows,
    ...floatRows,
    ...integerRows,
    ...sumRows,
    value('e', () => newFloat(Math.E)),
    value('pi', () => newFloat(Math.PI)),
    value('tau', () => newFloat(2 * Math.PI)),
    value('inf', () => newFloat(Infinity)),
    value('nan', () => newFloat(NaN)),
  ],
);

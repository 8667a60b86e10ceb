/** Module `itertools`. The iterators are in `itertools-streams.ts`, `itertools-combinatoric.ts` and `itertools-group.ts`. */
import { func, moduledef, value } from '../objects/typedef.js';
import type { Row, Typedef } from '../objects/typedef.js';
import { combinatoricTypedefs } from './itertools-combinatoric.js';
import { groupTypedefs, teeFunction } from './itertools-group.js';
import { streamTypedefs } from './itertools-streams.js';

const typedefs: readonly Typedef[] = [...streamTypedefs, ...combinatoricTypedefs, ...groupTypedefs];

/** All types are in the module under their own names. */
function typeRows(): Row[] {
  const rows: Row[] = [];
  for (const definition of typedefs) rows.push(value(definition.w_type.name, () => definition.w_type));
  return rows;
}

export const itertoolsModule = moduledef(
  'itertools',
  'Functional tools for creating and using iterators.',
  [
    func('tee', '($module, iterable, n=2, /)', teeFunction, 'Returns a tuple of n independent iterators.'),
    ...typeRows(),
  ],
  typedefs,
);

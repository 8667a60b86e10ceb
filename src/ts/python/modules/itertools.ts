/** Module `itertools`: `tee` and the iterators, which are in the files `itertools-*.ts` by family. */
import { func, moduledef, value } from '../objects/typedef.js';
import type { Row, Typedef } from '../objects/typedef.js';
import { applyTypedefs } from './itertools-apply.js';
import { combinatoricTypedefs } from './itertools-combinatoric.js';
import { endlessTypedefs } from './itertools-endless.js';
import { groupTypedefs, teeFunction } from './itertools-group.js';
import { streamTypedefs } from './itertools-streams.js';

const typedefs: readonly Typedef[] = [
  ...endlessTypedefs,
  ...streamTypedefs,
  ...applyTypedefs,
  ...combinatoricTypedefs,
  ...groupTypedefs,
];

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

/** The typedefs of the container types, their views and iterators, and of the singletons. */
import { dictIteratorTypedefs } from './dict-iterators.js';
import { dictTypedef } from './dict-methods.js';
import { dictItemsTypedef, dictKeysTypedef, dictValuesTypedef } from './dict-views.js';
import { genericAliasIteratorTypedef, genericAliasTypedef } from './generic-alias-methods.js';
import {
  enumerateTypedef,
  filterTypedef,
  mapTypedef,
  reversedTypedef,
  zipTypedef,
} from './iteration-types.js';
import { listIteratorTypedef, listReverseIteratorTypedef } from './list-iterators.js';
import { listTypedef } from './list-methods.js';
import { mappingProxyTypedef } from './mapping-proxy-methods.js';
import { longRangeIteratorTypedef, rangeIteratorTypedef, rangeTypedef } from './range.js';
import { frozensetTypedef, setIteratorTypedef, setTypedef } from './set-methods.js';
import { ellipsisTypedef, noneTypedef, notImplementedTypedef } from './singletons.js';
import { tupleIteratorTypedef, tupleTypedef } from './tuple.js';
import { unionTypedef } from './union-methods.js';
import type { Typedef } from './typedef.js';

export const containerTypedefs: readonly Typedef[] = [
  tupleTypedef,
  tupleIteratorTypedef,
  listTypedef,
  listIteratorTypedef,
  listReverseIteratorTypedef,
  dictTypedef,
  dictKeysTypedef,
  dictValuesTypedef,
  dictItemsTypedef,
  ...dictIteratorTypedefs,
  setTypedef,
  frozensetTypedef,
  setIteratorTypedef,
  rangeTypedef,
  rangeIteratorTypedef,
  longRangeIteratorTypedef,
  enumerateTypedef,
  zipTypedef,
  mapTypedef,
  filterTypedef,
  reversedTypedef,
  mappingProxyTypedef,
  genericAliasTypedef,
  genericAliasIteratorTypedef,
  unionTypedef,
  noneTypedef,
  ellipsisTypedef,
  notImplementedTypedef,
];

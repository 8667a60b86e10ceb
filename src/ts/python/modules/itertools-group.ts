/** `groupby` and `tee` of `itertools`. */
import { sealList } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import { findAttribute } from '../interp/attributes.js';
import { call0, call1 } from '../interp/call.js';
import { equalsTrue } from '../interp/compare.js';
import { indexWord } from '../interp/convert.js';
import { runtimeError, typeError, valueError } from '../interp/errors.js';
import { iter, next } from '../interp/iteration.js';
import { reduceRow, setstateRow } from '../objects/common-rows.js';
import { mappedIteratorRows } from '../objects/iteration-types.js';
import { builtinNamed, iteratorRows } from '../objects/iterators.js';
import { checkedNewType } from '../objects/new-type.js';
import { W_Iterator, W_Root } from '../objects/root.js';
import { method, staticmethod, typedef } from '../objects/typedef.js';
import type { Typedef } from '../objects/typedef.js';
import { OverflowErrorType } from '../objects/w-exception.js';
import { newInt } from '../objects/w-int.js';
import { newListOwning, W_ListBase } from '../objects/w-list.js';
import { W_MappedIterator } from '../objects/w-mapped-iterator.js';
import { w_None } from '../objects/w-none.js';
import { intern } from '../objects/w-str.js';
import { newPair, newTuple, W_TupleBase, w_emptyTuple } from '../objects/w-tuple.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';

export const groupbyType: W_Type = newBuiltinType('groupby', objectType);
export const grouperType: W_Type = newBuiltinType('_grouper', objectType);
export const teeType: W_Type = newBuiltinType('_tee', objectType);
export const teeDataType: W_Type = newBuiltinType('_tee_dataobject', objectType);

// ---- groupby

class W_Groupby extends W_MappedIterator {
  /** The key of the group that was given last; the item read last, and its key. */
  w_targetKey: W_Root | null = null;
  w_currentKey: W_Root | null = null;
  w_currentValue: W_Root | null = null;
  /** The only group that still gives items. */
  w_grouper: W_Root | null = null;

  constructor(
    w_type: W_Type,
    readonly w_iterator: W_Root,
    readonly w_function: W_Root,
  ) {
    super(w_type);
  }

  override step(): W_Root | null {
    this.w_grouper = null;
    for (;;) {
      const w_key = this.w_currentKey;
      if (w_key !== null) {
        if (this.w_targetKey === null || !equalsTrue(this.w_targetKey, w_key)) break;
      }
      if (!this.advance()) return null;
    }
    const w_group = this.w_currentKey;
    if (w_group === null) return null;
    this.w_targetKey = w_group;
    const w_grouper = new W_Grouper(this, w_group);
    this.w_grouper = w_grouper;
    return newPair(w_group, w_grouper);
  }

  /** Reads an item; false at the end. */
  advance(): boolean {
    const w_value = next(this.w_iterator);
    if (w_value === null) return false;
    const w_key = this.w_function === w_None ? w_value : call1(this.w_function, w_value);
    this.w_currentValue = w_value;
    this.w_currentKey = w_key;
    return true;
  }
}

class W_Grouper extends W_Iterator {
  constructor(
    readonly w_parent: W_Groupby,
    readonly w_key: W_Root,
  ) {
    super();
  }

  override getType(): W_Type {
    return grouperType;
  }

  override next(): W_Root | null {
    const parent = this.w_parent;
    if (parent.w_grouper !== this) return null;
    if (parent.w_currentValue === null && !parent.advance()) return null;
    const w_key = parent.w_currentKey;
    if (w_key === null || !equalsTrue(this.w_key, w_key)) return null;
    const w_value = parent.w_currentValue;
    parent.w_currentValue = null;
    return w_value;
  }
}

function groupbyNew(w_type: W_Root, w_iterable: W_Root, w_function: W_Root | null): W_Root {
  return new W_Groupby(
    checkedNewType(w_type, groupbyType),
    iter(w_iterable),
    w_function === null ? w_None : w_function,
  );
}

function groupbyReduce(self: W_Groupby): W_Root {
  const w_args = newPair(self.w_iterator, self.w_function);
  if (self.w_targetKey === null || self.w_currentKey === null || self.w_currentValue === null) {
    return newPair(self.getType(), w_args);
  }
  const w_state = newTuple([self.w_currentValue, self.w_targetKey, self.w_currentKey]);
  return newTuple([self.getType(), w_args, w_state]);
}

function groupbySetstate(self: W_Groupby, w_state: W_Root): W_Root {
  if (!(w_state instanceof W_TupleBase)) throw typeError('state is not a tuple');
  if (w_state.items.length !== 3)
    throw typeError(`function takes exactly 3 arguments (${w_state.items.length} given)`);
  self.w_currentValue = w_state.items[0] as W_Root;
  self.w_targetKey = w_state.items[1] as W_Root;
  self.w_currentKey = w_state.items[2] as W_Root;
  return w_None;
}

function grouperNew(_w_type: W_Root, w_parent: W_Root, w_key: W_Root): W_Root {
  if (!(w_parent instanceof W_Groupby)) {
    throw typeError(`_grouper() argument 1 must be itertools.groupby, not ${w_parent.getType().name}`);
  }
  const w_grouper = new W_Grouper(w_parent, w_key);
  w_parent.w_grouper = w_grouper;
  return w_grouper;
}

function grouperReduce(self: W_Grouper): W_Root {
  if (self.w_parent.w_grouper !== self) return newPair(builtinNamed('iter'), newTuple([w_emptyTuple]));
  return newPair(grouperType, newPair(self.w_parent, self.w_key));
}

// ---- tee

/** Items in a cell: the chain of cells keeps what the slowest branch has not read. */
const CELL_SIZE: int = 57;

class W_TeeData extends W_Root {
  readonly values: W_Root[] = [];
  nextCell: W_TeeData | null = null;
  private reading: boolean = false;

  constructor(readonly w_iterator: W_Root) {
    super();
  }

  override getType(): W_Type {
    return teeDataType;
  }

  /** Value i, 0..CELL_SIZE, read now if need be; null at the end. */
  get(i: int): W_Root | null {
    if (i < this.values.length) return this.values[i] as W_Root;
    if (this.reading) throw runtimeError('cannot re-enter the tee iterator');
    this.reading = true;
    try {
      const w_value = next(this.w_iterator);
      if (w_value !== null) this.values.push(w_value);
      return w_value;
    } finally {
      this.reading = false;
    }
  }

  ensureNext(): W_TeeData {
    if (this.nextCell === null) this.nextCell = new W_TeeData(this.w_iterator);
    return this.nextCell;
  }
}

class W_Tee extends W_Iterator {
  constructor(
    public data: W_TeeData,
    public index: int,
  ) {
    super();
  }

  override getType(): W_Type {
    return teeType;
  }

  override next(): W_Root | null {
    if (this.index >= CELL_SIZE) {
      this.data = this.data.ensureNext();
      this.index = 0;
    }
    const w_value = this.data.get(this.index);
    if (w_value !== null) this.index++;
    return w_value;
  }
}

/** A branch of an iterable; of a branch, a copy. */
function branch(w_iterable: W_Root): W_Tee {
  const w_iterator = iter(w_iterable);
  if (w_iterator instanceof W_Tee) return new W_Tee(w_iterator.data, w_iterator.index);
  return new W_Tee(new W_TeeData(w_iterator), 0);
}

const n_copy = intern('__copy__');

/** `tee(iterable, n=2)`. */
export function teeFunction(w_iterable: W_Root, w_count: W_Root | null): W_Root {
  const count = w_count === null ? 2 : indexWord(w_count, OverflowErrorType);
  if (count < 0) throw valueError('n must be >= 0');
  if (count === 0) return w_emptyTuple;
  const w_iterator = iter(w_iterable);
  // Whatever can be copied is copied.
  const w_copier = findAttribute(w_iterator, n_copy);
  const w_first = w_copier === null ? branch(w_iterator) : w_iterator;
  const result: W_Root[] = [w_first];
  const w_copy = w_copier === null ? findAttribute(w_first, n_copy) : w_copier;
  for (let i = 1; i < count && w_copy !== null; i++) result.push(call0(w_copy));
  return newTuple(sealList(result));
}

function teeNew(_w_type: W_Root, w_iterable: W_Root): W_Root {
  return branch(w_iterable);
}

function teeCopy(self: W_Tee): W_Root {
  return new W_Tee(self.data, self.index);
}

function teeReduce(self: W_Tee): W_Root {
  return newTuple([teeType, newTuple([w_emptyTuple]), newPair(self.data, newInt(self.index))]);
}

function teeSetstate(self: W_Tee, w_state: W_Root): W_Root {
  if (!(w_state instanceof W_TupleBase)) throw typeError('state is not a tuple');
  const w_data = w_state.items.length === 2 ? (w_state.items[0] as W_Root) : null;
  if (!(w_data instanceof W_TeeData)) throw typeError('argument 1 must be itertools._tee_dataobject');
  const index = indexWord(w_state.items[1] as W_Root, OverflowErrorType);
  if (index < 0 || index > CELL_SIZE) throw valueError('Index out of range');
  self.data = w_data;
  self.index = index;
  return w_None;
}

function teeDataNew(_w_type: W_Root, w_iterator: W_Root, w_values: W_Root, w_next: W_Root): W_Root {
  if (!(w_values instanceof W_ListBase)) throw typeError('argument 2 must be list');
  const data = new W_TeeData(w_iterator);
  if (w_values.length() > CELL_SIZE) throw valueError('Invalid arguments');
  for (const w_value of w_values.storage.toObjects()) data.values.push(w_value);
  if (w_next !== w_None) {
    if (data.values.length !== CELL_SIZE) throw valueError('_tee_dataobject should not have a next link');
    if (!(w_next instanceof W_TeeData)) throw valueError('_tee_dataobject should have a next link');
    data.nextCell = w_next;
  }
  return data;
}

function teeDataReduce(self: W_TeeData): W_Root {
  const values: W_Root[] = [];
  for (const w_value of self.values) values.push(w_value);
  const w_next = self.nextCell === null ? w_None : self.nextCell;
  return newPair(teeDataType, newTuple([self.w_iterator, newListOwning(values), w_next]));
}

const module = 'itertools';

export const groupTypedefs: readonly Typedef[] = [
  typedef(
    groupbyType,
    W_Groupby,
    {
      module,
      doc: 'make an iterator that returns consecutive keys and groups from the iterable\n\n  iterable\n    Elements to divide into groups according to the key function.\n  key\n    A function for computing the group category for each element.\n    If the key function is not specified or is None, the element itself\n    is used for grouping.',
    },
    [
      staticmethod('__new__', '($type, iterable, key=None)', groupbyNew),
      ...mappedIteratorRows,
      reduceRow(groupbyReduce),
      setstateRow(groupbySetstate),
    ],
  ),
  typedef(grouperType, W_Grouper, { module, subclassable: false }, [
    staticmethod('__new__', '($type, parent, tgtkey, /)', grouperNew),
    ...iteratorRows,
    reduceRow(grouperReduce),
  ]),
  typedef(
    teeType,
    W_Tee,
    { module, subclassable: false, weakrefable: true, doc: 'Iterator wrapped to make it copyable.' },
    [
      staticmethod('__new__', '($type, iterable, /)', teeNew),
      ...iteratorRows,
      method('__copy__', '($self, /)', teeCopy, 'Returns an independent iterator.'),
      reduceRow(teeReduce),
      setstateRow(teeSetstate),
    ],
  ),
  typedef(
    teeDataType,
    W_TeeData,
    {
      module,
      subclassable: false,
      doc: 'teedataobject(iterable, values, next, /)\n--\n\nData container common to multiple tee objects.',
    },
    [staticmethod('__new__', '($type, iterable, values, next, /)', teeDataNew), reduceRow(teeDataReduce)],
  ),
];

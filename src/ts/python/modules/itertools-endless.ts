/** The iterators of `itertools` that need not end: `count`, `cycle`, `repeat`. */
import { listToFixed } from '../../rlib/array.js';
import { addFits } from '../../rlib/int.js';
import type { int } from '../../rlib/types.js';
import { add } from '../interp/arithmetic.js';
import { indexWord, reprText } from '../interp/convert.js';
import { typeError } from '../interp/errors.js';
import { iter, next } from '../interp/iteration.js';
import { callMethod1 } from '../interp/attributes.js';
import { lengthHintRow, reduceRow, setstateRow } from '../objects/common-rows.js';
import { mappedIteratorRows } from '../objects/iteration-types.js';
import { checkedNewType } from '../objects/new-type.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { method, staticmethod, typedef } from '../objects/typedef.js';
import type { Typedef } from '../objects/typedef.js';
import { OverflowErrorType } from '../objects/w-exception.js';
import { W_ComplexBase } from '../objects/w-float.js';
import { newInt, W_Int, W_IntBase } from '../objects/w-int.js';
import { newList, W_ListBase } from '../objects/w-list.js';
import { W_MappedIterator } from '../objects/w-mapped-iterator.js';
import { w_None } from '../objects/w-none.js';
import { intern, newStr } from '../objects/w-str.js';
import { newPair, newTuple, W_TupleBase } from '../objects/w-tuple.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';

const countType: W_Type = newBuiltinType('count', objectType);
const cycleType: W_Type = newBuiltinType('cycle', objectType);
const repeatType: W_Type = newBuiltinType('repeat', objectType);

// ---- count

class W_Count extends W_MappedIterator {
  constructor(
    w_type: W_Type,
    public w_value: W_Root,
    readonly w_step: W_Root,
  ) {
    super(w_type);
  }

  override step(): W_Root | null {
    const w_value = this.w_value;
    const w_step = this.w_step;
    if (w_value instanceof W_Int && w_step instanceof W_Int) {
      if (addFits(w_value.value, w_step.value)) {
        this.w_value = newInt(w_value.value + w_step.value);
        return w_value;
      }
    }
    this.w_value = add(w_value, w_step);
    return w_value;
  }
}

function isNumber(w_obj: W_Root): boolean {
  const w_type = w_obj.getType();
  return (
    w_type.findSlot(Slot.INDEX) !== null ||
    w_type.findSlot(Slot.INT) !== null ||
    w_type.findSlot(Slot.FLOAT) !== null ||
    w_obj instanceof W_ComplexBase
  );
}

function countNew(w_type: W_Root, w_start: W_Root | null, w_step: W_Root | null): W_Root {
  const w_class = checkedNewType(w_type, countType);
  if ((w_start !== null && !isNumber(w_start)) || (w_step !== null && !isNumber(w_step))) {
    throw typeError('a number is required');
  }
  return new W_Count(w_class, w_start === null ? newInt(0) : w_start, w_step === null ? newInt(1) : w_step);
}

function stepsByOne(self: W_Count): boolean {
  return self.w_step instanceof W_IntBase && self.w_step.isWord() && self.w_step.toWord() === 1;
}

function countRepr(self: W_Count): W_Root {
  const name = self.getType().name;
  if (stepsByOne(self)) return newStr(`${name}(${reprText(self.w_value)})`);
  return newStr(`${name}(${reprText(self.w_value)}, ${reprText(self.w_step)})`);
}

function countReduce(self: W_Count): W_Root {
  const w_args = stepsByOne(self) ? newTuple([self.w_value]) : newPair(self.w_value, self.w_step);
  return newPair(self.getType(), w_args);
}

// ---- cycle

class W_Cycle extends W_MappedIterator {
  saved: W_Root[] = [];
  index: int = 0;
  firstPass: boolean = false;

  constructor(
    w_type: W_Type,
    public w_iterator: W_Root | null,
  ) {
    super(w_type);
  }

  override step(): W_Root | null {
    if (this.w_iterator !== null) {
      const w_item = next(this.w_iterator);
      if (w_item !== null) {
        if (!this.firstPass) this.saved.push(w_item);
        return w_item;
      }
      this.w_iterator = null;
    }
    if (this.saved.length === 0) return null;
    const w_again = this.saved[this.index] as W_Root;
    this.index++;
    if (this.index >= this.saved.length) this.index = 0;
    return w_again;
  }
}

function cycleNew(w_type: W_Root, w_iterable: W_Root): W_Root {
  return new W_Cycle(checkedNewType(w_type, cycleType), iter(w_iterable));
}

const n_setstate = intern('__setstate__');

function cycleReduce(self: W_Cycle): W_Root {
  const w_saved = newList(listToFixed(self.saved));
  if (self.w_iterator === null) {
    const w_iterator = iter(w_saved);
    if (self.index > 0) callMethod1(w_iterator, n_setstate, newInt(self.index));
    return newTuple([self.getType(), newTuple([w_iterator]), newPair(w_saved, newInt(1))]);
  }
  return newTuple([
    self.getType(),
    newTuple([self.w_iterator]),
    newPair(w_saved, newInt(self.firstPass ? 1 : 0)),
  ]);
}

function cycleSetstate(self: W_Cycle, w_state: W_Root): W_Root {
  if (!(w_state instanceof W_TupleBase)) throw typeError('state is not a tuple');
  const w_saved = w_state.items.length === 2 ? (w_state.items[0] as W_Root) : null;
  if (!(w_saved instanceof W_ListBase)) throw typeError('function takes exactly 2 arguments');
  self.firstPass = indexWord(w_state.items[1] as W_Root, OverflowErrorType) !== 0;
  self.saved = w_saved.storage.toObjects();
  self.index = 0;
  return w_None;
}

// ---- repeat

class W_Repeat extends W_MappedIterator {
  constructor(
    w_type: W_Type,
    readonly w_item: W_Root,
    /** How often; -1: for ever. */ public remaining: int,
  ) {
    super(w_type);
  }

  override step(): W_Root | null {
    if (this.remaining === 0) return null;
    if (this.remaining > 0) this.remaining--;
    return this.w_item;
  }
}

function repeatNew(w_type: W_Root, w_item: W_Root, w_times: W_Root | null): W_Root {
  const w_class = checkedNewType(w_type, repeatType);
  if (w_times === null) return new W_Repeat(w_class, w_item, -1);
  const times = indexWord(w_times, OverflowErrorType);
  return new W_Repeat(w_class, w_item, times < 0 ? 0 : times);
}

function repeatRepr(self: W_Repeat): W_Root {
  const suffix = self.remaining < 0 ? '' : `, ${self.remaining}`;
  return newStr(`${self.getType().name}(${reprText(self.w_item)}${suffix})`);
}

function repeatReduce(self: W_Repeat): W_Root {
  const w_args = self.remaining < 0 ? newTuple([self.w_item]) : newPair(self.w_item, newInt(self.remaining));
  return newPair(self.getType(), w_args);
}

function repeatLengthHint(self: W_Repeat): W_Root {
  if (self.remaining < 0) throw typeError('len() of unsized object');
  return newInt(self.remaining);
}

const module = 'itertools';

export const endlessTypedefs: readonly Typedef[] = [
  typedef(
    countType,
    W_Count,
    {
      module,
      doc: 'Return a count object whose .__next__() method returns consecutive values.\n\nEquivalent to:\n    def count(firstval=0, step=1):\n        x = firstval\n        while 1:\n            yield x\n            x += step',
    },
    [
      staticmethod('__new__', '($type, start=0, step=1)', countNew),
      ...mappedIteratorRows,
      method('__repr__', '($self, /)', countRepr),
      reduceRow(countReduce),
    ],
  ),
  typedef(
    cycleType,
    W_Cycle,
    {
      module,
      doc: 'Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.',
    },
    [
      staticmethod('__new__', '($type, iterable, /)', cycleNew),
      ...mappedIteratorRows,
      reduceRow(cycleReduce),
      setstateRow(cycleSetstate),
    ],
  ),
  typedef(
    repeatType,
    W_Repeat,
    {
      module,
      doc: 'repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, returns the object\nendlessly.',
    },
    [
      staticmethod('__new__', '($type, object, times=None)', repeatNew),
      ...mappedIteratorRows,
      method('__repr__', '($self, /)', repeatRepr),
      lengthHintRow(repeatLengthHint),
      reduceRow(repeatReduce),
    ],
  ),
];

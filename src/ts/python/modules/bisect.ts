/** Module `_bisect`: binary search in sorted sequences. */
import type { int } from '../../rlib/types.js';
import { callMethod2 } from '../interp/attributes.js';
import { call1 } from '../interp/call.js';
import { lengthOf } from '../interp/compare.js';
import { indexWord } from '../interp/convert.js';
import { valueError } from '../interp/errors.js';
import { getItem } from '../interp/items.js';
import { isLess } from '../objects/list-sort.js';
import type { W_Root } from '../objects/root.js';
import { func, moduledef } from '../objects/typedef.js';
import { OverflowErrorType } from '../objects/w-exception.js';
import { newInt } from '../objects/w-int.js';
import { W_List } from '../objects/w-list.js';
import { w_None } from '../objects/w-none.js';
import { intern } from '../objects/w-str.js';

const n_insert = intern('insert');

/** The place of an item: after equal ones, or before them. */
function search(
  w_sequence: W_Root,
  w_item: W_Root,
  w_low: W_Root | null,
  w_high: W_Root | null,
  w_key: W_Root | null,
  afterEqual: boolean,
): int {
  let low = w_low === null ? 0 : indexWord(w_low, OverflowErrorType);
  if (low < 0) throw valueError('lo must be non-negative');
  let high =
    w_high === null || w_high === w_None ? lengthOf(w_sequence) : indexWord(w_high, OverflowErrorType);
  const w_function = w_key === w_None ? null : w_key;
  while (low < high) {
    const middle = low + ((high - low) >> 1);
    const w_found = getItem(w_sequence, newInt(middle));
    const w_middle = w_function === null ? w_found : call1(w_function, w_found);
    if (afterEqual) {
      if (isLess(w_item, w_middle)) high = middle;
      else low = middle + 1;
    } else if (isLess(w_middle, w_item)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function bisectRight(
  w_a: W_Root,
  w_x: W_Root,
  w_lo: W_Root | null,
  w_hi: W_Root | null,
  w_key: W_Root | null,
): W_Root {
  return newInt(search(w_a, w_x, w_lo, w_hi, w_key, true));
}

function bisectLeft(
  w_a: W_Root,
  w_x: W_Root,
  w_lo: W_Root | null,
  w_hi: W_Root | null,
  w_key: W_Root | null,
): W_Root {
  return newInt(search(w_a, w_x, w_lo, w_hi, w_key, false));
}

function insertAt(w_sequence: W_Root, at: int, w_item: W_Root): W_Root {
  if (w_sequence instanceof W_List)
    w_sequence.insert(at > w_sequence.length() ? w_sequence.length() : at, w_item);
  else callMethod2(w_sequence, n_insert, newInt(at), w_item);
  return w_None;
}

/** What an item is compared by when it is put in. */
function keyOf(w_item: W_Root, w_key: W_Root | null): W_Root {
  return w_key === null || w_key === w_None ? w_item : call1(w_key, w_item);
}

function insortRight(
  w_a: W_Root,
  w_x: W_Root,
  w_lo: W_Root | null,
  w_hi: W_Root | null,
  w_key: W_Root | null,
): W_Root {
  return insertAt(w_a, search(w_a, keyOf(w_x, w_key), w_lo, w_hi, w_key, true), w_x);
}

function insortLeft(
  w_a: W_Root,
  w_x: W_Root,
  w_lo: W_Root | null,
  w_hi: W_Root | null,
  w_key: W_Root | null,
): W_Root {
  return insertAt(w_a, search(w_a, keyOf(w_x, w_key), w_lo, w_hi, w_key, false), w_x);
}

const signature = '($module, /, a, x, lo=0, hi=None, *, key=None)';
const rightDoc =
  'Return the index where to insert item x in list a, assuming a is sorted.\n\nThe return value i is such that all e in a[:i] have e <= x, and all e in\na[i:] have e > x.  So if x already appears in the list, a.insert(i, x) will\ninsert just after the rightmost x already there.\n\nOptional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched.';
const leftDoc =
  'Return the index where to insert item x in list a, assuming a is sorted.\n\nThe return value i is such that all e in a[:i] have e < x, and all e in\na[i:] have e >= x.  So if x already appears in the list, a.insert(i, x) will\ninsert just before the leftmost x already there.\n\nOptional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched.';
const insortRightDoc =
  'Insert item x in list a, and keep it sorted assuming a is sorted.\n\nIf x is already in a, insert it to the right of the rightmost x.\n\nOptional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched.';
const insortLeftDoc =
  'Insert item x in list a, and keep it sorted assuming a is sorted.\n\nIf x is already in a, insert it to the left of the leftmost x.\n\nOptional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched.';

export const bisectModule = moduledef('_bisect', 'Bisection algorithms.', [
  func('bisect_right', signature, bisectRight, rightDoc),
  func('bisect_left', signature, bisectLeft, leftDoc),
  func('insort_right', signature, insortRight, insortRightDoc),
  func('insort_left', signature, insortLeft, insortLeftDoc),
]);

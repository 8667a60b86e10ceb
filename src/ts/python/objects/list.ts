/** `list`: operations shared with the interpreter; the methods are in `list-methods.ts`. */
import { JitDriver } from '../../rlib/jit.js';
import { LoopKind } from '../interp/loop-kind.js';
import { checkCollectable, iter, loopKey, next } from '../interp/iteration.js';
import type { W_Root } from './root.js';
import { listItems, W_List } from './w-list.js';
import type { W_ListBase } from './w-list.js';
import { W_Tuple } from './w-tuple.js';

/** Appends all items of an iterable. */
export function listExtend(w_list: W_ListBase, w_iterable: W_Root): void {
  if (w_iterable instanceof W_List) {
    for (const w_item of listItems(w_iterable)) w_list.append(w_item);
    return;
  }
  if (w_iterable instanceof W_Tuple) {
    for (const w_item of w_iterable.items) w_list.append(w_item);
    return;
  }
  checkCollectable(w_iterable);
  appendRest(w_list, iter(w_iterable));
}

const appendDriver = new JitDriver({
  name: 'append',
  greens: ['kind', 'key'],
  reds: ['w_list', 'w_iterator'],
});

/** Appends the items that an iterator still has. */
function appendRest(w_list: W_ListBase, w_iterator: W_Root): void {
  const key = loopKey(w_iterator);
  for (;;) {
    appendDriver.mergePoint(LoopKind.APPEND, key, w_list, w_iterator);
    const w_item = next(w_iterator);
    if (w_item === null) return;
    w_list.append(w_item);
    appendDriver.canEnterJit(LoopKind.APPEND, key, w_list, w_iterator);
  }
}

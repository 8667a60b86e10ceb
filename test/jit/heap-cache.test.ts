/** The recorder's heap cache: what it answers, and what makes it forget. */
import assert from 'node:assert/strict';
import type { AddressPart, MemoryPlace } from '../../src/ts/backend/lir.js';
import { HeapCache } from '../../src/ts/jit/heap-cache.js';
import { TraceConstant, ZERO, type CallEffects } from '../../src/ts/jit/trace.js';
import { LiveBox } from '../../src/ts/jit/values.js';

const field: MemoryPlace = { id: 0, name: 'W.field', change: 'mutable' };
const other: MemoryPlace = { id: 1, name: 'W.other', change: 'mutable' };
const fixed: MemoryPlace = { id: 2, name: 'W.fixed', change: 'immutable' };
const general: MemoryPlace = { id: 3, name: 'references[]', change: 'mutable', isItems: true };
const special: MemoryPlace = { id: 4, name: 'W.items[]', change: 'mutable', isItems: true, general };
const bytes: MemoryPlace = { id: 5, name: 'bytes[]', change: 'mutable', isItems: true };
const holder: MemoryPlace = { id: 6, name: 'W.items', change: 'mutable', items: special };

function at(place: MemoryPlace | undefined, displacement = 8, scale: AddressPart['scale'] = 1): AddressPart {
  return { kind: 'address', scale, displacement, ...(place === undefined ? {} : { place }) };
}

const first = new LiveBox(0, 'ref', 0);
const second = new LiveBox(1, 'ref', 1);
const index = new LiveBox(2, 'int', 3);
const value = new LiveBox(3, 'int', 7);
const changed = new LiveBox(4, 'int', 8);
const object = new LiveBox(5, 'ref', 2);

function writing(...places: readonly MemoryPlace[]): CallEffects {
  return { mayRead: () => true, mayWrite: (place) => places.includes(place) };
}

describe('JIT: heap cache', () => {
  let cache = new HeapCache();

  beforeEach(() => {
    cache = new HeapCache();
    cache.noteLoad('load_i64', first, ZERO, at(field), value);
  });

  const find = (box = first, part = at(field), op: 'load_i64' | 'load_i32' = 'load_i64') =>
    cache.find(op, box, ZERO, part);

  it('answers what was read, of the same object, place, distance and size', () => {
    assert.equal(find(), value);
    assert.equal(find(second), null);
    assert.equal(find(first, at(other)), null);
    assert.equal(find(first, at(field, 16)), null);
    assert.equal(find(first, at(field), 'load_i32'), null);
  });

  it('answers what was written', () => {
    cache.noteStore('store_64', first, ZERO, at(field), changed);
    assert.equal(find(), changed);
  });

  it('does not answer what a narrow store has cut', () => {
    cache.noteStore('store_32', first, ZERO, at(field), changed);
    assert.equal(find(), null);
    assert.equal(find(first, at(field), 'load_i32'), null);
  });

  it('forgets where another object may be the same', () => {
    cache.noteStore('store_64', second, ZERO, at(field), changed);
    assert.equal(find(), null);
    assert.equal(find(second), changed);
  });

  it('keeps what is at another distance or place', () => {
    cache.noteStore('store_64', second, ZERO, at(field, 16), changed);
    cache.noteStore('store_64', second, ZERO, at(other), changed);
    assert.equal(find(), value);
  });

  it('forgets a place where an index is not known, and all for raw memory', () => {
    cache.noteStore('store_64', second, index, at(field, 8, 8), changed);
    assert.equal(find(), null);
    cache.noteLoad('load_i64', first, ZERO, at(field), value);
    cache.noteStore('store_64', second, ZERO, at(undefined), changed);
    assert.equal(find(), null);
  });

  it('knows constants by their references', () => {
    cache.noteLoad('load_i64', new TraceConstant('ref', 40), ZERO, at(field), changed);
    assert.equal(cache.find('load_i64', new TraceConstant('ref', 40), ZERO, at(field)), changed);
    assert.equal(cache.find('load_i64', new TraceConstant('ref', 48), ZERO, at(field)), null);
  });

  it('forgets what a call may write', () => {
    cache.noteLoad('load_i64', first, ZERO, at(other), value);
    cache.noteCall(writing(field));
    assert.equal(find(), null);
    assert.equal(find(first, at(other)), value);
  });

  it('leaves immutable fields to the boxes', () => {
    cache.noteLoad('load_i64', first, ZERO, at(fixed), value);
    assert.equal(find(first, at(fixed)), null);
  });

  it('takes two names of items for one memory', () => {
    const load = (place: MemoryPlace) => cache.find('load_ref', first, ZERO, at(place));
    cache.noteLoad('load_ref', first, ZERO, at(special), object);
    cache.noteStore('store_ref', second, ZERO, at(general), object);
    assert.equal(load(special), null);
    cache.noteStore('store_ref', first, ZERO, at(special), object);
    assert.equal(load(special), object);
    assert.equal(cache.find('load_ref', second, ZERO, at(general)), null);
  });

  it('knows no items that are read in several sizes', () => {
    cache.noteLoad('load_i64', first, ZERO, at(bytes), value);
    assert.equal(find(first, at(bytes)), null);
  });

  it('does not answer an array that was stored: who reads it from the field learns what its items are', () => {
    cache.noteStore('store_ref', first, ZERO, at(holder), object);
    assert.equal(cache.find('load_ref', first, ZERO, at(holder)), null);
    cache.noteLoad('load_ref', first, ZERO, at(holder), object);
    assert.equal(cache.find('load_ref', first, ZERO, at(holder)), object);
  });
});

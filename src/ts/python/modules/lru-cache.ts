/**
 * The wrapper that `functools.lru_cache` puts around a function.
 *
 * A bounded cache keeps its entries in a ring in the order of their last use. The hash table stays as it is at a hit: `__eq__` of a
 * key may call the function again, and a search in a table that changes meanwhile starts over, perhaps for ever.
 */
import { sealList } from '../../rlib/array.js';
import { cast } from '../../rlib/object.js';
import type { int } from '../../rlib/types.js';
import { callArgs } from '../interp/call.js';
import { callWithDict } from '../interp/call-ops.js';
import { isTrue } from '../interp/compare.js';
import { hash32, toWord } from '../interp/convert.js';
import { typeError } from '../interp/errors.js';
import { isCallable } from '../objects/function.js';
import { checkedNewType } from '../objects/new-type.js';
import { ObjectTable } from '../objects/object-table.js';
import { W_Root } from '../objects/root.js';
import { method, staticmethod, typedef } from '../objects/typedef.js';
import type { W_DictBase } from '../objects/w-dict.js';
import { W_Method } from '../objects/w-function.js';
import { newInt, W_Int, W_IntBase } from '../objects/w-int.js';
import { w_None } from '../objects/w-none.js';
import { W_Str } from '../objects/w-str.js';
import { intern } from '../objects/w-str.js';
import { newTuple } from '../objects/w-tuple.js';
import type { W_TupleBase } from '../objects/w-tuple.js';
import { newBuiltinType, objectType, W_Instance, W_Mapped } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';
import { findAttribute } from '../interp/attributes.js';

export const lruCacheType: W_Type = newBuiltinType('_lru_cache_wrapper', objectType);

const UNBOUNDED: int = -1;

/** Stands in keys between positional and keyword arguments: equal to nothing else. */
const keywordMark: W_Root = new W_Instance(objectType.getInstanceMap(), []);

/** What the table holds: a result, and its place in the ring if the cache is bounded. */
class W_LruEntry extends W_Root {
  previous: W_LruEntry = this;
  next: W_LruEntry = this;

  constructor(
    readonly w_key: W_Root,
    readonly hash: int,
    readonly w_result: W_Root,
  ) {
    super();
  }

  override getType(): W_Type {
    return objectType;
  }

  /** Takes this entry out of its ring. */
  unlink(): void {
    this.previous.next = this.next;
    this.next.previous = this.previous;
  }

  linkBefore(entry: W_LruEntry): void {
    this.previous = entry.previous;
    this.next = entry;
    entry.previous.next = this;
    entry.previous = this;
  }
}

export class W_LruCache extends W_Mapped {
  readonly entries: ObjectTable = new ObjectTable();
  /** Between the entry used last and the one used longest ago. */
  readonly ring: W_LruEntry = new W_LruEntry(w_None, 0, w_None);
  hits: int = 0;
  misses: int = 0;

  constructor(
    w_type: W_Type,
    readonly w_function: W_Root,
    /** Entries kept; 0 keeps none, -1 all. */
    readonly maxsize: int,
    readonly typed: boolean,
    readonly w_infoType: W_Root,
  ) {
    super(w_type);
  }
}

function lruCacheNew(
  w_type: W_Root,
  w_function: W_Root,
  w_maxsize: W_Root,
  w_typed: W_Root,
  w_infoType: W_Root,
): W_Root {
  const w_class = checkedNewType(w_type, lruCacheType);
  if (!isCallable(w_function)) throw typeError('the first argument must be callable');
  let maxsize = UNBOUNDED;
  if (w_maxsize !== w_None) {
    if (!(w_maxsize instanceof W_IntBase)) throw typeError('maxsize should be integer or None');
    maxsize = toWord(w_maxsize);
    if (maxsize < 0) maxsize = 0;
  }
  return new W_LruCache(w_class, w_function, maxsize, isTrue(w_typed), w_infoType);
}

/** What identifies a call: its one int or str argument itself, else a tuple of all that counts. */
function keyOf(self: W_LruCache, w_args: W_TupleBase, w_kwargs: W_DictBase): W_Root {
  const args = w_args.items;
  const hasKeywords = w_kwargs.length() > 0;
  if (!self.typed && !hasKeywords) {
    if (args.length === 1) {
      const w_only = args[0] as W_Root;
      if (w_only instanceof W_Int || w_only instanceof W_Str) return w_only;
    }
    return w_args;
  }
  const parts: W_Root[] = [];
  for (const w_arg of args) parts.push(w_arg);
  const storage = w_kwargs.storage;
  if (hasKeywords) {
    parts.push(keywordMark);
    for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
      parts.push(storage.keyAt(at));
      parts.push(storage.valueAt(at));
    }
  }
  if (self.typed) {
    for (const w_arg of args) parts.push(w_arg.getType());
    for (let at = storage.next(0); at >= 0; at = storage.next(at + 1))
      parts.push(storage.valueAt(at).getType());
  }
  return newTuple(sealList(parts));
}

function invoke(self: W_LruCache, w_args: W_TupleBase, w_kwargs: W_DictBase): W_Root {
  if (w_kwargs.length() === 0) return callArgs(self.w_function, w_args.items, null);
  return callWithDict(self.w_function, w_args.items, w_kwargs);
}

function dropOldest(self: W_LruCache): void {
  const oldest = self.ring.next;
  oldest.unlink();
  self.entries.removeEntry(self.entries.getEntryOf(oldest.w_key, oldest.hash));
}

function lruCacheCall(self: W_LruCache, w_args: W_TupleBase, w_kwargs: W_DictBase): W_Root {
  if (self.maxsize === 0) {
    self.misses++;
    return invoke(self, w_args, w_kwargs);
  }
  const w_key = keyOf(self, w_args, w_kwargs);
  const hash = hash32(w_key);
  const entries = self.entries;
  const known = entries.findEntry(w_key, hash);
  if (known >= 0) {
    self.hits++;
    const entry = cast(entries.values[known] as W_Root, W_LruEntry);
    if (self.maxsize > 0 && entry.next !== self.ring) {
      entry.unlink();
      entry.linkBefore(self.ring);
    }
    return entry.w_result;
  }
  self.misses++;
  const w_result = invoke(self, w_args, w_kwargs);
  // The call may have made the entry itself.
  if (entries.findEntry(w_key, hash) >= 0) return w_result;
  if (self.maxsize > 0 && entries.count >= self.maxsize) dropOldest(self);
  const entry = new W_LruEntry(w_key, hash, w_result);
  entries.insert(w_key, hash, entry);
  if (self.maxsize > 0) entry.linkBefore(self.ring);
  return w_result;
}

function lruCacheInfo(self: W_LruCache): W_Root {
  return callArgs(
    self.w_infoType,
    [
      newInt(self.hits),
      newInt(self.misses),
      self.maxsize === UNBOUNDED ? w_None : newInt(self.maxsize),
      newInt(self.entries.count),
    ],
    null,
  );
}

function lruCacheClear(self: W_LruCache): W_Root {
  self.hits = 0;
  self.misses = 0;
  self.entries.clear();
  self.ring.previous = self.ring;
  self.ring.next = self.ring;
  return w_None;
}

const n_qualname = intern('__qualname__');

function lruCacheReduce(self: W_LruCache): W_Root {
  const w_qualname = findAttribute(self, n_qualname);
  if (w_qualname === null) throw typeError("cannot pickle '_lru_cache_wrapper' object");
  return w_qualname;
}

function lruCacheCopy(self: W_LruCache): W_Root {
  return self;
}

function lruCacheDeepcopy(self: W_LruCache, _w_memo: W_Root): W_Root {
  return self;
}

function lruCacheGet(self: W_LruCache, w_obj: W_Root, _w_type: W_Root | null): W_Root {
  if (w_obj === w_None) return self;
  return new W_Method(self, w_obj);
}

export const lruCacheTypedef = typedef(
  lruCacheType,
  W_LruCache,
  {
    module: 'functools',
    hasDict: true,
    weakrefable: true,
    doc: 'Create a cached callable that wraps another function.\n\nuser_function:      the function being cached\n\nmaxsize:  0         for no caching\n          None      for unlimited cache size\n          n         for a bounded cache\n\ntyped:    False     cache f(3) and f(3.0) as identical calls\n          True      cache f(3) and f(3.0) as distinct calls\n\ncache_info_type:    namedtuple class with the fields:\n                        hits misses currsize maxsize\n',
  },
  [
    staticmethod('__new__', '($type, user_function, maxsize, typed, cache_info_type)', lruCacheNew),
    method('__call__', '($self, /, *args, **kwargs)', lruCacheCall),
    method('__get__', '($self, instance, owner=None, /)', lruCacheGet),
    method('cache_info', '($self, /)', lruCacheInfo, 'Report cache statistics'),
    method('cache_clear', '($self, /)', lruCacheClear, 'Clear the cache and cache statistics'),
    method('__reduce__', '($self, /)', lruCacheReduce),
    method('__copy__', '($self, /)', lruCacheCopy),
    method('__deepcopy__', '($self, memo, /)', lruCacheDeepcopy),
  ],
);

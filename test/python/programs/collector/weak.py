"""Weak references to what has died: empty, with their callbacks called."""
import gc
import weakref

log = []


def collect():
    gc.collect()
    print(*log)
    log.clear()


class Thing:
    pass


def make(count):
    things = [Thing() for _ in range(count)]
    return [weakref.ref(thing, lambda ref: log.append(ref() is None)) for thing in things]


refs = make(3)
collect()
print([ref() for ref in refs])


# The newest callback comes first; that of a reference which has died does not come.
def order():
    thing = Thing()
    kept = [weakref.ref(thing, lambda ref, i=i: log.append(i)) for i in range(4)]
    weakref.ref(thing, lambda ref: log.append('dead'))
    return kept


kept = order()
collect()
print(kept[0].__callback__)

alive = Thing()
ref = weakref.ref(alive, lambda ref: log.append('gone'))
collect()
print(ref() is alive)
del alive
collect()
print(ref())


def proxied():
    thing = Thing()
    thing.name = 'proxied'
    proxy = weakref.proxy(thing, lambda proxy: log.append('proxy'))
    print(proxy.name)
    return proxy


proxy = proxied()
collect()
try:
    proxy.name
except ReferenceError as error:
    print(error)

values = weakref.WeakValueDictionary()
keys = weakref.WeakKeyDictionary()
members = weakref.WeakSet()


def fill():
    for i in range(10):
        thing = Thing()
        values[i] = thing
        keys[thing] = i
        members.add(thing)
        if i < 3:
            held.append(thing)


held = []
fill()
gc.collect()
print(len(values), len(keys), len(members), sorted(values), sorted(keys.values()))
held.clear()
gc.collect()
print(len(values), len(keys), len(members))


# Objects that keep no attributes: functions, sets, generators.
def others():
    def function():
        pass

    return [weakref.ref(thing, lambda ref: log.append('other'))
            for thing in (function, {1}, frozenset([2]), (x for x in ()), Thing)]


other = others()
collect()
print([r() is None for r in other], other[4]() is Thing)


def finalized():
    thing = Thing()
    return weakref.finalize(thing, log.append, 'finalize')


finalizer = finalized()
collect()
print(finalizer.alive)


# A hash that was asked for stays.
def hashed():
    thing = Thing()
    ref = weakref.ref(thing)
    number = hash(ref)
    return ref, number, weakref.ref(Thing())


ref, number, unhashed = hashed()
gc.collect()
print(hash(ref) == number, ref == ref, ref == unhashed)
try:
    hash(unhashed)
except TypeError as error:
    print(error)


# References among what dies together.
def together():
    a, b = Thing(), Thing()
    a.b, b.a = b, a
    a.ref = weakref.ref(b, lambda ref: log.append('never'))


together()
collect()


class Method:
    def call(self):
        return 'called'


def bound():
    obj = Method()
    ref = weakref.WeakMethod(obj.call)
    print(ref()())
    return ref


method = bound()
gc.collect()
print(method())

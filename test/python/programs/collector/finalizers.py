"""Finalizers: once, with resurrection, in order; exceptions in them go to sys.unraisablehook."""
import gc
import sys

log = []


def collect():
    gc.collect()
    print(*log)
    log.clear()


class Named:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append(self.name)


def dropped():
    Named('dropped')


dropped()
collect()


# One that refers to another goes first.
def chain():
    inner = Named('inner')
    outer = Named('outer')
    outer.inner = inner


chain()
collect()


def long_chain():
    last = None
    for i in range(5):
        item = Named(i)
        item.next = last
        last = item


long_chain()
collect()


# Cycles.
def cycle():
    a = Named('cycle')
    a.self = a


cycle()
collect()


def pair():
    a = Named('pair')
    b = Named('pair')
    a.b = b
    b.a = a


pair()
collect()

# Back to life, and no second time.
saved = []


class Phoenix:
    def __del__(self):
        log.append('phoenix')
        saved.append(self)


def burn():
    Phoenix().mark = 'same'


burn()
collect()
print(len(saved), saved[0].mark)
saved.clear()
collect()


# Subclasses of builtin types.
def subclasses():
    for base, args in ((int, (3,)), (str, ('s',)), (list, ([1, 2],)), (dict, ()), (tuple, ((1,),)),
                       (set, ()), (float, (1.5,)), (bytes, (b'x',)), (Exception, ('e',))):
        cls = type('Sub', (base,), {'__del__': lambda self: log.append(type(self).__mro__[1].__name__)})
        cls(*args)


subclasses()
gc.collect()
print(sorted(log))
log.clear()


# Inherited ones, and those of a class that has died with its instance.
class Child(Named):
    pass


def inherited():
    Child('child')

    class Local:
        def __del__(self):
            log.append('local')

    Local().again = Local


inherited()
gc.collect()
print(sorted(log))
log.clear()


# Exceptions.
def hook(args):
    log.append((args.exc_type.__name__, str(args.exc_value), args.object.__name__, args.exc_traceback is not None))


class Broken:
    def __del__(self):
        raise ValueError('broken')


def break_one():
    Broken()


sys.unraisablehook = hook
break_one()
collect()
sys.unraisablehook = sys.__unraisablehook__


# A finalizer may collect, and make more work.
class Busy:
    def __init__(self, depth):
        self.depth = depth

    def __del__(self):
        gc.collect()
        log.append(self.depth)
        if self.depth:
            Busy(self.depth - 1)


def busy():
    Busy(3)


busy()
collect()


# Many of them.
class Counted:
    alive = 0

    def __init__(self):
        Counted.alive += 1

    def __del__(self):
        Counted.alive -= 1


def many():
    for _ in range(20000):
        Counted()


many()
gc.collect()
print(Counted.alive)


def __del__(self):
    log.append('added later')


class Late:
    pass


Late.__del__ = __del__


def late():
    Late()


late()
collect()

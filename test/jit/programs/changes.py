"""What compiled loops take for constants changes while they run: methods, class attributes, bases, globals, builtins, functions' code and defaults."""
import builtins


class Base:
    kind = 1

    def get(self):
        return self.kind

    def other(self):
        return 1000


class Derived(Base):
    pass


def methods(count, o, steps):
    log = []
    for i in range(count):
        log.append(o.get())
        step = steps.get(i)
        if step is not None:
            step()
            log.append(o.get())
    return log


def set_kind(value):
    Base.kind = value


def hide():
    Derived.get = lambda self: -self.kind


def show():
    del Derived.get


print(methods(60, Derived(), {20: lambda: set_kind(2), 30: hide, 40: show, 50: lambda: set_kind(3)}))
print(methods(40, Base(), {i: lambda i=i: set_kind(i) for i in range(5, 40, 5)}))


class Sibling(Base):
    def get(self):
        return 'sibling'


class Moving(Base):
    pass


def rebase():
    Moving.__bases__ = (Sibling,)


print(methods(40, Moving(), {25: rebase}))

LIMIT = 5
FLAG = None


def globals_(count):
    global FLAG
    log = []
    for i in range(count):
        log.append(LIMIT)
        if i == 20:
            set_limit(7)
        if i >= 30:
            set_limit(i)
        if FLAG is not None:
            log.append(FLAG)
        if i % 10 == 9:
            FLAG = i
    return log


def set_limit(value):
    global LIMIT
    LIMIT = value


print(globals_(60))


def shadowed(count):
    log = []
    for i in range(count):
        log.append(len((1, 2)))
        if i == 20:
            globals()['len'] = lambda items: 'global'
        elif i == 30:
            del globals()['len']
        elif i == 40:
            builtins.len = lambda items: 'builtin'
        elif i == 50:
            builtins.len = original
    return log


original = len
print(shadowed(60))


def missing(count):
    log = []
    for i in range(count):
        try:
            log.append(not_there)
        except NameError as e:
            log.append(str(e))
        if i == 15:
            globals()['not_there'] = 'there'
        if i == 30:
            del globals()['not_there']
    return log


print(missing(45))


def add(a, b=1):
    return a + b


def subtract(a, b=1):
    return a - b


def functions(count):
    log = []
    for i in range(count):
        log.append(add(i))
        if i == 15:
            add.__defaults__ = (100,)
        elif i == 30:
            add.__code__ = subtract.__code__
    return log


print(functions(45))


def in_callee(count):
    # The change happens in a call, and what was read before it is still in use behind it.
    total = []
    for i in range(count):
        total.append((LIMIT, bump(i), LIMIT))
    return total


def bump(i):
    global LIMIT
    if i % 16 == 15:
        LIMIT = i * 1.5
        Base.kind = i
    return Base.kind


LIMIT = 0
print(in_callee(70))


class Counter:
    count = 0

    def __init__(self):
        Counter.count += 1


print([Counter().count for _ in range(150)][-3:])


def deleted(count):
    # A name that comes and goes ends as a variable, whether it is there or not.
    log = []
    for i in range(count):
        if i % 6 == 0:
            globals()['coming'] = i
        elif i % 6 == 3:
            del globals()['coming']
        try:
            log.append(coming)
        except NameError:
            log.append('gone')
    return log


print(deleted(80))

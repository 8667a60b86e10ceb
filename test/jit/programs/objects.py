"""Attributes, methods, inheritance, closures and changes of classes while loops that rely on them are compiled."""


class Point:
    kind = 'point'

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def add(self, other):
        return Point(self.x + other.x, self.y + other.y)

    @property
    def size(self):
        return abs(self.x) + abs(self.y)


class Named(Point):
    __slots__ = ('name',)

    def add(self, other):
        made = super().add(other)
        made.kind = 'named'
        return made


def walk(start, step, count):
    p = start
    kinds = {}
    for i in range(count):
        p = p.add(step)
        kinds[p.kind] = kinds.get(p.kind, 0) + 1
        if i == 15:
            step = Named(-1, 2)
        if i == 20:
            p = Named(p.x, p.y)
    return p.x, p.y, p.size, kinds


print(walk(Point(0, 0), Point(1, 2), 30))


def changing(count):
    class Local:
        step = 1

    local = Local()
    total = 0
    for i in range(count):
        total += local.step
        if i == 10:
            Local.step = 5
        if i == 20:
            local.step = 100
        if i == 25:
            del local.step
        if i == 28:
            Local.step = 0.5
    return total


print(changing(12), changing(35))

SCALE = 2


def scaled(values):
    global SCALE
    out = []
    for v in values:
        out.append(v * SCALE)
        if v == 12:
            SCALE = 'ab'
        if v == 14:
            SCALE = 3
    return out


print(scaled(range(20)))


def counter():
    n = 0

    def count(by):
        nonlocal n
        n += by
        return n

    return count


c = counter()
print([c(i) for i in range(25)][-3:])


def calls(count):
    def f(a, b=2, *rest, key=None, **more):
        return a + b + len(rest) + (key or 0) + len(more)

    total = 0
    for i in range(count):
        total += f(i)
        total += f(i, 3)
        total += f(*(i, 1, 1), key=i, other=2)
        total += f(b=i, a=1)
    return total


print(calls(25))


def rare(count):
    found = []
    for i in range(count):
        thing = [1] if i % 9 == 4 else (1, 2) if i % 4 == 1 else 'abc'
        found.append(len(thing) if i != 17 else thing.missing if hasattr(thing, 'missing') else -1)
    return found


print(rare(30))

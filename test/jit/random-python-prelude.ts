/** What all random Python programs start with: checksums, classes with the same methods, context managers, generators. */
export const prelude = `import sys

LIMIT = 1 << 70
shared = 0
dynamic = 1


def wrap(n):
    if isinstance(n, float):
        return n if -1e12 < n < 1e12 else 0.5
    return n if -LIMIT < n < LIMIT else n % 9223372036854775807 - 500


def fold(value):
    if value is None:
        return 1
    if isinstance(value, int):
        return value % 1000003
    if isinstance(value, float):
        return int(value * 16) % 1000003 if -1e300 < value < 1e300 else 5
    if isinstance(value, str):
        return len(value) * 7 + (ord(value[-1]) if value else 0)
    if isinstance(value, (list, tuple)):
        total = len(value)
        for item in value:
            total = (total * 31 + fold(item)) % 1000003
        return total
    if isinstance(value, dict):
        return fold(list(value.items()))
    return fold(value.v)


class Failure(Exception):
    def __init__(self, code, *rest):
        super().__init__(code, *rest)
        self.code = code


class Base:
    kind = 1

    def __init__(self, v, w=1):
        self.v = v
        self.w = w

    def get(self):
        return self.v

    def step(self, k=1):
        self.v = wrap(self.v + k)
        return self

    def mix(self, a, b=2, *, c=3):
        return fold(self.w) * (a % 1009) + b - c

    def __add__(self, other):
        return type(self)(wrap(self.v + 1), other)

    def __lt__(self, other):
        return fold(self.v) < fold(other.v)

    def __repr__(self):
        return f'{type(self).__name__}({self.v!r})'


class Child(Base):
    kind = 2

    def get(self):
        return super().get() + 1

    def step(self, k=1):
        if fold(k) % 7 == 3:
            self.late = k
        return Base.step(self, 2)


class Slots:
    __slots__ = ('v', 'w')
    kind = 3

    def __init__(self, v, w=2):
        self.v = v
        self.w = w

    def get(self):
        return self.w if fold(self.v) % 3 == 0 else self.v

    def step(self, k=1):
        self.v, self.w = wrap(k), self.v
        return self

    def mix(self, *args, **named):
        return sum(n % 1009 for n in args) + len(named)

    def __add__(self, other):
        return Slots(other, self.v)

    def __lt__(self, other):
        return fold(self.w) < fold(other.v)

    def __repr__(self):
        return f'<{self.v!r} {self.w!r}>'


class Props(Base):
    kind = 'p'

    @property
    def v(self):
        return self.x if self.x != 13 else 13.5

    @v.setter
    def v(self, value):
        if value == 7:
            raise ValueError('seven')
        self.x = value

    def __getattr__(self, name):
        if name == 'late':
            return -1
        raise AttributeError(name)

    def __call__(self, n):
        return n + fold(self.x)


classes = [Base, Child, Slots, Props]


class Items:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        if i >= self.n:
            raise IndexError(f'no {i}')
        return i * i % 11

    def __contains__(self, x):
        return x % 3 == self.n % 3


class Twice:
    def __init__(self, n):
        self.i = 0
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        self.i += 1
        if self.i > self.n:
            raise StopIteration
        return self.i * 2 if self.i % 5 else None


class Manager:
    def __init__(self, log, eats=KeyError):
        self.log = log
        self.eats = eats

    def __enter__(self):
        self.log.append(1)
        return len(self.log)

    def __exit__(self, kind, error, trace):
        if len(self.log) > 9:
            del self.log[:]
        if kind is not None:
            self.log.append(2.5)
        return kind is not None and issubclass(kind, self.eats)


def evens(n, k=0):
    for i in range(n):
        if i % 3 == k:
            continue
        yield i if i % 4 else float(i)


def walk(n):
    a, b = 0, 1
    while n > 0:
        n -= 1
        got = yield a
        if got is not None:
            a = got
        a, b = b, (a + b) % 1000000007


def nested(n):
    for i in range(n):
        try:
            yield from evens(i % 4)
            yield i
        finally:
            n += 1


def pick(i, *choices, default=None, **named):
    if named:
        default = sorted(named.items())[0][1]
    return choices[i % len(choices)] if choices and i % 11 else default


def call(function, *args):
    try:
        result = function(*args)
        print(function.__name__, result)
    except Exception as error:
        print(function.__name__, type(error).__name__, error)


def mix(h, value):
    return (h * 31 + fold(value)) % 1000003


class Vector:
    __slots__ = ('x', 'y')

    def __init__(self, x=0, y=0):
        self.x = wrap(x)
        self.y = y

    @property
    def total(self):
        return self.x + self.y

    v = total

    @classmethod
    def of(cls, *items):
        return cls(*items)

    @staticmethod
    def scale(n):
        return fold(n) * 2

    def __eq__(self, other):
        if not isinstance(other, Vector):
            return NotImplemented
        return self.x == other.x and self.y == other.y

    def __hash__(self):
        return hash((fold(self.x), 1))

    def __add__(self, other):
        if isinstance(other, int):
            return Vector(self.x + other, self.y)
        return NotImplemented

    def __radd__(self, other):
        return Vector(other - self.x, self.y)

    def __iadd__(self, other):
        self.x = wrap(self.x + other.x)
        self.y = other.y
        return self

    def __neg__(self):
        return Vector(-self.y, -self.x)

    def __bool__(self):
        return fold(self.x) % 3 != 0

    def __len__(self):
        return 2

    def __iter__(self):
        yield self.x
        yield self.y

    def __getitem__(self, i):
        return [self.x, self.y][i]

    def __setitem__(self, i, value):
        if i == 0:
            self.x = wrap(value)
        else:
            self.y = value

    def __repr__(self):
        return f'Vector({self.x}, {self.y})'


class Once:
    def __set_name__(self, owner, name):
        self.name = name + '_'

    def __get__(self, one, kind=None):
        return self if one is None else getattr(one, self.name, 1)

    def __set__(self, one, value):
        setattr(one, self.name, value * 2)

    def __delete__(self, one):
        delattr(one, self.name)


class Sum:
    def __get__(self, one, kind):
        return fold(one.w) + kind.level


class Tracked(Base):
    level = 0
    once = Once()
    twice = Sum()

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value if name != 'w' else fold(value))

    def __getattribute__(self, name):
        if name == 'anything':
            return 42
        return object.__getattribute__(self, name)


class Number(int):
    def __add__(self, other):
        return Number(int(self) + other + 1)

    def __radd__(self, other):
        return Number(other - int(self))


class Missing(dict):
    def __missing__(self, key):
        if key == 3:
            raise KeyError(key)
        self[key] = key * 7
        return key


def throws(n):
    if n == 1:
        raise KeyError(n)
    if n > 1:
        try:
            return throws(n - 1) + 1
        except KeyError as error:
            if n % 3 == 0:
                raise Failure(n)
            if n % 4 == 0:
                return len(lines(error))
            raise
    return 0


def lines(error):
    found = [str(error)]
    trace = error.__traceback__
    while trace is not None:
        found.append(trace.tb_lineno)
        found.append(trace.tb_frame.f_code.co_name)
        trace = trace.tb_next
    return found


def peek(name):
    return sys._getframe(1).f_locals.get(name)


def where():
    frame = sys._getframe(1)
    return [frame.f_lineno, frame.f_code.co_name]


def finish(i, value):
    while True:
        try:
            if i % 3 == 0:
                return value
            if i % 3 == 1:
                i += 1
                continue
            raise KeyError
        except KeyError:
            break
        finally:
            if i % 5 == 0:
                return i
    return -1


def ping(n, value):
    return value if n <= 0 else pong(n - 1, wrap(value + 1))


def pong(n, value):
    return ping(n - 1, wrap(value * 2))


def echo(total):
    while True:
        try:
            got = yield total
            total = (total + got) % 1000003
        except ValueError as error:
            total -= fold(error.args)
            if total % 4 == 0:
                return total


def tree(n):
    if n > 0:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 2)


helpers = [abs, fold, lambda n: n + 1, str]
helper = abs


def swap(i):
    global helper
    helper = helpers[i % 4]


def bump(n):
    global shared
    shared = (shared + n) % 1009
    return shared
`;

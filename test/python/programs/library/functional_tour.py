"""functools, itertools, contextlib, collections, inspect, traceback, random."""
import collections
import contextlib
import functools
import inspect
import io
import itertools
import operator
import random
import traceback


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


i = itertools
print(list(i.chain([1], (2, 3))), list(i.islice(i.count(5, 2), 3)), list(i.accumulate([1, 2, 3], operator.mul)), [(k, list(g)) for k, g in i.groupby("aabbc")], list(i.product("ab", repeat=2))[:3])
print(list(i.permutations([1, 2, 3], 2)), list(i.combinations("abc", 2)), list(i.zip_longest("ab", "c", fillvalue="-")), list(i.pairwise([1, 2, 3])), list(i.compress("abc", [1, 0, 1])), list(i.starmap(pow, [(2, 3)])))
print([list(t) for t in i.tee([1, 2])], list(i.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(i.dropwhile(bool, [1, 0, 2])), list(i.filterfalse(None, [0, 1])), list(i.repeat(1, 2)), list(i.islice(i.cycle("ab"), 3)), list(i.combinations_with_replacement("ab", 2)))


@functools.lru_cache(maxsize=2)
def slow(x, *, y=0):
    "Doc."
    return x + y


print(slow(1), slow(1), slow(2), slow(3), slow(1), slow.cache_info(), slow.__name__, slow.__wrapped__(5, y=1))
partial = functools.partial(int, base=2)
print(partial("101"), partial, functools.reduce(operator.add, [1, 2, 3], 10), sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))


@functools.singledispatch
def show(x):
    return "object"


@show.register
def _(x: int):
    return "int"


@show.register(list)
def _(x):
    return "list"


@functools.total_ordering
class Version:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __lt__(self, other):
        return self.n < other.n

    @functools.cached_property
    def squared(self):
        print("computing")
        return self.n ** 2


v = Version(3)
print(show(1), show([]), show(""), show.dispatch(bool)(True), Version(1) >= Version(1), v.squared, v.squared)


@contextlib.contextmanager
def managed(name):
    print("enter", name)
    try:
        yield name
    except ValueError as error:
        print("swallowed", error)
    finally:
        print("exit", name)


with managed("a") as a, managed("b"):
    raise ValueError("x")
with contextlib.ExitStack() as stack:
    stack.enter_context(managed("s"))
    stack.callback(print, "callback")
with contextlib.suppress(KeyError), contextlib.redirect_stdout(io.StringIO()) as out:
    print("hidden")
    {}[1]
print(repr(out.getvalue()), contextlib.nullcontext(5).__enter__())
c = collections
counter = c.Counter("abracadabra")
print(counter.most_common(2), counter - c.Counter("aab"), counter["z"], sum(counter.values()), c.ChainMap({1: 2}, {1: 3, 4: 5})[4], c.deque([1, 2, 3], 2), c.defaultdict(list, a=[1]))
P = c.namedtuple("P", "x y", defaults=[5])
print(P(1), P(1)._replace(x=3), P._fields, P(1) == (1, 5), c.OrderedDict(a=1).popitem(), c.UserDict(a=1))
attempt(lambda: P())
attempt(lambda: c.namedtuple("Q", "class"))


def signature(a, /, b: int = 1, *args, c, d=2, **kw) -> str:
    """Does
    nothing."""


s = inspect.signature(signature)
print(s, [p.kind.name for p in s.parameters.values()], s.bind(1, 2, 3, c=4, e=5).arguments, inspect.getdoc(signature), inspect.getfullargspec(signature).kwonlyargs)
attempt(lambda: s.bind())
print(inspect.isgeneratorfunction(lambda: (yield)), inspect.getmro(bool), [n for n, _ in inspect.getmembers(P(1), inspect.ismethod)], inspect.getsource(Version.__lt__), inspect.signature(Version), inspect.unwrap(slow).__name__)


def raiser(n):
    if n:
        raiser(n - 1)
    try:
        1 / 0
    except ZeroDivisionError as error:
        raise KeyError("k") from error


try:
    raiser(1)
except KeyError as error:
    lines = traceback.format_exception(error)
    print("".join(line for line in lines if "File" not in line), traceback.extract_tb(error.__traceback__)[-1].name, len(traceback.extract_tb(error.__traceback__)))
    print(traceback.format_exception_only(error), traceback.TracebackException.from_exception(error).exc_type)
random.seed(42)
print(random.random(), random.randint(1, 100), random.choice("abc"), random.sample(range(100), 3), random.shuffle(x := [1, 2, 3, 4]), x, random.gauss(0, 1), random.choices("ab", [1, 9], k=5), random.uniform(1, 2))
state = random.getstate()
first = random.betavariate(1, 2)
random.setstate(state)
print(first == random.betavariate(1, 2), random.Random("text").random(), random.randbytes(3), random.getrandbits(70), random.triangular(), random.expovariate(1), random.vonmisesvariate(0, 1))

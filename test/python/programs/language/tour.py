def test_gen():
    def g():
        try:
            x = yield 1
            print('got', x)
            yield 2
        finally:
            print('fin')
    i = g(); print(next(i)); print(i.send('v')); i.close()
    def h():
        r = yield from k()
        print('r', r)
    def k():
        yield 'a'
        return 'ret'
    print(list(h()))
test_gen()
class M(type):
    def __new__(m, n, b, d, **kw):
        print('M.new', n, kw); return super().__new__(m, n, b, d)
    def __init__(c, n, b, d, **kw): super().__init__(n, b, d)
class X(metaclass=M, z=1): pass
class Y(X): __slots__ = ('a','b')
y=Y(); y.a=3; print(y.a)
try: y.b
except AttributeError as e: print(e)
try:
    try: 1/0
    except ZeroDivisionError as e: raise ValueError('x') from e
except ValueError as e: print(repr(e.__cause__), e.__context__ is e.__cause__)
match {'k': [1,2,3], 'z': 4}:
    case {'k': [a, *rest], **kw}: print(a, rest, kw)
try:
    raise ExceptionGroup('eg', [ValueError(1), TypeError(2), OSError(3)])
except* ValueError as e: print('v', e.exceptions)
except* TypeError as e: print('t', e.exceptions)
except* OSError as e: print('o', e)
import contextlib
@contextlib.contextmanager
def cm():
    print('in'); yield 5; print('out')
with cm() as v: print(v)
async def co():
    return 42
async def main():
    print(await co())
try: main().send(None)
except StopIteration as e: print('done', e.value)
print(f"{3.14159:.2f} {'x':>5} {255:#x} {1_000_000:,} {'a'!r}")
print('%5.2f|%-5s|%05d' % (3.14159, 'ab', 42))
print(sorted([3,1,2], key=lambda x: -x), sum(range(100)), max('hello'))
print({1,2,3} | {4}, {**{'a':1}}, [*range(3)], dict(a=1))
def rec(n): return rec(n+1)
try: rec(0)
except RecursionError as e: print('RE', e)
import sys
sys.setrecursionlimit(20000)
def deep(n): return 0 if n==0 else 1+deep(n-1)
print(deep(15000))
print(int('123456789'*10) % 97, (2**200)//3**50, hash(2**61), 10**20, -7//2, -7%3, round(2.5), round(2.675,2))
from collections import OrderedDict, defaultdict, Counter, deque, namedtuple
print(Counter('hello').most_common(2), deque([1,2],maxlen=2), namedtuple('P','x y')(1,2))
import itertools
print(list(itertools.combinations('abc',2)), list(itertools.accumulate([1,2,3])))

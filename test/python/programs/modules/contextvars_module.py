import contextvars
from contextvars import ContextVar, Token, copy_context, Context

a = ContextVar('a')
b = ContextVar('b', default=5)
try:
    a.get()
except LookupError as e:
    print(type(e).__name__, e.args[0] is a)
print(a.get(1), b.get(), b.get(7), a.name)
t = a.set(10)
print(a.get(), t.var is a, t.old_value is Token.MISSING, Token.MISSING)
t2 = a.set(11)
print(t2.old_value)
c = copy_context()
print(len(c), c[a], a in c, b in c, c.get(b), c.get(b, 3), list(c.values()), [v.name for v in c])


def change(n, *, k):
    a.set(n)
    print(a.get(), k)
    try:
        c.run(print)
    except RuntimeError as e:
        print(str(e)[:22])
    try:
        a.reset(t2)
    except ValueError as e:
        print(str(e).split(' was ')[1])
    return 'done'


print(c.run(change, 99, k='k'), a.get(), c[a])
a.reset(t2)
print(a.get())
try:
    a.reset(t2)
except RuntimeError as e:
    print(str(e).split(' has ')[1])
try:
    b.reset(t)
except ValueError as e:
    print(str(e).split(' was ')[1])
a.reset(t)
print(a.get(None), c == c.copy(), c != Context(), Context() == Context())
for bad in (lambda: c['x'], lambda: Token(), lambda: ContextVar(1), lambda: c[b]):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, str(e)[:25])
print(ContextVar[int])

"""Exceptions, generators, recursion, nested loops, `with` and `finally` in loops that are compiled."""
import sys


def exceptions(count):
    log = []
    for i in range(count):
        try:
            if i % 3 == 0:
                raise ValueError(i)
            if i % 7 == 1:
                {}[i]
            log.append(i)
        except ValueError as e:
            log.append(-e.args[0])
        except LookupError:
            continue
        finally:
            if i % 5 == 4:
                log.append('f')
    return log


print(exceptions(30))


def deep(n):
    if n == 13:
        raise KeyError(n)
    return n * 2


def from_callee(count):
    total = 0
    for i in range(count):
        try:
            total += deep(i)
        except KeyError as e:
            tb = e.__traceback__
            lines = []
            while tb is not None:
                lines.append(tb.tb_frame.f_code.co_name)
                tb = tb.tb_next
            total += 1000
            print(lines)
    return total


print(from_callee(30))


def numbers(n):
    for i in range(n):
        sent = yield i
        if sent:
            yield sent * 2


def generators(count):
    total = sum(x * x for x in numbers(count) if x % 2)
    g = numbers(count)
    for x in g:
        if x == 11:
            total += g.send(50)
    return total, list(zip(numbers(4), 'abcd'))


print(generators(30))


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(15))


def nested(n):
    found = []
    for i in range(2, n):
        for j in range(2, i):
            if i % j == 0:
                break
        else:
            found.append(i)
    return found


print(nested(60))


class Context:
    depth = 0

    def __enter__(self):
        Context.depth += 1
        return self

    def __exit__(self, kind, value, traceback):
        Context.depth -= 1
        return kind is OverflowError


def contexts(count):
    for i in range(count):
        with Context(), Context() as c:
            if i == 17:
                raise OverflowError
            if i == 22:
                return i, c.depth


print(contexts(40), Context.depth)


def frames(count):
    seen = set()
    for i in range(count):
        frame = sys._getframe()
        seen.add((frame.f_lineno - frame.f_code.co_firstlineno, frame.f_locals['i'] == i))
    return sorted(seen)


print(frames(20))


def endless(n):
    return endless(n + 1)


try:
    endless(0)
except RecursionError:
    print('RecursionError')

"""functools.lru_cache: which entry a full cache drops, and keys whose __eq__ calls the function again."""

from functools import lru_cache

calls = []


@lru_cache(maxsize=3)
def square(x):
    calls.append(x)
    return x * x


def ask(*values):
    calls.clear()
    print(values, [square(value) for value in values], calls, square.cache_info())


ask(1, 2, 3)
ask(1)
ask(4)
ask(1, 3, 4)
ask(2)
ask(2, 2, 2, 4, 1)
square.cache_clear()
ask(4, 4, 5, 6, 7, 4)


@lru_cache(maxsize=2)
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


print(fibonacci(20), fibonacci.cache_info())


class Key:
    """Equal by number; comparing number 2 calls the cached function with two other keys."""

    def __init__(self, number, hash_value):
        self.number = number
        self.hash_value = hash_value

    def __hash__(self):
        return self.hash_value

    def __eq__(self, other):
        if self.number == 2:
            cached(Key(1, 1))
            cached(Key(3, 3))
        return self.number == other.number


@lru_cache(maxsize=10)
def cached(key):
    return key.number * 10


for number in (1, 3, 2, 2, 1, 2):
    print(number, cached(Key(number, number)))


# All keys in one place of the table, and a cache that is full: entries go while others are compared.
class Clash:
    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return 7

    def __eq__(self, other):
        return self.number == other.number


@lru_cache(maxsize=2)
def clashing(key):
    return -key.number


print([clashing(Clash(number)) for number in (1, 2, 3, 1, 2, 2, 3)], clashing.cache_info())


# An error in __eq__ leaves the cache as it was.
class Bad(Clash):
    __hash__ = Clash.__hash__

    def __eq__(self, other):
        raise ZeroDivisionError("eq")


try:
    clashing(Bad(0))
except ZeroDivisionError as error:
    print("error:", error)
print(clashing.cache_info().currsize)

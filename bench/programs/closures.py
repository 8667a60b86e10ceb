"""Closures and functions as values: counters, composition, decorators, comprehension, lambda."""
import functools


def counter():
    count = 0

    def increase(step=1):
        nonlocal count
        count += step
        return count

    return increase


def compose(*functions):
    def run(value):
        for function in functions:
            value = function(value)
        return value

    return run


def logged(function):
    calls = []

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        calls.append(len(args))
        return function(*args, **kwargs)

    wrapper.calls = calls
    return wrapper


@logged
def weigh(a, b, factor=1):
    return a * factor + b


def main():
    weigh.calls.clear()
    bump = counter()
    for number in range(1_400_000):
        bump(number & 3)
    steps = compose(*[lambda x, n=n: x * n % 1009 + n for n in range(1, 9)])
    total = sum(steps(number) for number in range(150_000))
    weights = 0
    for number in range(500_000):
        weights += weigh(number, 1, factor=2)
    add = functools.partial(weigh, 10)
    mapped = sum(map(lambda x: add(x), range(150_000)))
    print(bump(0), total, weights, len(weigh.calls), mapped, functools.reduce(lambda a, b: a ^ b, range(200_000)))


if __name__ == "__main__":
    main()

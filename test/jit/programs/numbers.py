"""Ints that grow over a word, floats, comparisons, bits: in loops that are compiled."""


def overflow(x, step, count):
    for _ in range(count):
        x = x + step
    return x


print(overflow(2**63 - 500, 100, 30), overflow(-(2**63) + 500, -100, 30))


def powers(base, count):
    x = 1
    found = []
    for i in range(count):
        x *= base
        if i % 5 == 0:
            found.append(x)
    return found


print(powers(3, 60)[-1], powers(-7, 40)[-1], powers(1.5, 40)[-1])


def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


print([collatz(n) for n in range(1, 40)])


def mixed(count):
    total = 0
    for i in range(count):
        if i == 20:
            total = total + 0.5
        if i == 30:
            total = int(total) << 70
        total += i & 3 | i << 1 ^ 5
        total -= i % 7 - i // -3
    return total


print(mixed(15), mixed(25), mixed(45))


def floats(count):
    x = y = 0.0
    for i in range(count):
        x = x * x - y * y + 0.3
        y = 2 * x * y + 0.01
        if x != x or x > 1e300:
            return i, 'left'
    return round(x, 9), round(y, 9)


print(floats(60))


def divide(values):
    results = []
    for v in values:
        try:
            results.append(7 // v)
        except ZeroDivisionError as e:
            results.append(str(e))
    return results


print(divide([1, 2, 0, -3, 0, 4, 5, 0, 6] * 3))

"""Generators: pipelines, yield from, send, generator expressions, iterators of classes."""


class Countdown:
    def __init__(self, start):
        self.left = start

    def __iter__(self):
        return self

    def __next__(self):
        if self.left == 0:
            raise StopIteration
        self.left -= 1
        return self.left


def integers(limit):
    number = 0
    while number < limit:
        yield number
        number += 1


def odd(source):
    for number in source:
        if number & 1:
            yield number


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)


def average():
    total = count = 0
    while True:
        value = yield total // count if count else 0
        total += value
        count += 1


def main():
    print(sum(x * x % 7 for x in odd(integers(1_200_000))))
    print(sum(tree(16)))
    running = average()
    next(running)
    last = 0
    for number in range(500_000):
        last = running.send(number)
    print(last, sum(Countdown(500_000)), max(a - b for a, b in zip(integers(300_000), Countdown(300_000))))


if __name__ == "__main__":
    main()

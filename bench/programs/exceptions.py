"""try/except: raising and catching, finally, chained errors, with blocks, failing lookups."""


class Refused(Exception):
    def __init__(self, number):
        super().__init__(number)
        self.number = number


class Guard:
    def __init__(self):
        self.entered = self.failed = 0

    def __enter__(self):
        self.entered += 1
        return self

    def __exit__(self, kind, value, traceback):
        self.failed += kind is not None
        return kind is Refused


def check(number):
    if number % 3 == 0:
        raise Refused(number)
    return number


def chain(number):
    try:
        check(number)
    except Refused as error:
        raise ValueError("chained") from error
    finally:
        chain.calls += 1


def main():
    chain.calls = 0
    total = 0
    guard = Guard()
    for number in range(250_000):
        try:
            total += check(number)
        except Refused as error:
            total -= error.number
        with guard:
            check(number)
    causes = 0
    for number in range(150_000):
        try:
            chain(number)
        except ValueError as error:
            causes += error.__cause__.number
    missing = 0
    table = {number: number for number in range(0, 1000, 2)}
    for number in range(400_000):
        try:
            missing += table[number % 1000] & 1
        except KeyError:
            missing += 1
    print(total, guard.entered, guard.failed, causes, chain.calls, missing)


if __name__ == "__main__":
    main()

"""While loops over integers that fit a machine word: a random generator, greatest common divisors, counting bits."""


def mix(count):
    state = 12345
    total = 0
    i = 0
    while i < count:
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        if state & 0x400:
            total += state >> 8
        else:
            total -= i
        i += 1
    return total


def divisors(limit):
    total = 0
    i = 1
    while i < limit:
        a = 720_720
        b = i
        while b != 0:
            a, b = b, a % b
        total += a
        i += 1
    return total


def bits(limit):
    total = 0
    i = 0
    while i < limit:
        left = i
        while left:
            left &= left - 1
            total += 1
        i += 1
    return total


def main():
    print(mix(2_500_000), divisors(350_000), bits(350_000))


if __name__ == "__main__":
    main()

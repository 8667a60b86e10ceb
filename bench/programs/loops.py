"""Integer loops: sieve, collatz lengths, nested while."""


def sieve(limit):
    flags = [True] * (limit + 1)
    for i in range(2, int(limit**0.5) + 1):
        if flags[i]:
            for j in range(i * i, limit + 1, i):
                flags[j] = False
    return sum(flags) - 2


def collatz(limit):
    best = 0
    for start in range(1, limit):
        n = start
        steps = 0
        while n != 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            steps += 1
        if steps > best:
            best = steps
    return best


def nested(size):
    total = 0
    i = 0
    while i < size:
        j = 0
        while j < size:
            total = (total + i * j ^ j) & 0xFFFFF
            j += 1
        i += 1
    return total


def main():
    print(sieve(1_000_000), collatz(40_000), nested(1_200))


if __name__ == "__main__":
    main()

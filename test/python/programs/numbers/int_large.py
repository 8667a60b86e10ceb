"""Large ints: lengths around those at which other algorithms begin, digits that are all ones or zeros, sums of hashes of the results."""
import math
import sys

sys.set_int_max_str_digits(0)


class Numbers:
    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        return (self.state >> 33) % limit

    def bits(self, count):
        value = 0
        for _ in range(count // 31 + 1):
            value = value << 31 | self.below(1 << 31)
        return value >> (31 - count % 31)

    def number(self, most):
        count = 1 + self.below(most)
        kind = self.below(5)
        if kind == 0:
            value = (1 << count) - 1
        elif kind == 1:
            value = 1 << count
        elif kind == 2:
            value = (1 << count) - (1 << self.below(count))
        else:
            value = self.bits(count)
        return -value if self.below(3) == 0 else value


def text_results(a, numbers):
    text = str(a)
    assert int(text) == a
    assert int(hex(a), 16) == a and int(oct(a), 8) == a and int(bin(a), 2) == a
    size = a.bit_length() // 8 + 1
    assert int.from_bytes(a.to_bytes(size, "big", signed=True), "big", signed=True) == a
    assert int.from_bytes(a.to_bytes(size, "little", signed=True), "little", signed=True) == a
    base = 3 + numbers.below(34)
    digits = "".join("0123456789abcdefghijklmnopqrstuvwxyz"[numbers.below(base)] for _ in range(1 + numbers.below(300)))
    return [len(text), int(text[-9:].lstrip("-") or 0), int(digits, base), a.bit_count(), a.bit_length(), hash(a)]


def results(a, b, numbers):
    yield from (a + b, a - b, a * b, a * a, a & b, a | b, a ^ b, ~a)
    shift = numbers.below(200)
    yield from (a << shift, a >> shift, math.gcd(a, b), math.isqrt(abs(a)))
    yield from text_results(a, numbers)
    if b:
        quotient, remainder = divmod(a, b)
        assert quotient * b + remainder == a and (0 <= remainder < b or b < remainder <= 0)
        yield from (quotient, remainder, a // b, a % b, (a * b + abs(b) - 1) // b, (a * b - 1) % b)
        if b.bit_length() < 1000:
            yield pow(a, abs(numbers.number(200)), b)
    for value in (a, b):
        if value.bit_length() < 1000:
            yield int(float(value))


for seed in range(4):
    numbers = Numbers(seed)
    total = 0
    for round in range(60):
        most = (64, 130, 300, 2_000, 6_000, 20_000)[round % 6]
        a, b = numbers.number(most), numbers.number((most, 60, 64, 130)[numbers.below(4)])
        for value in results(a, b, numbers):
            total = (total * 1_000_003 + hash(value)) % (2**61 - 1)
    print(seed, total)

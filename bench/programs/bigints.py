"""Big integers: digits of pi, factorials, powers modulo a prime, conversion to text."""
import math
import sys


def pi_digits(count):
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    digits = []
    while len(digits) < count:
        if 4 * q + r - t < m * t:
            digits.append(m)
            q, r, m = 10 * q, 10 * (r - m * t), (10 * (3 * q + r)) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2
    return "".join(map(str, digits))


def main():
    sys.set_int_max_str_digits(0)
    print(pi_digits(3_000)[-10:])
    product = 1
    for number in range(1, 6_000):
        product *= number
    print(len(str(product)), product == math.factorial(5_999), product.bit_length())
    prime = 2**521 - 1
    print(sum(pow(base, prime - 2, prime) for base in range(2, 200)) % 1_000_007)
    print(str(3**20_000)[:12], int("7" * 6_000) % 1_000_003, math.isqrt(10**2_000) % 97, hash(7**900) % 1009)


if __name__ == "__main__":
    main()

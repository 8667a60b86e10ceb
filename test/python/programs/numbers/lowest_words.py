"""Integers about the ends of machine words, the lowest word above all: it has no negation that is a word."""

for bits in (31, 52, 53, 54, 62, 63, 64):
    low = -(1 << bits)
    high = (1 << bits) - 1
    print(bits, low, -low, ~high == low, -high - 1 == low, ~high - low, hash(~high) == hash(low), {low: 1}.get(~high))
    anded = (low + 1) & -(1 << (bits - 1)) - 6
    print(anded, anded == low, anded - low, low == (low | 0), low ^ high, low & (1 << 100), low | (1 << 100))
    print(low - 1, low + 1, low * -1, abs(low), low // -1, divmod(low, -1), low % 7, low >> 3 << 3 == low, low << 70 >> 70 == low)
    print(low - (1 << 90), (1 << 90) + low, low * low, low < -(1 << 90), low > -(1 << 90), -(1 << 90) // low, low // (1 << 90))
    print(int(str(low)) == low, int(str(low)), float(low), low.bit_length(), low.to_bytes(9, "little", signed=True), f"{low:x}")
    for x in (low, low + 1, high, -1, 5):
        for y in (low, low - 1, low + 1, high, high + 1, 1 << 99, -(1 << 99)):
            if (x & y, x ^ y, x - y) != (~(~x | ~y), (x | y) & ~(x & y), -(y - x)):
                print("differ:", x, y)

# Operators on random ints of many sizes: results and errors as one line each.
seed = 12345
def rnd(n):
    global seed
    seed = (seed * 6364136223846793005 + 1442695040888963407) % (1 << 64)
    return (seed >> 20) % n
def rint():
    kind = rnd(8)
    bits = [3, 8, 26, 31, 54, 64, 90, 400][kind]
    v = 0
    for i in range(bits // 30 + 1):
        v = v * (1 << 30) + rnd(1 << 30)
    v %= 1 << bits
    if rnd(4) == 0:
        v = (1 << rnd(bits + 1)) - rnd(3)
    return -v if rnd(2) else v
def attempt(name, f, *args):
    try:
        r = f(*args)
    except (ZeroDivisionError, OverflowError, ValueError) as e:
        r = type(e)
    print(name, r)
for i in range(600):
    a = rint()
    b = rint()
    c = rint()
    print(a, b)
    attempt('add', lambda: a + b)
    attempt('sub', lambda: a - b)
    attempt('mul', lambda: a * b)
    attempt('div', lambda: a // b)
    attempt('mod', lambda: a % b)
    attempt('divmod', lambda: divmod(a, b))
    attempt('truediv', lambda: a / b)
    attempt('bits', lambda: (a & b, a | b, a ^ b, ~a, -a, abs(b)))
    s = rnd(150)
    attempt('shift', lambda: (a << s, a >> s))
    attempt('pow', lambda: a ** (s % 9))
    attempt('powmod', lambda: pow(a, abs(b), c))
    attempt('inverse', lambda: pow(a, -1, c))
    attempt('order', lambda: (a < b, a <= b, a == b, a != b, a > b, a >= b))
    attempt('hash', lambda: hash(a))
    attempt('float', lambda: float(a))
    attempt('floats', lambda: (float(a) == a, float(a) < b, a <= float(b), float(a) + b, a / float(b)))
    attempt('round', lambda: (round(a, -s), round(b, -(s % 10))))
    attempt('lengths', lambda: (a.bit_length(), b.bit_count()))
    attempt('bytes', lambda: int.from_bytes(a.to_bytes(60, 'little', signed=True), 'little', signed=True) == a)

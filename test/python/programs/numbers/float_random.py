# Operators and text of random floats.
seed = 54321
def rnd(n):
    global seed
    seed = (seed * 6364136223846793005 + 1442695040888963407) % (1 << 64)
    return (seed >> 20) % n
special = [0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, 1e16, 1e22, 1e23, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, float('inf'), -float('inf'), float('nan')]
def rfloat():
    kind = rnd(6)
    if kind == 0:
        return special[rnd(16)]
    m = rnd(1 << 30) * (1 << 23) + rnd(1 << 23)
    if kind == 1:
        e = rnd(2098) - 1074
    elif kind == 2:
        m = rnd(1000)
        e = -rnd(12)
    else:
        e = rnd(60) - 60
    s = float.fromhex('0x' + '1p' + '0') if False else 1.0
    if e + 53 > 1023:
        e -= 60
    v = m * (2.0 ** (e // 2)) * (2.0 ** (e - e // 2))
    return -v if rnd(2) else v
def attempt(name, f):
    try:
        r = f()
    except (ZeroDivisionError, OverflowError, ValueError) as e:
        r = type(e)
    print(name, r)
for i in range(800):
    a = rfloat()
    b = rfloat()
    print(a, b, a.hex())
    attempt('arith', lambda: (a + b, a - b, a * b))
    attempt('div', lambda: a / b)
    attempt('floordiv', lambda: a // b)
    attempt('mod', lambda: a % b)
    attempt('divmod', lambda: divmod(a, b))
    attempt('hash', lambda: a != a or hash(a))
    attempt('int', lambda: int(a))
    attempt('ratio', lambda: a.as_integer_ratio())
    attempt('order', lambda: (a < b, a <= b, a == b, a != b, a > b, a >= b))
    attempt('round', lambda: round(a))
    n = rnd(12)
    attempt('round n', lambda: (round(a, n), round(b, -n)))
    attempt('hex', lambda: float.fromhex(b.hex()))
    attempt('text', lambda: float(repr(a)) == a)
    attempt('is', lambda: (a.is_integer(), -a, abs(b), bool(a)))
    attempt('ints', lambda: (int(a) == a, int(a) < b, int(a) / 3, int(b) > a))

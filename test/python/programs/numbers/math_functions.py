# Module math: exact results, special values, errors.
import math
nan = math.nan
inf = math.inf
def attempt(name, f):
    try:
        r = f()
    except Exception as e:
        r = type(e).__name__ + ': ' + str(e)
    print(name, r)
values = [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.0, 100.0, 1e300, -1e300, inf, -inf, nan]
one = ['acos', 'acosh', 'asin', 'atan', 'atanh', 'cbrt', 'ceil', 'cos', 'degrees', 'erf', 'exp2', 'fabs', 'floor', 'frexp', 'isfinite', 'isinf', 'isnan', 'log', 'log10', 'log2', 'modf', 'sqrt', 'trunc', 'ulp', 'radians']
for name in one:
    f = getattr(math, name)
    for v in values:
        if name in ('ceil', 'floor', 'trunc') and abs(v) > 1e20:
            continue
        if name in ('cos', 'sin', 'erf', 'acosh', 'atanh', 'cbrt', 'log') and v == v and 0 < abs(v) < inf and (v != 1 or name == 'erf'):
            attempt(name, lambda: round(f(v), 9))
        else:
            attempt(name, lambda: f(v))
two = ['atan2', 'copysign', 'fmod', 'nextafter', 'pow', 'remainder', 'isclose', 'hypot']
for name in two:
    f = getattr(math, name)
    for v in values:
        for w in values:
            # The last digit of atan2 is the C library's own.
            attempt(name, lambda: round(f(v, w), 12) if name == 'atan2' else f(v, w))
for n in range(-2, 30):
    attempt('factorial', lambda: math.factorial(n))
    attempt('gamma', lambda: '%.12g' % math.gamma(n))
    attempt('isqrt', lambda: math.isqrt(n))
print(math.factorial(200))
print(math.comb(10, 3), math.comb(100, 50), math.comb(3, 5), math.perm(10, 3), math.perm(5), math.perm(30, 20))
print(math.gcd(), math.gcd(12, -18), math.gcd(2**100, 6**50), math.lcm(), math.lcm(4, 6, 10), math.lcm(0, 3))
print(math.isqrt(10**100), math.isqrt(2**201 - 1), [math.isqrt(k * k - 1) for k in (2**20, 2**40, 2**80)])
attempt('isqrt', lambda: math.isqrt(1.5))
attempt('comb', lambda: math.comb(-1, 2))
attempt('perm', lambda: math.perm(2, -1))
attempt('log', lambda: math.log(0))
attempt('log', lambda: math.log(10**400))
attempt('log2', lambda: math.log2(2**2000))
attempt('log10', lambda: math.log10(10**400))
attempt('log', lambda: math.log(8, 2))
attempt('log', lambda: math.log(2, 1))
attempt('log', lambda: math.log('x'))
attempt('ldexp', lambda: math.ldexp(1.5, 10**100))
attempt('ldexp', lambda: math.ldexp(1.5, -10**100))
attempt('ldexp', lambda: math.ldexp(0.75, -1073))
attempt('ldexp', lambda: math.ldexp(1.5, 1.0))
attempt('ldexp', lambda: [math.ldexp(0.9999, -1070 - k) for k in range(8)])
print(math.fsum([1e100, 1.0, -1e100, 1e-100, 1e50, -1.0, -1e50]), math.fsum([.1] * 10), math.fsum([]))
attempt('fsum', lambda: math.fsum([1e308, 1e308]))
attempt('fsum', lambda: math.fsum([inf, -inf]))
attempt('fsum', lambda: math.fsum([inf, 1]))
print(math.prod([1, 2, 3]), math.prod([]), math.prod([2.5, 2], start=10), math.prod(range(1, 30)))
print(math.dist((0, 0), (3, 4)), math.dist([1, 2, 3], [4, 5, 6]), math.hypot(), math.hypot(-3), math.hypot(1e308, 1e308), math.hypot(5e-324, 5e-324), math.hypot(1, 1, 1, 1))
attempt('dist', lambda: math.dist((1,), (1, 2)))
print(math.pi, math.e, math.tau)

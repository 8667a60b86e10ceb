# Complex functions: every combination of zeros, infinities and NaNs; ordinary values rounded.
import cmath
inf = float('inf')
nan = float('nan')
parts = [0.0, -0.0, 1.0, -1.0, 2.5, -0.75, inf, -inf, nan]
def short(x):
    return x if x != x or abs(x) == inf or x == 0 else float('%.12g' % x)
names = ['acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'cos', 'cosh', 'exp', 'log', 'log10', 'sin', 'sinh', 'sqrt', 'tan', 'tanh', 'phase', 'polar', 'isfinite', 'isinf', 'isnan']
for name in names:
    f = getattr(cmath, name)
    for x in parts:
        for y in parts:
            z = complex(x, y)
            try:
                r = f(z)
                if isinstance(r, complex):
                    r = (short(r.real), short(r.imag))
                elif isinstance(r, tuple):
                    r = (short(r[0]), short(r[1]))
                elif isinstance(r, float):
                    r = short(r)
            except Exception as e:
                r = type(e).__name__ + str(e)
            print(name, z, r)
for x in parts:
    for y in parts:
        try:
            r = cmath.rect(x, y)
            r = (short(r.real), short(r.imag))
        except Exception as e:
            r = type(e).__name__ + str(e)
        print('rect', x, y, r)
print(cmath.log(8, 2), cmath.isclose(1, 1 + 1e-10j), cmath.isclose(1, 1.1), cmath.inf, cmath.nanj, cmath.infj)
for call in (lambda: cmath.log(2, 1), lambda: cmath.exp(1000), lambda: cmath.cosh(800 + 1j), lambda: cmath.sqrt('x'), lambda: cmath.isclose(1, 2, rel_tol=-1)):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)

# Equal numbers have equal hashes, and the rest is C's arithmetic in 64 bits.
parts = (0.0, 1.0, -1.0, 0.5, 1e300, -3.0, 2.0**61, cmath.inf)
print([hash(complex(x, y)) for x in parts for y in parts])
print(all(hash(complex(x, 0)) == hash(x) for x in parts), hash(2 + 3j), {1 + 0j: 'one'}[1])

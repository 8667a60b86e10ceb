# Module decimal: arithmetic, rounding, text, signals, contexts.
import decimal
from decimal import *
D = Decimal
def attempt(name, f):
    try:
        r = f()
    except Exception as e:
        r = type(e).__name__ + ': ' + str(e)
    print(name, repr(r))
print(getcontext())
seed = 99
def rnd(n):
    global seed
    seed = (seed * 6364136223846793005 + 1442695040888963407) % (1 << 64)
    return (seed >> 20) % n
def rdec():
    kind = rnd(12)
    if kind == 0:
        return D(['0', '-0', 'Infinity', '-Infinity', 'NaN', 'NaN12', '1', '-1', '0E+5', '1E-7'][rnd(10)])
    digits = rnd(10 ** (1 + rnd(30)))
    e = rnd(20) - 10 if kind < 10 else rnd(2000) - 1000
    return D((rnd(2), tuple(int(c) for c in str(digits)), e))
for i in range(300):
    a = rdec()
    b = rdec()
    getcontext().prec = [28, 5, 1, 9, 50][rnd(5)]
    getcontext().rounding = [ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP][rnd(8)]
    getcontext().Emax = [999999, 30][rnd(2)]
    getcontext().Emin = [-999999, -30][rnd(2)]
    getcontext().clamp = rnd(2)
    getcontext().clear_flags()
    print(i, a, b)
    attempt('add', lambda: a + b)
    attempt('sub', lambda: a - b)
    attempt('mul', lambda: a * b)
    attempt('div', lambda: a / b)
    attempt('floordiv', lambda: a // b)
    attempt('mod', lambda: a % b)
    attempt('near', lambda: a.remainder_near(b))
    attempt('divmod', lambda: divmod(a, b))
    attempt('unary', lambda: (-a, +a, abs(b)))
    attempt('compare', lambda: (a.compare(b), a == b, a.compare_total(b), a.compare_total_mag(b)))
    attempt('less', lambda: a < b)
    attempt('max', lambda: (a.max(b), a.min(b), a.max_mag(b), a.min_mag(b)))
    attempt('quantize', lambda: a.quantize(D((0, (1,), rnd(20) - 10))))
    attempt('integral', lambda: (a.to_integral_value(), a.to_integral_exact()))
    attempt('normalize', lambda: a.normalize())
    attempt('sqrt', lambda: a.sqrt())
    attempt('next', lambda: (a.next_plus(), a.next_minus(), a.next_toward(b)))
    attempt('text', lambda: (str(a), a.to_eng_string(), a.as_tuple(), a.adjusted(), a.number_class()))
    attempt('hash', lambda: a.is_nan() or hash(a))
    attempt('fma', lambda: a.fma(b, D('1.5')))
    attempt('scale', lambda: (a.logb(), a.scaleb(3), a.shift(1), a.rotate(-1)))
    attempt('int', lambda: abs(a.adjusted()) > 50 or (int(a), round(a), a.__floor__(), a.__ceil__()))
    attempt('float', lambda: float(a))
    attempt('ratio', lambda: abs(a.adjusted()) > 50 or a.as_integer_ratio())
    attempt('format', lambda: ['{:.3f}'.format(a) if a.adjusted() < 50 else 0, '{:.2e}'.format(a), '{:g}'.format(a), '{:10.4}'.format(a), '{:,}'.format(a) if a.adjusted() < 50 else 0])
    attempt('same', lambda: a.same_quantum(b))
    if not a.is_nan() and abs(a.adjusted()) < 30:
        attempt('exp', lambda: (a % 50).exp())
        attempt('ln', lambda: abs(a).ln())
        attempt('log10', lambda: abs(a).log10())
        attempt('pow', lambda: a ** 3)
    print(getcontext().flags)
setcontext(Context())
for s in ['1_000.5', ' 12 ', '+.5e-3', '1e', '', 'x', 'nan', 'snan5', '-inf', '1.2.3']:
    attempt(s, lambda: D(s))
for call in (lambda: D(1) / 0, lambda: D(0) / 0, lambda: D('sNaN') + 1, lambda: D(1) == 1.0, lambda: D('NaN') < 1, lambda: D([]), lambda: D((1, 2, 3)), lambda: D(1.1), lambda: D.from_float(0.5), lambda: pow(D(3), 4, 5), lambda: D(2) ** D('0.5'), lambda: D(2) ** -3, lambda: Context(prec=0), lambda: Context(rounding='x'), lambda: setcontext(1), lambda: localcontext(3), lambda: D('1101').logical_and(D('1011')), lambda: D('1').logical_invert().adjusted(), lambda: Context(prec=3).create_decimal('1.23456'), lambda: D('1e400') * D('1e999999'), lambda: D(7).quantize(D('0.01')), lambda: round(D('2.675'), 2), lambda: D('1.10') == D('1.1'), lambda: hash(D('1.10')) == hash(D('1.1')), lambda: hash(D('0.5')) == hash(0.5), lambda: sum([D('0.1')] * 10), lambda: D('12345.678').__format__(',.2f'), lambda: D('0.15').__format__('.1%'), lambda: isinstance(D(1) / 3, D)):
    attempt('call', call)
with localcontext() as ctx:
    ctx.prec = 5
    print(D(1) / 3, ctx.flags[Inexact])
print(D(1) / 3, getcontext() is not DefaultContext)
with localcontext(prec=7) as ctx:
    print(D(2).sqrt(), D(2).ln(), D(2).exp(), D(2).log10())
class E(Decimal):
    pass
print(type(E('1.5')), type(E('1.5') + 1), E('1.5') == D('1.5'))
getcontext().traps[Inexact] = True
attempt('inexact', lambda: D(1) / 3)
print(getcontext())
print(BasicContext, ExtendedContext)

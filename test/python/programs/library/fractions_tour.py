"""fractions, decimal and statistics together."""
import decimal
import math
import statistics
from decimal import Decimal, getcontext, localcontext
from fractions import Fraction


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


f = Fraction(3, -6)
print(f, repr(f), f.numerator, f + 1, f * 2.0, f ** 2, f ** -1, f ** 0.5 if f > 0 else abs(f), -f, f < 0, f == -0.5, hash(Fraction(1, 2)) == hash(0.5))
print(Fraction("3.14"), Fraction(" -7/3 "), Fraction("1e-3"), Fraction(0.1), Fraction(Decimal("1.25")), Fraction(math.pi).limit_denominator(100))
print(Fraction(7, 3) // 1, Fraction(7, 3) % 1, divmod(Fraction(7, 3), Fraction(1, 2)), round(Fraction(7, 3)), round(Fraction(22, 7), 2), int(Fraction(-7, 2)), math.floor(Fraction(-7, 2)), float(Fraction(1, 3)))
print(sum([Fraction(1, n) for n in range(1, 8)]), Fraction(1, 3) + Decimal(1) if False else Fraction(1, 3).as_integer_ratio(), Fraction(5).limit_denominator(1))
attempt(lambda: Fraction(1, 0))
attempt(lambda: Fraction("x"))
attempt(lambda: Fraction(1.5, 2))
d = Decimal("1.10")
print(d + Decimal("2.2"), d * 3, d / 3, d.quantize(Decimal("0.1")), d.normalize(), d.as_tuple(), d.adjusted(), -d, d ** 2, d.sqrt(), f"{d:>10.3f}", d == Decimal("1.1"))
print(Decimal("Infinity") + 1, Decimal("NaN").is_nan(), Decimal(10).ln(), Decimal(2).log10(), Decimal("1e3").to_eng_string(), Decimal(0.1), Decimal((1, (1, 2), -1)))
with localcontext() as context:
    context.prec = 5
    context.rounding = decimal.ROUND_DOWN
    print(Decimal(2) / 3, Decimal("1.23456789") + 0, context.prec, context.flags[decimal.Inexact])
    context.traps[decimal.Inexact] = True
    attempt(lambda: Decimal(1) / 3)
print(getcontext().prec, Decimal(1) / 7)
attempt(lambda: Decimal(1) / 0)
attempt(lambda: Decimal("abc"))
print(Decimal("1.5").compare(Decimal("2")), Decimal(7) // 2, Decimal(-7) % 3, divmod(Decimal(7), 2), Decimal("3.7").to_integral_value(), int(Decimal("-3.7")), round(Decimal("2.675"), 2), f"{Decimal('1234567.891'):,.2f}")
data = [1, 2, 2, 3, 4, 7, 9]
print(statistics.mean(data), statistics.median(data), statistics.mode(data), statistics.stdev(data), statistics.variance(data), statistics.pstdev(data), statistics.quantiles(data, n=4))
print(statistics.fmean([1, 2, 4]), statistics.geometric_mean([1, 10, 100]), statistics.harmonic_mean([40, 60]), statistics.multimode("aabbc"), statistics.median_low([1, 2, 3, 4]), statistics.mean([Fraction(1, 2), Fraction(1, 3)]))
print(statistics.linear_regression([1, 2, 3], [2, 4, 6]), statistics.correlation([1, 2, 3], [3, 2, 1]), statistics.covariance([1, 2, 3], [1, 2, 4]))
normal = statistics.NormalDist(100, 15)
print(normal, round(normal.cdf(115), 12), normal.pdf(100), normal.inv_cdf(0.9), normal + 5, normal * 2, normal.overlap(statistics.NormalDist(110, 15)), normal.zscore(130))
attempt(lambda: statistics.mean([]))
attempt(lambda: statistics.stdev([1]))

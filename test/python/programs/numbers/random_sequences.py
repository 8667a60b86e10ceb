# The generator's sequences are those of CPython for every kind of seed.
import _random
r = _random.Random(5)
print([r.random() for i in range(5)], [r.getrandbits(k) for k in (1, 7, 32, 33, 64, 100, 0)])
for seed in (0, 1, -1, 2**32, 2**64 - 1, 10**50, 1.5, -2.5):
    r.seed(seed)
    print(seed, [r.random() for i in range(2)], r.getrandbits(40))
state = r.getstate()
print(len(state), state[:3], state[624])
a = [r.random() for i in range(700)]
r.setstate(state)
print(a == [r.random() for i in range(700)])
for call in (lambda: r.setstate(1), lambda: r.setstate((1, 2)), lambda: r.getrandbits(-1), lambda: r.setstate(state[:624] + (700,))):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)

"""Loops that are entered behind their preamble by what has objects of other types where the loop has its own."""


def items(n):
    d = {1: 1, 2: 2, 3: 3, 4: 4.5}
    e = {'a': 1, 'b': 2, 'c': 3, 'd': 4}
    total = 0
    for k in range(n):
        for x, y in list((d if k % 6 > 1 else e).items()):
            total += y
    return total


def keywords(**named):
    return sorted(named.items())[0][1]


def total_of(d):
    total = 0
    for key, value in list(d.items()):
        total += value
    return total


print([items(40) for k in range(9)])
for k in range(30):
    print(keywords(z=k, y=1), total_of({1: k, 'b': 2.5, None: 1}), total_of({'a': k, 'b': 2, 'c': 3}))

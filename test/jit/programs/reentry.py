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


class Node:
    def __init__(self, value):
        self.value = value


def two_names(nodes, n):
    """Two variables that mostly hold the same object, and then do not."""
    last = node = nodes[0]
    same = 0
    for k in range(n):
        if k % 3 == 0:
            node = nodes[k % len(nodes)]
        if k % 7 < 5:
            last = node
        same += node is last
        if last.value != node.value:
            same += 1000
    return same


def kept_numbers(n):
    """Numbers that are objects on one way, and taken apart on another; their identity is not told."""
    kept = [10, 2.5, True, 10 ** 30, 12345678901]
    number = 0
    found = []
    for k in range(n):
        before = number
        if k % 4 == 1:
            number = kept[k % 5]
        elif k % 4 == 2:
            number = 7
        else:
            number = number + 1
        if number is before or number == before:
            found.append(k)
    return found, number


def unchanged(rows, n):
    """What the loop does not change is the same where it is left, until something else does."""
    total = 0
    row = rows[0]
    for k in range(n):
        if k % 5 == 4:
            total += len(row) + row[-1]
        if k % 11 == 10:
            row.append(k)
        if k % 17 == 16:
            row = rows[k % len(rows)]
        total += row[k % len(row)]
    return total


print(two_names([Node(k) for k in range(4)], 90), kept_numbers(90), unchanged([[1, 2, 3], [4, 5], [6.5]], 120))

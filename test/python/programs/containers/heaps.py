"""Heaps and sorted lists of tuples, of objects with an order of their own, and of lists that change while they are compared; pop from lists."""
import heapq


def drained(items):
    heap = []
    for item in items:
        heapq.heappush(heap, item)
    return [heapq.heappop(heap) for _ in range(len(heap))]


numbers = [(7 * k % 11, k % 3) for k in range(20)]
print(drained(numbers), sorted(numbers))
mixed = [(k % 4 / 2 if k % 2 else k % 4, -k, str(k)) for k in range(12)]
print(drained(mixed), sorted(mixed))
print(drained([(1, 2), (1,), (), (1, 2, 0), (0, 9, 9)]), sorted([(1, 2), (1,), (), (1, 2, 0), (0, 9, 9)]))
print(drained([("b", 1.5), ("a", 2), ("b", 1), ("a", 1.5)]))
print(drained([((2, 1), "x"), ((1, 5), "y"), ((1, 5), "w"), ((2, 0), "z")]))
print(drained([2.5, 1, 2, True, 0.5, 10 ** 30]))

# A NaN is the same as itself.
nan = float("nan")
print(drained([(nan, 2), (nan, 1), (nan, 3)]), (nan, 1) < (nan, 2))
print(sorted([(-0.0, 2), (0.0, 1), (0, 0)]))


class Backwards(tuple):
    def __lt__(self, other):
        return tuple(self) > tuple(other)


print(drained([Backwards((k % 5, k)) for k in range(8)]), sorted([Backwards((k % 5, k)) for k in range(8)]))
print(drained([(Backwards((k % 5,)), k) for k in range(8)]))
for items in [[(1, "a"), (1, 2)], [(None,), (None, 1), (1,)], [(1,), [1]]]:
    try:
        print(drained(items))
    except TypeError as error:
        print(error)


class Item:
    """Does something to the heap each time it is compared."""

    def __init__(self, number, change):
        self.number = number
        self.change = change

    def __lt__(self, other):
        self.change()
        return self.number < other.number


heap = []
for change in [heap.clear, lambda: heap.append(0), lambda: heap.pop()]:
    heap[:] = [Item(k, change) for k in range(8)]
    try:
        print(heapq.heappop(heap).number)
    except (RuntimeError, IndexError) as error:
        print(type(error).__name__, error, len(heap))


def renew():
    """Other items, as many."""
    heap[:] = [Item(100 - k, lambda: None) for k in range(len(heap))]


heap[:] = [Item(k, renew) for k in range(6)]
print(heapq.heappop(heap).number, [item.number for item in heap])

for items in [[1, 2, 3], [1.5, 2.5], ["a", None, 2], []]:
    popped = []
    while True:
        try:
            popped.append(items.pop())
            popped.append(items.pop(-1))
            popped.append(items.pop(0))
        except IndexError as error:
            print(popped, items, error)
            break
    items.append(len(popped))
    print(items)

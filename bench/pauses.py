"""A heap of 500 MB of small objects, of which some are replaced all the time: for the pauses of the collector (bench/pauses.ts)."""
import gc
import sys


class Node:
    __slots__ = ('next', 'data')

    def __init__(self, next, data):
        self.next = next
        self.data = data


def build(count):
    node = None
    for i in range(count):
        node = Node(node, [i])
    return node


def work(count):
    """What most programs do: objects that die young."""
    total = 0
    for i in range(count):
        pair = (i, str(i))
        total += len(pair)
    return total


parts = [build(50000) for _ in range(80)]
print(gc.get_stats().total_gc_memory >> 20, 'MB', file=sys.stderr)
for i in range(int(sys.argv[1])):
    parts[i % len(parts)] = build(50000)
    work(200000)

"""Allocates in all ways for some seconds, and writes how much memory there is in use after each round."""
import gc
import random
import sys
import time
import weakref

seconds = float(sys.argv[1])
start = time.monotonic()
choose = random.Random(1)


class Node:
    finalized = 0

    def __init__(self, name):
        self.name = name
        self.links = []


class Finalized(Node):
    def __del__(self):
        Finalized.finalized += 1


callbacks = 0


def dead(ref):
    global callbacks
    callbacks += 1


registry = weakref.WeakValueDictionary()
kept = [None] * 600


def cycles():
    nodes = [Node(i) for i in range(500)]
    for node in nodes:
        node.links.append(choose.choice(nodes))
    kept[choose.randrange(len(kept))] = nodes[0]


def finalizers():
    for i in range(200):
        node = Finalized(i)
        node.links.append(node)
        kept[choose.randrange(len(kept))] = node


def weak():
    refs = []
    for i in range(300):
        node = Node(i)
        registry[choose.randrange(2000)] = node
        refs.append(weakref.ref(node, dead))
        if i % 10 == 0:
            kept[choose.randrange(len(kept))] = node
    kept[0] = refs


def large():
    arrays = [[None] * choose.randrange(1000, 200000) for _ in range(3)]
    for array in arrays:
        array[choose.randrange(len(array))] = Node('in array')
    kept[choose.randrange(1, 20)] = arrays


def strings():
    text = ''.join(str(i) for i in range(choose.randrange(20000)))
    kept[choose.randrange(20, 40)] = text + text
    kept[choose.randrange(20, 40)] = text.encode() * choose.randrange(1, 20)


def tables():
    table = {i: str(i) for i in range(choose.randrange(5000))}
    kept[choose.randrange(40, 60)] = table
    kept[choose.randrange(40, 60)] = set(table.values())


def generators():
    def generator():
        try:
            for i in range(10):
                yield Node(i)
        finally:
            Node.finalized += 1

    for i in range(100):
        it = generator()
        next(it)
        if i % 5 == 0:
            kept[choose.randrange(len(kept))] = it


kinds = [cycles, finalizers, weak, large, strings, tables, generators]
rounds = 0
while time.monotonic() - start < seconds:
    for _ in range(50):
        choose.choice(kinds)()
    rounds += 1
    stats = gc.get_stats()
    print('round', round(time.monotonic() - start, 2), stats.total_gc_memory, stats.total_allocated_memory, flush=True)

kept.clear()
gc.collect()
print('end', rounds, Finalized.finalized > 0, callbacks > 0, Node.finalized > 0)
print(gc.get_stats())

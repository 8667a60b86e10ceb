"""Ints at the edges of machine words are one value however they were made; positions and steps may be as large."""
import itertools
import marshal
import pickle
import sys

for bits in (52, 53, 54, 61, 62, 63, 64, 65):
    for offset in range(-3, 4):
        for sign in (1, -1):
            value = sign * (2 ** bits + offset)
            same = [
                int(str(value)),
                int(hex(value), 16),
                (value << 70) >> 70,
                value // 3 * 3 + value % 3,
                (value + 2 ** 80) - 2 ** 80,
                ~~value,
                int.from_bytes(value.to_bytes(10, 'little', signed=True), 'little', signed=True),
                marshal.loads(marshal.dumps(value)),
                pickle.loads(pickle.dumps(value)),
                -(-value),
                eval(repr(value)),
            ]
            assert all(one == value and hash(one) == hash(value) for one in same), (value, same)
            assert len({value, *same}) == 1
            print(value, hash(value), value.bit_length(), float(value))

assert sys.maxsize == 9223372036854775807 == int('9223372036854775807') == 2 ** 63 - 1
edges = (0, None, 1, 3, 41, sys.maxsize, sys.maxsize + 1, -1, -2, -37, -sys.maxsize, -sys.maxsize - 1)
kinds = ('abcdefghijklm', 'äbcdéfghijklm', b'abcdefghijklm', bytearray(b'abcdefghijklm'), list(range(13)),
         tuple(range(13)), range(13), memoryview(b'abcdefghijklm'))
for kind in kinds:
    items = list(kind)
    for start in edges:
        for stop in edges:
            for step in edges[1:]:
                if list(kind[start:stop:step]) != items[start:stop:step]:
                    print(kind, start, stop, step)
print(items[sys.maxsize::-sys.maxsize], items[-sys.maxsize - 1::sys.maxsize])
for start, step in ((sys.maxsize - 2, 1), (-sys.maxsize + 1, -1), (5, sys.maxsize), (sys.maxsize + 3, -2)):
    print(list(itertools.islice(itertools.count(start, step), 6)))

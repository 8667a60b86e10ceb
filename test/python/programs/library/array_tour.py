"""array: type codes, slices, memory."""
import array
import copy
import io
import pickle


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as error:
        print(type(error).__name__, error)


for code in array.typecodes:
    items = "abc" if code == "u" else [1, 2, 3]
    a = array.array(code, items)
    print(a, a.itemsize, len(a), a.tobytes(), a[::-1], pickle.loads(pickle.dumps(a)) == a, copy.copy(a) == a)
    with memoryview(a) as view:
        print(view.format, view.nbytes)
for code, value in (("b", 128), ("B", -1), ("h", 40000), ("H", 70000), ("i", 2**31), ("I", -1), ("l", 2**63), ("L", 2**64),
                    ("q", -2**63 - 1), ("Q", -1), ("i", 1.5), ("d", "x"), ("u", "xy"), ("u", 3), ("f", 1)):
    attempt(array.array, code, [value])
a = array.array("i", range(10))
a[2:5] = array.array("i", [100])
del a[::3]
print(a, a[1], a[-1], a + a[:2], a * 2, 7 in a, a.index(7), a.count(9))
a.extend([4, 5])
a.insert(1, -1)
a.remove(9)
a.reverse()
print(a.pop(), a.pop(0), a.tolist(), a > array.array("i", [1]), a == array.array("d", a))
a.byteswap()
print(a)
attempt(a.__setitem__, 0, "x")
attempt(a.__setitem__, 99, 1)
attempt(a.__setitem__, slice(0, 1), [1])
attempt(a.fromlist, [1, "x"])
attempt(a.frombytes, b"abc")
attempt(a.pop, 50)
attempt(array.array, "x")
attempt(array.array, "i", "text")
stream = io.BytesIO()
array.array("h", [1, -2, 3]).tofile(stream)
stream.seek(0)
b = array.array("h")
b.fromfile(stream, 2)
attempt(b.fromfile, stream, 5)
print(b, len(b))
with memoryview(b) as view:
    view[0] = 77
    attempt(b.append, 1)
b.append(1)
print(b, b.tobytes().hex())
iterator = iter(b)
next(iterator)
print(list(iterator), list(pickle.loads(pickle.dumps(iter(b)))))
match b:
    case [first, *rest]:
        print(first, rest)


class Named(array.array):
    pass


named = Named("b", [1])
named.label = "x"
for protocol in range(5):
    loaded = pickle.loads(pickle.dumps(named, protocol))
    print(loaded, loaded.label)

"""Lists, dicts, sets, strings and bytes that grow and change kind in loops that are compiled."""


def lists(count):
    items = []
    for i in range(count):
        items.append(i)
        if i == 18:
            items.append(0.5)
        if i == 22:
            items.append('x')
        if len(items) > 25:
            items.pop(0)
            del items[3]
    items.sort(key=str)
    return items


print(lists(40))


def index(count):
    values = [i * i for i in range(20)]
    total = 0
    for i in range(count):
        try:
            total += values[i] - values[-i]
            values[i] = i
        except IndexError:
            total += 10000
    return total


print(index(25))


def words(text):
    counts = {}
    for word in text.split():
        counts[word] = counts.get(word, 0) + 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


print(words('the cat and the dog and the bird saw a cat ' * 5))


def joined(count):
    text = ''
    for i in range(count):
        text += chr(97 + i % 26)
        if i == 30:
            text += '\u20ac'
    return text, text.count('a'), text[::-3]


print(ascii(joined(45)))


def slices(count):
    data = bytearray(range(32))
    out = []
    for i in range(count):
        data[i % 32] ^= i
        out.append(sum(data[i % 8 : 20]))
    return out[-5:], bytes(data)


print(slices(60))


def unpack(count):
    a, b = 0, 1
    for i in range(count):
        a, b = b, a + b
        first, *rest = (i, a, b)
        if len(rest) != 2:
            print('?')
    return a


print(unpack(110))


def sets(count):
    seen = set()
    for i in range(count):
        seen.add(i % 13)
        seen ^= {i % 5}
        if i in seen and (i, 'x') not in seen:
            seen.discard(i)
    return sorted(seen)


print(sets(50))


def formatted(count):
    lines = []
    for i in range(count):
        lines.append(f'{i:>3}|{i / 3:.2f}|{"ab" * (i % 3)!r}')
    return lines[-2:]


print(formatted(30))


def interleaved(count):
    a = [None] * 8
    b = {}
    for i in range(count):
        a[i % 8], b[i % 6] = b.get(i % 6), [i, a[(i + 1) % 8]]
        if i % 11 == 0:
            a = a[::-1]
            b = dict(b)
    return len(repr(a)), sorted(b)


print(interleaved(30))

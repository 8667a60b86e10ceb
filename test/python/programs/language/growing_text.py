"""Text that grows at its end, and its beginnings: each string keeps what it is."""

text = ""
beginnings = []
for number in range(4_000):
    text += chr(97 + number % 26)
    if number % 500 == 499:
        beginnings.append(text)
print(len(text), text[:5], text[-5:], text.count("xyz"))
print([len(part) for part in beginnings], all(text.startswith(part) for part in beginnings))

# Two strings go on from one beginning.
left = right = text
for number in range(100):
    left += "l"
    right += "r" * (number % 3)
print(len(left), len(right), left[-3:], right[-3:], left[: len(text)] == right[: len(text)] == text)

# A beginning that is no longer the longest grows as well.
again = beginnings[2] + "!"
print(len(again), again[-2:], beginnings[3][1499:1502], len(beginnings[2]))

wide = "\u00e9" * 600
for number in range(300):
    wide += "\u65e5" if number % 2 else "n"
print(len(wide), wide[599:603], wide[-1], wide.index("\u65e5"), len(wide.encode()))
print(hash(wide) == hash(wide[:500] + wide[500:]), wide == wide[:500] + wide[500:], {wide: 1}[wide[:-1] + wide[-1]])
print(text + "" is text, len("" + text), len("x" + text), (text + "tail")[-6:], (text + text)[4_000:4_003])


class Name(str):
    pass


name = Name(text)
name += "z"
print(type(name).__name__, len(name), name[-2:])
joined = text
joined += "-".join(["a", "b"])
print("".join([joined, text])[3_999:4_006], joined.replace("a", "")[:3], f"{joined:>4010}"[:8], joined < text, joined > text)

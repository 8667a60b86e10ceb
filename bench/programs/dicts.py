"""Dictionaries and sets: counting, grouping, int, str and tuple keys, deletion."""


def numbers(count):
    value = 12345
    for _ in range(count):
        value = (value * 1103515245 + 12345) & 0x7FFFFFFF
        yield value


def main():
    counts = {}
    for value in numbers(400_000):
        key = value % 5003
        counts[key] = counts.get(key, 0) + 1
    groups = {}
    for value in numbers(200_000):
        groups.setdefault(f"k{value % 997}", []).append(value & 255)
    cells = {}
    for value in numbers(200_000):
        cell = (value % 61, value // 61 % 67)
        if cell in cells:
            del cells[cell]
        else:
            cells[cell] = value
    seen = set()
    repeats = 0
    for value in numbers(300_000):
        value %= 100_003
        if value in seen:
            repeats += 1
        else:
            seen.add(value)
    print(len(counts), max(counts.values()), sum(sum(group) for group in groups.values()), len(cells), repeats)
    merged = {**counts, **{key: len(group) for key, group in groups.items()}}
    print(sum(merged.values()), sorted(key for key in merged if isinstance(key, str))[:3], len(seen & set(counts)))


if __name__ == "__main__":
    main()

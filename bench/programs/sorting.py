"""Sorting: ints, keys, reversed, heaps, a quicksort and a merge in Python."""
import heapq


def numbers(count):
    value = 42
    result = []
    for _ in range(count):
        value = (value * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        result.append(value >> 40)
    return result


def quicksort(items):
    if len(items) < 2:
        return items
    pivot = items[len(items) // 2]
    return (
        quicksort([x for x in items if x < pivot])
        + [x for x in items if x == pivot]
        + quicksort([x for x in items if x > pivot])
    )


def main():
    data = numbers(120_000)
    ordered = sorted(data)
    print(ordered[:3], sorted(data, key=lambda x: (x % 100, x))[:2], sorted(map(str, data), reverse=True)[:2])
    print(quicksort(data[:60_000])[-1], list(heapq.merge(ordered[::2], ordered[1::2])) == ordered)
    heap = []
    for value in data:
        heapq.heappush(heap, value)
        if len(heap) > 1000:
            heapq.heappop(heap)
    print(sum(heap) % 1_000_007, [x // 1000 for x in heapq.nlargest(3, data)])


if __name__ == "__main__":
    main()

"""Pancakes: all permutations of small numbers, each reversed from its head until a 0 is in front. Lists of small integers, swaps."""


def flips(permutation):
    """How often the beginning of the list, as long as its first number tells, is reversed until that is 0."""
    pile = permutation[:]
    count = 0
    first = pile[0]
    while first:
        low = 0
        high = first
        while low < high:
            pile[low], pile[high] = pile[high], pile[low]
            low += 1
            high -= 1
        count += 1
        first = pile[0]
    return count


def pancakes(size):
    """The most flips, and an alternating sum of all; each permutation is made from the last by one swap (Heap's order)."""
    permutation = list(range(size))
    counters = [0] * size
    most = total = 0
    sign = 1
    level = 0
    while level < size:
        if counters[level] < level:
            other = counters[level] if level & 1 else 0
            permutation[other], permutation[level] = permutation[level], permutation[other]
            counters[level] += 1
            level = 0
            count = flips(permutation)
            if count > most:
                most = count
            sign = -sign
            total += sign * count
        else:
            counters[level] = 0
            level += 1
    return most, total


def main():
    print(*pancakes(9))


if __name__ == "__main__":
    main()

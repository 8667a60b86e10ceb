"""Calls: fib, ackermann, queens, keyword and default arguments."""
import sys


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def queens(size, row=0, columns=0, left=0, right=0):
    if row == size:
        return 1
    found = 0
    for column in range(size):
        bit = 1 << column
        if columns & bit or left & bit or right & bit:
            continue
        found += queens(size, row + 1, columns=columns | bit, left=(left | bit) << 1, right=(right | bit) >> 1)
    return found


def main():
    sys.setrecursionlimit(5_000)
    print(fib(30), ackermann(2, 500), queens(9))


if __name__ == "__main__":
    main()

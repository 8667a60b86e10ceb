"""Memory: 100,000 small instances, all alive at the end. What counts is the peak memory, not the time."""


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


def main():
    points = [Point(number, number + 0.5) for number in range(100_000)]


if __name__ == "__main__":
    main()

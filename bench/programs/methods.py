"""Classes: dispatch over subclasses, properties, slots, special methods, super()."""


class Shape:
    def __init__(self, name):
        self.name = name
        self.calls = 0

    def area(self):
        self.calls += 1
        return 0

    @property
    def label(self):
        return self.name


class Square(Shape):
    def __init__(self, side):
        super().__init__("square")
        self.side = side

    def area(self):
        super().area()
        return self.side * self.side


class Box(Shape):
    def __init__(self, width, height):
        super().__init__("box")
        self.width = width
        self.height = height

    def area(self):
        self.calls += 1
        return self.width * self.height


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y


def main():
    shapes = [Square(i) if i % 2 else Box(i, i + 1) for i in range(100)]
    total = 0
    for _ in range(4_000):
        for shape in shapes:
            total += shape.area()
            if shape.label == "box":
                total -= 1
    position = Vector(0, 0)
    step = Vector(1, 2)
    equal = 0
    for _ in range(400_000):
        position = position + step
        equal += position == step
    print(total, sum(shape.calls for shape in shapes), position.x, position.y, equal)


if __name__ == "__main__":
    main()

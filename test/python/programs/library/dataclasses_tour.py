"""dataclasses: fields, order, frozen, slots, inheritance, conversion."""
import dataclasses
from dataclasses import dataclass, field, InitVar, KW_ONLY
from typing import ClassVar


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


@dataclass(order=True)
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, compare=False, repr=False)
    count: ClassVar[int] = 0


print(Point(1), Point(1, 2) < Point(1, 3), Point(1) == Point(1, tags=[1]), Point.__match_args__)
attempt(lambda: Point())
attempt(lambda: Point(1) < 5)
attempt(lambda: hash(Point(1)))
print([(f.name, f.type, f.compare) for f in dataclasses.fields(Point)])
print(dataclasses.asdict(Point(1, 2, [Point(3)])), dataclasses.astuple(Point(1, 2)), dataclasses.replace(Point(1, 2), y=9))


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    name: str
    size: int = 3


frozen = Frozen(name="n")
print(frozen, hash(frozen) == hash(Frozen(name="n")), Frozen.__slots__, hasattr(frozen, "__dict__"))
attempt(lambda: setattr(frozen, "size", 4))
attempt(lambda: delattr(frozen, "size"))
attempt(lambda: Frozen("n"))


@dataclass
class Base:
    a: int
    _: KW_ONLY
    b: int = 2


@dataclass
class Derived(Base):
    c: InitVar[int] = 0
    total: int = field(init=False, default=0)

    def __post_init__(self, c):
        self.total = self.a + self.b + c


print(Derived(1, 5, b=10), Derived.__init__.__annotations__)
match Derived(1, 2):
    case Derived(a, b, c):
        print("matched", a)
    case Derived(a):
        print("matched one", a)


def bad_default():
    @dataclass
    class Bad:
        x: list = []


def bad_order():
    @dataclass
    class Bad:
        x: int = 1
        y: int


attempt(bad_default)
attempt(bad_order)
Made = dataclasses.make_dataclass("Made", ["x", ("y", int), ("z", int, field(default=5))], namespace={"sum": lambda s: s.y + s.z})
print(Made(1, 2), Made(1, 2).sum(), dataclasses.is_dataclass(Made), dataclasses.is_dataclass(3))
attempt(lambda: dataclasses.asdict(3))
attempt(lambda: dataclasses.fields(int))


@dataclass(eq=False, repr=False)
class Plain:
    x: int


print(Plain(1) == Plain(1), Plain.__eq__ is object.__eq__, Plain.__doc__, Point.__doc__)


@dataclass
class Node:
    children: list = field(default_factory=list)


node = Node()
node.children.append(node)
print(node, field(default=1).default)

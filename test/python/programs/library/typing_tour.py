"""typing: hints, generics, protocols, named tuples, typed dictionaries."""
import typing
from typing import *


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


T = TypeVar("T")
K = TypeVar("K", bound=int)
P = ParamSpec("P")


class Box(Generic[T]):
    def __init__(self, item: T) -> None:
        self.item = item


class Pair(Box[int], Generic[K, T]):
    pass


print(Optional[int], Union[int, str, int], int | None, List[int], Dict[str, List[int]], Callable[[int, str], bool], Callable[..., Any])
print(Box[int], Box[int].__origin__, Box[int].__args__, Pair.__parameters__, Pair[int, str], Box[T][str], Box[int](3).item)
print(get_origin(Dict[str, int]), get_args(Callable[[int], str]), get_args(Literal[1, "a"]), Literal[1, 1, True], Tuple[int, ...], Tuple[()])
print(get_type_hints(Box.__init__), Annotated[int, "meta"].__metadata__, get_type_hints(lambda: 0), ClassVar[int], Final[str])


def f(a: "int", b: Optional["Box[int]"] = None, *args: str, **kw: float) -> List["str"]: ...


print(get_type_hints(f))


@runtime_checkable
class Sized2(Protocol):
    def __len__(self) -> int: ...


print(isinstance([], Sized2), isinstance(3, Sized2), issubclass(dict, Sized2))


class Employee(NamedTuple):
    name: str
    id: int = 3


print(Employee("x"), Employee.__annotations__, Employee._field_defaults, Employee("a", 1)._replace(id=2), Employee("q")._asdict())


class Movie(TypedDict, total=False):
    title: Required[str]
    year: int


print(Movie(title="x"), Movie.__required_keys__, Movie.__optional_keys__, Movie.__total__, Movie.__annotations__)
UserId = NewType("UserId", int)
print(UserId(5), UserId, cast(int, "x"), TYPE_CHECKING, NoReturn, Any)
attempt(lambda: Optional[int, str])
attempt(lambda: List[int]())
attempt(lambda: Box[int, str])
attempt(lambda: isinstance(1, List[int]))
attempt(lambda: Union[()])
attempt(lambda: TypeVar("X", int))
attempt(lambda: Generic[int])
attempt(lambda: Any())
attempt(lambda: Literal[1]())
attempt(lambda: get_type_hints(1))


@overload
def g(x: int) -> int: ...
@overload
def g(x: str) -> str: ...
def g(x): return x


print(len(get_overloads(g)), g(1))


@final
class Last: ...


print(Last.__final__, T, K, P.args, Concatenate[int, P], Self, TypeGuard[int], Unpack[Tuple[int]])
print(typing.Iterable[int], typing.Mapping[str, T][int], typing.Deque[int](), DefaultDict[str, int](int), typing.Type[int], ForwardRef("x"))
print(Union[int, str] == Union[str, int], hash(List[int]) == hash(List[int]), Optional[None], Union[int, Any], list[int] | None)
attempt(lambda: assert_never(1))

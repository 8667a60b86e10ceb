"""Descriptors of fields of builtin types and of slots, and what dataclasses make of them."""
import inspect
import types
from dataclasses import dataclass


class Slotted:
    __slots__ = ('a',)


def function():
    pass


def show(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


# Fields can't be written.
for owner, name in [
    (1j, 'real'),
    (slice(1), 'start'),
    (range(3), 'stop'),
    (function, '__globals__'),
    (function.__code__, 'co_name'),
    (int, '__mro__'),
]:
    show(lambda: setattr(owner, name, {}))
    show(lambda: delattr(owner, name))

# As descriptors.
get_globals = types.FunctionType.__globals__
show(lambda: get_globals.__get__(function) is globals())
show(lambda: get_globals.__get__(3))
show(lambda: get_globals.__set__(function, 3))
show(lambda: type.__mro__.__get__(int))
show(lambda: complex.real.__get__(2j))
show(lambda: slice.start.__get__(None, slice))
for descriptor in [get_globals, Slotted.a, slice.start, types.CodeType.co_consts, types.FunctionType.__code__]:
    print(repr(descriptor), descriptor.__name__, descriptor.__qualname__, descriptor.__objclass__, descriptor.__doc__)
    print(isinstance(descriptor, types.MemberDescriptorType), inspect.ismemberdescriptor(descriptor))
    print(isinstance(descriptor, types.GetSetDescriptorType), inspect.isgetsetdescriptor(descriptor))

slotted = Slotted()
show(lambda: Slotted.a.__get__(slotted))
show(lambda: Slotted.a.__set__(3, 4))
Slotted.a.__set__(slotted, 5)
show(lambda: Slotted.a.__get__(slotted))
show(lambda: Slotted.a.__get__(None, Slotted) is Slotted.a)
show(lambda: (range(3).start, property(function).fget is function, function.__code__.co_consts))


# A field that hides one of the base's: the slot's descriptor is no default.
@dataclass(slots=True, frozen=True)
class Base:
    kind: str
    property: str


@dataclass(slots=True, frozen=True)
class Derived(Base):
    kind: int
    title: str


print(Derived(1, 'p', 't'))

"""cls.__bases__ = ... where the metatype's mro() assigns bases itself, or fails."""


class Meta(type):
    hook = None

    def mro(cls):
        if Meta.hook is not None:
            Meta.hook(cls)
        return type.mro(cls)


class A(metaclass=Meta):
    pass


class B1(A):
    pass


class B2(A):
    pass


class C(B1):
    pass


def show():
    for cls in (B1, B2, C):
        print(cls.__name__, [base.__name__ for base in cls.__bases__], [base.__name__ for base in cls.__mro__])


# A circle that only mro() calls would close.
def tie(cls):
    if cls is B1:
        B2.__bases__ = (B1,)
    if cls is B2:
        B1.__bases__ = (B2,)


Meta.hook = tie
try:
    B1.__bases__ += ()
except TypeError as error:
    print("TypeError:", error)
Meta.hook = None
show()


# mro() of a subclass fails: everything as before.
class Other(metaclass=Meta):
    x = "other"


def fail_for_c(cls):
    if cls is C:
        raise ZeroDivisionError("mro of C")


Meta.hook = fail_for_c
try:
    B1.__bases__ = (B2,)
except ZeroDivisionError as error:
    print("ZeroDivisionError:", error)
Meta.hook = None
show()
print(C in B1.__subclasses__(), B1 in A.__subclasses__(), B1 in B2.__subclasses__())

# What mro() assigns stays.
def other_bases(cls):
    if cls is B1 and B1.__bases__ == (B2,):
        B1.__bases__ = (A, Other)


Meta.hook = other_bases
B1.__bases__ = (B2,)
Meta.hook = None
show()
print(C.x, B1 in Other.__subclasses__(), B1 in B2.__subclasses__())

for bases in [(B1,), (C,), (), [A], (1,)]:
    try:
        B1.__bases__ = bases
    except TypeError as error:
        print("TypeError:", error)

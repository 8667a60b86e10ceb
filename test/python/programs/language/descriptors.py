"""Descriptors that have only some of __get__, __set__ and __delete__, as classes and metaclasses have them; read often, as loops do."""


class Setting:
    """As networkx has them: what is set lies in the instance, and is read there."""

    def __set__(self, obj, value):
        vars(obj)['x'] = ('set', value)


class Deleting:
    def __delete__(self, obj):
        print('deleted')


class Getting:
    def __get__(self, obj, owner):
        return 'got', obj is None, owner.__name__


class Meta(type):
    x = Setting()
    y = Deleting()
    z = Getting()


class Plain:
    x = Setting()
    y = Deleting()
    z = Getting()


class Other(metaclass=Meta):
    pass


def show(call):
    try:
        print(call())
    except AttributeError as error:
        print('AttributeError', error)


def remove(obj, name):
    delattr(obj, name)


obj = Plain()
for name in 'x', 'y', 'z':
    print(name, type(getattr(obj, name)).__name__)
    show(lambda: setattr(obj, name, 1))
    print(name, type(getattr(obj, name)).__name__)
    vars(obj)[name] = 5
    print(getattr(obj, name))
    show(lambda: setattr(obj, name, 2))
    print(getattr(obj, name))
    show(lambda: remove(obj, name))
    print(sorted(vars(obj).items()))

print(type(Other.y).__name__, Other.z)
Other.z = 3
print(Other.z)
show(lambda: remove(Other, 'z'))
print(Other.z)


def loop(n):
    total = 0
    for i in range(n):
        obj.x = i
        total += obj.x[1]
        vars(obj)['y'] = i
        total += obj.y
    return total


print(loop(5), loop(3000), loop(5))

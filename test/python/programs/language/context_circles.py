"""Chains of __context__ in which a program has made a circle."""


def chain(exception, limit=6):
    names = []
    while exception is not None and len(names) < limit:
        names.append(type(exception).__name__)
        exception = exception.__context__
    return names


def names_itself():
    try:
        raise ValueError(1)
    except ValueError as error:
        error.__context__ = error
        raise TypeError(2)


try:
    names_itself()
except TypeError as error:
    print(chain(error))

for length in range(1, 5):
    for back_to in range(length):
        errors = [type(f"E{i}", (Exception,), {})() for i in range(length)]
        for later, earlier in zip(errors, errors[1:]):
            later.__context__ = earlier
        errors[-1].__context__ = errors[back_to]
        try:
            try:
                raise errors[0]
            except Exception:
                raise KeyError(length)
        except KeyError as error:
            print(length, back_to, chain(error, 8))

# No circle is made by raising again what is in the chain.
a, b, c = KeyError("a"), IndexError("b"), NameError("c")
try:
    try:
        try:
            raise a
        except KeyError:
            raise b
    except IndexError:
        raise c
except NameError:
    try:
        raise a
    except KeyError as error:
        print(chain(error), chain(c), chain(b))

"""Attributes by names that are made while the program runs: very many of them, on one object or one each on many."""
import sys
import types


class Plain:
    pass


class Hooked:
    def __getattr__(self, name):
        return name.upper()

    def __setattr__(self, name, value):
        object.__setattr__(self, name + '_', value)


def made(stem, i):
    return ''.join([stem, str(i)])


# The names that differ are more than one map has room for, before and after others.
plain = Plain()
plain.first = 1
for i in range(300):
    setattr(plain, made('a', i), i)
    if i % 3:
        delattr(plain, made('a', i))
print(len(vars(plain)), list(vars(plain))[:5], plain.a297, plain.first)
print(hasattr(plain, made('a', 1)), hasattr(plain, made('a', 3)), getattr(plain, made('a', 2), 'none'))

others = []
for i in range(300):
    other = Plain()
    setattr(other, made('b', i), i)
    other.last = -i
    others.append(other)
print(all(list(vars(other)) == [f'b{i}', 'last'] for i, other in enumerate(others)))
print(sum(getattr(other, made('b', i)) for i, other in enumerate(others)), others[299].last, others[0].b0)
for i, other in enumerate(others):
    other.__dict__[made('c', i)] = i
    del other.__dict__[made('b', i)]
print(all(list(vars(other)) == ['last', f'c{i}'] for i, other in enumerate(others)))

# A name that nobody had is there once it was set, for code and for other made ones.
name = made('fre', 'sh')
print(getattr(plain, name, None))
setattr(plain, name, 'set')
print(plain.fresh, getattr(plain, made('fres', 'h')), 'fresh' in vars(plain))
hooked = Hooked()
setattr(hooked, made('ne', 'w'), 5)
print(vars(hooked), getattr(hooked, made('ot', 'her')), getattr(hooked, made('new', '_')))

# On types and modules.
for i in range(2000):
    assert not hasattr(Plain, made('d', i))
    setattr(Plain, made('d', i), i)
print(plain.d7, getattr(plain, made('d', 1999)), Plain.d0)
for i in range(2000):
    delattr(Plain, made('d', i))
print(hasattr(plain, 'd7'), [n for n in vars(Plain) if n.startswith('d')])
module = types.ModuleType('module')
setattr(module, made('at', 'tribute'), 3)
print(module.attribute, getattr(module, made('attri', 'bute')), hasattr(module, made('no', 'ne')))


class Text(str):
    pass


print(getattr(plain, Text('first')), hasattr(plain, Text('second')))
setattr(plain, Text('second'), 2)
print(plain.second)


# Canonical strings.
def function(**names):
    return names


print(function(**{made('key', 1): 1}))
text = sys.intern(made('inter', 'ned'))
print(text is sys.intern(made('intern', 'ed')), text is made('intern', 'ed'))
slotted = type('Slotted', (), {'__slots__': [made('sl', 'ot')]})()
slotted.slot = 4
print(getattr(slotted, made('slo', 't')))

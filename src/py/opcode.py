"""The instructions of this interpreter, as the tables that dis and others know.

The instructions come from the interpreter itself (_opcode._operations()), so there is nothing to keep in step here.
Instructions with and without arguments are not separated by number as HAVE_ARGUMENT has it; the object of that name
knows them apart when it is compared with one.
"""

from _opcode import _operations, stack_effect

__all__ = ["cmp_op", "hasconst", "hasname", "hasjrel", "hasjabs", "haslocal", "hascompare", "hasfree", "opname",
           "opmap", "HAVE_ARGUMENT", "EXTENDED_ARG", "hasnargs", "stack_effect"]

cmp_op = ('<', '<=', '==', '!=', '>', '>=')

hasconst = []
hasname = []
hasjrel = []
hasjabs = []
haslocal = []
hascompare = []
hasfree = []
hasnargs = []

opmap = {}
opname = ['<%r>' % (op,) for op in range(256)]

_with_argument = set()
_lists = {'const': hasconst, 'name': hasname, 'jump': hasjabs, 'local': haslocal, 'compare': hascompare,
          'free': hasfree}

for _op, (_name, _kind) in enumerate(_operations()):
    opname[_op] = _name
    opmap[_name] = _op
    if _kind != 'none':
        _with_argument.add(_op)
    if _kind in _lists:
        _lists[_kind].append(_op)


class _HaveArgument(int):
    """What `op >= HAVE_ARGUMENT` asks."""

    __slots__ = ()

    def __le__(self, op):
        return op in _with_argument

    def __gt__(self, op):
        return op not in _with_argument


HAVE_ARGUMENT = _HaveArgument(min(_with_argument))
EXTENDED_ARG = opmap['EXTENDED_ARG']

# Instructions that this interpreter does not have, under numbers that never occur: dis looks them up by name.
for _op, _name in ((254, 'BINARY_OP'), (255, 'CACHE')):
    opname[_op] = _name
    opmap[_name] = _op

_nb_ops = []
_specializations = {}
_specialized_instructions = []
_specialization_stats = []
_cache_format = {}
_inline_cache_entries = [0] * 256

del _op, _name, _kind, _lists

"""CPython as the oracle of the compiler's tests.

`oracle.py compare [--exact]`  reads lines of JSON {file, marshal, codes} (hex); prints what differs from compile()
`oracle.py errors FILE...`     programs in the files' texts that parse but do not compile, with the error
`oracle.py symtables FILE...`  the symbol tables of the files
"""

import ast
import dis
import json
import marshal
import sys
import types

sys.setrecursionlimit(20000)


def walk(code):
    yield code
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            yield from walk(const)


def key(const):
    if isinstance(const, types.CodeType):
        return ("code", const.co_qualname)
    if isinstance(const, tuple):
        return ("tuple", tuple(map(key, const)))
    if isinstance(const, frozenset):
        return ("frozenset", frozenset(map(key, const)))
    return (type(const).__name__, repr(const))


ATTRIBUTES = ("co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_flags", "co_varnames", "co_cellvars",
              "co_freevars", "co_name", "co_qualname", "co_firstlineno", "co_filename")


def lines(code):
    return {line for _, _, line in code.co_lines() if line}


NB = ("ADD AND FLOOR_DIVIDE LSHIFT MATRIX_MULTIPLY MULTIPLY MODULO OR POWER RSHIFT SUBTRACT TRUE_DIVIDE XOR").split()
SKIPPED = {"CACHE", "PRECALL", "EXTENDED_ARG"}


def theirs(code):
    """CPython's instructions in our terms, with positions."""
    result = []
    names = None
    for instr in dis.get_instructions(code):
        name, arg = instr.opname, instr.arg
        if name in SKIPPED:
            continue
        if name == "KW_NAMES":
            names = arg
            continue
        where = tuple(instr.positions)
        if name == "CALL" and names is not None:
            result.append(("LOAD_CONST", key(code.co_consts[names]), where))
            name, names = "CALL_KW", None
        if name == "BINARY_OP":
            name = "BINARY_" + NB[arg] if arg < 13 else "INPLACE_" + NB[arg - 13]
            arg = 0
        elif name == "POP_JUMP_FORWARD_IF_NOT_NONE" or name == "POP_JUMP_BACKWARD_IF_NOT_NONE":
            name = "POP_JUMP_IF_NOT_NONE"
        elif name.startswith("POP_JUMP_"):
            name = "POP_JUMP_IF_" + name.rpartition("_")[2]
        elif name in ("JUMP_FORWARD", "JUMP_BACKWARD"):
            name = "JUMP"
        if instr.opcode in dis.hasjrel or instr.opcode in dis.hasjabs:
            arg = None
        elif instr.opcode in dis.hasconst:
            arg = key(code.co_consts[instr.arg])
        elif instr.opcode in dis.hasname or instr.opcode in dis.haslocal or instr.opcode in dis.hasfree:
            arg = instr.argrepr
        result.append((name, arg or 0, where))
    return result


def ours(code, raw, table):
    result = []
    high = 0
    plus = None
    for offset, where in zip(range(0, len(raw), 2), code.co_positions()):
        name, kind = table[raw[offset]]
        arg = high << 8 | raw[offset + 1]
        if name == "EXTENDED_ARG":
            high = arg
            continue
        high = 0
        if kind == "jump":
            arg = None
        elif kind == "const":
            arg = key(code.co_consts[arg])
        elif kind == "name":
            if name == "LOAD_GLOBAL":
                arg = ("NULL + " if arg & 1 else "") + code.co_names[arg >> 1]
            else:
                arg = code.co_names[arg]
        elif kind in ("local", "free"):
            if plus is None:
                plus = code.co_varnames + tuple(n for n in code.co_cellvars if n not in code.co_varnames) + code.co_freevars
            arg = plus[arg]
        if name in ("JUMP_BACKWARD",):
            name = "JUMP"
        result.append((name, arg or 0, where))
    return result


def compare(entry, exact, table):
    """The differences of one file."""
    if "source" in entry:
        source = entry["source"]
    else:
        with open(entry["file"], "rb") as stream:
            source = stream.read()
    mode = entry.get("mode", "exec")
    try:
        expected = compile(source, entry["file"], mode, entry.get("flags", 0), True, entry.get("optimize", 0))
    except SyntaxError as error:
        if entry.get("error") != error.msg:
            yield f"error: {error.msg!r}, ours {entry.get('error')!r}"
        return
    if "error" in entry:
        yield f"error of ours: {entry['error']}"
        return
    actual = marshal.loads(bytes.fromhex(entry["marshal"]))
    pairs = list(zip(walk(expected), walk(actual)))
    raws = [bytes.fromhex(raw) for raw in entry["codes"]]
    counts = entry.setdefault("counts", [0, 0])
    for (want, have), raw in zip(pairs, raws):
        where = f"{want.co_qualname}:{want.co_firstlineno}"
        for name in ATTRIBUTES:
            if getattr(want, name) != getattr(have, name):
                yield f"{where} {name}: {getattr(want, name)!r}, ours {getattr(have, name)!r}"
        if want.co_names != have.co_names:
            yield f"{where} co_names: {want.co_names!r}, ours {have.co_names!r}"
        left, right = list(map(key, want.co_consts)), list(map(key, have.co_consts))
        if left != right:
            kind = "order of co_consts" if sorted(map(repr, left)) == sorted(map(repr, right)) else "co_consts"
            yield f"{where} {kind}: only theirs {[c for c in left if c not in right]}, only ours {[c for c in right if c not in left]}"
        if lines(want) != lines(have):
            yield f"{where} lines: only theirs {sorted(lines(want) - lines(have))}, only ours {sorted(lines(have) - lines(want))}"
        if not want.co_stacksize - 2 <= have.co_stacksize <= want.co_stacksize + 2:
            yield f"{where} stacksize: {want.co_stacksize}, ours {have.co_stacksize}"
        if exact:
            left, right = theirs(want), ours(have, raw, table)
            counts[0] += 1
            if left == right:
                counts[1] += 1
            else:
                index = next((i for i, (a, b) in enumerate(zip(left, right)) if a != b), min(len(left), len(right)))
                yield f"{where} code at {index}: {left[index:index + 4]}, ours {right[index:index + 4]}"
    if len(list(walk(expected))) != len(list(walk(actual))):
        yield "number of code objects"


def candidates(names):
    """Texts in test files that may be programs: string literals and doctest examples."""
    import doctest
    import textwrap

    parser = doctest.DocTestParser()
    seen = set()
    for name in names:
        with open(name, "rb") as stream:
            tree = ast.parse(stream.read())
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or len(node.value) > 4000:
                if not (isinstance(node, ast.Constant) and isinstance(node.value, str) and ">>>" in node.value):
                    continue
            texts = [node.value, textwrap.dedent(node.value)]
            if ">>>" in node.value:
                try:
                    texts += [example.source for example in parser.get_examples(node.value)]
                except ValueError:
                    pass
            for text in texts:
                if text not in seen:
                    seen.add(text)
                    yield text


def errors(names):
    """Programs that parse but do not compile, with the error."""
    for text in candidates(names):
        try:
            text.encode()
            ast.parse(text)
        except Exception:
            continue
        try:
            compile(text, "<test>", "exec", 0, True)
        except SyntaxError as error:
            yield {"source": text, "expected": [error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset]}
        except Exception:
            pass


def describe_table(table):
    """A symtable.SymbolTable as data."""
    raw = table._table
    return {
        "type": str(table.get_type()),
        "name": table.get_name(),
        "line": table.get_lineno(),
        "nested": bool(table.is_nested()),
        "varnames": list(raw.varnames),
        "symbols": dict(sorted(raw.symbols.items())),
        "children": [describe_table(child) for child in table.get_children()],
    }


def main():
    command, *rest = sys.argv[1:]
    if command == "errors":
        for sample in errors(rest):
            print(json.dumps(sample))
    elif command == "symtables":
        import symtable

        for name in rest:
            with open(name, "rb") as stream:
                source = stream.read()
            print(json.dumps({"file": name, "table": describe_table(symtable.symtable(source, name, "exec"))}))
    elif command == "compare":
        table = json.loads(sys.stdin.readline())
        exact = "--exact" in rest
        total = [0, 0]
        for line in sys.stdin:
            entry = json.loads(line)
            for problem in compare(entry, exact, table):
                print(json.dumps({"file": entry["file"], "problem": problem}))
            counts = entry.get("counts", [0, 0])
            total[0] += counts[0]
            total[1] += counts[1]
        print(json.dumps({"codes": total[0], "equal": total[1]}))


if __name__ == "__main__":
    main()

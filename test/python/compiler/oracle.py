"""CPython as the oracle of the compiler's tests.

`oracle.py asts FILE...`     one line of JSON per file: its tree
`oracle.py compare [--exact]` reads lines of JSON {file, marshal, codes} (hex) and prints what differs from compile()
"""

import ast
import dis
import json
import marshal
import struct
import sys
import types

sys.setrecursionlimit(20000)


def encode(node):
    if isinstance(node, ast.AST):
        out = {"type_": type(node).__name__}
        for name in ("lineno", "col_offset", "end_lineno", "end_col_offset"):
            if name in node._attributes:
                out[name] = getattr(node, name)
        for name in node._fields:
            value = getattr(node, name, None)
            if name == "value" and isinstance(node, (ast.Constant, ast.MatchSingleton)):
                out[name] = encode_constant(value)
            else:
                out[name] = encode(value)
        return out
    if isinstance(node, list):
        return [encode(item) for item in node]
    return node


def encode_constant(value):
    if value is None or value is True or value is False:
        return {"kind": repr(value)}
    if value is Ellipsis:
        return {"kind": "Ellipsis"}
    if isinstance(value, int):
        return {"kind": "int", "value": hex(value)}
    if isinstance(value, float):
        return {"kind": "float", "value": struct.pack("<d", value).hex()}
    if isinstance(value, complex):
        return {"kind": "complex", "value": struct.pack("<dd", value.real, value.imag).hex()}
    if isinstance(value, str):
        return {"kind": "str", "value": value}
    if isinstance(value, bytes):
        return {"kind": "bytes", "value": value.hex()}
    raise TypeError(value)


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


def main():
    command, *rest = sys.argv[1:]
    if command == "asts":
        for name in rest:
            try:
                with open(name, "rb") as stream:
                    tree = ast.parse(stream.read())
            except SyntaxError:
                continue
            print(json.dumps({"file": name, "tree": encode(tree)}))
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

"""CPython's own parser as a service for the parser's tests.

Reads requests from standard input, one JSON object a line, and answers each with one.

    {"source": text, "mode": mode}    -> its tree, or its syntax error; and its warnings
    {"path": path}                    -> the same for a file
    {"extract": path}                 -> {"samples": [text...]}, the sources that a test module tries out
    {"names": [name...]}              -> {name: character}
"""

import ast
import doctest
import json
import re
import sys
import textwrap
import unicodedata
import warnings

sys.setrecursionlimit(20000)


def parse(source, mode, filename, type_comments):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            tree = ast.parse(source, filename, mode, type_comments=type_comments)
            answer = {"tree": ast.dump(tree, include_attributes=True)}
        except SyntaxError as error:
            answer = {
                "error": [
                    type(error).__name__,
                    error.msg,
                    error.lineno,
                    error.offset,
                    error.text,
                    error.end_lineno,
                    error.end_offset,
                ]
            }
        except (ValueError, MemoryError, RecursionError) as error:
            answer = {"error": [type(error).__name__, str(error), None, None, None, None, None]}
    answer["warnings"] = sorted({(str(w.message), w.lineno) for w in seen})
    return answer


def extract(path):
    with open(path, "rb") as file:
        tree = ast.parse(file.read())
    texts = {}
    parser = doctest.DocTestParser()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 5000:
            texts[node.value] = True
            texts[textwrap.dedent(node.value)] = True
            if ">>>" in node.value:
                try:
                    for example in parser.get_examples(node.value):
                        texts[example.source] = True
                except ValueError:
                    pass
    return [text for text in texts if not any(0xD800 <= ord(c) < 0xE000 for c in text)]


def find_names(names):
    found = {}
    for name in names:
        try:
            found[name] = unicodedata.lookup(name)
        except KeyError:
            pass
    return {name: text for name, text in found.items() if len(text) == 1}


for line in sys.stdin:
    request = json.loads(line)
    if "names" in request:
        answer = find_names(request["names"])
    elif "extract" in request:
        answer = {"samples": extract(request["extract"])}
    elif "path" in request:
        with open(request["path"], "rb") as file:
            answer = parse(file.read(), "exec", request["path"], False)
    else:
        answer = parse(request["source"], request["mode"], "<test>", request.get("typeComments", False))
    print(json.dumps(answer))

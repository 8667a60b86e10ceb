"""json: documents both ways, hooks, errors with places."""
import collections
import enum
import json


def attempt(function, *arguments, **keywords):
    try:
        print(repr(function(*arguments, **keywords)))
    except Exception as error:
        print(type(error).__name__, error)


class Color(enum.IntEnum):
    RED = 1


class Money:
    def __init__(self, amount):
        self.amount = amount


class MoneyEncoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, Money):
            return {"money": o.amount}
        return super().default(o)


document = {"name": "caf\u00e9 \U0001f600", "list": [1, -2.5, 1e100, True, None], 3: {"x": []}, 2.5: "", None: 0}
print(json.dumps(document))
print(json.dumps(document, ensure_ascii=False))
print(json.dumps(document, indent=2))
print(json.dumps([1, {"a": (2, 3)}], separators=(",", ":")))
print(json.dumps({"b": 1, "a": 2}, sort_keys=True, indent="\t"))
print(json.dumps([Color.RED, {Color.RED: Color.RED}]), json.dumps([float("inf"), float("nan")]))
print(json.dumps(Money(3), cls=MoneyEncoder), json.dumps([Money(1)], default=lambda o: o.amount))
print(json.dumps(collections.OrderedDict([("z", 1), ("a", 2)])), json.dumps("\x00\x1f\x7f\u2028\"\\/"))
attempt(json.dumps, object())
attempt(json.dumps, {(1, 2): 3})
attempt(json.dumps, {(1, 2): 3, 4: 5}, skipkeys=True)
attempt(json.dumps, float("nan"), allow_nan=False)
circle = []
circle.append(circle)
attempt(json.dumps, circle)
attempt(json.dumps, {1: 2, "a": 3}, sort_keys=True)

text = ' {"a": [1, 2.50, -0, 1E3, "\\u00e9\\ud83d\\ude00\\n"], "b": {"c": null}, "d": true, "a": false} '
attempt(json.loads, text)
attempt(json.loads, text, object_pairs_hook=list)
attempt(json.loads, text, object_hook=lambda d: sorted(d))
attempt(json.loads, "[1.5, 3, NaN, -Infinity]", parse_float=str, parse_int=lambda s: s * 2, parse_constant=repr)
attempt(json.loads, b"\xff\xfe[\x001\x00]\x00")
attempt(json.loads, "123456789012345678901234567890")
for bad in ("", "[", "[1", "[1,", "[1,]", "{", '{"a"', '{"a":', '{"a":1', '{"a":1,}', "{1: 2}", "tru", "1 2", '"abc', '"\t"',
            '"\\x"', '"\\u12"', "-", "01", "[1 2]", '\ufeff1', "nul", '"a\nb"', "\n\n  x"):
    attempt(json.loads, bad)
attempt(json.loads, '"a\tb"', strict=False)
attempt(json.loads, 5)
try:
    json.loads('{"a":\n  oops}')
except json.JSONDecodeError as error:
    print(error.msg, error.pos, error.lineno, error.colno, error.doc)
decoder = json.JSONDecoder()
print(decoder.raw_decode("[1] rest"), decoder.raw_decode('xx{"a": 1}', 2))
print(list(json.JSONEncoder().iterencode([1, {"a": None}])))
keys = json.loads('[{"key": 1}, {"key": 2}]')
print(json.loads(json.dumps(document))["list"] == document["list"], keys)

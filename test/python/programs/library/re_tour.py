"""re: groups, flags, substitution, splitting, errors."""
import re


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except Exception as error:
        print(type(error).__name__, error)


m = re.match(r"(?P<key>\w+)\s*=\s*(?P<value>.*?)(;|$)", "name = some value; rest")
print(m, m.groups(), m.groupdict(), m.span("value"), m["key"], m.lastgroup, m.lastindex, m.expand(r"\g<value>:\1"))
print(re.findall(r"(\d+)-(\d+)", "1-2, 33-44"), re.findall(r"\b\w", "a bc d"), re.findall("x*", "axb"))
print([x.span() for x in re.finditer(r"(?=(aa))", "aaaa")], re.split(r"[,;]\s*", "a, b;c"), re.split("(-)", "a-b-c", 1))
print(re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), re.sub("a", lambda x: x[0].upper(), "banana", count=2), re.subn("x", "-", "axbx"))
print(re.fullmatch("a|ab", "ab"), re.search("^b", "a\nb", re.M), re.search("a.b", "a\nb", re.S), re.match("É", "é", re.I))
print(re.compile("(?i:a)b | c  # comment", re.X), re.compile("a", re.A | re.M).flags, re.escape("a.b*c[1]"))
print(re.match(r"(a)?(b)?(?(1)c|d)", "ac"), re.match(r"(a)?(?(1)c|d)", "d"), re.search(r"(?<=a)b(?!c)", "abc abd"))
print(re.match(r"(?>a+)ab", "aaab"), re.match(r"a*+b", "aab"), re.match(r"(\w)\1{2}", "aaa"), re.search(r"(?<!\d)\d{2}(?!\d)", "1234 56"))
print(re.match(rb"\w+", b"bytes"), re.search("[^\W\d_]+", "12_ab"), re.findall(r"[a-c\-]", "a-d"), re.findall("(?s:.)", "\n"))
print(re.sub("", "-", "abc"), re.split("x*", "axbc"), re.findall(r"\d{2,}?", "12345"), re.sub(r"(?P<n>x)", r"<\g<n>\g<0>>", "x"))
for pattern in ("(", "[a", "a**", "(?P<1>x)", "(?P<a>x)(?P<a>y)", r"\1", "(?<=a+)b", "x{3,2}", "(?z)", r"\q", "(?P=no)", "[z-a]", "a(?i)b"):
    attempt(re.compile, pattern)
attempt(re.match, "a", b"a")
attempt(re.sub, "a", r"\2", "a")
print(re.Scanner([(r"\d+", lambda s, t: int(t)), (r"\w+", lambda s, t: t), (r"\s+", None)]).scan("ab 12 cd"))
match re.match(r"(\d+)", "42x"):
    case re.Match() as found:
        print(found.group(), found.start(), found.end(), found.string, found.re.pattern, found.pos, found.endpos)
pattern = re.compile("a+")
print(pattern.search("xaaax", 2, 4), pattern.groups, pattern.groupindex, pattern == re.compile("a+"), re.NOFLAG, re.I | re.M)
print(re.sub(r"(?m)^", "> ", "a\nb"), re.findall(r"\w+", "naïve café", re.A), re.match(r"[\u4e00-\u9fff]+", "漢字"))

"""textwrap, string, html, configparser, urllib.parse, enum."""
import configparser
import enum
import html
import io
import string
import textwrap
import urllib.parse
from html.parser import HTMLParser


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


text = "The quick brown fox, which-is-hyphenated, jumped over the lazy dog.  " * 2
print(textwrap.fill(text, 30, initial_indent="* ", subsequent_indent="  "), textwrap.wrap("a verylongwordindeed b", 8), textwrap.shorten(text, 40), sep="\n")
print(repr(textwrap.dedent("    a\n      b\n\n    c\n")), textwrap.indent("a\n\nb", "> "))
print(string.Template("$who owes ${n} $$").substitute(who="Al", n=3), string.Template("$x").safe_substitute(), string.capwords("ab cD"), string.ascii_letters[:3], string.punctuation)
attempt(lambda: string.Template("$x").substitute())
attempt(lambda: string.Template("$").substitute())
print(string.Formatter().format("{0!r:>5}{a[k]}{b.real:.2f}", "x", a={"k": 1}, b=2), list(string.Formatter().parse("a{b!r:c}{{")))
print(html.escape("<a href='x'>&\"</a>"), html.unescape("&lt;&eacute;&#x41;&#8364;&notit;&amp;amp"), html.escape('"', quote=False))


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.events = []

    def handle_starttag(self, tag, attrs):
        self.events.append(("start", tag, attrs))

    def handle_endtag(self, tag):
        self.events.append(("end", tag))

    def handle_data(self, data):
        self.events.append(("data", data))

    def handle_comment(self, data):
        self.events.append(("comment", data))


parser = Tags()
parser.feed('<p class="x" checked>Hi &amp; <b>there</b><br/><!-- note --></p><script>if (a < b) {}</script>')
parser.close()
print(parser.events)
config = configparser.ConfigParser(allow_no_value=True)
config.read_string("[DEFAULT]\nbase = /x\n[one]\n; comment\npath = %(base)s/y\nnumber: 42\nflag = yes\nlist =\n  a\n  b\nempty\n[two]\n")
print(config.sections(), dict(config["one"]), config.getint("one", "number"), config["one"].getboolean("flag"), config.get("two", "no", fallback="f"), "one" in config)
config["three"] = {"k": "v"}
config.set("two", "new", "1")
stream = io.StringIO()
config.write(stream)
print(stream.getvalue())
attempt(lambda: config.get("none", "x"))
attempt(lambda: config.get("two", "x"))
attempt(lambda: config.read_string("[a]\n[a]\n"))
attempt(lambda: config.read_string("junk"))
attempt(lambda: config.getint("one", "flag"))
u = urllib.parse
parts = u.urlsplit("https://user:pw@Host.com:8080/p/a;t?q=1&q=2&e=#frag")
print(parts, parts.hostname, parts.port, parts.username, parts.geturl(), u.urlparse("//h/p;x?y").params)
print(u.urljoin("http://a/b/c/d;p?q", "../g?y#s"), u.urljoin("http://a/b", "//x/y"), u.quote("a b/é&"), u.quote_plus("a b&"), u.unquote("%C3%A9%zz"), u.unquote_to_bytes("%ff"))
print(u.parse_qs("a=1&a=2&b=&c", keep_blank_values=True), u.parse_qsl("x=%20y+z"), u.urlencode({"a": [1, 2], "b": "é&"}, doseq=True), u.urldefrag("x#y"), u.urlunsplit(("s", "n", "p", "q", "f")))
attempt(lambda: u.urlsplit("http://h:99999/").port)
attempt(lambda: u.urlsplit("http://[::1"))


class Color(enum.Enum):
    RED = 1
    GREEN = enum.auto()
    ROT = 1

    @property
    def nice(self):
        return self.name.title()


class Perm(enum.Flag):
    R = enum.auto()
    W = enum.auto()
    RW = R | W


class Level(enum.StrEnum):
    LOW = enum.auto()
    HIGH = "h"


print(list(Color), Color(2), Color["ROT"], Color.RED.nice, Color.ROT is Color.RED, Color.__members__, repr(Perm.R | Perm.W), Perm.R in Perm.RW, ~Perm.R, list(Perm.RW), Level.LOW, f"{Level.HIGH}")
attempt(lambda: Color(9))
attempt(lambda: Color.BLUE)
attempt(lambda: setattr(Color, "RED", 3))
attempt(lambda: enum.unique(enum.Enum("X", {"a": 1, "b": 1})))
print(enum.IntEnum("N", "one two").two + 1, enum.Enum("E", ["p", "q"]).q, Perm(3), Perm(0), enum.IntFlag("F", "a b")(3))

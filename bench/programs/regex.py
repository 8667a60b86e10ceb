"""Regular expressions: findall, sub with a function, named groups, backtracking, split."""
import re


def main():
    pieces = [
        "2026-11-%02d user%d@example.org GET /path/%d?id=%d 200 %d.%d" % (i % 28 + 1, i, i % 17, i * 31, i % 9, i % 100)
        for i in range(15_000)
    ]
    text = "\n".join(pieces)
    record = re.compile(
        r"(?P<date>\d{4}-\d\d-\d\d) (?P<user>[\w.]+)@(?P<host>[\w.]+) (GET|POST) (?P<path>/\S*?)\?id=(?P<id>\d+)"
    )
    total = 0
    for match in record.finditer(text):
        total += int(match["id"]) + len(match["user"]) + len(match.group("path"))
    print(total, len(re.findall(r"\b\w*7\b", text)), len(re.split(r"[ \n/]+", text)))
    print(sum(map(ord, re.sub(r"(\d)(\d)", lambda m: m[2] + m[1], text))) % 1_000_003)
    print(len(re.findall(r"(?i)(?:user(\d+)@).*?\.(\d\d)$", text, re.M)), bool(re.match(r"(a|aa)+$", "a" * 22 + "b")))


if __name__ == "__main__":
    main()

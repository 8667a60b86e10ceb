"""Text: building, splitting, joining, replacing, formatting, translating, non-ASCII text."""

WORDS = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "\u00e9t\u00e9", "na\u00efve", "\u65e5\u672c"]


def lines(count):
    for number in range(count):
        a = WORDS[number % 9]
        b = WORDS[number * 7 % 9]
        yield f"{number:06d},{a},{b.upper()},{number * 0.25:.2f}\n"


def main():
    text = "".join(lines(60_000))
    total = 0
    lengths = {}
    for line in text.splitlines():
        number, a, b, value = line.split(",")
        total += int(number) + int(float(value))
        name = f"{a.capitalize()}-{b.lower()}"
        lengths[name] = lengths.get(name, 0) + len(name)
    reverse = 0
    for line in text.split("\n"):
        if line[::-1].startswith("05.") or line.strip().endswith(".25"):
            reverse += line.find(",") + line.count("a")
    letters = 0
    for character in text:
        if character.isalpha() and character not in "aeiou":
            letters += ord(character)
    replaced = text.replace("alpha", "omega").replace(",", ";").translate({ord("b"): "B", ord("z"): None})
    built = ""
    for number in range(100_000):
        built += chr(97 + number % 26)
    print(total, len(lengths), sum(lengths.values()), reverse, letters, len(replaced), built.count("abc"))
    print(len(text.encode()), "%s %r %5.1f" % ("x", "y", 2.25), sorted(lengths)[:2])


if __name__ == "__main__":
    main()

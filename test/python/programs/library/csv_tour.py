"""csv: dialects, quoting, dictionaries."""
import csv
import io


def attempt(function, *arguments, **keywords):
    try:
        print(repr(function(*arguments, **keywords)))
    except Exception as error:
        print(type(error).__name__, error)


def written(row, **options):
    stream = io.StringIO()
    csv.writer(stream, **options).writerow(row)
    return stream.getvalue()


row = ["a b", 'say "hi"', "x,y", 1, 2.5, None, "line\nbreak", ""]
for options in ({}, {"quoting": csv.QUOTE_ALL}, {"quoting": csv.QUOTE_NONNUMERIC}, {"delimiter": ";"}, {"quotechar": "'"},
                {"doublequote": False, "escapechar": "\\"}, {"quoting": csv.QUOTE_NONE, "escapechar": "!"},
                {"lineterminator": "\n"}, {"dialect": "excel-tab"}, {"dialect": "unix"}, {"quoting": csv.QUOTE_NONE}):
    attempt(written, row, **options)
attempt(written, [""])
attempt(written, [])
attempt(written, 5)
text = 'name,"quoted ""text""",last\r\n1,"two\nlines",x\n\n"tail",, \n'
print(list(csv.reader(io.StringIO(text))))
print(list(csv.reader(["1;'2,5';\"3\""], delimiter=";", quotechar="'")))
print(list(csv.reader(['1,"2",3.5'], quoting=csv.QUOTE_NONNUMERIC)), list(csv.reader(["a, b"], skipinitialspace=True)))
print(list(csv.reader(["a\\,b,c"], escapechar="\\")))
attempt(list, csv.reader(['"a"b'], strict=True))
attempt(list, csv.reader(['"open'], strict=True))
attempt(list, csv.reader(["a\rb"]))
attempt(list, csv.reader([b"x"]))
attempt(csv.reader, [""], "nope")
attempt(csv.reader, [""], delimiter="ab")
attempt(csv.reader, [""], quoting=9)
reader = csv.DictReader(io.StringIO("a,b\n1,2\n3\n4,5,6\n"), restkey="more", restval="-")
print(reader.fieldnames, list(reader), reader.line_num)
stream = io.StringIO()
writer = csv.DictWriter(stream, ["x", "y"], restval="?", lineterminator="\n")
writer.writeheader()
writer.writerows([{"x": 1, "y": 2}, {"y": 3}])
attempt(writer.writerow, {"z": 1})
print(repr(stream.getvalue()))
csv.register_dialect("bars", delimiter="|", quoting=csv.QUOTE_ALL)
print("bars" in csv.list_dialects(), csv.get_dialect("bars").delimiter, written([1, 2], dialect="bars"))
csv.unregister_dialect("bars")
attempt(csv.get_dialect, "bars")


class Semicolons(csv.Dialect):
    delimiter = ";"
    quotechar = '"'
    lineterminator = "\n"
    quoting = csv.QUOTE_MINIMAL


print(written([1, "a;b"], dialect=Semicolons), csv.Sniffer().sniff("a;b;c\n1;2;3\n").delimiter)
print(csv.Sniffer().has_header("name,age\nbob,3\nann,4\n"), csv.field_size_limit())

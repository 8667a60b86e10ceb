"""argparse: options, positionals, subcommands, help and errors."""
import argparse
import contextlib
import io


def run(parser, *words):
    err, out = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stderr(err), contextlib.redirect_stdout(out):
            print(vars(parser.parse_args(words)))
    except SystemExit as exit:
        print("exit", exit.code)
    print(out.getvalue() + err.getvalue())


parser = argparse.ArgumentParser(prog="tool", description="Does things to files. " * 4, epilog="The end.")
parser.add_argument("input", nargs="+", help="files to read")
parser.add_argument("-v", "--verbose", action="count", default=0, help="say more (default: %(default)s)")
parser.add_argument("-o", "--output", metavar="FILE", default="-", help="where to write")
parser.add_argument("--level", type=int, choices=[1, 2, 3], default=1)
parser.add_argument("--flag", action=argparse.BooleanOptionalAction)
parser.add_argument("--item", action="append")
parser.add_argument("--pair", nargs=2, type=float, metavar=("X", "Y"))
parser.add_argument("--version", action="version", version="%(prog)s 1.0")
group = parser.add_mutually_exclusive_group()
group.add_argument("--fast", action="store_const", const="fast", dest="mode")
group.add_argument("--slow", action="store_const", const="slow", dest="mode")
print(parser.format_help())
run(parser, "a")
run(parser, "-vv", "a", "b", "--output=x", "--level", "2", "--no-flag", "--item", "1", "--item", "2", "--pair", "1", "2.5")
run(parser, "--fast", "a")
run(parser, "--lev", "3", "a")
run(parser)
run(parser, "a", "--level", "9")
run(parser, "a", "--level", "x")
run(parser, "a", "--fast", "--slow")
run(parser, "a", "--nope")
run(parser, "a", "--pair", "1")
run(parser, "--version")

main = argparse.ArgumentParser(prog="git", fromfile_prefix_chars="@")
main.add_argument("-C", dest="folder")
commands = main.add_subparsers(dest="command", required=True, title="commands", metavar="COMMAND")
add = commands.add_parser("add", help="add files", aliases=["a"])
add.add_argument("paths", nargs="*")
add.set_defaults(function="add")
commit = commands.add_parser("commit", help="record", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
commit.add_argument("-m", "--message", required=True, help="text")
commit.add_argument("--amend", action="store_true", default=False, help="again")
print(main.format_help(), commit.format_help())
run(main, "add", "x", "y")
run(main, "-C", "/", "commit", "-m", "text", "--amend")
run(main, "commit")
run(main, "zork")
run(main)
print(main.parse_known_args(["add", "q", "--unknown"]))
namespace = argparse.Namespace(a=1, b="x")
print(namespace, "a" in namespace, namespace == argparse.Namespace(b="x", a=1))

"""pathlib and tempfile: pure paths, files in a temporary folder."""
import os
import pathlib
import tempfile
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, str(error).replace(base, "BASE"))


base = ""
p = PurePosixPath("/a/b/../c.tar.gz")
print(p, p.parts, p.name, p.stem, p.suffix, p.suffixes, p.parent, list(p.parents), p.root, p.anchor, p.drive, p.is_absolute())
print(p / "x", "q" / PurePath("y"), p.with_name("n"), p.with_suffix(".z"), p.with_stem("s"), p.relative_to("/a"), p.joinpath("u", "/v"))
print(PurePath("a/*.py").match("*.py"), PurePath("/a/b").is_relative_to("/a"), PurePath("b") < PurePath("c"), PurePath("a//b/./c/"))
w = PureWindowsPath("c:\\Dir\\file.TXT")
print(w, w.drive, w.root, w.as_posix(), w == PureWindowsPath("C:/dir/FILE.txt"), w.parts, w.as_uri(), repr(w))
attempt(lambda: PurePath("a").relative_to("b"))
attempt(lambda: PurePath("a").with_name(""))
attempt(lambda: PurePath("/").with_suffix(".x"))
attempt(lambda: PurePath("a").with_suffix("x"))
attempt(lambda: PurePath(3))
with tempfile.TemporaryDirectory(prefix="tour-") as folder:
    base = folder
    root = Path(folder)
    (root / "sub" / "deep").mkdir(parents=True)
    file = root / "sub" / "text.txt"
    print(file.write_text("héllo\nworld\n", encoding="utf-8"), file.read_bytes(), file.read_text("utf-8").splitlines())
    (root / "data.bin").write_bytes(b"\x00\x01")
    print(sorted(x.relative_to(root).as_posix() for x in root.rglob("*")), sorted(x.name for x in root.iterdir()))
    print([x.name for x in root.glob("*/*.txt")], file.exists(), file.is_file(), root.is_dir(), (root / "no").exists(), file.stat().st_size)
    link = root / "link"
    link.symlink_to(file)
    print(link.is_symlink(), link.resolve() == file.resolve(), os.readlink(link) == str(file), link.lstat().st_size > 0)
    moved = file.rename(root / "moved.txt")
    print(moved.name, file.exists(), moved.samefile(root / "moved.txt"), link.exists())
    with moved.open("a", encoding="utf-8") as stream:
        stream.write("more")
    print(len(moved.read_text(encoding="utf-8")), moved.owner() != "", oct(moved.stat().st_mode & 0o777 | 0o600)[:3])
    moved.touch()
    moved.chmod(0o600)
    print(oct(moved.stat().st_mode))
    attempt(lambda: (root / "none").read_text())
    attempt(lambda: (root / "sub").mkdir())
    attempt(lambda: root.rmdir())
    attempt(lambda: (root / "none").unlink())
    (root / "none").unlink(missing_ok=True)
    (root / "sub").mkdir(exist_ok=True)
    link.unlink()
    print(sorted(os.listdir(folder)), [sorted(names) for _, names, _ in os.walk(folder)][0])
print(os.path.exists(folder))
with tempfile.NamedTemporaryFile("w+", suffix=".x", delete=True) as named:
    named.write("abc")
    named.flush()
    print(Path(named.name).read_text(), Path(named.name).suffix)
print(os.path.exists(named.name))
with tempfile.SpooledTemporaryFile(max_size=4) as spooled:
    spooled.write(b"ab")
    print(spooled._rolled)
    spooled.write(b"cdef")
    spooled.seek(0)
    print(spooled._rolled, spooled.read())
with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as file:
    file.write("x\r\ny")
    file.seek(0)
    print(repr(file.read()))
handle, name = tempfile.mkstemp(".end", "begin")
os.write(handle, b"1")
os.close(handle)
print(name.endswith(".end"), os.path.getsize(name))
os.unlink(name)
print(Path("~").expanduser() == Path.home(), Path.cwd() == Path(os.getcwd()), Path("x").absolute() == Path.cwd() / "x")

"""Streams whose read() gives more than was asked for, and many streams that are made and forgotten."""

import io


class TooMuch(io.BufferedIOBase):
    def read(self, size=-1):
        return b"x" * 1_000_000

    read1 = read


for buffer in (bytearray(2), memoryview(bytearray(2))):
    for name in ("readinto", "readinto1"):
        try:
            getattr(TooMuch(), name)(buffer)
        except ValueError as error:
            print(name, error)
    print(bytes(buffer))


class Exact(io.BufferedIOBase):
    def read(self, size=-1):
        return b"abc"[:size]


for size in (0, 2, 3, 5):
    buffer = bytearray(size)
    print(Exact().readinto(buffer), buffer)


class Sink(io.RawIOBase):
    def readable(self):
        return True

    def writable(self):
        return True

    def seekable(self):
        return True

    def write(self, data):
        return len(data)


# Streams that may hold bytes are looked through now and then; one of them is always just being made.
for i in range(400):
    pair = io.BufferedRWPair(Sink(), Sink())
    text = io.TextIOWrapper(pair, encoding="ascii")
    text.itself = text
    loose = io.TextIOWrapper.__new__(io.TextIOWrapper)
print(text.writable())

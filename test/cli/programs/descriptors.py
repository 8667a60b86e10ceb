"""Descriptors of files: copies, pipes, what is refused. Standard output may be another file for a while, as pytest's is."""
import gc
import io
import os
import sys
import tempfile


def show(call):
    try:
        print(call())
    except OSError as error:
        print(type(error).__name__, error)


read_end, write_end = os.pipe()
print(os.write(write_end, b'abc'), os.read(read_end, 10))
os.close(write_end)
print(os.read(read_end, 3))
os.close(read_end)
show(lambda: os.read(read_end, 1))

read_end, write_end = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
show(lambda: os.read(read_end, 1))
show(lambda: os.dup2(read_end, 50))
show(lambda: os.dup2(read_end, 51, inheritable=False))
show(lambda: os.dup2(99, 5))
with open(write_end, 'w') as writer:
    writer.write('text')
print([os.get_inheritable(descriptor) for descriptor in (read_end, 50, 51)])
os.set_inheritable(51, True)
os.set_inheritable(50, False)
print(os.get_inheritable(50), os.get_inheritable(51))
show(lambda: os.get_inheritable(99))
print(os.read(50, 10), os.read(51, 10))
for descriptor in read_end, 50, 51:
    os.close(descriptor)

sys.stdout.flush()
saved = os.dup(1)
with tempfile.TemporaryFile(buffering=0) as file:
    os.dup2(file.fileno(), 1)
    print('into the file')
    sys.stdout.flush()
    os.dup2(saved, 1)
    file.seek(0)
    print(file.read())
os.close(saved)


class Broken(io.RawIOBase):
    """What fails when it is closed is not heard of when it dies."""

    def close(self):
        raise AttributeError('never opened')


Broken()
gc.collect()

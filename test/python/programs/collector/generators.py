"""What generators, coroutines and files that were left in the middle still do."""
import gc
import os
import sys
import tempfile

log = []


def collect():
    gc.collect()
    print(*log)
    log.clear()


def generator(name):
    try:
        yield 1
        yield 2
    finally:
        log.append(name)


def leave():
    next(generator('left'))


leave()
collect()


def finish():
    list(generator('finished'))


finish()
collect()


def unstarted():
    generator('unstarted')


unstarted()
collect()


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        log.append(args[0].__name__)


def managing():
    with Manager():
        yield


def leave_managing():
    next(managing())


leave_managing()
collect()


def delegating():
    try:
        yield from generator('inner')
    finally:
        log.append('outer')


def leave_delegating():
    next(delegating())


leave_delegating()
collect()


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


def hook(args):
    log.append(str(args.exc_value))


def leave_stubborn():
    next(stubborn())


sys.unraisablehook = hook
leave_stubborn()
collect()
sys.unraisablehook = sys.__unraisablehook__


async def coroutine():
    try:
        await Awaitable()
    finally:
        log.append('coroutine')


class Awaitable:
    def __await__(self):
        yield 1


def leave_coroutine():
    coroutine().send(None)


leave_coroutine()
collect()

path = os.path.join(tempfile.mkdtemp(), 'file')


def leave_file():
    file = open(path, 'w')
    file.write('written')


leave_file()
gc.collect()
with open(path) as file:
    print(file.read())


def descriptors():
    return len(os.listdir('/proc/self/fd'))


def open_many():
    for _ in range(50):
        open(path, 'rb')


gc.collect()
before = descriptors()
open_many()
gc.collect()
print(descriptors() - before)
os.remove(path)

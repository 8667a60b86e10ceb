"""What CPython's test suite asks CPython's internals, answered for pypy3."""


def get_config():
    """Settings of the interpreter: code objects have columns, whatever the options."""
    return {"code_debug_ranges": 1}

"""What the Node API adds to Python: errors of JavaScript as exceptions, JavaScript functions as streams."""
import io

__all__ = ["JavaScriptError"]


class JavaScriptError(Exception):
    """A JavaScript function that Python called has thrown.

    `error` is what was thrown, `name` and `stack` are those of a JavaScript Error (None for other values).
    """

    def __init__(self, message, error=None, name=None, stack=None):
        super().__init__(message)
        self.error = error
        self.name = name
        self.stack = stack


class FunctionWriter(io.TextIOBase):
    """A text stream that hands what is written to a function."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, function, name):
        self._function = function
        self.name = name

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._function(text)
        return len(text)


class FunctionReader(io.TextIOBase):
    """A text stream of what a function gives, piece by piece; None or an empty string is the end."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, function, name):
        self._function = function
        self._rest = ""
        self.name = name

    def readable(self):
        return True

    def _more(self):
        part = self._function()
        if part is None or part == "":
            return False
        if not isinstance(part, str):
            raise TypeError(f"the function of {self.name} must return str or None, not {type(part).__name__}")
        self._rest += part
        return True

    def _take(self, count):
        text, self._rest = self._rest[:count], self._rest[count:]
        return text

    def read(self, size=-1):
        if size is None or size < 0:
            while self._more():
                pass
            return self._take(len(self._rest))
        while len(self._rest) < size and self._more():
            pass
        return self._take(size)

    def readline(self, size=-1):
        searched = 0
        while (at := self._rest.find("\n", searched)) < 0:
            searched = len(self._rest)
            if 0 <= size <= searched or not self._more():
                break
        count = at + 1 if at >= 0 else len(self._rest)
        return self._take(count if size is None or size < 0 else min(size, count))

"""What the Node API adds to Python: errors of JavaScript as exceptions, JavaScript functions as output streams."""
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

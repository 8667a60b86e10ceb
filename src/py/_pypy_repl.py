"""The interactive prompt of pypy3."""

import code
import codeop
import os
import sys

import _pypy_console

WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.")

HALF_READ = codeop.PyCF_DONT_IMPLY_DEDENT | codeop.PyCF_ALLOW_INCOMPLETE_INPUT


class Prompt(code.InteractiveInterpreter):
    def __init__(self, namespace):
        super().__init__(namespace)
        self.has_editor = _pypy_console.has_editor()
        self.completer = None

    def write(self, data):
        sys.stderr.write(data)
        sys.stderr.flush()

    def read_line(self, prompt):
        """A line without its end; None at the end of input. KeyboardInterrupt after Ctrl-C."""
        sys.stdout.flush()
        if not self.has_editor or sys.stdin is not sys.__stdin__:
            self.write(prompt)
            line = sys.stdin.readline()
            return line.rstrip("\n") if line else None
        answer = _pypy_console.read_line(prompt, not sys.flags.isolated)
        while answer[0] == "C":
            answer = _pypy_console.complete(*self.complete(answer[1:]))
        if answer[0] == "I":
            raise KeyboardInterrupt
        return answer[1:] if answer[0] == "L" else None

    def complete(self, text):
        """The word at the end of the text, and what it may become."""
        start = len(text)
        while start and (text[start - 1] in WORD or ord(text[start - 1]) > 127):
            start -= 1
        word = text[start:]
        candidates = []
        try:
            if self.completer is None:
                import rlcompleter

                self.completer = rlcompleter.Completer(self.locals)
            while (candidate := self.completer.complete(word, len(candidates))) is not None:
                candidates.append(candidate)
        except Exception:
            # Completing evaluates attributes: what goes wrong there is no concern of the line.
            pass
        return word, candidates

    def runsource(self, source):
        """Run a statement; whether it goes on in the next line."""
        try:
            statement = self.compile(source, "<stdin>", "single")
        except (OverflowError, SyntaxError, ValueError):
            # What is wrong is said of the whole line: its end was not in the source so far.
            try:
                compile(source + "\n", "<stdin>", "single", self.compile.compiler.flags & ~HALF_READ)
            except (OverflowError, SyntaxError, ValueError):
                self.showsyntaxerror("<stdin>")
            return False
        if statement is None:
            return True
        self.runcode(statement)
        return False

    def end(self, source):
        """The end of input ends a statement, too."""
        if self.runsource(source):
            try:
                statement = compile(source, "<stdin>", "single", self.compile.compiler.flags & ~HALF_READ)
            except (OverflowError, SyntaxError, ValueError):
                self.showsyntaxerror("<stdin>")
            else:
                self.runcode(statement)

    def run(self):
        lines = []
        while True:
            try:
                line = self.read_line(str(sys.ps2 if lines else sys.ps1))
                if line is None:
                    if not lines:
                        break
                    self.end("\n".join(lines) + "\n\n")
                    break
                lines.append(line)
                if not self.runsource("\n".join(lines)):
                    lines = []
            except KeyboardInterrupt:
                self.write("\nKeyboardInterrupt\n")
                lines = []
        if not self.has_editor:
            self.write("\n")


def run_startup(namespace):
    """Run the file that PYTHONSTARTUP names, in the namespace of the prompt."""
    name = os.environ.get("PYTHONSTARTUP")
    if not name or sys.flags.ignore_environment:
        return
    sys.audit("cpython.run_startup", name)
    try:
        with open(name, "rb") as file:
            source = file.read()
    except OSError as error:
        print("Could not open PYTHONSTARTUP", file=sys.stderr)
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return
    namespace["__file__"] = name
    try:
        exec(compile(source, name, "exec"), namespace)
    except SystemExit:
        raise
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__ and error.__traceback__.tb_next)
    finally:
        namespace.pop("__file__", None)


def run_hook():
    hook = getattr(sys, "__interactivehook__", None)
    if hook is None:
        return
    try:
        hook()
    except Exception as error:
        print("Failed calling sys.__interactivehook__", file=sys.stderr)
        sys.excepthook(type(error), error, error.__traceback__)


def interact(namespace, after_program):
    """Read, evaluate and print until the end of input; after a program, or instead of one."""
    if not after_program:
        if not sys.flags.quiet:
            version = sys.version.replace("\n", " ")
            print(f"Python {version} on {sys.platform}", file=sys.stderr)
            print('Type "help", "copyright", "credits" or "license" for more information.', file=sys.stderr)
        run_startup(namespace)
    run_hook()
    if not hasattr(sys, "ps1"):
        sys.ps1 = ">>>> "
    if not hasattr(sys, "ps2"):
        sys.ps2 = ".... "
    Prompt(namespace).run()

"""Runs one module of CPython's test suite; prints a line per test method: RESULT name.

Usage: run_module.py MODULE, with the folder that holds the package `test` on PYTHONPATH.
"""

import importlib
import io
import os
import sys
import unittest


class Result(unittest.TestResult):
    """Notes how each method ended; subtests count for their method."""

    def __init__(self):
        super().__init__()
        self.outcomes = {}

    def note(self, test, outcome):
        name = test.id().partition("test.")[2] if test.id().startswith("test.") else test.id()
        if self.outcomes.get(name, "ok") in ("ok",):
            self.outcomes[name] = outcome

    def addSuccess(self, test):
        self.note(test, "ok")

    def addError(self, test, err):
        super().addError(test, err)
        self.note(test, "error")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.note(test, "fail")

    def addSkip(self, test, reason):
        self.note(test, "skip")

    def addExpectedFailure(self, test, err):
        self.note(test, "ok")

    def addUnexpectedSuccess(self, test):
        self.note(test, "fail")

    def addSubTest(self, test, subtest, err):
        if err is not None:
            super().addSubTest(test, subtest, err)
            self.note(test, "fail")


def main():
    name = sys.argv[1]
    out = sys.stdout
    module = importlib.import_module("test." + name)
    suite = unittest.defaultTestLoader.loadTestsFromModule(module)
    result = Result()
    verbose = os.environ.get("TSPY_VERBOSE")
    sys.stdout = io.StringIO()
    try:
        suite.run(result)
    finally:
        sys.stdout = out
    for test, outcome in sorted(result.outcomes.items()):
        print(outcome, test)
    if verbose:
        for test, text in result.errors + result.failures:
            print("=" * 70, test.id(), text, sep="\n", file=sys.stderr)
    sys.stdout.flush()


main()

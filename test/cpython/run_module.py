"""Runs one module of CPython's test suite and writes how each method ended.

Usage: run_module.py MODULE RESULTS [METHOD-TO-LEAVE-OUT ...]

The folder that holds the package `test` is on PYTHONPATH. RESULTS gets a line `start METHOD` before each method and
`OUTCOME METHOD` after it, so that whoever watches the file knows which method hangs or kills the process.
With TSPY_ONLY set, only methods whose name contains it run, and the tracebacks of failures go to stderr.
"""

import importlib
import io
import os
import sys
import unittest


class Result(unittest.TestResult):
    """Writes each outcome at once; a failed subtest fails its method."""

    def __init__(self, log):
        super().__init__()
        self.log = log
        self.outcome = None

    def startTest(self, test):
        super().startTest(test)
        self.outcome = None
        self.log.write(f"start {method_name(test)}\n")
        self.log.flush()

    def stopTest(self, test):
        super().stopTest(test)
        self.log.write(f"{self.outcome or 'ok'} {method_name(test)}\n")
        self.log.flush()

    def note(self, outcome):
        if self.outcome in (None, "ok"):
            self.outcome = outcome

    def addSuccess(self, test):
        self.note("ok")

    def addError(self, test, err):
        super().addError(test, err)
        if isinstance(test, unittest.TestCase):
            self.note("error")
        else:
            self.log.write(f"error {method_name(test)}\n")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.note("fail")

    def addSkip(self, test, reason):
        self.note("skip")

    def addExpectedFailure(self, test, err):
        self.note("ok")

    def addUnexpectedSuccess(self, test):
        self.note("fail")

    def addSubTest(self, test, subtest, err):
        if err is not None:
            super().addSubTest(test, subtest, err)
            self.note("fail")


def method_name(test):
    return test.id().replace("\n", " ").removeprefix("test.")


def methods(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from methods(test)
        else:
            yield test


def left(suite, keep):
    """The suite with the methods that `keep` accepts; suites stay, for the fixtures of classes and modules."""
    tests = []
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            tests.append(left(test, keep))
        elif keep(method_name(test)):
            tests.append(test)
    return type(suite)(tests)


def main():
    name, results, *left_out = sys.argv[1:]
    sys.argv[1:] = []
    only = os.environ.get("TSPY_ONLY", "")
    out = sys.stdout
    with open(results, "w", encoding="utf-8") as log:
        module = importlib.import_module("test." + name)
        suite = unittest.defaultTestLoader.loadTestsFromModule(module)
        suite = left(suite, lambda method: method not in left_out and only in method)
        result = Result(log)
        sys.stdout = io.StringIO()
        try:
            suite.run(result)
        finally:
            sys.stdout = out
        log.write("end\n")
    if only:
        for test, text in result.errors + result.failures:
            print("=" * 70, test.id(), text, sep="\n", file=sys.stderr)


main()

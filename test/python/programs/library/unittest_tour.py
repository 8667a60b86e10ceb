"""unittest: assertions, fixtures, subtests, skips, mocks; its own report."""
import io
import re
import unittest
from unittest import mock


class Sample(unittest.TestCase):
    log = []

    @classmethod
    def setUpClass(cls):
        cls.log.append("class")

    def setUp(self):
        self.log.append("up")
        self.addCleanup(self.log.append, "cleanup")

    def tearDown(self):
        self.log.append("down")

    def test_equal(self):
        self.assertEqual([1, {"a": 2}], [1, {"a": 3}])

    def test_raises(self):
        with self.assertRaisesRegex(ValueError, "in.*l") as caught:
            int("x")
        self.assertIn("literal", str(caught.exception))
        self.assertRaises(KeyError, {}.__getitem__, 1)

    def test_subtests(self):
        for i in range(4):
            with self.subTest(i=i):
                self.assertEqual(i % 2, 0, "odd")

    def test_text(self):
        self.assertMultiLineEqual("one\ntwo\n", "one\nzwei\n")

    def test_almost(self):
        self.assertAlmostEqual(1.0, 1.00000001)
        self.assertCountEqual([1, 2, 2], [2, 1, 2])
        self.assertGreater(2, 1)
        self.assertIsInstance(1, str)

    @unittest.skip("not now")
    def test_skipped(self):
        self.fail()

    @unittest.expectedFailure
    def test_expected(self):
        self.assertTrue(False)

    def test_error(self):
        raise RuntimeError("broken")

    def test_logs(self):
        import logging
        with self.assertLogs("x", level="INFO") as logs:
            logging.getLogger("x").warning("hello %s", "you")
        self.assertEqual(logs.output, ["WARNING:x:hello you"])


stream = io.StringIO()
suite = unittest.defaultTestLoader.loadTestsFromTestCase(Sample)
result = unittest.TextTestRunner(stream=stream, verbosity=2).run(suite)
text = re.sub(r"in \d+\.\d+s", "in 0s", stream.getvalue())
text = re.sub(r'File ".*[/\\]', 'File "', text)
print(text)
print(result.testsRun, len(result.failures), len(result.errors), len(result.skipped), Sample.log[:4])


class Service:
    def fetch(self, name):
        return "real " + name

    @property
    def size(self):
        return 3


thing = mock.Mock(return_value=5, side_effect=[1, 2, ValueError("end")])
print(thing(1), thing(x=2), thing.call_args_list, thing.call_count)
try:
    thing()
except ValueError as error:
    print("raised", error)
with mock.patch.object(Service, "fetch", autospec=True, return_value="fake") as fetch:
    print(Service().fetch("n"), fetch.call_args.args[1:])
print(Service().fetch("n"))
magic = mock.MagicMock()
magic.__len__.return_value = 7
magic.a.b(1).c = 2
print(len(magic), magic.a.b.called, magic.mock_calls)
try:
    mock.Mock(spec=Service).nothing
except AttributeError as error:
    print(error)
try:
    thing.assert_called_once_with(1)
except AssertionError as error:
    print(error)
with mock.patch.dict("os.environ", {"TSPY_X": "1"}):
    import os
    print(os.environ["TSPY_X"])
print("TSPY_X" in os.environ, mock.call(1, a=2) == mock.call(1, a=2), mock.sentinel.x, mock.ANY == 5)
opened = mock.mock_open(read_data="text\nmore\n")
with mock.patch("builtins.open", opened):
    with open("nothing") as file:
        print(file.read())

"""warm.py PROGRAM SECONDS ROUNDS: how long a program's main() takes once the interpreter has warmed up to it; any interpreter runs this.

main() is called again and again in this process. Rounds are warm-up until there were ROUNDS of them and SECONDS have passed; ROUNDS more and at
least MEASURED_SECONDS are the measurement. Printed as JSON: the seconds of each round of the two parts, and what a round prints, which must be the
same each time.
"""
import contextlib
import importlib.util
import io
import json
import sys
import time

# Short rounds have to be many, or one disturbance hits them all.
MEASURED_SECONDS = 1.0
# A program that does next to nothing shall not fill the memory with times of rounds.
MOST_ROUNDS = 2000


def load_main(path):
    spec = importlib.util.spec_from_file_location("program", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["program"] = module
    spec.loader.exec_module(module)
    return module.main


class Rounds:
    def __init__(self, main):
        self.main = main
        self.output = None

    def run(self, seconds, rounds):
        times = []
        end = time.perf_counter() + seconds
        while len(times) < rounds or (time.perf_counter() < end and len(times) < MOST_ROUNDS):
            times.append(self.run_one())
        return times

    def run_one(self):
        captured = io.StringIO()
        with contextlib.redirect_stdout(captured):
            start = time.perf_counter()
            self.main()
            seconds = time.perf_counter() - start
        output = captured.getvalue()
        if self.output is None:
            self.output = output
        elif output != self.output:
            sys.exit("a later round prints something else")
        return seconds


def measure(path, seconds, rounds):
    # The programs' folder stays as it is.
    sys.dont_write_bytecode = True
    runner = Rounds(load_main(path))
    warm_up = runner.run(seconds, rounds)
    measured = runner.run(MEASURED_SECONDS, rounds)
    print(json.dumps({"warm_up": warm_up, "measured": measured, "output": runner.output}))


if __name__ == "__main__":
    measure(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))

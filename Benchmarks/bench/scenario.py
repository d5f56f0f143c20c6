"""What the scenarios share: their arguments, and one line that says PASS or FAIL with the figures."""

import argparse
import sqlite3
import sys
import time

from .workplace import Unprepared, Workplace, hookgate_binary


WRONGS_SHOWN = 6


class Verdict:
    """Collects what was seen and what was wrong."""

    def __init__(self, name):
        self.name, self.figures, self.wrong, self.began = name, [], [], time.monotonic()

    def figure(self, text):
        self.figures.append(text)

    def must(self, holds, text):
        """`text` says what is wrong where it does not hold."""
        if not holds:
            self.wrong.append(text)

    def line(self):
        word = "FAIL" if self.wrong else "PASS"
        parts = [f"{word} {self.name}: {', '.join(self.figures)}; {time.monotonic() - self.began:.0f} s"]
        if self.wrong:
            shown = self.wrong[:WRONGS_SHOWN]
            more = [f"and {len(self.wrong) - len(shown)} more"] if len(self.wrong) > len(shown) else []
            parts.append("; ".join(shown + more))
        return " | WRONG: ".join(parts)


def run(name, text, scenario, arguments=()):
    """Reads the arguments, runs `scenario(place, options, verdict)` and ends with the verdict's status.

    `arguments`: more options, each (flags, keywords of add_argument).
    """
    parser = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", help="hookgate to test (default: .build/release/hookgate, or $HOOKGATE_BIN)")
    parser.add_argument("--quick", action="store_true", help="a short variant")
    parser.add_argument("--dir", help="folder on the disk to work on (default: /var/tmp, or $HOOKGATE_BENCH_DIR)")
    parser.add_argument("--keep", action="store_true", help="keep the working folder")
    for flags, keywords in arguments:
        parser.add_argument(*flags, **keywords)
    options = parser.parse_args()
    verdict = Verdict(name)
    try:
        options.binary = hookgate_binary(options.binary)
        with Workplace(options.dir, options.keep) as place:
            scenario(place, options, verdict)
    except Unprepared as problem:
        sys.exit(f"{name}: {problem}")
    except Exception as problem:  # a scenario that could not be played has not passed
        verdict.must(False, f"{type(problem).__name__}: {problem}")
    print(verdict.line(), flush=True)
    sys.exit(1 if verdict.wrong else 0)


def count_rows(database, table):
    """Rows of a table in a store that nobody has open."""
    connection = sqlite3.connect(database)
    try:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    finally:
        connection.close()


def integrity(database):
    """What SQLite says of a store that nobody has open: "ok", or what is wrong."""
    connection = sqlite3.connect(database)
    try:
        return connection.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        connection.close()

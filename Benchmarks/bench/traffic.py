"""Events, the load that sends them, the sink that takes them, and the ledger that compares both."""

import json
import subprocess
import sys
import time
import urllib.request

from .process import Child, cpu_seconds, wait_for_port
from .workplace import free_port

SECRET = "bench-secret-of-no-worth"
PATH = "/cubeconnect/webhook"


def presign(place, file, count, size=300, **options):
    """Writes `count` unique signed events; they are fresh for five minutes. Answers the path."""
    arguments = ["--secret", SECRET, "--n", count, "--size", size, "--out", file]
    for name, value in options.items():
        arguments += [f"--{name}", value]
    subprocess.run([place.tool("presign"), *map(str, arguments)], check=True, timeout=600)
    return file


class Load:
    """A running load; `result()` waits for it."""

    def __init__(self, place, file, port, folder, seconds, connections=32, rate=0, path=PATH, **options):
        self.acks = folder / "acks"
        arguments = ["--file", file, "--port", port, "--path", path, "--conns", connections, "--rate", rate,
                     "--secs", seconds, "--acks", self.acks]
        for name, value in options.items():
            arguments += [f"--{name}", value]
        self.limit = seconds + 60
        self.process = subprocess.Popen(
            [place.tool("load"), *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def is_running(self):
        return self.process.poll() is None

    def result(self):
        try:
            output, errors = self.process.communicate(timeout=self.limit)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        if self.process.returncode != 0:
            raise RuntimeError(f"load ended with {self.process.returncode}: {errors}")
        return json.loads(output)


class Sink:
    """The fast target: several ports, a ledger of what arrived, faults on demand."""

    def __init__(self, place, folder, ports=1, secret=SECRET):
        self.place, self.folder = place, folder
        self.ports = [free_port() for _ in range(ports)]
        self.control = free_port()
        argv = [place.tool("sink"), "--ports", ",".join(map(str, self.ports)), "--ctl", self.control]
        self.child = Child(argv + (["--secret", secret] if secret else []), folder / f"sink-{self.control}.log")
        wait_for_port(self.control, self.child)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.kill()

    def ask(self, query):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.control}{query}", timeout=60) as answer:
            return answer.read().decode()

    def stats(self):
        return json.loads(self.ask("/stats"))

    def arrived(self, port=0):
        """Requests that one port has answered with 2xx."""
        return self.stats()["ports"][port]["ok"]

    def reset(self):
        self.ask("/reset")

    def cpu(self):
        return cpu_seconds([self.child.pid])

    def wait_for(self, count, port=0, quiet=10, limit=600):
        """Waits for `count` arrivals, until nothing moves for `quiet` seconds; answers how many there are."""
        end, last, moved = time.monotonic() + limit, -1, time.monotonic()
        while time.monotonic() < end:
            now = self.arrived(port)
            if now >= count:
                return now
            if now != last:
                last, moved = now, time.monotonic()
            elif time.monotonic() - moved > quiet:
                return now
            time.sleep(0.02)
        return last

    def ledger(self, acks, port=0):
        """What was acknowledged against what arrived: check.py's figures."""
        dump = self.folder / f"dump-{self.control}"
        self.ask(f"/dump?to={dump}")
        done = subprocess.run(
            [sys.executable, self.place.tools / "check.py", acks, dump, str(port)],
            check=True, capture_output=True, text=True, timeout=600,
        )
        return json.loads(done.stdout)


def faults(ledger):
    """What a ledger says that must never be, as text; empty where all is well."""
    names = {"lost": "lost", "bad_let_through": "let through", "unknown_bodies": "altered", "sig_not_ok": "badly signed"}
    return [f"{ledger[key]} {text}" for key, text in names.items() if ledger[key]]

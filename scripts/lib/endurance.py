"""The kill loop and the soak: the gateway under load from C tools, on loopback, bounded in count and time.

The tools (load, sink, presign, check.py) are compiled from $HOOKGATE_BENCH_TOOLS, by default ../shared/tools/bench
beside the repository. The program is $HOOKGATE_BINARY, by default .build/release/hookgate.
"""
import json
import os
import pathlib
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = pathlib.Path(os.environ.get("HOOKGATE_BENCH_TOOLS", ROOT.parent / "shared" / "tools" / "bench"))
BINARY = pathlib.Path(os.environ.get("HOOKGATE_BINARY", ROOT / ".build" / "release" / "hookgate"))
EXTRA_COPIES_PER_KILL = 200
START = time.monotonic()


def say(text):
    print(f"[{time.monotonic() - START:5.0f} s] {text}", flush=True)


def fail(text):
    print(f"FAILED: {text}", file=sys.stderr)
    sys.exit(1)


def free_ports(count):
    """Ports below the range that the kernel hands out to clients, so that nobody takes them between two starts."""
    found, candidate = [], 18000 + os.getpid() % 2000
    while len(found) < count:
        candidate += 1
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", candidate))
                found.append(candidate)
            except OSError:
                pass
    return found


def get(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
        return answer.read().decode()


CONFIGURATION = """
[server]
listen = ["127.0.0.1:{port}"]

[admin]
listen = "127.0.0.1:{admin}"

[store]
url = "sqlite:{folder}/hookgate.db"

[[source]]
name = "cubeconnect"
path = "/cubeconnect/webhook"
scheme = "cubeconnect"
secrets = ["env:SECRET"]

[[target]]
name = "one"
url = "http://127.0.0.1:{one}/"
secret = "env:SECRET"
retry = {{ delay = "200ms", max_delay = "1s" }}

[[target]]
name = "two"
url = "http://127.0.0.1:{two}/"
secret = "env:SECRET"
retry = {{ delay = "200ms", max_delay = "1s" }}

[[route]]
events = ["*"]
targets = ["one", "two"]
"""


class Run:
    """One gateway, one sink with two ports, one load."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.secret = secrets.token_hex(32)
        self.port, self.admin, self.one, self.two, self.control = free_ports(5)
        self.gateway = None
        self.children = []
        for tool in ("load", "sink", "presign"):
            source = TOOLS / f"{tool}.c"
            if not source.exists():
                fail(f"there is no {source}; say where the tools are: HOOKGATE_BENCH_TOOLS=… {sys.argv[0]}")
            subprocess.run(["gcc", "-O2", "-o", self.folder / tool, source], check=True)
        if not BINARY.exists():
            fail(f"there is no {BINARY}; build it first: swift build -c release --product hookgate")
        (self.folder / "gateway.conf").write_text(CONFIGURATION.format(
            port=self.port, admin=self.admin, one=self.one, two=self.two, folder=self.folder))
        self.log = open(self.folder / "gateway.log", "ab")

    def spawn(self, *arguments, **options):
        child = subprocess.Popen([str(a) for a in arguments], stdin=subprocess.DEVNULL, **options)
        self.children.append(child)
        return child

    def start_sink(self):
        self.spawn(self.folder / "sink", "--ports", f"{self.one},{self.two}", "--ctl", self.control,
                   "--secret", self.secret)
        self.wait_for(lambda: get(self.control, "/stats"), 5, "the sink")

    def start_gateway(self):
        self.gateway = self.spawn(BINARY, "serve", "-c", self.folder / "gateway.conf", cwd=self.folder,
                                  env={**os.environ, "SECRET": self.secret}, stderr=self.log)
        self.wait_for(lambda: get(self.admin, "/readyz"), 20, "the gateway")

    def presign(self, count, *more):
        subprocess.run([self.folder / "presign", "--secret", self.secret, "--n", str(count), "--size", "300",
                        "--mix", "1", "--out", self.folder / "events", *more], check=True)

    def start_load(self, rate, seconds):
        return self.spawn(self.folder / "load", "--file", self.folder / "events", "--port", self.port,
                          "--path", "/cubeconnect/webhook", "--conns", 32, "--rate", rate, "--secs", seconds,
                          "--retries", 30, "--backoff", 1, "--grace", 60, "--acks", self.folder / "acks",
                          stdout=subprocess.PIPE, text=True)

    def wait_for(self, question, seconds, what):
        deadline = time.monotonic() + seconds
        while True:
            try:
                return question()
            except (OSError, urllib.error.URLError) as error:
                if self.gateway is not None and self.gateway.poll() is not None:
                    self.show_log()
                    fail(f"the gateway ended by itself with {self.gateway.returncode}")
                if time.monotonic() > deadline:
                    self.show_log()
                    fail(f"{what} is not there after {seconds} s: {error}")
                time.sleep(0.02)

    def show_log(self):
        lines = (self.folder / "gateway.log").read_text(errors="replace").splitlines()
        print("\n".join(lines[-20:]), file=sys.stderr)

    def metric(self, name):
        """The sum over the labels of one metric."""
        return sum(float(line.rsplit(" ", 1)[1]) for line in get(self.admin, "/metrics").splitlines()
                   if line.startswith(name + "{") or line.startswith(name + " "))

    def settle(self, seconds):
        """Waits until the receivers have been quiet for three seconds."""
        deadline, last, since = time.monotonic() + seconds, None, time.monotonic()
        while time.monotonic() < deadline:
            now = get(self.control, "/stats")
            if now != last:
                last, since = now, time.monotonic()
            elif time.monotonic() - since > 3:
                return
            time.sleep(0.25)
        fail(f"deliveries are still under way after {seconds} s")

    def verdict(self, allowed_copies):
        get(self.control, f"/dump?to={self.folder}/dump")
        good = True
        for index, name in enumerate(("one", "two")):
            text = subprocess.run([sys.executable, TOOLS / "check.py", self.folder / "acks", self.folder / "dump",
                                   str(index)], check=True, capture_output=True, text=True).stdout
            figures = json.loads(text)
            altered = figures["unknown_bodies"] + figures["sig_not_ok"]
            say(f"target {name}: acknowledged {figures['acked']}, arrived {figures['arrived']}, "
                f"lost {figures['lost']}, altered {altered}, let through {figures['bad_let_through']}, "
                f"extra copies {figures['extra_copies']} (allowed {allowed_copies})")
            good &= figures["lost"] == 0 and altered == 0 and figures["bad_let_through"] == 0
            good &= figures["extra_copies"] <= allowed_copies and figures["acked"] > 0
        return good

    def stop_gateway(self):
        self.gateway.send_signal(signal.SIGTERM)
        try:
            code = self.gateway.wait(15)
        except subprocess.TimeoutExpired:
            fail("the gateway does not end within 15 s of SIGTERM")
        if code != 0:
            self.show_log()
            fail(f"the gateway ended with {code} after SIGTERM")

    def close(self):
        for child in self.children:
            if child.poll() is None:
                child.kill()
                child.wait()
        self.log.close()


def kill_loop(run, kills):
    kills = min(kills, 60)
    seconds = kills * 3
    rate = 1000
    run.presign(rate * seconds, "--dup", "5", "--bad", "2")
    run.start_sink()
    run.start_gateway()
    say(f"{kills} kills within {seconds} s at {rate} events/s")
    load = run.start_load(rate, seconds)
    done = 0
    begun = time.monotonic()
    for index in range(kills):
        # A moment that is not in step with anything: 1.0 to 2.6 s after the start, longer or shorter each time.
        time.sleep(1.0 + (index * 7919 % 1000) / 1000 * 1.6)
        if load.poll() is not None:
            break
        run.gateway.kill()
        run.gateway.wait()
        done += 1
        run.start_gateway()
    say(f"{done} kills in {time.monotonic() - begun:.0f} s; waiting for the rest of the load")
    out, _ = load.communicate(timeout=seconds + 120)
    say(f"load: {out.strip()}")
    run.settle(120)
    good = run.verdict(EXTRA_COPIES_PER_KILL * done)
    run.stop_gateway()
    if done < kills:
        fail(f"only {done} of {kills} kills were made before the load ended")
    return good


def resident_megabytes(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def soak(run, seconds):
    seconds = min(seconds, 240)
    rate = 2000
    run.presign(rate * seconds, "--dup", "5", "--bad", "1")
    run.start_sink()
    run.start_gateway()
    say(f"{rate} events/s for {seconds} s")
    load = run.start_load(rate, seconds)
    samples = []
    while load.poll() is None and time.monotonic() - START < seconds + 120:
        time.sleep(1)
        descriptors = len(os.listdir(f"/proc/{run.gateway.pid}/fd"))
        samples.append((resident_megabytes(run.gateway.pid), descriptors))
        if len(samples) % 20 == 0:
            say(f"memory {samples[-1][0]:.0f} MB, file descriptors {descriptors}")
    out, _ = load.communicate(timeout=10)
    say(f"load: {out.strip()}")
    run.settle(60)
    good = run.verdict(0)
    # The first third fills pools and caches. The keys of the window grow on: about 64 bytes each, doubling at times.
    early = max(m for m, _ in samples[: len(samples) // 3])
    late = max(m for m, _ in samples)
    most = max(d for _, d in samples)
    allowed = early + 32 + 64 * rate * seconds / 1e6
    say(f"memory: {early:.0f} MB in the first third, {late:.0f} MB at most (allowed {allowed:.0f}); "
        f"file descriptors at most {most}")
    run.stop_gateway()
    return good and late <= allowed and late <= 160 and most <= 400


def main():
    what, amount = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory(prefix="hookgate-") as folder:
        run = Run(folder)
        try:
            good = kill_loop(run, amount or 30) if what == "kill-loop" else soak(run, amount or 120)
            if not good:
                run.show_log()
                fail(what)
            say(f"{what}: passed")
        finally:
            run.close()


if __name__ == "__main__":
    main()

"""Processes that a run starts: their CPU time, their memory, their end."""

import ctypes
import os
import signal
import socket
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)


def _die_with_parent():
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Child:
    """One process, in a session of its own; it dies with the script that started it."""

    def __init__(self, argv, log, env=None, cwd=None):
        self.argv = [str(argument) for argument in argv]
        self.log = log
        environment = dict(os.environ)
        environment.update(env or {})
        with open(log, "ab") as output:
            self.process = subprocess.Popen(
                self.argv, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=cwd, env=environment,
                start_new_session=True, preexec_fn=_die_with_parent,
            )

    @property
    def pid(self):
        return self.process.pid

    def is_running(self):
        return self.process.poll() is None

    def kill(self):
        """kill -9, and waits until it is gone."""
        if self.is_running():
            self.process.kill()
        self.process.wait(timeout=30)

    def stop(self, seconds=15):
        """SIGTERM, and SIGKILL where that is not heard; answers the exit status."""
        if self.is_running():
            self.process.terminate()
            try:
                self.process.wait(timeout=seconds)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.returncode

    def tail(self, lines=15):
        with open(self.log, "rb") as output:
            return b"\n".join(output.read().splitlines()[-lines:]).decode("utf-8", "replace")


def children(pid):
    """Every living descendant of a process."""
    found = []
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as file:
                for child in map(int, file.read().split()):
                    found += [child, *children(child)]
    except OSError:
        pass
    return found


def cpu_seconds(pids):
    """User and system time of the processes, of their living descendants and of the dead ones that were waited for."""
    total = 0
    for root in pids:
        for pid in [root, *children(root)]:
            try:
                with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
                    fields = file.read().rpartition(")")[2].split()
            except OSError:
                continue
            total += sum(map(int, fields[11:15]))  # utime stime cutime cstime
    return total / TICKS


def memory(pid):
    """Peak and present resident memory, MB of 10^6 bytes."""
    values = {}
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        for line in file:
            key, _, rest = line.partition(":")
            if key in ("VmHWM", "VmRSS"):
                values[key] = int(rest.split()[0]) * 1024 / 1e6
    return {"peak_mb": round(values["VmHWM"], 1), "resident_mb": round(values["VmRSS"], 1)}


def wait_for_port(port, child, seconds=15):
    """Waits until somebody accepts on a loopback port."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if not child.is_running():
                raise RuntimeError(f"{child.argv[0]} ended with {child.process.returncode}:\n{child.tail()}") from None
            time.sleep(0.01)
    raise RuntimeError(f"{child.argv[0]} does not listen on {port} after {seconds} s:\n{child.tail()}")

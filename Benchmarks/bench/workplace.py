"""Where a run lives: a folder of its own on a real disk, and the tools that are compiled into it."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
NATIVE = REPOSITORY / "Benchmarks" / "native"
TMPFS_TYPES = {"tmpfs", "ramfs", "devtmpfs"}


class Unprepared(Exception):
    """Something that the run needs is not here; the message says what to do."""


def file_system(path):
    """The mount point, device and type of the file system that holds `path`."""
    path = str(Path(path).resolve())
    best = ("", "?", "?")
    with open("/proc/mounts", encoding="utf-8") as mounts:
        for line in mounts:
            device, point, kind = line.split()[:3]
            inside = path == point or path.startswith(point.rstrip("/") + "/")
            if inside and len(point) >= len(best[0]):
                best = (point, device, kind)
    return best


def bench_tools():
    """The folder with load.c, sink.c, presign.c and check.py."""
    named = os.environ.get("HOOKGATE_BENCH_TOOLS")
    folder = Path(named) if named else REPOSITORY.parent / "shared" / "tools" / "bench"
    if not (folder / "load.c").is_file():
        raise Unprepared(
            f"the load tools are not in {folder}; name their folder: HOOKGATE_BENCH_TOOLS=/path/to/tools/bench"
        )
    return folder


def hookgate_binary(named=None):
    """The release binary under test."""
    path = Path(named or os.environ.get("HOOKGATE_BIN") or REPOSITORY / ".build" / "release" / "hookgate")
    if not os.access(path, os.X_OK):
        raise Unprepared(
            f"{path} is not there; build it: swift build -c release --static-swift-stdlib --product hookgate"
            " (or name it with --binary)"
        )
    return path.resolve()


def need(*commands):
    """Refuses to go on where a command is missing, and names the Debian package."""
    packages = {"haproxy": "haproxy", "redis-server": "redis-server", "node": "nodejs node-redis", "gcc": "gcc libc6-dev",
                "valgrind": "valgrind", "mkfs.ext4": "e2fsprogs", "losetup": "mount"}
    missing = [command for command in commands if shutil.which(command, path=search_path()) is None]
    if missing:
        names = " ".join(packages.get(command, command) for command in missing)
        raise Unprepared(f"{', '.join(missing)} not found; install: apt-get install --no-install-recommends {names}")


def search_path():
    """PATH with the folders where Debian keeps daemons."""
    return os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


def free_port():
    """A TCP port of the loopback that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Workplace:
    """A folder of one run, removed at its end; the compiled tools are in it.

    >>> with Workplace() as place: place.tool("load")
    """

    def __init__(self, parent=None, keep=False):
        self.parent = Path(parent or os.environ.get("HOOKGATE_BENCH_DIR") or "/var/tmp")
        self.keep = keep
        self.tools = bench_tools()

    def __enter__(self):
        point, device, kind = file_system(self.parent)
        if kind in TMPFS_TYPES:
            raise Unprepared(f"{self.parent} is in memory ({kind}): an fsync costs nothing there; use --dir on a disk")
        self.disk = {"mount": point, "device": device, "type": kind}
        need("gcc")
        self.folder = Path(tempfile.mkdtemp(prefix="hookgate-bench-", dir=self.parent))
        (self.folder / "tools").mkdir()
        return self

    def __exit__(self, *_):
        if self.keep:
            print(f"kept {self.folder}")
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def fresh(self, name):
        """An empty folder inside the workplace."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def tool(self, name):
        """Path of a C tool, compiled at first use: of the shared tools, or of Benchmarks/native."""
        program = self.folder / "tools" / name
        if not program.exists():
            source = self.tools / f"{name}.c"
            if not source.is_file():
                source = NATIVE / f"{name}.c"
            self._compile(["-O2", "-o", program, source])
        return program

    def preload(self, name):
        """Path of a library for LD_PRELOAD, compiled at first use from Benchmarks/native."""
        library = self.folder / "tools" / f"{name}.so"
        if not library.exists():
            self._compile(["-O2", "-shared", "-fPIC", "-o", library, NATIVE / f"{name}.c", "-ldl"])
        return library

    def _compile(self, arguments):
        # The shared tools are written tersely: their warnings are not ours to read.
        done = subprocess.run(["gcc", "-w", *map(str, arguments)], capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise Unprepared(f"gcc {' '.join(map(str, arguments))} failed:\n{done.stderr}")

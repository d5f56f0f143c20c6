"""The gateways under test: Hookgate, HAProxy with a Lua freshness check, Node with a Redis list."""

import base64
import json
import socket
import time
import urllib.error
import urllib.request

from . import process
from .process import Child, wait_for_port
from .traffic import PATH, SECRET
from .workplace import free_port, search_path


class Gateway:
    """What the runs ask of any gateway: start it, its port, its processes, stop it."""

    name = "?"

    def __init__(self, place, folder, targets):
        self.place, self.folder, self.targets = place, folder, targets
        self.port = free_port()
        self.started = []

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def spawn(self, argv, name, env=None):
        child = Child(argv, self.folder / f"{name}.log", env={"PATH": search_path(), **(env or {})})
        self.started.append(child)
        return child

    def stop(self):
        for child in reversed(self.started):
            child.stop()
        self.started = []

    def cpu(self):
        return process.cpu_seconds([child.pid for child in self.started])

    def memory(self):
        return process.memory(self.started[0].pid)

    def fill(self, template, **values):
        """A peer's configuration with its @NAMES@ filled in."""
        text = (self.place.tools / "peers" / template).read_text()
        known = {
            "PORT": self.port, "TARGET": f"127.0.0.1:{self.targets[0]}", "SECRET": SECRET, "W": self.folder,
            "SECRET64": base64.b64encode(SECRET.encode()).decode(), "HERE": self.place.tools / "peers", **values,
        }
        for name, value in known.items():
            text = text.replace(f"@{name}@", str(value))
        file = self.folder / template
        file.write_text(text)
        return file


class HAProxy(Gateway):
    """Verifies and forwards; stores nothing, drops no duplicate, tries once."""

    name = "haproxy-lua"

    def start(self):
        child = self.spawn(["haproxy", "-db", "-f", self.fill("haproxy-lua.cfg")], "haproxy")
        wait_for_port(self.port, child)


class NodeRedis(Gateway):
    """Node accepts into a Redis list that syncs every write; a second Node process delivers from it."""

    name = "node-redis"

    def start(self):
        redis = free_port()
        server = self.spawn(["redis-server", self.fill("redis.conf", REDIS_PORT=redis)], "redis")
        wait_for_port(redis, server)
        script = self.place.tools / "peers" / "node-redis.js"
        env = {"NODE_PATH": "/usr/share/nodejs", "PORT": str(self.port), "REDIS_PORT": str(redis), "SECRET": SECRET,
               "TARGET": f"127.0.0.1:{self.targets[0]}"}
        accept = self.spawn(["node", script], "node-accept", env)
        self.spawn(["node", script], "node-worker", {**env, "ROLE": "worker"})
        wait_for_port(self.port, accept)
        self.wait_for_clients(redis, 2)

    @staticmethod
    def wait_for_clients(port, count, seconds=10):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
                connection.sendall(b"INFO clients\r\n")
                text = connection.recv(4096).decode()
            connected = int(text.partition("connected_clients:")[2].split()[0])
            if connected > count:  # this question is a client too
                return
            time.sleep(0.05)
        raise RuntimeError("the Node processes did not connect to Redis")


class Hookgate(Gateway):
    """The program itself, durable, with every check on."""

    name = "hookgate"

    def __init__(self, place, folder, targets, binary, env=None, data=None, retry=None, extra=""):
        super().__init__(place, folder, targets)
        self.binary, self.env, self.retry, self.extra = binary, env or {}, retry, extra
        self.admin = free_port()
        self.data = data or folder
        self.database = self.data / "hookgate.db"
        self.configuration = folder / "gateway.conf"
        self.configuration.write_text(self.settings())

    def settings(self):
        """gateway.conf: one source, a target per port, one route to all of them."""
        lines = [
            "[server]", f'listen = ["127.0.0.1:{self.port}"]', "",
            "[admin]", f'listen = "127.0.0.1:{self.admin}"', "",
            "[store]", f'url = "sqlite:{self.database}"', "",
            "[[source]]", 'name = "bench"', f'path = "{PATH}"', 'scheme = "cubeconnect"',
            'secrets = ["env:BENCH_SECRET"]', "",
        ]
        for index, port in enumerate(self.targets):
            lines += ["[[target]]", f'name = "sink{index}"', f'url = "http://127.0.0.1:{port}/hook"',
                      'secret = "env:BENCH_SECRET"']
            lines += [f"retry = {self.retry}", ""] if self.retry else [""]
        names = ", ".join(f'"sink{index}"' for index in range(len(self.targets)))
        lines += ["[[route]]", 'events = ["*"]', f"targets = [{names}]", "", self.extra, ""]
        return "\n".join(lines)

    def start(self, env=None, seconds=30):
        """Starts it and waits until it is ready; answers the seconds from exec to ready."""
        self.started = []
        begin = time.monotonic()
        child = self.spawn([self.binary, "serve", "-c", self.configuration], "hookgate",
                           {"BENCH_SECRET": SECRET, **self.env, **(env or {})})
        end = begin + seconds
        while time.monotonic() < end:
            if self.is_ready():
                return time.monotonic() - begin
            if not child.is_running():
                raise RuntimeError(f"hookgate ended with {child.process.returncode}:\n{child.tail()}")
            time.sleep(0.005)
        raise RuntimeError(f"hookgate is not ready after {seconds} s:\n{child.tail()}")

    @property
    def child(self):
        return self.started[0]

    def kill(self):
        self.child.kill()
        self.started = []

    def page(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.admin}{path}", timeout=10) as answer:
            return answer.read().decode()

    def is_ready(self):
        try:
            self.page("/readyz")
            return True
        except (OSError, urllib.error.URLError):
            return False

    def metrics(self):
        """Every sample of /metrics by its name with labels."""
        samples = {}
        for line in self.page("/metrics").splitlines():
            if line and not line.startswith("#"):
                name, _, value = line.rpartition(" ")
                samples[name] = float(value)
        return samples

    def backlog(self, index=None):
        """Deliveries that have not ended, of one target or of all."""
        samples = self.metrics()
        wanted = "hookgate_backlog_deliveries{" + ("" if index is None else f'target="sink{index}"')
        return int(sum(value for name, value in samples.items() if name.startswith(wanted)))


PEERS = {gateway.name: gateway for gateway in (HAProxy, NodeRedis)}


def machine():
    """What the figures were taken on."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    with open("/proc/sys/kernel/osrelease", encoding="ascii") as file:
        kernel = file.read().strip()
    return {"cores": len(models), "model": models[0] if models else "?", "kernel": kernel}


def dumps(value):
    return json.dumps(value, indent=2, sort_keys=True)

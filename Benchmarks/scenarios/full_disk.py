#!/usr/bin/env python3
"""A disk fills up under load: 503 and nothing else, nothing acknowledged is lost, and it goes on when there is room.

Needs root: a file is mounted as a disk.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.gateways import Hookgate  # noqa: E402
from bench.scenario import integrity, run  # noqa: E402
from bench.traffic import Load, Sink, faults, presign  # noqa: E402
from bench.workplace import Unprepared, need  # noqa: E402

BODY_BYTES = 8_192


class LoopDisk:
    """A file of its own, mounted as a file system of its own."""

    def __init__(self, folder, megabytes):
        self.image, self.point, self.megabytes = folder / "disk.img", folder / "disk", megabytes

    def __enter__(self):
        if os.geteuid() != 0:
            raise Unprepared("mounting a disk needs root")
        need("mkfs.ext4", "losetup")
        self.point.mkdir()
        with open(self.image, "wb") as image:
            image.truncate(self.megabytes * 1024 * 1024)
        subprocess.run(["mkfs.ext4", "-q", "-m", "0", self.image], check=True, timeout=60)
        subprocess.run(["mount", "-o", "loop", self.image, self.point], check=True, timeout=60)
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", self.point], check=False, timeout=60)
        self.image.unlink(missing_ok=True)

    def free(self):
        space = os.statvfs(self.point)
        return space.f_bavail * space.f_frsize


def answers(result):
    """Status codes and how often, `0` for no answer."""
    counts = {}
    for key, number in result["by"].items():
        code = key.partition(":")[2]
        counts[code] = counts.get(code, 0) + number
    if result["errors"]:
        counts["0"] = result["errors"]
    return counts


def play(place, options, verdict):
    megabytes = 256 if options.quick else 2_048
    ballast_bytes = megabytes * 1024 * 1024 * 2 // 5
    with LoopDisk(place.fresh("loop"), megabytes) as disk, Sink(place, place.fresh("sink")) as sink:
        ballast = disk.point / "ballast"
        with open(ballast, "wb") as file:
            os.posix_fallocate(file.fileno(), 0, ballast_bytes)
        room = disk.free()
        gateway = Hookgate(place, place.fresh("gateway"), sink.ports, options.binary, data=disk.point)
        with gateway:
            # More than fits, whatever the store's own overhead is.
            count = int(room / BODY_BYTES * 1.3)
            file = presign(place, gateway.folder / "fill.ev", count, BODY_BYTES)
            load = Load(place, file, gateway.port, place.fresh("fill"), 200)
            full = load.result()
            left = disk.free()
            file.unlink()
            # What arrived but could not be recorded on the full disk may come again: only the ledger tells.
            full_ledger = settled(sink, load.acks)
            alive = gateway.child.is_running()
            ballast.unlink()
            begin = time.monotonic()
            again = recover(place, gateway, sink)
            recovered = time.monotonic() - begin
            ended = gateway.child.stop()
        state = integrity(gateway.database)
    codes = answers(full)
    verdict.figure(f"{megabytes} MB disk, {full['sent']} events of {BODY_BYTES} B, answers {codes}, {left / 1e6:.0f} MB left")
    verdict.figure(f"acknowledged {full_ledger['acked']}, lost {full_ledger['lost']}")
    verdict.figure(f"takes events again {recovered:.1f} s after room was made, integrity {state}")
    verdict.must(set(codes) <= {"200", "503"}, "something other than 200 and 503 was answered")
    verdict.must(codes.get("503", 0) > 0, "the disk never filled: the test shows nothing")
    verdict.must(codes.get("200", 0) > 0, "nothing was accepted")
    verdict.must(alive, "the gateway ended")
    verdict.must(again is not None, "it does not take events again")
    for fault in faults(full_ledger):
        verdict.must(False, fault)
    verdict.must(not again or again["lost"] == 0, "events that were taken after room was made did not arrive")
    verdict.must(ended == 0, f"SIGTERM at the end: exit status {ended}")
    verdict.must(state == "ok", f"the store is damaged: {state}")


def recover(place, gateway, sink, limit=90):
    """Tries until 500 new events are all accepted; answers their ledger, or None."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        folder = place.fresh("again")
        file = presign(place, folder / "run.ev", 500, BODY_BYTES)
        load = Load(place, file, gateway.port, folder, 30)
        result = load.result()
        if answers(result) == {"200": 500}:
            return settled(sink, load.acks)
        time.sleep(0.5)
    return None


def settled(sink, acks, limit=60):
    """The ledger once everything acknowledged has arrived, or as it is after `limit` seconds."""
    end = time.monotonic() + limit
    while True:
        ledger = sink.ledger(acks)
        if ledger["lost"] == 0 or time.monotonic() > end:
            return ledger
        time.sleep(0.5)


if __name__ == "__main__":
    run("full-disk", __doc__, play)

#!/usr/bin/env python3
"""A steady load with copies and forgeries: everything arrives once, memory and file descriptors stay where they are."""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.gateways import Hookgate  # noqa: E402
from bench.process import memory  # noqa: E402
from bench.scenario import run  # noqa: E402
from bench.traffic import Load, Sink, faults, presign  # noqa: E402

# A signature is fresh for five minutes, and every event is signed before the load begins.
SECONDS_MAX = 240
DESCRIPTORS_MAX = 400
RESIDENT_MB_MAX = 160


def watch(gateway, load):
    """Memory in MB and open descriptors, once a second while the load runs."""
    samples = []
    while load.is_running():
        time.sleep(1)
        pid = gateway.child.pid
        samples.append((memory(pid)["resident_mb"], len(os.listdir(f"/proc/{pid}/fd"))))
        if len(samples) % 20 == 0:
            print(f"  {len(samples)} s: {samples[-1][0]:.0f} MB, {samples[-1][1]} descriptors", flush=True)
    return samples


def play(place, options, verdict):
    seconds = min(options.seconds or (20 if options.quick else 120), SECONDS_MAX)
    with Sink(place, place.fresh("sink"), ports=2) as sink:
        with Hookgate(place, place.fresh("soak"), sink.ports, options.binary) as gateway:
            file = presign(place, gateway.folder / "run.ev", int(seconds * options.rate), mix=1, dup=5, bad=1)
            load = Load(place, file, gateway.port, gateway.folder, seconds + 30, rate=options.rate)
            samples = watch(gateway, load)
            acknowledged = load.result()["ok2xx"]
            for port in range(2):
                # Copies are acknowledged too and do not arrive: the wait ends when nothing more comes.
                sink.wait_for(acknowledged, port, quiet=3, limit=60)
            ledgers = [sink.ledger(load.acks, port) for port in range(2)]
            ended = gateway.child.stop()
    # The first third fills pools and caches. The keys of the window grow on: about 64 bytes each, doubling at times.
    early = max(megabytes for megabytes, _ in samples[: max(1, len(samples) // 3)])
    late = max(megabytes for megabytes, _ in samples)
    most = max(descriptors for _, descriptors in samples)
    allowed = early + 32 + 64 * options.rate * seconds / 1e6
    verdict.figure(f"{seconds} s at {options.rate:.0f}/s, {ledgers[0]['acked']} acknowledged")
    verdict.figure(f"memory {early:.0f} MB in the first third, {late:.0f} MB at most (allowed {allowed:.0f})")
    verdict.figure(f"at most {most} file descriptors")
    for ledger in ledgers:
        for fault in faults(ledger):
            verdict.must(False, fault)
        verdict.must(ledger["acked"] > seconds * options.rate / 2, "hardly anything was accepted: the test shows nothing")
        verdict.must(ledger["extra_copies"] == 0, f"{ledger['extra_copies']} extra copies")
    verdict.must(late <= min(allowed, RESIDENT_MB_MAX), "memory grew")
    verdict.must(most <= DESCRIPTORS_MAX, f"more than {DESCRIPTORS_MAX} file descriptors")
    verdict.must(ended == 0, f"SIGTERM at the end: exit status {ended}")


if __name__ == "__main__":
    run("soak", __doc__, play, [
        (["--rate"], {"type": float, "default": 2000, "help": "events/s"}),
        (["--seconds"], {"type": int, "help": f"how long (default: 120, quick: 20; at most {SECONDS_MAX})"}),
    ])

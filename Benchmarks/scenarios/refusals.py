#!/usr/bin/env python3
"""A million bad signatures at full speed, with explanations on, while 500 good events a second pass untouched.

The bad requests come from one address, so most of them are answered 429 after their signature was tried: `verified` counts
all, because the proof is tried before the peer is looked at. CPU is what the gateway spends above the good events alone.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.gateways import Hookgate  # noqa: E402
from bench.scenario import run  # noqa: E402
from bench.traffic import Load, Sink, faults, presign  # noqa: E402

CPU_MAX = 2.5  # seconds per 100,000 refused
MEMORY_GROWTH_MAX = 64.0  # MB
REJECTION_FILES_MAX = 2 * 64 * 1024 * 1024 + 16 * 1024 * 1024
P99_MAX = 25.0  # ms: two cores serve the gateway, both loads and the sink
FILE_EVENTS = 100_000  # played again and again: refused requests leave nothing behind


def disk(gateway):
    """Bytes of the kept rejections."""
    return sum(file.stat().st_size for file in gateway.data.glob("hookgate.db-rejections*"))


def good(place, gateway, folder, seconds, rate):
    file = presign(place, folder / "good.ev", int(seconds * rate))
    return Load(place, file, gateway.port, folder, seconds + 30, connections=16, rate=rate)


def refuse(place, gateway, folder, wanted, file, connections):
    """Bad requests until `wanted` of them were answered; answers the counts by status and the seconds."""
    statuses, begin = {}, time.monotonic()
    while sum(statuses.values()) < wanted:
        answer = Load(place, file, gateway.port, folder, 120, connections=connections).result()
        for name, count in answer["by"].items():
            status = name.partition(":")[2]
            statuses[status] = statuses.get(status, 0) + count
    return statuses, time.monotonic() - begin


def play(place, options, verdict):
    wanted = options.count or (100_000 if options.quick else 1_000_000)
    with Sink(place, place.fresh("sink")) as sink:
        with Hookgate(place, place.fresh("gateway"), sink.ports, options.binary) as gateway:
            calm = place.fresh("calm")
            begin = gateway.cpu()
            seconds = 10
            before = good(place, gateway, calm, seconds, options.rate).result()
            calm_cpu = (gateway.cpu() - begin) / seconds  # cores that the good events take
            memory, size = gateway.memory()["resident_mb"], disk(gateway)

            storm = place.fresh("storm")
            bad = presign(place, storm / "bad.ev", FILE_EVENTS, bad=100)
            beside = good(place, gateway, storm, options.seconds, options.rate)
            begin = gateway.cpu()
            attack = place.fresh("attack")
            statuses, took = refuse(place, gateway, attack, wanted, bad, options.connections)
            spent = gateway.cpu() - begin
            during = beside.result()
            sink.wait_for(before["ok2xx"] + during["ok2xx"], limit=60)
            ledger = sink.ledger(beside.acks)
            after, grown = gateway.memory(), disk(gateway) - size
            kept = gateway.page("/api/v1/rejections?limit=1")
    refused = sum(statuses.values())
    cost = max(0.0, spent - calm_cpu * min(took, options.seconds)) * 100_000 / refused
    p99 = during["p99_ms"]
    verdict.figure(f"{refused} refused in {took:.0f} s ({refused / took:.0f}/s): {statuses}")
    verdict.figure(f"{cost:.2f} CPU s per 100,000 refused ({spent:.1f} s in all, {calm_cpu:.3f} cores for the good events)")
    verdict.figure(f"resident {memory} -> {after['resident_mb']} MB (peak {after['peak_mb']})")
    verdict.figure(f"kept rejections {grown / 1e6:.1f} MB on disk")
    verdict.figure(f"good events p99 {before['p99_ms']} -> {p99} ms, {during['ok2xx']} accepted")
    verdict.must(set(statuses) <= {"401", "429"}, f"bad signatures were answered {statuses}")
    verdict.must(cost <= CPU_MAX, f"more than {CPU_MAX} CPU s per 100,000 refused")
    verdict.must(after["resident_mb"] - memory <= MEMORY_GROWTH_MAX, f"memory grew by more than {MEMORY_GROWTH_MAX} MB")
    verdict.must(0 < grown <= REJECTION_FILES_MAX, f"the kept rejections take {grown} bytes")
    verdict.must('"explanation":"' in kept, "nothing was explained")
    verdict.must(during["ok2xx"] == int(options.seconds * options.rate), f"only {during['ok2xx']} good events were accepted")
    verdict.must(p99 <= P99_MAX, f"good events took longer than {P99_MAX} ms at p99")
    for fault in faults(ledger):
        verdict.must(False, fault)


if __name__ == "__main__":
    run("refusals", __doc__, play, [
        (["--rate"], {"type": float, "default": 500, "help": "good events/s"}),
        (["--seconds"], {"type": int, "default": 20, "help": "how long good events come beside the bad ones"}),
        (["--count"], {"type": int, "help": "bad requests (default: 1,000,000, quick: 100,000)"}),
        (["--connections"], {"type": int, "default": 32, "help": "connections of the bad ones"}),
    ])

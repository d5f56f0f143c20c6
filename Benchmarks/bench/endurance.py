"""Memory after a million events, with a million pending, and how long a full store takes to open."""

import time

from .gateways import Hookgate
from .report import table
from .traffic import Load, Sink, presign

CHUNK = 500_000


def feed(place, gateway, count, size, connections, sink=None):
    """Sends `count` events in chunks, each signed right before; waits for their delivery where there is a sink."""
    accepted, begin = 0, time.monotonic()
    while count > 0:
        part = min(CHUNK, count)
        file = presign(place, gateway.folder / "chunk.ev", part, size)
        answer = Load(place, file, gateway.port, gateway.folder, 240, connections).result()
        file.unlink()
        accepted += answer["ok2xx"]
        count -= part
        if answer["ok2xx"] != part:
            print(f"only {answer['ok2xx']} of {part} accepted: {answer['by']}, errors {answer['errors']}")
        if sink:
            sink.wait_for(answer["ok2xx"], limit=300)
            sink.reset()
    return accepted, round(accepted / (time.monotonic() - begin))


def run(place, options, goals):
    """Three stages on one store: a million delivered, more of them, a million pending; then a restart."""
    rows = []
    with Sink(place, place.fresh("sink")) as sink:
        gateway = Hookgate(place, place.fresh("memory"), sink.ports, options.binary)
        with gateway:
            accepted, rate = feed(place, gateway, options.million, options.size, options.connections, sink)
            rows.append(stage(f"{accepted:,} delivered", rate, gateway))
            goals.at_most("peak MB after a million events", rows[-1]["peak_mb"], 120)
            more = max(0, options.stored - options.million)
            if more:
                accepted, rate = feed(place, gateway, more, options.size, options.connections, sink)
                rows.append(stage(f"{accepted:,} more delivered", rate, gateway))
        sink.ask("/set?mode=down&secs=100000")
        with gateway:
            rows.append(stage("started again, none pending", None, gateway))
            accepted, rate = feed(place, gateway, options.million, options.size, options.connections)
            rows.append(stage(f"{accepted:,} pending, target down", rate, gateway))
            goals.at_most("peak MB with a million pending", rows[-1]["peak_mb"], 250)
            pending = gateway.backlog()
        seconds = gateway.start(seconds=120)
        try:
            rows.append({**stage(f"recovered in {seconds:.2f} s", None, gateway), "seconds": round(seconds, 2)})
            goals.at_most(f"seconds to recover {pending:,} pending, {options.stored:,} stored", round(seconds, 2), 5)
            goals.judge("pending after the restart", gateway.backlog(), gateway.backlog() == pending, f"= {pending:,}")
            rows.append(drain(gateway, sink, pending))
        finally:
            gateway.stop()
    print()
    table(("stage", "accepted/s", "peak MB", "resident MB"),
          [(row["stage"], row["rate"], row["peak_mb"], row["resident_mb"]) for row in rows])
    return {"stages": rows}


def drain(gateway, sink, pending):
    """Brings the target back and waits until everything has arrived."""
    sink.ask("/set?mode=down&secs=0")
    begin = time.monotonic()
    arrived = sink.wait_for(pending, quiet=60, limit=600)
    seconds = max(0.001, time.monotonic() - begin)
    return {**stage(f"{arrived:,} arrived in {seconds:.0f} s", None, gateway), "drain_s": round(seconds, 1)}


def stage(name, rate, gateway):
    return {"stage": name, "rate": rate, **gateway.memory()}

#!/usr/bin/env python3
"""One of two targets is down for a minute: it gets everything when it is back, and the other does not notice."""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.gateways import Hookgate  # noqa: E402
from bench.scenario import run  # noqa: E402
from bench.traffic import Load, Sink, faults, presign  # noqa: E402

RETRY = '{ delay = "1s", max_delay = "10s" }'
P99_FACTOR = 1.2


def minute(place, gateway, sinks, name, options, seconds):
    """Load for a while; answers the load's figures and acks."""
    folder = place.fresh(name)
    file = presign(place, folder / "run.ev", int(seconds * options.rate))
    load = Load(place, file, gateway.port, folder, seconds + 30, rate=options.rate)
    answer = load.result()
    sinks[1].wait_for(answer["ok2xx"], limit=60)
    return answer, load.acks


def play(place, options, verdict):
    seconds = options.seconds or (15 if options.quick else 60)
    with Sink(place, place.fresh("down")) as down, Sink(place, place.fresh("steady")) as steady:
        sinks = (down, steady)
        with Hookgate(place, place.fresh("gateway"), [down.ports[0], steady.ports[0]], options.binary,
                      retry=RETRY) as gateway:
            minute(place, gateway, sinks, "warm-up", options, 3)
            down.wait_for(int(3 * options.rate), limit=30)
            down.reset()
            steady.reset()
            before, before_acks = minute(place, gateway, sinks, "before", options, seconds)
            before_ledger = steady.ledger(before_acks)
            down.wait_for(before["ok2xx"], limit=30)
            down.reset()
            steady.reset()
            down.ask(f"/set?mode=down&secs={seconds + 1}")
            begin = time.monotonic()
            during, during_acks = minute(place, gateway, sinks, "during", options, seconds)
            during_ledger = steady.ledger(during_acks)
            peak = gateway.backlog(0)
            time.sleep(max(0, begin + seconds + 1 - time.monotonic()))
            returned = time.monotonic()
            down.wait_for(during["ok2xx"], quiet=30, limit=120)
            caught_up = time.monotonic() - returned
            down_ledger = down.ledger(during_acks)
    old, new = before_ledger["e2e_p99_ms"], during_ledger["e2e_p99_ms"]
    verdict.figure(f"{seconds} s down at {options.rate:.0f}/s, backlog {peak}, all there {caught_up:.1f} s after it came back")
    verdict.figure(f"it lost {down_ledger['lost']} of {down_ledger['acked']}, doubled {down_ledger['doubled']}")
    verdict.figure(f"the other's e2e p50 {before_ledger['e2e_p50_ms']} -> {during_ledger['e2e_p50_ms']} ms, "
                   f"p99 {old} -> {new} ms (x {new / max(old, 0.01):.2f})")
    verdict.must(peak > during["ok2xx"] / 2, "the target was not down: the test shows nothing")
    for ledger in (before_ledger, during_ledger, down_ledger):
        for fault in faults(ledger):
            verdict.must(False, fault)
    verdict.must(new <= P99_FACTOR * old, f"the other's p99 rose by more than {P99_FACTOR}")


if __name__ == "__main__":
    run("target-down", __doc__, play, [
        (["--rate"], {"type": float, "default": 500, "help": "events/s"}),
        (["--seconds"], {"type": int, "help": "how long it is down (default: 60, quick: 15)"}),
    ])

#!/usr/bin/env python3
"""kill -9 in a loop under load: nothing acknowledged is lost, nothing is let through or altered, few come twice."""

import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.gateways import Hookgate  # noqa: E402
from bench.scenario import integrity, run  # noqa: E402
from bench.traffic import Load, Sink, faults, presign  # noqa: E402

RETRY = '{ delay = "1s", max_delay = "5s" }'
EXTRA_COPIES_PER_KILL = 200


def play(place, options, verdict):
    kills = options.kills or (5 if options.quick else 30)
    chance = random.Random(options.seed)
    pauses = [chance.uniform(0.3, 1.7) for _ in range(kills)]
    seconds = int(sum(pauses) + kills * 0.5 + 5)
    with Sink(place, place.fresh("sink")) as sink:
        gateway = Hookgate(place, place.fresh("kill"), sink.ports, options.binary, retry=RETRY)
        file = presign(place, gateway.folder / "run.ev", int(seconds * options.rate), dup=5, bad=2)
        restarts = []
        gateway.start()
        try:
            load = Load(place, file, gateway.port, gateway.folder, seconds + 30, rate=options.rate, retries=60, backoff=1,
                        timeout=5)
            for pause in pauses:
                time.sleep(pause)
                gateway.kill()
                restarts.append(gateway.start())
            under_load = load.is_running()
            answer = load.result()
            arrived = sink.wait_for(answer["ok2xx"], quiet=20, limit=180)
            ledger = sink.ledger(load.acks)
            ended = gateway.child.stop()
        finally:
            gateway.stop()
        state = integrity(gateway.database)
    verdict.figure(f"{kills} kills, {answer['sent']} events, {ledger['acked']} acknowledged, {arrived} requests arrived")
    verdict.figure(f"lost {ledger['lost']}, let through {ledger['bad_let_through']}, altered {ledger['unknown_bodies']}")
    verdict.figure(f"extra copies {ledger['extra_copies']} ({ledger['extra_copies'] / kills:.1f} a kill)")
    verdict.figure(f"longest restart {max(restarts) * 1000:.0f} ms, integrity {state}")
    verdict.must(under_load, "the load ended before the last kill")
    verdict.must(answer["ok2xx"] > kills * 50, "hardly anything was accepted: the test shows nothing")
    for fault in faults(ledger):
        verdict.must(False, fault)
    allowed = EXTRA_COPIES_PER_KILL * kills
    verdict.must(ledger["extra_copies"] <= allowed, f"more than {EXTRA_COPIES_PER_KILL} extra copies a kill")
    verdict.must(ended == 0, f"SIGTERM at the end: exit status {ended}")
    verdict.must(state == "ok", f"the store is damaged: {state}")


if __name__ == "__main__":
    run("kill-loop", __doc__, play, [
        (["--kills"], {"type": int, "help": "how many (default: 30, quick: 5)"}),
        (["--rate"], {"type": float, "default": 2000, "help": "events/s"}),
        (["--seed"], {"type": int, "default": 7, "help": "of the pauses between kills"}),
    ])

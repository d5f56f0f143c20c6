#!/usr/bin/env python3
"""The clock goes a year ahead over a restart, and back over the next: ids ascend, nothing is purged, all is delivered.

By native/clockshift.c under the gateway; the monotonic clock stays true.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.gateways import Hookgate  # noqa: E402
from bench.scenario import count_rows, integrity, run  # noqa: E402
from bench.sender import event, post  # noqa: E402
from bench.traffic import Sink  # noqa: E402

YEAR_SECONDS = 365 * 86_400
RETRY = '{ delay = "1s", max_delay = "2s" }'


def phase(gateway, sink, name, ahead, events, verdict, hold=False):
    """Starts with a clock that is `ahead`, sends events, stops; answers the ids."""
    env = {"CLOCKSHIFT_SECONDS": str(ahead), "LD_PRELOAD": str(gateway.place.preload("clockshift"))} if ahead else {}
    ids = []
    gateway.start(env=env)
    try:
        for number in range(events):
            status, answer = post(gateway.port, *event(number, name, ahead))
            verdict.must(status == 200 and answer.get("status") == "accepted", f"{name}: {status} {answer}")
            ids.append(answer.get("id", ""))
        if not hold:
            sink.wait_for(3 * events, quiet=20, limit=60)
        ended = gateway.child.stop()
        verdict.must(ended == 0, f"{name}: exit status {ended}")
    finally:
        gateway.stop()
    return ids


def play(place, options, verdict):
    events = 50 if options.quick else 200
    with Sink(place, place.fresh("up")) as up, Sink(place, place.fresh("held")) as held:
        held.ask("/set?mode=down&secs=100000")
        gateway = Hookgate(place, place.fresh("gateway"), [up.ports[0], held.ports[0]], options.binary, retry=RETRY)
        today = phase(gateway, up, "today", 0, events, verdict, hold=True)
        stored_before = count_rows(gateway.database, "events")
        ahead = phase(gateway, up, "ahead", YEAR_SECONDS, events, verdict, hold=True)
        stored_ahead = count_rows(gateway.database, "events")
        held.ask("/set?mode=down&secs=0")
        back = phase(gateway, held, "back", 0, events, verdict)
        stored_after = count_rows(gateway.database, "events")
        state = integrity(gateway.database)
        expired = count_rows(gateway.database, "outcomes WHERE state = 3 AND cause = 'expired'")
        arrived = [sink.stats()["unique"] for sink in (up, held)]
    ids = today + ahead + back
    verdict.figure(f"{len(ids)} ids {ids[0]} .. {ids[-1]}, stored {stored_before}, {stored_ahead}, {stored_after}")
    verdict.figure(f"{arrived[0]} arrived at the target that was up, {arrived[1]} at the one that was down: "
                   f"{expired} were older than max_age for the clock of that year and are dead letters")
    verdict.figure(f"integrity {state}")
    verdict.must(len(set(ids)) == 3 * events and ids == sorted(ids), "the ids do not ascend")
    verdict.must((stored_before, stored_ahead, stored_after) == (events, 2 * events, 3 * events), "events were purged early")
    verdict.must(arrived[0] == 3 * events, "not everything arrived at the target that was up")
    # What waited when the clock went ahead may expire there, as a dead letter; nothing may wait for a year that never was.
    verdict.must(arrived[1] + expired == 3 * events and expired <= events,
                 f"{3 * events - arrived[1] - expired} deliveries wait for a time that is far away")
    verdict.must(state == "ok", f"the store is damaged: {state}")


if __name__ == "__main__":
    run("clock-jump", __doc__, play)

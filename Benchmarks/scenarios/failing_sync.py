#!/usr/bin/env python3
"""An fsync fails with two copies of one event in the batch: both get 503, and the retry is accepted, not a duplicate."""

import concurrent.futures
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.gateways import Hookgate  # noqa: E402
from bench.scenario import integrity, run  # noqa: E402
from bench.sender import body_hash, event, post  # noqa: E402
from bench.traffic import Sink  # noqa: E402


def play(place, options, verdict):
    folder = place.fresh("gateway")
    order = folder / "order"
    env = {"LD_PRELOAD": str(place.preload("failsync")), "FAILSYNC_FILE": str(order)}
    rounds = 2 if options.quick else 5
    with Sink(place, place.fresh("sink")) as sink, concurrent.futures.ThreadPoolExecutor(4) as senders:
        with Hookgate(place, folder, sink.ports, options.binary, env=env) as gateway:
            bodies, waits = [], []
            for number in range(rounds):
                body, wait = one_failure(gateway, order, senders, number, verdict)
                bodies.append(body)
                waits.append(wait)
            sink.wait_for(2 * rounds, quiet=15, limit=60)
            dump = folder / "dump"
            sink.ask(f"/dump?to={dump}")
            ended = gateway.child.stop()
        arrivals = {line.split()[0]: int(line.split()[4].partition(":")[2]) for line in dump.read_text().splitlines()}
        state = integrity(gateway.database)
    missing = [body for body in bodies if arrivals.get(body_hash(body), 0) == 0]
    copies = sum(arrivals.get(body_hash(body), 0) for body in bodies)
    verdict.figure(f"{rounds} failures with two copies each, retry accepted after {max(waits):.1f} s at most")
    verdict.figure(f"{rounds - len(missing)} of {rounds} delivered ({copies} copies), integrity {state}")
    verdict.must(not missing, f"{len(missing)} accepted events never arrived")
    verdict.must(ended == 0, f"SIGTERM at the end: exit status {ended}")
    verdict.must(state == "ok", f"the store is damaged: {state}")


def one_failure(gateway, order, senders, number, verdict):
    """Holds one commit, so that the next batch has both copies; lets that batch fail; sends again."""
    leading_stamp, leading = event(number, "leading")
    stamp, body = event(number, "copied")
    order.write_text("delay 800")
    first = senders.submit(post, gateway.port, leading_stamp, leading)
    time.sleep(0.2)
    copies = [senders.submit(post, gateway.port, stamp, body) for _ in range(2)]
    time.sleep(0.3)
    order.write_text("fail")  # the commit that waits goes on and succeeds; the next one fails
    first_status = first.result(timeout=20)[0]
    statuses = [copy.result(timeout=20)[0] for copy in copies]
    order.write_text("ok")
    verdict.must(first_status == 200, f"round {number}: the commit before the failing one answered {first_status}")
    verdict.must(statuses == [503, 503], f"round {number}: the copies were answered {statuses}")
    begin, status, answer = time.monotonic(), 0, {}
    while time.monotonic() - begin < 30:
        status, answer = post(gateway.port, stamp, body)
        if status == 200:
            break
        time.sleep(0.1)
    verdict.must(status == 200, f"round {number}: the retry was answered {status}")
    verdict.must(answer.get("status") == "accepted", f"round {number}: the retry was answered {answer}")
    again = post(gateway.port, stamp, body)[1]
    verdict.must(again.get("status") == "duplicate" and again.get("id") == answer.get("id"),
                 f"round {number}: the copy after it was answered {again}")
    return body, time.monotonic() - begin


if __name__ == "__main__":
    run("failing-sync", __doc__, play)

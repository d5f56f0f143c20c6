"""At a given rate: three targets, and the answer time beside the disk's own."""

import json
import subprocess
import time

from .gateways import Hookgate
from .report import median, table
from .traffic import Load, Sink, faults, presign


def run_targets(place, options, goals):
    """Several targets at a rate: the queue is sampled, and must not grow without bound."""
    rate, count = options.rate or 5_000, int((options.rate or 5_000) * options.seconds)
    with Sink(place, place.fresh("sink"), ports=options.targets) as sink:
        with Hookgate(place, place.fresh("targets"), sink.ports, options.binary) as gateway:
            file = presign(place, gateway.folder / "run.ev", count, options.size)
            before = gateway.cpu()
            load = Load(place, file, gateway.port, gateway.folder, options.seconds + 30, options.connections, rate)
            samples, begin = [], time.monotonic()
            while load.is_running():
                samples.append((round(time.monotonic() - begin, 2), gateway.backlog()))
                time.sleep(0.25)
            answer = load.result()
            end = time.monotonic()
            arrived = [sink.wait_for(answer["ok2xx"], port) for port in range(options.targets)]
            drained = time.monotonic() - end
            cpu = gateway.cpu() - before
            ledgers = [sink.ledger(load.acks, port) for port in range(options.targets)]
    peak = max(depth for _, depth in samples)
    third = max(1, len(samples) // 3)
    early = median(depth for _, depth in samples[:third])
    late = median(depth for _, depth in samples[-third:])
    print(f"\n{options.targets} targets at {rate}/s for {options.seconds} s: {answer['ok2xx']:,} accepted "
          f"({answer['rps']}/s), CPU {cpu * 100_000 / max(1, answer['ok2xx']):.2f} s/100k, accept p99 {answer['p99_ms']} ms")
    print(f"backlog (deliveries of all targets): first third {early:,.0f}, last third {late:,.0f}, peak {peak:,}; "
          f"empty {drained:.1f} s after the load")
    table(("target", "arrived", "lost", "doubled", "e2e p50 ms", "p99"),
          [(f"sink{port}", arrived[port], ledger["lost"], ledger["doubled"], ledger["e2e_p50_ms"], ledger["e2e_p99_ms"])
           for port, ledger in enumerate(ledgers)])
    wrong = sum(ledger["lost"] + ledger["doubled"] + len(faults(ledger)) for ledger in ledgers)
    goals.at_most("events lost, doubled, altered or let through", wrong, 0)
    goals.at_least(f"accepted of the {count:,} that were sent", answer["ok2xx"], count)
    # One second of traffic is a queue that breathes; more than that, and growing, is one that falls behind.
    goals.at_most("backlog in the last third of the run", late, max(2 * early, rate * options.targets))
    goals.at_most("seconds to empty it after the load", round(drained, 2), 5)
    return {"rate": rate, "targets": options.targets, "load": answer, "samples": samples, "ledgers": ledgers,
            "drained_s": round(drained, 2), "cpu_s": round(cpu, 2)}


def run_open_loop(place, options, goals):
    """Open loop at a rate, and at the same time a bare append + fdatasync loop on the same disk."""
    rate, rows = options.open_loop, []
    for round_number in range(1, options.pairs + 1):
        with Sink(place, place.fresh("sink")) as sink:
            with Hookgate(place, place.fresh("open-loop"), sink.ports, options.binary) as gateway:
                count = int(rate * options.seconds)
                file = presign(place, gateway.folder / "run.ev", count, options.size)
                before = gateway.cpu()
                bare = subprocess.Popen(
                    [place.tool("syncloop"), gateway.folder / "bare", str(options.sync_rate), str(options.seconds)],
                    stdout=subprocess.PIPE, text=True,
                )
                load = Load(place, file, gateway.port, gateway.folder, options.seconds + 30, options.connections, rate)
                answer = load.result()
                disk = json.loads(bare.communicate(timeout=options.seconds + 60)[0])
                cpu = gateway.cpu() - before
                sink.wait_for(answer["ok2xx"])
                ledger = sink.ledger(load.acks)
        rows.append({"round": round_number, "load": answer, "disk": disk, "ledger": ledger, "cpu_s": round(cpu, 2),
                     "p99_difference_ms": round(answer["p99_ms"] - disk["p99_ms"], 3)})
    print(f"\nopen loop, {rate}/s for {options.seconds} s; the bare loop appends 4 KiB and syncs "
          f"{options.sync_rate or 'as often as it can'}{'/s' if options.sync_rate else ''} on the same disk meanwhile")
    table(("round", "accept p50 ms", "p99", "p99.9", "disk p50 ms", "p99", "p99.9", "p99 difference", "CPU s/100k", "lost"),
          [(str(row["round"]), row["load"]["p50_ms"], row["load"]["p99_ms"], row["load"]["p999_ms"], row["disk"]["p50_ms"],
            row["disk"]["p99_ms"], row["disk"]["p999_ms"], row["p99_difference_ms"],
            row["cpu_s"] * 100_000 / max(1, row["load"]["ok2xx"]), row["ledger"]["lost"]) for row in rows])
    goals.at_most("accept p50, ms, median of rounds", median(row["load"]["p50_ms"] for row in rows), 0.8)
    goals.at_most("accept p99 - p99 of the bare loop, ms, median of rounds",
                  median(row["p99_difference_ms"] for row in rows), 1.0)
    goals.at_most("events lost or doubled", sum(row["ledger"]["lost"] + row["ledger"]["doubled"] for row in rows), 0)
    return {"rate": rate, "rounds": rows}

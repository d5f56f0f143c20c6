"""At saturation: CPU per 100,000 events, rates and latencies, all gateways in one run and in turn."""

from .gateways import PEERS, Hookgate
from .report import median, table
from .traffic import Load, Sink, faults, presign

WARM_UP_EVENTS = 2_000


def gateways(names, place, folder, sink, binary):
    for name in names:
        place_of_one = place.fresh(f"{folder}-{name}")
        if name == "hookgate":
            yield Hookgate(place, place_of_one, sink.ports, binary)
        else:
            yield PEERS[name](place, place_of_one, sink.ports)


def measure(gateway, sink, place, events, size, connections):
    """One run of one gateway: warm it up, load it, wait for the last delivery."""
    with gateway:
        warm = presign(place, gateway.folder / "warm.ev", WARM_UP_EVENTS, size)
        taken = Load(place, warm, gateway.port, gateway.folder, 30, connections).result()
        sink.wait_for(taken["ok2xx"], limit=60)
        sink.reset()
        # Signatures are stale after five minutes: they are made right before they are used.
        file = presign(place, gateway.folder / "run.ev", events, size)
        before, sink_before = gateway.cpu(), sink.cpu()
        load = Load(place, file, gateway.port, gateway.folder, 240, connections)
        answer = load.result()
        arrived = sink.wait_for(answer["ok2xx"])
        cpu, sink_cpu = gateway.cpu() - before, sink.cpu() - sink_before
        ledger = sink.ledger(load.acks)
        memory = gateway.memory() if gateway.name == "hookgate" else {}
    accepted = max(1, answer["ok2xx"])
    return {
        "gateway": gateway.name, "events": events, "accepted": answer["ok2xx"], "arrived": arrived,
        "cpu_per_100k": round(cpu * 100_000 / accepted, 3),
        "accepted_per_s": round(accepted / answer["secs"]), "delivered_per_s": ledger["e2e_rate"],
        "accept_p50_ms": answer["p50_ms"], "accept_p99_ms": answer["p99_ms"],
        "e2e_p50_ms": ledger["e2e_p50_ms"], "e2e_p99_ms": ledger["e2e_p99_ms"],
        "lost": ledger["lost"], "doubled": ledger["doubled"], "faults": faults(ledger), "answers": answer["by"],
        "load_cpu_s": answer["load_cpu_s"], "sink_cpu_s": round(sink_cpu, 2), **memory,
    }


HEAD = ("gateway", "CPU s/100k", "accepted/s", "delivered/s", "accept p50 ms", "p99", "e2e p50 ms", "p99", "lost", "doubled")
KEYS = ("cpu_per_100k", "accepted_per_s", "delivered_per_s", "accept_p50_ms", "accept_p99_ms", "e2e_p50_ms", "e2e_p99_ms")


def run(place, options, goals):
    """`options.pairs` rounds; in each, every gateway once, in turn."""
    runs = []
    for round_number in range(1, options.pairs + 1):
        # Every other round goes backwards: what drifts on the machine then weighs on both sides.
        names = options.gateways if round_number % 2 else options.gateways[::-1]
        for name in names:
            with Sink(place, place.fresh("sink")) as sink:
                (gateway,) = gateways([name], place, f"round{round_number}", sink, options.binary)
                events = options.peer_events if name == "node-redis" else options.events
                result = measure(gateway, sink, place, events, options.size, options.connections)
            result["round"] = round_number
            runs.append(result)
            if options.verbose:
                print(f"round {round_number}: {name}: {result['cpu_per_100k']} CPU s/100k, "
                      f"{result['accepted_per_s']}/s, {', '.join(result['faults']) or 'ledger clean'}", flush=True)
    summary = summarize(runs, options.gateways)
    print_summary(summary, runs, options)
    judge(summary, runs, goals)
    return {"runs": runs, "summary": summary}


def summarize(runs, names):
    of = {name: [run for run in runs if run["gateway"] == name] for name in names}
    medians = {
        name: {**{key: median(run[key] for run in rows) for key in KEYS},
               "lost": sum(run["lost"] for run in rows), "doubled": sum(run["doubled"] for run in rows)}
        for name, rows in of.items()
    }
    ratios = {}
    for peer in names:
        if peer != "hookgate" and "hookgate" in of:
            pairs = [(ours["cpu_per_100k"], theirs["cpu_per_100k"], ours["accepted_per_s"], theirs["accepted_per_s"])
                     for ours in of["hookgate"] for theirs in of[peer] if ours["round"] == theirs["round"]]
            ratios[peer] = {
                "cpu": [round(ours / theirs, 3) for ours, theirs, _, _ in pairs if theirs],
                "rate": [round(ours / theirs, 3) for _, _, ours, theirs in pairs if theirs],
            }
            ratios[peer]["cpu_median"] = median(ratios[peer]["cpu"])
            ratios[peer]["rate_median"] = median(ratios[peer]["rate"])
    return {"medians": medians, "ratios": ratios}


def print_summary(summary, runs, options):
    print(f"\nmedian of {options.pairs} rounds, {options.size} B, {options.connections} connections")
    rows = [(name, *(values[key] for key in KEYS), values["lost"], values["doubled"])
            for name, values in summary["medians"].items()]
    table(HEAD, rows)
    for peer, ratio in summary["ratios"].items():
        print(f"hookgate / {peer}: CPU {ratio['cpu_median']} of {ratio['cpu']}, rate {ratio['rate_median']}")
    for run in runs:
        if run["faults"] or run["doubled"]:
            print(f"round {run['round']} {run['gateway']}: {', '.join(run['faults'])} doubled {run['doubled']}")


def judge(summary, runs, goals):
    ours = summary["medians"].get("hookgate")
    if ours is None:
        return
    wrong = sum(run["lost"] + run["doubled"] + len(run["faults"]) for run in runs if run["gateway"] == "hookgate")
    goals.at_most("events lost, doubled, altered or let through", wrong, 0)
    ratios = summary["ratios"]
    if "haproxy-lua" in ratios:
        goals.at_most("CPU to HAProxy + Lua, median of pairs", ratios["haproxy-lua"]["cpu_median"], 1.3)
    goals.at_least("accepted/s", ours["accepted_per_s"], 15_000)
    goals.at_least("delivered/s", ours["delivered_per_s"], 15_000)
    if "node-redis" in ratios:
        goals.at_least("accepted/s to Node + Redis, median of pairs", ratios["node-redis"]["rate_median"], 2)

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs of the simulator as tests.

test_runs.py SIM mixed SEEDS      so many seeds of random faults at 100 nodes, on all processors
test_runs.py SIM large            one run at 10,000 nodes: 80 % fail at once
test_runs.py SIM same OTHER       two builds of the simulator come to the same trace for the same seeds
Seeds are those of $KIEM_TEST_SEED on, else 1 on, so that what fails here fails again.
"""
import json
import os
import subprocess
import sys

SEED = int(os.environ.get("KIEM_TEST_SEED", "1")) & 0xffffffff
MEMORY_MAX = 2 << 30


def run(sim, *arguments):
    """The results, one a seed. What the simulator says on stderr (a failing seed, shortened) is the test's output."""
    done = subprocess.run([sim, "--json", *arguments], stdout=subprocess.PIPE, check=False)
    results = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, results


def mixed(sim, seeds):
    status, results = run(sim, "--scenario", "mixed", "--seed", str(SEED), "--seeds", seeds, "--jobs", str(os.cpu_count() or 1))
    print(f"{len(results)} seeds from {SEED}, {sum(not r['ok'] for r in results)} failed")
    return status or len(results) != int(seeds)


def large(sim):
    # Memory that a swarm has not touched costs nothing, but meson has the allocator fill it all.
    os.environ.pop("MALLOC_PERTURB_", None)
    status, results = run(sim, "--scenario", "large", "--seed", str(SEED))
    result = results[0]
    memory = result["rss_per_node"] * result["nodes"]
    print(f"seed {SEED}: delivered {result['delivered']}, {result['steps']} steps, {result['steps_per_s']} a second, "
          f"{memory >> 20} MiB")
    if memory > MEMORY_MAX:
        print("10,000 nodes do not fit in 2 GiB")
        return 1
    return status


def same(sim, other):
    traces = []
    for program, fill in ((sim, "0"), (other, "165")):
        os.environ["MALLOC_PERTURB_"] = fill  # nothing hangs on what memory held before it was given
        status, results = run(program, "--scenario", "mixed", "--seed", str(SEED), "--seeds", "2")
        if status != 0:
            return status
        traces.append([r["trace_hash"] for r in results])
        status, results = run(program, "--scenario", "rude", "--seed", str(SEED))
        if status != 0:
            return status
        traces[-1].append(results[0]["trace_hash"])
    print(traces)
    return traces[0] != traces[1] or len(set(traces[0])) != 3


def main(arguments):
    tests = {"mixed": mixed, "large": large, "same": same}
    if len(arguments) < 2 or arguments[1] not in tests:
        print(__doc__, file=sys.stderr)
        return 64
    return int(tests[arguments[1]](arguments[0], *arguments[2:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

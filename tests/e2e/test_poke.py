#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A post made by the command is on a linked neighbour at once: the command's poke wakes the daemon, and nothing on the way waits
for a clock. Without the poke the daemon still finds it, within about a second."""
import os
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import BOARD, SLOW, check, town, until

POSTS = 50


def arrival(ben, count):
    """Milliseconds until ben has so many posts, or None."""
    done = subprocess.run([ben.town.tool, "await", ben.home, str(count), str(5 * SLOW)], capture_output=True, text=True)
    return int(done.stdout) if done.returncode == 0 else None


def main():
    with town() as place:
        ada, ben = place.node("ada").init(), place.node("ben").init()
        ada.start()
        ben.follow_link(ada)
        ben.start(listen="none")
        until("linked", ben.linked)
        until("level", lambda: ada.ids() == ben.ids())
        first = ada.post("initiative", "Geveltuin")
        until("a first post", lambda: first in ben.ids())
        count, took = ben.status()["posts"], []
        for i in range(POSTS):
            ada.post("note", first, "--text", f"Bericht {i}")
            took.append(arrival(ben, count + i + 1))
        count += POSTS
        check(f"each of {POSTS} posts came", None not in took, took)
        # The tick is 1000 ms: a post that waited for it would show; so would one that a slow machine held up for a moment.
        check(f"none waited for a tick (median {statistics.median(took):.0f} ms, worst {max(took)} ms)",
              statistics.median(took) < 50 * SLOW and sorted(took)[int(POSTS * 0.95)] < 500 * SLOW, took)

        os.rename(os.path.join(ada.home, "run", "control"), os.path.join(ada.home, "run", "away"))
        started = time.monotonic()
        ada.kiem("note", first, "--text", "Zonder por")
        check("without a poke it comes by the tick", arrival(ben, count + 1) is not None)
        check("which is about a second", time.monotonic() - started < 3 * SLOW)
        os.rename(os.path.join(ada.home, "run", "away"), os.path.join(ada.home, "run", "control"))


if __name__ == "__main__":
    main()

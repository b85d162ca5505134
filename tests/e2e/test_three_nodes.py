#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job: three nodes; one is away while a thousand posts are made on the others, ties to and retractions of what it
already had among them; after its return all three hold the same set, byte for byte."""
import hashlib
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import BOARD, SLOW, check, posts, same, town, until

BUNDLE, NOTES = 900, 60


def settle(place):
    """Three homes; b and c are invited by a; each has posted something before c goes."""
    a, b, c = (place.node(name).init(board) for name, board in (("ada", BOARD), ("ben", None), ("cas", None)))
    a.start()
    for node in (b, c):
        node.kiem("follow", f"{a.link}/{BOARD}")
        node.start()
    until("both neighbours are linked with ada", lambda: a.linked(2))
    mine = [a.post("initiative", f"Geveltuin {i}", "--text", "Wie doet mee?") for i in range(20)]
    theirs = [c.post("offer", f"Bakfiets {i}", "--board", BOARD) for i in range(10)]
    until("all three have the first posts", lambda: same(a, b, c) and set(mine + theirs) <= c.ids())
    return a, b, c, mine, theirs


def while_away(place, a, b, mine, theirs):
    """What happens while c is away; (ids made, ids retracted)."""
    bundle = place.bundle(BUNDLE)
    b.kiem("import", "-", data=bundle)
    made = set(posts(bundle))
    made |= {b.post("join", post, "--bring", "een ladder", "--signal", "means") for post in mine[:10]}
    made |= {b.post("answer", post, "Graag", "--board", BOARD) for post in theirs[:3]}
    made |= {a.post("retract", post) for post in mine[-10:]}
    made |= {node.post("note", mine[i % 5], "--text", f"Bericht {i}") for i in range(NOTES // 2) for node in (a, b)}
    made |= {a.post("revise", mine[i], "--title", f"Geveltuin {i}, nu met regenton") for i in range(10)}
    made |= {b.post("request", f"Zand {i}", "--board", BOARD) for i in range(10)}
    return made, set(mine[-10:])


def main():
    with town() as place:
        a, b, c, mine, theirs = settle(place)
        check("cas stops within two seconds", c.stop() < 2 * SLOW)
        made, retracted = while_away(place, a, b, mine, theirs)
        check(f"{len(made)} posts were made meanwhile", len(made) >= 1000)
        until("ada and ben hold the same", lambda: same(a, b) and made <= a.ids())
        check("cas knows nothing of it", not made & c.ids() and retracted <= c.ids())

        c.start()
        until("after cas's return all three hold the same", lambda: same(a, b, c) and made <= c.ids())
        check("what was retracted is gone everywhere", not any(retracted & node.ids() for node in (a, b, c)))
        sums = {hashlib.blake2b(node.export()).hexdigest() for node in (a, b, c)}
        check("kiem export | b2sum agrees", len(sums) == 1, *sums)
        until("each board compared equal", lambda: all(n.status()["boards"][0]["synced_s"] is not None for n in (a, b, c)))

        late = c.post("note", mine[0], "--text", "Ik ben er weer", "--board", BOARD)
        until("a new post of cas reaches ben by way of ada", lambda: late in b.ids())
        for node in (a, b, c):
            check(f"{node.name} stops within two seconds", node.stop() < 2 * SLOW)
            check(f"{node.name} logged no error", " error " not in node.log(), node.log())


if __name__ == "__main__":
    main()

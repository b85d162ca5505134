#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_swarm.py KIEM KIEMD TOOL: twenty real daemons find each other from a few invites, are cut in two for a while, and heal.

Each node was given the link of one other, chosen by the seed, and nothing else. Frames between the halves come late, and some
never. While the cable is cut both halves go on posting; once it is healed every node holds the same set, byte for byte. Skipped
(status 77, with the reason) where namespaces are not allowed.
"""
import concurrent.futures
import os
import random
import sys
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..")]
import park
from harness import BOARD, SLOW, Failed, Node, check, posts, town, until

COUNT = 20 if SLOW == 1 else 8
DELAY_MS, LOSS_PERCENT = 20, 1
PING_S = 2       # so that a cut cable is noticed within seconds
HEAL_S = 60      # a probe each minute
KNOWN = COUNT // 2
SEED = int(os.environ.get("KIEM_TEST_SEED", "1"))


class Housed(Node):
    """A node in a namespace of its own."""

    def __init__(self, place, number):
        super().__init__(place, f"n{number}")
        self.number, self.around = number, park.inside(f"n{number}")
        place.nodes.append(self)


def everyone(nodes, what):
    """Runs one thing at every node, a few at a time: each is a process of its own."""
    with concurrent.futures.ThreadPoolExecutor(4) as hands:
        return list(hands.map(what, nodes))


def equal(nodes):
    exports = everyone(nodes, lambda node: node.export())
    return all(export == exports[0] for export in exports)


def settle(place, nodes, chance):
    """Homes, each with the link of one node before it."""
    everyone(nodes, lambda node: node.init())
    for node in nodes:
        node.configure(f"[node]\nannounce = {park.address(node.number)}:7340\nping_s = {PING_S}\n")
        node.start(listen="tcp://*:7340")
        if node.number > 0:
            node.follow_link(nodes[chance.randrange(node.number)])
    until("every node has a neighbour", lambda: all(node.links() for node in nodes))


def crosses(nodes):
    """Links of a node in the west with one in the east."""
    east = {node.status()["node"] for node in nodes[COUNT // 2:]}
    return sum(link["node"] in east for node in nodes[:COUNT // 2] for link in node.links())


def islands(nodes):
    """Who can reach whom over links among these nodes, with how many neighbours each, of how many nodes that it knows: for when a test fails."""
    names = {node.status()["node"]: node for node in nodes}
    near = {node: [names[link["node"]] for link in node.links() if link["node"] in names] for node in nodes}
    left, found = list(nodes), []
    while left:
        island, edge = set(), [left[0]]
        while edge:
            one = edge.pop()
            if one not in island:
                island.add(one)
                edge += near[one]
        found.append(" ".join(f"{node.name}:{len(near[node])}/{node.status()['remembered']}" for node in nodes if node in island))
        left = [node for node in left if node not in island]
    return found


def both_go_on(west, east, in_west, in_east):
    try:
        until("each half goes on by itself", lambda: equal(west) and equal(east) and in_west <= west[0].ids() and in_east <= east[0].ids())
    except Failed as error:
        raise Failed(f"{error}\n      west {islands(west)}\n      east {islands(east)}") from error


def post_some(nodes, what, count, chance):
    return {chance.choice(nodes).post("note", what[0], "--text", f"{what[1]} {i}") for i in range(count)}


def story(place, network, nodes, chance):
    settle(place, nodes, chance)
    first = nodes[-1].post("initiative", "Een park dat zichzelf verlicht")
    took = until("a post is on all nodes", lambda: all(first in node.ids() for node in nodes))
    check("the halves are linked", crosses(nodes) > 0)
    made = post_some(nodes, (first, "Bericht"), 10, chance)
    until("ten more are", lambda: equal(nodes) and made <= nodes[0].ids())

    # Whoever knows nobody in its own half can find nobody there, whatever it does.
    until(f"every node knows {KNOWN} others", lambda: all(node.status()["remembered"] >= KNOWN for node in nodes))

    network.cut()
    until("nobody has a link to the other half", lambda: crosses(nodes) == 0)
    west, east = nodes[:COUNT // 2], nodes[COUNT // 2:]
    in_west, in_east = post_some(west, (first, "West"), 10, chance), post_some(east, (first, "Oost"), 10, chance)
    both_go_on(west, east, in_west, in_east)
    check("      and hears nothing of the other", not in_east & west[0].ids() and not in_west & east[0].ids())

    network.heal()
    started = time.monotonic()
    until("the halves are linked again", lambda: crosses(nodes) > 0, HEAL_S)
    until("all nodes hold the same set, byte for byte", lambda: equal(nodes), HEAL_S - (time.monotonic() - started) / SLOW)
    posted, held = made | in_west | in_east | {first}, nodes[0].ids()
    check("      with everything that was posted, and a profile each", posted <= held and len(held) == len(posted) + COUNT,
          f"lacking {posted - held}", f"{len(held)} posts")
    print(f"      {COUNT} nodes, {len(posts(nodes[0].export()))} posts; the first post took {took:.1f} s, "
          f"healing {time.monotonic() - started:.1f} s; at most {max(len(node.links()) for node in nodes)} links a node")


def main():
    print(f"      seed {SEED}", flush=True)
    try:
        network = park.Park(COUNT, DELAY_MS, LOSS_PERCENT, SEED)
    except park.NotAllowed as error:
        print(f"SKIP: no namespaces here: {error}")
        sys.exit(77)
    try:
        with town() as place:
            story(place, network, [Housed(place, i) for i in range(COUNT)], random.Random(SEED))
    finally:
        network.end()


if __name__ == "__main__":
    main()

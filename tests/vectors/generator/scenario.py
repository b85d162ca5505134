# SPDX-License-Identifier: GPL-3.0-or-later
"""
A set of posts, the orders in which they arrive, and what must come of them.

A post is written in one line: who makes it, its kind, what it links to, and when. Times are days after the first day.
"""
from itertools import permutations

from .encode import ALICE, BOB, CARLA, DAY, NOW, base, post, post_id

PEOPLE = {"alice": ALICE, "bob": BOB, "carla": CARLA}
YEAR = 365
BOARD, ELSEWHERE = "nl/tilburg/kraaiven", "nl/tilburg/noord"
MEAN_DAY = 20  # when posts arrive and when the state is looked at, unless a scenario says otherwise
LINKS = {"join": (16, 1), "leave": (17, 6), "revise": (48, 5), "renew": (49, 1), "retract": (50, 6), "note": (7, 1)}


class Scenario:
    def __init__(self, name, why, now=MEAN_DAY):
        self.name, self.why, self.now = name, why, now
        self.posts, self.orders = {}, []
        self.kept, self.initiatives, self.also = None, {}, []

    def add(self, name, who, kind, *targets, made=0, until=YEAR, **more):
        """A post; made and until in days. An initiative's title, a revision's and a note's text is its name."""
        number, relation = LINKS.get(kind, (1, None))
        fields = base(number, k3=NOW + round(made * DAY), k4=NOW + round(until * DAY))
        if relation is None:
            fields[5] = name
        else:
            fields[8] = [[relation, self.id(target)] for target in targets]
        if kind in ("revise", "note"):
            fields[6] = name
        fields.update({int(key[1:]): value for key, value in more.items()})
        self.posts[name] = post(fields, PEOPLE[who])
        return self

    def id(self, name):
        return post_id(self.posts[name])

    def every_order(self, *names):
        """All orders of these posts, all arriving on the mean day; of many orders some."""
        orders = list(permutations(names or self.posts))
        step = max(1, len(orders) // 8)
        self.orders += [[{"at": NOW + MEAN_DAY * DAY, "post": name} for name in order] for order in orders[::step]]
        return self

    def order(self, text):
        """One order, such as "12 target ok, 40 renewal ok": day, post, the door's verdict."""
        steps = [step.split() for step in text.split(",")]
        self.orders.append([{"at": NOW + round(float(day) * DAY), "post": name, "verdict": verdict} for day, name, verdict in steps])
        return self

    def follow(self, *boards):
        """The node follows these as well."""
        self.also = list(boards)
        return self

    def state(self, kept, **initiatives):
        """initiative=("who joined", "shown", until in days)"""
        self.kept = kept.split()
        for name, (members, shown, until) in initiatives.items():
            keys = sorted(PEOPLE[who].key.hex() for who in members.split())
            self.initiatives[name] = {"members": keys, "shown": shown, "until": NOW + round(until * DAY)}
        return self

    def json(self):
        assert self.kept is not None and len(self.orders) >= 2, self.name
        return {"name": self.name, "why": self.why, "board": BOARD, **({"also": self.also} if self.also else {}),
                "now": NOW + round(self.now * DAY),
                "posts": {name: {"id": self.id(name).hex(), "hex": data.hex()} for name, data in self.posts.items()},
                "orders": self.orders,
                "expect": {"kept": sorted(self.kept), "initiatives": self.initiatives}}


def start(name, why, now=MEAN_DAY, until=YEAR):
    return Scenario(name, why, now).add("green", "alice", "initiative", until=until)

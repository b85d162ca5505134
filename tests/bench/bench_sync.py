#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench_sync.py BUILD: two real daemons of POSTS posts each that differ in some, half of these on either side and scattered over time,
from link-up until both hold the same, over CURVE on loopback.

Beforehand they held the same and were linked, as neighbours are; then each got posts while the other was away. Bytes are all that
went over the loopback interface of a network namespace of this process's own, posts and every header counted.

Status 1 when a figure misses its aim. KIEM_BENCH_SYNC_POSTS makes it smaller to try things out.
"""
import datetime
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../e2e/nat")]
sys.dont_write_bytecode = True
from bench_nodes import BOARD, Figures, Node
from town import NotAllowed, leave_the_machine

POSTS = int(os.environ.get("KIEM_BENCH_SYNC_POSTS", "200000"))
ROUNDS = ((1000, 1.0), (10000, 5.0))  # posts that differ, seconds that it may take
PATIENCE_S = 120


def cut(bundle):
    """The posts of a bundle, each by its fixed envelope (proto/README.md)."""
    posts, at = [], 0
    while at < len(bundle):
        head = bundle[at + 43]
        more = 0 if head < 0x58 else head - 0x57
        size = head - 0x40 if not more else int.from_bytes(bundle[at + 44:at + 44 + more], "big")
        posts.append(bundle[at:at + 44 + more + size + 66])
        at += len(posts[-1])
    return posts


def deal(build):
    """What both hold, and for each round what only the one and only the other holds."""
    total = POSTS - ROUNDS[0][0] // 2 + sum(differ for differ, _ in ROUNDS)
    posts = cut(subprocess.check_output([os.path.join(build, "tests/bench/make_bundle"), BOARD, str(total)]))
    scattered = random.Random(2026).sample(range(total), sum(differ for differ, _ in ROUNDS))
    rounds = []
    for differ, _ in ROUNDS:
        halves = []
        for _ in range(2):
            mine, scattered = scattered[:differ // 2], scattered[differ // 2:]
            halves.append(b"".join(posts[i] for i in sorted(mine)))
            for i in mine:
                posts[i] = b""
        rounds.append(halves)
    return b"".join(posts), rounds


class Neighbour(Node):
    def __init__(self, name, folder, build):
        super().__init__(name, folder, build)
        with socket.socket() as place:  # a port that stays its own over restarts
            place.bind(("127.0.0.1", 0))
            self.listen = f"tcp://127.0.0.1:{place.getsockname()[1]}"
        self.tool, self.log_path = os.path.join(build, "tests/e2e/e2e-tool"), os.path.join(folder, name + ".log")

    def take(self, bundle):
        path = self.home + ".kiem"
        with open(path, "wb") as file:
            file.write(bundle)
        self.kiem("import", path)

    def ask(self, request):
        return json.loads(subprocess.check_output([self.tool, "ask", self.home, request]))

    def linked_at(self):
        """When the last link came up, by the log."""
        with open(self.log_path, encoding="utf-8") as log:
            line = [line for line in log if " LINK-UP " in line][-1]
        return datetime.datetime.strptime(line.split()[0], "%Y-%m-%dT%H:%M:%S.%f%z").timestamp()


def until_equal(pair, count):
    started = time.monotonic()
    left = list(pair)
    while left:
        left = [node for node in left if node.ask("status")["posts"] != count]
        if time.monotonic() - started > PATIENCE_S:
            raise RuntimeError(f"{[node.ask('status')['posts'] for node in pair]} posts, not {count}")
        time.sleep(0.03 if left else 0)
    return time.time()


def on_loopback():
    with open("/proc/net/dev", encoding="ascii") as file:
        return next(int(line.split(":")[1].split()[0]) for line in file if line.strip().startswith("lo:"))


def one_round(figures, pair, count, differ, aim, alone):
    before = on_loopback()
    for node in pair:
        node.start()
    equal = until_equal(pair, count)
    took, moved = equal - min(node.linked_at() for node in pair), on_loopback() - before
    figures.tell(f"{differ} differ: from link-up to equal", took, "s", aim)
    if alone:
        figures.tell("  over the wire, posts and headers too", moved / 1e6, "MB")
    figures.tell("  CPU of both, start and all", sum(cpu_of(node) for node in pair), "s")
    time.sleep(0.5)
    for link in pair[0].ask("links")["links"]:
        for board in link["boards"]:
            sums = board["compared"]
            figures.tell("  of it to find out which", sums["bytes"] / 1e3, "kB")
            figures.tell("  round trips", sums["trips"], "")
    for node in pair:
        node.stop()


def cpu_of(node):
    if not node.daemon:
        return 0.0
    with open(f"/proc/{node.daemon.pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(build):
    figures, folder, pair = Figures(), tempfile.mkdtemp(prefix="kiem-bench-"), []
    try:
        leave_the_machine()
        alone = True
    except (NotAllowed, OSError) as error:
        alone = False
        print(f"  (no namespaces here, so bytes are not counted: {error})")
    try:
        common, rounds = deal(build)
        pair = [Neighbour(name, folder, build) for name in ("one", "other")]
        for node in pair:
            node.take(common)
        pair[0].start()
        pair[1].kiem("follow", pair[0].kiem("invite").splitlines()[-1])
        pair[1].start()
        count = POSTS - ROUNDS[0][0] // 2 + len(pair)
        until_equal(pair, count)
        for node in pair:
            node.stop()
        for (differ, aim), halves in zip(ROUNDS, rounds):
            for node, half in zip(pair, halves):
                node.take(half)
            count += differ
            one_round(figures, pair, count, differ, aim, alone)
    finally:
        for node in pair:
            node.stop()
        shutil.rmtree(folder)
    return 1 if figures.missed else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))

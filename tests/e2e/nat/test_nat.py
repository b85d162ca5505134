#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_nat.py KIEM KIEMD SLOW_CLOCK: three nodes, two of them behind home routers, one of those with a clock an hour slow.

Ada can be dialled; Ben and Cas only dial. Cas's clock is an hour behind. Cas is stopped while a thousand posts are made at
Ada's and Ben's, joins to and retractions of what Cas already had among them. After Cas's return all three hold the same set, byte
for byte. Skipped (status 77, with the reason) where namespaces are not allowed.
"""
import concurrent.futures
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import town

BOARD = "nl/tilburg/noord"
POSTS = 1000
BEFORE, TIED = 40, 20  # posts that Cas has before it goes; how many of them get a join, and how many are retracted
PATIENCE_S = 180
SLOW_S = 3600


class Node:
    def __init__(self, name, folder, programs, preload=None):
        self.name, self.programs, self.daemon = name, programs, None
        self.home = os.path.join(folder, name)
        self.log = open(os.path.join(folder, name + ".log"), "w+", encoding="utf-8")
        self.env = {**os.environ, "KIEM_HOME": self.home, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
        self.clock = slow_clock(preload, programs[0]) if preload else []

    def kiem(self, *words, fails=False, text=True):
        done = subprocess.run([*self.clock, self.programs[0], *words], env=self.env, capture_output=True, text=text, timeout=60,
                              stdin=subprocess.DEVNULL)
        if (done.returncode != 0) != fails:
            raise AssertionError(f"{self.name}: kiem {' '.join(words)}: status {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done.stderr if fails else done.stdout

    def post(self, *words):
        made = self.kiem(*words).strip()
        assert len(made) == 64, f"not an id alone on one line: {made!r}"
        return made

    def start(self, *words):
        self.daemon = subprocess.Popen(town.inside(self.name, *self.clock, self.programs[1], *words), env=self.env, stdout=self.log,
                                       stderr=self.log, stdin=subprocess.DEVNULL)

    def stop(self):
        started = time.monotonic()
        self.daemon.send_signal(signal.SIGTERM)
        status = self.daemon.wait(timeout=20)
        self.daemon = None
        assert status == 0, f"{self.name}: kiemd ended with {status}"
        return time.monotonic() - started

    def links(self):
        return [link for link in map(json.loads, self.kiem("links", "--json").splitlines())
                if link["type"] == "link" and link["up"]]

    def bundle(self):
        return self.kiem("export", text=False)


def slow_clock(library, program):
    """The words before a command that make its clock slow; its monotonic clock stays right, as a real one's would."""
    preload = [library]
    # The address sanitizer insists on being first of all libraries.
    for line in subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout.splitlines():
        if "libasan" in line:
            preload.insert(0, line.split("=>")[1].split()[0])
    return ["env", f"KIEM_SLOW_S={SLOW_S}", "LD_PRELOAD=" + " ".join(preload)]


def skip(why):
    print(f"SKIP: {why}")
    sys.exit(77)


def until(what, condition):
    """Asks until the answer is yes: the store and the daemon tell nobody outside that something happened."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            if condition():
                return
        except AssertionError:
            if time.monotonic() > deadline:
                raise
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {PATIENCE_S} s: {what}")
        time.sleep(0.2)


def ids(bundle):
    """The posts of a bundle by id, each taken out by its fixed envelope (proto/README.md)."""
    posts, at = {}, 0
    while at < len(bundle):
        assert bundle[at:at + 4] == b"\xd2\x84\x58\x26", f"no post at {at}"
        head = bundle[at + 43]
        size = head - 0x40 if head < 0x58 else int.from_bytes(bundle[at + 44:at + 44 + (head - 0x57)], "big")
        end = at + 44 + (0 if head < 0x58 else head - 0x57) + size + 66
        posts[hashlib.blake2b(bundle[at:end], digest_size=32).hexdigest()] = bundle[at:end]
        at = end
    return posts


def same(nodes):
    first = nodes[0].bundle()
    return all(node.bundle() == first for node in nodes[1:])


def settle(ada, ben, cas):
    """Homes, links and the posts that everybody has before Cas goes."""
    for node, name in ((ada, "Speeltuin Noord"), (ben, "Bakkerij op het park"), (cas, "Werkplaats Lijnsheike")):
        node.kiem("init", "--name", name, "--board", BOARD)
    with open(os.path.join(ada.home, "kiem.conf"), "a", encoding="utf-8") as conf:
        conf.write("[node]\nannounce = 10.77.0.1:7340\n")
    ada.start("--listen", "tcp://*:7340")
    invite = ada.kiem("invite").strip().splitlines()[-1].strip()
    assert invite.startswith("kiem://") and invite.endswith("@10.77.0.1:7340/" + BOARD), invite
    for node in (ben, cas):
        node.kiem("follow", invite)
        node.start("--listen", "none")
    mine = [ada.post("initiative", f"Geveltuin {i}", "--text", "Wie doet mee?", "--tag", "groen") for i in range(BEFORE // 2)]
    theirs = [ben.post("offer", f"Bakplaat {i}", "--quantity", "2 st") for i in range(BEFORE // 2)]
    until("all three have the first posts", lambda: same((ada, ben, cas)) and set(mine + theirs) <= set(ids(cas.bundle())))
    return mine, theirs


def make_many(ada, ben, mine, theirs):
    """POSTS posts at Ada's and Ben's; returns (ids, ids retracted)."""
    work = [(ben, ("join", post, "--bring", "een ladder")) for post in mine[:TIED]]
    work += [(ada, ("retract", post)) for post in mine[-TIED // 2:]]
    work += [(ben, ("retract", post)) for post in theirs[-TIED // 2:]]
    work += [(node, ("note", mine[i % 5], "--text", f"Bericht {i} van {node.name}"))
             for i in range((POSTS - len(work)) // 2) for node in (ada, ben)]
    assert len(work) == POSTS
    with concurrent.futures.ThreadPoolExecutor(2) as hands:
        made = list(hands.map(lambda job: job[0].post(*job[1]), work))
    return made, mine[-TIED // 2:] + theirs[-TIED // 2:]


def story(ada, ben, cas):
    mine, theirs = settle(ada, ben, cas)
    for node, dialled in ((ada, [False, False]), (ben, [True]), (cas, [True])):
        got = [link["dialled"] for link in node.links()]
        assert got == dialled, f"{node.name}'s links: {got}"
    until("Cas knows that its clock is slow", lambda: "clock" in cas.kiem("note", mine[0], "--text", "te vroeg", fails=True))

    assert cas.stop() < 2 or "asan" in cas.clock[-1], "a node must stop within two seconds"
    made, retracted = make_many(ada, ben, mine, theirs)
    until("Ada and Ben have everything", lambda: same((ada, ben)) and set(made) <= set(ids(ada.bundle())))
    assert not set(made) & set(ids(cas.bundle())), "Cas was away"

    cas.start("--listen", "none")
    started = time.monotonic()
    until("all three hold the same set", lambda: same((ada, ben, cas)))
    print(f"Cas caught up in {time.monotonic() - started:.1f} s")
    held = ids(cas.bundle())
    assert set(made) <= set(held) and not set(retracted) & set(held)
    sums = {subprocess.run(["b2sum"], input=node.bundle(), capture_output=True, check=True).stdout for node in (ada, ben, cas)}
    assert len(sums) == 1, sums
    print(f"{len(held)} posts at all three, b2sum {sums.pop().split()[0].decode()[:16]}…")


def main():
    *programs, slow = [os.path.abspath(path) for path in sys.argv[1:]]
    try:
        town.build()
    except town.NotAllowed as error:
        skip(f"no namespaces here: {error}")
    folder = tempfile.mkdtemp(prefix="kiem-nat-")
    nodes = [Node("ada", folder, programs), Node("ben", folder, programs), Node("cas", folder, programs, preload=slow)]
    status = 1
    try:
        story(*nodes)
        status = 0
    finally:
        for node in nodes:
            if node.daemon:
                node.daemon.kill()
                node.daemon.wait()
            if status:
                node.log.seek(0)
                print(f"--- {node.name}\n" + "".join(node.log.readlines()[-40:]))
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()

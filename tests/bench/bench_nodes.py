#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench_nodes.py BUILD: figures of real processes, as ratios to what the same machine does bare in the same run.

  catch-up   an empty node fetches POSTS posts over one link on loopback, both nodes sharing the cores, against bare
             signature checks on all cores
  latency    from the command's own commit to the neighbour's, on top of one bare LMDB commit
  idle       resident memory (private, and pages of files), share of a core, time until ready, with POSTS posts on disk
  board      `kiem board` of the newest 20, the whole process

Status 1 when a figure misses its aim. KIEM_BENCH_POSTS and KIEM_BENCH_IDLE_S make it smaller to try things out.
"""
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

BOARD = "nl/tilburg/noord"
POSTS = int(os.environ.get("KIEM_BENCH_POSTS", "100000"))
IDLE_S = int(os.environ.get("KIEM_BENCH_IDLE_S", "60"))
LATENCY_POSTS = 300
BOARD_RUNS = 30


class Figures:
    def __init__(self):
        self.missed = 0

    def tell(self, name, value, unit, aim=None, least=False):
        """One line: what was measured, and whether that is enough (at least the aim, or at most)."""
        verdict = ""
        if aim is not None:
            enough = value >= aim if least else value <= aim
            verdict = f"   {'at least' if least else 'at most'} {aim:g}: {'yes' if enough else 'NO'}"
            self.missed += not enough
        print(f"  {name:<46} {value:>10.2f} {unit:<9}{verdict}", flush=True)


class Node:
    listen = "tcp://127.0.0.1:*"

    def __init__(self, name, folder, build):
        self.home = os.path.join(folder, name)
        self.kiem_path, self.kiemd_path = os.path.join(build, "node/cli/kiem"), os.path.join(build, "node/daemon/kiemd")
        self.env = {**os.environ, "KIEM_HOME": self.home, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
        self.log = open(os.path.join(folder, name + ".log"), "w", encoding="utf-8")
        self.daemon = None
        self.kiem("init", "--name", name, "--board", BOARD)

    def kiem(self, *words):
        done = subprocess.run([self.kiem_path, *words], env=self.env, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            raise RuntimeError(f"kiem {' '.join(words)}: {done.returncode} {done.stderr}")
        return done.stdout.strip()

    def status(self):
        return json.loads(self.kiem("status", "--json").splitlines()[0])

    def start(self):
        """Starts kiemd and returns the seconds until it said READY to the service manager, here a socket of ours."""
        import socket
        path = os.path.join(os.path.dirname(self.home), "n")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(path)
            manager.settimeout(30)
            started = time.monotonic()
            self.daemon = subprocess.Popen([self.kiemd_path, "--listen", self.listen], stdout=self.log, stderr=self.log,
                                           env={**self.env, "NOTIFY_SOCKET": path})
            while b"READY=1" not in manager.recv(4096):
                pass
            took = time.monotonic() - started
        os.unlink(path)
        return took

    def stop(self):
        if self.daemon:
            self.daemon.send_signal(signal.SIGTERM)
            self.daemon.wait(timeout=30)
            self.daemon = None

    def disk(self):
        folder = os.path.join(self.home, "store")
        return sum(os.stat(os.path.join(folder, name)).st_blocks * 512 for name in os.listdir(folder))


def raw(build, *words):
    return json.loads(subprocess.check_output([os.path.join(build, "tests/bench/raw"), *words]))


def posts_of(node):
    return next(board["posts"] for board in node.status()["boards"] if board["board"] == BOARD)


def catch_up(figures, build, folder, full, empty):
    bundle = os.path.join(folder, "bundle.kiem")
    with open(bundle, "wb") as file:
        subprocess.run([os.path.join(build, "tests/bench/make_bundle"), BOARD, str(POSTS)], stdout=file, check=True)
    started = time.monotonic()
    full.kiem("import", bundle)
    took = time.monotonic() - started
    cores = os.cpu_count() or 1
    bare = raw(build, "verify", bundle, str(cores))["per_second"]
    figures.tell(f"bare checks, {cores} cores", bare, "posts/s")
    figures.tell("kiem import, the whole process", POSTS / took, "posts/s")
    figures.tell("  as a share of the bare checks", POSTS / took / bare, "")
    full.start()
    empty.kiem("follow", full.kiem("invite").splitlines()[-1])
    # From the start of the second daemon: dialling and shaking hands are part of it.
    started = time.monotonic()
    empty.start()
    seen = []
    while not seen or seen[-1] < POSTS:
        if time.monotonic() - started > 120:
            raise RuntimeError(f"only {seen[-1] if seen else 0} of {POSTS} posts after two minutes")
        time.sleep(0.05)
        seen.append(posts_of(empty))
    took = time.monotonic() - started
    figures.tell(f"catching up {POSTS} posts over one link", POSTS / took, "posts/s")
    figures.tell("  as a share of the bare checks", POSTS / took / bare, "", 0.55, least=True)
    figures.tell("  steps of progress seen in kiem status", len(set(seen)), "")
    own = os.path.getsize(bundle)
    figures.tell("bytes on disk per byte of posts, live", empty.disk() / own, "", 2.0)
    return own


def latency(figures, build, folder, writer, reader):
    """Posts one after the other with the command, while `commits` looks at both stores from outside."""
    # Both hold the same, the two profiles among it: from here on the next arrival at either is the same post.
    while posts_of(writer) != POSTS + 2 or posts_of(reader) != POSTS + 2:
        time.sleep(0.05)
    scratch = os.path.join(folder, "raw")
    os.mkdir(scratch)
    commit = raw(build, "commit", scratch, str(LATENCY_POSTS))
    figures.tell("one bare LMDB commit, median", commit["median_us"] / 1000, "ms")
    watcher = subprocess.Popen([os.path.join(build, "tests/bench/commits"), os.path.join(writer.home, "store"),
                                os.path.join(reader.home, "store"), str(LATENCY_POSTS)], stdout=subprocess.PIPE, text=True)
    assert watcher.stdout.readline() == "ready\n"
    for i in range(LATENCY_POSTS):
        writer.kiem("initiative", f"Plan {i}", "--text", "Wie doet mee?")
        time.sleep(0.005 + (i % 7) * 0.003)
    took = json.loads(watcher.stdout.readline())
    watcher.wait()
    figures.tell("commit here to commit there, median", took["median_ms"], "ms")
    figures.tell("  on top of a bare commit", took["median_ms"] - commit["median_us"] / 1000, "ms", 3)
    figures.tell("commit here to commit there, p99", took["p99_ms"], "ms")
    figures.tell("  on top of a bare commit", took["p99_ms"] - commit["median_us"] / 1000, "ms", 10)


def idle(figures, node, own):
    time.sleep(5)
    figures.tell("resident, 5 s after all that, never restarted", sum(memory(node)), "MiB")
    node.stop()
    node.kiem("compact")
    figures.tell("bytes on disk per byte of posts, compacted", node.disk() / own, "", 1.5)
    figures.tell("ready after", min(restart(node) for _ in range(5)) * 1000, "ms", 100)
    time.sleep(3)
    before, started = cpu_s(node), time.monotonic()
    time.sleep(IDLE_S)
    share = (cpu_s(node) - before) / (time.monotonic() - started) * 100
    figures.tell(f"share of a core over {IDLE_S} s", share, "%", 0.2)
    private, of_files = memory(node)
    figures.tell("resident, private", private, "MiB")
    figures.tell("resident, pages of files", of_files, "MiB")
    figures.tell("resident", private + of_files, "MiB", 12)


def restart(node):
    node.stop()
    return node.start()


def cpu_s(node):
    with open(f"/proc/{node.daemon.pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(node):
    """(anonymous, file-backed) resident MiB."""
    with open(f"/proc/{node.daemon.pid}/smaps_rollup", encoding="ascii") as file:
        kib = {line.split(":")[0]: int(line.split()[1]) for line in file if line.rstrip().endswith("kB")}
    return kib["Anonymous"] / 1024, (kib["Rss"] - kib["Anonymous"]) / 1024


def board(figures, node):
    times = []
    for _ in range(BOARD_RUNS):
        started = time.monotonic()
        node.kiem("board", "--limit", "20")
        times.append((time.monotonic() - started) * 1000)
    figures.tell("kiem board, newest 20, median of the process", statistics.median(times), "ms", 15)


def main(build):
    figures = Figures()
    folder = tempfile.mkdtemp(prefix="kiem-bench-")
    nodes = []
    try:
        nodes = [Node("full", folder, build), Node("empty", folder, build)]
        own = catch_up(figures, build, folder, *nodes)
        latency(figures, build, folder, *nodes)
        board(figures, nodes[1])
        idle(figures, nodes[1], own)
    finally:
        for node in nodes:
            node.stop()
        shutil.rmtree(folder)
    return 1 if figures.missed else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))

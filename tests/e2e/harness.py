# SPDX-License-Identifier: GPL-3.0-or-later
"""What the end-to-end tests share: real homes, real kiemd processes on 127.0.0.1, the real command, and waiting for a state.

A test is a script: `test_x.py KIEM KIEMD TOOL`. It prints a line a check and ends with a status that is not 0 when one failed;
then it also shows the end of every node's log. Nothing sleeps for a time in the hope that something happened: `until` asks for
the state that is meant, and gives up after PATIENCE_S.
"""
import contextlib
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

BOARD = "nl/tilburg/noord"
PATIENCE_S = float(os.environ.get("KIEM_TEST_PATIENCE", "60"))


def slowness(program):
    """Under the sanitizers everything takes several times as long; the seconds that people are promised do not hold there."""
    libraries = subprocess.run(["ldd", program], capture_output=True, text=True).stdout
    return 10 if "libtsan" in libraries else 5 if "libasan" in libraries else 1


SLOW = slowness(sys.argv[2]) if len(sys.argv) > 2 else 1


class Failed(Exception):
    pass


def check(what, condition, *details):
    print(("ok    " if condition else "FAIL  ") + what, flush=True)
    if not condition:
        raise Failed(what + "".join(f"\n      {detail}" for detail in details))


def until(what, condition, patience_s=PATIENCE_S):
    """Asks until the answer is yes, and returns the seconds that took."""
    started = time.monotonic()
    while not condition():
        if time.monotonic() - started > patience_s * SLOW:
            check(what, False, f"not within {patience_s * SLOW:.0f} s")
        time.sleep(0.01)
    took = time.monotonic() - started
    print(f"ok    {what} ({took * 1000:.0f} ms)", flush=True)
    return took


class Node:
    """One home, with or without its daemon."""

    def __init__(self, town, name):
        self.name, self.town, self.daemon = name, town, None
        self.home = os.path.join(town.folder, name)
        self.log_path = os.path.join(town.folder, name + ".log")
        self.env = {**os.environ, "KIEM_HOME": self.home, "LC_ALL": "C.UTF-8", "LANGUAGE": "", "NO_COLOR": "1"}
        for variable in ("NOTIFY_SOCKET", "JOURNAL_STREAM", "WATCHDOG_USEC"):
            self.env.pop(variable, None)
        self.endpoint = self.link = None
        self.around = []  # words before the daemon's, such as those that put it into a namespace

    # ---- the command ----

    def kiem(self, *words, status=0, data=None, text=True):
        """Runs the command; its stdout, or its stderr when another status than 0 is expected."""
        done = subprocess.run([self.town.kiem, *words], env=self.env, capture_output=True, timeout=PATIENCE_S * SLOW, input=data or b"")
        if done.returncode != status:
            raise Failed(f"{self.name}: kiem {' '.join(words)}: status {done.returncode}, not {status}\n"
                         f"{done.stdout.decode(errors='replace')}\n{done.stderr.decode(errors='replace')}")
        out = done.stderr if status else done.stdout
        return out.decode() if text else out

    def init(self, board=BOARD):
        self.kiem("init", "--name", self.name, *(("--board", board) if board else ()))
        return self

    def post(self, *words):
        made = self.kiem(*words).strip()
        if not re.fullmatch(r"[0-9a-f]{64}", made):
            raise Failed(f"not an id alone on one line: {made!r}")
        return made

    def export(self, board=BOARD):
        return self.kiem("export", board, text=False)

    def lines(self, *words):
        return [json.loads(line) for line in self.kiem(*words, "--json").splitlines()]

    def ids(self, board=BOARD):
        return set(posts(self.export(board)))

    # ---- the daemon ----

    def configure(self, text):
        with open(os.path.join(self.home, "kiem.conf"), "w", encoding="utf-8") as file:
            file.write(text)

    def start(self, listen="tcp://127.0.0.1:0", ready=True, env=None):
        """Starts kiemd; with `ready` waits for its line and reads from it where it listens."""
        words = [*self.around, self.town.kiemd, *(["--listen", listen] if listen else [])]
        self.log_at = os.path.getsize(self.log_path) if os.path.exists(self.log_path) else 0
        with open(self.log_path, "ab") as log:
            self.daemon = subprocess.Popen(words, env={**self.env, **(env or {})}, stdout=subprocess.PIPE, stderr=log,
                                           stdin=subprocess.DEVNULL)
        return self.wait_ready() if ready else None

    def wait_ready(self):
        if not select.select([self.daemon.stdout], [], [], PATIENCE_S * SLOW)[0]:
            raise Failed(f"{self.name}: kiemd is not ready")
        line = self.daemon.stdout.readline().decode()
        if "ready" not in line:
            raise Failed(f"{self.name}: kiemd said {line!r}, status {self.daemon.wait(5)}\n{self.log()}")
        found = re.search(r"on (tcp://\S+), link (kiem://\S+)", line)
        self.endpoint, self.link = found.groups() if found else (None, None)
        return self

    def stop(self, sig=signal.SIGTERM):
        """Ends the daemon; the seconds that took. An end by SIGTERM has status 0."""
        started = time.monotonic()
        self.daemon.send_signal(sig)
        status = self.daemon.wait(timeout=PATIENCE_S * SLOW)
        self.daemon.stdout.close()
        self.daemon = None
        if status != (0 if sig in (signal.SIGTERM, signal.SIGINT) else -sig):
            raise Failed(f"{self.name}: kiemd ended with {status}")
        return time.monotonic() - started

    def log(self):
        """What the daemon logged since it was last started."""
        with open(self.log_path, "rb") as log:
            log.seek(getattr(self, "log_at", 0))
            return log.read().decode(errors="replace")

    def ask(self, request):
        """A request of docs/control.md, without the command in between."""
        done = subprocess.run([self.town.tool, "ask", self.home, request], capture_output=True, text=True, timeout=PATIENCE_S)
        return json.loads(done.stdout) if done.returncode == 0 else None

    def held(self):
        """The posts that this node was told by a neighbour to be kept there."""
        return set(subprocess.run([self.town.tool, "held", self.home], capture_output=True, text=True, check=True).stdout.split())

    def status(self):
        return self.ask("status")

    def links(self):
        return [link for link in self.ask("links")["links"] if link["up"]]

    def linked(self, count=1):
        return len(self.links()) == count

    def linked_with(self, other):
        """Links with that very node; the swarm makes others by itself."""
        key = other.status()["node"]
        return [link for link in self.links() if link["node"] == key]

    def follow_link(self, other, board=BOARD):
        self.kiem("follow", f"{other.link}/{board}")


class Town:
    def __init__(self, words):
        if len(words) != 4:
            sys.exit("usage: test_x.py KIEM KIEMD TOOL")
        self.kiem, self.kiemd, self.tool = (os.path.abspath(word) for word in words[1:])
        self.folder = tempfile.mkdtemp(prefix="kiem-e2e-")
        self.nodes = []

    def node(self, name):
        self.nodes.append(Node(self, name))
        return self.nodes[-1]

    def bundle(self, count, seed=1, board=BOARD):
        """A bundle of so many posts by somebody who has no node."""
        return subprocess.run([self.tool, "bundle", board, str(count), str(seed)], capture_output=True, check=True).stdout

    def end(self, failed):
        for node in self.nodes:
            if node.daemon:
                node.daemon.kill()
                node.daemon.wait()
                node.daemon.stdout.close()
            if failed and os.path.exists(node.log_path):
                print(f"--- {node.name}\n" + "".join(node.log().splitlines(keepends=True)[-40:]))
        shutil.rmtree(self.folder, ignore_errors=True)


@contextlib.contextmanager
def town():
    """A town for one test, cleaned away in any case. A failed check ends the process with status 1."""
    place, failed = Town(sys.argv), True
    try:
        yield place
        failed = False
    except Failed as error:
        print(f"FAIL  {error}")
    finally:
        place.end(failed)
    sys.exit(1 if failed else 0)


def posts(bundle):
    """The posts of a bundle by id, each taken out by its fixed envelope (proto/README.md)."""
    import hashlib
    found, at = {}, 0
    while at < len(bundle):
        if bundle[at:at + 4] != b"\xd2\x84\x58\x26":
            raise Failed(f"no post at byte {at} of a bundle")
        head = bundle[at + 43]
        more = 0 if head < 0x58 else head - 0x57
        size = head - 0x40 if not more else int.from_bytes(bundle[at + 44:at + 44 + more], "big")
        end = at + 44 + more + size + 66
        found[hashlib.blake2b(bundle[at:end], digest_size=32).hexdigest()] = bundle[at:end]
        at = end
    return found


def same(*nodes, board=BOARD):
    first = nodes[0].export(board)
    return all(node.export(board) == first for node in nodes[1:])

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No room left: on the disk, and in the store, as its owner meets them."""
import os
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import PATIENCE_S, SLOW, check, posts, town, until
from test_cli_write import CANTCREAT, IOERR, run


def full_disk(place):
    """A home on a disk of two megabytes. Only root can mount one."""
    node = place.node("vol")
    os.mkdir(node.home)
    if os.geteuid() != 0 or subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode != 0:
        print("skip  a full disk needs root")
        return
    script = """mount -t tmpfs -o size=1m,mode=700 none "$KIEM_HOME" || exit 99
    K=$1; shift
    "$K" init --name Vol --board nl/tilburg/noord >/dev/null 2>&1 || exit 98
    dd if=/dev/zero of="$KIEM_HOME/rest" bs=4096 2>/dev/null
    "$K" export >"$KIEM_TEST_DIR/before"
    "$K" initiative vol --text - <"$KIEM_TEST_DIR/text"; status=$?
    "$K" export >"$KIEM_TEST_DIR/after"
    for words in board status coalitions "find plan" match "match --open" who trust pulse map\ --format\ dot alert; do
        "$K" $words >/dev/null 2>&1 </dev/null; echo "$words: $?" >>"$KIEM_TEST_DIR/looks"
    done
    rm "$KIEM_HOME/rest"; "$K" initiative "weer ruimte" >/dev/null 2>&1 || exit 97
    exit $status"""
    with open(os.path.join(place.folder, "text"), "w", encoding="utf-8") as file:
        file.write("x" * 16000)
    done = subprocess.run(["unshare", "-m", "sh", "-c", script, "sh", place.kiem], env={**node.env, "KIEM_TEST_DIR": place.folder},
                          capture_output=True, timeout=PATIENCE_S * SLOW)
    if done.returncode == 99:
        print("skip  a full disk needs a mount")
        return
    check("a full disk is said", done.returncode == IOERR and b"the disk is full" in done.stderr and done.stderr.count(b"\n") == 1,
          done.returncode, done.stderr)
    with open(os.path.join(place.folder, "before"), "rb") as before, open(os.path.join(place.folder, "after"), "rb") as after:
        kept = before.read()
        check("      and nothing changed", kept == after.read() and len(kept) > 100)
    with open(os.path.join(place.folder, "looks"), encoding="utf-8") as file:
        looks = file.read().splitlines()
    check("      and one can still look around", len(looks) == 11 and all(line.endswith(": 0") for line in looks), *looks)


def full_store(place):
    """A store of 8 MB: said from four fifths on, refused at the cap with nothing lost, given room by a larger cap."""
    node = place.node("klein").init()
    node.configure("[store]\ncap = 8M\n")
    mine = node.post("initiative", "Van mij")
    bundle = place.bundle(24000)
    node.kiem("import", "-", data=b"".join(list(posts(bundle).values())[:18500]))
    check("the store is full for more than four fifths", 80 <= node.lines("status")[0]["store"]["percent"] < 100, node.kiem("status"))
    check("status says that it is getting full", "getting full" in node.kiem("status"))
    said = run(node, "note", mine, "Nog een").stderr
    check("so does a post that still fits", b" % full; raise" in said, said)
    node.start()
    until("and the daemon", lambda: "STORE-NEARLY-FULL" in node.log())
    node.stop()
    done = run(node, "import", "-", data=bundle)
    check("at the cap the rest is refused, counted, with a sentence", done.returncode == CANTCREAT and b"did not fit" in done.stdout
          and b"the store is full" in done.stderr and done.stderr.count(b"\n") == 1, done.returncode, done.stdout, done.stderr)
    kept = node.ids()
    check("what had fitted is there", 18000 < len(kept) < 24000, len(kept))
    node.post("retract", mine)
    check("one's own can still be taken back", node.ids() >= kept - {mine} and mine not in node.ids())
    node.kiem("compact")
    node.configure("[store]\ncap = 16M\n")
    check("a larger cap takes the rest", b"did not fit" not in run(node, "import", "-", data=bundle).stdout)
    check("and nothing was lost", (kept - {mine}) | set(posts(bundle)) <= node.ids())


def main():
    with town() as place:
        full_disk(place)
        full_store(place)


if __name__ == "__main__":
    main()

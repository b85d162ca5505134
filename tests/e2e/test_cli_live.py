#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_cli_live.py KIEM KIEMD: what goes on while one looks: watch, status, links."""
import json
import os
import select
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
from reading import BOARD, KIEM, KIEMD, PATIENCE_S, Reading


class Watch(Reading):
    def start(self, *words):
        self.watch = subprocess.Popen([KIEM, "watch", *words], env=self.home.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(self.watch.stdout.close)
        self.addCleanup(self.watch.stderr.close)
        self.addCleanup(self.watch.wait)
        self.addCleanup(self.watch.kill)
        self.buffer = b""

    def line(self, seconds=PATIENCE_S):
        end = time.monotonic() + seconds
        while b"\n" not in self.buffer:
            ready = select.select([self.watch.stdout], [], [], max(0, end - time.monotonic()))[0]
            self.assertTrue(ready, "watch said nothing")
            self.buffer += os.read(self.watch.stdout.fileno(), 65536)
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.decode()

    def test_posts_appear_as_they_arrive_and_ctrl_c_ends_it(self):
        self.home.post("lesson", "was er al")
        self.start()
        self.assertIn("Ctrl-C", self.line())
        waits = []
        for n in range(5):
            made = self.home.post("initiative", f"Groene gevels {n}")
            started = time.monotonic()
            self.assertIn(made[:12], self.line())
            waits.append(time.monotonic() - started)
            self.assertIn("Speeltuin Noord", self.line())
        # Each post is made just after a look, so the look every second alone would be nearly a second behind each time.
        self.assertLess(min(waits[1:]), 0.5, "woken by the look every second, not by the file")
        self.watch.send_signal(signal.SIGINT)
        self.assertEqual(self.watch.wait(PATIENCE_S), 0)
        self.assertEqual(self.watch.stderr.read(), b"")

    def test_json_lines_of_one_board(self):
        self.home.run("follow", "nl/tilburg/kraaiven")
        self.start("nl/tilburg/kraaiven", "--json")
        made = None
        # What is made before the cursor is taken is not shown, so keep posting until something is.
        while made is None:
            self.home.post("lesson", "elders", "--board", BOARD)
            made = self.home.post("lesson", "hier", "--board", "nl/tilburg/kraaiven")
            if not select.select([self.watch.stdout], [], [], 0.5)[0]:
                made = None
        post = json.loads(self.line())
        self.assertEqual((post["board"], post["title"]), ("nl/tilburg/kraaiven", "hier"))
        self.assertTrue(post["local"])
        self.watch.send_signal(signal.SIGTERM)
        self.assertEqual(self.watch.wait(PATIENCE_S), 0)


class Node(Reading):
    def daemon(self, home, *words):
        log = open(home.dir + ".log", "w+", encoding="utf-8")
        self.addCleanup(log.close)
        daemon = subprocess.Popen([KIEMD, "--listen", "tcp://127.0.0.1:*", *words], env=home.env, stdout=log, stderr=log,
                                  stdin=subprocess.DEVNULL)
        self.addCleanup(daemon.wait)
        self.addCleanup(daemon.terminate)
        return daemon

    def until(self, what, ask):
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            answer = ask()
            if answer:
                return answer
            time.sleep(0.02)
        self.fail(what + " did not come to be")

    def test_without_a_daemon_status_tells_the_store_and_links_refuses(self):
        self.home.post("lesson", "les")
        said = self.home.out("status")
        self.assertIn("is not running; start it", said)
        self.assertIn(BOARD, said)
        status, = self.home.lines("status")
        self.assertIs(status["running"], False)
        self.assertIsNone(status["daemon"])
        self.assertEqual([(b["board"], b["followed"]) for b in status["boards"]], [(BOARD, True)])
        self.assertGreaterEqual(status["store"]["posts"], 1)
        self.assertIn("kiemd", self.home.run("links", status=69).stderr)

    def test_linked_nodes_show_their_link_and_who_holds_a_post(self):
        other = self.other("Bakkerij")
        self.daemon(self.home)
        listen = self.until("a port", lambda: (self.home.lines("status")[0]["daemon"] or {}).get("listen"))
        node = self.home.lines("status")[0]["daemon"]["node"]
        other.run("follow", f"kiem://{node}@{listen.rsplit('/', 1)[1]}/{BOARD}")
        self.daemon(other)
        made = self.home.post("initiative", "Groene gevels")
        self.until("the post", lambda: made in (p["id"] for p in other.lines("board")))
        self.until("the receipt", lambda: self.home.lines("show", made)[0]["held"] == 1)
        self.assertIn("1 neighbour", self.home.out("show", made))
        link, = [line for line in self.home.lines("links") if line["type"] == "link"]
        self.assertTrue(link["up"])
        said = other.out("links")
        self.assertIn(node[:16], said)
        self.assert_fits(said)
        self.assert_fits(other.out("status"))
        self.assertIn("linked with 1 neighbour", other.out("status"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_alert.py KIEM KIEMD: standing searches: watch marks what fits, and kiemd runs the hook, once for each, over restarts and kills."""
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
from reading import KIEM, KIEMD, PATIENCE_S, Reading

TRICK = "Laadpaal $(touch {0}); `touch {0}` \"'; touch {0}; \x1b[31m"


class Alert(Reading):
    def setUp(self):
        super().setUp()
        self.baker = self.other("Bakkerij op het park")
        self.told_path = os.path.join(self.folder, "told")
        self.hook = os.path.join(self.folder, "hook")
        self.write_hook("")
        # kiemd looks for a kiem beside itself, and then in PATH; the build has them in two places.
        self.home.env["PATH"] = os.path.dirname(os.path.abspath(KIEM)) + ":" + self.home.env["PATH"]
        with open(os.path.join(self.home.dir, "kiem.conf"), "w", encoding="utf-8") as file:
            file.write(f"[node]\nlisten = none\n[alert]\non_alert = {self.hook} 'een woord'\n")
        self.daemon = None
        self.addCleanup(self.stop)

    def write_hook(self, more):
        with open(self.hook, "w", encoding="utf-8") as file:
            # What it is told is the last that it writes: who sees that finds the rest written too.
            file.write(f'#!/bin/sh\ncat >{self.folder}/stdin\nprintf "%s\\037%s\\037%s\\037%s\\n" "$1" "$KIEM_ALERT" "$KIEM_POST" '
                       f'"$KIEM_TITLE" >>{self.told_path}\n{more}\n')
        os.chmod(self.hook, 0o700)

    def start(self):
        self.daemon = subprocess.Popen([KIEMD], env=self.home.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop(self, sign=signal.SIGTERM):
        if self.daemon:
            self.daemon.send_signal(sign)
            self.daemon.wait(PATIENCE_S)
            self.daemon = None

    def carry(self):
        path = os.path.join(self.folder, "carried.kiem")
        with open(path, "wb") as file:
            file.write(self.baker.out("export", text=False))
        self.home.run("import", path)

    def told(self):
        if not os.path.exists(self.told_path):
            return []
        with open(self.told_path, encoding="utf-8") as file:
            return [line.rstrip("\n").split("\037") for line in file]

    def until_told(self, n):
        limit = time.monotonic() + PATIENCE_S * 3
        while len(self.told()) < n and time.monotonic() < limit:
            time.sleep(0.05)
        self.assertEqual(len(self.told()), n, self.told())

    def settled(self):
        """The look that may be under way has ended: one more finds nothing."""
        for _ in range(200):
            done = subprocess.run([KIEM, "alert", "run"], env=self.home.env, capture_output=True)
            if done.returncode != 75:
                self.assertEqual(done.returncode, 0, done.stderr)
                return
            time.sleep(0.05)
        self.fail("another look goes on and on")

    def test_the_hook_once_for_each_over_restarts(self):
        self.home.run("alert", "add", "request tag:charging")
        self.start()
        first = self.baker.post("request", "Laden in de nacht", "--tag", "charging")
        self.baker.post("offer", "Iets anders")
        self.carry()
        self.until_told(1)
        self.assertEqual(self.told()[0], ["een woord", "1", first, "Laden in de nacht"])
        with open(os.path.join(self.folder, "stdin"), encoding="utf-8") as file:
            self.assertEqual(json.load(file)["id"], first)
        self.stop()
        second = self.baker.post("request", "Laden overdag", "--tag", "charging")
        self.carry()
        self.start()
        self.until_told(2)
        self.assertEqual(self.told()[1][2], second)
        self.stop(signal.SIGKILL)
        self.start()
        self.settled()
        self.assertEqual(len(self.told()), 2)

    def test_words_of_others_are_only_data(self):
        gone = os.path.join(self.folder, "gone")
        self.home.run("alert", "add", "laadpaal")
        self.baker.post("request", TRICK.format(gone))
        self.carry()
        self.home.run("alert", "run")
        self.assertFalse(os.path.exists(gone))
        self.assertEqual(self.told()[0][3], TRICK.format(gone).replace("\x1b", "\ufffd"))

    def test_killed_while_the_hook_runs(self):
        self.home.run("alert", "add", "laadpaal")
        self.baker.post("request", "Laadpaal")
        self.carry()
        self.write_hook("kill -9 $PPID")
        done = subprocess.run([KIEM, "alert", "run"], env=self.home.env, capture_output=True)
        self.assertEqual(done.returncode, -signal.SIGKILL)
        self.write_hook("")
        self.home.run("alert", "run")
        self.home.run("alert", "run")
        self.assertEqual(len(self.told()), 2)

    def test_watch_marks_what_fits(self):
        self.home.run("alert", "add", "tag:charging")
        watch = subprocess.Popen([KIEM, "watch", "--json"], env=self.home.env, stdout=subprocess.PIPE, bufsize=0)
        self.addCleanup(watch.stdout.close)
        self.addCleanup(watch.wait)
        self.addCleanup(watch.kill)
        seen, limit = {}, time.monotonic() + PATIENCE_S * 3
        # What is carried in before watch has begun to look is not shown, so more comes until something is.
        while len(seen) < 2 and time.monotonic() < limit:
            self.baker.post("request", "Laden", "--tag", "charging")
            self.baker.post("offer", "Zaal")
            self.carry()
            while select.select([watch.stdout], [], [], 0.5)[0]:
                post = json.loads(watch.stdout.readline())
                if post["kind"] in ("request", "offer"):
                    seen[post["kind"]] = post["alerts"]
        self.assertEqual(seen, {"request": [1], "offer": []})

    def test_list_and_mistakes(self):
        self.home.run("alert", "add", "request", "tag:charging")
        self.home.run("alert", "add", "bakfiets")
        self.assertEqual([one["query"] for one in self.home.lines("alert", "list")], ["request tag:charging", "bakfiets"])
        self.home.run("alert", "remove", "1")
        self.assertEqual([one["alert"] for one in self.home.lines("alert")], [2])
        self.assert_fits(self.home.out("alert"))
        self.home.run("alert", "remove", "1", status=65)
        self.home.run("alert", "add", status=64)
        self.home.run("alert", "add", "near:5km", status=64)
        dutch = self.home.out("alert", env={"LC_ALL": "nl_NL.UTF-8",
                                            "KIEM_LOCALEDIR": os.path.abspath(os.path.join(os.path.dirname(KIEM), "../../po"))})
        self.assertIn("zojuist", dutch)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)

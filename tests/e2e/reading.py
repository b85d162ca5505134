# SPDX-License-Identifier: GPL-3.0-or-later
"""Homes to look at: commands with their output, as a program reads it and as a person at a terminal (a pty) sees it.

The test that imports this is run as: test_….py KIEM KIEMD
"""
import json
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import unittest

KIEM, KIEMD = sys.argv[1], sys.argv[2]
BOARD = "nl/tilburg/noord"
UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
PATIENCE_S = 20


def columns(line):
    """Terminal columns as the Unicode tables say: wide ones two, combining ones none."""
    return sum(0 if unicodedata.combining(c) or unicodedata.category(c) in ("Mn", "Me", "Cf") else
               2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


class Home:
    def __init__(self, folder, name):
        self.dir = os.path.join(folder, name.replace(" ", "-"))
        self.env = {**os.environ, "KIEM_HOME": self.dir, "LC_ALL": "C.UTF-8", "LANGUAGE": "", "TZ": "Europe/Amsterdam"}
        self.env.pop("NO_COLOR", None)
        self.run("init", "--name", name, "--board", BOARD)

    def run(self, *words, status=0, text=True, env=None):
        done = subprocess.run([KIEM, *words], env={**self.env, **(env or {})}, capture_output=True, timeout=60,
                              stdin=subprocess.DEVNULL, text=text)
        if done.returncode != status:
            raise AssertionError(f"kiem {words}: status {done.returncode}, not {status}\n{done.stdout}\n{done.stderr}")
        return done

    def out(self, *words, **more):
        return self.run(*words, **more).stdout

    def post(self, *words):
        made = self.out(*words).strip()
        assert re.fullmatch("[0-9a-f]{64}", made), made
        return made

    def lines(self, *words):
        return [json.loads(line) for line in self.out(*words, "--json").splitlines()]

    def terminal(self, *words, width=80, env=None):
        """What a person at a terminal of this width sees, and the status."""
        pid, fd = pty.fork()
        if pid == 0:
            os.execve(KIEM, [KIEM, *words], {**self.env, "TERM": "xterm", "COLUMNS": str(width), **(env or {})})
        seen = b""
        while True:
            try:
                more = os.read(fd, 65536)
            except OSError:
                break
            if not more:
                break
            seen += more
        os.close(fd)
        return seen.decode().replace("\r\n", "\n"), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


class Reading(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="kiem-read-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.home = Home(self.folder, "Speeltuin Noord")

    def other(self, name):
        return Home(self.folder, name)

    def carry(self, giver, taker):
        """Takes everything from one home to another, by bundle."""
        bundle = os.path.join(self.folder, "bundle.kiem")
        with open(bundle, "wb") as file:
            file.write(giver.out("export", text=False))
        taker.run("import", bundle)

    def assert_fits(self, text, width=80):
        for line in COLOUR.sub("", text).splitlines():
            self.assertLessEqual(columns(line), width, line)
            self.assertIsNone(UNSAFE.search(line), repr(line))

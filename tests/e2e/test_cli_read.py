#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_cli_read.py KIEM KIEMD: what people and programs see when they look: board, show, coalition, watch, status, links, config, export.

Real homes, real processes, a real terminal (a pty) where one matters. Each test has homes of its own.
"""
import hashlib
import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
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


class Board(Reading):
    def test_an_empty_board_says_what_to_do_next(self):
        said = self.home.out("board")
        self.assertIn("kiem initiative", said)
        self.assertIn("kiem status", " ".join(said.split()))
        self.assertEqual(self.home.out("board", "--json"), "")
        self.home.run("unfollow", BOARD)
        self.assertIn("kiem follow", self.home.out("board"))

    def test_newest_first_with_what_people_need_to_know(self):
        first = self.home.post("initiative", "Groene gevels in onze straat", "--place", "Lijnsheike", "--tag", "groen")
        second = self.home.post("offer", "Zaal voor twintig mensen", "--quantity", "20 seats", "--from", "2027-01-08 19:00",
                                "--to", "2027-01-08 22:00")
        baker = self.other("Bakkerij op het park")
        self.carry(self.home, baker)
        baker.post("join", first, "--bring", "een hoogwerker")
        self.carry(baker, self.home)
        said = self.home.out("board")
        self.assertLess(said.index(second[:12]), said.index(first[:12]))
        for words in ("Speeltuin Noord", "just now", "Lijnsheike", "1 joined", "20 seats", "Fri 8 Jan 2027 19:00–22:00 CET"):
            self.assertIn(words, said)
        self.assert_fits(said)

    def test_kind_tag_since_and_limit_choose(self):
        ids = [self.home.post("lesson", f"les {n}", "--tag", "Café" if n == 1 else "thee") for n in range(4)]
        offer = self.home.post("offer", "zaal")
        self.assertEqual([p["id"] for p in self.home.lines("board", "--kind", "offer")], [offer])
        self.assertEqual([p["id"] for p in self.home.lines("board", "--tag", "CAFE\u0301")], [ids[1]])
        self.assertEqual([p["id"] for p in self.home.lines("board", "--limit", "2")], [offer, ids[3]])
        self.assertEqual(len(self.home.lines("board", "--since", "1h")), 5)
        self.assertEqual(len(self.home.lines("board", "--since", "2026-01-01")), 5)
        self.assertIn("--all", self.home.out("board", "--limit", "2"))
        self.assertIn("fits", self.home.out("board", "--kind", "request"))

    def test_several_boards_come_as_one_and_say_which(self):
        self.home.run("follow", "nl/tilburg/kraaiven")
        here = self.home.post("lesson", "een", "--board", BOARD)
        there = self.home.post("lesson", "twee", "--board", "nl/tilburg/kraaiven")
        self.assertEqual([p["id"] for p in self.home.lines("board")], [there, here])
        self.assertIn("nl/tilburg/kraaiven", self.home.out("board"))
        self.assertEqual([p["id"] for p in self.home.lines("board", BOARD)], [here])

    def test_mistakes_give_one_sentence_and_a_status(self):
        for words in (["board", "--kind", "kind"], ["board", "--limit", "0"], ["board", "--limit", "x"], ["board", "--since", "ooit"],
                      ["board", "Geen Bord"], ["board", "nl/onbekend"], ["board", "--since", "2099-01-01"]):
            done = self.home.run(*words, status=64)
            self.assertEqual(done.stdout, "")
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)

    def test_what_others_write_obeys_nobodys_terminal_and_keeps_its_columns(self):
        self.home.post("initiative", "Rood \x1b[31m\x07 \u202eomgekeerd \x9b2J", "--text", "een\n\x1b]0;x\x07twee", "--place", "\x1b[2J")
        self.home.post("offer", "日本語のタイトルはとても長いので切らなければならない。本当に長いですよ、見てください",
                       "--tag", "e\u0301e\u0301n", "--place", "e\u0301" * 60)
        self.home.post("lesson", "e\u0301\u0302\u0303" * 12 + " met veel streepjes en een heel lange titel die niet op de regel past")
        for words in (["board"], ["status"], ["config"], *(["show", p["id"]] for p in self.home.lines("board")),
                      *(["coalition", p["id"]] for p in self.home.lines("board"))):
            self.assert_fits(self.home.out(*words))
            seen, status = self.home.terminal(*words)
            self.assertEqual(status, 0)
            self.assert_fits(seen)
        for width in (40, 60, 120):
            self.assert_fits(self.home.terminal("board", width=width)[0], width)
        self.assertIsNone(UNSAFE.search(self.home.out("board", "--json").replace("\n", "")))

    def test_colour_only_on_a_terminal_and_only_when_wanted(self):
        self.home.post("initiative", "Groene gevels")
        self.assertNotIn("\x1b", self.home.out("board"))
        self.assertIn("\x1b[", self.home.terminal("board")[0])
        self.assertNotIn("\x1b", self.home.terminal("board", env={"NO_COLOR": "1"})[0])
        self.assertNotIn("\x1b", self.home.terminal("board", env={"TERM": "dumb"})[0])


class Show(Reading):
    def test_raw_bytes_hash_to_the_id(self):
        made = self.home.post("initiative", "Groene gevels")
        raw = self.home.out("show", "--raw", made[:8], text=False)
        self.assertEqual(hashlib.blake2b(raw, digest_size=32).hexdigest(), made)
        seen, status = self.home.terminal("show", "--raw", made)
        self.assertEqual(status, 64)
        self.assertNotIn("\x84", seen)

    def test_a_revised_post_shows_its_newest_text_and_its_history(self):
        made = self.home.post("initiative", "Groene gevels", "--text", "eerste")
        newer = self.home.post("revise", made, "--text", "tweede")
        said = self.home.out("show", made)
        self.assertIn("tweede", said)
        self.assertNotIn("eerste", said)
        self.assertIn("Revised 1 time", said)
        self.assertIn(newer[:12], said)
        self.assertIn("eerste", self.home.out("show", "--as-made", made))
        post, = self.home.lines("show", made)
        self.assertEqual((post["id"], post["shown"], post["text"]), (made, newer, "tweede"))
        self.assertEqual([(v["id"], v["newest"]) for v in post["versions"]], [(made, False), (newer, True)])

    def test_the_thread_stands_under_it_and_links_name_their_targets(self):
        made = self.home.post("request", "Hoogwerker gezocht")
        note = self.home.post("note", made, "--text", "Vraag eens bij de gemeente")
        deep = self.home.post("note", note, "--text", "Gedaan, dank")
        join = self.home.post("join", made, "--bring", "twee handen", "--signal", "hands")
        said = self.home.out("show", made)
        for words in ("Vraag eens bij de gemeente", "Gedaan, dank", "twee handen", "1 reply"):
            self.assertIn(words, said)
        self.assertLess(said.index(note[:12]), said.index(deep[:12]))
        post, = self.home.lines("show", made)
        self.assertEqual([(r["id"], r["depth"], r["parent"]) for r in post["thread"]],
                         [(note, 1, made), (deep, 2, note), (join, 1, made)])
        self.assertIn("“Hoogwerker gezocht”", self.home.out("show", note))
        self.home.run("leave", made)
        self.assertIn("left again", self.home.out("show", made))
        self.assertIs(self.home.lines("show", made)[0]["thread"][2]["in_force"], False)

    def test_until_and_whoever_holds_it_are_told(self):
        made = self.home.post("offer", "Zaal", "--terms", "opruimen na gebruik")
        said = self.home.out("show", made)
        for words in ("no neighbour yet", "then it is erased", "opruimen na gebruik", "CET"):
            self.assertIn(words, said)
        self.assertNotIn("renewed", said)

    def test_an_id_that_fits_nothing_or_several_is_said(self):
        made = self.home.post("offer", "Zaal")
        wrong = "0000" if not made.startswith("0000") else "1111"
        self.assertIn(wrong, self.home.run("show", wrong, status=65).stderr)
        self.assertEqual(self.home.run("show", "zz", status=65).stdout, "")


class Coalition(Reading):
    def test_people_what_they_bring_deeds_and_who_went_on(self):
        made = self.home.post("initiative", "Groene gevels")
        baker, school = self.other("Bakkerij"), self.other("School")
        for who, brings in ((baker, "een hoogwerker"), (school, "dertig kinderen")):
            self.carry(self.home, who)
            who.post("join", made, "--bring", brings, "--signal", "means")
            self.carry(who, self.home)
        self.home.post("revise", made, "--title", "Groene gevels, hele straat")
        self.home.post("deed", "Twaalf gevels beplant", "--about", made)
        said = self.home.out("coalition", made)
        for words in ("Groene gevels, hele straat", "Bakkerij", "een hoogwerker", "means", "dertig kinderen", "Twaalf gevels beplant",
                      "joined an earlier text", "2 joined", "1 deed"):
            self.assertIn(words, said)
        self.carry(self.home, school)
        school.run("leave", made)
        self.carry(school, self.home)
        card, = self.home.lines("coalition", made)
        self.assertEqual([(p["name"], p["tie"]) for p in card["people"]], [("Speeltuin Noord", "started"), ("Bakkerij", "joined")])
        self.assertEqual(card["people"][1]["joins"][0]["bring"], "een hoogwerker")
        self.assertEqual([p["name"] for p in card["went_on"]], ["School"])
        self.assertEqual((card["joined"], card["joined_earlier"], card["deeds"]), (1, 1, 1))
        self.carry(self.home, baker)
        self.assertEqual(self.home.out("coalition", made, "--json"), baker.out("coalition", made, "--json"))

    def test_nobody_yet_says_how_to_join_and_a_tie_has_none(self):
        made = self.home.post("initiative", "Groene gevels")
        self.assertIn("kiem join " + made[:12], self.home.out("coalition", made))
        join = self.home.post("join", made, "--bring", "x")
        self.home.run("coalition", join, status=65)


class Export(Reading):
    def test_the_same_posts_give_the_same_file(self):
        for n in range(5):
            self.home.post("lesson", f"les {n}")
        other = self.other("Bakkerij")
        other.post("lesson", "van de bakker")
        self.carry(self.home, other)
        self.carry(other, self.home)
        here, there = (home.out("export", BOARD, text=False) for home in (self.home, other))
        self.assertEqual(here, there)
        self.assertEqual(here, self.home.out("export", text=False))
        raw = b"".join(self.home.out("show", "--raw", p["id"], text=False) for p in reversed(self.home.lines("board", "--all")))
        self.assertIn(raw[:200], here)

    def test_not_to_a_screen_and_not_of_an_unknown_board(self):
        self.home.post("lesson", "les")
        seen, status = self.home.terminal("export")
        self.assertEqual(status, 64)
        self.assertIn("kiem export >", seen)
        self.assertEqual(self.home.run("export", "nl/onbekend", status=64).stdout, "")


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
        started = time.monotonic()
        made = self.home.post("initiative", "Groene gevels")
        self.assertIn(made[:12], self.line())
        self.assertLess(time.monotonic() - started, 0.9, "woken by the look every second, not by the file")
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


class Config(Reading):
    def test_every_setting_with_its_value_and_source(self):
        with open(os.path.join(self.home.dir, "kiem.conf"), "w", encoding="utf-8") as file:
            file.write("; a remark\n[node]\n\nname = Kraaiven\n[post]\nlife_days = 30\n")
        settings = {(s["section"], s["key"]): s for s in self.home.lines("config")}
        name, life, level = settings["node", "name"], settings["post", "life_days"], settings["log", "level"]
        self.assertEqual((name["value"], name["from"], name["line"]), ("Kraaiven", "file", 4))
        self.assertEqual((life["value"], life["line"]), ("30", 6))
        self.assertEqual((level["from"], "line" in level), ("default", False))
        said = self.home.out("config")
        self.assertIn("kiem.conf line 4", said)
        self.assert_fits(said)

    def test_a_wrong_setting_is_named_with_its_line(self):
        with open(os.path.join(self.home.dir, "kiem.conf"), "w", encoding="utf-8") as file:
            file.write("[log]\nlevel = luid\n")
        self.assertIn("kiem.conf:2", self.home.run("config", status=78).stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)

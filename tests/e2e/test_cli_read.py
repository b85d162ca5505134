#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_cli_read.py KIEM KIEMD: what people and programs see when they look: board, show, coalition, config, export."""
import hashlib
import os
import re
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
from reading import BOARD, UNSAFE, Reading


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
        second = self.home.post("offer", "Zaal voor twintig mensen", "--quantity", "20 seats", "--from", "2038-01-08 19:00",
                                "--to", "2038-01-08 22:00")
        baker = self.other("Bakkerij op het park")
        self.carry(self.home, baker)
        baker.post("join", first, "--bring", "een hoogwerker")
        self.carry(baker, self.home)
        said = self.home.out("board")
        self.assertLess(said.index(second[:12]), said.index(first[:12]))
        for words in ("Speeltuin Noord", "just now", "Lijnsheike", "1 joined", "20 seats", "Fri 8 Jan 2038 19:00–22:00 CET"):
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
        theirs, = baker.lines("coalition", made)
        for line in (card, theirs):
            for key in ("n_known", "energy_known_milli"):
                del line[key]
            for person in line["people"]:
                del person["known"]
        self.assertEqual(card, theirs)

    def test_the_list_and_the_card_fit_any_terminal_in_both_languages(self):
        made = self.home.post("initiative", "Groene gevels in de hele Lijnsheike, van de bakker tot aan de school", "--text", "Wie? " * 60)
        friends = [self.other(name) for name in ("Bakkerij van Laar en Zonen, Lijnsheike 12", "Школа 漢字", "BAKKERIJ van Laar en Zonen, Lijnsheike 12")]
        for n, who in enumerate(friends):
            self.carry(self.home, who)
            who.post("join", made, "--bring", "een hoogwerker van twaalf meter, en tijd op zaterdag", "--signal", "means", "--signal", "urgent")
            who.post("extend", made, f"Ook in straat {n}")
            self.carry(who, self.home)
        self.home.post("request", "Plantjes gezocht", "--quantity", "40 stuks", "--about", made)
        for language in ("en_GB.UTF-8", "nl_NL.UTF-8"):
            for width in (80, 40):
                for words in (["coalitions"], ["coalition", made], ["coalition", made, "--all"], ["coalition", made, "--since", "7d"],
                              ["coalition", made, "--without", "Speeltuin"]):
                    seen, status = self.home.terminal(*words, width=width, env={"LC_ALL": language})
                    self.assertEqual(status, 0)
                    # What is there to be copied stands whole on a line of 80.
                    copied = "\n".join(line for line in seen.splitlines() if width == 80 or "kiem " not in line)
                    self.assert_fits(copied, width)
        self.assertRegex(self.home.out("coalition", made), "2 keys carry the name “(?i:bakkerij)")

    def test_the_same_posts_give_the_same_list_on_every_node(self):
        made = self.home.post("initiative", "Groene gevels")
        baker, school = self.other("Bakkerij"), self.other("School")
        for who in (baker, school):
            self.carry(self.home, who)
            who.post("join", made, "--bring", "handen", "--signal", "hands")
            who.post("initiative", f"Plan van {who.dir[-6:]}")
            self.carry(who, self.home)
        self.carry(self.home, baker)
        self.carry(self.home, school)
        mine = ("known", "n_known", "energy_known_milli")
        lists = [[{k: v for k, v in line.items() if k not in mine} for line in home.lines("coalitions")]
                 for home in (self.home, baker, school)]
        self.assertEqual(len(lists[0]), 3)
        self.assertEqual(lists[0], lists[1])
        self.assertEqual(lists[0], lists[2])
        self.assertEqual([line["n_people"] for line in lists[0]], [3, 1, 1])

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


class Contract(Reading):
    def keys(self, value):
        if isinstance(value, dict):
            return set(value) | set().union(*(self.keys(v) for v in value.values()))
        return set().union(*(self.keys(v) for v in value)) if isinstance(value, list) else set()

    def test_every_key_is_written_down(self):
        made = self.home.post("initiative", "Groene gevels", "--place", "Lijnsheike", "--tag", "groen", "--text", "Wie?")
        self.home.post("offer", "Zaal", "--quantity", "20 seats", "--from", "2038-01-08", "--to", "2038-01-09", "--terms", "geen")
        self.home.post("join", made, "--bring", "handen", "--motive", "buurt", "--signal", "hands", "--pioneer")
        self.home.post("note", made, "--text", "mooi")
        self.home.post("revise", made, "--text", "Wie doet mee?")
        lines = [self.home.lines(*words) for words in (["board"], ["board", "--kind", "join"], ["board", "--kind", "profile"],
                                                       ["show", made], ["coalition", made, "--since", "7d", "--without", "Speeltuin"],
                                                       ["coalitions"], ["who"], ["status"], ["config"])]
        page = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "json.md")
        with open(page, encoding="utf-8") as file:
            text = file.read()
        self.assertEqual({k for k in self.keys(lines) if not k.endswith("_iso") and not re.search(rf'[`"]{k}[`"]', text)}, set())


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

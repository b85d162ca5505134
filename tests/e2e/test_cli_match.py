#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_cli_match.py KIEM KIEMD: offers for requests with their reasons, rings, open requests, answers that are filled in; and find."""
import os
import shutil
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
from reading import BOARD, KIEM, Reading


class Match(Reading):
    def setUp(self):
        super().setUp()
        self.baker = self.other("Bakkerij op het park")
        self.baker.run("profile", "--sector", "business")
        self.home.run("profile", "--sector", "resident")
        self.request = self.home.post("request", "Gezocht: ladders voor de gevel", "--quantity", "3 stuks", "--tag", "gereedschap",
                                      "--from", "2038-01-08 09:00", "--to", "2038-01-10 18:00", "--at", "51.5600,5.0900")
        self.offer = self.baker.post("offer", "Ladder te leen", "--quantity", "2 pieces", "--tag", "Gereedschap,hoogte", "--terms", "heel terug",
                                     "--from", "2038-01-09 09:00", "--to", "2038-02-01", "--at", "51.5600,5.0940")
        self.baker.post("offer", "Brood van gisteren", "--quantity", "10 kg")
        self.carry(self.home, self.baker)
        self.carry(self.baker, self.home)

    def test_a_match_has_its_reasons_and_a_command(self):
        found, = self.home.lines("match")
        self.assertEqual((found["request"]["id"], found["offer"]["id"]), (self.request, self.offer))
        self.assertEqual(found["score"], sum(found["parts"].values()))
        self.assertEqual((found["words"], found["tags"]), (["ladders", "gereedschap"], ["gereedschap"]))
        self.assertEqual((found["cover_milli"], found["need_milli"], found["parts"]["quantity"]), (2000, 3000, 99))
        self.assertEqual((found["place"], found["parts"]["sector"]), ("points", 50))
        self.assertTrue(270 < found["distance_m"] < 280, found)
        said = self.home.out("match")
        for words in ("2 of 3 stuks (99)", "two sectors: business and resident (50)", "m apart", found["command"]):
            self.assertIn(words, said)
        self.assert_fits(said)
        # The same pair, seen by who offers, by anybody, and by its id.
        self.assertIn(f"kiem answer {self.request[:12]} --with {self.offer[:12]}", self.baker.out("match", self.offer[:12]))
        seen, = self.other("Iemand anders").lines("match", "--all") or [None]
        self.assertIsNone(seen)

    def test_in_dutch(self):
        said = self.home.out("match", env={"LANGUAGE": "nl", "LC_ALL": "C.UTF-8"})
        self.assertIn("kiem answer", said)
        self.assert_fits(said)

    def test_an_answer_is_filled_in(self):
        self.assertIn("--yes", self.baker.run("answer", self.request[:12], "--with", self.offer[:12], status=64).stderr)
        answer = self.baker.post("answer", self.request[:12], "--with", self.offer[:12], "--yes")
        post, = [p for p in self.baker.lines("board", "--kind", "offer") if p["id"] == answer]
        self.assertEqual((post["title"], post["quantity_milli"], post["unit"]), ("Ladder te leen", 2000, "stuks"))
        self.assertEqual((post["tags"], post["terms"]), (["Gereedschap", "hoogte"], "heel terug"))
        self.assertEqual(post["from_iso"], "2038-01-09T08:00:00.000Z")
        self.assertEqual(post["to_iso"], "2038-01-10T17:00:00.000Z")
        self.assertEqual({(link["relation"], link["id"]) for link in post["links"]}, {("answers", self.request), ("about", self.offer)})
        # It is taken up: no match any more, no open request, and one ladder still to be found.
        self.carry(self.baker, self.home)
        self.assertEqual(self.home.lines("match"), [])
        self.assertEqual(self.home.lines("match", "--open"), [])
        third = self.other("Hovenier")
        third.post("offer", "ladder", "--quantity", "4 stuks")
        self.carry(third, self.home)
        found, = self.home.lines("match", self.request[:12])
        self.assertEqual((found["cover_milli"], found["need_milli"]), (1000, 1000))
        # Received, all of it: then it is closed.
        self.home.run("receipt", answer[:12], "--quantity", "3 stuks")
        self.assertIn("no longer open", self.home.run("match", self.request[:12], status=64).stderr)

    def test_with_goes_with_ones_own_open_post(self):
        self.assertEqual(self.home.run("answer", self.offer[:12], "--with", self.offer[:12], "--yes", status=77).stdout, "")
        note = self.home.post("initiative", "Iets")
        self.assertIn("--with", self.home.run("answer", self.offer[:12], "--with", note[:12], "--yes", status=65).stderr)
        self.assertIn("--with", self.home.run("answer", self.offer[:12], "--yes", status=64).stderr)
        # What is typed stands.
        answer = self.home.post("answer", self.offer[:12], "Een ladder graag", "--with", self.request[:12], "--quantity", "1 stuks", "--yes")
        post, = [p for p in self.home.lines("board", "--kind", "request") if p["id"] == answer]
        self.assertEqual((post["title"], post["quantity_milli"], post["tags"]), ("Een ladder graag", 1000, ["gereedschap"]))

    def test_rings_of_who_has_what_the_next_one_needs(self):
        third = self.other("Hovenier")
        self.home.post("offer", "zaagmachine")
        third.post("request", "zaagmachine")
        third.post("offer", "kruiwagen")
        self.baker.post("request", "kruiwagen")
        for home in (self.home, third):
            self.carry(home, self.baker)
        self.carry(self.baker, self.home)
        ring, = self.home.lines("match", "--rings")
        self.assertEqual(len(ring["steps"]), 3)
        for step, after in zip(ring["steps"], ring["steps"][1:] + ring["steps"][:1]):
            self.assertEqual(step["request"]["author"], after["offer"]["author"])
        said = self.home.out("match", "--all", "--rings")
        self.assertIn("A ring of 3", said)
        self.assert_fits(said)

    def test_open_requests_by_age(self):
        later = self.baker.post("request", "Iemand die de oven kan maken")
        self.carry(self.baker, self.home)
        self.assertEqual([p["id"] for p in self.home.lines("match", "--open")], [self.request, later])
        self.assertEqual([p["id"] for p in self.home.lines("match", "--open", "--mine")], [self.request])
        self.baker.post("answer", self.request[:12], "--as", "note", "--text", "ik kijk even")
        self.carry(self.baker, self.home)
        said = self.home.out("match", "--open")
        self.assertIn(f"kiem answer {later[:12]}", said)
        self.assertNotIn(self.request[:12], said)

    def test_mistakes_give_one_sentence_and_a_status(self):
        for words in (["match", "--all", "--mine"], ["match", self.request[:12], "--all"], ["match", "--limit", "0"],
                      ["match", "--rings", "--open"]):
            said = self.home.run(*words, status=64).stderr
            self.assertTrue(said.startswith("kiem: ") and said.count("\n") == 1, said)
        deed = self.home.post("deed", "Een muur geverfd")
        self.assertIn("another kind", self.home.run("match", deed[:12], status=64).stderr)


class Find(Reading):
    def test_words_filters_and_order(self):
        first = self.home.post("offer", "Café-tafels te leen", "--tag", "Meubels", "--place", "De Hasselt", "--at", "51.5700,5.0700")
        second = self.home.post("initiative", "Terras", "--text", "met cafétafels en stoelen", "--at", "51.5800,5.0900")
        third = self.home.post("lesson", "Tafels van tien")

        def ids(*words):
            return [p["id"] for p in self.home.lines("find", *words)]
        self.assertEqual(ids("CAFE"), [second, first])
        self.assertEqual(ids("tafel"), [third, first])
        self.assertEqual(ids("tafels", "--best"), [third, first])
        self.assertEqual(ids("cafe", "tafels"), [first])
        self.assertEqual(ids("offer tafels"), [first])
        self.assertEqual(ids("aanbod", "tafels"), [first])
        self.assertEqual(ids("les", "tafels"), [third])
        self.assertEqual(ids("tag:meubels"), [first])
        self.assertEqual(ids("--tag", "MEUBELS", "--kind", "offer"), [first])
        self.assertEqual(ids("near:hasselt"), [first])
        self.assertEqual(ids("--near", "51.5700,5.0700,500m"), [first])
        self.assertEqual(ids("--near", "100m"), [second])
        self.assertEqual(ids("by:speel", "tafels"), [third, first])
        self.assertEqual(ids("--by", "me", "terras"), [second])
        self.assertEqual(ids("--board", "nl/tilburg", "terras"), [second])
        self.assertEqual(ids("terras", "--since", "1h"), [second])
        self.assertEqual(ids("terras board:nl/breda"), [])
        self.assertEqual([p["kind"] for p in self.home.lines("find", "speeltuin")], ["profile"])
        said = self.home.out("find", "tafels", "--limit", "1")
        self.assertIn("--all", said)
        self.assert_fits(said)
        self.assertIn("quotation", " ".join(self.home.out("find", "les", "terras").split()))

    def test_only_what_is_shown_now_is_found(self):
        post = self.home.post("offer", "Een steekwagen")
        self.home.run("revise", post[:12], "--title", "Een kruiwagen")
        self.assertEqual(self.home.lines("find", "steekwagen"), [])
        found, = self.home.lines("find", "kruiwagen")
        self.assertEqual((found["id"], found["title"]), (post, "Een kruiwagen"))
        self.assertNotEqual(found["shown"], post)
        self.home.run("retract", post[:12])
        self.assertEqual(self.home.lines("find", "kruiwagen"), [])

    def test_the_index_is_only_a_shorter_way(self):
        ids = [self.home.post("lesson", f"les over vlinder{n}") for n in range(3)]
        words = os.path.join(self.home.dir, "views", "words")

        def found():
            return [p["id"] for p in self.home.lines("find", "vlinder")]
        self.assertEqual(found(), ids[::-1])
        shutil.rmtree(words)
        self.assertEqual(found(), ids[::-1])
        for name in ("data.mdb", "lock.mdb"):
            with open(os.path.join(words, name), "r+b") as file:
                file.write(os.urandom(8192))
            self.assertEqual(found(), ids[::-1])
        shutil.rmtree(words)
        with open(words, "wb"):
            pass
        self.assertEqual(found(), ids[::-1])

    def test_a_search_that_is_killed_leaves_an_index_that_serves(self):
        for n in range(30):
            self.home.post("note", self.home.post("lesson", f"les over kevers {n}")[:12], f"kever {n}")
        for wait_ms in range(0, 12, 2):
            shutil.rmtree(os.path.join(self.home.dir, "views"), ignore_errors=True)
            searching = subprocess.Popen([KIEM, "find", "kever", "--all"], env=self.home.env, stdout=subprocess.DEVNULL,
                                         stderr=subprocess.DEVNULL)
            time.sleep(wait_ms / 1000)
            searching.send_signal(signal.SIGKILL)
            searching.wait()
            self.assertEqual(len(self.home.lines("find", "kever", "--all")), 60)

    def test_mistakes_give_one_sentence_and_a_status(self):
        for words in (["find"], ["find", "near:5km"], ["find", "kind:kwijt"], ["find", "x", "--since", "ooit"], ["find", "x", "--limit", "0"],
                      ["find", "board:Geen_Bord"], ["find", "x", "--best", "--newest"], ["find", "--near", "91,5,1km"],
                      ["find", "x", "--kind", "receipt"], ["find", "x" * 5000]):
            said = self.home.run(*words, status=64).stderr
            self.assertTrue(said.startswith("kiem: ") and said.count("\n") == 1, (words, said))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_lineage.py KIEM KIEMD: who built on whom, over two homes and two boards, the same on either."""
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
from reading import BOARD, KIEM, Reading

TEXT = "Wij lichten per huis een rij tegels en zetten er klimop en stokrozen in; de grond komt van de gemeente."
PARK = "nl/tilburg/kraaiven"


class Lineage(Reading):
    def setUp(self):
        super().setUp()
        self.park = self.other("Bakkerij op het park")
        for home in (self.home, self.park):
            home.run("follow", PARK)

    def carry(self):
        for sender, taker in ((self.home, self.park), (self.park, self.home)):
            path = os.path.join(self.folder, "carried.kiem")
            with open(path, "wb") as file:
                file.write(sender.out("export", text=False))
            taker.run("import", path)

    def grow(self):
        first = self.home.post("initiative", "Groene gevels", "--text", TEXT, "--board", BOARD)
        self.carry()
        second = self.park.post("extend", first, "Groene gevels op het park", "--board", PARK)
        self.carry()
        third = self.home.post("variant", second, "Regentonnen", "--board", BOARD)
        self.home.post("deed", "Twaalf gevels", "--about", first, "--board", BOARD)
        copy = self.park.post("initiative", "Onze groene gevels", "--text", TEXT, "--board", PARK)
        self.carry()
        return first, second, third, copy

    def test_back_to_the_first_and_on(self):
        first, second, third, copy = self.grow()
        (tree,) = self.home.lines("lineage", second)
        self.assertEqual([(kin["id"], kin["relation"]) for kin in tree["came_from"]], [(first, "extends")])
        self.assertEqual([(kin["id"], kin["relation"]) for kin in tree["came_of_it"]], [(third, "variant")])
        self.assertEqual(tree["came_from"][0]["deeds"], 1)
        (tree,) = self.home.lines("lineage", first)
        self.assertEqual([kin["id"] for kin in tree["alike"]], [copy])
        self.assertEqual(tree["alike"][0]["first"], "unknown")
        said = self.home.out("lineage", third)
        self.assertLess(said.index(second[:12]), said.index(first[:12]))
        self.assertIn(PARK, said)
        self.assert_fits(said)

    def test_the_same_on_either_side(self):
        for post in self.grow():
            self.assertEqual(self.home.out("lineage", post, "--json"), self.park.out("lineage", post, "--json"))

    def test_one_that_was_taken_back_stays(self):
        first, second, _, _ = self.grow()
        self.home.run("retract", first)
        self.carry()
        for home in (self.home, self.park):
            (kin,) = home.lines("lineage", second)[0]["came_from"]
            self.assertEqual((kin["id"], kin["presence"]), (first, "taken back"))
            self.assertIn("taken back", home.out("lineage", second))

    def test_in_dutch(self):
        _, second, _, _ = self.grow()
        said = self.home.out("lineage", second, env={"LC_ALL": "nl_NL.UTF-8", "KIEM_LOCALEDIR": os.path.abspath(os.path.join(os.path.dirname(KIEM), "../../po"))})
        self.assertNotIn("Where it came from", said)
        self.assertIn("Waar het vandaan komt", said)

    def test_mistakes_give_one_sentence_and_a_status(self):
        first, _, _, _ = self.grow()
        join = self.park.post("join", first, "--bring", "twee handen")
        self.park.run("lineage", join, status=65)
        self.park.run("lineage", status=64)
        self.park.run("lineage", "ffffffffffff", status=65)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)

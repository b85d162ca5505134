#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_recon.py BENCH_RECON: what an exchange costs is within the goals, between two real swarms, and depends on what differs alone.

Each exchange checks its own result. Seeds are fixed: the means of a few dozen differences would else miss a goal once in a while.
"""
import json
import subprocess
import sys
import unittest

BENCH = sys.argv.pop()
KNOWN = 4000


def run(*options):
    return subprocess.run([BENCH, *map(str, options)], capture_output=True, text=True)


def exchange(differ, sides, seed, known=KNOWN, spread="scattered"):
    done = run("--known", known, "--differ", differ, "--sides", sides, "--spread", spread, "--seed", seed, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def means(differ, sides, runs):
    told = [exchange(differ, sides, seed) for seed in range(1, runs + 1)]
    return [sum(one[key] for one in told) / runs for key in ("bytes", "round_trips")]


class Goals(unittest.TestCase):
    def within(self, differ, runs, bytes_max, round_trips_max):
        for sides in ("one", "two"):
            size, round_trips = means(differ, sides, runs)
            self.assertLessEqual(size, bytes_max, sides)
            self.assertLessEqual(round_trips, round_trips_max, sides)

    def test_nothing_differs(self):
        self.within(0, 2, 110, 1)

    def test_one(self):
        self.within(1, 4, 280, 1)

    def test_ten(self):
        self.within(10, 40, 480, 1.6)

    def test_hundred(self):
        self.within(100, 30, 2600, 3.5)

    def test_thousand(self):
        self.within(1000, 4, 24000, 3.2)


class Shape(unittest.TestCase):
    def test_known_posts_cost_nothing(self):
        for seed in (1, 2):
            few, many = exchange(100, "two", seed, known=70000), exchange(100, "two", seed, known=140000)
            self.assertEqual(few["bytes"], many["bytes"])
            self.assertEqual(few["round_trips"], many["round_trips"])

    def test_time_does_not_matter(self):
        scattered, newest = exchange(50, "two", 3), exchange(50, "two", 3, spread="newest")
        self.assertEqual(scattered["bytes"], newest["bytes"])

    def test_bytes_add_up(self):
        told = exchange(200, "two", 5)
        self.assertEqual(told["bytes"], told["bytes_out"] + told["bytes_in"])
        self.assertGreaterEqual(told["bytes"] - told["bytes_bodies"], 35 * told["messages"])
        self.assertLessEqual(told["bytes"] - told["bytes_bodies"], 42 * told["messages"])

    def test_most_differs(self):
        """Listing costs 8 bytes a post, whatever the difference; cells would cost 15 for each of 3,000."""
        self.assertLess(exchange(3000, "two", 2, known=100)["bytes"], 8 * 1600 + 8 * 1500 + 1000)

    def test_more_than_a_row_of_cells(self):
        """In parts, whichever of the two opens; a list of all short ids would take 320,000 bytes."""
        for seed in (1, 2):
            self.assertLess(exchange(14000, "one", seed, known=40000)["bytes"], 14000 * 17)

    def test_same_again(self):
        first, second = exchange(30, "two", 9), exchange(30, "two", 9)
        del first["cpu_ms"], second["cpu_ms"]
        self.assertEqual(first, second)


class Options(unittest.TestCase):
    def test_wrong(self):
        for options in (["--known", "many"], ["--spread", "wide"], ["--sides", "three"], ["what"], ["--nonsense"], ["--seed", "-1"]):
            self.assertEqual(run(*options).returncode, 64, options)

    def test_help(self):
        done = run("--help")
        self.assertEqual(done.returncode, 0)
        self.assertIn("round_trips", done.stdout)


if __name__ == "__main__":
    unittest.main()

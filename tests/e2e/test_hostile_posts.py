#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_hostile_posts.py KIEM KIEMD: every reading command on boards full of what a stranger can get through the door.

The posts are valid and signed, made here without the command, which would not write such things: texts that are markup, escapes,
formulas or no words at all; quantities, times and places at their ends; and crowds of posts by one author around one post, which
must cost every reader a time that grows with them, not with their square.
"""
import ctypes
import ctypes.util
import hashlib
import json
import os
import sys
import time
import unittest
import xml.etree.ElementTree

import cbor2

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
from harness import slowness
from reading import BOARD, COLOUR, KIEM, UNSAFE, Reading

SODIUM = ctypes.CDLL(ctypes.util.find_library("sodium"))
SODIUM.sodium_init()
SLOW = slowness(KIEM)
CROWD = 4000  # posts by one author
CROWD_S = 4  # for any command on them; the slowest took 0.2 s, and the square of them more than 20 s
DAY_MS = 86400000
INT_MAX = 1 << 53
KIND, MADE, UNTIL, TITLE, TEXT, TAGS, LINKS, PLACE, QUANTITY, UNIT, FROM, TO, TERMS = 1, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15
BRING, SIGNALS, ROLES, NAME, SECTOR, HEIR, WHOM, LEVEL, CONTEXT = 16, 17, 19, 20, 21, 24, 25, 26, 27
INITIATIVE, OFFER, REQUEST, GATHERING, DEED, LESSON, NOTE, JOIN, LEAVE, PROFILE, VOUCH, UNVOUCH = 1, 2, 3, 4, 5, 6, 7, 16, 17, 32, 33, 34
REVISE, RENEW, ADDRESS, MEND, RECEIPT, SUCCEED = 48, 49, 51, 52, 53, 80
ABOUT, EXTENDS, VARIANT, ANSWERS, REPLACES, CANCELS, AFTER, NEEDS = range(1, 9)
NASTY = ("\x1b]0;x\x07\x1b[2J\x1b[31m", "\u202egnp.exe\u2066\u2069\u200e", "<script>alert(1)</script>", "\"'><!--]]>&amp;&", "=cmd|' /C calc'!A0",
         "\x00\x01\x7f\x9b31m", "\ufffe\uffff\ufdd0", "\U0010ffff\U0001f468\u200d\U0001f469\u200d\U0001f467", "a\u0301" * 60, "%s%n%1$s\\N\\", "\r\n\t\n\u2028\u2029",
         "\ufb03\xbd\ufdfa", " ", "-", "; DROP", "\u00df\u0130\u1e9e")


def head(major, n):
    """A CBOR head in its shortest form."""
    return bytes([major << 5 | n]) if n < 24 else bytes([major << 5 | 24, n]) if n < 256 else bytes([major << 5 | 25]) + n.to_bytes(2, "big")


class Author:
    def __init__(self, seed):
        key, self.secret = ctypes.create_string_buffer(32), ctypes.create_string_buffer(64)
        SODIUM.crypto_sign_seed_keypair(key, self.secret, hashlib.sha256(str(seed).encode()).digest())
        self.key = key.raw

    def sign(self, fields):
        """The post of proto/post.cddl."""
        payload, protected = cbor2.dumps(fields, canonical=True), bytes.fromhex("a20132045820") + self.key
        signed = b"\x84\x6aSignature1" + head(2, len(protected)) + protected + b"\x46kiem/1" + head(2, len(payload)) + payload
        signature = ctypes.create_string_buffer(64)
        SODIUM.crypto_sign_detached(signature, None, signed, ctypes.c_ulonglong(len(signed)), self.secret)
        return b"\xd2\x84" + head(2, len(protected)) + protected + b"\xa0" + head(2, len(payload)) + payload + b"\x58\x40" + signature.raw


class Pile:
    """Posts for one bundle, each made a millisecond later than the one before."""

    def __init__(self):
        self.posts, self.made = [], int(time.time() * 1000) - 20 * DAY_MS

    def add(self, author, kind, fields):
        self.made += 1
        whole = {KIND: kind, 2: BOARD, MADE: self.made, UNTIL: self.made + 300 * DAY_MS, **fields}
        self.posts.append(author.sign(whole))
        return hashlib.blake2b(self.posts[-1], digest_size=32).digest()


def strange_words(pile, authors):
    """Every text field of every kind, with every nasty text."""
    first = None
    for i, nasty in enumerate(NASTY):
        author, other = authors[i % len(authors)], authors[(i + 1) % len(authors)]
        title = (nasty * 3).encode()[:190].decode(errors="ignore")
        name, long = title.encode()[:99].decode(errors="ignore"), nasty * (14000 // len(nasty.encode()))
        pile.add(author, PROFILE, {NAME: name, SECTOR: 1 + i % 9, HEIR: other.key})
        seen = pile.add(author, INITIATIVE, {TITLE: title, TEXT: long, TAGS: [(t + nasty).encode()[:64].decode(errors="ignore") for t in "abcdefghijklmnop"]})
        first = first or seen
        request = pile.add(other, REQUEST, {TITLE: title, QUANTITY: INT_MAX, UNIT: nasty.encode()[:32].decode(errors="ignore"), PLACE: {3: name}})
        offer = pile.add(author, OFFER, {TITLE: title, QUANTITY: 1, UNIT: "km2", TERMS: long, LINKS: [[ANSWERS, request], [VARIANT, first]]})
        pile.add(other, JOIN, {BRING: long, SIGNALS: [1, 2, 3, 4, 5], ROLES: [1, 2], LINKS: [[ABOUT, seen]]})
        pile.add(other, NOTE, {TEXT: long, LINKS: [[ABOUT, seen], [EXTENDS, first], [AFTER, offer]]})
        pile.add(other, DEED, {TITLE: title, LINKS: [[ABOUT, seen]]})
        pile.add(author, VOUCH, {WHOM: other.key, LEVEL: 3, CONTEXT: name, TEXT: long})
        pile.add(author, ADDRESS, {WHOM: other.key, TEXT: long})
        pile.add(other, RECEIPT, {LINKS: [[ABOUT, offer]], TEXT: long, QUANTITY: INT_MAX, UNIT: "mm"})
        pile.add(author, REVISE, {LINKS: [[REPLACES, seen]], TITLE: title[::-1].strip("\0") or "x", TEXT: "a" * 15800})
    return first


def strange_figures(pile, authors):
    """Figures at their ends: amounts, times, places; in units that convert."""
    for i, amount in enumerate((1, INT_MAX, INT_MAX - 1, 999, 10**12)):
        for k, unit in enumerate(("km2", "m2", "mm", "km", "mwh", "wh", "ton", "g", "dozijn", "x", "\u20ac", "kwartier")):
            author, when = authors[(i + k) % len(authors)], (-INT_MAX, 0, INT_MAX)[k % 3]
            place = {1: (90000000, -90000000, 0, 1)[k % 4], 2: (180000000, -180000000, 179999999, 0)[i % 4]}
            fields = {TITLE: "Ladder te leen " + unit, TAGS: ["ladder"], QUANTITY: amount, UNIT: unit, PLACE: place, FROM: -INT_MAX, TO: (when, INT_MAX)[i % 2]}
            offer = pile.add(author, OFFER, fields)
            request = pile.add(authors[i % 3], REQUEST, {**fields, QUANTITY: INT_MAX, LINKS: [[ANSWERS, offer]]})
            pile.add(authors[0], RECEIPT, {LINKS: [[ABOUT, offer], [ABOUT, request]], QUANTITY: INT_MAX, UNIT: unit})
            pile.add(author, GATHERING, {TITLE: "Nu", FROM: when, TO: INT_MAX, PLACE: place})
    now = int(time.time() * 1000)
    for made, until in ((now - 700 * DAY_MS, now + 31 * DAY_MS), (now, now + 1), (now - 1, now + 732 * DAY_MS - 1), (now + 600000, now + 700000)):
        seen = pile.add(authors[0], INITIATIVE, {TITLE: "Tijd", MADE: made, UNTIL: until})
        pile.add(authors[1], JOIN, {MADE: made, UNTIL: until, LINKS: [[ABOUT, seen]]})
    for number in (8, 15, 18, 35, 54, 65, 81, 65535, 65536, 1 << 32, INT_MAX):
        pile.add(authors[2], number, {TITLE: "Onbekend", LINKS: [[256, seen], [64, seen], [INT_MAX, seen], [ABOUT, bytes(32)]], SECTOR: 300, SIGNALS: [9, 64, INT_MAX]})
        pile.add(authors[2], JOIN, {LINKS: [[ABOUT, seen]], SIGNALS: [6, 8, 9, 31, 32, 64, 255, INT_MAX], ROLES: [7, 8, 64, INT_MAX]})


def crowd(what, pile):
    """Many posts by one author around one post, in a shape that a naive view takes the square of."""
    aart, ben = Author("aart"), Author("ben")
    victim = pile.add(ben, INITIATIVE, {TITLE: "Ladders voor de straat"})
    request = pile.add(ben, REQUEST, {TITLE: "Ladder gevraagd", QUANTITY: 5000, UNIT: "stuks"})
    start = at = pile.add(aart, OFFER, {TITLE: "Ladder", QUANTITY: 5000, UNIT: "stuks"})
    asked = [victim, request, start]
    for i in range(CROWD):
        if what == "revisions in a row":
            at = pile.add(aart, REVISE, {TITLE: f"Ladder {i}", LINKS: [[REPLACES, at]]})
        elif what == "revisions of one":
            pile.add(aart, REVISE, {TITLE: f"Ladder {i}", LINKS: [[REPLACES, start]]})
        elif what == "revisions of nothing":
            at = pile.add(aart, REVISE, {TITLE: f"Ladder {i}", LINKS: [[REPLACES, at if i > 0 else bytes(32)]]})
        elif what == "offers in a row":
            at = pile.add(aart, OFFER, {TITLE: f"Ladder {i}", QUANTITY: 1, LINKS: [[EXTENDS, at], [ANSWERS, request], [ABOUT, victim]]})
        elif what == "joins and leaves":
            at = pile.add(aart, LEAVE if i % 2 else JOIN, {LINKS: [[CANCELS, at] if i % 2 else [ABOUT, victim]]})
        elif what == "offers of revised offers":
            if i % 2:
                pile.add(aart, OFFER, {TITLE: f"Ladder {i}", QUANTITY: 1, UNIT: "stuks", LINKS: [[ANSWERS, request]]})
            else:
                pile.add(ben, REVISE, {TITLE: f"Ladder gevraagd {i}", LINKS: [[REPLACES, request]]})
    return asked


class Hostile(Reading):
    def setUp(self):
        super().setUp()
        self.home.run("alert", "add", "ladder")

    def take(self, pile):
        path = os.path.join(self.folder, "pile.kiem")
        with open(path, "wb") as file:
            file.write(b"".join(pile.posts))
        self.home.run("import", path)

    def everything(self, ids):
        ids = [i.hex() for i in ids]
        yield from (("board",), ("board", "--all"), ("coalitions",), ("find", "ladder"), ("find", "tag:ladder", "near:51.5,5.0,5km"), ("match", "--all"),
                    ("match", "--open"), ("who",), ("trust",), ("pulse",), ("status",))
        yield from ((word, i) for word in ("show", "coalition", "lineage") for i in ids)

    def test_what_they_say_harms_nobody(self):
        pile, authors = Pile(), [Author(i) for i in range(len(NASTY))]
        first = strange_words(pile, authors)
        strange_figures(pile, authors)
        self.take(pile)
        for words in self.everything([first]):
            for line in self.home.out(*words, "--json").splitlines():
                json.loads(line)
                self.assertIsNone(UNSAFE.search(line), words)
            for said in (self.home.out(*words), self.home.out(*words, env={"LANGUAGE": "nl"}), self.home.terminal(*words)[0]):
                found = UNSAFE.search(COLOUR.sub("", said))
                self.assertIsNone(found, (words, found and repr(said[max(0, found.start() - 60):found.end() + 20])))

    def test_a_map_of_them_is_read_by_others(self):
        pile = Pile()
        strange_words(pile, [Author(i) for i in range(len(NASTY))])
        self.take(pile)
        for form in ("svg", "graphml"):
            xml.etree.ElementTree.fromstring(self.home.out("map", "--format", form, text=False))
        json.loads(self.home.out("map", "--json"))
        for line in self.home.out("map", "--format", "dot").splitlines()[3:-1]:
            self.assertRegex(line, r'^  n\d+ (-- n\d+ \[weight=[0-9.]+\]|\[label="([^"\\]|\\.)*"(, fillcolor=\d, tooltip="([^"\\]|\\.)*")?\]);$')

    def test_crowds_take_no_square(self):
        for what in ("revisions in a row", "revisions of one", "revisions of nothing", "offers in a row", "joins and leaves", "offers of revised offers"):
            with self.subTest(what):
                self.setUp()
                pile = Pile()
                asked = crowd(what, pile)
                self.take(pile)
                for words in (*self.everything(asked), ("alert", "run", "--hook", "/bin/true")):
                    begun = time.monotonic()
                    self.home.run(*words, status=75 if words[0] == "alert" and "offers" in what else 0)
                    took = time.monotonic() - begun
                    self.assertLess(took, CROWD_S * SLOW, words)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])

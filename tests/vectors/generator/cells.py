# SPDX-License-Identifier: GPL-3.0-or-later
"""Cells of sets of posts, and what two rows of them say of the difference."""
import hashlib
from math import isqrt

from .encode import some_id

WORD = (1 << 64) - 1
DIALLER, LISTENER, BOARD = bytes(range(16)), bytes(range(16, 32)), "nl/tilburg/noord"
LAST = 16384


def siphash(key, data):
    """SipHash-2-4 (Aumasson and Bernstein 2012)."""
    k0, k1 = int.from_bytes(key[:8], "little"), int.from_bytes(key[8:], "little")
    a, b, c, d = k0 ^ 0x736F6D6570736575, k1 ^ 0x646F72616E646F6D, k0 ^ 0x6C7967656E657261, k1 ^ 0x7465646279746573
    data += bytes(7 - len(data) % 8) + bytes([len(data) & 255])

    def rounds(n):
        nonlocal a, b, c, d
        for _ in range(n):
            a, c = a + b & WORD, c + d & WORD
            b, d = (b << 13 | b >> 51) & WORD ^ a, (d << 16 | d >> 48) & WORD ^ c
            a = (a << 32 | a >> 32) & WORD
            a, c = a + d & WORD, c + b & WORD
            d, b = (d << 21 | d >> 43) & WORD ^ a, (b << 17 | b >> 47) & WORD ^ c
            c = (c << 32 | c >> 32) & WORD

    for at in range(0, len(data), 8):
        word = int.from_bytes(data[at:at + 8], "little")
        d ^= word
        rounds(2)
        a ^= word
    c ^= 255
    rounds(4)
    return (a ^ b ^ c ^ d).to_bytes(8, "little")


def short_key(turn):
    key = hashlib.blake2b(DIALLER + LISTENER + BOARD.encode(), digest_size=24).digest()[8:]
    return key if turn == 0 else hashlib.blake2b(key + bytes([turn]), digest_size=16).digest()


def check_of(item):
    for _ in range(2):
        item = (item ^ item >> 32) * 0xD6E8FEB86659FD93 & WORD
    return item >> 48


def places(item):
    """The cells that an item is in."""
    at, state = 0, item
    while at < LAST:
        yield at
        state = state * 6364136223846793005 + 1442695040888963407 & WORD
        # the smallest j with (j + 1)(j + 2) > m, that is with (2j + 3)^2 > 4m + 1
        m = ((at + 1) * (at + 2) << 32) // ((state >> 32) + 1)
        at = (isqrt(4 * m + 1) - 3) // 2 + 1


def row(items, n):
    """Cells 0 to n of a set, each [sum, check, count]."""
    found = [[0, 0, 0] for _ in range(n)]
    for item in items:
        put(found, item, 1)
    return found


def put(cells, item, count):
    for at in places(item):
        if at >= len(cells):
            break
        cells[at][0] ^= item
        cells[at][1] ^= check_of(item)
        cells[at][2] += count


def packed(cells):
    return b"".join(s.to_bytes(8, "big") + check.to_bytes(2, "big") + bytes([count % 256]) for s, check, count in cells)


def shorts(first, n, turn=0):
    key = short_key(turn)
    return [int.from_bytes(siphash(key, some_id(5000 + first + i)), "big") for i in range(n)]


def of_set(name, n, upto, first=0, turn=0):
    items = shorts(0, n, turn)
    return {"name": name, "of": "cells", "dialler": DIALLER.hex(), "listener": LISTENER.hex(), "board": BOARD, "round": turn,
            "ids": [some_id(5000 + i).hex() for i in range(n)], "shorts": [f"{item:016x}" for item in items], "from": first,
            "upto": upto, "hex": packed(row(items, upto)[first:]).hex()}


def difference(name, mine, theirs, result, lack=(), extra=()):
    """What `lack` and `extra` say: items that only they have, and only I."""
    said = {"lack": [f"{item:016x}" for item in sorted(lack)], "extra": [f"{item:016x}" for item in sorted(extra)]}
    return {"name": name, "of": "difference", "result": result, **(said if result == "decoded" else {}), "mine": packed(mine).hex(),
            "theirs": packed(theirs).hex()}


def vectors():
    both, lack, extra = shorts(0, 200), shorts(1000, 10), shorts(2000, 10)
    mine, theirs = both + extra, both + lack
    twice = row(both, 16)
    put(twice, lack[0], 1)
    put(twice, lack[0], 1)
    lie = row([], 16)
    lie[0] = [lack[0], check_of(lack[0]), 1]
    return [
        of_set("no posts, one cell", 0, 1),
        of_set("one post, 16 cells", 1, 16),
        of_set("five posts, 32 cells", 5, 32),
        of_set("five posts in round 1", 5, 32, turn=1),
        of_set("300 posts, so that a count goes beyond 255", 300, 16),
        of_set("cells 16 to 40 of 40 posts", 40, 40, 16),
        of_set("the last cells there are, of 40 posts", 40, LAST, LAST - 16),
        difference("nothing, in one cell", row(both, 1), row(both, 1), "decoded"),
        difference("one that I lack, in one cell", row(both, 1), row(both + lack[:1], 1), "decoded", lack[:1]),
        difference("one that they lack, in one cell", row(both + extra[:1], 1), row(both, 1), "decoded", (), extra[:1]),
        difference("ten on each side", row(mine, 64), row(theirs, 64), "decoded", lack, extra),
        difference("ten on each side of nothing", row(extra, 64), row(lack, 64), "decoded", lack, extra),
        difference("ten on each side, in too few cells", row(mine, 12), row(theirs, 12), "undecided"),
        difference("two posts of one short id", row(both, 16), twice, "refused"),
        difference("a cell that lies", row([], 16), lie, "refused"),
    ]

# SPDX-License-Identifier: GPL-3.0-or-later
"""A reader of posts after proto/post.cddl, rule by rule and in no hurry."""
import re

import cbor2

from . import canonical
from .canonical import Broken
from .curve import signature_is_good

LONGEST = 16384
LIFE = 732 * 24 * 60 * 60 * 1000
START = bytes.fromhex("d2845826a20132045820")
BOARD = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+){0,7}")
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


class Post:
    def __init__(self, data):
        """Takes the bytes apart; raises Broken."""
        if len(data) > LONGEST:
            raise Broken("too-big")
        literal(data, 0, START)
        literal(data, 42, b"\xa0")
        if len(data) == 43:
            raise Broken("truncated")
        if data[43] >> 5 != 2:
            raise Broken("bad-envelope")
        if data[43] & 31 > 27:
            raise Broken("indefinite")
        length, at = canonical.argument(data, 43)
        if length > len(data) - at:
            raise Broken("truncated")
        literal(data, at + length, b"\x58\x40")
        if len(data) < at + length + 66:
            raise Broken("truncated")
        if len(data) > at + length + 66:
            raise Broken("trailing")
        self.author = data[10:42]
        self.payload = data[at:at + length]
        self.signature = data[-64:]
        self.fields = canonical.decoded(self.payload)
        check(self.fields)
        structure = cbor2.dumps(["Signature1", data[4:42], b"kiem/1", self.payload])
        if not signature_is_good(self.author, structure, self.signature):
            raise Broken("bad-signature")

    def __getattr__(self, name):
        return self.fields[{"kind": 1, "board": 2, "made": 3, "until": 4}[name]]

    def linked(self, relation):
        """The ids of the posts that it links to by this relation."""
        return [link[1] for link in self.fields.get(8, []) if link[0] == relation]


def literal(data, at, expected):
    found = data[at:at + len(expected)]
    if not expected.startswith(found):
        raise Broken("bad-envelope")
    if len(found) < len(expected):
        raise Broken("truncated")


def is_int(value, low=-(1 << 53), high=1 << 53):
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def is_text(most):
    return lambda value: isinstance(value, str) and 1 <= len(value.encode()) <= most


def is_key(value):
    return isinstance(value, bytes) and len(value) == 32


def is_number(value):
    return is_int(value, 1)


def is_time(value):
    return is_int(value, 0)


def is_list(value, most, each):
    return isinstance(value, list) and 1 <= len(value) <= most and all(map(each, value))


def distinct(most, each):
    return lambda value: is_list(value, most, each) and len(set(value)) == len(value)


def rising(most):
    return lambda value: is_list(value, most, is_number) and sorted(set(value)) == value


def is_board(value):
    return isinstance(value, str) and BOARD.fullmatch(value) is not None and len(value) <= 128


def is_language(value):
    return isinstance(value, str) and LANGUAGE.fullmatch(value) is not None and len(value) <= 35


def is_place(value):
    if not isinstance(value, dict) or not value or not all(is_int(key) for key in value):
        return False
    if (1 in value) != (2 in value):
        return False
    return (1 not in value or (is_int(value[1], -90 * 10**6, 90 * 10**6) and is_int(value[2], -180 * 10**6, 180 * 10**6))) and \
        (3 not in value or is_text(200)(value[3]))


def is_link(value):
    return isinstance(value, list) and len(value) in (2, 3) and is_number(value[0]) and is_key(value[1]) and \
        all(is_board(board) for board in value[2:])


def are_links(value):
    return is_list(value, 16, is_link) and len({(link[0], link[1]) for link in value}) == len(value)


LONG = is_text(LONGEST)
TYPES = {
    1: is_number, 3: is_time, 4: is_time, 5: is_text(200), 6: LONG, 9: is_language, 10: is_place, 11: is_number, 12: is_text(32),
    13: is_int, 14: is_int, 15: LONG, 16: LONG, 17: rising(8), 18: LONG, 19: rising(4), 20: is_text(100), 21: is_number,
    22: distinct(8, is_language), 23: lambda value: value is True, 24: is_key, 25: is_key, 26: lambda value: is_int(value, 1, 3),
    27: is_text(100), 28: distinct(8, is_key), 29: lambda value: isinstance(value, bytes) and len(value) > 0,
}

# kind: (keys that must be there, relation that must be there, how many of it at most)
NEEDS = {
    1: ([5], None, 0), 2: ([5], None, 0), 3: ([5], None, 0), 4: ([5, 13], None, 0), 5: ([5], None, 0), 6: ([5], None, 0),
    7: ([6], 1, 16), 16: ([], 1, 16), 17: ([], 6, 16), 32: ([20], None, 0), 33: ([25, 26], None, 0), 34: ([], 6, 16),
    48: ([], 5, 1), 49: ([], 1, 1), 50: ([], 6, 1), 51: ([6, 25], None, 0), 52: ([], 6, 16), 53: ([], 1, 16),
    64: ([28, 29], None, 0), 80: ([25], None, 0),
}


def check(fields):
    """Raises Broken unless these are the fields of a post."""
    if not isinstance(fields, dict) or not all(is_int(key) for key in fields):
        raise Broken("bad-field")
    for key, of_type in TYPES.items():
        if key in fields and not of_type(fields[key]):
            raise Broken("bad-field")
    if 2 in fields and not is_board(fields[2]):
        raise Broken("bad-board" if isinstance(fields[2], str) else "bad-field")
    if 7 in fields and not distinct(16, is_text(64))(fields[7]):
        raise Broken("bad-tag")
    if 8 in fields and not are_links(fields[8]):
        raise Broken("bad-link")
    if not {1, 2, 3, 4} <= set(fields):
        raise Broken("missing-field")
    if not fields[3] < fields[4] <= fields[3] + LIFE or (13 in fields and 14 in fields and fields[13] > fields[14]):
        raise Broken("bad-time")
    keys, relation, most = NEEDS.get(fields[1], ([], None, 0))
    if not set(keys) <= set(fields) or (fields[1] == 48 and not {5, 6} & set(fields)):
        raise Broken("missing-field")
    if relation is not None and not 1 <= sum(link[0] == relation for link in fields.get(8, [])) <= most:
        raise Broken("bad-link")

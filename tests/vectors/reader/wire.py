# SPDX-License-Identifier: GPL-3.0-or-later
"""A reader of messages and descriptors after proto/wire.cddl, and what is kept of two descriptors of one node."""
import cbor2

from . import canonical
from .canonical import Broken
from .curve import signature_is_good
from .post import START, is_int, literal

LONGEST, MOST = 65536, 16384
DESCRIPTOR = 512


def is_uint(value):
    return is_int(value, 0)


def is_bool(value):
    return isinstance(value, bool)


def up_to(most, least=0):
    return lambda value: is_int(value, least, most)


def is_bytes(least, most, unit=1):
    return lambda value: isinstance(value, bytes) and least * unit <= len(value) <= most * unit and len(value) % unit == 0


def list_of(least, most, each):
    return lambda value: isinstance(value, list) and least <= len(value) <= most and all(map(each, value))


def is_place(value):
    return isinstance(value, list) and len(value) == 2 and is_int(value[0]) and is_bytes(32, 32)(value[1])


def are_shorts(value):
    if not is_bytes(0, 4096, 8)(value):
        return False
    each = [value[at:at + 8] for at in range(0, len(value), 8)]
    return all(one < two for one, two in zip(each, each[1:]))


def is_gone(value):
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], bytes) and len(value[0]) in (8, 32) and is_uint(value[1])


def is_address(value):
    return isinstance(value, str) and 1 <= len(value.encode()) <= 255


def are_hops(value):
    return is_bytes(0, 512)(value) and 0 not in value


TAGS = list_of(0, 64, is_bytes(8, 8))
FIRST_CELLS, CELLS = is_bytes(1, 64, 11), is_bytes(1, 4800, 11)
ONE = is_bytes(1, DESCRIPTOR)

# number: (name, what each key has to be; the keys that may lack)
TYPES = {
    1: ("hello", {1: is_uint, 2: is_uint, 3: is_bytes(16, 16), 4: is_bytes(0, DESCRIPTOR), 5: is_int, 6: is_uint}, {6}),
    2: ("ping", {1: is_uint, 2: is_int}, set()),
    3: ("pong", {1: is_uint, 2: is_int}, set()),
    4: ("boards", {1: TAGS, 2: TAGS, 3: TAGS}, {1, 2, 3}),
    5: ("posts", {1: list_of(0, 512, is_bytes(1, 16384)), 2: are_hops}, {2}),
    6: ("ack", {1: is_uint}, set()),
    7: ("want", {1: is_uint, 2: is_place, 3: is_place, 4: are_shorts}, {2, 3}),
    8: ("gone", {1: is_uint, 2: list_of(0, 4096, is_gone)}, {1}),
    9: ("sum", {1: is_uint, 2: is_uint, 3: FIRST_CELLS, 4: is_bool, 5: is_place, 6: is_place, 7: up_to(1)}, {5, 6, 7}),
    10: ("stream", {1: is_uint, 2: is_place, 3: is_bool}, {2, 3}),
    11: ("mark", {1: is_uint, 2: is_place, 3: is_bool}, {2, 3}),
    12: ("list", {1: is_uint, 2: is_place}, {2}),
    13: ("page", {1: is_uint, 2: is_place, 3: is_place, 4: are_shorts}, {2, 3}),
    14: ("ihave", {1: is_uint, 2: is_bytes(1, 1024, 9)}, set()),
    15: ("graft", {1: is_uint, 2: is_bytes(0, 1024, 8)}, set()),
    16: ("prune", {1: is_uint}, set()),
    17: ("join", {1: is_uint}, set()),
    18: ("forward-join", {1: is_uint, 2: up_to(6), 3: is_uint, 4: ONE}, set()),
    19: ("welcome", {1: is_uint, 3: is_uint, 4: ONE}, set()),
    20: ("neighbour", {1: is_uint, 2: is_bool, 3: is_bool}, set()),
    21: ("answer", {1: is_uint, 2: is_bool}, set()),
    22: ("disconnect", {1: is_uint}, set()),
    23: ("shuffle", {1: is_uint, 2: up_to(6), 3: is_uint, 5: list_of(1, 8, ONE)}, set()),
    24: ("shuffle-reply", {1: is_uint, 3: is_uint, 5: list_of(0, 8, ONE)}, set()),
    25: ("dial-back", {1: is_uint, 2: is_address}, set()),
    26: ("cells", {1: is_uint, 2: up_to(16383), 3: CELLS, 4: is_uint, 5: is_place, 6: is_place}, {5, 6}),
    27: ("more", {1: is_uint, 2: up_to(16384, 1)}, set()),
}


def agree(number, fields):
    """Of fields that are each as they should be: whether they are so together."""
    if number == 1 and {1, 2} <= set(fields):
        return fields[1] <= fields[2]
    if number == 5 and {1, 2} <= set(fields):
        return len(fields[1]) == len(fields[2])
    if number == 26 and {2, 3} <= set(fields):
        return fields[2] + len(fields[3]) // 11 <= 16384
    return True


def message(data):
    """(name of the type, fields); raises Broken."""
    if len(data) > LONGEST:
        raise Broken("too-big")
    fields = canonical.decoded(data, MOST)
    if not hasattr(fields, "items"):
        raise Broken("bad-field")
    if 0 not in fields:
        raise Broken("missing-field")
    if not is_uint(fields[0]):
        raise Broken("bad-field")
    name, types, absent = TYPES.get(fields[0], ("unknown", {}, set()))
    plain = {key: value for key, value in fields.items() if is_int(key)}
    if not all(of_type(plain[key]) for key, of_type in types.items() if key in plain) or not agree(fields[0], plain):
        raise Broken("bad-field")
    if not set(types) - absent <= set(plain):
        raise Broken("missing-field")
    return name, fields


class Descriptor:
    def __init__(self, data):
        """Takes the bytes apart; raises Broken."""
        if len(data) > DESCRIPTOR:
            raise Broken("too-big")
        try:
            literal(data, 0, START)
            literal(data, 42, b"\xa0")
            if len(data) < 44 or data[43] >> 5 != 2 or data[43] & 31 > 25:
                raise Broken("bad-envelope")
            length, at = canonical.argument(data, 43)
            literal(data, at + length, b"\x58\x40")
        except Broken:
            raise Broken("bad-envelope") from None
        if len(data) != at + length + 66:
            raise Broken("bad-envelope")
        self.node, self.data = data[10:42], data
        payload = data[at:at + length]
        fields = canonical.decoded(payload)
        if not isinstance(fields, dict):
            raise Broken("bad-field")
        types = {1: list_of(0, 8, is_address), 2: is_bool, 3: is_int}
        if not all(of_type(fields[key]) for key, of_type in types.items() if key in fields):
            raise Broken("bad-field")
        if not set(types) <= set(fields):
            raise Broken("missing-field")
        self.addresses, self.dialable, self.made = fields[1], fields[2], fields[3]
        if not signature_is_good(self.node, cbor2.dumps(["Signature1", data[4:42], b"kiem/1/node", payload]), data[-64:]):
            raise Broken("bad-signature")


def keep(first, second):
    """Which of two descriptors of one node holds."""
    assert first.node == second.node
    if first.data == second.data:
        return "same"
    if first.made == second.made:
        return "evidence"
    return "first" if first.made > second.made else "second"

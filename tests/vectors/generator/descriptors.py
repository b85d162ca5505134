# SPDX-License-Identifier: GPL-3.0-or-later
"""Nodes' descriptors, good and bad, and which of two of one node holds."""
from .encode import ALICE, BOB, NOW, Pairs, Raw, cbor, envelope, protected, to_sign

AAD = b"kiem/1/node"


def descriptor(payload, author=ALICE, aad=AAD):
    """A node's descriptor; payload is a map, or the bytes of one."""
    payload = bytes(payload) if isinstance(payload, bytes) else cbor(payload)
    return envelope(author.key, payload, author.sign(to_sign(author.key, payload, aad)))


HOME = {1: [], 2: False, 3: NOW}
HALL = {1: ["hal.example:7340", "[2001:db8::1]:7340"], 2: True, 3: NOW}
NODE, OTHER = descriptor(HALL), descriptor(HOME, BOB)


def without(fields, key):
    return {k: v for k, v in fields.items() if k != key}


def refused(of, name, verdict, item):
    data = item if isinstance(item, bytes) else cbor(item)
    return {"name": name, "of": of, "verdict": verdict, "hex": data.hex()}


def described(name, payload, author=ALICE):
    return {"name": f"descriptor: {name}", "of": "descriptor", "verdict": "ok", "node": author.key.hex(), "addresses": payload[1],
            "dialable": payload[2], "made": payload[3], "hex": descriptor(payload, author).hex()}


def filled(size):
    """A payload that makes a descriptor of exactly so many bytes."""
    room = {**HOME, 1: ["a" * 200, "b" * 100]}
    while len(descriptor(room)) < size:
        room[1][1] += "b"
    return room


def bad_descriptors():
    payload = cbor(HALL)
    signature = NODE[-64:]
    other_alg = b"\xa2\x01\x27\x04\x58\x20" + ALICE.key
    return [
        ("too-big", "513 bytes", descriptor(filled(513))),
        ("bad-envelope", "nothing", b""),
        ("bad-envelope", "no tag", NODE[1:]),
        ("bad-envelope", "another algorithm", b"\xd2\x84" + cbor(other_alg) + b"\xa0" + cbor(payload) + cbor(signature)),
        ("bad-envelope", "unprotected headers not empty",
         b"\xd2\x84" + cbor(protected(ALICE.key)) + b"\xa1\x01\x32" + cbor(payload) + cbor(signature)),
        ("bad-envelope", "the payload's length in two bytes more",
         b"\xd2\x84" + cbor(protected(ALICE.key)) + b"\xa0\x59" + len(payload).to_bytes(2, "big") + payload + cbor(signature)),
        ("bad-envelope", "cut in the signature", NODE[:-1]),
        ("bad-envelope", "one byte more", NODE + b"\x00"),
        ("missing-field", "no addresses said", descriptor(without(HALL, 1))),
        ("missing-field", "dialable not said", descriptor(without(HALL, 2))),
        ("missing-field", "without made", descriptor(without(HALL, 3))),
        ("bad-field", "the payload is an array", descriptor(cbor([1]))),
        ("bad-field", "nine addresses", descriptor({**HALL, 1: ["a:1"] * 9})),
        ("bad-field", "an empty address", descriptor({**HALL, 1: [""]})),
        ("bad-field", "an address of 256 bytes", descriptor({**HALL, 1: ["a" * 256]})),
        ("bad-field", "an address that is bytes", descriptor({**HALL, 1: [b"hal.example:7340"]})),
        ("bad-field", "an address that is not in a list", descriptor({**HALL, 1: "hal.example:7340"})),
        ("bad-field", "dialable is a number", descriptor({**HALL, 2: 1})),
        ("bad-field", "made is text", descriptor({**HALL, 3: "2027"})),
        ("unsorted", "made before dialable", descriptor(cbor(Pairs([(1, []), (3, NOW), (2, False)])))),
        ("duplicate-key", "dialable twice", descriptor(cbor(Pairs([(1, []), (2, False), (2, True), (3, NOW)])))),
        ("not-shortest", "made in nine bytes", descriptor(cbor({**HALL, 3: Raw(b"\x1b" + bytes(7) + b"\x01")}))),
        ("bad-signature", "a bit of the signature changed", NODE[:-1] + bytes([NODE[-1] ^ 1])),
        ("bad-signature", "signed as a post is", descriptor(HALL, ALICE, b"kiem/1")),
        ("bad-signature", "another node's key put in",
         b"\xd2\x84" + cbor(protected(BOB.key)) + b"\xa0" + cbor(payload) + cbor(signature)),
    ]


def pairs():
    """Two good descriptors of one node, and which of them to keep."""
    newer, moved = {**HALL, 3: NOW + 1}, {**HALL, 1: ["elders.example:7340"]}
    return [{"name": f"two descriptors: {name}", "of": "pair", "first": descriptor(first).hex(), "second": descriptor(second).hex(),
             "keep": keep} for name, first, second, keep in [
        ("the newer comes second", HALL, newer, "second"),
        ("the newer comes first", newer, HALL, "first"),
        ("the newer says that it cannot be dialled any more", HALL, {**HOME, 3: NOW + 1}, "second"),
        ("the same bytes", HALL, HALL, "same"),
        ("made at the same moment, with another address", HALL, moved, "evidence"),
        ("made at the same moment, dialable and not", HALL, {**HALL, 2: False}, "evidence"),
        ("made at the same moment, one with a key that nobody knows", HALL, {**HALL, 9: 0}, "evidence"),
    ]]


def vectors():
    found = [described(*row) for row in (
        ("a node that cannot be dialled", HOME, BOB), ("a node with two addresses", HALL),
        ("eight addresses", {**HALL, 1: [f"h{i}.example:7340" for i in range(8)]}), ("made before 1970", {**HOME, 3: -1}),
        ("with a key of a newer version", {**HALL, 9: ["x"]}), ("512 bytes", filled(512)))]
    found += [refused("descriptor", f"descriptor: {name}", verdict, data) for verdict, name, data in bad_descriptors()]
    return found + pairs()

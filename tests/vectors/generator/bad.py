# SPDX-License-Identifier: GPL-3.0-or-later
"""Posts that nobody takes, each for one reason, which its verdict names. The signature is good wherever there can be one."""
from .encode import ALICE, BOB, NOW, Pairs, Raw, bad, base, cbor, envelope, head, post, protected, some_id, to_sign
from .good import LEAST, filled

ID = some_id(1)
GOOD = base(1, k5="t")
PAYLOAD = cbor(GOOD)
SIGNATURE = ALICE.sign(to_sign(ALICE.key, PAYLOAD))
WHOLE = envelope(ALICE.key, PAYLOAD, SIGNATURE)


def enveloped(tag=b"\xd2", array=b"\x84", headers=None, unprotected=b"\xa0", payload=None, signature=None):
    return (tag + array + (cbor(protected(ALICE.key)) if headers is None else headers) + unprotected +
            (cbor(PAYLOAD) if payload is None else payload) + (cbor(SIGNATURE) if signature is None else signature))


def envelopes():
    key = ALICE.key
    other_alg = cbor(b"\xa2\x01\x27\x04\x58\x20" + key)
    swapped = cbor(b"\xa2\x04\x58\x20" + key + b"\x01\x32")
    no_kid = cbor(b"\xa1\x01\x32")
    return [("bad-envelope", name, data) for name, data in [
        ("no tag", enveloped(tag=b"")),
        ("another tag", enveloped(tag=b"\xd1")),
        ("the tag not in its shortest form", enveloped(tag=b"\xd8\x12")),
        ("an array of five", enveloped(array=b"\x85") + b"\x00"),
        ("an array of indefinite length", enveloped(array=b"\x9f") + b"\xff"),
        ("algorithm EdDSA (-8) instead of Ed25519", enveloped(headers=other_alg)),
        ("protected headers in another order", enveloped(headers=swapped)),
        ("no author's key", enveloped(headers=no_kid)),
        ("protected headers with a long length", enveloped(headers=b"\x59\x00\x26" + protected(key))),
        ("unprotected headers not empty", enveloped(unprotected=b"\xa1\x01\x32")),
        ("payload detached", enveloped(payload=b"\xf6")),
        ("payload as text", enveloped(payload=head(3, len(PAYLOAD)) + PAYLOAD)),
        ("payload not wrapped", enveloped(payload=PAYLOAD)),
        ("signature of 63 bytes", enveloped(signature=cbor(SIGNATURE[:63])) + b"\x00"),
        ("signature of 65 bytes", enveloped(signature=cbor(SIGNATURE + b"\x00"))),
        ("signature with a long length", enveloped(signature=b"\x59\x00\x40" + SIGNATURE)),
        ("something else", b"geen bericht, maar een gewone zin die lang genoeg is om er een te kunnen zijn" * 3),
    ]] + [
        ("not-shortest", "payload length in two bytes more", enveloped(payload=b"\x59" + len(PAYLOAD).to_bytes(2, "big") + PAYLOAD)),
        ("not-shortest", "payload length in eight bytes", enveloped(payload=b"\x5b" + len(PAYLOAD).to_bytes(8, "big") + PAYLOAD)),
        ("indefinite", "payload of indefinite length", enveloped(payload=b"\x5f" + cbor(PAYLOAD) + b"\xff")),
        ("truncated", "nothing", b""),
        ("truncated", "the tag alone", WHOLE[:1]),
        ("truncated", "cut in the key", WHOLE[:30]),
        ("truncated", "cut before the payload", WHOLE[:43]),
        ("truncated", "cut in the payload's length", WHOLE[:44]),
        ("truncated", "cut in the payload", WHOLE[:60]),
        ("truncated", "cut before the signature", WHOLE[:-66]),
        ("truncated", "cut in the signature", WHOLE[:-1]),
        ("truncated", "payload of 2^64 - 1 bytes", enveloped(payload=b"\x5b" + b"\xff" * 8 + PAYLOAD)),
        ("trailing", "one byte more", WHOLE + b"\x00"),
        ("trailing", "the same post twice", WHOLE + WHOLE),
        ("too-big", "16385 bytes", post(filled(16385))),
        ("too-big", "16385 bytes of nothing", bytes(16385)),
    ]


def with_item(item):
    """A payload with key 30 and this item, as bytes."""
    return {**GOOD, 30: Raw(bytes.fromhex(item))}


def canonical():
    many = [0] * 245
    return [
        ("not-shortest", "kind in two bytes", {**GOOD, 1: Raw(b"\x18\x01")}),
        ("not-shortest", "a key in two bytes", Pairs([(Raw(b"\x18\x01"), 1)] + list(GOOD.items())[1:])),
        ("not-shortest", "a title's length in two bytes", {**GOOD, 5: Raw(b"\x78\x01t")}),
        ("not-shortest", "the map's count in two bytes", b"\xb8\x05" + PAYLOAD[1:]),
        ("indefinite", "a text in parts", {**GOOD, 5: Raw(b"\x7f\x61t\xff")}),
        ("indefinite", "a map of indefinite length", b"\xbf" + PAYLOAD[1:] + b"\xff"),
        ("indefinite", "an array of indefinite length", with_item("9f00ff")),
        ("indefinite", "a reserved initial byte", with_item("1c")),
        ("float", "a half float", with_item("f93c00")),
        ("float", "a double, made", {**GOOD, 3: Raw(bytes.fromhex("fb427a3185c5000000"))}),
        ("tagged", "a tagged number", with_item("c100")),
        ("tagged", "a tagged title", {**GOOD, 5: Raw(b"\xd8\x20\x61t")}),
        ("tagged", "a bignum", with_item("c2420100")),
        ("simple", "null", with_item("f6")),
        ("simple", "undefined", with_item("f7")),
        ("simple", "simple value 255", with_item("f8ff")),
        ("unsorted", "board before kind", Pairs([(2, GOOD[2]), (1, 1), (3, GOOD[3]), (4, GOOD[4]), (5, "t")])),
        ("unsorted", "a negative key before key 30", Pairs(list(GOOD.items()) + [(-1, 0), (30, 0)])),
        ("unsorted", "a map inside, unsorted", {**GOOD, 30: Pairs([("b", 0), ("a", 0)])}),
        ("unsorted", "a shorter text key after a longer one", {**GOOD, 30: Pairs([("aa", 0), ("b", 0)])}),
        ("duplicate-key", "two titles", Pairs(list(GOOD.items()) + [(5, "u")])),
        ("duplicate-key", "a map inside, a key twice", {**GOOD, 30: Pairs([("a", 0), ("a", 0)])}),
        ("bad-utf8", "a title of a lone continuation byte", {**GOOD, 5: Raw(b"\x61\x80")}),
        ("bad-utf8", "an overlong form", {**GOOD, 5: Raw(b"\x62\xc0\xaf")}),
        ("bad-utf8", "a surrogate", {**GOOD, 5: Raw(b"\x63\xed\xa0\x80")}),
        ("bad-utf8", "beyond Unicode", {**GOOD, 5: Raw(b"\x64\xf4\x90\x80\x80")}),
        ("bad-utf8", "a character cut off", {**GOOD, 5: Raw(b"\x62t\xc3")}),
        ("bad-utf8", "a text deep inside", {**GOOD, 30: [[Raw(b"\x61\xff")]]}),
        ("int-range", "2^53 + 1", with_item("1b0020000000000001")),
        ("int-range", "-2^53 - 1", with_item("3b0020000000000000")),
        ("int-range", "until is 2^64 - 1", {**GOOD, 4: 2**64 - 1}),
        ("int-range", "a key of 2^53 + 1", {**GOOD, 2**53 + 1: 0}),
        ("too-deep", "depth 9", {**GOOD, 30: [[[[[[[[]]]]]]]]}),
        ("too-deep", "depth 9 in maps", {**GOOD, 30: {0: {0: {0: {0: {0: {0: {0: {}}}}}}}}}),
        ("too-many-items", "257 items", {**GOOD, 30: many}),
        ("truncated", "an array with one item more than bytes left", {**GOOD, 30: Raw(b"\x82\x00")}),
        ("truncated", "a map of 2^63 pairs", {**GOOD, 30: Raw(b"\xbb\x80" + bytes(7))}),
        ("truncated", "an array of 2^64 - 1 items", {**GOOD, 30: Raw(b"\x9b" + b"\xff" * 8)}),
        ("truncated", "a text longer than the payload", {**GOOD, 5: Raw(b"\x79\x40\x00t")}),
        ("truncated", "an empty payload", b""),
        ("truncated", "a payload that ends in a head", PAYLOAD[:-2] + b"\x78"),
        ("trailing", "one item more in the payload", PAYLOAD + b"\x00"),
    ]


FIELDS = [
    ("missing-field", "an empty map", {}),
    ("bad-field", "the payload is an array", cbor([1, "nl"])),
    ("bad-field", "the payload is a number", b"\x00"),
    ("bad-field", "a text key", {**GOOD, "x": 0}),
    ("bad-field", "a key that is an array", Pairs(list(GOOD.items()) + [([], 0)])),
    ("bad-field", "kind 0", {**GOOD, 1: 0}),
    ("bad-field", "kind as text", {**GOOD, 1: "initiative"}),
    ("bad-field", "board as bytes", {**GOOD, 2: b"nl"}),
    ("bad-field", "made before 1970", {**GOOD, 3: -1, 4: 1}),
    ("bad-field", "an empty title", base(99, k5="")),
    ("bad-field", "a title of 201 bytes", {**GOOD, 5: "x" * 201}),
    ("bad-field", "a title as a number", {**GOOD, 5: 7}),
    ("bad-field", "an empty text", {**GOOD, 6: ""}),
    ("bad-field", "a language with an underscore", {**GOOD, 9: "nl_NL"}),
    ("bad-field", "a language with an empty part", {**GOOD, 9: "nl--x"}),
    ("bad-field", "a language that starts with a digit", {**GOOD, 9: "1nl"}),
    ("bad-field", "a language part of nine letters", {**GOOD, 9: "abcdefghi"}),
    ("bad-field", "a language of 36 bytes", {**GOOD, 9: "abcdefgh-1-abcdefgh-12345678-a1b2c3d"}),
    ("bad-field", "a place without a thing", {**GOOD, 10: {}}),
    ("bad-field", "a latitude alone", {**GOOD, 10: {1: 0, 3: "x"}}),
    ("bad-field", "a longitude alone", {**GOOD, 10: {2: 0}}),
    ("bad-field", "a latitude past the pole", {**GOOD, 10: {1: 90000001, 2: 0}}),
    ("bad-field", "a longitude past 180 degrees", {**GOOD, 10: {1: 0, 2: -180000001}}),
    ("bad-field", "a place's label of 201 bytes", {**GOOD, 10: {3: "x" * 201}}),
    ("bad-field", "a place with a text key", {**GOOD, 10: {"x": 1}}),
    ("bad-field", "a place as text", {**GOOD, 10: "hier"}),
    ("bad-field", "quantity 0", {**GOOD, 11: 0}),
    ("bad-field", "a negative quantity", {**GOOD, 11: -1}),
    ("bad-field", "a unit of 33 bytes", {**GOOD, 12: "x" * 33}),
    ("bad-field", "from as text", {**GOOD, 13: "vrijdag"}),
    ("bad-field", "signals not ascending", {**GOOD, 17: [2, 1]}),
    ("bad-field", "a signal twice", {**GOOD, 17: [2, 2]}),
    ("bad-field", "signal 0", {**GOOD, 17: [0]}),
    ("bad-field", "no signals", {**GOOD, 17: []}),
    ("bad-field", "nine signals", {**GOOD, 17: list(range(1, 10))}),
    ("bad-field", "five roles", {**GOOD, 19: [1, 2, 3, 4, 5]}),
    ("bad-field", "a name of 101 bytes", {**GOOD, 20: "x" * 101}),
    ("bad-field", "sector 0", {**GOOD, 21: 0}),
    ("bad-field", "a language twice", {**GOOD, 22: ["nl", "nl"]}),
    ("bad-field", "nine languages", {**GOOD, 22: ["a", "b", "c", "d", "e", "f", "g", "h", "i"]}),
    ("bad-field", "unnamed is false", {**GOOD, 23: False}),
    ("bad-field", "an heir of 31 bytes", {**GOOD, 24: BOB.key[:31]}),
    ("bad-field", "whom as text", {**GOOD, 25: BOB.key.hex()}),
    ("bad-field", "level 4", base(33, k25=BOB.key, k26=4)),
    ("bad-field", "level 0", base(33, k25=BOB.key, k26=0)),
    ("bad-field", "a context of 101 bytes", {**GOOD, 27: "x" * 101}),
    ("bad-field", "no recipients", base(64, k28=[], k29=b"\0")),
    ("bad-field", "nine recipients", base(64, k28=[some_id(100 + i) for i in range(9)], k29=b"\0")),
    ("bad-field", "a recipient twice", base(64, k28=[BOB.key, BOB.key], k29=b"\0")),
    ("bad-field", "an empty box", base(64, k28=[BOB.key], k29=b"")),
    ("bad-board", "capital letters", {**GOOD, 2: "NL/Tilburg"}),
    ("bad-board", "nothing", {**GOOD, 2: ""}),
    ("bad-board", "an empty segment", {**GOOD, 2: "nl//tilburg"}),
    ("bad-board", "a slash at the end", {**GOOD, 2: "nl/"}),
    ("bad-board", "a slash at the start", {**GOOD, 2: "/nl"}),
    ("bad-board", "nine segments", {**GOOD, 2: "a/b/c/d/e/f/g/h/i"}),
    ("bad-board", "129 bytes", {**GOOD, 2: "a" * 129}),
    ("bad-board", "a letter that is not ASCII", {**GOOD, 2: "nl/s-hertogenbosch/caf\u00e9"}),
    ("bad-board", "a line break", {**GOOD, 2: "nl\n"}),
    ("bad-time", "until is made", {**GOOD, 4: NOW}),
    ("bad-time", "until before made", {**GOOD, 4: NOW - 1}),
    ("bad-time", "a life of two years and a millisecond", {**GOOD, 4: NOW + 63244800001}),
    ("bad-time", "from after to", {**GOOD, 13: 2, 14: 1}),
    ("bad-link", "no links", {**GOOD, 8: []}),
    ("bad-link", "seventeen links", {**GOOD, 8: [[i + 1, ID] for i in range(17)]}),
    ("bad-link", "the same link twice", {**GOOD, 8: [[1, ID], [1, ID]]}),
    ("bad-link", "the same link twice, once with a board", {**GOOD, 8: [[1, ID], [1, ID, "nl"]]}),
    ("bad-link", "relation 0", {**GOOD, 8: [[0, ID]]}),
    ("bad-link", "a relation as text", {**GOOD, 8: [["about", ID]]}),
    ("bad-link", "an id of 31 bytes", {**GOOD, 8: [[1, ID[:31]]]}),
    ("bad-link", "an id as text", {**GOOD, 8: [[1, ID.hex()]]}),
    ("bad-link", "a link of one", {**GOOD, 8: [[1]]}),
    ("bad-link", "a link of four", {**GOOD, 8: [[1, ID, "nl", 0]]}),
    ("bad-link", "a link with a bad board", {**GOOD, 8: [[1, ID, "NL"]]}),
    ("bad-link", "a link that is a map", {**GOOD, 8: [{1: ID}]}),
    ("bad-tag", "no tags", {**GOOD, 7: []}),
    ("bad-tag", "an empty tag", {**GOOD, 7: [""]}),
    ("bad-tag", "a tag of 65 bytes", {**GOOD, 7: ["x" * 65]}),
    ("bad-tag", "a tag twice", {**GOOD, 7: ["a", "b", "a"]}),
    ("bad-tag", "seventeen tags", {**GOOD, 7: [f"tag{i}" for i in range(17)]}),
    ("bad-tag", "a tag as bytes", {**GOOD, 7: [b"a"]}),
]


def fields():
    rows = list(FIELDS)
    for key, name in ((1, "kind"), (2, "board"), (3, "made"), (4, "until")):
        rows.append(("missing-field", f"without {name}", {k: v for k, v in GOOD.items() if k != key}))
    return rows


def kinds():
    """Each kind without one of the things that it needs."""
    rows = []
    for name, least in LEAST:
        for key in sorted(set(least) - {1, 2, 3, 4}):
            without = {k: v for k, v in least.items() if k != key}
            rows.append(("bad-link" if key == 8 else "missing-field", f"{name} without key {key}", without))
        if 8 in least:
            rows.append(("bad-link", f"{name} with a link of another relation", {**least, 8: [[7, ID]]}))
        if least[1] in (48, 49, 50):
            twice = [[least[8][0][0], ID], [least[8][0][0], some_id(2)]]
            rows.append(("bad-link", f"{name} with two such links", {**least, 8: twice}))
    return rows


def vectors():
    found = [bad(f"envelope: {name}", verdict, data) for verdict, name, data in envelopes()]
    for group, rows in (("form", canonical()), ("field", fields()), ("kind", kinds())):
        found += [bad(f"{group}: {name}", verdict, post(fields)) for verdict, name, fields in rows]
    return found

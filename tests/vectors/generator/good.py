# SPDX-License-Identifier: GPL-3.0-or-later
"""Posts that everybody takes: every kind with the least it needs and as people write it, and every limit at its last good value."""
from .encode import ALICE, BOB, CARLA, DAY, NOW, base, cbor, good, post, some_id

ID = some_id(1)
TARGETS = {"about": [[1, ID]], "replaces": [[5, ID]], "cancels": [[6, ID]]}

LEAST = [
    ("initiative", base(1, k5="Groene gevels in onze straat")),
    ("offer", base(2, k5="Zaal voor twintig mensen")),
    ("request", base(3, k5="Wie heeft een aanhanger?")),
    ("gathering", base(4, k5="Buurtsoep", k13=NOW + 3 * DAY)),
    ("deed", base(5, k5="De eerste zes tegels zijn eruit")),
    ("lesson", base(6, k5="Vraag de gemeente eerst")),
    ("note", base(7, k6="Ik doe mee", k8=TARGETS["about"])),
    ("join", base(16, k8=TARGETS["about"])),
    ("leave", base(17, k8=TARGETS["cancels"])),
    ("profile", base(32, k20="Speeltuin Noord")),
    ("vouch", base(33, k25=BOB.key, k26=2)),
    ("unvouch", base(34, k8=TARGETS["cancels"])),
    ("revise", base(48, k6="Nu met klimop", k8=TARGETS["replaces"])),
    ("renew", base(49, k8=TARGETS["about"])),
    ("retract", base(50, k8=TARGETS["cancels"])),
    ("address", base(51, k6="De zaal was op slot en niemand nam op", k25=BOB.key)),
    ("mend", base(52, k8=TARGETS["cancels"])),
    ("receipt", base(53, k8=TARGETS["about"])),
    ("sealed", base(64, k28=[BOB.key], k29=bytes(range(48)))),
    ("succeed", base(80, k25=BOB.key)),
]

AS_WRITTEN = [
    ("initiative in full", base(1, k5="Groene gevels in onze straat", k6="Wie doet mee? Tegels eruit, klimop erin.",
                                k7=["groen", "straat"], k9="nl", k10={1: 51560000, 2: 5090000, 3: "Lijnsheike"})),
    ("offer in full", base(2, k5="Zaal voor twintig mensen", k6="Met koffie en een scherm.", k7=["ruimte"], k9="nl-NL",
                           k10={3: "Kraaiven, hal 3"}, k11=20000, k12="seats", k13=NOW + DAY, k14=NOW + DAY + 10800000,
                           k15="gratis voor buren")),
    ("request in full", base(3, k5="Laadpaal gezocht", k11=11500, k12="kW", k13=NOW, k14=NOW + 30 * DAY, k8=[[2, ID]])),
    ("gathering in full", base(4, k5="Buurtsoep", k13=NOW, k14=NOW + 7200000, k10={3: "Wijkcentrum"})),
    ("deed in full", base(5, k5="Zes tegels eruit", k8=[[1, ID], [7, some_id(2)]], k6="Met drie mensen, in een uur.")),
    ("note on two boards", base(7, k6="Zie ook het park", k8=[[1, ID, "nl/tilburg/noord"], [3, some_id(2)]])),
    ("join in full", base(16, k8=TARGETS["about"], k16="een hoogwerker, twee zaterdagen", k17=[1, 3, 5], k18="Omdat het kan.",
                          k19=[1, 2])),
    ("leave two joins with a next place", base(17, k8=[[6, ID], [6, some_id(2)], [7, some_id(3)]], k6="Ik ga verder met de tuin.")),
    ("profile in full", base(32, k20="Bakkerij op het park", k21=2, k22=["nl", "tr", "ar"], k23=True, k24=CARLA.key)),
    ("vouch in full", base(33, k25=BOB.key, k26=3, k27="samengewerkt", k6="Doet wat hij zegt.")),
    ("unvouch that says whom", base(34, k8=TARGETS["cancels"], k25=BOB.key)),
    ("revise with title and text", base(48, k5="Groene gevels", k6="Nu met klimop", k8=TARGETS["replaces"])),
    ("revise with a title alone", base(48, k5="Groene gevels", k8=TARGETS["replaces"])),
    ("receipt in part", base(53, k8=TARGETS["about"], k11=5000, k12="seats", k25=BOB.key)),
    ("sealed to eight", base(64, k28=[some_id(100 + i) for i in range(8)], k29=b"\0")),
]

UNKNOWN = [
    ("unknown kind", base(99)),
    ("unknown kind, the largest number", base(2**53)),
    ("unknown kind with known fields", base(8, k5="Wat is dit?", k8=[[1, ID]])),
    ("unknown keys", base(1, k5="t", k30="later", k31=[1, {"a": [True, False, b"\1"]}], k1000={-1: {}})),
    ("unknown key 0", {**base(1, k5="t"), 0: "nul"}),
    ("unknown negative keys", {**base(1, k5="t"), -1: 1, -(2**53): 2}),
    ("unknown largest key", {**base(1, k5="t"), 2**53: []}),
    ("unknown key with keys of every type inside", base(1, k5="t", k40={1: 1, -1: 2, "a": 3, b"a": 4, False: 5})),
    ("unknown relation", base(1, k5="t", k8=[[9, ID], [2**53, ID]])),
    ("unknown signal, role and sector", base(16, k8=TARGETS["about"], k17=[5, 6, 700], k19=[3], k21=9000)),
    ("unknown key of a place", base(1, k5="t", k10={3: "hier", 4: [1]})),
    ("a place of unknown keys only", base(1, k5="t", k10={-5: "h3"})),
    ("fields that the kind has no use for", base(32, k20="naam", k5="t", k11=1, k13=0, k26=1, k28=[BOB.key])),
    ("links that the kind has no use for", base(50, k8=[[6, ID], [1, ID], [8, ID], [6000, ID]])),
]

EDGES = [
    ("the smallest post", {1: 8, 2: "a", 3: 0, 4: 1}),
    ("the longest board", base(1, k5="t", k2="a" * 128)),
    ("a board of eight segments", base(1, k5="t", k2="a/b/c/d/e/f/g/-")),
    ("the longest life", base(1, k5="t", k4=NOW + 63244800000)),
    ("the shortest life", base(1, k5="t", k4=NOW + 1)),
    ("the last moment", base(1, k5="t", k3=2**53 - 1, k4=2**53)),
    ("a title of 200 bytes", base(1, k5="é" * 100)),
    ("a title not normalised (NFD)", base(1, k5="cafe\u0301")),
    ("a title of every length of UTF-8", base(1, k5="a\u07ff\u0800\ud7ff\ue000\uffff\U00010000\U0010ffff")),
    ("a title with NUL and control characters", base(1, k5="a\0b\x1b[31m\x7f")),
    ("sixteen tags", base(1, k5="t", k7=[f"tag{i}" for i in range(16)])),
    ("a tag of 64 bytes", base(1, k5="t", k7=["x" * 64])),
    ("tags that differ in case only", base(1, k5="t", k7=["groen", "Groen"])),
    ("sixteen links", base(1, k5="t", k8=[[i + 1, ID] for i in range(16)])),
    ("one relation to two posts and two to one", base(1, k5="t", k8=[[1, ID], [1, some_id(2)], [2, ID]])),
    ("a link to a post on the same board, said", base(1, k5="t", k8=[[1, ID, "nl/tilburg/kraaiven"]])),
    ("a language of 35 bytes", base(1, k5="t", k9="abcdefgh-1-abcdefgh-12345678-a1b2c3")),
    ("a place at the corners of the map", base(1, k5="t", k10={1: -90000000, 2: 180000000, 3: "x" * 200})),
    ("a place at the other corners", base(1, k5="t", k10={1: 90000000, 2: -180000000})),
    ("the largest quantity", base(2, k5="t", k11=2**53)),
    ("from and to the same moment", base(2, k5="t", k13=5, k14=5)),
    ("from before 1970", base(5, k5="De brug van 1912", k13=-(2**53), k14=-1)),
    ("to without from", base(2, k5="t", k14=0)),
    ("eight signals and four roles", base(16, k8=TARGETS["about"], k17=[1, 2, 3, 4, 5, 6, 7, 8], k19=[1, 2, 3, 4])),
    ("depth 8", base(1, k5="t", k30=[[[[[[[]]]]]]])),
    ("256 items", base(1, k5="t", k30=[0] * 244)),
]


def filled(size):
    """A lesson whose text makes the whole post exactly `size` bytes."""
    n = size - 200
    while len(post(base(6, k5="t", k6="x" * n))) < size:
        n += 1
    return base(6, k5="t", k6="x" * n)


def payload_of(size):
    """A lesson whose payload is exactly `size` bytes."""
    fields = base(6, k5="t", k6="x" * (size - 60))
    while len(cbor(fields)) < size:
        fields[6] += "x"
    assert len(cbor(fields)) == size
    return fields


def vectors():
    found = [good(f"least {name}", fields) for name, fields in LEAST]
    found += [good(name, fields, BOB if i % 2 else ALICE) for i, (name, fields) in enumerate(AS_WRITTEN + UNKNOWN + EDGES)]
    found.append(good("a payload of 23 bytes", {1: 8, 2: "abcdefghijklmn", 3: 0, 4: 1}))
    found.append(good("a payload of 24 bytes", {1: 8, 2: "abcdefghijklmno", 3: 0, 4: 1}))
    found.append(good("a payload of 255 bytes", payload_of(255)))
    found.append(good("a payload of 256 bytes", payload_of(256)))
    found.append(good("16384 bytes", filled(16384)))
    return found

# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages between neighbours, good ones and ones that are bad for one reason each."""
from . import descriptors
from .descriptors import NODE, OTHER, refused, without
from .encode import NOW, Pairs, Raw, cbor, post, shown, some_id

HELLO, PING, PONG, BOARDS, POSTS, ACK, WANT, GONE, SUM, STREAM, MARK, LIST, PAGE, IHAVE, GRAFT, PRUNE, JOIN, FORWARD_JOIN, WELCOME, \
    NEIGHBOUR, ANSWER, DISCONNECT, SHUFFLE, SHUFFLE_REPLY, DIAL_BACK, CELLS, MORE = range(1, 28)
NAMES = ["", "hello", "ping", "pong", "boards", "posts", "ack", "want", "gone", "sum", "stream", "mark", "list", "page", "ihave", "graft",
         "prune", "join", "forward-join", "welcome", "neighbour", "answer", "disconnect", "shuffle", "shuffle-reply", "dial-back",
         "cells", "more"]

SHOWN_MAX = 8192  # bytes of a message that is shown field by field too
NONCE = bytes(range(16))
ID = some_id(1)
AT = [NOW, ID]
LATER = [NOW + 1, some_id(2)]
TAGS = [some_id(100 + i)[:8] for i in range(65)]


def numbers(n, width=8, behind=b""):
    """n byte strings one behind the other, ascending."""
    return b"".join(i.to_bytes(width, "big") + behind for i in range(n))


def cells(n):
    """n cells; what is in them is not judged by who reads the message."""
    return b"".join(some_id(1000 + i)[:11] for i in range(n))


GREETING = {0: HELLO, 1: 1, 2: 1, 3: NONCE, 4: NODE, 5: NOW}
TWO_POSTS = [b"\x01", b"\x02\x03"]

GOOD = [
    ("hello", GREETING),
    ("hello of a dial-back", {**GREETING, 6: 2**53}),
    ("hello of an end that speaks versions 1 to 9, with a key of version 9", {**GREETING, 2: 9, 40: [1, {"x": True}]}),
    ("hello with an empty descriptor, for which the link is cut and not the message refused", {**GREETING, 4: b""}),
    ("ping", {0: PING, 1: 7, 2: NOW}),
    ("ping of a clock before 1970", {0: PING, 1: 0, 2: -1}),
    ("pong", {0: PONG, 1: 7, 2: NOW}),
    ("boards: nothing", {0: BOARDS}),
    ("boards: offer", {0: BOARDS, 1: TAGS[:2]}),
    ("boards: accept", {0: BOARDS, 2: TAGS[:1]}),
    ("boards: withdraw", {0: BOARDS, 3: TAGS[:1]}),
    ("boards: all three, one of 64 tags", {0: BOARDS, 1: TAGS[:64], 2: [], 3: TAGS[:1]}),
    ("posts: none", {0: POSTS, 1: []}),
    ("posts that were asked for", {0: POSTS, 1: [post({1: 6, 2: "nl", 3: NOW, 4: NOW + 1, 5: "t"})]}),
    ("posts that are pushed", {0: POSTS, 1: TWO_POSTS, 2: b"\x01\xff"}),
    ("posts: none, pushed", {0: POSTS, 1: [], 2: b""}),
    ("ack", {0: ACK, 1: 70000}),
    ("ack of all there is", {0: ACK, 1: 2**53}),
    ("want: nothing, which says equal", {0: WANT, 1: 0, 4: b""}),
    ("want: two of a range", {0: WANT, 1: 300, 2: AT, 3: LATER, 4: numbers(2)}),
    ("gone: an id that was not kept", {0: GONE, 2: [[ID, 2], [some_id(2), 3]]}),
    ("gone: the end of an answer", {0: GONE, 1: 0, 2: []}),
    ("gone: a short id, for a reason of a newer version", {0: GONE, 1: 0, 2: [[numbers(1), 255]]}),
    ("sum: one cell", {0: SUM, 1: 0, 2: 100000, 3: cells(1), 4: False}),
    ("sum: fresh, an empty board", {0: SUM, 1: 23, 2: 0, 3: bytes(11), 4: True}),
    ("sum: 16 cells", {0: SUM, 1: 24, 2: 100000, 3: cells(16), 4: False}),
    ("sum: 64 cells", {0: SUM, 1: 0, 2: 100000, 3: cells(64), 4: False}),
    ("sum: up to a place", {0: SUM, 1: 0, 2: 50000, 3: cells(16), 4: False, 6: LATER}),
    ("sum: between two places, salted anew", {0: SUM, 1: 0, 2: 50000, 3: cells(16), 4: False, 5: AT, 6: LATER, 7: 1}),
    ("stream from the start", {0: STREAM, 1: 0}),
    ("stream behind a place", {0: STREAM, 1: 0, 2: AT}),
    ("stream: stop", {0: STREAM, 1: 0, 3: True}),
    ("stream: not stop, said", {0: STREAM, 1: 0, 3: False}),
    ("mark", {0: MARK, 1: 0, 2: AT}),
    ("mark: the end", {0: MARK, 1: 0, 2: AT, 3: True}),
    ("mark: the end of nothing", {0: MARK, 1: 0, 3: True}),
    ("list from the start", {0: LIST, 1: 0}),
    ("list behind a place before 1970", {0: LIST, 1: 0, 2: [-1, ID]}),
    ("page", {0: PAGE, 1: 0, 3: AT, 4: numbers(3)}),
    ("page: the last", {0: PAGE, 1: 0, 2: AT, 4: numbers(1)}),
    ("ihave: one", {0: IHAVE, 1: 0, 2: numbers(1, 8, b"\x03")}),
    ("ihave: 1024", {0: IHAVE, 1: 0, 2: numbers(1024, 8, b"\x03")}),
    ("ihave: in any order, twice, hops 0 and 255", {0: IHAVE, 1: 0, 2: ID[:8] + b"\xff" + bytes(9) + ID[:8] + b"\x00"}),
    ("graft of the link alone", {0: GRAFT, 1: 0, 2: b""}),
    ("graft: 1024", {0: GRAFT, 1: 0, 2: numbers(1024)}),
    ("prune", {0: PRUNE, 1: 2**32}),
    ("join", {0: JOIN, 1: 0}),
    ("forward-join with six steps to go", {0: FORWARD_JOIN, 1: 0, 2: 6, 3: 12345, 4: NODE}),
    ("forward-join that has arrived", {0: FORWARD_JOIN, 1: 0, 2: 0, 3: 12345, 4: NODE}),
    ("welcome", {0: WELCOME, 1: 0, 3: 12345, 4: OTHER}),
    ("neighbour: take me, I have no other", {0: NEIGHBOUR, 1: 0, 2: True, 3: False}),
    ("neighbour: invited", {0: NEIGHBOUR, 1: 0, 2: False, 3: True}),
    ("answer: yes", {0: ANSWER, 1: 0, 2: True}),
    ("answer: no", {0: ANSWER, 1: 0, 2: False}),
    ("disconnect", {0: DISCONNECT, 1: 0}),
    ("shuffle: the origin alone", {0: SHUFFLE, 1: 0, 2: 6, 3: 2**53, 5: [NODE]}),
    ("shuffle: eight", {0: SHUFFLE, 1: 0, 2: 1, 3: 0, 5: [NODE, OTHER] * 4}),
    ("shuffle-reply: nothing", {0: SHUFFLE_REPLY, 1: 0, 3: 0, 5: []}),
    ("shuffle-reply: two", {0: SHUFFLE_REPLY, 1: 0, 3: 0, 5: [NODE, OTHER]}),
    ("dial-back", {0: DIAL_BACK, 1: 99, 2: "[2001:db8::1]:7340"}),
    ("cells behind the first sixteen", {0: CELLS, 1: 0, 2: 16, 3: cells(20), 4: 100000}),
    ("cells: the last there can be, of a range", {0: CELLS, 1: 0, 2: 16383, 3: cells(1), 4: 9, 5: AT, 6: LATER}),
    ("more: one", {0: MORE, 1: 0, 2: 1}),
    ("more: all", {0: MORE, 1: 0, 2: 16384}),
    ("a type of a newer version", {0: 28, 1: "anything", 2: [[[[[[]]]]]]}),
    ("type 0", {0: 0}),
    ("a type of 2^53", {0: 2**53}),
    ("a text key, a key below zero, a key that is an array", Pairs([(0, PRUNE), (1, 0), (-1, 0), ("lane", 9), ([], True)])),
    ("16384 items", {0: 99, 1: [0] * 16380}),
]

# What a writer of this version says instead of some of these: no keys of another version, nothing that goes without saying.
WRITTEN = {
    "hello of an end that speaks versions 1 to 9, with a key of version 9": {**GREETING, 2: 9},
    "posts: none, pushed": {0: POSTS, 1: []},
    "gone: a short id, for a reason of a newer version": {0: GONE, 1: 0, 2: [[numbers(1), 1]]},
    "stream: not stop, said": {0: STREAM, 1: 0},
    "a text key, a key below zero, a key that is an array": {0: PRUNE, 1: 0},
}


LEAST = {name: fields for name, fields in GOOD}


def lacking():
    """One of each type without each of its keys in turn."""
    rows = []
    for name, keys in (("hello", (1, 2, 3, 4, 5)), ("ping", (1, 2)), ("posts that are pushed", ()), ("ack", (1,)),
                       ("want: two of a range", (1, 4)), ("gone: the end of an answer", (2,)), ("sum: one cell", (1, 2, 3, 4)),
                       ("stream: stop", (1,)), ("mark", (1,)), ("list from the start", (1,)), ("page", (1, 4)), ("ihave: one", (1, 2)),
                       ("graft of the link alone", (1, 2)), ("prune", (1,)), ("join", (1,)),
                       ("forward-join that has arrived", (1, 2, 3, 4)), ("welcome", (1, 3, 4)), ("neighbour: invited", (1, 2, 3)),
                       ("answer: yes", (1, 2)), ("disconnect", (1,)), ("shuffle: the origin alone", (1, 2, 3, 5)),
                       ("shuffle-reply: nothing", (1, 3, 5)), ("dial-back", (1, 2)), ("more: one", (1, 2)),
                       ("cells behind the first sixteen", (1, 2, 3, 4))):
        rows += [("missing-field", f"{name}, without key {key}", without(LEAST[name], key)) for key in keys]
    return rows


def fields():
    ping, want, total, walk, shuffle = (LEAST[name] for name in (
        "ping", "want: two of a range", "sum: one cell", "forward-join that has arrived", "shuffle: the origin alone"))
    more, piece = LEAST["more: one"], LEAST["cells behind the first sixteen"]
    return [("bad-field", name, data) for name, data in [
        ("an array", [0, 2, 1]),
        ("a type below zero", {**ping, 0: -1}),
        ("a type that is text", {**ping, 0: "ping"}),
        ("hello: the highest version below the lowest", {**GREETING, 1: 2}),
        ("hello: a nonce of 15 bytes", {**GREETING, 3: NONCE[:15]}),
        ("hello: a descriptor of 513 bytes", {**GREETING, 4: bytes(513)}),
        ("hello: a clock that is text", {**GREETING, 5: "12:00"}),
        ("hello: a probe below zero", {**GREETING, 6: -1}),
        ("ping: a token of bytes", {**ping, 1: b"\x07"}),
        ("boards: a tag of seven bytes", {0: BOARDS, 1: [TAGS[0][:7]]}),
        ("boards: 65 tags", {0: BOARDS, 2: TAGS}),
        ("boards: a tag that is not in a list", {0: BOARDS, 3: TAGS[0]}),
        ("posts: an empty one", {0: POSTS, 1: [b""]}),
        ("posts: one of 16385 bytes", {0: POSTS, 1: [bytes(16385)]}),
        ("posts: 513", {0: POSTS, 1: [b"\x01"] * 513}),
        ("posts: hops of another number than posts", {0: POSTS, 1: TWO_POSTS, 2: b"\x01"}),
        ("posts: pushed over no link", {0: POSTS, 1: TWO_POSTS, 2: b"\x01\x00"}),
        ("ack below zero", {0: ACK, 1: -1}),
        ("want: a lane that is a tag", {**want, 1: TAGS[0]}),
        ("want: a place of one item", {**want, 2: [NOW]}),
        ("want: a place with an id of 31 bytes", {**want, 3: [NOW, ID[:31]]}),
        ("want: seven bytes of short ids", {**want, 4: bytes(7)}),
        ("want: short ids not ascending", {**want, 4: numbers(2)[8:] + bytes(8)}),
        ("want: a short id twice", {**want, 4: bytes(16)}),
        ("want: 4097 short ids", {**want, 4: numbers(4097)}),
        ("gone: an item of three", {0: GONE, 2: [[ID, 1, 0]]}),
        ("gone: an id of 31 bytes", {0: GONE, 2: [[ID[:31], 1]]}),
        ("gone: a reason that is text", {0: GONE, 2: [[ID, "retracted"]]}),
        ("gone: a lane below zero", {0: GONE, 1: -1, 2: []}),
        ("sum: no cells", {**total, 3: b""}),
        ("sum: a cell of 10 bytes", {**total, 3: bytes(10)}),
        ("sum: 65 cells", {**total, 3: cells(65)}),
        ("sum: a count below zero", {**total, 2: -1}),
        ("sum: fresh is a number", {**total, 4: 1}),
        ("sum: a place that is a number", {**total, 5: NOW}),
        ("sum: salted a second time anew", {**total, 7: 2}),
        ("stream: stop is a number", {0: STREAM, 1: 0, 3: 1}),
        ("mark: a place of three", {0: MARK, 1: 0, 2: [*AT, 0]}),
        ("list: behind a time", {0: LIST, 1: 0, 2: NOW}),
        ("ihave: nothing", {0: IHAVE, 1: 0, 2: b""}),
        ("ihave: ten bytes", {0: IHAVE, 1: 0, 2: bytes(10)}),
        ("ihave: 1025", {0: IHAVE, 1: 0, 2: bytes(9 * 1025)}),
        ("graft: nine bytes", {0: GRAFT, 1: 0, 2: bytes(9)}),
        ("graft: 1025", {0: GRAFT, 1: 0, 2: bytes(8 * 1025)}),
        ("prune: a lane of bytes", {0: PRUNE, 1: TAGS[0]}),
        ("forward-join with seven steps to go", {**walk, 2: 7}),
        ("forward-join of an empty descriptor", {**walk, 4: b""}),
        ("forward-join of a descriptor of 513 bytes", {**walk, 4: bytes(513)}),
        ("welcome of nobody", {0: WELCOME, 1: 0, 3: 0, 4: []}),
        ("neighbour: high is a number", {0: NEIGHBOUR, 1: 0, 2: 1, 3: False}),
        ("answer of text", {0: ANSWER, 1: 0, 2: "yes"}),
        ("shuffle: nobody", {**shuffle, 5: []}),
        ("shuffle: nine", {**shuffle, 5: [NODE] * 9}),
        ("shuffle: an empty descriptor among them", {**shuffle, 5: [NODE, b""]}),
        ("shuffle-reply: nine", {0: SHUFFLE_REPLY, 1: 0, 3: 0, 5: [NODE] * 9}),
        ("dial-back to nowhere", {0: DIAL_BACK, 1: 99, 2: ""}),
        ("dial-back to an address of 256 bytes", {0: DIAL_BACK, 1: 99, 2: "a" * 256}),
        ("dial-back to bytes", {0: DIAL_BACK, 1: 99, 2: b"hal.example:7340"}),
        ("cells: from 16384", {**piece, 2: 16384}),
        ("cells: beyond 16384", {**piece, 2: 16384 - 19}),
        ("cells: none", {**piece, 3: b""}),
        ("cells: 14 bytes", {**piece, 3: bytes(14)}),
        ("more: none", {**more, 2: 0}),
        ("more: 16385", {**more, 2: 16385}),
    ]]


def form():
    ping = LEAST["ping"]
    body = cbor(ping)
    return [
        ("truncated", "nothing", b""),
        ("truncated", "cut in the last value", body[:-1]),
        ("truncated", "a byte string longer than the body", b"\xa2\x00\x05\x01\x81\x59\x40\x00\x01"),
        ("trailing", "one byte more", body + b"\x00"),
        ("trailing", "two messages", body + body),
        ("unsorted", "the clock before the token", Pairs([(0, PING), (2, NOW), (1, 7)])),
        ("unsorted", "the type last", Pairs([(1, 7), (2, NOW), (0, PING)])),
        ("duplicate-key", "two tokens", Pairs([(0, PING), (1, 7), (1, 7), (2, NOW)])),
        ("not-shortest", "a token in two bytes", {**ping, 1: Raw(b"\x18\x07")}),
        ("not-shortest", "a nonce whose length is in two bytes", {**GREETING, 3: Raw(b"\x59\x00\x10" + NONCE)}),
        ("indefinite", "posts in a list without an end", {0: POSTS, 1: Raw(b"\x9f\x41\x01\xff")}),
        ("float", "a clock that is a float", {**ping, 2: Raw(bytes.fromhex("fb427a3185c5000000"))}),
        ("tagged", "a tagged descriptor", {**GREETING, 4: Raw(b"\xd8\x18" + cbor(NODE))}),
        ("simple", "null as a place", {0: STREAM, 1: 0, 2: Raw(b"\xf6")}),
        ("bad-utf8", "an address of a lone continuation byte", {0: DIAL_BACK, 1: 9, 2: Raw(b"\x61\x80")}),
        ("int-range", "a token of 2^53 + 1", {**ping, 1: 2**53 + 1}),
        ("too-deep", "depth 9 under a key that nobody knows", {**ping, 30: [[[[[[[[]]]]]]]]}),
        ("too-many-items", "16385 items", {0: 99, 1: [0] * 16381}),
        ("too-big", "65537 bytes", {**GREETING, 30: bytes(65537 - len(cbor(GREETING)) - 5)}),
        ("missing-field", "an empty map", {}),
        ("missing-field", "no type", {1: 7, 2: NOW}),
    ]


def message(name, item):
    fields = item if isinstance(item, Pairs) else sorted(item.items(), key=lambda pair: cbor(pair[0]))
    number, data = fields[0][1], cbor(item)
    found = {"name": name, "of": "message", "verdict": "ok", "type": NAMES[number] if 0 < number < len(NAMES) else "unknown"}
    if len(data) <= SHOWN_MAX:
        found["fields"] = [[shown(k), shown(v)] for k, v in fields]
    if name in WRITTEN:
        found["written"] = cbor(WRITTEN[name]).hex()
    return {**found, "hex": data.hex()}


def vectors():
    found = [message(name, item) for name, item in GOOD]
    for group, rows in (("form", form()), ("field", fields()), ("lack", lacking())):
        found += [refused("message", f"{group}: {name}", verdict, item) for verdict, name, item in rows]
    return found + descriptors.vectors()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Arrows between the rooms: cli, daemon -> view, link -> store -> home -> proto. Seen in #include and in Meson's dependencies."""
import os
import re

# What each room may see, itself aside.
SEES = {
    "proto": set(),
    "home": {"proto"},
    "store": {"home", "proto"},
    "view": {"store", "home", "proto"},
    "link": {"store", "home", "proto"},
    "daemon": {"link", "store", "home", "proto"},
    "cli": {"view", "link", "store", "home", "proto"},
}
# Which room a public header speaks for; what is not named here belongs to the protocol.
VIEWS = ("view", "extract", "words", "query", "match", "find", "coalitions", "trust", "pulse", "map", "communities", "lineage")
HEADERS = {"home": "home", "store": "store", "link": "link", **dict.fromkeys(VIEWS, "view")}
# The protocol opens nothing, allocates nothing, reads no clock: it needs no more of the C library than this.
PROTO_HEADERS = {"assert.h", "inttypes.h", "limits.h", "stdalign.h", "stdbool.h", "stddef.h", "stdint.h", "string.h"}

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')


def room_of(path):
    if path.startswith("proto/"):
        return "proto"
    if path.startswith("node/"):
        return path.split("/")[1]
    if path.startswith("include/kiem/"):
        return HEADERS.get(os.path.basename(path)[:-2], "proto")
    return None


def sources(house):
    for path in house.under(["proto/", "node/", "include/"], [".c", ".h"]):
        for number, line in enumerate(house.lines(path), 1):
            match = INCLUDE.match(line)
            if match:
                yield path, number, match.group(1), match.group(2)


def includes(house):
    for path, number, mark, name in sources(house):
        room = room_of(path)
        if room not in SEES:
            yield path, number, f"the room '{room}' is not in the house's plan (tests/tidy/arrows.py)"
        elif mark == "<" and name.startswith("kiem/"):
            other = HEADERS.get(name[5:-2], "proto")
            if other != room and other not in SEES[room]:
                yield path, number, f"{room} may not see {other}"
        elif mark == '"' and name != "kiem-build.h":
            target = os.path.normpath(os.path.join(os.path.dirname(path), name))
            if room_of(target) != room:
                yield path, number, f"{room} reaches into another room: {name}"


def system_headers(house):
    for path, number, mark, name in sources(house):
        if room_of(path) == "proto" and mark == "<" and not name.startswith(("kiem/", "sodium")) and name not in PROTO_HEADERS:
            yield path, number, f"the protocol may not include <{name}>"


def meson(house):
    for path in house.under(["proto/", "node/"], ["meson.build"]):
        room = room_of(path)
        text = re.sub(r"#.*", "", house.text(path))
        for given in re.findall(r"dependencies:\s*\[?([^\])]*)", text):
            for name in re.findall(r"[a-z_]+", given):
                if name in SEES and name != room and name not in SEES[room]:
                    yield path, 1, f"{room} may not depend on {name}"

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""
proto/post.cddl and proto/wire.cddl are normative, so they are checked like code: they must read as CDDL, every good vector must match,
and no bad one whose rule CDDL can express.

    check_cddl.py POST.CDDL WIRE.CDDL VECTORS
"""
import json
import os
import sys

sys.dont_write_bytecode = True

import cbor2

from reader.cddl import Schema

# What the comments say because CDDL cannot: order, repeats, pieces of a byte string, bytes of a text with a pattern, links by
# relation, one field held against another, and in which of its forms something is encoded.
BEYOND = {
    "post": ("twice", "not ascending", "of 36 bytes", "129 bytes", "link of another relation", "two such links", "another order",
             "shortest form", "long length", "indefinite length"),
    "message": ("highest version below", "seven bytes of short ids", "twice", "not ascending", "of another number than posts", "over no link",
                "ten bytes", "nine bytes", "14 bytes", "beyond 16384", "2^53 + 1"),
    "descriptor": ("length in two bytes more", "one byte more"),
}
SAID = {"bad-envelope", "missing-field", "bad-field", "bad-board", "bad-link", "bad-tag", "int-range"}


def decoded(data):
    """The item, or None where cbor2 does not read it; whether the bytes are canonical is not CDDL's business."""
    try:
        return cbor2.loads(data)
    except Exception:  # not CBOR at all
        return None


def fits(schema, rule, data):
    item = decoded(data)
    try:
        return item is not None and schema.matches(rule, item)
    except cbor2.CBORDecodeError:
        return False


def to_check(vectors, folder):
    """Of each vector that CDDL has something to say of: its file, rule and name, its bytes, whether they should match."""
    for name in vectors:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            for vector in json.load(file)["vectors"]:
                rule, verdict = vector.get("of", "post"), vector.get("verdict")
                good = verdict in ("ok", "bad-signature")
                beyond = rule not in BEYOND or any(words in vector["name"] for words in BEYOND[rule])
                if good or (verdict in SAID and not beyond):
                    yield name, rule, vector["name"], bytes.fromhex(vector["hex"]), good


def check(path, vectors, folder):
    """(good ones that match, bad ones that do not, failures)."""
    with open(path, encoding="utf-8") as file:
        schema = Schema(file.read())
    assert not schema.missing, f"no rule for {schema.missing}"
    good = bad = failed = 0
    for name, rule, title, data, expected in to_check(vectors, folder):
        matches = fits(schema, rule, data)
        good, bad = good + matches, bad + (not matches)
        if matches != expected:
            failed += 1
            print(f"FAILED {name}: {title}: {'matches' if matches else 'does not match'} {os.path.basename(path)}")
    print(f"{os.path.basename(path)}: {len(schema.rules)} rules, {good} match, {bad} do not, {failed} failures")
    return good, bad, failed


def main():
    post, wire, folder = sys.argv[1:]
    posts = check(post, ("posts.json", "signatures.json"), folder)
    messages = check(wire, ("wire.json",), folder)
    assert posts[0] > 100 and posts[1] > 80 and messages[0] > 70 and messages[1] > 100
    return 1 if posts[2] + messages[2] else 0


sys.exit(main())

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""
proto/post.cddl is normative, so it is checked like code: it must read as CDDL, every good vector must match it, and no bad one
whose rule CDDL can express.

    check_cddl.py POST.CDDL VECTORS
"""
import json
import os
import sys

sys.dont_write_bytecode = True

import cbor2

from reader.cddl import Schema

# What the comments of post.cddl say because CDDL cannot: order, repeats, bytes of a text with a pattern, links by relation, and
# in which of its forms something is encoded.
BEYOND = ("twice", "not ascending", "of 36 bytes", "129 bytes", "link of another relation", "two such links", "another order",
          "shortest form", "long length", "indefinite length")
SAID = {"bad-envelope", "missing-field", "bad-field", "bad-board", "bad-link", "bad-tag", "int-range"}


def decoded(data):
    """The item, or None where cbor2 does not read it; whether the bytes are canonical is not CDDL's business."""
    try:
        return cbor2.loads(data)
    except Exception:  # not CBOR at all
        return None


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = Schema(file.read())
    assert not schema.missing, f"no rule for {schema.missing}"
    good = bad = failed = 0
    for name in ("posts.json", "signatures.json"):
        with open(os.path.join(sys.argv[2], name), encoding="utf-8") as file:
            vectors = json.load(file)["vectors"]
        for vector in vectors:
            expected = vector["verdict"] in ("ok", "bad-signature")
            beyond = any(words in vector["name"] for words in BEYOND)
            if not expected and (vector["verdict"] not in SAID or beyond):
                continue
            item = decoded(bytes.fromhex(vector["hex"]))
            try:
                matches = item is not None and schema.matches("post", item)
            except cbor2.CBORDecodeError:
                matches = False
            good, bad = good + matches, bad + (not matches)
            if matches != expected:
                failed += 1
                print(f"FAILED {name}: {vector['name']}: {'matches' if matches else 'does not match'} post.cddl")
    print(f"{len(schema.rules)} rules, {good} posts match, {bad} do not, {failed} failures")
    assert good > 100 and bad > 80
    return 1 if failed else 0


sys.exit(main())

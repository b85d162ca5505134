#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""
Makes proto/vectors/*.json anew. It gives the same bytes every time; run it when a vector is added, and commit what it made.

    tests/vectors/generate.py [DIRECTORY]
"""
import json
import os
import sys

sys.dont_write_bytecode = True

from generator import bad, good, items, meaning, signatures

ABOUT = {
    "posts.json": "Whole posts. verdict: what a reader says of them, its signature checked. id: BLAKE2b-256 of the bytes, good or bad.",
    "signatures.json": "Whole posts at the edges of Ed25519; only the signature is ever wrong with them.",
    "cbor.json": "Single CBOR items against the strict form of proto/post.cddl, at most 8 deep and with at most 256 items.",
    "meaning.json": "Sets of posts, orders in which they arrive, and the state that every node must reach.",
}


def write(folder, name, vectors):
    names = [vector["name"] for vector in vectors]
    assert len(set(names)) == len(names), [n for n in names if names.count(n) > 1]
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        json.dump({"about": ABOUT[name], "vectors": vectors}, file, indent=1, ensure_ascii=True)
        file.write("\n")
    print(f"{name}: {len(vectors)}")


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, "..", "..", "proto", "vectors")
    write(folder, "posts.json", good.vectors() + bad.vectors())
    write(folder, "signatures.json", signatures.vectors())
    write(folder, "cbor.json", items.vectors())
    write(folder, "meaning.json", meaning.vectors())


main()

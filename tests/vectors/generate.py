#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""
Makes proto/vectors/*.json anew. It gives the same bytes every time; run it when a vector is added, and commit what it made.

    tests/vectors/generate.py [DIRECTORY]
    tests/vectors/generate.py --check [DIRECTORY]    only says whether what is there is the same, by its exit status
"""
import json
import os
import sys

sys.dont_write_bytecode = True

from generator import bad, cells, good, items, meaning, signatures, wire

ABOUT = {
    "posts.json": "Whole posts. verdict: what a reader says of them, its signature checked. id: BLAKE2b-256 of the bytes, good or bad.",
    "signatures.json": "Whole posts at the edges of Ed25519; only the signature is ever wrong with them.",
    "cbor.json": "Single CBOR items against the strict form of proto/post.cddl, at most 8 deep and with at most 256 items.",
    "wire.json": "What neighbours say to each other: messages, one a body, and nodes' descriptors, alone and two of one node.",
    "cells.json": "Cells of sets of posts under a link's salt, and what two rows of cells say of the difference of their sets.",
    "meaning.json": "Sets of posts, orders in which they arrive, and the state that every node must reach.",
}


def text_of(name, vectors):
    names = [vector["name"] for vector in vectors]
    assert len(set(names)) == len(names), [n for n in names if names.count(n) > 1]
    return json.dumps({"about": ABOUT[name], "vectors": vectors}, indent=1, ensure_ascii=True) + "\n"


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    folders = [argument for argument in sys.argv[1:] if argument != "--check"]
    folder = folders[0] if folders else os.path.join(here, "..", "..", "proto", "vectors")
    status = 0
    for name, vectors in (("posts.json", good.vectors() + bad.vectors()), ("signatures.json", signatures.vectors()),
                          ("cbor.json", items.vectors()), ("wire.json", wire.vectors()), ("cells.json", cells.vectors()),
                          ("meaning.json", meaning.vectors())):
        path = os.path.join(folder, name)
        if "--check" not in sys.argv:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text_of(name, vectors))
            print(f"{name}: {len(vectors)}")
            continue
        with open(path, encoding="utf-8") as file:
            same = file.read() == text_of(name, vectors)
        print(f"{name}: {len(vectors)}, {'the same' if same else 'CHANGED'}")
        status |= not same
    return status


sys.exit(main())

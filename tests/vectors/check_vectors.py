#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""
The published vectors against a reader that has nothing in common with kiem's C code nor with what made the vectors: decoding by
cbor2, curve arithmetic in plain Python, the rules written down again from proto/post.cddl and proto/README.md.

    check_vectors.py DIRECTORY

Says which vectors fail and exits with 1 when any does.
"""
import hashlib
import json
import os
import sys

sys.dont_write_bytecode = True

from reader import cells
from reader.canonical import Broken, cbor2_agrees_that_it_is_wrong, decoded
from reader.meaning import Node
from reader.post import Post
from reader.wire import Descriptor, keep, message

# Rules about the form of CBOR, on which cbor2 has a say of its own.
FORM = {"not-shortest", "indefinite", "float", "tagged", "simple", "unsorted", "duplicate-key", "bad-utf8"}


def shown(value):
    """A value as the vectors show it in JSON."""
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, dict):
        return {"map": [[shown(key), shown(one)] for key, one in value.items()]}
    if isinstance(value, (list, tuple)):
        return [shown(one) for one in value]
    return value


def check_post(vector):
    data = bytes.fromhex(vector["hex"])
    assert hashlib.blake2b(data, digest_size=32).hexdigest() == vector["id"], "the id is another"
    try:
        post = Post(data)
    except Broken as broken:
        assert broken.args[0] == vector["verdict"], f"{broken.args[0]}, and the vector says {vector['verdict']}"
        return
    assert vector["verdict"] == "ok", f"ok, and the vector says {vector['verdict']}"
    assert post.author.hex() == vector["author"], "the author is another"
    assert shown(post.fields)["map"] == vector["fields"], "the fields are others"


def check_item(vector):
    data = bytes.fromhex(vector["hex"])
    try:
        decoded(data)
        verdict = "ok"
    except Broken as broken:
        verdict = broken.args[0]
    assert verdict == vector["verdict"], f"{verdict}, and the vector says {vector['verdict']}"
    if verdict in FORM:
        assert cbor2_agrees_that_it_is_wrong(data), "cbor2 takes it as canonical"


def check_message(vector):
    name, fields = message(bytes.fromhex(vector["hex"]))
    assert name == vector["type"], f"{name}, and the vector says {vector['type']}"
    if "fields" in vector:
        assert [[shown(key), shown(value)] for key, value in fields.items()] == vector["fields"], "the fields are others"


def check_descriptor(vector):
    found = Descriptor(bytes.fromhex(vector["hex"]))
    said = {"node": found.node.hex(), "addresses": found.addresses, "dialable": found.dialable, "made": found.made}
    assert all(vector[key] == value for key, value in said.items()), f"it says {said}"


def check_pair(vector):
    found = keep(Descriptor(bytes.fromhex(vector["first"])), Descriptor(bytes.fromhex(vector["second"])))
    assert found == vector["keep"], f"{found}, and the vector says {vector['keep']}"


def check_wire(vector):
    if vector["of"] == "pair":
        check_pair(vector)
        return
    try:
        (check_message if vector["of"] == "message" else check_descriptor)(vector)
        verdict = "ok"
    except Broken as broken:
        verdict = broken.args[0]
    except KeyError as error:
        verdict = f"ok, without {error}"
    assert verdict == vector["verdict"], f"{verdict}, and the vector says {vector['verdict']}"


def check_cells(vector):
    if vector["of"] == "cells":
        ends = (bytes.fromhex(vector["dialler"]), bytes.fromhex(vector["listener"]), vector["board"], vector["round"])
        items = [cells.short_id(*ends, bytes.fromhex(post_id)) for post_id in vector["ids"]]
        assert [f"{item:016x}" for item in items] == vector["shorts"], "the short ids are others"
        assert cells.cells(items, vector["upto"])[11 * vector["from"]:].hex() == vector["hex"], "the cells are others"
        return
    result, lack, extra = cells.peel(bytes.fromhex(vector["mine"]), bytes.fromhex(vector["theirs"]))
    assert result == vector["result"], f"{result}, and the vector says {vector['result']}"
    for name, found in (("lack", lack), ("extra", extra)) if result == "decoded" else ():
        assert [f"{item:016x}" for item in sorted(found)] == vector[name], f"{name} is other"


def state_after(vector, order):
    node = Node({vector["board"], *vector.get("also", [])})
    names = {bytes.fromhex(post["id"]): name for name, post in vector["posts"].items()}
    for step in order:
        verdict = node.arrive(bytes.fromhex(vector["posts"][step["post"]]["hex"]), step["at"])
        assert verdict == step.get("verdict", verdict), f"{step['post']}: {verdict}, not {step['verdict']}"
    node.forget(vector["now"])
    ids = {name: post_id for post_id, name in names.items()}
    initiatives = {}
    for name in vector["expect"]["initiatives"]:
        post = node.posts[ids[name]]
        initiatives[name] = {"members": sorted(key.hex() for key in node.members(post)),
                             "shown": names[node.shown(post).id], "until": node.until(post)}
    return {"kept": sorted(names[post_id] for post_id in node.posts), "initiatives": initiatives}


def check_meaning(vector):
    for post in vector["posts"].values():
        assert hashlib.blake2b(bytes.fromhex(post["hex"]), digest_size=32).hexdigest() == post["id"], "an id is another"
    for order in vector["orders"]:
        state = state_after(vector, order)
        said = ", ".join(step["post"] for step in order)
        assert state == vector["expect"], f"after {said}: {state}, not {vector['expect']}"


CHECKS = {"posts.json": check_post, "signatures.json": check_post, "cbor.json": check_item, "wire.json": check_wire,
          "cells.json": check_cells, "meaning.json": check_meaning}


def main():
    failed = checked = 0
    for name, check in CHECKS.items():
        with open(os.path.join(sys.argv[1], name), encoding="utf-8") as file:
            vectors = json.load(file)["vectors"]
        assert vectors, name
        for vector in vectors:
            checked += 1
            try:
                check(vector)
            except Exception as error:  # the reader must not fall over either
                failed += 1
                print(f"FAILED {name}: {vector['name']}: {type(error).__name__}: {error}")
    print(f"{checked} vectors, {failed} failures")
    return 1 if failed else 0


sys.exit(main())

# SPDX-License-Identifier: GPL-3.0-or-later
"""The bytes of posts, good ones and, by Raw and by the envelope's arguments, any others."""
import hashlib

from .curve import Author

NOW = 1800000000000  # made, in most vectors: 2027-01-15T08:00:00Z
DAY = 86400000
ALICE, BOB, CARLA = Author(1), Author(2), Author(3)


class Raw(bytes):
    """Bytes that are put in as they are."""


class Pairs(list):
    """A map whose pairs stay in the order given, twice the same key included."""


def head(major, value):
    if value < 24:
        return bytes([major << 5 | value])
    for more, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if value < 1 << 8 * size:
            return bytes([major << 5 | more]) + value.to_bytes(size, "big")
    raise ValueError(value)


def cbor(value):
    if isinstance(value, Raw):
        return bytes(value)
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, Pairs):
        return head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in value)
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    pairs = sorted((cbor(k), cbor(v)) for k, v in value.items())
    return head(5, len(pairs)) + b"".join(k + v for k, v in pairs)


def protected(key):
    return b"\xa2\x01\x32\x04\x58\x20" + key


def to_sign(key, payload, aad=b"kiem/1", context="Signature1"):
    return cbor([context, protected(key), aad, payload])


def envelope(key, payload, signature):
    return b"\xd2\x84" + cbor(protected(key)) + b"\xa0" + cbor(payload) + cbor(signature)


def post(fields, author=ALICE):
    """A signed post; fields is a map, Pairs, or the payload's bytes."""
    payload = bytes(fields) if isinstance(fields, bytes) else cbor(fields)
    return envelope(author.key, payload, author.sign(to_sign(author.key, payload)))


def base(kind, **more):
    """The common fields, and others given as k5=…; a field given as None is left out."""
    fields = {1: kind, 2: "nl/tilburg/kraaiven", 3: NOW, 4: NOW + 365 * DAY}
    fields.update({int(name[1:]): value for name, value in more.items()})
    return {key: value for key, value in fields.items() if value is not None}


def post_id(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def some_id(number):
    """An id of a post that nobody has."""
    return post_id(b"kiem vector post %d" % number)


def shown(value):
    """A value as JSON shows it: bytes and maps under a name of their own."""
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, dict):
        return {"map": [[shown(k), shown(v)] for k, v in sorted(value.items(), key=lambda pair: cbor(pair[0]))]}
    if isinstance(value, list):
        return [shown(item) for item in value]
    return value


def good(name, fields, author=ALICE):
    data = post(fields, author)
    return {"name": name, "verdict": "ok", "id": post_id(data).hex(), "author": author.key.hex(),
            "fields": shown(fields)["map"], "hex": data.hex()}


def bad(name, verdict, data):
    return {"name": name, "verdict": verdict, "id": post_id(data).hex(), "hex": data.hex()}

# SPDX-License-Identifier: GPL-3.0-or-later
"""
The strict form of CBOR. Whether bytes are in it is decided twice: by looking at the bytes, which also names the rule, and by
cbor2, which decodes them and whose own encoding of every part, put together in order, must be the same bytes.
"""
import io

import cbor2

FURTHEST = 1 << 53


class Broken(Exception):
    """A rule is broken; its name is the first argument."""


def inspect(data, depth=8, items=256):
    """Raises Broken unless data is exactly one item in the strict form."""
    budget = [items + 1]
    end = item(data, 0, depth, budget)
    if end != len(data):
        raise Broken("trailing")


def argument(data, at):
    """(value, position behind it) of the head at `at`."""
    low = data[at] & 0x1F
    if low < 24:
        return low, at + 1
    width = {24: 1, 25: 2, 26: 4, 27: 8}[low]
    raw = data[at + 1:at + 1 + width]
    if len(raw) < width:
        raise Broken("truncated")
    value = int.from_bytes(raw, "big")
    if value < 24 or (width > 1 and value < 1 << 4 * width):
        raise Broken("not-shortest")
    return value, at + 1 + width


def item(data, at, depth, budget):
    """The position behind the item at `at`."""
    budget[0] -= 1
    if budget[0] < 0:
        raise Broken("too-many-items")
    if at >= len(data):
        raise Broken("truncated")
    first = data[at]
    if first & 0x1F >= 28:
        raise Broken("indefinite")
    major = first >> 5
    if major == 6:
        raise Broken("tagged")
    if major == 7:
        if first in (0xF4, 0xF5):
            return at + 1
        raise Broken("float" if first in (0xF9, 0xFA, 0xFB) else "simple")
    value, at = argument(data, at)
    if major < 2:
        if value + major > FURTHEST:
            raise Broken("int-range")
        return at
    if major < 4:
        return string(data, at, value, major == 3)
    if value * (major - 3) > len(data) - at:
        raise Broken("truncated")
    if depth == 0:
        raise Broken("too-deep")
    return pairs(data, at, value, depth - 1, budget) if major == 5 else array(data, at, value, depth - 1, budget)


def string(data, at, length, is_text):
    content = data[at:at + length]
    if len(content) < length:
        raise Broken("truncated")
    if is_text:
        try:
            content.decode("utf-8", "strict")
        except UnicodeDecodeError:
            raise Broken("bad-utf8") from None
    return at + length


def array(data, at, count, depth, budget):
    if count > budget[0]:
        raise Broken("too-many-items")
    for _ in range(count):
        at = item(data, at, depth, budget)
    return at


def pairs(data, at, count, depth, budget):
    if 2 * count > budget[0]:
        raise Broken("too-many-items")
    before = None
    for _ in range(count):
        behind = item(data, at, depth, budget)
        key = data[at:behind]
        if before is not None and key <= before:
            raise Broken("duplicate-key" if key == before else "unsorted")
        before = key
        at = item(data, behind, depth, budget)
    return at


def again(value):
    """cbor2's bytes of a value, maps sorted as RFC 8949 has it (cbor2's own canonical form sorts by length first)."""
    if isinstance(value, (list, tuple)):
        return cbor2.dumps([0] * len(value))[:-len(value) or None] + b"".join(again(one) for one in value)
    if hasattr(value, "items"):
        parts = sorted((again(key), again(one)) for key, one in value.items())
        return cbor2.dumps({n: 0 for n in range(len(parts))})[:head_size(len(parts))] + b"".join(k + v for k, v in parts)
    if not isinstance(value, (bool, int, str, bytes)):
        raise ValueError("not of the strict form")
    return cbor2.dumps(value)


def head_size(count):
    return 1 if count < 24 else 2 if count < 256 else 3


def decoded(data, items=256):
    """The value; raises Broken, or AssertionError when cbor2 does not agree that the bytes are in the strict form."""
    inspect(data, items=items)
    stream = io.BytesIO(data)
    value = cbor2.CBORDecoder(stream).decode()
    assert stream.tell() == len(data), "cbor2 reads another end"
    assert again(value) == data, "cbor2 encodes it otherwise"
    return value


def cbor2_agrees_that_it_is_wrong(data):
    """What was refused for its form must not come back from cbor2 as the same bytes."""
    try:
        value = cbor2.loads(data)
        return again(value) != data
    except Exception:  # whatever it says: it does not read it
        return True

# SPDX-License-Identifier: GPL-3.0-or-later
"""Cells after section 7 of proto/README.md: those of a set of ids, and the difference of two rows, found in no hurry."""
import hashlib

FULL = 1 << 64
MULTIPLIER, INCREMENT, MIX = 6364136223846793005, 1442695040888963407, 0xD6E8FEB86659FD93


def left(value, by):
    return (value << by | value >> 64 - by) % FULL


def sip_round(v):
    v[0] = (v[0] + v[1]) % FULL
    v[1] = left(v[1], 13) ^ v[0]
    v[0] = left(v[0], 32)
    v[2] = (v[2] + v[3]) % FULL
    v[3] = left(v[3], 16) ^ v[2]
    v[0] = (v[0] + v[3]) % FULL
    v[3] = left(v[3], 21) ^ v[0]
    v[2] = (v[2] + v[1]) % FULL
    v[1] = left(v[1], 17) ^ v[2]
    v[2] = left(v[2], 32)


def sip(key, message):
    """SipHash-2-4, from the paper's definition; the 8 bytes as its authors' program writes them."""
    keys = [int.from_bytes(key[at:at + 8], "little") for at in (0, 8)]
    v = [int.from_bytes(b"somepseudorandomlygeneratedbytes"[at:at + 8], "big") ^ keys[at // 8 % 2] for at in (0, 8, 16, 24)]
    padded = message + b"\x00" * (-(len(message) + 1) % 8) + bytes([len(message) % 256])
    for at in range(0, len(padded), 8):
        word = int.from_bytes(padded[at:at + 8], "little")
        v[3] ^= word
        sip_round(v)
        sip_round(v)
        v[0] ^= word
    v[2] ^= 0xFF
    for _ in range(4):
        sip_round(v)
    return (v[0] ^ v[1] ^ v[2] ^ v[3]).to_bytes(8, "little")


def short_id(dialler, listener, board, turn, post_id):
    key = hashlib.blake2b(dialler + listener + board.encode(), digest_size=24).digest()[8:]
    for _ in range(turn):
        key = hashlib.blake2b(key + b"\x01", digest_size=16).digest()
    return int.from_bytes(sip(key, post_id), "big")


def check(item):
    z = item
    z = (z ^ z >> 32) * MIX % FULL
    z = (z ^ z >> 32) * MIX % FULL
    return z >> 48


def walk(item, end):
    """The cells below `end` that an item is in."""
    found, i, state = [], 0, item
    while i < end:
        found.append(i)
        state = (state * MULTIPLIER + INCREMENT) % FULL
        u, bound = (state >> 32) + 1, (i + 1) * (i + 2) << 32
        low, high = i, i + 1
        while (high + 1) * (high + 2) * u <= bound:
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if (middle + 1) * (middle + 2) * u > bound else (middle, high)
        i = high
    return found


def cells(items, end):
    sums, checks, counts = [0] * end, [0] * end, [0] * end
    for item in items:
        for i in walk(item, end):
            sums[i] ^= item
            checks[i] ^= check(item)
            counts[i] += 1
    return b"".join(s.to_bytes(8, "big") + c.to_bytes(2, "big") + (n % 256).to_bytes(1, "big") for s, c, n in zip(sums, checks, counts))


def unpacked(data):
    return [(int.from_bytes(data[at:at + 8], "big"), int.from_bytes(data[at + 8:at + 10], "big"), data[at + 10])
            for at in range(0, len(data), 11)]


def peel(mine, theirs):
    """("decoded", lack, extra), or ("undecided" or "refused", None, None)."""
    rest = [[a[0] ^ b[0], a[1] ^ b[1], (b[2] - a[2]) % 256] for a, b in zip(unpacked(mine), unpacked(theirs))]
    shown = {1: set(), 255: set()}
    again = True
    while again:
        again = False
        for at, (item, mark, count) in enumerate(rest):
            if count not in shown or mark != check(item) or at not in walk(item, at + 1):
                continue
            if item in shown[1] | shown[255] or len(shown[1]) + len(shown[255]) == len(rest):
                return "refused", None, None
            shown[count].add(item)
            for i in walk(item, len(rest)):
                rest[i] = [rest[i][0] ^ item, rest[i][1] ^ check(item), (rest[i][2] - count) % 256]
            again = True
    if all(cell == [0, 0, 0] for cell in rest):
        return "decoded", shown[1], shown[255]
    return ("undecided" if any(cell[0] or cell[1] for cell in rest) else "refused"), None, None

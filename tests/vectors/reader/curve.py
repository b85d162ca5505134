# SPDX-License-Identifier: GPL-3.0-or-later
"""
Checking an Ed25519 signature in plain Python, from RFC 8032 and the rule [bad-signature] of proto/post.cddl. Small order is
found by its definition (eight times the point is nothing), not by a list.
"""
import hashlib

FIELD = (1 << 255) - 19
ORDER = (1 << 252) + 27742317777372353535851937790883648493
CURVE_D = (-121665 * pow(121666, -1, FIELD)) % FIELD
NEUTRAL = (0, 1, 1)


def plus(one, two):
    """Projective addition on -x² + y² = 1 + d·x²·y² (Bernstein and others, Twisted Edwards curves, 2008)."""
    (x1, y1, z1), (x2, y2, z2) = one, two
    z = z1 * z2 % FIELD
    xx, yy = x1 * x2 % FIELD, y1 * y2 % FIELD
    cross = CURVE_D * xx * yy % FIELD
    less, more = z * z - cross, z * z + cross
    return (z * less * ((x1 + y1) * (x2 + y2) - xx - yy) % FIELD, z * more * (yy + xx) % FIELD, less * more % FIELD)


def multiple(factor, point):
    result = NEUTRAL
    for bit in bin(factor)[2:]:
        result = plus(result, result)
        if bit == "1":
            result = plus(result, point)
    return result


def packed(point):
    inverse = pow(point[2], -1, FIELD)
    y = point[1] * inverse % FIELD
    odd = (point[0] * inverse % FIELD) & 1
    return (y + (odd << 255)).to_bytes(32, "little")


def unpacked(data):
    """The point, with y taken modulo the field; None where there is none."""
    number = int.from_bytes(data, "little")
    odd, y = number >> 255, (number & ((1 << 255) - 1)) % FIELD
    u, v = (y * y - 1) % FIELD, (CURVE_D * y * y + 1) % FIELD
    x = u * pow(v, 3, FIELD) * pow(u * pow(v, 7, FIELD), (FIELD - 5) // 8, FIELD) % FIELD
    if v * x * x % FIELD == -u % FIELD:
        x = x * pow(2, (FIELD - 1) // 4, FIELD) % FIELD
    if v * x * x % FIELD != u:
        return None
    return ((x if x & 1 == odd else -x % FIELD), y, 1)


GENERATOR = unpacked((4 * pow(5, -1, FIELD) % FIELD).to_bytes(32, "little"))


def is_small(point):
    eightfold = multiple(8, point)
    return eightfold[0] % FIELD == 0 and (eightfold[1] - eightfold[2]) % FIELD == 0


def signature_is_good(key, message, signature):
    nonce, answer = signature[:32], int.from_bytes(signature[32:], "little")
    if answer >= ORDER or int.from_bytes(key, "little") & ((1 << 255) - 1) >= FIELD:
        return False
    author, commitment = unpacked(key), unpacked(nonce)
    if author is None or is_small(author) or (commitment is not None and is_small(commitment)):
        return False
    challenge = int.from_bytes(hashlib.sha512(nonce + key + message).digest(), "little") % ORDER
    minus_author = (-author[0] % FIELD, author[1], author[2])
    return packed(plus(multiple(answer, GENERATOR), multiple(challenge, minus_author))) == nonce

# SPDX-License-Identifier: GPL-3.0-or-later
"""Ed25519 (RFC 8032) in plain integers, with the points of small order at hand. For making vectors: not in constant time."""
import hashlib

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)  # a square root of -1


def add(a, b):
    """Sum of two points in extended coordinates (X, Y, Z, T)."""
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    return (f - e) * (h - g) % P, (h + g) * (f + e) % P, (h - g) * (h + g) % P, (f - e) * (f + e) % P


ZERO = (0, 1, 1, 0)


def times(n, point):
    total = ZERO
    while n > 0:
        if n & 1:
            total = add(total, point)
        point = add(point, point)
        n >>= 1
    return total


def negate(point):
    return -point[0] % P, point[1], point[2], -point[3] % P


def x_of(y, sign):
    """The x that belongs to y, or None when there is none on the curve."""
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT % P
    if (x * x - square) % P != 0:
        return None
    return P - x if x % 2 != sign and x != 0 else x


def point_of(y, sign):
    x = x_of(y % P, sign)
    return None if x is None else (x, y % P, 1, x * y % P)


def encode(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decode(data):
    value = int.from_bytes(data, "little")
    return point_of(value & (2**255 - 1), value >> 255)


BASE = point_of(4 * pow(5, P - 2, P), 0)


def torsion():
    """The eight points of small order; number i is i times the first of order 8."""
    y = 2
    while True:
        point = point_of(y, 0)
        if point is not None:
            eighth = times(L, point)
            if encode(times(4, eighth)) != encode(ZERO):
                return [times(i, eighth) for i in range(8)]
        y += 1


def sha512(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


class Author:
    """A key pair from a number: secret scalar, prefix, public key."""

    def __init__(self, number):
        self.seed = hashlib.blake2b(b"kiem vector author %d" % number, digest_size=32).digest()
        digest = hashlib.sha512(self.seed).digest()
        scalar = int.from_bytes(digest[:32], "little")
        self.scalar = scalar & (2**254 - 8) | 2**254
        self.prefix = digest[32:]
        self.key = encode(times(self.scalar, BASE))

    def sign(self, message):
        r = sha512(self.prefix, message) % L
        big_r = encode(times(r, BASE))
        h = sha512(big_r, self.key, message) % L
        return big_r + ((r + h * self.scalar) % L).to_bytes(32, "little")


SMALL_Y = {y % 2**255 for point in torsion() for y in [int.from_bytes(encode(point), "little") % 2**255]} | {P, P + 1}


def accepts(key, message, signature):
    """The rule of proto/post.cddl under [bad-signature]."""
    y_a = int.from_bytes(key, "little") % 2**255
    y_r = int.from_bytes(signature[:32], "little") % 2**255
    s = int.from_bytes(signature[32:], "little")
    a = decode(key)
    if s >= L or y_a >= P or a is None or y_a in SMALL_Y or y_r in SMALL_Y:
        return False
    h = sha512(signature[:32], key, message) % L
    return encode(add(times(s, BASE), times(h, negate(a)))) == signature[:32]

# SPDX-License-Identifier: GPL-3.0-or-later
"""Signatures at the edges of Ed25519, where verifiers in the field disagree. The verdict comes from the rules (curve.accepts)."""
from .curve import BASE, L, P, ZERO, accepts, add, encode, point_of, sha512, times, torsion
from .encode import ALICE, BOB, NOW, base, cbor, envelope, post_id, shown, to_sign

TORSION = torsion()
ENOUGH = 4000  # tries until a hash has the remainder that is wanted


def payload(number):
    return base(1, k5="Groene gevels", k3=NOW + number)


def judged(name, fields, key, signature):
    """A vector whose verdict follows from the rules."""
    data = envelope(key, cbor(fields), signature)
    ok = accepts(key, to_sign(key, cbor(fields)), signature)
    vector = {"name": name, "verdict": "ok" if ok else "bad-signature", "id": post_id(data).hex(), "author": key.hex()}
    if ok:
        vector["fields"] = shown(fields)["map"]
    return {**vector, "hex": data.hex()}


def scalar(number):
    return sha512(b"kiem vector scalar %d" % number) % L


def searched(name, key, big_r, wanted, s_of, expected):
    """Looks for a post on which the hash fits, for a given key and R; then the whole signature is known."""
    for number in range(ENOUGH):
        fields = payload(number)
        h = sha512(big_r, key, to_sign(key, cbor(fields))) % L
        if wanted(h):
            vector = judged(name, fields, key, big_r + s_of(h).to_bytes(32, "little"))
            assert vector["verdict"] == expected, name
            return vector
    raise AssertionError(f"no hash fits: {name}")


def scalars():
    """S out of its range. Each of these satisfies the equation, but for the ones that say they do not."""
    fields = payload(0)
    message = to_sign(ALICE.key, cbor(fields))
    signature = ALICE.sign(message)
    big_r, s = signature[:32], int.from_bytes(signature[32:], "little")
    rows = [("a plain signature", s), ("S + L", s + L), ("S + 2L", s + 2 * L), ("S + 14L", s + 14 * L), ("S is L", L),
            ("S is L - 1, which does not fit", L - 1), ("S is 2^256 - 1", 2**256 - 1), ("S with its top bit set", s + 2**255),
            ("S + 1", s + 1), ("-S", L - s), ("S is 0", 0)]
    found = [judged(name, fields, ALICE.key, big_r + value.to_bytes(32, "little")) for name, value in rows]
    flipped = bytes(31) + b"\x80"
    found.append(judged("the sign of R turned", fields, ALICE.key, bytes(a ^ b for a, b in zip(big_r, flipped)) + signature[32:]))
    found.append(judged("nothing but zeros", fields, ALICE.key, bytes(64)))
    other = bytes(a ^ b for a, b in zip(ALICE.key, flipped))
    found.append(judged("the sign of the author's key turned", fields, other, signature))
    return found


def small_keys():
    """An author's key of small order; the equation holds for everybody's choice of S where h times it is zero."""
    found = []
    s = scalar(1)
    big_r = encode(times(s, BASE))
    for i, point in enumerate(TORSION):
        found.append(searched(f"author of small order, {i} times the point of order 8", encode(point), big_r, lambda h: h % 8 == 0,
                              lambda h: s, "bad-signature"))
    odd_forms = [("y = p, the sign 0", P), ("y = p, the sign 1", P + 2**255), ("y = p + 1", P + 1), ("y = p + 1, the sign 1", P + 1 + 2**255),
                 ("y = 1, the sign 1", 1 + 2**255), ("y = p - 1, the sign 1", P - 1 + 2**255)]
    for name, value in odd_forms:
        found.append(searched(f"author of small order, another encoding: {name}", value.to_bytes(32, "little"), big_r,
                              lambda h: h % 8 == 0, lambda h: s, "bad-signature"))
    return found


def other_keys():
    """Keys that are no canonical point. Nobody knows a secret for them, so the signature is only there to have one."""
    signature = ALICE.sign(b"whatever")
    on_curve = next(y for y in range(2, 19) if point_of(y, 0) is not None)
    off_curve = next(y for y in range(2, 1000) if point_of(y, 0) is None)
    rows = [("author not canonical: y = p + %d" % on_curve, P + on_curve), ("author not canonical, the sign 1", P + on_curve + 2**255),
            ("author not canonical: y = 2^255 - 1", 2**255 - 1), ("author not on the curve: y = %d" % off_curve, off_curve),
            ("author of all ones", 2**256 - 1)]
    return [judged(name, payload(0), value.to_bytes(32, "little"), signature) for name, value in rows]


def small_r():
    """R of small order, in signatures that satisfy the equation; the first needs the secret, the others a mixed key too."""
    found = []
    a = scalar(2)
    plain = encode(times(a, BASE))
    mixed = encode(add(times(a, BASE), TORSION[1]))
    found.append(searched("R is the neutral point", plain, encode(ZERO), lambda h: True, lambda h: h * a % L, "bad-signature"))
    for i in range(1, 8):
        found.append(searched(f"R of small order, {i} times the point of order 8", mixed, encode(TORSION[i]),
                              lambda h, i=i: (-h) % 8 == i, lambda h: h * a % L, "bad-signature"))
    for name, value in (("y = p + 1", P + 1), ("y = 1, the sign 1", 1 + 2**255)):
        found.append(searched(f"R is the neutral point, another encoding: {name}", plain, value.to_bytes(32, "little"), lambda h: True,
                              lambda h: h * a % L, "bad-signature"))
    return found


def mixed_order():
    """Keys and Rs with a part of small order. Without a cofactor the small parts must cancel; with one, all would pass."""
    a, r = scalar(3), scalar(4)
    found = []

    def one(name, of_key, of_r, fits, expected):
        key = encode(add(times(a, BASE), TORSION[of_key]))
        big_r = encode(add(times(r, BASE), TORSION[of_r]))
        found.append(searched(name, key, big_r, fits, lambda h: (r + h * a) % L, expected))

    one("author of mixed order 8, h a multiple of 8", 1, 0, lambda h: h % 8 == 0, "ok")
    one("author of mixed order 8, h not a multiple of 8", 1, 0, lambda h: h % 8 != 0, "bad-signature")
    one("author of mixed order 8, h a multiple of 4 only", 1, 0, lambda h: h % 8 == 4, "bad-signature")
    one("author of mixed order 4, h a multiple of 4 only", 2, 0, lambda h: h % 8 == 4, "ok")
    one("author of mixed order 4, h a multiple of 2 only", 2, 0, lambda h: h % 4 == 2, "bad-signature")
    one("author of mixed order 2, h even", 4, 0, lambda h: h % 8 == 2, "ok")
    one("author of mixed order 2, h odd", 4, 0, lambda h: h % 2 == 1, "bad-signature")
    one("R of mixed order 8, author plain", 0, 1, lambda h: True, "bad-signature")
    one("R of mixed order 2, author plain", 0, 4, lambda h: True, "bad-signature")
    one("author and R of mixed order that cancel", 1, 3, lambda h: (-h) % 8 == 3, "ok")
    one("author and R of mixed order that do not cancel", 1, 3, lambda h: (-h) % 8 == 5, "bad-signature")
    one("author and R of mixed order 2 that cancel", 4, 4, lambda h: h % 2 == 1, "ok")
    return found


def domains():
    """Good signatures by the right person, over something else than a post's Sig_structure."""
    fields = payload(0)
    data = cbor(fields)
    rows = [("signed as a node's descriptor", to_sign(ALICE.key, data, aad=b"kiem/1/node")),
            ("signed without external_aad", to_sign(ALICE.key, data, aad=b"")),
            ("signed for a later version", to_sign(ALICE.key, data, aad=b"kiem/2")),
            ("signed as a COSE_Signature", to_sign(ALICE.key, data, context="Signature")),
            ("signed without a Sig_structure", data),
            ("signed for another author", to_sign(BOB.key, data)),
            ("signed with another payload", to_sign(ALICE.key, cbor(payload(1))))]
    found = [judged(name, fields, ALICE.key, ALICE.sign(message)) for name, message in rows]
    found.append(judged("signed by somebody else", fields, ALICE.key, BOB.sign(to_sign(ALICE.key, data))))
    return found


def vectors():
    return scalars() + small_keys() + other_keys() + small_r() + mixed_order() + domains()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Single CBOR items against the strict form alone: depth 8, 256 items, no post around them."""

ROWS = [
    ("ok", "00 17 1818 18ff 190100 19ffff 1a00010000 1affffffff 1b0000000100000000 1b0020000000000000"),
    ("ok", "20 37 3818 38ff 390100 3b001fffffffffffff"),
    ("ok", "40 4100 60 62c3a9 64f48fbfbf 80 8100 a0 a10000 f4 f5"),
    ("ok", "a200000100 a70a001864002000617a006261610081186400f400 a2410000410100 a28200010082000200"),
    ("ok", "8181818181818180 8181818181818100 82820102a10180"),
    ("not-shortest", "1800 1817 190000 1900ff 1a0000ffff 1b00000000ffffffff 3817 3900ff 580100 590001ff 7801aa 980100 b8010000"),
    ("not-shortest", "9900010000 ba000000010000 5b000000000000000100"),
    ("indefinite", "ff 5f4100ff 7f6161ff 9fff bfff 1c 1d 1e 3d 5c 7e 9d be dc df fc fd fe"),
    ("float", "f90000 f97e00 fa3f800000 fb3ff0000000000000 81f93c00"),
    ("simple", "e0 f3 f6 f7 f800 f814 f820 f8ff 81f6"),
    ("tagged", "c000 c11a00000000 d81800 d9d9f700 81c000 a1c00000"),
    ("truncated", "18 19ff 1a000000 1b00000000000000 41 4200 5affffffff00 5bffffffffffffffff00 61 7affffffff61 81 8200 9affffffff00"),
    ("truncated", "9bffffffffffffffff00 9b800000000000000000 a1 a100 a2000001 baffffffff0000 bb80000000000000000000 bbffffffffffffffff00"),
    ("trailing", "0000 8000 a0f4 610061 4000"),
    ("unsorted", "a201000000 a220000000 a262616100616200 a2410100410000 81a201000000 a3010002000100 a28200020082000100"),
    ("duplicate-key", "a201000100 a2616100616100 a2410000410000 a280008000 a2f400f400 81a200000000"),
    ("bad-utf8", "6180 61ff 61c3 62c080 62c328 63e08080 63eda080 63edbfbf 64f0808080 64f4908080 65f888808080 62efbf 8261c361a9"),
    ("int-range", "1b0020000000000001 1b7fffffffffffffff 1bffffffffffffffff 3b0020000000000000 3bffffffffffffffff a11b002000000000000100"),
    ("too-deep", "818181818181818180 8181818181818181a0 a100a100a100a100a100a100a100a10080 a1818181818181818000"),
]


def vectors():
    found = []
    for verdict, items in ROWS:
        found += [{"name": f"{verdict}: {item}", "verdict": verdict, "hex": item} for item in items.split()]
    for n, verdict in ((256, "ok"), (257, "too-many-items")):
        found.append({"name": f"an array of {n} items", "verdict": verdict, "hex": "99" + n.to_bytes(2, "big").hex() + "00" * n})
    for n, verdict in ((128, "ok"), (129, "too-many-items")):
        pairs = b"".join((bytes([0x18, i]) if i >= 24 else bytes([i])) + b"\0" for i in range(n))
        found.append({"name": f"a map of {n} pairs", "verdict": verdict, "hex": f"b8{n:02x}" + pairs.hex()})
    return found

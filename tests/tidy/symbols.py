# SPDX-License-Identifier: GPL-3.0-or-later
"""What the protocol's archive leaves to others: libsodium, a few pure functions of the C library, and nothing that opens,
allocates, reads a clock or draws entropy."""
import os
import re
import subprocess

C_LIBRARY = {
    "memchr", "memcmp", "memcpy", "memmove", "memset", "strchr", "strcmp", "strlen", "strncmp", "strnlen",
    # what the compiler and assert put there
    "__assert_fail", "__stack_chk_fail", "__memcpy_chk", "__memmove_chk", "__memset_chk", "_GLOBAL_OFFSET_TABLE_",
}
# Of libsodium, what computes; not what allocates locked memory or draws at random.
SODIUM = re.compile(r"^(crypto_(sign|generichash|hash|scalarmult|shorthash|auth|verify|core|box_beforenm|stream)\w*|sodium_(memcmp|memzero|is_zero|compare|increment|add|sub))$")
SODIUM_NOT = re.compile(r"(_keypair|_keygen|_random)$")


def proto(house):
    archive = os.path.join(house.build, "proto/libkiem-proto.a")
    if not os.path.exists(archive):
        yield "proto/meson.build", 1, f"no {os.path.basename(archive)} in the build"
        return
    names = subprocess.run(["nm", "-A", archive], check=True, capture_output=True, text=True).stdout
    defined, wanted = set(), {}
    for line in names.splitlines():
        where, rest = line.rsplit(":", 1)
        fields = rest.split()
        if fields[-2] in ("U", "w"):
            wanted.setdefault(fields[-1], os.path.basename(where.split(":")[-1]))
        else:
            defined.add(fields[-1])
    for name, where in sorted(wanted.items()):
        if name in defined or name in C_LIBRARY or (SODIUM.match(name) and not SODIUM_NOT.search(name)):
            continue
        yield "proto/", 1, f"{where} needs {name}, which is not on the list (tests/tidy/symbols.py)"

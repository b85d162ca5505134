# SPDX-License-Identifier: GPL-3.0-or-later
"""A test per source file: node/store/index.c has tests/unit/store/test_index.c, and Meson runs it."""
import os
import re

# Sources that are seen from outside only, with the tests that do so.
ELSEWHERE = {
    "node/cli/main.c": "tests/e2e/",
    "node/daemon/main.c": "tests/e2e/",
}


def unit_test(path):
    """Where the test of a source is; a room's own folders are kept."""
    folder, name = os.path.split(path)
    folder = folder[len("node/"):] if folder.startswith("node/") else folder
    return f"tests/unit/{folder}/test_{name}"


def tests(house):
    have = set(house.paths)
    for path in house.under(["proto/", "node/"], [".c"]):
        if path in ELSEWHERE:
            if not house.under([ELSEWHERE[path]], [".py"]):
                yield path, 1, f"has no test under {ELSEWHERE[path]}"
        elif unit_test(path) not in have:
            yield path, 1, f"has no test: {unit_test(path)}"
    for path in house.under(["tests/unit/"], [".c"]):
        folder, name = os.path.split(path)
        match = re.fullmatch(r"test_(\w+)\.c", name)
        listing = f"{folder}/meson.build"
        if match and listing in have and f"'{match.group(1)}'" not in house.text(listing):
            yield path, 1, f"is not in {listing}, so nothing runs it"

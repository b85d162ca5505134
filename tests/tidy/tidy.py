#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The house rules that no compiler knows, checked over the files of this checkout.

tidy.py [--build DIR] [--ratchet]
  --build DIR   a build without sanitizers: for what is seen in its archives and programs
  --ratchet     rewrites ratchet.json with what shrank; it never grows

Every rule is a function that yields (path, line, sentence). Nothing found: status 0.
"""
import argparse
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

import arrows
import catalogue
import sizes
import symbols
import texts
import twins


class House:
    """The files, read once."""

    def __init__(self, root, build):
        self.root, self.build = root, build
        listed = subprocess.run(
            ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=root, check=True, capture_output=True).stdout.decode().split("\0")
        self.paths = sorted(p for p in listed if p and os.path.isfile(os.path.join(root, p)))
        self.cache = {}

    def under(self, folders, endings):
        return [p for p in self.paths if p.startswith(tuple(folders)) and p.endswith(tuple(endings))]

    def bytes(self, path):
        with open(os.path.join(self.root, path), "rb") as file:
            return file.read()

    def text(self, path):
        if path not in self.cache:
            self.cache[path] = self.bytes(path).decode("utf-8")
        return self.cache[path]

    def lines(self, path):
        return self.text(path).split("\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build")
    parser.add_argument("--ratchet", action="store_true")
    given = parser.parse_args()
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    house = House(root, os.path.abspath(given.build) if given.build else None)
    if given.ratchet:
        sizes.shrink(house)
        return 0

    rules = [arrows.includes, arrows.meson, arrows.system_headers, sizes.files, sizes.functions, sizes.python_functions,
             twins.tests, texts.licence, texts.paths, texts.leftovers, texts.python_syntax, catalogue.complete]
    if house.build:
        rules += [symbols.proto, catalogue.manuals, catalogue.sections]
    found = 0
    for rule in rules:
        for path, line, sentence in rule(house):
            print(f"{path}:{line}: {sentence} [{rule.__module__}.{rule.__name__}]")
            found += 1
    print(f"  {len(house.paths)} files, {len(rules)} rules, {found} found; {sizes.summary(house)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

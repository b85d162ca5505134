# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the files: the licence line, no paths of one machine, nothing left undone."""
import re

CODE = [".c", ".h", ".py", ".sh", "meson.build", ".cddl"]
SCRIPTS = {"dev", ".ci/run", "share/demo", "share/demo-year"}
# Written so that this file does not find itself.
MACHINE = re.compile("/" + r"(work|root|home/\w+)" + "/" + r"|/tmp/" + r"build-")
UNDONE = re.compile(r"\b(TO" + "DO|FIX" + "ME|X" + "XX|HA" + r"CK)\b")


def licence(house):
    for path in house.paths:
        if path.endswith(tuple(CODE)) or path in SCRIPTS:
            head = house.lines(path)[:3]
            # A room's list of sources is short enough to be nobody's work.
            if path.endswith("meson.build") and path != "meson.build":
                continue
            if house.text(path) and not any("SPDX-License-Identifier: GPL-3.0-or-later" in line for line in head):
                yield path, 1, "no SPDX-License-Identifier: GPL-3.0-or-later in its first lines"


def readable(house):
    for path in house.paths:
        if path == "LICENSE" or "/vectors/" in path or "/corpus/" in path:
            continue
        try:
            yield path, house.lines(path)
        except UnicodeDecodeError:
            yield path, []


def paths(house):
    for path, lines in readable(house):
        for number, line in enumerate(lines, 1):
            if MACHINE.search(line):
                yield path, number, "a path of one machine: " + line.strip()[:60]


def leftovers(house):
    for path, lines in readable(house):
        for number, line in enumerate(lines, 1):
            if UNDONE.search(line):
                yield path, number, "left undone: " + line.strip()[:60]


def python_syntax(house):
    for path in house.paths:
        if path.endswith(".py"):
            try:
                compile(house.text(path), path, "exec")
            except SyntaxError as error:
                yield path, error.lineno or 1, f"not Python: {error.msg}"
            first = house.lines(path)[0]
            if first.startswith("#!") and first != "#!/usr/bin/python3":
                yield path, 1, "starts with another python than Debian's: " + first

# SPDX-License-Identifier: GPL-3.0-or-later
"""Sizes of files and functions. Hard limits, and a ratchet for what is larger than we like: ratchet.json names each such
file and function with its size, which may shrink but not grow; a new one needs a hand-written line there, and a reason."""
import ast
import json
import os
import re
import statistics

FILE_MAX, FILE_LIKED = 700, 300
FUNCTION_MAX, FUNCTION_LIKED = 70, 40
LARGE_SHARE_MAX = 0.10  # of all functions, those over FUNCTION_LIKED

FOLDERS = ["proto/", "node/", "tests/", "include/"]
NAME = re.compile(r"(\w+)\(")


def c_functions(lines):
    """(name, first line, size) of each function: clang-format puts a function's braces, and nothing else's, in column 0."""
    start = name = None
    for number, line in enumerate(lines, 1):
        if line == "{" and start is None:
            head = number - 2
            while head > 0 and lines[head].startswith((" ", "\t")):
                head -= 1
            match = NAME.search(lines[head])
            name, start = (match.group(1) if match else f"line {number}"), number
        elif line == "}" and start is not None:
            yield name, start, number - start + 1
            start = None


def all_functions(house):
    for path in house.under(FOLDERS, [".c", ".h"]):
        for name, line, size in c_functions(house.lines(path)):
            yield path, name, line, size


def ratchet_path(house):
    return os.path.join(house.root, "tests/tidy/ratchet.json")


def load(house):
    with open(ratchet_path(house), encoding="utf-8") as file:
        return json.load(file)


def files(house):
    allowed = load(house)["files"]
    for path in house.under(FOLDERS, [".c", ".h", ".py"]):
        size = house.text(path).count("\n")
        if size > FILE_MAX:
            yield path, size, f"{size} lines; none over {FILE_MAX}: split it by sense"
        elif size > max(FILE_LIKED, allowed.get(path, 0)):
            yield path, size, f"{size} lines, more than {FILE_LIKED} or what ratchet.json allows ({allowed.get(path, 'nothing')})"


def functions(house):
    allowed = load(house)["functions"]
    found = list(all_functions(house))
    for path, name, line, size in found:
        if size > FUNCTION_MAX:
            yield path, line, f"{name} has {size} lines; none over {FUNCTION_MAX}"
        elif size > max(FUNCTION_LIKED, allowed.get(f"{path}:{name}", 0)):
            yield path, line, f"{name} has {size} lines, more than {FUNCTION_LIKED} or what ratchet.json allows"
    large = sum(1 for _, _, _, size in found if size > FUNCTION_LIKED)
    if found and large > LARGE_SHARE_MAX * len(found):
        yield "tests/tidy/ratchet.json", 1, f"{large} of {len(found)} functions are over {FUNCTION_LIKED} lines; at most one in ten"


def python_functions(house):
    for path in house.under(["tests/", "share/", "proto/"], [".py"]):
        for node in ast.walk(ast.parse(house.text(path))):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > FUNCTION_MAX:
                yield path, node.lineno, f"{node.name} has {node.end_lineno - node.lineno + 1} lines; none over {FUNCTION_MAX}"


def summary(house):
    sizes = sorted(size for _, _, _, size in all_functions(house))
    if not sizes:
        return "no functions"
    return (f"{len(sizes)} C functions, median {statistics.median(sizes):.0f} lines, "
            f"nine of ten at most {sizes[len(sizes) * 9 // 10]}, longest {sizes[-1]}")


def shrink(house):
    """Takes over what became smaller, and drops what is no longer large. What grew stays as it was, and fails."""
    old = load(house)
    file_sizes = {p: house.text(p).count("\n") for p in house.under(FOLDERS, [".c", ".h", ".py"])}
    function_sizes = {f"{path}:{name}": size for path, name, _, size in all_functions(house)}
    new = {}
    for key, sizes, liked in (("files", file_sizes, FILE_LIKED), ("functions", function_sizes, FUNCTION_LIKED)):
        new[key] = {name: min(size, sizes[name]) for name, size in sorted(old[key].items())
                    if sizes.get(name, 0) > liked}
    with open(ratchet_path(house), "w", encoding="utf-8") as file:
        json.dump(new, file, indent=1, sort_keys=True)
        file.write("\n")

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py BUILD [NAME…]: runs the benchmarks that Meson built in BUILD, all or those named (proto, recon, store, nodes, sync, views), and ends with one
line. What a benchmark prints goes straight through.

run.py BUILD NAME --OPTION…: one of them with options of its own, and nothing printed besides."""
import os
import subprocess
import sys


def benchmarks(build):
    here = os.path.dirname(os.path.abspath(__file__))
    folder = os.path.join(build, "tests/bench")
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if name.startswith("bench_") and os.path.isfile(path) and os.access(path, os.X_OK):
            yield name[len("bench_"):], [path]
    for name in sorted(os.listdir(here)):
        if name.startswith("bench_") and name.endswith(".py"):
            yield name[len("bench_"):-len(".py")], [os.path.join(here, name), build]


def one(build, name, options):
    command = dict(benchmarks(build)).get(name)
    if command is None:
        print(f"bench: there is no {name}", file=sys.stderr)
        return 64
    return subprocess.run(command + options).returncode


def main(build, wanted):
    if len(wanted) > 1 and wanted[1].startswith("-"):
        return one(build, wanted[0], wanted[1:])
    ran, missed = [], []
    for name, command in benchmarks(build):
        if wanted and name not in wanted:
            continue
        print(f"== {name}", flush=True)
        ran.append(name)
        if subprocess.run(command).returncode != 0:
            missed.append(name)
    unknown = set(wanted) - set(ran)
    if unknown:
        print("bench: there is no " + ", ".join(sorted(unknown)))
        return 64
    print(f"bench: {len(ran)} ran, {len(missed)} missed a figure" + (": " + ", ".join(missed) if missed else ""))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1]), sys.argv[2:]))

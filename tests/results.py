#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ./dev asks of Meson about tests.

results.py count LOG…             the closing line over one or more testlog.json files; status 1 when anything failed. A LOG
                                  that is a directory stands for a build that did not come about: one failure.
results.py targets BUILD SUITE    the ninja targets that the tests of a suite run or depend on
"""
import json
import os
import subprocess
import sys

PASSED = {"OK", "EXPECTEDFAIL"}


def count(logs):
    passed, failed, skipped = 0, [], 0
    for log in logs:
        if os.path.isdir(log) or not os.path.exists(log):
            failed.append(f"{log} (not built or not run)")
            continue
        with open(log, encoding="utf-8") as lines:
            for line in lines:
                test = json.loads(line)
                if test["result"] in PASSED:
                    passed += 1
                elif test["result"] == "SKIP":
                    skipped += 1
                else:
                    failed.append(f"{test['name']}: {test['result'].lower()} ({log})")
    for name in failed:
        print(f"FAILED {name}")
    print(f"{passed} passed, {len(failed)} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or passed == 0 else 0


def targets(build, suite):
    def ask(what):
        return json.loads(subprocess.check_output(["meson", "introspect", what, build]))

    outputs = {target["id"]: target["filename"] for target in ask("--targets")}
    wanted = set()
    for test in ask("--tests"):
        if any(name.split(":")[-1] == suite for name in test["suite"]):
            for target in test["depends"]:
                wanted.update(outputs.get(target, []))
    for path in sorted(wanted):
        print(os.path.relpath(path, os.path.realpath(build)))
    return 0


def main(arguments):
    if len(arguments) >= 2 and arguments[0] == "count":
        return count(arguments[1:])
    if len(arguments) == 3 and arguments[0] == "targets":
        return targets(arguments[1], arguments[2])
    print(__doc__, file=sys.stderr)
    return 64


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_year.py MAKE_YEAR KIEM: the year as a file, taken in by `kiem import` without one refusal, and looked at through the eyes of
one of its people."""
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

make_year, kiem = sys.argv[1:3]
home = tempfile.mkdtemp(prefix="kiem-year-")
os.environ.update(KIEM_HOME=os.path.join(home, "home"), LC_ALL="C.UTF-8")


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, (words, done.returncode, done.stdout, done.stderr)
    return done.stdout


def year(name, *options):
    path = os.path.join(home, name)
    said = run(make_year, "--people", "300", "--posts", "6000", *options, "--keys", home, path)
    with open(path, "rb") as file:
        return path, hashlib.blake2b(file.read(), digest_size=32).hexdigest(), said


def test_same_seed_same_file():
    _, first, _ = year("a", "--seed", "3", "--end", "2026-11-22", "--threads", "1")
    _, again, _ = year("b", "--seed", "3", "--end", "2026-11-22", "--threads", "2")
    _, other, _ = year("c", "--seed", "4", "--end", "2026-11-22")
    assert first == again != other


def test_import_refuses_nothing():
    path, _, said = year("d", "--end", "now")
    roles = dict((line.split("\t")[0], line.split("\t")[1:]) for line in said.splitlines())
    assert list(roles) == ["initiator", "entrepreneur", "manager"], roles
    run(kiem, "init")
    shutil.copy(roles["entrepreneur"][0], os.path.join(os.environ["KIEM_HOME"], "identity.key"))
    counts = re.findall(r"^ *(\d+) (.*)$", run(kiem, "import", path), re.M)
    assert [words for _, words in counts] == ["new posts"], counts
    assert 5900 < int(counts[0][0]) < 6100, counts
    run(kiem, "follow", "nl/tilburg/kraaiven")
    assert roles["entrepreneur"][1] in run(kiem, "id", "--json")
    cards = [json.loads(line) for line in run(kiem, "board", "--json").splitlines()]
    assert cards and any(card.get("title") for card in cards)


try:
    test_same_seed_same_file()
    test_import_refuses_nothing()
finally:
    shutil.rmtree(home)

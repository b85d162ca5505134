#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench_views.py BUILD [--posts N,N…] [--homes DIR] [--runs N]: what it takes to look at coalitions, as whole processes, over homes
with realistic years (tests/year) of several sizes.

Of each command the median of some runs in ms, of wall and of CPU (user and system), and the same of the first run after one more post
came; and how often as much each takes at the largest size as at the smallest. CPU is what to compare by on a machine that others use. A
home is made once and kept in DIR (BUILD/homes), for a fortnight, since its posts grow old. A command that this build does not have is
said and left out. Status 1 when a figure misses its aim.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

FRESH_S = 14 * 86400
SLOW_MS = 5000
BOARDS = ["nl/tilburg/" + name for name in ("kraaiven", "noord", "vossenberg", "reeshof", "goirke")]
WORDS = "laadpaal kraaiven"

# Name, words, and what it may take in ms with at most 100,000 posts and with more (None: no aim).
COMMANDS = [
    ("board", ["board"], 15, 15),
    ("board --trusted first", ["board", "--trusted", "first"], 150, 1000),
    ("coalitions", ["coalitions"], 150, 1000),
    ("coalition ID", ["coalition", "{id}"], 150, 1000),
    ("coalition --without", ["coalition", "{id}", "--without", "{starter}"], None, None),
    ("lineage ID", ["lineage", "{id}"], 150, 1000),
    ("pulse", ["pulse"], 150, 1000),
    ("match --mine", ["match", "--mine"], 150, 1000),
    ("match --all", ["match", "--all"], None, 2000),
    ("trust WHO", ["trust", "{who}"], 150, 1000),
    ("find WORDS", ["find"] + WORDS.split(), 100, 100),
]
EX_USAGE = 64


class Home:
    """A home with a year in it, seen through the eyes of an entrepreneur."""

    def __init__(self, build, folder, posts):
        self.kiem_path = os.path.join(build, "node/cli/kiem")
        self.make_year = os.path.join(build, "tests/year/make_year")
        self.posts, self.dir = posts, os.path.join(folder, f"year-{posts}")
        self.env = dict(os.environ, KIEM_HOME=os.path.join(self.dir, "home"), LC_ALL="C.UTF-8")
        told = os.path.join(self.dir, "made.json")
        if not os.path.exists(told) or time.time() - os.path.getmtime(told) > FRESH_S:
            self.make(told)
        with open(told, encoding="utf-8") as file:
            self.told = json.load(file)

    def kiem(self, *words):
        return subprocess.run([self.kiem_path, *words], env=self.env, check=True, capture_output=True, text=True).stdout

    def make(self, told):
        print(f"making a year of {self.posts:,} posts in {self.dir}", file=sys.stderr)
        shutil.rmtree(self.dir, ignore_errors=True)
        os.makedirs(self.dir, 0o700)
        bundle = os.path.join(self.dir, "year.kiem")
        people = max(200, self.posts // 10)
        listed = subprocess.run([self.make_year, "--people", str(people), "--posts", str(self.posts), "--keys", self.dir, bundle],
                                check=True, capture_output=True, text=True).stdout
        chosen = {line.split("\t")[0]: line.split("\t")[2] for line in listed.splitlines()}
        os.mkdir(self.env["KIEM_HOME"], 0o700)
        with open(os.path.join(self.env["KIEM_HOME"], "kiem.conf"), "w", encoding="utf-8") as file:
            file.write("[store]\ncap = 8G\n")
        self.kiem("init")
        shutil.copy(os.path.join(self.dir, "entrepreneur.key"), os.path.join(self.env["KIEM_HOME"], "identity.key"))
        self.kiem("import", bundle)
        os.remove(bundle)
        for board in BOARDS:
            self.kiem("follow", board)
        with open(told, "w", encoding="utf-8") as file:
            json.dump({"who": chosen["manager"], **self.liveliest()}, file)

    def liveliest(self):
        """The initiative of the last two months that most people joined, and who laid it down."""
        cards = [json.loads(line) for line in
                 self.kiem("board", "--kind", "initiative", "--since", "60d", "--all", "--json").splitlines()]
        card = max(cards, key=lambda card: (card["joined"], card["id"]))
        return {"id": card["id"], "starter": card["author"]}

    def post(self, words):
        """One post more, of those that the command is about."""
        if words[0] == "match":
            self.kiem("request", f"Dak gezocht voor panelen, {time.time_ns()}", "--tag", "zonnepanelen", "--quantity", "100 m2",
                      "--board", BOARDS[0])
        else:
            self.kiem("note", self.told["id"][:16], f"Een bericht erbij om {time.time_ns()}")

    def run(self, words):
        """Milliseconds of a whole process, wall and CPU; None when this kiem has no such command or option."""
        words = [self.kiem_path] + [word.format(**self.told) for word in words]
        begin = time.perf_counter_ns()
        done = subprocess.Popen(words, env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        told = done.stderr.read()
        _, status, used = os.wait4(done.pid, 0)
        took = (time.perf_counter_ns() - begin) / 1e6
        done.returncode = os.waitstatus_to_exitcode(status)
        done.stderr.close()
        if done.returncode == EX_USAGE:
            return None
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(words)}: {told.decode(errors='replace').strip()}")
        return took, (used.ru_utime + used.ru_stime) * 1e3


def measure(home, words, runs):
    """Medians of wall and CPU, and of both of the first run after a post; or None."""
    first = home.run(words)
    if first is None:
        return None
    if first[0] > SLOW_MS:
        runs = 1  # that it misses its aim is plain
    usual = [home.run(words) for _ in range(runs)]
    after = []
    for _ in range((runs + 1) // 2):
        home.post(words)
        after.append(home.run(words))
    return [statistics.median(run[at] for run in all_runs) for all_runs in (usual, after) for at in (0, 1)]


def growth(row, sizes, at):
    """How often as much the largest takes as the smallest."""
    if len(sizes) < 2 or sizes[-1] not in row or sizes[0] not in row:
        return ""
    return f"{row[sizes[-1]][at] / row[sizes[0]][at]:8.1f}"


def say(rows, sizes):
    print(f"{'median of whole processes, ms':32}" + "".join(f"{size:>12,}" for size in sizes) + f"{'growth':>10}")
    for name, row in rows.items():
        for at, label in enumerate((name, "  CPU", "  after one more post", "  CPU")):
            figures = "".join(f"{row[size][at]:12.1f}" if size in row else f"{'':12}" for size in sizes)
            print(f"{label:32}{figures}  {growth(row, sizes, at)}")


def missed(rows):
    for name, _, small, large in COMMANDS:
        for size, (usual, *_) in rows.get(name, {}).items():
            aim = small if size <= 100000 else large
            if aim is not None and usual > aim:
                yield f"{name} with {size:,} posts: {usual:.0f} ms, the aim is {aim}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--posts", default="10000,100000,1000000", help="sizes, with commas")
    parser.add_argument("--homes", help="where homes are kept; BUILD/homes")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--only", help="commands whose name has this in it")
    given = parser.parse_args()
    build = os.path.abspath(given.build)
    sizes = sorted(int(size) for size in given.posts.split(","))
    rows, absent = {}, set()
    for size in sizes:
        home = Home(build, os.path.abspath(given.homes or os.path.join(build, "homes")), size)
        for name, words, _, _ in COMMANDS:
            if given.only and given.only not in name:
                continue
            figures = measure(home, words, given.runs)
            if figures is None:
                absent.add(name)
            else:
                rows.setdefault(name, {})[size] = figures
    say(rows, sizes)
    for name in sorted(absent):
        print(f"left out: this kiem has no {name}")
    misses = list(missed(rows))
    for sentence in misses:
        print("missed: " + sentence)
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that write, as whole processes: the session of the README word for word, every mistake that a person can make
(its status, its one sentence, and nothing changed), and what differs at a terminal."""
import hashlib
import os
import pty
import re
import select
import shutil
import subprocess
import time

from harness import BOARD, PATIENCE_S, SLOW, check, town, until

USAGE, DATAERR, NOINPUT, UNAVAILABLE, CANTCREAT, IOERR, TEMPFAIL, NOPERM, CONFIG = 64, 65, 66, 69, 73, 74, 75, 77, 78
NOBODY = 65534


def fingerprint(node):
    """Everything in a home that a command may change: the files, and the store's pages. Readers' slots are no change."""
    found = {}
    for folder, _, files in os.walk(node.home):
        for name in files:
            path = os.path.join(folder, name)
            if not name.startswith("lock"):
                with open(path, "rb") as file:
                    found[os.path.relpath(path, node.home)] = hashlib.sha256(file.read()).hexdigest()
    return found


def run(node, *words, data=b"", env=None, prefix=()):
    return subprocess.run([*prefix, node.town.kiem, *words], env={**node.env, **(env or {})}, capture_output=True, input=data,
                          timeout=PATIENCE_S * SLOW)


def mistake(node, status, words, *command, **options):
    """The command fails with this status and one sentence with these words on stderr, says nothing on stdout, changes nothing."""
    before = fingerprint(node)
    done = run(node, *command, **options)
    said = done.stderr.decode()
    what = " ".join(word if len(word) < 40 else word[:37] + "…" for word in command) or "(nothing)"
    check(f"{status}: kiem {what}", done.returncode == status and said.startswith("kiem: ") and said.count("\n") == 1
          and said.endswith((".\n", "?\n", "\"\n")) and words in said and done.stdout == b"",
          f"status {done.returncode}", f"stdout {done.stdout!r}", f"stderr {said!r}")
    check("      and nothing changed", fingerprint(node) == before)


class Terminal:
    """One command at a terminal of 80 columns, answered as a person would."""

    def __init__(self, node, *words, env=None):
        self.said = ""
        pid, self.fd = pty.fork()
        if pid == 0:
            os.execve(node.town.kiem, ["kiem", *words], {**node.env, "TERM": "xterm", **(env or {})})
        self.pid = pid

    def hear(self, words=None):
        """Reads until these words came, or the end."""
        limit = time.monotonic() + PATIENCE_S * SLOW
        while words is None or words not in self.said:
            if not select.select([self.fd], [], [], max(0, limit - time.monotonic()))[0]:
                check(f"the terminal shows {words!r}", False, self.said)
            try:
                piece = os.read(self.fd, 4096)
            except OSError:
                piece = b""
            if not piece:
                break
            self.said += piece.decode(errors="replace")
        return self.said

    def type(self, words):
        os.write(self.fd, words.encode())

    def end(self):
        self.hear()
        os.close(self.fd)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def session(place):
    """The session of issue 2, section 5."""
    noord, bakkerij = place.node("noord"), place.node("bakkerij")
    said = noord.kiem("init", "--name", "Speeltuin Noord", "--board", BOARD)
    check("init says what to do next", "kiemd" in said and "kiem initiative" in said and "kiem invite" in said, said)
    noord.start()
    idea = noord.post("initiative", "Groene gevels in onze straat", "--text", "Wie doet mee?", "--tag", "groen", "--place", "Lijnsheike")
    link = noord.kiem("invite").strip()
    check("invite gives the link of the daemon that runs", link == f"{noord.link}/{BOARD}", link, noord.link)
    bakkerij.kiem("init", "--name", "Bakkerij op het park")
    bakkerij.kiem("follow", link)
    bakkerij.start()
    until("the initiative is at the neighbour's", lambda: "Groene gevels" in bakkerij.kiem("board"))
    join = bakkerij.post("join", idea[:4], "--bring", "een hoogwerker, twee zaterdagen", "--signal", "means")
    offer = bakkerij.post("offer", "Zaal voor twintig mensen", "--quantity", "20 seats", "--from", "vrijdag 19:00", "--to",
                          "vrijdag 22:00", "--tag", "ruimte", "--board", BOARD)
    until("the join and the offer come back", lambda: {join, offer} <= noord.ids())
    until("both have the same", lambda: noord.export() == bakkerij.export())
    check("the names went along", "Bakkerij op het park" in noord.kiem("show", offer), noord.kiem("show", offer))
    raw = os.path.join(place.folder, "raw")
    with open(raw, "wb") as file:
        file.write(noord.kiem("show", "--raw", idea[:4], text=False))
    digest = subprocess.run(["b2sum", "-l", "256", raw], capture_output=True, text=True, check=True).stdout
    check("b2sum of the raw bytes is the id", digest.split()[0] == idea)
    third = place.node("later")
    third.init(None)
    third.start()
    third.kiem("follow", link)
    until("follow works after kiemd started too", lambda: {idea, join, offer} <= third.ids())
    for node in (noord, bakkerij, third):
        node.stop()
    return noord, idea


def mistakes(place):
    node, empty = place.node("fouten").init(), place.node("leeg")
    idea = node.post("initiative", "Groene gevels")
    mistake(empty, NOINPUT, "kiem init", "initiative", "x")
    mistake(empty, NOINPUT, "kiem init", "join", idea)
    mistake(empty, NOINPUT, "kiem init", "import", "-")
    mistake(node, USAGE, "“initiative”", "inititive", "x")
    mistake(node, USAGE, "kiem help", "frobnicate")
    mistake(node, USAGE, "--frobnicate", "--frobnicate", "board")
    mistake(node, USAGE, "--bring", "join", idea, "--brin", "x")
    mistake(node, CANTCREAT, "already", "init", "--name", "nog eens")
    mistake(node, DATAERR, "is no id", "join", "xyz")
    mistake(node, DATAERR, "no post here", "join", "0" * 64)
    mistake(node, DATAERR, "no post here", "retract", "0000000000")
    mistake(node, USAGE, "do not follow", "offer", "x", "--board", "nl/tilburg/zuid")
    mistake(node, DATAERR, "bytes", "initiative", "x" * 201)
    mistake(node, DATAERR, "too long", "initiative", "x", "--text", "-", data=b"x" * 40000)
    mistake(node, DATAERR, "UTF-8", "initiative", "x", "--text", "-", data=b"caf\xe9")
    mistake(node, DATAERR, "zero byte", "initiative", "x", "--text", "-", data=b"a\0b")
    mistake(node, USAGE, "--text", "note", idea)
    mistake(node, UNAVAILABLE, "kiemd", "connect", "kiem://" + "00" * 32 + "@127.0.0.1:1")
    mistake(node, UNAVAILABLE, "kiemd", "disconnect", "00" * 32)
    mistake(node, DATAERR, "no invite link", "follow", "kiem://iets")
    mistake(node, NOINPUT, "/no/such", "import", "/no/such")
    mistake(node, USAGE, "terminal", "id", "export", prefix=("setsid", "-w"))
    node.kiem("follow", "nl/tilburg/kraaiven")
    mistake(node, USAGE, f"nl/tilburg/kraaiven, {BOARD}", "initiative", "x")
    node.configure("[store]\ncap = veel\n")
    mistake(node, CONFIG, "kiem.conf:2", "initiative", "x", "--board", BOARD)
    node.configure("")
    if shutil.which("faketime"):
        mistake(node, TEMPFAIL, "clock", "initiative", "x", "--board", BOARD, prefix=("faketime", "2001-01-01 00:00:00"))
    os.remove(os.path.join(node.home, "identity.key"))
    mistake(node, NOINPUT, "no identity", "initiative", "x", "--board", BOARD)


def bundles(place):
    giver, taker = place.node("gever").init(), place.node("nemer").init(None)
    for n in range(5):
        giver.post("lesson", f"les {n}")
    bundle = giver.export()
    path = os.path.join(place.folder, "park.kiem")
    with open(path, "wb") as file:
        file.write(bundle + bundle)
    check("two bundles behind one another are a bundle", "6 new posts" in taker.kiem("import", path))
    check("what is imported goes out the same", taker.export() == bundle)
    cut = place.node("geknipt").init(None)
    done = run(cut, "import", "-", data=bundle[:-7])
    check("of a bundle cut short the whole posts are counted", b"5 new posts" in done.stdout and done.returncode == DATAERR)
    check("and the rest is named", b"cut short" in done.stderr and done.stderr.count(b"\n") == 1, done.stderr)
    check("and they are kept", bundle.startswith(cut.export()) and len(cut.ids()) == 5)
    big = place.bundle(12000)
    check("a large bundle goes in", "12000 new posts" in cut.kiem("import", "-", data=big))


def owners(place):
    """Keys that may not be read and homes of somebody else. Only root can play two people."""
    node = place.node("eigenaar").init()
    if os.geteuid() != 0:
        os.chmod(os.path.join(node.home, "identity.key"), 0)
        done = run(node, "initiative", "x")
        check("a key that may not be read is said", done.returncode == NOPERM and b"identity.key" in done.stderr, done.stderr)
        return
    os.chmod(place.folder, 0o755)
    for folder, names, files in os.walk(node.home):
        for name in [".", *names, *files]:
            os.chown(os.path.join(folder, name), NOBODY, NOBODY)
    mistake(node, NOPERM, "another user", "initiative", "x")
    mistake(node, NOPERM, "another user", "init", "--name", "x")
    os.chmod(os.path.join(node.home, "identity.key"), 0)
    done = run(node, "initiative", "x", prefix=("setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups"))
    check("a key that may not be read is said", done.returncode == NOPERM and b"identity.key" in done.stderr
          and done.stderr.count(b"\n") == 1, done.returncode, done.stderr)


def nothing_open(place):
    """Started without standard input, output and error, as some schedulers do: what is said must not land in a file that took their number."""
    node = place.node("niets open").init()
    closed = ("sh", "-c", '"$@" <&- >&- 2>&-', "sh")
    first = node.post("initiative", "Blijft staan")
    before = fingerprint(node)
    for words in (("show", "zzzz"), ("show", "0000"), ("board", "--all", "--json"), ("join", first[:8], "--signal", "x"), ("status",)):
        run(node, *words, prefix=closed)
    check("mistakes with nothing open leave the home as it was", fingerprint(node) == before)
    run(node, "initiative", "Ook dit", prefix=closed)
    check("a post with nothing open is kept, and the one before too",
          {line["title"] for line in node.lines("board")} == {"Blijft staan", "Ook dit"}, node.lines("board"))


def at_a_terminal(place):
    node = place.node("scherm").init()
    idea = node.post("initiative", "Groene \x1b[31mgevels")
    other = Terminal(node, "follow", "nl/tilburg/west")
    check("who follows is told how to look, and that nothing comes in yet", other.end() == 0 and "kiem board nl/tilburg/west" in other.said
          and "kiemd is not running" in other.said, other.said)
    node.kiem("unfollow", "nl/tilburg/west")
    plain = Terminal(node, "offer", "Zaal")
    check("a person gets a sentence with a short id", plain.end() == 0 and re.search(r"Posted on \S+ as [0-9a-f]{12}\.", plain.said), plain.said)
    check("and is told that nothing carries the post", "kiemd is not running" in plain.said, plain.said)
    ask = Terminal(node, "join", idea[:6])
    ask.hear("[y/N]")
    check("a short id is asked about, with title and author", "gevels" in ask.said and "scherm" in ask.said and "\x1b[31m" not in ask.said, ask.said)
    before = node.export()
    ask.type("n\n")
    check("no means nothing is done", ask.end() == NOPERM and node.export() == before, ask.said)
    wide = node.post("request", "Wie heeft er voor zaterdagochtend een lange ladder te leen")
    told = Terminal(node, "join", wide)
    check("a long title breaks between words", told.end() == 0 and all(len(line) <= 80 for line in told.said.split("\r\n"))
          and "ladder" in told.said, told.said)
    ask = Terminal(node, "join", idea[:6])
    ask.hear("[y/N]")
    ask.type("j\n")
    check("ja means yes", ask.end() == 0 and node.export() != before, ask.said)
    check("a join says how to see with whom", f"You take part now. With whom: kiem coalition {idea[:12]}" in ask.said, ask.said)
    kept = Terminal(node, "renew", idea, "--life", "700d")
    check("a renewal says until when it stays", kept.end() == 0 and re.search(r"It stays on the board until \w{3} \d", kept.said), kept.said)
    meet = Terminal(node, "gathering", "Plantdag", "--from", "2038-01-08 19:00", env={"TZ": "Europe/Amsterdam"})
    check("how a time was understood is shown", meet.end() == 0 and "Fri 8 Jan 2038 19:00 CET" in meet.said, meet.said)
    odd = Terminal(node, "show", "zz")
    check("a sentence breaks between words", odd.end() == DATAERR and len(odd.said) > 85
          and all(len(line) <= 80 for line in odd.said.split("\r\n")), odd.said)
    sure = Terminal(node, "join", idea[:12])
    check("twelve digits are not asked about", sure.end() == 0 and "[y/N]" not in sure.said, sure.said)
    check("who joins again is told so", "You took part already" in sure.said, sure.said)
    gone = Terminal(node, "retract", wide[:6])
    gone.hear("[y/N]")
    before = node.export()
    gone.type("\n")
    check("taking back by a short id is asked about, and not answering leaves it", gone.end() == NOPERM and node.export() == before, gone.said)
    note = Terminal(node, "note", idea, env={"VISUAL": "printf 'uit de editor' >"})
    check("a note without text opens the editor", note.end() == 0 and "uit de editor" in node.kiem("show", idea), note.said)
    secret = Terminal(node, "id", "export")
    secret.hear("Passphrase:")
    secret.type("vier woorden\n")
    secret.hear("again:")
    secret.type("vier woorden\n")
    check("a passphrase is asked for twice and not shown", secret.end() == 0 and "vier woorden" not in secret.said, secret.said)


def in_dutch(place):
    """The catalogue of the build, as LC_ALL=nl_NL.UTF-8 finds it, whether this machine has generated that locale or not."""
    node = place.node("nederlands")
    catalogues = os.path.join(os.path.dirname(place.kiem), "..", "..", "po")
    node.env.update({"LC_ALL": "nl_NL.UTF-8", "KIEM_LOCALEDIR": os.path.abspath(catalogues), "TZ": "Europe/Amsterdam"})
    check("help speaks Dutch", "een prikbord voor de buurt" in node.kiem("help"))
    overview = Terminal(node, "help")
    check("at a terminal it fits one screen, with the shell's prompt, and tells where the rest is",
          overview.end() == 0 and overview.said.count("\n") < 24 and "kiem help --all" in overview.said, overview.said)
    mistake(node, USAGE, "bedoel je “join”?", "jion")
    mistake(node, USAGE, "bedoel je “offer”?", "aanbod", "Zaal")
    mistake(node, USAGE, "bedoel je “follow”?", "volg", BOARD)
    said = run(node, "init", "--name", "Zoë", "--board", BOARD)
    check("init says in Dutch what to do next", "Wat je nu kunt doen:" in said.stdout.decode() and "openbaar" in said.stderr.decode())
    offer = node.post("offer", "Stroom over", "--quantity", "2,5 kWh", "--from", "2038-01-08 19:00")
    shown = node.kiem("show", offer)
    check("amounts and days are Dutch", "2,5 kWh" in shown and "vr 8 jan 2038 19:00 CET" in shown and "aanbod" in shown, shown)
    check("what programs read stays as it is", node.lines("board")[0]["kind"] == "offer")


def main():
    with town() as place:
        session(place)
        mistakes(place)
        bundles(place)
        owners(place)
        nothing_open(place)
        at_a_terminal(place)
        in_dutch(place)


if __name__ == "__main__":
    main()

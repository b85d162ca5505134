#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_install.py BUILD SOURCE SANITIZE COMPILER…: installs into an empty folder, looks whether everything is there and works
from there: a small program against libkiem by pkg-config, every public header by itself, the man pages, the systemd unit, the
completions."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

FILES = """bin/kiem bin/kiemd lib/systemd/user/kiemd.service share/bash-completion/completions/kiem
share/zsh/site-functions/_kiem share/fish/vendor_completions.d/kiem.fish share/locale/nl/LC_MESSAGES/kiem.mo
share/man/man1/kiem.1 share/man/man1/kiemd.1 share/man/man5/kiem.conf.5 share/man/man5/kiem-json.5 share/man/man7/kiem-post.7
include/kiem/types.h include/kiem/post.h include/kiem/store.h include/kiem/view.h""".split()


def run(*command, **how):
    done = subprocess.run(command, capture_output=True, text=True, **how)
    assert done.returncode == 0, f"{' '.join(command)}: status {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


class Installed:
    def __init__(self, build, source, sanitize, compiler, folder):
        self.source, self.folder, self.compiler = source, folder, compiler
        run("meson", "install", "-C", build, "--no-rebuild", "--destdir", folder)
        options = run("meson", "introspect", "--buildoptions", build)
        prefix = re.search(r'"name": "prefix", "value": "([^"]*)"', options).group(1)
        self.prefix = folder + prefix
        libraries = [os.path.dirname(os.path.join(where, name)) for where, _, names in os.walk(self.prefix)
                     for name in names if name == "libkiem.so"]
        assert len(libraries) == 1, libraries
        self.libraries = libraries[0]
        self.flags = [] if sanitize == "none" else ["-fsanitize=" + sanitize]
        self.env = {**os.environ, "PKG_CONFIG_PATH": self.libraries + "/pkgconfig", "PKG_CONFIG_SYSROOT_DIR": folder,
                    "LD_LIBRARY_PATH": self.libraries, "PATH": self.prefix + "/bin:" + os.environ["PATH"]}

    def cc(self, *arguments):
        run(*self.compiler, "-std=c11", "-Wall", "-Wextra", "-Werror", *self.flags, *arguments, env=self.env)


def everything_is_there(at):
    missing = [name for name in FILES if not os.path.exists(os.path.join(at.prefix, name))]
    assert not missing, f"not installed: {missing}"


def the_network_module_lies_beside_the_library(at):
    assert os.path.exists(os.path.join(at.libraries, "kiem/network.so"))


def programs_run_from_there(at):
    version = run("kiem", "--version", env=at.env)
    assert re.search(r"\d+\.\d+\.\d+", version), version
    assert re.search(r"\d+\.\d+\.\d+", run("kiemd", "--version", env=at.env))


def headers_stand_alone(at):
    folder = os.path.join(at.prefix, "include/kiem")
    flags = run("pkg-config", "--cflags", "kiem", env=at.env).split()
    for name in sorted(os.listdir(folder)):
        probe = os.path.join(at.folder, "probe.c")
        with open(probe, "w", encoding="ascii") as file:
            file.write(f"#include <kiem/{name}>\n#include <kiem/{name}>\nint probe;\n")
        at.cc(*flags, "-c", probe, "-o", os.path.join(at.folder, "probe.o"))


def a_small_program_links(at):
    flags = run("pkg-config", "--cflags", "--libs", "kiem", env=at.env).split()
    program = os.path.join(at.folder, "small")
    at.cc(os.path.join(at.source, "tests/package/small.c"), "-o", program, *flags, "-lsodium")
    said = run(program, env=at.env)
    assert re.match(r"[0-9a-f]{64} the store is full", said), said


def only_the_contract_is_exported(at):
    names = run("nm", "-D", "--defined-only", os.path.join(at.libraries, "libkiem.so")).split("\n")
    strange = [line.split()[-1] for line in names if line and not re.search(r" (kiem|swarm|link|view|wire)_\w+$", line)
               and not re.search(r" (__asan|__odr_asan|__ubsan|__tsan|asan\.|_init$|_fini$)", line)]
    assert not strange, f"libkiem exports {strange}"


def the_unit_is_sound(at):
    unit = os.path.join(at.prefix, "lib/systemd/user/kiemd.service")
    with open(unit, encoding="utf-8") as file:
        text = file.read()
    assert "@" not in re.sub(r"@[a-z-]+(?= |$)", "", text.replace("~@", "@"), flags=re.M), "a placeholder was left in the unit"
    start = re.search(r"^ExecStart=(\S+)$", text, re.M).group(1)
    assert os.path.exists(at.folder + start), start
    if not shutil.which("systemd-analyze"):
        print("no systemd-analyze here: the unit was not verified")
        return
    # The unit names the program where it will be, which is not where this install put it.
    copy = os.path.join(at.folder, "kiemd.service")
    with open(copy, "w", encoding="utf-8") as file:
        file.write(text.replace(start, "/bin/true"))
    done = subprocess.run(["systemd-analyze", "verify", "--user", "--man=no", copy], capture_output=True, text=True,
                          env={**os.environ, "XDG_RUNTIME_DIR": at.folder})
    assert done.returncode == 0 and not done.stderr.strip(), done.stderr


def completions_complete(at):
    home = os.path.join(at.folder, "home")
    env = {**at.env, "KIEM_HOME": home, "LC_ALL": "C.UTF-8"}
    run("kiem", "init", "--name", "Speeltuin Noord", "--board", "nl/tilburg/noord", env=env)
    made = run("kiem", "initiative", "Groene gevels", "--text", "Wie doet mee?", env=env).strip()
    script = os.path.join(at.prefix, "share/bash-completion/completions/kiem")

    def complete(*words):
        line = " ".join(f"'{word}'" for word in words)
        return run("bash", "-c", f'source "{script}"; COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _kiem; '
                   'printf "%s\\n" "${COMPREPLY[@]}"', env=env).split()

    assert {"offer", "board", "join"} <= set(complete("kiem", ""))
    assert complete("kiem", "initia") == ["initiative"]
    assert "--bring" in complete("kiem", "join", "--")
    assert complete("kiem", "offer", "x", "--board", "") == ["nl/tilburg/noord"]
    assert complete("kiem", "show", "") == [made[:12]]
    # Where nothing is proposed a person is left alone: each command with an operand, each option with a set of words.
    for verb in ("pulse", "map", "coalitions", "watch"):
        assert complete("kiem", verb, "") == ["nl/tilburg/noord"], verb
    for verb in ("match", "lineage", "coalition", "answer", "receipt"):
        assert complete("kiem", verb, "") == [made[:12]], verb
    for words, one in ((("find", "--kind"), "offer"), (("coalitions", "--state"), "resting"), (("map", "--format"), "svg"),
                       (("profile", "--sector"), "civil-society"), (("answer", "3f9a", "--with"), made[:12])):
        assert one in complete("kiem", *words, ""), words
    assert len(complete("kiem", "coalition", made[:12], "--without", "")) == 1
    for shell, name in (("zsh", "share/zsh/site-functions/_kiem"), ("fish", "share/fish/vendor_completions.d/kiem.fish")):
        if shutil.which(shell):
            run(shell, "-n", os.path.join(at.prefix, name))


def manuals_read_well(at):
    if not shutil.which("man"):
        print("no man here: the pages were not rendered")
        return
    for name in FILES:
        if name.startswith("share/man/"):
            done = subprocess.run(["man", "--warnings", "-l", os.path.join(at.prefix, name)], capture_output=True, text=True,
                                  env={**os.environ, "MANWIDTH": "80", "LC_ALL": "C.UTF-8"})
            assert done.returncode == 0 and "NAME" in done.stdout, f"{name}: {done.stderr}"


def main():
    build, source, sanitize, *compiler = sys.argv[1:]
    folder = tempfile.mkdtemp(prefix="kiem-install-")
    try:
        at = Installed(build, source, sanitize, compiler, folder)
        for check in (everything_is_there, the_network_module_lies_beside_the_library, programs_run_from_there, headers_stand_alone, a_small_program_links,
                      only_the_contract_is_exported, the_unit_is_sound, manuals_read_well, completions_complete):
            check(at)
            print("ok", check.__name__.replace("_", " "))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()

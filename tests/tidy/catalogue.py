# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for people: every message translated, every command and option in the manual."""
import os
import re
import subprocess
import tempfile

KEYWORDS = ["-k_", "-kN_", "-kngettext:1,2", "-kP_:1c,2", "--from-code=UTF-8", "--no-location", "--language=C", "--sort-output"]


def messages(house, folder):
    """A fresh template from the sources as they are now."""
    template = os.path.join(folder, "fresh.pot")
    sources = [p for p in house.under(["node/", "proto/"], [".c", ".h"]) if re.search(r"\bN?_\(|ngettext\(", house.text(p))]
    if not sources:
        return None
    subprocess.run(["xgettext", *KEYWORDS, "-o", template, *sources], cwd=house.root, check=True, capture_output=True)
    return template if os.path.exists(template) else None


def message_at(template, number):
    """The message that starts at a line of the template, on one line."""
    with open(template, encoding="utf-8") as file:
        text = "".join(file.readlines()[number - 1:])
    return "".join(re.findall(r'"(.*)"', text.split("\nmsgstr")[0]))[:100]


def complete(house):
    with tempfile.TemporaryDirectory() as folder:
        template = messages(house, folder)
        catalogues = house.under(["po/"], [".po"])
        if template and not catalogues:
            yield "po/", 1, "there are messages, but no catalogue"
        for path in catalogues:
            full = os.path.join(house.root, path)
            checked = subprocess.run(["msgfmt", "--check", "--statistics", "-o", "/dev/null", full],
                                     capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})
            if checked.returncode != 0 or re.search(r"fuzzy|untranslated", checked.stderr):
                yield path, 1, checked.stderr.strip().replace("\n", "; ")
            if template:
                compared = subprocess.run(["msgcmp", "--use-untranslated", full, template], capture_output=True, text=True)
                for line in compared.stderr.splitlines():
                    if "this message is used but not defined" in line:
                        yield path, 1, "not translated: " + message_at(template, int(line.split(":")[1]))
        yield from listed(house)


def listed(house):
    """po/POTFILES names every source with a message, so that `meson compile kiem-pot` finds it."""
    if "po/POTFILES" not in house.paths:
        return
    names = set(house.text("po/POTFILES").split())
    for path in house.under(["node/", "proto/"], [".c"]):
        if re.search(r'\b(N?_|ngettext)\("', house.text(path)) and path not in names:
            yield "po/POTFILES", 1, f"does not name {path}"


def manuals(house):
    """Every command and option that the program tells of stands in its manual page."""
    for program, where, manual in (("kiem", "node/cli/kiem", "docs/man/kiem.1.scd"),
                                   ("kiemd", "node/daemon/kiemd", "docs/man/kiemd.1.scd")):
        full = os.path.join(house.build, where)
        if manual not in house.paths or not os.path.exists(full):
            yield manual, 1, f"no manual page, or no program {where} in the build"
            continue
        page = re.sub(r"\\(.)", r"\1", house.text(manual))
        for word in words_of(full, program):
            if not re.search(r"(?<![\w-])" + re.escape(word) + r"(?![\w-])", page):
                yield manual, 1, f"does not mention {word}"


def sections(house):
    """An option stands in the paragraph of its command, or among those that many take; and what --json prints is told of."""
    program, manual, machine = (os.path.join(house.build, "node/cli/kiem"), "docs/man/kiem.1.scd", "docs/man/kiem-json.5.scd")
    if manual not in house.paths or machine not in house.paths or not os.path.exists(program):
        return
    page = house.text(manual)
    many = page[page.find("These take"):page.find("# TAKING PART")]
    for command in re.findall(r"^ {2}([a-z]+) {2}", run([program, "help"]), re.M):
        own = [p for p in page.split("\n\n") if p.startswith("*") and f"*{command}*" in p.split("\n")[0]]
        for option in re.findall(r"^ {2}(--[a-z][a-z-]+)", run([program, "help", command]), re.M):
            if option == "--json" and f"*kiem {command}*" not in house.text(machine):
                yield machine, 1, f"does not tell what kiem {command} prints"
            elif option not in ("--help", "--home") and not any(f"*{option}*" in p for p in [*own, many]):
                yield manual, 1, f"does not mention {option} with {command}"


def run(arguments):
    env = {**os.environ, "LC_ALL": "C", "LANGUAGE": ""}
    return subprocess.run(arguments, capture_output=True, text=True, env=env, timeout=10).stdout


def words_of(full, program):
    """Commands are the first words of `help`'s indented lines, options the first words of those of its help."""
    overview = run([full, "help" if program == "kiem" else "--help"])
    commands = re.findall(r"^ {2}([a-z]+) {2}", overview, re.M) if program == "kiem" else []
    options = re.compile(r"^ {2}(--[a-z][a-z-]+)", re.M)
    words = set(commands) | set(options.findall(overview))
    for command in commands:
        words |= set(options.findall(run([full, "help", command])))
    return sorted(words)

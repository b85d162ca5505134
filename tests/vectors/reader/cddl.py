# SPDX-License-Identifier: GPL-3.0-or-later
"""
As much of CDDL (RFC 8610) as proto/*.cddl uses: reads rules into nodes, and matches values that cbor2 decoded with them.

A node is a tuple whose first item says what it is:
  types:    ("value", v) ("name", id, arguments) ("range", low, high) ("control", name, type, type) ("choice", [type…])
            ("map", group) ("array", group) ("tag", number, type)
  groups:   ("either", [[entry…]…]), where an entry is (low, high, key or None, cut, type or group)
"""
import re

import cbor2

TOKEN = re.compile(r"""(?:\s|;[^\n]*)*(?:(?P<text>"[^"]*")|(?P<bytes>'[^']*')|(?P<occur>\d*\*\d*)|(?P<tag>\#6\.\d+)
    |(?P<number>-?\d+)|(?P<control>\.[a-z]+)|(?P<name>[A-Za-z@_$](?:[\w@$.-]*[\w@$])?)
    |(?P<mark>\.\.\.|\.\.|=>|//|[=/()\[\]{}<>,:?+&])|(?P<end>$))""", re.VERBOSE)
MANY = 1 << 30


class Reader:
    def __init__(self, text):
        self.tokens, at = [], 0
        while True:
            match = TOKEN.match(text, at)
            if match is None:
                raise SyntaxError(f"line {1 + text.count(chr(10), 0, at)}: {text[at:at + 40]!r}")
            self.tokens.append((match.lastgroup, match.group(match.lastgroup)))
            at = match.end()
            if match.lastgroup == "end":
                break
        self.at = 0

    def peek(self, *wanted):
        return self.tokens[self.at][1] in wanted and self.tokens[self.at][0] in ("mark", "occur")

    def take(self, kind=None, text=None):
        found = self.tokens[self.at]
        if (kind is not None and found[0] != kind) or (text is not None and found[1] != text):
            raise SyntaxError(f"{found[1]!r} where {text or kind} should be, after {[t for _, t in self.tokens[self.at - 6:self.at]]}")
        self.at += 1
        return found[1]

    def attempt(self, read):
        """What read gives, or None with nothing taken."""
        before = self.at
        try:
            return read()
        except SyntaxError:
            self.at = before
            return None

    def rules(self):
        found = {}
        while self.tokens[self.at][0] != "end":
            name, parameters = self.take("name"), []
            if self.peek("<"):
                parameters = self.bracketed("<", ">", lambda: self.take("name"))
            self.take("mark", "=")
            assert name not in found, f"{name} has two rules"
            found[name] = (parameters, self.entry())
        return found

    def bracketed(self, opening, closing, each):
        self.take("mark", opening)
        found = [each()]
        while self.peek(","):
            self.take()
            found.append(each())
        self.take("mark", closing)
        return found

    def type(self):
        choices = [self.type1()]
        while self.peek("/"):
            self.take()
            choices.append(self.type1())
        return choices[0] if len(choices) == 1 else ("choice", choices)

    def type1(self):
        first = self.type2()
        if self.peek(".."):
            self.take()
            return ("range", first, self.type2())
        if self.tokens[self.at][0] == "control":
            return ("control", self.take()[1:], first, self.type2())
        return first

    def type2(self):
        kind, text = self.tokens[self.at]
        if kind in ("number", "text", "bytes"):
            self.take()
            return ("value", int(text) if kind == "number" else text[1:-1] if kind == "text" else text[1:-1].encode())
        if kind == "name":
            self.take()
            return ("name", text, self.bracketed("<", ">", self.type1) if self.peek("<") else [])
        if kind == "tag":
            self.take()
            return ("tag", int(text[3:]), self.bracketed("(", ")", self.type)[0])
        if text == "&" and kind == "mark":  # a choice of the values in a group
            self.take()
            self.take("mark", "(")
            values = [of_type for entries in self.group()[1] for _, _, _, _, of_type in entries]
            self.take("mark", ")")
            return ("choice", values)
        if text in "({[" and kind == "mark":
            self.take()
            inner = self.type() if text == "(" else ("map" if text == "{" else "array", self.group())
            self.take("mark", {"(": ")", "{": "}", "[": "]"}[text])
            return inner
        raise SyntaxError(f"{text!r} is no type")

    def group(self):
        choices = [[]]
        while not self.peek(")", "}", "]"):
            if self.peek("//"):
                self.take()
                choices.append([])
                continue
            choices[-1].append(self.entry())
            if self.peek(","):
                self.take()
        return ("either", choices)

    def occurrence(self):
        if self.peek("?"):
            self.take()
            return 0, 1
        if self.peek("+"):
            self.take()
            return 1, MANY
        if self.tokens[self.at][0] == "occur":
            low, high = self.take().split("*")
            return int(low or 0), int(high or MANY)
        return 1, 1

    def key(self):
        if self.tokens[self.at][0] == "name" and self.tokens[self.at + 1] == ("mark", ":"):
            return ("value", (self.take(), self.take())[0]), True
        key = self.type1()
        mark = self.take("mark")
        if mark not in (":", "=>") or (mark == ":" and key[0] != "value"):
            raise SyntaxError("no key")
        return key, mark == ":"

    def entry(self):
        low, high = self.occurrence()
        key, cut = self.attempt(self.key) or (None, False)
        of_type = self.attempt(self.type)
        if of_type is None:
            self.take("mark", "(")
            of_type = self.group()
            self.take("mark", ")")
        return (low, high, key, cut, of_type)


def is_whole(value):
    return isinstance(value, int) and not isinstance(value, bool)


PRELUDE = {
    "any": lambda value: True, "int": is_whole, "uint": lambda value: is_whole(value) and value >= 0,
    "nint": lambda value: is_whole(value) and value < 0, "bstr": lambda value: isinstance(value, bytes),
    "text": lambda value: isinstance(value, str), "tstr": lambda value: isinstance(value, str),
    "bool": lambda value: isinstance(value, bool), "true": lambda value: value is True, "false": lambda value: value is False,
}


class Schema:
    def __init__(self, text):
        self.rules = Reader(text).rules()
        self.missing = sorted({name for _, entry in self.rules.values() for name in names(entry)}
                              - set(self.rules) - set(PRELUDE) - {p for parameters, _ in self.rules.values() for p in parameters})

    def matches(self, name, value):
        return self.fits(("name", name, []), value, {})

    def resolve(self, node, bound):
        """A name's own node and what its parameters stand for."""
        name, arguments = node[1], node[2]
        if name in bound:
            return bound[name], {}
        parameters, entry = self.rules[name]
        assert len(parameters) == len(arguments), name
        return entry[4], dict(zip(parameters, arguments))

    def fits(self, node, value, bound):
        kind = node[0]
        if kind == "name":
            if node[1] in PRELUDE and node[1] not in self.rules:
                return PRELUDE[node[1]](value)
            found, inner = self.resolve(node, bound)
            return self.fits(found, value, inner)
        if kind == "value":
            return type(value) is type(node[1]) and value == node[1]
        if kind == "choice":
            return any(self.fits(choice, value, bound) for choice in node[1])
        if kind == "range":
            return is_whole(value) and self.number(node[1], bound) <= value <= self.number(node[2], bound)
        if kind == "control":
            return self.controlled(node, value, bound)
        if kind == "tag":
            return isinstance(value, cbor2.CBORTag) and value.tag == node[1] and self.fits(node[2], value.value, bound)
        if kind == "map":
            return isinstance(value, dict) and any(not rest for rest in self.pairs(node[1], list(value.items()), bound))
        if kind == "array":
            return isinstance(value, (list, tuple)) and any(not rest for rest in self.items(node[1], list(value), bound))
        raise AssertionError(f"a group where a type should be: {node}")

    def number(self, node, bound):
        while node[0] == "name":
            node, bound = self.resolve(node, bound)
        return node[1]

    def controlled(self, node, value, bound):
        _, name, of_type, argument = node
        if not self.fits(of_type, value, bound):
            return False
        if name == "size":
            size = len(value.encode() if isinstance(value, str) else value)
            return self.fits(("range", argument, argument) if argument[0] == "value" else argument, size, bound)
        if name == "regexp":
            return re.fullmatch(argument[1], value) is not None
        if name == "cbor":
            return self.fits(argument, cbor2.loads(value), bound)
        assert name == "and", name
        return self.fits(argument, value, bound)

    def group_of(self, node, bound):
        """The group that an entry without a key stands for, such as others = ( * int => any ); None when it is a type."""
        while node[0] == "name" and node[1] in self.rules and node[1] not in bound:
            node, bound = self.resolve(node, bound)
            if node[0] == "either":
                break
        return (node, bound) if node[0] == "either" else None

    def pairs(self, group, left, bound):
        """Every way to match the group with some of these pairs; gives what is left over."""
        for entries in group[1]:
            yield from self.pairs_from(entries, left, bound)

    def pairs_from(self, entries, left, bound):
        if not entries:
            yield left
            return
        (low, high, key, cut, of_type), others = entries[0], entries[1:]
        if key is None:
            inner = self.group_of(of_type, bound)
            assert inner is not None, f"an entry of a map without a key: {of_type}"
            for rest in self.pairs(inner[0], left, inner[1]):
                yield from self.pairs_from(others, rest, bound)
            if low == 0:
                yield from self.pairs_from(others, left, bound)
            return
        with_key = [pair for pair in left if self.fits(key, pair[0], bound)]
        good = [pair for pair in with_key if self.fits(of_type, pair[1], bound)][:high]
        if len(good) >= low and not (cut and len(good) < len(with_key)):
            yield from self.pairs_from(others, [pair for pair in left if pair not in good], bound)

    def items(self, group, left, bound):
        for entries in group[1]:
            rest = list(left)
            for low, high, _, _, of_type in entries:
                n = 0
                while n < high and rest and self.fits(of_type, rest[0], bound):
                    rest.pop(0)
                    n += 1
                if n < low:
                    break
            else:
                yield rest


def names(node):
    """Every name that a node speaks of."""
    if isinstance(node, tuple) and node and node[0] == "name":
        yield node[1]
        node = node[2]
    if isinstance(node, (tuple, list)):
        for part in node:
            yield from names(part)

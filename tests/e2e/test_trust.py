#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trust among three homes: ada vouches for ben and ben for cas, so ada knows cas through ben; taking it back, thanking, calling
to account and mending; all by the real command, and carried by kiemd."""
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import check, same, town, until


def standing(eyes, of):
    return eyes.lines("trust", of)[0]["standing"]


def through_ben(ada, ben, cas):
    check("nobody is known at first", standing(ada, "ben") == 0 and standing(ada, "cas") == 0)
    ada.post("vouch", "ben", "--level", "3")
    vouch = ben.post("vouch", "cas", "--level", "3", "--context", "samen geklust")
    until("ada hears that ben vouches for cas", lambda: vouch in ada.ids())
    seen = ada.lines("trust", "cas")[0]
    check("ada knows cas through ben", (seen["standing"], seen["word"]) == (150, "little"), seen)
    check("and is told so, with the vouch that says it",
          [(n["name"], n["vouch"], n["permille"]) for n in seen["rests_on"]] == [("ben", vouch, 150)], seen)
    said = ada.kiem("trust", "cas")
    check("in words too", "ben vouches for cas (level 3 of 3)." in said and vouch[:12] in said, said)
    check("cas knows neither", standing(cas, "ada") == 0 and standing(cas, "ben") == 0)
    until("but hears that ben vouches", lambda: len(cas.lines("trust")[0]["received"]) == 1)
    seen = cas.lines("trust")[0]["received"][0]
    check("whom cas does not know yet", (seen["name"], seen["level"], seen["known"]) == ("ben", 3, False), seen)


def taken_back(ada, ben):
    back = ben.post("unvouch", "cas")
    until("ada hears that ben takes it back", lambda: back in ada.ids())
    check("then cas is a stranger again", standing(ada, "cas") == 0)
    again = ben.post("vouch", "cas", "--level", "1")
    until("ben vouches anew, a little", lambda: again in ada.ids())
    check("and ada knows cas a little", standing(ada, "cas") == 50)


def on_foot_and_on_horseback(ada, ben, cas):
    offer = cas.post("offer", "Zaal voor twintig")
    until("cas offers a hall", lambda: offer in ada.ids() and offer in ben.ids())
    receipt = ada.post("receipt", offer, "--quantity", "20 stoelen")
    seen = ada.lines("trust", "cas")[0]
    check("what ada got counts, slowly", seen["standing"] == 80 and seen["deeds"][0]["id"] == receipt, seen)
    call = ben.post("address", "cas", "--about", offer, "De zaal was er niet")
    until("ben calls cas to account", lambda: call in ada.ids() and call in cas.ids())
    seen = ada.lines("trust", "cas")[0]
    check("which leaves a quarter", (seen["standing"], seen["unburdened"]) == (20, 80), seen)
    check("and says why", seen["against"][0]["text"] == "De zaal was er niet", seen)
    check("ada cannot mend it", "only they can settle it" in ada.kiem("mend", call, status=77))
    one = cas.post("mend", call, "Excuses, het was vol")
    until("cas says it is settled", lambda: one in ada.ids() and one in ben.ids())
    check("which is half of it", standing(ada, "cas") == 20)
    other = ben.post("mend", call)
    until("so does ben", lambda: other in ada.ids() and other in cas.ids())
    check("and all is as it was", standing(ada, "cas") == 80)
    check("nobody has anything to settle", not any(node.lines("trust")[0]["addresses"] for node in (ada, ben, cas)))


def order(ada, cas):
    first = ada.post("offer", "Ladder")
    until("both have both offers", lambda: same(ada, cas))
    newest = [post["id"] for post in cas.lines("board", "--kind", "offer")]
    check("newest first for who asks nothing", newest[0] == first)
    seen = cas.lines("board", "--kind", "offer", "--trusted", "first")
    check("one's own first for cas, who knows nobody", [post["trust"] for post in seen] == ["close", "stranger"], seen)


def main():
    with town() as place:
        ada, ben, cas = (place.node(name).init() for name in ("ada", "ben", "cas"))
        ada.start()
        for node in (ben, cas):
            node.follow_link(ada)
            node.start(listen="none")
        until("all have the same", lambda: same(ada, ben) and same(ada, cas) and len(ada.ids()) >= 3)
        through_ben(ada, ben, cas)
        taken_back(ada, ben)
        on_foot_and_on_horseback(ada, ben, cas)
        order(ada, cas)
        until("in the end all have the same", lambda: same(ada, ben) and same(ada, cas))


if __name__ == "__main__":
    main()

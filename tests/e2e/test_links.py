#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is linked with whom: told before and after the daemon starts, by link, by configuration, on the socket; not with a wrong
key; once, though both dial; again after a changed address; and no longer when somebody said so."""
import os
import signal
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import BOARD, check, same, town, until

OTHER = "nl/tilburg/kraaiven"


def wanted(node):
    return {w["node"]: w for w in node.ask("links")["wanted"]}


def following(ada, ben):
    ben.follow_link(ada)
    ben.start()
    until("a link that was followed before kiemd started is made", lambda: ben.linked() and ada.linked())
    check("the one dialled, the other was dialled", ben.links()[0]["dialled"] and not ada.links()[0]["dialled"])
    check("each knows the other's key", ben.links()[0]["node"] == ada.status()["node"] and
          ada.links()[0]["node"] == ben.status()["node"])
    first = ada.post("initiative", "Geveltuin")
    until("a post comes over", lambda: first in ben.ids())
    back = ben.post("note", first, "--text", "Ik doe mee", "--board", BOARD)
    until("and one goes back by the same link", lambda: back in ada.ids())


def later(ada, cas):
    cas.start()
    cas.follow_link(ada)
    until("a link that is followed while kiemd runs is made", lambda: cas.linked_with(ada))
    until("and what there was comes over", lambda: same(ada, cas))


def both_ways(ada, ben):
    ada.kiem("follow", f"{ben.link}/{BOARD}")
    ben.stop()
    ben.start(listen=ben.endpoint)
    until("two that dial each other keep one link", lambda: len(ada.linked_with(ben)) == 1 and len(ben.linked_with(ada)) == 1)
    post = ada.post("initiative", "Een bankje")
    until("which works", lambda: post in ben.ids())
    until("and stays the only one", lambda: len(ada.linked_with(ben)) == 1)


def wrong_key(ada, dirk):
    dirk.start()
    key = "11" * 32
    wrong = ada.link.replace(ada.link[7:71], "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    dirk.kiem("connect", wrong)
    until("a neighbour whose key is another is not linked with", lambda: "LINK-DIAL-FAILED" in dirk.log())
    check("on either side", not dirk.links() and all(n["node"] != dirk.status()["node"] for n in ada.links()), key)
    check("and it says so", not list(wanted(dirk).values())[0]["linked"])
    check("a link that is none is refused", not dirk.ask("connect 127.0.0.1:7340")["ok"])
    check("so is the link of the node itself", not dirk.ask("connect " + dirk.link)["ok"])
    check("and a request that there is not", not dirk.ask("dance")["ok"])


def cut_and_back(ada, cas):
    key = ada.status()["node"]
    cas.kiem("disconnect", key)
    until("disconnect cuts the link on both sides",
          lambda: not cas.linked_with(ada) and not ada.linked_with(cas))
    cas.ask("poke")
    check("and it is not wanted any more", key not in wanted(cas))
    cas.stop()
    cas.start()
    check("nor after a restart", key not in wanted(cas) and not cas.linked_with(ada))
    missed = ada.post("initiative", "Terwijl Cas weg was")
    cas.kiem("connect", ada.link)
    until("connect makes it again", lambda: cas.linked_with(ada))
    until("and what was missed comes over", lambda: missed in cas.ids())
    check("disconnecting from nobody is said", not cas.ask("disconnect " + "00" * 32)["ok"])
    check("and needs a key", not cas.ask("disconnect ada")["ok"])


def moved(ada, ben, cas):
    old = ada.endpoint
    ada.stop()
    ada.start()
    check("ada is elsewhere now", ada.endpoint != old)
    cas.follow_link(ada)
    until("a changed address is dialled when it is told", lambda: cas.linked_with(ada))
    until("ben still listens where ada knows", lambda: ben.linked_with(ada))


def configured(ada, els):
    els.configure(f"[node]\nneighbours = {ada.link}\n")
    els.start()
    until("a configured neighbour is linked with", lambda: els.linked_with(ada))
    els.configure("")
    els.daemon.send_signal(signal.SIGHUP)
    until("and no longer wanted when the configuration says so", lambda: not wanted(els))
    els.configure(f"[node]\nneighbours = {ada.link}\n")
    els.daemon.send_signal(signal.SIGHUP)
    until("and again", lambda: ada.status()["node"] in wanted(els) and els.linked_with(ada))


def boards(ada, ben):
    for node in (ada, ben):
        node.kiem("follow", OTHER)
    post = ada.post("offer", "Heftruck", "--board", OTHER)
    until("a board followed while linked is carried at once", lambda: post in ben.ids(OTHER))
    ben.kiem("unfollow", OTHER)
    until("and no longer when it is not followed", lambda: [b["board"] for b in ben.status()["boards"]] == [BOARD])
    second = ada.post("offer", "Pallets", "--board", OTHER)
    third = ada.post("offer", "Op het andere bord", "--board", BOARD)
    until("posts of other boards still come", lambda: third in ben.ids())
    check("those of the board that was left do not", second not in ben.ids(OTHER))
    ben.kiem("follow", OTHER)
    until("following again brings what was missed", lambda: same(ada, ben, board=OTHER))


def main():
    with town() as place:
        ada, ben, cas, dirk, els = (place.node(name).init(BOARD) for name in ("ada", "ben", "cas", "dirk", "els"))
        ada.start()
        following(ada, ben)
        later(ada, cas)
        both_ways(ada, ben)
        wrong_key(ada, dirk)
        cut_and_back(ada, cas)
        moved(ada, ben, cas)
        configured(ada, els)
        boards(ada, ben)


if __name__ == "__main__":
    main()

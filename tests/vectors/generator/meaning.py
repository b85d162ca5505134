# SPDX-License-Identifier: GPL-3.0-or-later
"""Sets of posts and what they mean. The state that every node must reach stands here by hand; nothing computes it."""
from .encode import BOB, CARLA, DAY, NOW, base, cbor, envelope, post, to_sign
from .scenario import ELSEWHERE, YEAR, Scenario, start


def joins():
    s = start("a join", "a join counts whether it comes before or after what it joins")
    yield s.add("j", "bob", "join", "green", made=1).every_order().state("green j", green=("bob", "green", YEAR))

    s = start("join and leave", "a leave that comes before its join counts all the same")
    s.add("j", "bob", "join", "green", made=1).add("l", "bob", "leave", "j", made=2)
    yield s.every_order().state("green j l", green=("", "green", YEAR))

    s = start("concurrent join", "a leave takes away the very joins that it names; one made on another device stays")
    s.add("j1", "bob", "join", "green", made=1).add("j2", "bob", "join", "green", made=1.5).add("l", "bob", "leave", "j1", made=2)
    yield s.every_order().state("green j1 j2 l", green=("bob", "green", YEAR))

    s = start("leave everything", "one leave may name several joins")
    s.add("j1", "bob", "join", "green", made=1).add("j2", "bob", "join", "green", made=1.5)
    s.add("l", "bob", "leave", "j1", "j2", made=2)
    yield s.every_order().state("green j1 j2 l", green=("", "green", YEAR))

    s = start("join again", "a leave says nothing of joins made after it")
    s.add("j1", "bob", "join", "green", made=1).add("l", "bob", "leave", "j1", made=2).add("j2", "bob", "join", "green", made=3)
    yield s.every_order().state("green j1 j2 l", green=("bob", "green", YEAR))

    s = start("a later join made with a slow clock", "times decide nothing between joins and leaves, names do")
    s.add("j1", "bob", "join", "green", made=3).add("l", "bob", "leave", "j1", made=2).add("j2", "bob", "join", "green", made=1)
    yield s.every_order().state("green j1 j2 l", green=("bob", "green", YEAR))

    s = start("somebody else's leave", "only the author of a join can leave it")
    s.add("j", "bob", "join", "green", made=1).add("l", "carla", "leave", "j", made=2)
    yield s.every_order().state("green j l", green=("bob", "green", YEAR))

    s = start("a leave that would be gone before its join", "it counts for nothing, else the join would come back by itself")
    s.add("j", "bob", "join", "green", made=1, until=200).add("l", "bob", "leave", "j", made=2, until=199)
    yield s.every_order().state("green j l", green=("bob", "green", YEAR))

    s = start("a leave that lasts as long as its join", "as long is long enough")
    s.add("j", "bob", "join", "green", made=1, until=200).add("l", "bob", "leave", "j", made=2, until=200)
    yield s.every_order().state("green j l", green=("", "green", YEAR))

    s = start("a leave that is taken back", "without its leave the join is in force again")
    s.add("j", "bob", "join", "green", made=1).add("l", "bob", "leave", "j", made=2).add("r", "bob", "retract", "l", made=3, until=700)
    yield s.every_order().state("green j r", green=("bob", "green", YEAR))

    s = start("two people", "one leaves, one stays")
    s.add("jb", "bob", "join", "green", made=1).add("jc", "carla", "join", "green", made=1).add("l", "carla", "leave", "jc", made=2)
    yield s.every_order().state("green jb jc l", green=("bob", "green", YEAR))

    s = start("an expired join", "what is past its until is gone, and its tie with it", now=50)
    s.add("j", "bob", "join", "green", made=1, until=40).add("l", "carla", "join", "green", made=1, until=60)
    yield s.every_order().state("green l", green=("carla", "green", YEAR))

    s = start("a join is not renewed", "only content posts are", now=50)
    s.add("j", "bob", "join", "green", made=1, until=40).add("n", "bob", "renew", "j", made=2, until=100)
    yield s.every_order().state("green n", green=("", "green", YEAR))


def retractions():
    s = Scenario("a retraction", "the body is erased when it comes second and refused when it comes first")
    s.add("green", "alice", "initiative").add("r", "alice", "retract", "green", made=1, until=700)
    s.order("20 green ok, 20 r ok").order("20 r ok, 20 green retracted").order("20 green ok, 20 r ok, 20 green retracted, 20 r known")
    yield s.state("r")

    s = start("a retraction that would be gone before its target", "an old bundle could bring the text back, so it does not count")
    s.add("r", "alice", "retract", "green", made=1, until=YEAR - 1)
    s.order("20 green ok, 20 r ok").order("20 r ok, 20 green ok")
    yield s.state("green r", green=("", "green", YEAR))

    s = start("a retraction that lasts as long as its target", "as long is long enough").add("r", "alice", "retract", "green", made=1)
    yield s.every_order().state("r")

    s = start("somebody else's retraction", "it has no effect, before its target or after it")
    s.add("r", "bob", "retract", "green", made=1, until=700)
    s.order("20 green ok, 20 r ok").order("20 r ok, 20 green ok")
    yield s.state("green r", green=("", "green", YEAR))

    s = start("a retraction of a retraction", "it has no effect: what is erased stays erased")
    s.add("r", "alice", "retract", "green", made=1, until=700).add("rr", "alice", "retract", "r", made=2, until=730)
    yield s.every_order().state("r rr")

    s = start("a join taken back", "its author is not in it, and the join is gone")
    s.add("j", "bob", "join", "green", made=1).add("r", "bob", "retract", "j", made=2, until=700)
    yield s.every_order().state("green r", green=("", "green", YEAR))

    s = start("somebody else's retraction of a join", "the initiative's author cannot send anybody away")
    s.add("j", "bob", "join", "green", made=1).add("r", "alice", "retract", "j", made=2, until=700)
    yield s.every_order().state("green j r", green=("bob", "green", YEAR))

    s = start("an initiative taken back that people joined", "what others said stays theirs")
    s.add("j", "bob", "join", "green", made=1).add("n", "carla", "note", "green", made=1)
    s.add("r", "alice", "retract", "green", made=2, until=700)
    yield s.every_order().state("j n r")

    s = start("a retraction and a renewal", "the retraction wins, in any order")
    s.add("n", "alice", "renew", "green", made=1, until=500).add("r", "alice", "retract", "green", made=2)
    yield s.every_order().state("n r")

    s = start("the retraction counts by the target's own until", "a renewal does not make a longer one necessary", until=100)
    s.add("n", "alice", "renew", "green", made=1, until=500).add("r", "alice", "retract", "green", made=2, until=100)
    yield s.every_order().state("n r")

    s = start("a retraction on another board", "it has no effect, before its target or after it")
    s.add("r", "alice", "retract", "green", made=1, until=700, k2=ELSEWHERE)
    s.order("20 green ok, 20 r ok").order("20 r ok, 20 green ok").order("20 green ok, 20 r ok, 20 green known, 20 r known")
    yield s.follow(ELSEWHERE).state("green r", green=("", "green", YEAR))

    s = start("a retraction on another board, where that is not followed", "the same posts stay")
    s.add("r", "alice", "retract", "green", made=1, until=700, k2=ELSEWHERE)
    s.order("20 green ok, 20 r unfollowed").order("20 r unfollowed, 20 green ok")
    yield s.state("green", green=("", "green", YEAR))

    s = start("retractions on both boards", "the one on its target's board counts")
    s.add("r1", "alice", "retract", "green", made=1, until=700, k2=ELSEWHERE).add("r2", "alice", "retract", "green", made=1, until=700)
    yield s.every_order().follow(ELSEWHERE).state("r1 r2")


def revisions():
    s = start("a revision", "it is shown, also when it comes first").add("v", "alice", "revise", "green", made=1)
    yield s.every_order().state("green v", green=("", "v", YEAR))

    s = start("a chain of revisions", "the last one is shown, in any order")
    s.add("v1", "alice", "revise", "green", made=1).add("v2", "alice", "revise", "v1", made=2)
    yield s.every_order().state("green v1 v2", green=("", "v2", YEAR))

    s = start("concurrent revisions", "of those that nothing replaces, the one made last is shown")
    s.add("v1", "alice", "revise", "green", made=2).add("v2", "alice", "revise", "green", made=1)
    yield s.every_order().state("green v1 v2", green=("", "v1", YEAR))

    s = start("concurrent revisions of the same moment", "then the higher id is shown")
    s.add("v1", "alice", "revise", "green", made=1).add("v2", "alice", "revise", "green", made=1)
    highest = max("v1", "v2", key=s.id)
    yield s.every_order().state("green v1 v2", green=("", highest, YEAR))

    s = start("a revision made with a slow clock", "what it replaces is not shown, however late that was made")
    s.add("v1", "alice", "revise", "green", made=5).add("v2", "alice", "revise", "v1", made=1)
    yield s.every_order().state("green v1 v2", green=("", "v2", YEAR))

    s = start("one of two concurrent revisions revised", "replaced ones are out; of the ends the one made last is shown")
    s.add("v1", "alice", "revise", "green", made=2).add("v2", "alice", "revise", "green", made=4)
    s.add("v3", "alice", "revise", "v2", made=3)
    yield s.every_order().state("green v1 v2 v3", green=("", "v3", YEAR))

    s = start("somebody else's revision", "it does not count, nor does what is built on it")
    s.add("v1", "bob", "revise", "green", made=1).add("v2", "alice", "revise", "v1", made=2)
    yield s.every_order().state("green v1 v2", green=("", "green", YEAR))

    s = start("a revision taken back", "what replaced it counts for nothing any more")
    s.add("v1", "alice", "revise", "green", made=1).add("v2", "alice", "revise", "v1", made=2)
    s.add("r", "alice", "retract", "v1", made=3, until=700)
    yield s.every_order().state("green v2 r", green=("", "green", YEAR))

    s = start("a revision that expired", "the original is shown again", now=50).add("v", "alice", "revise", "green", made=1, until=40)
    yield s.every_order().state("green", green=("", "green", YEAR))

    s = start("joins to several texts", "a join names the text that it saw and counts for the whole")
    s.add("v", "alice", "revise", "green", made=2)
    s.add("jb", "bob", "join", "green", made=1).add("jc", "carla", "join", "v", made=3)
    yield s.every_order().state("green v jb jc", green=("bob carla", "v", YEAR))

    s = start("a join to a text that does not count", "it is a join to something else")
    s.add("v", "bob", "revise", "green", made=2).add("j", "carla", "join", "v", made=3)
    yield s.every_order().state("green v j", green=("", "green", YEAR))


def renewals():
    s = start("a renewal", "the latest until counts", until=100)
    s.add("n1", "alice", "renew", "green", made=1, until=200).add("n2", "alice", "renew", "green", made=2, until=150)
    yield s.every_order().state("green n1 n2", green=("", "green", 200))

    s = start("a renewal that is shorter", "a renewal never takes time away").add("n", "alice", "renew", "green", made=1, until=100)
    yield s.every_order().state("green n", green=("", "green", YEAR))

    s = start("somebody else's renewal", "it has no effect", until=100).add("n", "bob", "renew", "green", made=1, until=200)
    yield s.every_order().state("green n", green=("", "green", 100))

    s = start("a renewal on another board", "it has no effect, beside one that counts too", until=100)
    s.add("n1", "alice", "renew", "green", made=1, until=300, k2=ELSEWHERE).add("n2", "alice", "renew", "green", made=1, until=200)
    yield s.every_order().follow(ELSEWHERE).state("green n1 n2", green=("", "green", 200))

    s = start("a renewal on another board, and time goes on", "it keeps nothing here and lets nothing in", now=150, until=100)
    s.add("n", "alice", "renew", "green", made=1, until=200, k2=ELSEWHERE)
    s.order("20 green ok, 20 n ok, 120 green expired").order("20 n ok, 120 green expired").order("120 green expired, 121 n ok, 122 green expired")
    yield s.follow(ELSEWHERE).state("n")

    s = start("renewed in time", "past its own until a post stays by its renewal", now=150, until=100)
    s.add("n", "alice", "renew", "green", made=1, until=200)
    yield s.every_order().state("green n", green=("", "green", 200))

    s = start("renewed, and the target arrives past its own until", "it is kept where the renewal is here, and may be offered again",
              now=150, until=100)
    s.add("n", "alice", "renew", "green", made=1, until=200)
    s.order("20 n ok, 120 green ok").order("120 green expired, 121 n ok, 122 green ok").order("20 green ok, 20 n ok")
    s.order("99 green ok, 99.5 n ok, 120 green known")
    yield s.state("green n", green=("", "green", 200))

    s = start("not renewed", "past its until it is gone, and refused when it comes back", now=150, until=100)
    s.add("n", "bob", "renew", "green", made=1, until=200)
    s.order("20 green ok, 20 n ok, 120 green expired").order("20 n ok, 120 green expired").order("100 green expired, 101 n ok")
    yield s.state("n")

    s = start("a renewal taken back", "the target's own until counts again", until=100)
    s.add("n", "alice", "renew", "green", made=1, until=200).add("r", "alice", "retract", "n", made=2, until=700)
    yield s.every_order().state("green r", green=("", "green", 100))

    s = start("a renewal taken back beside one on another board", "the target's own until counts again, not the other board's", until=100)
    s.add("n1", "alice", "renew", "green", made=1, until=200).add("n2", "alice", "renew", "green", made=1, until=300, k2=ELSEWHERE)
    s.add("r", "alice", "retract", "n1", made=2, until=700)
    yield s.every_order().follow(ELSEWHERE).state("green n2 r", green=("", "green", 100))

    s = start("a renewal taken back, and time goes on", "the target goes at its own until", now=150, until=100)
    s.add("n", "alice", "renew", "green", made=1, until=200).add("r", "alice", "retract", "n", made=2, until=700)
    yield s.every_order().state("r")


def clocks():
    s = start("a leave of 2099", "made far ahead it is deferred: not kept and not remembered, and nothing is tied for ever")
    s.add("j", "bob", "join", "green", made=1).add("l", "bob", "leave", "j", made=26000, until=26300)
    s.order("20 green ok, 20 j ok, 20 l deferred").order("20 l deferred, 20 j ok, 20 green ok").order("20 l deferred, 20 l deferred, 20 green ok, 20 j ok")
    yield s.state("green j", green=("bob", "green", YEAR))

    s = start("a post deferred and offered again", "once its time has come it is taken")
    s.add("j", "bob", "join", "green", made=19.5)
    s.order("19 green ok, 19 j deferred, 20 j ok").order("19.4895 green ok, 19.4896 j ok")
    yield s.state("green j", green=("bob", "green", YEAR))

    s = start("the same post many times", "it is known, and nothing changes").add("j", "bob", "join", "green", made=1)
    s.order("20 green ok, 20 j ok, 20 green known, 20 j known").order("20 j ok, 20 j known, 20 green ok")
    yield s.state("green j", green=("bob", "green", YEAR))

    s = start("what is not known", "an unknown kind and an unknown relation are kept and tie nobody")
    s.posts["u"] = post({**base(99), 3: NOW + DAY, 8: [[1, s.id("green")]]}, BOB)
    s.posts["j"] = post({**base(16), 3: NOW + DAY, 8: [[1, s.id("u")], [99, s.id("green")]]}, BOB)
    yield s.every_order().state("green u j", green=("", "green", YEAR))

    s = start("a forged leave", "what does not verify is refused and changes nothing").add("j", "bob", "join", "green", made=1)
    leave = cbor({**base(17), 8: [[6, s.id("j")]]})
    s.posts["f"] = envelope(BOB.key, leave, CARLA.sign(to_sign(BOB.key, leave)))
    s.order("20 green ok, 20 j ok, 20 f bad-signature").order("20 f bad-signature, 20 j ok, 20 green ok, 20 f bad-signature")
    yield s.state("green j", green=("bob", "green", YEAR))


def vectors():
    return [s.json() for part in (joins, retractions, revisions, renewals, clocks) for s in part()]

# SPDX-License-Identifier: GPL-3.0-or-later
"""What a set of posts means, computed the plain way: every rule looks at every post."""
import hashlib

from .canonical import Broken
from .post import Post

AHEAD = 15 * 60 * 1000
CONTENT = range(1, 8)
JOIN, LEAVE, REVISE, RENEW, RETRACT = 16, 17, 48, 49, 50
ABOUT, REPLACES, CANCELS = 1, 5, 6


class Node:
    def __init__(self, boards):
        self.boards = boards  # that it follows
        self.posts = {}  # id: post

    def arrive(self, data, now):
        """The door; returns the verdict."""
        self.forget(now)
        try:
            post = Post(data)
        except Broken as broken:
            return broken.args[0]
        post.id = hashlib.blake2b(data, digest_size=32).digest()
        if post.id in self.posts:
            return "known"
        if post.made > now + AHEAD:
            return "deferred"
        if any(takes_back(other, post) for other in self.posts.values()):
            return "retracted"
        if self.until(post) <= now:
            return "expired"
        if post.board not in self.boards:
            return "unfollowed"
        self.posts[post.id] = post
        for other in list(self.posts.values()):
            if takes_back(post, other):
                del self.posts[other.id]
        return "ok"

    def forget(self, now):
        """Lets go of what is past its until. Of renewals first, which go by their own."""
        for post in sorted(self.posts.values(), key=lambda post: post.kind in CONTENT):
            if self.until(post) <= now:
                del self.posts[post.id]

    def until(self, post):
        """In effect: its own, or that of its author's latest renewal."""
        found = [post.until]
        found += [other.until for other in self.posts.values() if renews(other, post)]
        return max(found)

    def versions(self, original):
        """The original and its author's revisions that reach it."""
        found = {original.id}
        while True:
            more = {post.id for post in self.posts.values()
                    if post.kind == REVISE and post.author == original.author and post.linked(REPLACES)[0] in found} - found
            if not more:
                return [self.posts[post_id] for post_id in found]
            found |= more

    def shown(self, original):
        versions = self.versions(original)
        replaced = {post.linked(REPLACES)[0] for post in versions if post.kind == REVISE}
        return max((post for post in versions if post.id not in replaced), key=lambda post: (post.made, post.id))

    def in_force(self, join):
        return not any(other.kind == LEAVE and other.author == join.author and join.id in other.linked(CANCELS)
                       and other.until >= join.until for other in self.posts.values())

    def members(self, original):
        versions = {post.id for post in self.versions(original)}
        return {post.author for post in self.posts.values()
                if post.kind == JOIN and versions & set(post.linked(ABOUT)) and self.in_force(post)}


def by_the_same(tie, post):
    """By its author and on its board: whoever follows that board hears both."""
    return tie.author == post.author and tie.board == post.board


def renews(renew, post):
    return renew.kind == RENEW and post.kind in CONTENT and by_the_same(renew, post) and renew.linked(ABOUT) == [post.id]


def takes_back(retract, post):
    return (retract.kind == RETRACT and post.kind != RETRACT and by_the_same(retract, post)
            and retract.linked(CANCELS) == [post.id] and retract.until >= post.until)

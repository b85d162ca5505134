/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Broadcast: Plumtree (Leitão, Pereira, Rodrigues, "Epidemic Broadcast Trees", SRDS 2007) over the active view of each board.
 * A post goes at once over lanes that are eager, and only its announcement (IHAVE) over those that are lazy; a post that comes
 * twice makes the later lane lazy at both ends (PRUNE), so that the eager lanes grow into a tree; an announced post that does not
 * come is asked for (GRAFT), which makes the lane eager again, and so the tree repairs itself.
 *
 *     came ─▶ ring of recent posts, one a board ◀── cursors, two a lane:   announced <= pushed <= came
 *                                                   pushed      decided: sent, or left to be announced
 *                                                   announced   said by IHAVE, unless sent or held there already
 *
 * No post waits in a queue of its own for a neighbour: what a lane has yet to be told is the stretch of the ring before its
 * cursors. A lane whose cursor the ring overruns is compared. Payload stays in the store until it leaves.
 *
 * Hops, as they go over the wire: the lower seven bits count the links that a post came over, up to 127. SPREAD_BESIDE says that it
 * came beside the tree. With a count of up to SPREAD_YOUNG_MAX it was young and went over a lazy lane: true of that link alone, and
 * not passed on. With more it was brought by catching up, nobody knows over how many links before, and that stays said. Neither
 * says anything about the tree when it comes twice.
 *
 * A post is young where it came over few links of those that posts usually come over, and goes over all lanes there. A tree that
 * grew for others is deep for an author it does not know: the first few links reach in it a tenth of the nodes that they reach in
 * the whole overlay, at the cost of a copy for one node in twenty. Where the author is known, posts always come over as many
 * links, and none of them is young.
 *
 * How many lanes are eager. One that is of no use to the tree costs two copies a post, since each end has it before it hears the
 * other's. With one author it is always the same lanes that are of no use; with many, two ways meet elsewhere for each, and
 * a lane that is of no use to one is the short way for another. So a lane is pruned only when what comes twice over it
 * clearly outweighs what comes once, and what is left of a random graph is a tree for one author, and a tree with as many short
 * cuts as pay for many.
 */
#ifndef KIEM_SPREAD_H
#define KIEM_SPREAD_H

#include <kiem/swarm.h>
#include <kiem/wire.h>

#define SPREAD_BESIDE 0x80u
#define SPREAD_HOPS 0x7fu
#define SPREAD_YOUNG_MAX 15    /* hops of a young post, as it goes over a lazy lane with SPREAD_BESIDE */
#define SPREAD_CAUGHT_UP 0x90u /* as what catching up brought is counted here */
#define SPREAD_YOUNG 2         /* a post is young that came over one in so many of the usual links */
#define SPREAD_LEAP 4          /* hops above the usual for which one post counts at most */
#define SPREAD_IHAVE_MS 100    /* announcements of a lane are so far apart at least; the first is said at once */
#define SPREAD_GRAFT_MS 150    /* an announced post has so long, and a round trip, to come by itself: most ways differ by less */
#define SPREAD_NEXT_MS 250     /* and the next who announced it is asked after so long; likewise */
#define SPREAD_SHORTER 2       /* a lazy lane that would save so many hops becomes eager */
#define SPREAD_STREAK 6        /* when it would have for so many posts more than not */
#define SPREAD_TWINS 8         /* posts that came twice make a PRUNE: so many more than */
#define SPREAD_NEWS 2          /* so many for each that did not: a lane goes when two of three come twice */
#define SPREAD_TWINS_NEW 5     /* that many are counted against a lane that just became eager: it soon shows whether it pays */
#define SPREAD_SERVED_MS 60000 /* where posts came so lately over an eager lane a new one begins lazy, and makes no twins */
#define SPREAD_REPLACE_MAX 2   /* lazy lanes that are asked when the one that brings the posts goes, if all may lie behind us */
#define SPREAD_PRUNE_MS 1000   /* PRUNE is not said again to a lazy lane before, nor to one that was just asked */
#define SPREAD_BACK_MS 10000   /* what came so lately is announced to a lane that is new in the view */
#define SPREAD_SHARES 4        /* the table of missing posts holds missing_max for so many lanes */
#define SPREAD_FALSE_MAX 64    /* announcements on end that came to nothing: an offence, and not listened to for a while */
#define SPREAD_MUTE_MS 60000   /* that while */
#define SPREAD_LOOKS_MAX 64    /* posts asked for that only the store can find, a board at a time */
#define SPREAD_TURNS_MAX 64    /* turns of a lane from eager to lazy and back that a neighbour may make on end */
#define SPREAD_TURN_MS 1000    /* and one more each so often */
#define SPREAD_SUSPECT_MS 1500 /* pushed and not acknowledged for so long and two round trips: is it still there? */

/* A post that came lately. */
struct spread_recent {
	uint64_t prefix; /* the first 8 bytes of id, big-endian; the index reads it here */
	uint64_t number;
	int64_t made;
	struct kiem_id id;
	uint64_t came_ms;
	uint64_t holders; /* links whose far end has it, a bit each; likewise: */
	uint64_t sent;    /* issued to them once */
	uint64_t again;   /* twice, which is the most */
	uint64_t wanted;  /* asked for by GRAFT and not issued yet */
	uint8_t hops;     /* as it came, 0 when it was made here */
	uint8_t from;     /* the link that brought it; SPREAD_NOBODY */
	bool gone;        /* it may have left the board since */
};
#define SPREAD_NOBODY 255

/* A post that was announced and is not here. */
struct spread_missing {
	uint64_t prefix;
	uint64_t announcers, asked; /* links, a bit each */
	uint64_t due_ms;            /* looked for in the store, then asked for, then given up */
	uint8_t first;              /* whose share of the table it takes */
	uint8_t last;               /* asked last; SPREAD_NOBODY: none yet */
	uint8_t nearest, hops;      /* who announced the fewest hops, and how many; SPREAD_NOBODY */
	bool looked;                /* the store does not have it */
	bool ask;                   /* GRAFT is to be said to `last` */
};

/* One board on one link, while that is in the active view. */
struct spread_lane {
	uint64_t pushed, announced, grafted; /* cursors; grafted: nothing before it is wanted */
	uint64_t announce_at;                /* when IHAVE is said; UINT64_MAX: there is nothing to say */
	uint64_t told_ms;                    /* when it was last; 0: never */
	uint64_t said_ms;                    /* when the neighbour last said one, */
	uint8_t said;                        /* and of how many hops */
	uint64_t pruned_ms;                  /* when PRUNE was said; 0: not since it was eager */
	uint64_t grafted_ms;                 /* when GRAFT was said; 0: never */
	uint64_t muted_ms;                   /* its announcements are not listened to before */
	uint64_t turn_ms;
	unsigned turns; /* that it may still make */
	unsigned shares, unkept;
	uint8_t shorter; /* how many posts more than not came another way though this lane is shorter */
	uint8_t rival;   /* by which lane all of these came; SPREAD_NOBODY: by several */
	uint64_t once;   /* from which post of the board on none has come twice, here the second time */
	unsigned twins;  /* and how far such as have outweigh the others */
};

struct spread_asked {
	uint64_t prefix;
	uint32_t link;
};

/* Finds items by the prefix that each begins with: open addressing, half full at most. */
struct spread_index {
	uint16_t *slots; /* 0: free, else 1 + an item's place */
	size_t mask;
	uint64_t key; /* so that nobody can make prefixes that lie together */
	const uint8_t *items;
	size_t stride;
};

struct spread_board {
	/* Slices of the arena, for good. */
	struct spread_recent *recents; /* recent_max */
	struct spread_missing *missing;
	struct spread_index recent_index, missing_index;
	/* Cleared when another board takes the slot. */
	uint64_t came;                        /* posts, in all: the ring holds the last recent_max of them */
	uint64_t view, eager;                 /* links, a bit each */
	uint64_t to_ask;                      /* to whom GRAFT is to be said now, likewise */
	unsigned usual;                       /* hops, in sixteenths, that posts came over of late */
	size_t n_missing, n_asked, n_looking; /* n_looking: of asked, in the LOOK in flight */
	uint64_t missing_due, announce_due;   /* lower bounds; UINT64_MAX */
	bool looking;                         /* a LOOK is in flight */
	uint16_t seq;                         /* of it */
	struct spread_asked asked[SPREAD_LOOKS_MAX];
};

struct spread_swarm {
	uint64_t work[SWARM_LINKS_MAX];       /* boards that a link may have to be pushed posts of, a bit each */
	uint64_t unacked_ms[SWARM_LINKS_MAX]; /* since when nothing that left was acknowledged; 0: nothing is to be */
};

struct arena;
struct swarm;
struct parcel;

/* ---- spread_index.c ---- */
size_t spread_index_find(const struct spread_index *index, uint64_t prefix); /* an item's place, or SIZE_MAX */
void spread_index_add(struct spread_index *index, size_t place);
void spread_index_remove(struct spread_index *index, size_t place); /* while the item is still there */

/* ---- spread_ring.c ---- */
void spread_lay_out(struct swarm *s, struct arena *arena); /* boards are laid out before */
void spread_follow(struct swarm *s, uint32_t slot);        /* the slot is another board's now */
/* A lane enters or leaves the active view. */
void spread_lane_up(struct swarm *s, uint32_t at, uint32_t slot);
void spread_lane_down(struct swarm *s, uint32_t at, uint32_t slot);
/* The nth post that came, from 0, while the ring has it. */
struct spread_recent *spread_recent_at(const struct swarm *s, uint32_t slot, uint64_t nth);
/* NULL: not among the recent posts. */
struct spread_recent *spread_recent_find(const struct swarm *s, uint32_t slot, uint64_t prefix);
/* Adds a post, over the oldest. */
struct spread_recent *spread_recent_add(struct swarm *s, uint32_t slot, const struct swarm_admitted *post);
uint64_t spread_prefix(const struct kiem_id *id);

/* ---- spread_push.c ---- */
/* Posts of the ring may be due to leave on a lane. */
void spread_wake(struct swarm *s, uint32_t at, uint32_t slot);
/* Over a lazy lane while it was young: its hops count, but say nothing of the tree. */
bool spread_is_young(uint8_t hops);
/* The next post for a link that is due to leave, live or asked for by GRAFT. False when there is none. */
bool spread_next(struct swarm *s, struct parcel *parcel, uint32_t at);
/* Posts of the ring that a lane may yet be pushed. */
uint64_t spread_waiting(const struct swarm *s, uint32_t at, uint32_t slot);
void spread_announce_at(struct swarm *s, uint32_t at, uint32_t slot, uint64_t ms);
void spread_announce_due(struct swarm *s, uint32_t slot);

/* ---- spread_tree.c ---- */
/* A post went through the door: kept, here already, or refused. `from` is SWARM_NO_LINK when nobody brought it who is still here.
 */
void spread_kept(struct swarm *s, const struct swarm_admitted *post, uint32_t from, bool made_here);
void spread_known(struct swarm *s, const struct swarm_admitted *post, uint32_t from);
void spread_refused(struct swarm *s, const struct swarm_admitted *post, uint32_t from);
void spread_graft(struct swarm *s, uint32_t at, const struct wire_message *m);
void spread_prune(struct swarm *s, uint32_t at, const struct wire_message *m);
void spread_eager(struct swarm *s, uint32_t at, uint32_t slot, bool eager);
/* A message of the broadcast on a lane that is not in the view: a few may come, said before that was heard. */
void spread_stray(struct swarm *s, uint32_t at);

/* PRUNE, and the lane is lazy; unless it was said just now, or the lane was just asked. */
void spread_say_prune(struct swarm *s, uint32_t at, uint32_t slot);

/* ---- spread_mend.c ---- */
/* A lane that brought posts is gone: lazy ones take its place. */
void spread_replace(struct swarm *s, uint32_t slot);
/* A lazy lane announced a post that is here: would it have brought it over fewer links than the one that did? */
void spread_shorten(struct swarm *s, uint32_t slot, const struct spread_recent *post, uint32_t lazy, uint8_t hops);
/* A post came, or would have come had it been new, over `hops` links from `lazy`, and over `more` by the tree, from `from`. */
void spread_weigh(struct swarm *s, uint32_t slot, uint32_t lazy, uint8_t hops, uint32_t from, uint8_t more);

/* ---- spread_missing.c ---- */
uint64_t spread_read_prefix(const uint8_t p[static WIRE_PREFIX_BYTES]);
void spread_ihave(struct swarm *s, uint32_t at, const struct wire_message *m);
/* NULL: nobody announced it, or it is not missing any more. */
struct spread_missing *spread_missing_find(const struct spread_board *b, uint64_t prefix);
void spread_missing_drop(struct swarm *s, uint32_t slot, struct spread_missing *missing);
/* Something is to be done about a missing post at that time. */
void spread_missing_by(struct swarm *s, uint32_t slot, uint64_t mono_ms);
/* The time by which a neighbour has had ms, and a round trip. */
uint64_t spread_patience(const struct swarm *s, uint32_t at, uint64_t ms);

/* ---- spread_ask.c ---- */
void spread_looked(struct swarm *s, const struct swarm_in *in);
void spread_missing_due(struct swarm *s, uint32_t slot);
/* Makes a lane eager, and asks over it for all that it announced and that is not here. */
void spread_ask(struct swarm *s, uint32_t at, uint32_t slot);
/* It came, or will not be kept: nobody is asked for it any more. False when nobody announced it; `from` brought it. */
bool spread_found(struct swarm *s, uint32_t slot, uint64_t prefix, struct spread_missing *was, uint32_t from);
void spread_forget(struct swarm *s, uint32_t at, uint32_t slot); /* what the link announced */
/* Has the store look for a post that a neighbour asks for and that is not in the ring. */
void spread_ask_store(struct swarm *s, uint32_t at, uint32_t slot, uint64_t prefix);

/* ---- spread_due.c ---- */
/* Posts left or were acknowledged (progress). */
void spread_unacked(struct swarm *s, uint32_t at, bool progress);
void spread_due(struct swarm *s);
uint64_t spread_next_due(const struct swarm *s);

#endif

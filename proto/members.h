/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Membership: of every board an active view of a few neighbours, in which each end has the other, and a passive view of many nodes
 * to replace them from (HyParView: Leitão, Pereira, Rodrigues, DSN 2007). What a lane, a link, a board and a swarm keep of it, and
 * every number in it.
 *
 *     members.c            hooks of the step: links and lanes that come and go, what is due
 *     members_hear.c       what is said on a lane, and what is heard of nodes
 *     members_view.c       who is in the active view, who has to leave
 *     members_ask.c        NEIGHBOUR, ANSWER, DISCONNECT: who may come in
 *     members_join.c       JOIN, and the walk that finds takers for whoever joins
 *     members_shuffle.c    SHUFFLE, and what is heard of other nodes
 *     members_name.c       whom this node names to others
 *     members_fill.c       replacing: whom to ask or dial next, the rejoin probe
 *     members_dial.c       the dials for all this
 *     members_watch.c      suspects, idle links
 *     members_back.c       dial-backs
 *     members_book.c, members_places.c, members_passive.c    the nodes that are remembered (members_book.h)
 *
 * An own place of a view is for a neighbour that one of the two could dial; nodes that nobody can dial are guests of those that
 * they dial, and pinned neighbours (configured, invited) cost no place. So a node behind a router takes full part, and a few
 * reachable nodes can carry many that are not.
 */
#ifndef KIEM_MEMBERS_H
#define KIEM_MEMBERS_H

#include "members_book.h"

#include <kiem/types.h>

#define MEMBERS_ACTIVE 5         /* own places of a view */
#define MEMBERS_EXTRA 1          /* and one more for probes, trimmed after one or two of their periods */
#define MEMBERS_SWAP_MS 20000    /* whoever has the extra place keeps it for so long */
#define MEMBERS_MIX 4            /* one trimming in so many takes any neighbour instead of the youngest */
#define MEMBERS_INBOUND_OWN 3    /* own places that dialled us: the others are those we chose ourselves */
#define MEMBERS_PINNED_COUNTED 3 /* pinned neighbours that count as if they had own places */
#define MEMBERS_GUESTS_MAX 16    /* neighbours that cannot be dialled */
#define MEMBERS_TRANSIT_PART 6   /* of all links one in so many is left for nodes that are no neighbours */
#define MEMBERS_CHOSEN_PART 8    /* and the driver keeps one in so many for those that we dial */
#define MEMBERS_PINNED_MAX 16    /* inbound neighbours that have us pinned */
#define MEMBERS_NETWORK_MAX 4    /* links with one public network */
#define MEMBERS_ARWL 6           /* steps of a FORWARD_JOIN */
#define MEMBERS_PRWL 3           /* steps left when the joiner enters the passive view */
#define MEMBERS_SHUFFLE_TTL 6
#define MEMBERS_SHUFFLE_ACTIVE 3
#define MEMBERS_SHUFFLE_PASSIVE 4
#define MEMBERS_SHUFFLE_REST 12  /* periods between shuffles once a view has been at rest */
#define MEMBERS_CURIOUS_MS 500   /* who knows few asks a new neighbour so soon */
#define MEMBERS_FEW 10           /* who knows fewer nodes joins rather than asks */
#define MEMBERS_JOIN_FANOUT 5    /* walks for one joiner */
#define MEMBERS_WELCOMES_MAX 8   /* heeded after one JOIN */
#define MEMBERS_JOIN_MS 15000    /* how long walks and promises live */
#define MEMBERS_ASKED_MS 5000    /* NEIGHBOUR without an ANSWER counts as refused */
#define MEMBERS_REFUSED_MS 30000 /* a neighbour that refused, or a node just tried, is not asked again */
#define MEMBERS_FILL_MS 1000     /* between attempts when nobody is left to try: doubled each time */
#define MEMBERS_FILL_MS_MAX 60000
#define MEMBERS_FEW_LEFT 3         /* who has fewer neighbours dials many at once */
#define MEMBERS_LONELY 2           /* who has fewer neighbours insists, and tries more often */
#define MEMBERS_LONELY_MS_MAX 4000 /* likewise, at most */
#define MEMBERS_EVICT_MAX 4        /* neighbours evicted on demand, on end */
#define MEMBERS_EVICT_MS 10000     /* and one more each so often */
#define MEMBERS_SHUFFLES_MAX 6     /* SHUFFLEs passed on that are heeded on a lane on end, then three a period */
#define MEMBERS_OWN_PERIODS 3      /* between SHUFFLEs of our own to one neighbour */
#define MEMBERS_HEED_PERIODS 6     /* in the view, before a neighbour's own SHUFFLEs are heeded */
#define MEMBERS_OWN_MAX 2          /* of its own that a neighbour may say on end */
#define MEMBERS_FORWARDS_MAX 16    /* FORWARD_JOINs likewise, then two a second */
#define MEMBERS_FORWARD_MS 500
#define MEMBERS_SUSPECT_MS 2000    /* a suspect that says nothing for so long is dead */
#define MEMBERS_IDLE_MS 10000      /* a link that nobody needs is let go */
#define MEMBERS_HASTE_MS 2000      /* sooner when there are hardly places left */
#define MEMBERS_LANELESS_MS 300000 /* an inbound link without a common board */
#define MEMBERS_BACK_MS 3600000    /* between attempts to be dialled back */
#define MEMBERS_BACK_WAIT_MS 20000 /* for the dial-back itself */
#define MEMBERS_BACK_TRIES 3       /* neighbours asked in one attempt */
#define MEMBERS_BACK_LINK_MS 60000 /* one dial-back a link in so long */
#define MEMBERS_WALKS 32
#define MEMBERS_PROMISES 8
#define MEMBERS_CANDIDATES 8
#define MEMBERS_DIALS_MAX 32
#define MEMBERS_ANCHORS_MAX 16
#define MEMBERS_LINKS_MAX 64 /* as SWARM_LINKS_MAX */

struct swarm;
struct swarm_in;
struct wire_message;
struct arena;

/* Whether the neighbour at the other end of a lane is in this board's active view. */
enum lane_view {
	VIEW_NONE,
	VIEW_ASKED, /* NEIGHBOUR or JOIN was said, ANSWER not heard */
	VIEW_ACTIVE
};

/* What a neighbour in the view counts as. */
enum members_place { PLACE_OWN, PLACE_GUEST, PLACE_PINNED };

/* Tokens that come back with time. */
struct members_meter {
	uint64_t at_ms;
	unsigned used;
};

struct members_lane {
	uint64_t asked_ms, entered_ms;
	uint64_t refused_ms; /* by them; 0: never */
	uint64_t joined_ms;  /* our JOIN; 0: never */
	uint64_t heard_join_ms, told_gone_ms;
	unsigned welcomes; /* heeded since our JOIN */
	enum members_place place;
	uint64_t shuffled_ms;          /* our own SHUFFLE; 0: never */
	uint64_t ask_token, ask_until; /* of the question whom it knows; 0: it was never asked */
	struct members_meter shuffles, own, heeded, forwards;
};

enum members_intent {
	INTENT_NONE,
	INTENT_NEIGHBOUR, /* dialled to fill a view */
	INTENT_PROBE,     /* the rejoin probe */
	INTENT_BACK       /* a dial-back: says HELLO with the token and goes */
};

struct members_link {
	uint32_t descriptor; /* the neighbour's, a reference; DESCRIPTORS_NONE before HELLO */
	uint16_t peer;       /* held; PEER_NONE when it is not remembered */
	enum members_intent intent;
	uint64_t token; /* of a dial-back */
	uint64_t network;
	uint64_t host; /* of the other end, as descriptors_host tells; 0: not known */
	bool host_private;
	bool had_lane;
	uint64_t idle_ms;    /* since when nobody needs it; 0: somebody does */
	uint64_t suspect_ms; /* PING was said on suspicion; 0: not */
	uint64_t back_ms;    /* its last DIAL_BACK that was heeded */
};

/* On which lane a walk came, for what goes back along it. */
struct members_walk {
	uint64_t token; /* 0: free */
	uint64_t until_ms;
	uint32_t link;
	uint16_t generation;
};

struct members_board {
	struct passive passive;
	unsigned n_active, n_own, n_inbound, n_guests, n_pinned; /* in the view; inbound are those of the own that dialled us */
	uint8_t active[MEMBERS_LINKS_MAX];                       /* links */
	uint16_t candidates[MEMBERS_CANDIDATES];                 /* peers that said WELCOME, held, newest last */
	unsigned n_candidates;
	uint64_t fill_at, fill_wait, trim_at; /* 0: not */
	uint64_t shuffle_at, shuffle_wait, shuffle_token, shuffle_until;
	unsigned shuffle_knew; /* nodes remembered at the last one */
	struct members_meter evictions;
	struct members_walk walks[MEMBERS_WALKS];
	unsigned next_walk, next_promise;
	struct {
		uint64_t key8, until_ms;
	} promises[MEMBERS_PROMISES]; /* joiners that we said WELCOME to */
};

struct members_dial {
	bool under_way;
	enum members_intent intent;
	uint16_t peer; /* held; PEER_NONE for a dial-back */
	uint32_t slot; /* the board that wants it; SWARM_BOARDS_MAX for a probe */
	struct kiem_key node;
	uint64_t token;
};

struct members_swarm {
	struct book book;
	uint64_t due;                          /* a lower bound of all that is due */
	uint16_t anchors[MEMBERS_ANCHORS_MAX]; /* held, dialled first after a restart */
	unsigned n_anchors;
	uint32_t self; /* our own descriptor, a reference */
	struct members_dial dials[MEMBERS_DIALS_MAX];
	uint64_t probe_at;
	/* our own dial-back */
	uint64_t back_at, back_until, back_token;
	unsigned back_tries, back_address;
	uint64_t inbound_ms;  /* when somebody last dialled us; 0: never */
	uint32_t evidence[2]; /* as last told, references */
};

/* ---- what the step calls ---- */

void members_lay_out(struct swarm *s, struct arena *arena); /* links and boards are laid out before */
void members_peer(struct swarm *s, const struct swarm_in *in);
void members_self(struct swarm *s, const struct swarm_in *in);
void members_follow(struct swarm *s, uint32_t slot);
void members_unfollow(struct swarm *s, uint32_t slot); /* its lanes are down already */
void members_link_up(struct swarm *s, uint32_t at, const struct swarm_in *in);
/* The HELLO of a link that is up for nothing else but this: true, and the link is over. */
bool members_back_hello(struct swarm *s, uint32_t at, const struct wire_message *m);
/* HELLO is proven and the link stays. False: there are as many links with its network as may be, and it is being dropped. */
bool members_linked(struct swarm *s, uint32_t at);
void members_link_down(struct swarm *s, uint32_t at);
void members_lane_up(struct swarm *s, uint32_t at, uint32_t slot);
void members_lane_down(struct swarm *s, uint32_t at, uint32_t slot); /* does nothing for one that is not active */
void members_dial_failed(struct swarm *s, const struct kiem_key *node);
void members_suspect(struct swarm *s, uint32_t at); /* it should have answered by now: is it still there? */
void members_silent(struct swarm *s, uint32_t at);  /* it did not answer: the link ends, and its neighbours' places are filled */
void members_due(struct swarm *s);
uint64_t members_next_due(const struct swarm *s);

/* Messages of a linked node. */
void members_join(struct swarm *s, uint32_t at, const struct wire_message *m);
void members_forward_join(struct swarm *s, uint32_t at, const struct wire_message *m);
void members_welcome(struct swarm *s, uint32_t at, const struct wire_message *m);
void members_neighbour(struct swarm *s, uint32_t at, const struct wire_message *m);
void members_answer(struct swarm *s, uint32_t at, const struct wire_message *m);
void members_disconnect(struct swarm *s, uint32_t at, const struct wire_message *m);
void members_shuffle(struct swarm *s, uint32_t at, const struct wire_message *m);
void members_shuffle_reply(struct swarm *s, uint32_t at, const struct wire_message *m);
void members_dial_back(struct swarm *s, uint32_t at, const struct wire_message *m);

#endif

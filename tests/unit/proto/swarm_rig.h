/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A few swarms in one process, joined by links in memory: virtual time, a store that is a sorted array, a door that takes
 * a moment. What a daemon's driver does, without a socket or a disk, so that a test can let hours pass and cut a link at a
 * chosen post. The same seed gives the same run, and rig.trace is a hash of every effect of it.
 *
 * A puppet is the far end of a link without a swarm: the test speaks for it and reads what it is told.
 */
#ifndef KIEM_SWARM_RIG_H
#define KIEM_SWARM_RIG_H

#include "support.h"

#include <kiem/swarm.h>
#include <kiem/wire.h>

#define RIG_NODES 4
#define RIG_PING_MS 36000000
#define RIG_LINKS 32     /* links_max, when the test sets no options */
#define RIG_LINKS_MAX 64 /* and at most */
#define RIG_BOARD 1
#define RIG_PUPPET 99
#define RIG_FENCE 256

struct rig_post {
	struct kiem_id id;
	int64_t made;
	uint32_t board;
	uint8_t hops; /* as ADMIT gave it */
	size_t n;
	uint8_t bytes[];
};

struct rig_far {
	bool up;
	unsigned node, link; /* the other end; node RIG_PUPPET */
	uint64_t last_at;    /* when the last body to the far end comes: none overtakes another */
	uint64_t free_at;    /* a number is not used again for a second */
	unsigned life;       /* counts ups, so that what was under way to an earlier one is lost */
	uint64_t lost_after; /* cut when so many posts went over it; 0: never */
	uint64_t posts, bytes, under_way_max;
	uint64_t acked; /* as the far end said */
	size_t n_pack;
	uint64_t pack[4096]; /* SEND_POST numbers of this step, */
	uint8_t pack_hops[4096];
};

struct rig_node {
	struct kiem_key key;
	uint8_t secret[64];
	uint8_t curve[32];
	void *mem;
	size_t size; /* of mem; RIG_FENCE bytes behind it must stay as they are */
	struct swarm *swarm;
	bool refuses_dials, mute; /* mute: its bodies are lost */
	int64_t clock_ms;         /* what its clock is ahead */
	int64_t expired_before;   /* posts made before this are past their until, by its clock */
	size_t store_max;         /* full then; 0: never */
	uint64_t timer_ms;
	struct rig_far far[RIG_LINKS_MAX];
	/* the store */
	size_t n, cap;
	struct rig_post **sorted;
	uint64_t *numbers;
	size_t n_arrived;
	struct rig_post **arrived; /* by number - 1; NULL when it is gone */
	/* what was told */
	unsigned linked, unlinked, dials, drops[SWARM_DROP_PROBED + 1], offences, in_sync, cursors, clocks;
	unsigned held, scans, looks, peers, anchors, dialables, evidence;
	bool dialable; /* as last told */
	unsigned compared;
	uint64_t bytes, bodies, trips; /* of the last exchange that was told */
	uint64_t rows, admits;
	int64_t offset_ms;
	int64_t cursor_made;
	struct kiem_id cursor_id;
	bool complete;
};

struct rig {
	uint64_t mono_ms, seq;
	unsigned latency_ms, disk_ms;
	uint64_t compare_ms;          /* set before rig_begin: other than the default */
	uint64_t ping_ms;             /* likewise; RIG_PING_MS else, since puppets answer no PING */
	struct swarm_options options; /* likewise, all of them, links_max at most RIG_LINKS_MAX */
	uint64_t trace;
	uint64_t steps;
	uint64_t chance;
	unsigned n_nodes;
	struct rig_node nodes[RIG_NODES];
	size_t n_events, cap_events;
	struct rig_event *events;
	struct swarm_fx *fx;
	/* what puppets were told, newest last */
	size_t n_heard;
	struct kiem_span heard[4096];
	unsigned heard_link[4096]; /* the node's number of the link that it came over */
};

void rig_begin(struct rig *rig, unsigned n_nodes, uint64_t seed);
void rig_end(struct rig *rig);
/* Lets time pass, or as much of it as it takes until nothing is under way any more. */
void rig_run(struct rig *rig, uint64_t ms);
void rig_follow(struct rig *rig, unsigned node, uint32_t board, bool followed);
void rig_want(struct rig *rig, unsigned node, unsigned whom, bool wanted);
void rig_compare(struct rig *rig, unsigned node);
/* Joins two nodes by a link that the first dialled; returns its number at the first. */
unsigned rig_join(struct rig *rig, unsigned dialler, unsigned listener);
void rig_cut(struct rig *rig, unsigned node, unsigned link);

/* A post of these, the same for the same figures; tell: the swarm hears of it as one made on the node. */
struct rig_post *rig_make(uint32_t board, int64_t made, uint64_t what, size_t bytes);
void rig_put(struct rig *rig, unsigned node, struct rig_post *post, bool tell);
void rig_erase(struct rig *rig, unsigned node, const struct kiem_id *id);
bool rig_has(const struct rig_node *node, int64_t made, const struct kiem_id *id);
bool rig_equal(const struct rig *rig, unsigned a, unsigned b);

/* A link between a node and a puppet of this author, who dialled or was dialled; the number at the node. */
unsigned rig_puppet(struct rig *rig, unsigned node, const struct support_author *author, bool node_dialled);
void rig_say(struct rig *rig, unsigned node, unsigned link, const uint8_t *body, size_t n);
/* The puppet's HELLO, and everything up to where boards are exchanged. */
void rig_say_hello(struct rig *rig, unsigned node, unsigned link, const struct support_author *author,
        const uint8_t nonce[static WIRE_NONCE_BYTES]);
/* Both, with RIG_BOARD followed by node and puppet: the number of the link, and what its two ends share. */
unsigned rig_befriend(struct rig *rig, struct wire_salt *salt, unsigned node);
unsigned rig_befriend_as(struct rig *rig, struct wire_salt *salt, unsigned node, unsigned author);
/* Forgets what puppets were told. */
void rig_forget(struct rig *rig);
/* A message of the puppet's, as wire_write takes it. */
void rig_say_message(struct rig *rig, unsigned node, unsigned link, const struct wire_message *m);
/* The newest message of a type that puppets were told, false when none. */
bool rig_heard(struct rig *rig, struct wire_message *m, uint64_t type);
size_t rig_count_heard(const struct rig *rig, uint64_t type);

/* ---- what the rig's own files share ---- */

enum event_type { EVENT_UP, EVENT_DOWN, EVENT_DIAL_FAILED, EVENT_BODY, EVENT_ADMIT, EVENT_SCANNED, EVENT_WRITABLE, EVENT_LOOKED };

struct rig_event {
	uint64_t at, seq;
	enum event_type type;
	unsigned node, link, life;
	uint32_t ticket;
	bool dialled, end;
	struct kiem_key key;
	uint8_t curve[32];
	uint64_t posts, bytes;
	size_t n;
	uint8_t *body; /* BODY; ADMIT: the posts as struct rig_post *; SCANNED, LOOKED: rows */
};

void rig_push(struct rig *rig, struct rig_event event);

const char *rig_board_name(uint32_t board);
struct rig_post *rig_copy_post(const struct rig_post *post);
struct rig_post *rig_read_post(struct kiem_span bytes);
/* The door; takes the post over when it is kept. */
enum kiem_verdict rig_admit(struct rig_node *node, struct rig_post *post, uint64_t *number);
size_t rig_scan(const struct rig_node *node, struct swarm_row *rows, const struct swarm_effect *e, bool *end);
void rig_look(const struct rig_node *node, struct swarm_looked *row, uint32_t board, uint64_t prefix);
void rig_do_admit(struct rig *rig, unsigned node, const struct swarm_effect *e);
void rig_do_scan(struct rig *rig, unsigned node, const struct swarm_effect *e);
void rig_do_look(struct rig *rig, unsigned node, const struct swarm_effect *e);
void rig_do_dial(struct rig *rig, unsigned node, const struct swarm_effect *e);
void rig_step(struct rig *rig, unsigned node, struct swarm_in *in);
void rig_hear(struct rig *rig, unsigned link, const uint8_t *body, size_t n);
unsigned rig_take_link(struct rig *rig, unsigned node, unsigned far_node);
void rig_link_up(struct rig *rig, unsigned node, unsigned link, bool dialled, const struct kiem_key *key, const uint8_t *curve);

#endif

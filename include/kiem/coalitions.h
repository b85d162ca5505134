/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Coalitions as people look at them: where energy is, who moves together and how closely, what is there and what is missing, what
 * would fall if one person stopped. Worked out from the extract by the rules of docs/ties.md; nothing of it is stored, and nothing
 * of it ranks people.
 *
 * Rows and persons are those of the extract that was given; a person is always one that counts (x->self). Lists that are shown are
 * in (made, id) order or by key, so the same posts give the same on every node. Energy and strength are Q16: 65,536 is 1.
 */
#ifndef KIEM_COALITIONS_H
#define KIEM_COALITIONS_H

#include <kiem/extract.h>

#define VIEW_COALITION_MAX 10000 /* posts in one coalition */
#define VIEW_WEEKS 8             /* points of a trend, a week apart; the last is now */
#define VIEW_Q16_ONE 65536u      /* energy of 1 */

enum view_state { VIEW_SPROUTING, VIEW_ALIVE, VIEW_RESTING };
enum view_condition { VIEW_URGENCY, VIEW_DIRECTION, VIEW_ROOM, VIEW_BACKING, VIEW_MEANS };
#define VIEW_CONDITIONS 5
enum view_closeness { VIEW_CLOSE, VIEW_LOOSE, VIEW_DORMANT };
/* The closest tie that somebody has to it. */
enum view_tie {
	VIEW_STARTED, /* made the initiative */
	VIEW_JOINED,  /* has a join to it in force */
	VIEW_AROUND   /* made a post around it, or has a join in force to such a post */
};

/* Who looks, and when. */
struct view_eye {
	int64_t now_ms;
	const bool *known; /* by person: whom the one who looks knows; NULL: nobody, and all count as strangers */
};

/* A figure of those whom the one who looks knows, and of everybody else. */
struct view_two {
	uint64_t known, strangers;
};

/* ---- ties between all people ---- */

/* What two persons did toward each other, decayed. */
struct view_bond {
	uint32_t a, b; /* a < b, which says nothing: person numbers differ from node to node */
	uint64_t ab, ba;
};
struct view_bonds {
	size_t n;
	struct view_bond *list; /* by a, then b */
};
enum view_closeness view_bond_closeness(const struct view_bond *bond);
/* Every tie that is not nothing, of all boards. MEMORY. */
enum kiem_err view_bonds_create(struct view_bonds **out, const struct view_extract *x, int64_t now_ms);
void view_bonds_destroy(struct view_bonds *bonds); /* takes NULL */

/* ---- coalitions in a list ---- */

struct view_brief {
	uint32_t row, shown; /* the first post, and the version of it whose text is shown */
	enum view_state state;
	struct view_two energy, people;
	uint64_t trend[VIEW_WEEKS]; /* energy of all, oldest first */
	size_t posts, deeds;
	bool more;            /* there are more posts than VIEW_COALITION_MAX */
	size_t sectors;       /* how many the people come from */
	uint32_t newest_deed; /* a row, or VIEW_NONE */
	uint32_t missing;     /* bits 1 << enum view_condition */
};

struct view_coalitions_ask {
	struct view_eye eye;
	const uint32_t *boards; /* the boards that the first posts hang on; n_boards 0: any */
	size_t n_boards;
	uint32_t states; /* bits 1 << enum view_state; 0: any */
	bool newest;     /* newest first post first, instead of most energy first */
	size_t limit;    /* at most so many; 0: all */
};
struct view_coalitions {
	size_t n, fit;    /* how many are listed, and how many would be without the limit */
	size_t states[3]; /* by enum view_state: how many there are on these boards */
	struct view_brief *list;
};
/* Of every initiative. MEMORY. */
enum kiem_err view_coalitions_create(
        struct view_coalitions **out, const struct view_extract *x, const struct view_coalitions_ask *ask);
void view_coalitions_destroy(struct view_coalitions *coalitions); /* takes NULL */

/* ---- one coalition whole ---- */

struct view_spot {
	uint32_t row, shown;
	uint32_t person;
	size_t parent;     /* index of a post before it; [0]: 0 */
	uint32_t relation; /* to the parent; [0]: 0 */
	uint32_t depth;
	bool confirmed; /* a deed that somebody else confirmed */
};

/* Somebody who takes part. */
struct view_partner {
	uint32_t person;
	enum view_closeness closeness; /* the closest tie that they have with anybody else in it */
	enum view_tie tie;
	bool known;
	bool earlier;             /* joined the first post, and only an earlier text of it */
	int64_t since, last;      /* made of their first and their latest act here */
	size_t first_join, joins; /* theirs among the joins */
	size_t posts, deeds;
};

/* Somebody whose joins here were all left. */
struct view_parted {
	uint32_t person, leave; /* the latest leave */
	int64_t left;
};

/* Why a row is evidence. */
enum view_why {
	VIEW_BY_SIGNAL,    /* a join that says so */
	VIEW_BY_TEXT,      /* a join that names the shown text of the first post */
	VIEW_BY_VARIANT,   /* a variant */
	VIEW_BY_PIONEER,   /* a join that declares a pioneer */
	VIEW_BY_CONNECTOR, /* or a connector */
	VIEW_BY_EARLY,     /* of the first who built on it */
	VIEW_BY_NEW,       /* a variant by somebody new in it */
	VIEW_BY_ANSWERED,  /* a request that was answered */
	VIEW_BY_OPEN       /* a request that stands open: weighs against */
};
struct view_evidence {
	uint32_t row, person;
	enum view_condition condition;
	enum view_why why;
	uint32_t weight; /* Q16 */
};
struct view_finding {
	bool present;
	int64_t sum;     /* Q16 */
	size_t people;   /* how many give evidence */
	size_t sectors;  /* that they come from */
	size_t first, n; /* theirs among the evidence, latest first; what weighs against stands among it */
};

struct view_need {
	uint32_t row, shown;
	bool open;
	size_t first_answer, answers; /* offers by others, among the answers */
	uint32_t receipt;             /* of its author, the first; or VIEW_NONE */
};

/* Permille that sum to 1000; all 0 when it is too early to say. */
struct view_form {
	bool told;
	uint32_t directive, collective, connective;
};

/* Somebody without whom others would have no way to each other. */
struct view_cut {
	uint32_t person;
	size_t apart;  /* how many would be cut off from the largest part of the rest */
	uint32_t ties; /* permille of all tie strength that is with this person */
};

struct view_kin {
	uint32_t row;      /* the other post, original */
	uint32_t relation; /* KIEM_AFTER: by a step of somebody; else how one is linked to the other */
};

/* A departure played through. */
struct view_without {
	uint32_t person;
	uint32_t ties, acts, deeds; /* permille that is theirs: of strength, of all acts, of deeds */
	size_t rest;                /* the people in the largest part that stays together */
	size_t n_alone, n_parts;    /* without any tie left; parts of several people beside the largest */
	size_t n_apart;
	uint32_t *apart;        /* persons outside the largest part: part by part, each by key; alone ones last */
	size_t *part_ends;      /* of each of the n_parts: where it ends in apart */
	uint32_t lost;          /* conditions there now that would lack evidence, bits 1 << enum view_condition */
	struct view_two energy; /* that would be left */
};

/* What changed since a day. */
struct view_changes {
	bool asked, existed; /* existed: the first post is older than that */
	int64_t since;
	uint64_t energy; /* of all, then */
	enum view_state state;
	uint32_t missing;                   /* then */
	size_t n_people, n_posts, n_parted; /* new since */
	uint32_t *people;                   /* persons, in the order of partners */
	size_t *posts;                      /* indices, latest first */
};

struct view_portrait {
	struct view_brief brief;
	size_t joined, joined_earlier;
	size_t n_posts;
	struct view_spot *posts; /* [0] the first post, then by depth, each depth in (made, id) order */
	size_t n_partners;
	struct view_partner *partners; /* by closeness, then since, then key */
	size_t n_joins;
	uint32_t *joins; /* rows in force, in the order of partners, each partner's in (made, id) order */
	size_t n_parted;
	struct view_parted *parted; /* latest first, then by key */
	struct view_finding findings[VIEW_CONDITIONS];
	size_t n_evidence;
	struct view_evidence *evidence;
	size_t n_needs, n_answers;
	struct view_need *needs; /* open ones first, then latest first */
	uint32_t *answers;       /* rows */
	struct view_form form, form_before;
	size_t n_cuts, n_half;
	struct view_cut *cuts; /* most apart first, then most ties, then by key */
	uint32_t *half;        /* persons: the smallest group that made half of the acts of the last 90 days */
	size_t n_origins, n_heirs;
	struct view_kin *origins, *heirs; /* what it came from, what it led to; in (made, id) order */
	bool has_without;
	struct view_without without;
	struct view_changes changes;
};
struct view_portrait_ask {
	struct view_eye eye;
	uint32_t row;     /* any version of a content post */
	uint32_t without; /* a person, or VIEW_NONE */
	int64_t since;    /* ms, or 0: not asked */
};
/* INVALID when the row is no content post, NOT_FOUND when it is gone, MEMORY. */
enum kiem_err view_portrait_create(struct view_portrait **out, const struct view_extract *x, const struct view_portrait_ask *ask);
void view_portrait_destroy(struct view_portrait *portrait); /* takes NULL */

/* The version of an original whose text is shown: of those that no counting revision replaces the highest (made, id). */
uint32_t view_row_shown(const struct view_extract *x, uint32_t original, int64_t now_ms);

/* ---- keys that call themselves the same ---- */

struct view_namesake {
	struct kiem_span name; /* as the first of them, by key, writes it */
	size_t keys;           /* persons; at least 2 */
};
/* Among the partners, by view_text_alike; *list is malloc'ed and the caller's. Reads every partner's profile. */
enum kiem_err view_namesakes(struct view_namesake **list, size_t *n, const struct view_extract *x, struct kiem_read *read,
        const struct view_portrait *portrait);

#endif

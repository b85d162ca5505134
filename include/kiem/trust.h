/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trust, as one person sees it: there is no other. My own vouch gives what its level says. From there a walk of two more hops over
 * the vouches in force gives each person a share of what those nearer to me have; receipts and confirmed deeds add to it slowly;
 * one standing address by me, or by somebody whom I trust, cuts it to a quarter until both sides have mended it. docs/ties.md has
 * the formulas, the bound that holds against any number of made-up keys, and where the notions come from.
 *
 * What always holds: integers only, and sums whose order cannot matter, so the same posts give the same figures on every node.
 * A person is what view_extract says: keys that were succeeded are one, and nothing that anybody does toward themself counts.
 * Persons and rows are those of the extract, which must outlive what is made of it.
 */
#ifndef KIEM_TRUST_H
#define KIEM_TRUST_H

#include <kiem/extract.h>

#define VIEW_TRUST_FULL 1000 /* standings are permille */
#define VIEW_TRUST_NAMED_MAX 3

/* What a standing is called. A ladder of words on purpose: nobody is the eleventh most trusted. */
enum view_trust_band {
	VIEW_TRUST_STRANGER, /* 0: nobody between us */
	VIEW_TRUST_AFAR,     /* from 1 */
	VIEW_TRUST_LITTLE,   /* from 30 */
	VIEW_TRUST_KNOWN,    /* from 200 */
	VIEW_TRUST_CLOSE,    /* from 500 */
	VIEW_TRUST_BANDS
};
enum view_trust_band view_trust_band(uint16_t standing);

/* My view of everybody. */
struct view_trust {
	size_t n;    /* persons of the extract */
	uint32_t me; /* the person that I count as, or VIEW_NONE: I am not in the extract, and everybody is a stranger */
	/* By person, a key that was succeeded like the one that took over; my own is VIEW_TRUST_FULL. */
	uint16_t *standing;
	struct trust_own *own; /* what only the module touches */
};
/* `me` may be any of my keys, or VIEW_NONE. MEMORY. */
enum kiem_err view_trust_create(struct view_trust **out, const struct view_extract *x, uint32_t me, int64_t now_ms);
void view_trust_destroy(struct view_trust *trust); /* takes NULL */

/* Me, or somebody with a standing. */
static inline bool view_trust_known(const struct view_trust *trust, uint32_t person)
{
	return trust->standing[person] > 0;
}

/* ---- one person, explained ---- */

/* Somebody whom a standing rests on. */
struct view_trust_name {
	uint32_t person;
	uint32_t through;  /* by whom I know them, or VIEW_NONE: I vouch for them myself */
	uint16_t permille; /* what comes by them */
	uint32_t vouch;    /* row of their vouch, or VIEW_NONE: they confirmed what was done, and do not vouch */
	size_t confirmed;  /* how many receipts and deeds they confirmed */
};

/* An act by which somebody other than who did it confirms that something was done. */
struct view_trust_deed {
	uint32_t act;    /* row: a receipt; or a join, note or receipt about a deed */
	uint32_t person; /* whose act it is: me, or somebody whom the walk reaches */
	uint32_t about;  /* row of the deed, or of what the receipt is about; VIEW_NONE when that is not here */
};

/* A call to account that both sides have not yet mended. */
struct view_trust_address {
	uint32_t row;
	uint32_t by, whom; /* persons */
	bool by_mended, whom_mended;
	bool weighs; /* it is mine, or by somebody whom I trust enough */
};

struct view_trust_why {
	uint32_t who;
	uint16_t standing;
	uint16_t unburdened; /* what it would be without what weighs against it */
	uint16_t mine;       /* by my own vouch, and by what I confirmed myself */
	uint32_t vouch;      /* row of my own vouch, or VIEW_NONE */
	size_t n_named;      /* who gives most first, then by key */
	struct view_trust_name named[VIEW_TRUST_NAMED_MAX];
	size_t others; /* how many more it rests on, and what comes by them together */
	uint16_t others_permille;
	size_t n_deeds;
	struct view_trust_deed *deeds; /* in (made, id) order of the acts */
	size_t n_against;
	struct view_trust_address *against; /* open, in (made, id) order, those that do not weigh too */
};
/* NOT_FOUND when who is VIEW_NONE; MEMORY. */
enum kiem_err view_trust_why_create(struct view_trust_why **out, const struct view_trust *trust, uint32_t who);
void view_trust_why_destroy(struct view_trust_why *why); /* takes NULL */

/* ---- what concerns me ---- */

struct view_trust_mine {
	size_t n_given, n_received;
	uint32_t *given;    /* rows of my vouches in force, one a person; in (made, id) order */
	uint32_t *received; /* rows of the vouches for me, likewise */
	size_t n_addresses;
	struct view_trust_address *addresses; /* open, by me or to me; in (made, id) order */
};
enum kiem_err view_trust_mine_create(struct view_trust_mine **out, const struct view_trust *trust);
void view_trust_mine_destroy(struct view_trust_mine *mine); /* takes NULL */

/* ---- the posts behind it, for who wants to take them back ---- */

/*
 * The vouches in force of one person for another, every row: one is what counts, but all must be cancelled. Into rows[max] in
 * (made, id) order; how many there are.
 */
size_t view_trust_vouches(const struct view_extract *x, uint32_t *rows, size_t max, uint32_t from, uint32_t to, int64_t now_ms);
/* Who has mended an address, and whether it stands; false when the row is no live address of one person to another. */
bool view_trust_address(const struct view_extract *x, struct view_trust_address *address, uint32_t row, int64_t now_ms);

#endif

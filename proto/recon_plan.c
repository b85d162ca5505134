/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How much to say next. Cells that were not needed cost bytes, cells that were not said cost another round trip; so how many
 * items differ is estimated, and as many cells are asked for as that probably takes.
 *
 * Each item of the difference is in cell i with probability p = 2 / (i + 2), each for itself. The counts of a cell of theirs and
 * mine, subtracted, therefore lie about p * (theirs - mine), with a variance of d * p(1 - p) whichever side the items are on. So
 * each cell gives an estimate of d, and their mean is good to sqrt(2/n). Nothing here has to be alike on both ends: it only
 * decides what is asked for. The figures were tried out by simulation (docs/decisions/0013-cells-of-11-bytes.md).
 */
#include "recon_parts.h"

#define WEIGHINGS 4       /* of the cells, each by the estimate before it */
#define VARIANCE_MAX 2500 /* of a count, beyond which its being modulo 256 hides it */
#define SURE 0.01         /* error of an estimate that agrees with the sizes of the sets */
#define START_CELLS 64    /* fewer than this make but a first estimate (wrong by a third or so) */
#define START_SMALL 32    /* items: for so few, rather too many cells than another round trip */
#define START_MORE 1.5    /* times the cells that they take on average */
#define START_LESS 0.82   /* for more, a first piece that will hardly be too long */
#define PIECE_MIN 6       /* cells asked for at least, and a part of those there are */
#define PIECE_PART 12     /* a twelfth */
#define LARGE_ITEMS 3000  /* an estimate that the first cells cannot carry: */
#define LARGE_CELLS 256   /* so many first, since what they decide is dear */
#define TURN_ITEMS 512    /* from here on, cells said twice weigh less than half a round trip */
#define ITEM_BYTES 8      /* of a short id in a list */
#define LIST_BYTES 128    /* that LIST and PAGE take besides, with their framing */

static double root(double x)
{
	double y = x > 1 ? x : 1;

	for (int i = 0; i < 64 && y * y > x * 1.0001; i++) {
		y = (y + x / y) / 2;
	}
	return y;
}

/* Cells that d items take, in the middle of many decodes. */
static double cells_for(double d)
{
	return 1.355 * d + 1.1 * root(d) + 1;
}

/* A count's distance from what is expected, as near as a count modulo 256 can be to it. */
static double distance(uint32_t count, double expected)
{
	double off = (double)count - expected;

	return off - 256.0 * (double)(int64_t)(off / 256.0 + (off < 0 ? -0.5 : 0.5));
}

/* The mean of what the cells say of d, each weighted by how far it can be trusted if d is about `near`. */
static double counts_say(const struct recon *r, double surplus, double near)
{
	double sum = 0, weights = 0;

	for (uint32_t i = 1; i < r->received; i++) {
		double p = 2.0 / (i + 2.0), variance = p * (1 - p), off, weight;
		if (near * variance > VARIANCE_MAX && i + 1 < r->received) {
			continue;
		}
		off = distance(r->cells[i].count, surplus * p);
		weight = 1 / (2 + 1 / (near * variance));
		sum += weight * off * off / variance;
		weights += weight;
	}
	return weights > 0 ? sum / weights : 0;
}

struct estimate {
	double d, error; /* error: the share of d by which it is wrong, two times in three */
};

static struct estimate estimate(const struct recon *r, uint64_t mine, uint64_t theirs)
{
	double shown = (double)r->n_theirs + (double)r->n_mine, most = (double)mine + (double)theirs;
	double surplus = (double)theirs - (double)mine - (double)r->n_theirs + (double)r->n_mine;
	double least = surplus < 0 ? -surplus : surplus, error = root(2 * r->received) / r->received;
	double d = (double)r->received * (double)r->received;

	if (r->state != RECON_UNDECIDED || r->received == 0) {
		return (struct estimate){shown + least, SURE};
	}
	for (int i = 0; i < WEIGHINGS; i++) {
		d = counts_say(r, surplus, d > 2 ? d : 2);
	}
	/* About as many as one side has more: then most likely just these. */
	if (d < least * (1 + 2 * error)) {
		d = least;
		error = SURE;
	}
	d = shown + (d > 2 ? d : 2);
	return (struct estimate){d < most ? d : most, error};
}

uint64_t recon_estimate(const struct recon *r, uint64_t mine, uint64_t theirs)
{
	return (uint64_t)estimate(r, mine, theirs).d;
}

/* The first cells say that it is much, and no more than that. */
static bool vague(const struct recon *r, struct estimate e, uint32_t cells_max)
{
	return e.d > LARGE_ITEMS && e.error > SURE && r->received < LARGE_CELLS && LARGE_CELLS < cells_max;
}

/* Cells in all that should do. */
static uint32_t enough(const struct recon *r, struct estimate e, uint32_t cells_max)
{
	uint32_t least = r->received + PIECE_MIN + r->received / PIECE_PART;
	double cells = cells_for(e.d);

	if (vague(r, e, cells_max)) {
		return LARGE_CELLS;
	}
	if (r->received >= START_CELLS) {
		cells *= 1 + e.error;
	} else if (e.d < START_SMALL) {
		cells *= START_MORE;
	} else if (e.error > SURE) {
		cells *= START_LESS;
	}
	if (cells < least) {
		cells = least;
	}
	return cells < cells_max ? (uint32_t)cells : cells_max;
}

/*
 * Whoever has more should decode, since it then need not be asked for what only it has. For the asked side to hand that over, it
 * says the cells anew that it was told: that must be worth it.
 */
static bool worth_turning(const struct recon *r, struct estimate e, uint64_t mine, uint64_t theirs)
{
	return theirs >= mine && (theirs - mine > (uint64_t)r->received * RECON_CELL_BYTES / ITEM_BYTES || e.d >= TURN_ITEMS);
}

/*
 * Whether the whole difference fits in the row. Early on, halving in vain costs little and filling the row in vain costs all of it;
 * later it is the other way round.
 */
static bool fits(const struct recon *r, struct estimate e, uint32_t cells_max)
{
	double doubt = r->received < cells_max / 4 ? 0 : 2 * e.error;

	return r->received < cells_max && cells_for(e.d * (1 - doubt)) <= cells_max;
}

struct recon_step recon_plan(const struct recon *r, uint64_t mine, uint64_t theirs, uint32_t cells_max, bool may_turn)
{
	struct estimate e = estimate(r, mine, theirs);
	bool is_vague = vague(r, e, cells_max);
	double listed = (double)(mine < theirs ? mine : theirs) * ITEM_BYTES + LIST_BYTES;
	double least = cells_for(is_vague ? LARGE_ITEMS / 3.0 : e.d * (1 - e.error));

	if (r->state != RECON_UNDECIDED) {
		return (struct recon_step){r->state == RECON_DECODED ? RECON_SETTLE : RECON_RESALT, 0};
	}
	if (listed < (least - r->received) * RECON_CELL_BYTES) {
		return (struct recon_step){RECON_LIST, 0};
	}
	if (!is_vague && !fits(r, e, cells_max)) {
		return (struct recon_step){RECON_HALVE, 0};
	}
	may_turn = may_turn && worth_turning(r, e, mine, theirs);
	return (struct recon_step){may_turn ? RECON_TURN : RECON_ASK, enough(r, e, cells_max)};
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of match share: offers and requests of the garden in one line each, and the matches of it. */
#ifndef KIEM_TEST_TRADES_H
#define KIEM_TEST_TRADES_H

#include "../../../node/view/match.h"
#include "garden.h"

/* A post of so much (milli 0: no quantity). */
static inline struct kiem_post trade_of(uint64_t kind, const char *title, int64_t milli, const char *unit)
{
	struct kiem_post post = {.kind = kind, .title = support_span(title), .made = SUPPORT_NOW - 60 * MINUTE};

	post.has_quantity = milli != 0;
	post.quantity_milli = milli;
	post.unit = support_span(milli != 0 ? unit : "");
	return post;
}

static inline struct kiem_id plant_trade(
        struct garden *g, uint64_t kind, const char *title, const struct support_author *author, int64_t milli, const char *unit)
{
	struct kiem_post post = trade_of(kind, title, milli, unit);

	return plant(g, &post, author);
}

/* The same with a link. */
static inline struct kiem_id plant_tied(struct garden *g, uint64_t kind, const struct support_author *author, uint64_t relation,
        const struct kiem_id *to, int64_t milli, const char *unit)
{
	struct kiem_post post = trade_of(kind, "antwoord", milli, unit);

	post.text = support_span("over en weer");
	post.n_links = 1;
	post.links[0].relation = relation;
	post.links[0].id = *to;
	if (kind == KIEM_NOTE) {
		/* A note is about something, whatever else it is. */
		post.links[post.n_links++] = (struct kiem_link){.relation = KIEM_ABOUT, .id = *to};
	}
	post.made = SUPPORT_NOW - 30 * MINUTE;
	return plant(g, &post, author);
}

struct trades {
	struct view_extract *x;
	struct view_matches *matches;
	struct view_rings *rings;
	struct market market;
};

static inline struct view_extract *trades_look(struct garden *g, struct trades *t)
{
	memset(t, 0, sizeof(*t));
	assert_int_equal(view_extract_open(&t->x, look(g), NULL, g->now, NULL, NULL), KIEM_DONE);
	return t->x;
}

static inline void trades_close(struct trades *t)
{
	market_finish(&t->market);
	view_matches_destroy(t->matches);
	view_rings_destroy(t->rings);
	view_extract_close(t->x);
}

static inline struct view_match_options options_all(const struct garden *g)
{
	return (struct view_match_options){.now_ms = g->now, .row = VIEW_NONE, .per_post = 8};
}

static inline void trades_match(struct garden *g, struct trades *t)
{
	struct view_match_options options = options_all(g);

	trades_look(g, t);
	assert_int_equal(view_matches_create(&t->matches, t->x, g->read, &options), KIEM_DONE);
}

static inline void trades_market(struct garden *g, struct trades *t)
{
	trades_look(g, t);
	assert_int_equal(market_init(&t->market, t->x, g->read, g->now), KIEM_DONE);
}

/* The open post with this id, or NULL. */
static inline struct deal *deal_with(struct trades *t, const struct kiem_id *id)
{
	for (size_t i = 0; i < t->market.n; i++) {
		if (memcmp(t->market.deal[i].trade.id.b, id->b, 32) == 0) {
			return &t->market.deal[i];
		}
	}
	return NULL;
}

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who might meet whom: every two people, every tag. See pulse_model.h. */
#include "coalition_asked.h"
#include "pulse_model.h"

#include <kiem/query.h>

#define FEW 3

/* A tag as it is compared: folded. Empty: it has no word, and is like no other. */
struct tag {
	char text[VIEW_TAG_MAX + 1];
};

static struct tag tag_of(const struct pulse_model *p, size_t i, size_t t)
{
	struct tag tag;

	view_tag_fold(tag.text, pulse_post(p, i)->tags[t]);
	return tag;
}

static bool has_tie(const struct pulse_model *p, size_t a)
{
	for (size_t b = 0; b < HISTORY_AUTHORS; b++) {
		if (pulse_tie(p, a, b) > 0) {
			return true;
		}
	}
	return false;
}

/* Whether post i says what its maker is busy with. */
static bool is_used(const struct pulse_model *p, size_t i)
{
	return pulse_live(p, i) && is_content(pulse_post(p, i)->kind) && pulse_on_these(p, i) &&
	       pulse_post(p, i)->made > p->now_ms - 90 * HISTORY_DAY && has_tie(p, p->person[i]);
}

/* Where somebody used a tag: their latest post that has it, and which of its tags it is there; false: nowhere. */
static bool use_of(const struct pulse_model *p, size_t who, const struct tag *tag, size_t *post, size_t *which)
{
	*post = MODEL_NONE;
	for (size_t i = 0; i < p->h->model.n; i++) {
		bool counts = p->person[i] == who && is_used(p, i);
		for (size_t t = pulse_post(p, i)->n_tags; counts && t-- > 0;) {
			struct tag other = tag_of(p, i, t);
			bool later = *post == MODEL_NONE || *post == i || model_order(&p->h->model, i, *post) > 0;
			if (strcmp(other.text, tag->text) == 0 && later) {
				*post = i;
				*which = t;
			}
		}
	}
	return *post != MODEL_NONE;
}

struct both {
	uint64_t points, told;    /* of all tags, and of the one that is told */
	size_t tags, post, which; /* where a used that one */
};

/* Whether post i is where its maker is said to use this tag: each tag of somebody once. */
static bool is_use(const struct pulse_model *p, size_t i, size_t t, struct tag *tag)
{
	size_t post, which;

	*tag = tag_of(p, i, t);
	return is_used(p, i) && tag->text[0] != '\0' && use_of(p, p->person[i], tag, &post, &which) && post == i && which == t;
}

static void add_tag(struct both *both, const struct pulse_model *p, size_t i, size_t t, const struct tag *tag)
{
	size_t users = 0, post, which;

	for (size_t c = 0; c < HISTORY_AUTHORS; c++) {
		users += use_of(p, c, tag, &post, &which);
	}
	uint64_t points = 2000 / users;
	bool rarer = both->tags == 0 || points > both->told;
	int order = rarer ? 0 : model_order(&p->h->model, i, both->post);
	if (rarer || (points == both->told && (order > 0 || (order == 0 && t < both->which)))) {
		both->told = points;
		both->post = i;
		both->which = t;
	}
	both->points += points;
	both->tags++;
}

/* What two share. */
static struct both shared(const struct pulse_model *p, size_t a, size_t b)
{
	struct both both = {0};
	size_t post, which;
	struct tag tag;

	for (size_t i = 0; i < p->h->model.n; i++) {
		for (size_t t = 0; p->person[i] == a && t < pulse_post(p, i)->n_tags; t++) {
			if (is_use(p, i, t, &tag) && use_of(p, b, &tag, &post, &which)) {
				add_tag(&both, p, i, t, &tag);
			}
		}
	}
	return both;
}

/* Who has the best ties with both: the stronger the weaker of the two is, then the lower the key. */
static size_t between(const struct pulse_model *p, size_t a, size_t b)
{
	size_t best = MODEL_NONE;
	uint64_t most = 0;

	for (size_t c = 0; c < HISTORY_AUTHORS; c++) {
		uint64_t weaker = least(pulse_tie(p, a, c), pulse_tie(p, b, c));
		if (weaker > most || (weaker > 0 && weaker == most && pulse_key_below(p, c, best))) {
			best = c;
			most = weaker;
		}
	}
	return best;
}

/* Whether the pair of a and b comes before another by their keys. */
static bool keys_below(const struct pulse_model *p, size_t a, size_t b, size_t c, size_t d)
{
	return a == c ? pulse_key_below(p, b, d) : pulse_key_below(p, a, c);
}

void pulse_write_introductions(FILE *out, const struct pulse_model *p)
{
	static struct both share[HISTORY_AUTHORS][HISTORY_AUTHORS];
	bool told[HISTORY_AUTHORS] = {false};

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		for (size_t b = 0; b < HISTORY_AUTHORS; b++) {
			bool meet = a != b && pulse_key_below(p, a, b) && pulse_tie(p, a, b) == 0 && between(p, a, b) != MODEL_NONE;
			share[a][b] = meet ? shared(p, a, b) : (struct both){0};
		}
	}
	for (size_t rank = 0; rank < FEW; rank++) {
		size_t a = MODEL_NONE, b = MODEL_NONE;
		for (size_t c = 0; c < HISTORY_AUTHORS * HISTORY_AUTHORS; c++) {
			size_t x = c / HISTORY_AUTHORS, y = c % HISTORY_AUTHORS;
			bool fits = share[x][y].points > 0 && !told[x] && !told[y];
			if (fits && (a == MODEL_NONE || share[x][y].points > share[a][b].points ||
			                    (share[x][y].points == share[a][b].points && keys_below(p, x, y, a, b)))) {
				a = x;
				b = y;
			}
		}
		if (a == MODEL_NONE) {
			return;
		}
		told[a] = told[b] = true;
		fprintf(out, "introduce %zu to %zu by %zu: %zu #%zu of %zu\n", a, b, between(p, a, b), share[a][b].post,
		        share[a][b].which, share[a][b].tags);
	}
}

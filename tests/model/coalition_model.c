/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is who, which posts are in it, and what counts as an act; each asked plainly of all posts. See coalition_model.h. */
#include "coalition_asked.h"

/* ---- who ---- */

size_t coalition_author(const struct history *h, const struct kiem_key *key)
{
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		if (memcmp(h->authors[a].key.b, key->b, 32) == 0) {
			return a;
		}
	}
	return MODEL_NONE;
}

size_t coalition_profile(const struct history *h, size_t author)
{
	size_t best = MODEL_NONE;

	for (size_t i = 0; i < h->model.n; i++) {
		bool theirs = h->model.posts[i]->live && h->model.posts[i]->post.kind == KIEM_PROFILE && h->author_of[i] == author;
		if (theirs && (best == MODEL_NONE || model_order(&h->model, i, best) > 0)) {
			best = i;
		}
	}
	return best;
}

/* Whoever took over from this key: named by its profile, and saying so. */
static size_t taken_over(const struct history *h, size_t author)
{
	size_t profile = coalition_profile(h, author);

	if (profile == MODEL_NONE || !h->model.posts[profile]->post.has_heir) {
		return MODEL_NONE;
	}
	size_t heir = coalition_author(h, &h->model.posts[profile]->post.heir);
	for (size_t i = 0; i < h->model.n && heir != author; i++) {
		const struct kiem_post *post = &h->model.posts[i]->post;
		if (h->model.posts[i]->live && post->kind == KIEM_SUCCEED && h->author_of[i] == heir &&
		        coalition_author(h, &post->whom) == author) {
			return heir;
		}
	}
	return MODEL_NONE;
}

size_t coalition_self(const struct history *h, size_t author)
{
	size_t lowest;

	for (size_t steps = 0; steps < HISTORY_AUTHORS && taken_over(h, author) != MODEL_NONE; steps++) {
		author = taken_over(h, author);
	}
	/* Still somebody behind: a circle, and author is on it. */
	lowest = author;
	for (size_t steps = 0; steps < HISTORY_AUTHORS && taken_over(h, author) != MODEL_NONE; steps++) {
		author = taken_over(h, author);
		lowest = memcmp(h->authors[author].key.b, h->authors[lowest].key.b, 32) < 0 ? author : lowest;
	}
	return lowest;
}

size_t coalition_who(const struct coalition_model *c, size_t i)
{
	return c->self[c->h->author_of[i]];
}

uint64_t coalition_sector_bit(const struct coalition_model *c, size_t person)
{
	size_t profile = coalition_profile(c->h, person);

	return profile == MODEL_NONE || at(c, profile)->sector == 0 ? 0 : 1ULL << at(c, profile)->sector;
}

int coalition_bits(uint64_t set)
{
	int n = 0;

	for (int i = 0; i < 64; i++) {
		n += (int)(set >> i & 1);
	}
	return n;
}

/* ---- what counts ---- */

bool coalition_in(const struct coalition_model *c, size_t i)
{
	return c->depth[i] != MODEL_NONE;
}

/* Whether i names post p of the coalition by one of the relations. */
bool coalition_names(const struct coalition_model *c, size_t i, size_t p, uint64_t relations)
{
	return i != p && coalition_in(c, p) && (c->named[i][p] & relations) != 0;
}

bool coalition_names_others(const struct coalition_model *c, size_t i, uint64_t relations)
{
	for (size_t p = 0; p < c->m->n; p++) {
		if (coalition_names(c, i, p, relations) && coalition_who(c, i) != coalition_who(c, p)) {
			return true;
		}
	}
	return false;
}

static bool names_any(const struct coalition_model *c, size_t i, uint64_t relations)
{
	for (size_t p = 0; p < c->m->n; p++) {
		if (coalition_names(c, i, p, relations)) {
			return true;
		}
	}
	return false;
}

/* The person that receipt r thanks for p. */
size_t coalition_giver(const struct coalition_model *c, size_t r, size_t p)
{
	size_t named = at(c, r)->has_whom ? coalition_author(c->h, &at(c, r)->whom) : MODEL_NONE;

	return named != MODEL_NONE ? c->self[named] : coalition_who(c, p);
}

static bool find_join(const struct coalition_model *c, size_t i)
{
	return at(c, i)->kind == KIEM_JOIN && names_any(c, i, BY(KIEM_ABOUT));
}

bool coalition_is_receipt(const struct coalition_model *c, size_t i)
{
	for (size_t p = 0; p < c->m->n && at(c, i)->kind == KIEM_RECEIPT; p++) {
		if (coalition_names(c, i, p, BY(KIEM_ABOUT)) && coalition_giver(c, i, p) != coalition_who(c, i)) {
			return true;
		}
	}
	return false;
}

static bool find_act(const struct coalition_model *c, size_t i)
{
	if (i == c->root) {
		return true;
	}
	if (coalition_in(c, i)) {
		return names_any(c, i, BINDING & ~BY(KIEM_ANSWERS)) || coalition_names_others(c, i, BY(KIEM_ANSWERS));
	}
	return coalition_is_receipt(c, i) || (c->joins[i] && coalition_names_others(c, i, BY(KIEM_ABOUT)));
}

static int find_gone(const struct coalition_model *c, size_t i)
{
	size_t leave = at(c, i)->kind == KIEM_JOIN ? model_leave(c->m, i) : MODEL_NONE;

	return leave == MODEL_NONE ? NEVER : day_of(c, at(c, leave)->made);
}

int coalition_day(const struct coalition_model *c, size_t i)
{
	return day_of(c, at(c, i)->made);
}

bool coalition_counts(const struct coalition_model *c, size_t i, int t)
{
	return c->act[i] && coalition_day(c, i) <= t && c->gone[i] > t;
}

static int find_first(const struct coalition_model *c, size_t person, int t)
{
	int first = NEVER;

	for (size_t i = 0; i < c->m->n; i++) {
		if (coalition_who(c, i) == person && coalition_counts(c, i, t) && coalition_day(c, i) < first) {
			first = coalition_day(c, i);
		}
	}
	return first;
}

int coalition_first_act(const struct coalition_model *c, size_t person, int t)
{
	return t == c->today ? c->first[person] : find_first(c, person, t);
}

bool coalition_takes_part(const struct coalition_model *c, size_t person, int t)
{
	return coalition_first_act(c, person, t) != NEVER;
}

/* From which day on a deed is confirmed by somebody else, or a request answered. */
static int find_settled(const struct coalition_model *c, size_t p)
{
	int from = NEVER;

	for (size_t i = 0; i < c->m->n; i++) {
		bool other = coalition_who(c, i) != coalition_who(c, p), about = coalition_names(c, i, p, BY(KIEM_ABOUT));
		bool thanks = at(c, i)->kind == KIEM_RECEIPT && about && coalition_giver(c, i, p) != coalition_who(c, i);
		bool confirms = at(c, i)->kind == KIEM_NOTE || (at(c, i)->kind == KIEM_JOIN && c->gone[i] == NEVER);
		bool does = false;
		if (at(c, p)->kind == KIEM_DEED) {
			does = other && (thanks || (confirms && about));
		} else if (at(c, p)->kind == KIEM_REQUEST) {
			bool answers = at(c, i)->kind == KIEM_OFFER && coalition_names(c, i, p, BY(KIEM_ANSWERS));
			does = (other && answers) || (!other && thanks);
		}
		int then = coalition_day(c, i) > coalition_day(c, p) ? coalition_day(c, i) : coalition_day(c, p);
		from = does && then < from ? then : from;
	}
	return from;
}

/* By which relations i names a version of each p. */
static void find_named(struct coalition_model *c, size_t i)
{
	for (size_t v = 0; v < c->m->n && live(c, i); v++) {
		for (size_t l = 0; l < at(c, i)->n_links; l++) {
			if (live(c, v) && memcmp(at(c, i)->links[l].id.b, at(c, v)->id.b, 32) == 0) {
				c->named[i][model_original(c->m, v)] |= 1u << at(c, i)->links[l].relation;
			}
		}
	}
}

void coalition_model(struct coalition_model *c, const struct history *h, int64_t now_ms, size_t root, const bool *known)
{
	memset(c, 0, sizeof(*c));
	c->h = h;
	c->m = &h->model;
	c->now_ms = now_ms;
	c->root = root;
	c->known = known;
	c->today = (int)(now_ms / 86400000);
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		c->self[a] = coalition_self(h, a);
	}
	model_tree(c->m, root, BINDING, is_content, c->depth, c->parent);
	for (size_t i = 0; i < c->m->n; i++) {
		find_named(c, i);
		c->gone[i] = find_gone(c, i);
		c->joins[i] = find_join(c, i);
	}
	for (size_t i = 0; i < c->m->n; i++) {
		c->act[i] = find_act(c, i);
	}
	for (size_t i = 0; i < c->m->n; i++) {
		c->settled[i] = find_settled(c, i);
	}
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		c->first[a] = find_first(c, a, c->today);
		for (size_t i = 0; i < c->m->n; i++) {
			c->toward[i][a] = coalition_find_toward(c, i, a);
		}
	}
	for (size_t a = 0; a < HISTORY_AUTHORS * HISTORY_AUTHORS; a++) {
		c->strength[a / HISTORY_AUTHORS][a % HISTORY_AUTHORS] =
		        coalition_strength(c, a / HISTORY_AUTHORS, a % HISTORY_AUTHORS, -NEVER, c->today);
	}
}

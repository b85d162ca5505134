/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the model finds, written down in the order in which it is shown. */
#include "coalition_asked.h"

/* ---- writing it down: first what a list says ---- */

static size_t index_shown(const struct coalition_model *c, size_t i)
{
	return i == MODEL_NONE ? 999 : model_shown(c->m, i);
}

static void write_brief(FILE *out, const struct coalition_model *c)
{
	size_t people[2] = {0}, posts = 0, deeds = 0, newest = MODEL_NONE;
	uint64_t sectors = 0;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		if (coalition_takes_part(c, a, c->today)) {
			people[c->known[a]]++;
			sectors |= coalition_sector_bit(c, a);
		}
	}
	for (size_t i = 0; i < c->m->n; i++) {
		bool deed = coalition_in(c, i) && at(c, i)->kind == KIEM_DEED;
		posts += coalition_in(c, i);
		deeds += deed;
		newest = deed && (newest == MODEL_NONE || model_order(c->m, i, newest) > 0) ? i : newest;
	}
	fprintf(out, "brief %zu %zu state %d energy %llu %llu people %zu %zu posts %zu deeds %zu sectors %d newest %d missing %x\n",
	        c->root, index_shown(c, c->root), coalition_state(c, c->today),
	        (unsigned long long)coalition_energy(c, c->today, 1, MODEL_NONE),
	        (unsigned long long)coalition_energy(c, c->today, 0, MODEL_NONE), people[1], people[0], posts, deeds,
	        coalition_bits(sectors), newest == MODEL_NONE ? -1 : (int)newest, coalition_missing(c, c->today, MODEL_NONE));
	for (int week = 7; week >= 0; week--) {
		fprintf(out, "%llu ", (unsigned long long)coalition_energy(c, c->today - 7 * week, -1, MODEL_NONE));
	}
	fprintf(out, "\n");
}

/* The least index of those for which `later` says that none comes before; for listing in order. */
size_t coalition_next_in_order(const struct coalition_model *c, const bool *left, size_t n, order_fn order)
{
	size_t best = MODEL_NONE;

	for (size_t i = 0; i < n; i++) {
		if (left[i] && (best == MODEL_NONE || order(c, i, best) < 0)) {
			best = i;
		}
	}
	return best;
}

int coalition_earlier_first(const struct coalition_model *c, size_t a, size_t b)
{
	return model_order(c->m, a, b);
}

static int later_first(const struct coalition_model *c, size_t a, size_t b)
{
	return model_order(c->m, b, a);
}

static int shallow_first(const struct coalition_model *c, size_t a, size_t b)
{
	return c->depth[a] != c->depth[b] ? (c->depth[a] < c->depth[b] ? -1 : 1) : model_order(c->m, a, b);
}

static void write_posts(FILE *out, const struct coalition_model *c)
{
	bool left[MODEL_MAX];

	for (size_t i = 0; i < c->m->n; i++) {
		left[i] = coalition_in(c, i);
	}
	for (size_t i; (i = coalition_next_in_order(c, left, c->m->n, shallow_first)) != MODEL_NONE; left[i] = false) {
		uint64_t relation = 0;
		for (uint64_t r = KIEM_ANSWERS; i != c->root && r >= KIEM_ABOUT; r--) {
			relation = coalition_names(c, i, c->parent[i], BY(r)) ? r : relation;
		}
		bool confirmed = at(c, i)->kind == KIEM_DEED && c->settled[i] != NEVER;
		fprintf(out, "post %zu shown %zu by %zu depth %zu under %zu as %llu %d\n", i, index_shown(c, i),
		        coalition_who(c, i), c->depth[i], i == c->root ? i : c->parent[i], (unsigned long long)relation, confirmed);
	}
}

static int64_t since_of(const struct coalition_model *c, size_t person, bool last)
{
	int64_t found = last ? INT64_MIN : INT64_MAX;

	for (size_t i = 0; i < c->m->n; i++) {
		bool acts = coalition_who(c, i) == person && c->act[i] && c->gone[i] == NEVER;
		if (acts && (last ? at(c, i)->made > found : at(c, i)->made < found)) {
			found = at(c, i)->made;
		}
	}
	return found;
}

static int closest(const struct coalition_model *c, size_t person)
{
	int best = 2;

	for (size_t b = 0; b < HISTORY_AUTHORS; b++) {
		if (b != person && coalition_takes_part(c, b, c->today) && coalition_bond(c, person, b) < best) {
			best = coalition_bond(c, person, b);
		}
	}
	return best;
}

int coalition_by_key(const struct coalition_model *c, size_t a, size_t b)
{
	return memcmp(c->h->authors[a].key.b, c->h->authors[b].key.b, 32);
}

static int close_first(const struct coalition_model *c, size_t a, size_t b)
{
	int order = closest(c, a) - closest(c, b);

	if (order == 0 && since_of(c, a, false) != since_of(c, b, false)) {
		return since_of(c, a, false) < since_of(c, b, false) ? -1 : 1;
	}
	return order != 0 ? order : coalition_by_key(c, a, b);
}

static bool joined_by(const struct coalition_model *c, size_t i, size_t person)
{
	return coalition_who(c, i) == person && c->joins[i] && c->gone[i] == NEVER;
}

static bool list_joins(FILE *out, const struct coalition_model *c, size_t person)
{
	bool left[MODEL_MAX], any = false;

	for (size_t i = 0; i < c->m->n; i++) {
		left[i] = joined_by(c, i, person);
	}
	for (size_t i; (i = coalition_next_in_order(c, left, c->m->n, coalition_earlier_first)) != MODEL_NONE; left[i] = false) {
		fprintf(out, " join %zu", i);
		any = true;
	}
	fprintf(out, "\n");
	return any;
}

static void write_people(FILE *out, const struct coalition_model *c)
{
	bool left[HISTORY_AUTHORS];

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		left[a] = coalition_takes_part(c, a, c->today);
	}
	for (size_t a; (a = coalition_next_in_order(c, left, HISTORY_AUTHORS, close_first)) != MODEL_NONE; left[a] = false) {
		size_t posts = 0, deeds = 0, tie = coalition_who(c, c->root) == a ? 0 : 2;
		bool earlier = true;
		for (size_t i = 0; i < c->m->n; i++) {
			posts += coalition_in(c, i) && coalition_who(c, i) == a;
			deeds += coalition_in(c, i) && coalition_who(c, i) == a && at(c, i)->kind == KIEM_DEED;
			if (joined_by(c, i, a) && coalition_names(c, i, c->root, BY(KIEM_ABOUT))) {
				tie = tie == 2 ? 1 : tie;
				earlier = earlier && !coalition_names_text(c, i);
			}
		}
		fprintf(out, "partner %zu close %d tie %zu known %d earlier %d since %lld last %lld posts %zu deeds %zu", a,
		        closest(c, a), tie, c->known[a], tie == 1 && earlier, (long long)since_of(c, a, false),
		        (long long)since_of(c, a, true), posts, deeds);
		list_joins(out, c, a);
	}
}

static size_t last_leave(const struct coalition_model *c, size_t person)
{
	size_t best = MODEL_NONE;

	for (size_t i = 0; i < c->m->n; i++) {
		if (coalition_who(c, i) != person || !c->joins[i]) {
			continue;
		}
		size_t leave = model_leave(c->m, i);
		if (leave == MODEL_NONE) {
			return MODEL_NONE;
		}
		best = best == MODEL_NONE || model_order(c->m, leave, best) > 0 ? leave : best;
	}
	return best;
}

static int left_last(const struct coalition_model *c, size_t a, size_t b)
{
	int64_t x = at(c, last_leave(c, a))->made, y = at(c, last_leave(c, b))->made;

	return x != y ? (x > y ? -1 : 1) : coalition_by_key(c, a, b);
}

static void write_parted(FILE *out, const struct coalition_model *c)
{
	bool left[HISTORY_AUTHORS];

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		left[a] = last_leave(c, a) != MODEL_NONE;
	}
	for (size_t a; (a = coalition_next_in_order(c, left, HISTORY_AUTHORS, left_last)) != MODEL_NONE; left[a] = false) {
		fprintf(out, "parted %zu by %zu\n", a, last_leave(c, a));
	}
}

static void write_conditions(FILE *out, const struct coalition_model *c)
{
	for (size_t k = 0; k < 5; k++) {
		struct found f = coalition_find(c, k, c->today, MODEL_NONE);
		bool left[MODEL_MAX];
		fprintf(out, "condition %zu sum %lld people %d sectors %d:", k, (long long)f.sum, f.people, f.sectors);
		for (size_t i = 0; i < c->m->n; i++) {
			left[i] = coalition_why(c, i, k, c->today) >= 0;
		}
		for (size_t i; (i = coalition_next_in_order(c, left, c->m->n, later_first)) != MODEL_NONE; left[i] = false) {
			fprintf(out, " %zu/%d/%llu", i, coalition_why(c, i, k, c->today),
			        (unsigned long long)decay(c->today - coalition_day(c, i)));
		}
		fprintf(out, "\n");
	}
}

static void write_needs(FILE *out, const struct coalition_model *c)
{
	for (int open = 1; open >= 0; open--) {
		bool left[MODEL_MAX];
		for (size_t i = 0; i < c->m->n; i++) {
			left[i] = coalition_in(c, i) && at(c, i)->kind == KIEM_REQUEST && (c->settled[i] == NEVER) == (open == 1);
		}
		for (size_t i; (i = coalition_next_in_order(c, left, c->m->n, later_first)) != MODEL_NONE; left[i] = false) {
			bool offers[MODEL_MAX], receipts[MODEL_MAX];
			fprintf(out, "need %zu shown %zu open %d:", i, index_shown(c, i), open);
			for (size_t k = 0; k < c->m->n; k++) {
				bool other = coalition_who(c, k) != coalition_who(c, i);
				offers[k] = other && at(c, k)->kind == KIEM_OFFER && coalition_names(c, k, i, BY(KIEM_ANSWERS));
				receipts[k] = !other && at(c, k)->kind == KIEM_RECEIPT && coalition_is_receipt(c, k) &&
				              coalition_names(c, k, i, BY(KIEM_ABOUT));
			}
			for (size_t k; (k = coalition_next_in_order(c, offers, c->m->n, coalition_earlier_first)) != MODEL_NONE;
			        offers[k] = false) {
				fprintf(out, " %zu", k);
			}
			size_t receipt = coalition_next_in_order(c, receipts, c->m->n, coalition_earlier_first);
			fprintf(out, " receipt %d\n", receipt == MODEL_NONE ? -1 : (int)receipt);
		}
	}
}

static void write_changes(FILE *out, const struct coalition_model *c, int64_t since)
{
	int then = day_of(c, since) - 1;
	bool left[HISTORY_AUTHORS], posts[MODEL_MAX];
	size_t parted = 0;

	fprintf(out, "then existed %d energy %llu state %d missing %x people", coalition_day(c, c->root) <= then,
	        (unsigned long long)coalition_energy(c, then, -1, MODEL_NONE), coalition_state(c, then),
	        coalition_missing(c, then, MODEL_NONE));
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		left[a] = coalition_takes_part(c, a, c->today) && coalition_first_act(c, a, c->today) > then;
		parted += last_leave(c, a) != MODEL_NONE && day_of(c, at(c, last_leave(c, a))->made) > then;
	}
	for (size_t a; (a = coalition_next_in_order(c, left, HISTORY_AUTHORS, close_first)) != MODEL_NONE; left[a] = false) {
		fprintf(out, " %zu", a);
	}
	for (size_t i = 0; i < c->m->n; i++) {
		posts[i] = coalition_in(c, i) && coalition_day(c, i) > then;
	}
	fprintf(out, " posts");
	for (size_t i; (i = coalition_next_in_order(c, posts, c->m->n, later_first)) != MODEL_NONE; posts[i] = false) {
		fprintf(out, " %zu", i);
	}
	fprintf(out, " parted %zu\n", parted);
}

void coalition_model_write(FILE *out, const struct coalition_model *c, int64_t since)
{
	write_brief(out, c);
	write_posts(out, c);
	write_people(out, c);
	write_parted(out, c);
	write_conditions(out, c);
	write_needs(out, c);
	coalition_write_form(out, c, c->today);
	coalition_write_form(out, c, c->today - 90);
	coalition_write_bottleneck(out, c);
	coalition_write_kin(out, c);
	if (since != 0) {
		write_changes(out, c, since);
	}
}

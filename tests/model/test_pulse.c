/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pulse against the model (pulse_model.h), line by line and byte by byte, over random histories that arrive in several orders
 * with duplicates, looked at over one board or both, now and a few days later, by one of the people or nobody. And the map, which
 * floating point has a part in: written down with ids and keys it must be the same bytes in whatever order the posts arrived.
 * Stops by itself after about four seconds.
 */
#include "coalition_asked.h"
#include "coalition_told.h"
#include "pulse_model.h"
#include "shrink.h"
#include "text.h"

#include <kiem/map.h>
#include <kiem/pulse.h>

#define BUDGET_MS 4000
#define ORDERS 2

static void put_hex(struct text *text, const uint8_t *bytes)
{
	char hex[65];

	kiem_hex(hex, bytes, 32);
	put(text, " %s", hex);
}

static void write_map(struct text *text, const struct view_extract *x, const struct view_map *map)
{
	for (size_t i = 0; i < map->n_people; i++) {
		const struct view_map_person *person = &map->people[i];
		put_hex(text, x->key[person->person].b);
		put(text, " %llu %u %d %d\n", (unsigned long long)person->strength, person->group, person->x, person->y);
	}
	for (size_t i = 0; i < map->n_ties; i++) {
		put(text, "%u %u %llu %llu\n", map->ties[i].a, map->ties[i].b, (unsigned long long)map->ties[i].ab,
		        (unsigned long long)map->ties[i].ba);
	}
	for (size_t i = 0; i < map->n_groups; i++) {
		put_hex(text, x->id[map->groups[i].row].b);
	}
}

/* ---- what the view says, in the model's words ---- */

#define U(x) ((unsigned long long)(x))

static void told_new(FILE *out, const struct looking *l, const struct view_pulse *p)
{
	fprintf(out, "new %zu welcomed %zu within %lld\n", p->n_new, p->n_welcomed, (long long)p->welcome_ms);
	for (size_t i = 0; i < p->n_new; i++) {
		const struct view_newcomer *one = &p->newcomers[i];
		bool met = one->welcome != VIEW_NONE;
		fprintf(out, "newcomer %zu first %lld welcome %zd by %zd\n", told_author_of(l, one->person), (long long)one->first,
		        met ? (ssize_t)told_post_of(l, one->welcome) : -1, met ? (ssize_t)told_author_of(l, one->by) : -1);
	}
	fprintf(out, "matches %zu asked %zu:", p->n_matches, p->n_unanswered);
	for (size_t i = 0; i < p->n_unanswered && i < VIEW_PULSE_FEW; i++) {
		fprintf(out, " %zu", told_post_of(l, p->unanswered[i].row));
	}
	fprintf(out, "\n");
}

static void told_swings(FILE *out, const struct looking *l, const struct view_swing *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++) {
		fprintf(out, "%s %zu shown %zu energy %llu by %lld:", word, told_post_of(l, list[i].row),
		        told_post_of(l, list[i].shown), U(list[i].energy), (long long)list[i].by);
		for (size_t week = 0; week < VIEW_WEEKS; week++) {
			fprintf(out, " %llu", U(list[i].trend[week]));
		}
		fprintf(out, "\n");
	}
}

static void told_coalitions(FILE *out, const struct looking *l, const struct view_pulse *p)
{
	fprintf(out, "states %zu %zu %zu came to rest %zu\n", p->states[0], p->states[1], p->states[2], p->n_fell_asleep);
	told_swings(out, l, p->risen, p->n_risen, "risen");
	told_swings(out, l, p->fallen, p->n_fallen, "fallen");
	fprintf(out, "pioneers %zu\n", p->n_pioneers);
	for (size_t i = 0; i < p->n_pioneers && i < VIEW_PULSE_FEW; i++) {
		const struct view_pioneer *one = &p->pioneers[i];
		fprintf(out, "pioneer %zu of %zu shown %zu people %zu\n", told_author_of(l, one->person), told_post_of(l, one->row),
		        told_post_of(l, one->shown), one->people);
	}
	for (size_t i = 0; i < p->n_burdens; i++) {
		const struct view_burden *one = &p->burdens[i];
		fprintf(out, "care %zu shown %zu for %zu apart %zu ties %u\n", told_post_of(l, one->row),
		        told_post_of(l, one->shown), told_author_of(l, one->person), one->apart, one->ties);
	}
}

static void told_people(FILE *out, const struct looking *l, const struct view_pulse *p)
{
	fprintf(out, "connectors %d %zu:", p->has_connectors, p->n_connectors);
	for (size_t i = 0; i < p->n_connectors && i < VIEW_PULSE_FEW; i++) {
		fprintf(out, " %zu", told_author_of(l, p->connectors[i]));
	}
	fprintf(out, "\n");
	for (size_t i = 0; i < p->n_introductions; i++) {
		const struct view_introduction *one = &p->introductions[i];
		fprintf(out, "introduce %zu to %zu by %zu: %zu #%zu of %zu\n", told_author_of(l, one->a), told_author_of(l, one->b),
		        told_author_of(l, one->via), told_post_of(l, one->row), one->tag, one->tags);
	}
	fprintf(out, "active %zu sectors", p->n_active);
	for (size_t sector = 0; sector <= KIEM_OTHER + 1; sector++) {
		fprintf(out, " %zu", p->n_sectors[sector]);
	}
	fprintf(out, " diversity %u absent %x\nmutual %u\n", p->diversity, p->absent, p->reciprocity);
}

/* ---- the two beside each other ---- */

static char expected[1 << 18], found[1 << 18];

/* The communities that everybody is in; false: there are none to be had. */
static void ask_communities(struct pulse_model *m, const struct looking *l)
{
	struct view_communities *communities;
	struct view_bonds *bonds;

	assert_int_equal(view_bonds_create(&bonds, l->x, l->now_ms), KIEM_DONE);
	assert_int_equal(view_communities_create(&communities, l->x, bonds, NULL, l->now_ms), KIEM_DONE);
	m->has_communities = true;
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		uint32_t person = view_person_of(l->x, &l->h->authors[a].key);
		uint32_t of = person == VIEW_NONE ? VIEW_NONE : communities->of[person];
		m->community[a] = of == VIEW_NONE ? MODEL_NONE : of;
	}
	view_communities_destroy(communities);
	view_bonds_destroy(bonds);
}

static void compare(const struct looking *l, struct kiem_read *read, struct pulse_model *m)
{
	uint32_t boards[HISTORY_BOARDS];
	struct view_pulse_ask ask = {.eye = {l->now_ms, l->known}, .boards = boards, .since = m->since};
	struct view_pulse *pulse;

	ask.me = m->me == MODEL_NONE ? NULL : &l->h->authors[m->me].key;
	for (size_t i = 0; i < HISTORY_BOARDS; i++) {
		struct kiem_board board;
		if (m->wanted[i] && kiem_read_board(read, &board, history_boards[i]) == KIEM_DONE) {
			boards[ask.n_boards++] = board.number;
		}
	}
	if (ask.n_boards == 0) {
		return;
	}
	ask_communities(m, l);
	pulse_model_make(m);
	FILE *out = fmemopen(expected, sizeof(expected), "w");
	pulse_model_write(out, m);
	fclose(out);
	assert_int_equal(view_pulse_create(&pulse, NULL, l->x, read, &ask), KIEM_DONE);
	out = fmemopen(found, sizeof(found), "w");
	told_new(out, l, pulse);
	told_coalitions(out, l, pulse);
	told_people(out, l, pulse);
	fclose(out);
	view_pulse_destroy(pulse);
	if (strcmp(expected, found) != 0) {
		fail_msg("the model says\n%s\nand the view\n%s", expected, found);
	}
}

/* ---- histories ---- */

static void look_at_map(const struct view_extract *x, struct text *text)
{
	struct view_map_ask ask = {.eye = {.now_ms = SUPPORT_NOW}, .place = true};
	struct view_map *map;

	text->n = 0;
	assert_int_equal(view_map_create(&map, x, &ask), KIEM_DONE);
	write_map(text, x, map);
	view_map_destroy(map);
}

/* What is asked of a history hangs on its length only, so that it stays the same while it is shrunk. */
static void look(struct history *h, struct kiem_store *store, int64_t now_ms, size_t variant, struct text *map)
{
	static const int64_t days[] = {1, 7, 10, 11, 14, 30, 49, 60};
	static struct pulse_model m;
	struct looking l = {.h = h, .now_ms = now_ms};
	struct kiem_read *read;
	struct view_extract *x;

	m.h = h;
	m.now_ms = now_ms;
	m.since = SUPPORT_NOW - days[variant % 8] * HISTORY_DAY;
	for (size_t i = 0; i < HISTORY_BOARDS; i++) {
		m.wanted[i] = variant % 4 != i + 1;
	}
	model_settle(&h->model, now_ms);
	m.me = variant % 3 == 0 ? MODEL_NONE : variant % HISTORY_AUTHORS;
	for (size_t a = 0; a < HISTORY_AUTHORS && variant % 3 == 1; a++) {
		m.me = coalition_self(h, a) != a ? a : m.me; /* an old key of somebody */
	}
	assert_int_equal(kiem_read_begin(&read, store), KIEM_DONE);
	assert_int_equal(view_extract_open(&x, read, NULL, now_ms, NULL, NULL), KIEM_DONE);
	l.x = x;
	l.known = calloc(x->n_persons + 1, sizeof(*l.known));
	for (uint32_t p = 0; p < x->n_persons; p++) {
		l.known[p] = told_author_of(&l, p) % 2 == 0;
	}
	compare(&l, read, &m);
	look_at_map(x, map);
	free(l.known);
	view_extract_close(x);
	kiem_read_end(read);
}

static void play(struct history *h, size_t *count)
{
	static struct text first, other, later;

	for (size_t order = 0; order < ORDERS; order++) {
		char dir[256];
		support_tmpdir(dir);
		struct kiem_store *store = history_arrive(h, dir);
		look(h, store, SUPPORT_NOW, h->made + order, order == 0 ? &first : &other);
		look(h, store, HISTORY_LATER, h->made + order + 5, &later);
		kiem_store_close(store);
		support_rmtree(dir);
	}
	assert_string_equal(first.b, other.b);
}

static void the_pulse_is_the_models_in_any_order(void **state)
{
	static const struct shrink_game game = {.make = pulse_history_make, .play = play};

	print_message("%zu histories in %d orders each\n", shrink_run(&game, BUDGET_MS, NULL), ORDERS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(the_pulse_is_the_models_in_any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

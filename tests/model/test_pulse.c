/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pulse and map over random histories: written down with ids and keys only, they must be the same bytes in whatever order the posts
 * arrived and over whatever file; and who is new, who met them, who was active and how diverse they are, as worked out from the
 * list of all posts, one question at a time. Stops by itself after about three seconds.
 */
#include "../../node/view/extract.h"
#include "shrink.h"

#include <kiem/map.h>
#include <kiem/pulse.h>

#define BUDGET_MS 3000
#define ORDERS 3
#define SINCE (SUPPORT_NOW - 10000) /* histories are made within twelve seconds: about half of the people are new */

struct text {
	size_t n;
	char b[1 << 18];
};

static void put(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(struct text *text, const char *format, ...)
{
	va_list words;

	va_start(words, format);
	text->n += (size_t)vsnprintf(text->b + text->n, sizeof(text->b) - text->n, format, words);
	va_end(words);
	assert_true(text->n < sizeof(text->b));
}

static void put_hex(struct text *text, const uint8_t *bytes)
{
	char hex[65];

	kiem_hex(hex, bytes, 32);
	put(text, " %s", hex);
}

static void put_person(struct text *text, const struct view_extract *x, uint32_t person)
{
	if (person == VIEW_NONE) {
		put(text, " -");
	} else {
		put_hex(text, x->key[person].b);
	}
}

static void put_row(struct text *text, const struct view_extract *x, uint32_t row)
{
	if (row == VIEW_NONE) {
		put(text, " -");
	} else {
		put_hex(text, x->id[row].b);
	}
}

static void write_pulse(struct text *text, const struct view_extract *x, const struct view_pulse *p)
{
	put(text, "active %zu new %zu %zu %lld\n", p->n_active, p->n_new, p->n_welcomed, (long long)p->welcome_ms);
	for (size_t i = 0; i < p->n_new; i++) {
		put_person(text, x, p->newcomers[i].person);
		put_row(text, x, p->newcomers[i].welcome);
	}
	put(text, "\nasked %zu", p->n_unanswered);
	for (size_t i = 0; i < p->n_unanswered && i < VIEW_PULSE_FEW; i++) {
		put_hex(text, p->unanswered[i].id.b);
	}
	put(text, "\nstates %zu %zu %zu %zu\n", p->states[0], p->states[1], p->states[2], p->n_fell_asleep);
	for (size_t i = 0; i < p->n_risen; i++) {
		put_row(text, x, p->risen[i].row);
	}
	for (size_t i = 0; i < p->n_fallen; i++) {
		put_row(text, x, p->fallen[i].row);
	}
	put(text, "\npioneers %zu", p->n_pioneers);
	for (size_t i = 0; i < p->n_pioneers && i < VIEW_PULSE_FEW; i++) {
		put_row(text, x, p->pioneers[i].row);
	}
	put(text, "\nconnectors %zu", p->n_connectors);
	for (size_t i = 0; i < p->n_connectors && i < VIEW_PULSE_FEW; i++) {
		put_person(text, x, p->connectors[i]);
	}
	for (size_t i = 0; i < p->n_burdens; i++) {
		put_row(text, x, p->burdens[i].row);
		put_person(text, x, p->burdens[i].person);
	}
	for (size_t i = 0; i < p->n_introductions; i++) {
		put_person(text, x, p->introductions[i].a);
		put_person(text, x, p->introductions[i].b);
		put_person(text, x, p->introductions[i].via);
		put_row(text, x, p->introductions[i].row);
	}
	put(text, "\ndiversity %u %u matches %zu reciprocity %u\n", p->diversity, p->absent, p->n_matches, p->reciprocity);
}

static void write_map(struct text *text, const struct view_extract *x, const struct view_map *map)
{
	for (size_t i = 0; i < map->n_people; i++) {
		const struct view_map_person *person = &map->people[i];
		put_person(text, x, person->person);
		put(text, " %llu %u %d %d\n", (unsigned long long)person->strength, person->group, person->x, person->y);
	}
	for (size_t i = 0; i < map->n_ties; i++) {
		put(text, "%u %u %llu %llu\n", map->ties[i].a, map->ties[i].b, (unsigned long long)map->ties[i].ab,
		        (unsigned long long)map->ties[i].ba);
	}
	for (size_t i = 0; i < map->n_groups; i++) {
		put_row(text, x, map->groups[i].row);
	}
}

/* ---- once more, plainly ---- */

static bool by(const struct kiem_post *post, const struct kiem_key *key)
{
	return memcmp(post->author.b, key->b, 32) == 0;
}

static bool welcomes(uint64_t kind)
{
	return (kind >= KIEM_INITIATIVE && kind <= KIEM_NOTE) || kind == KIEM_JOIN || kind == KIEM_RECEIPT;
}

/* Whether post i is something that somebody else did toward this person. */
static bool toward(const struct model *m, size_t i, const struct kiem_key *key)
{
	const struct kiem_post *post = &m->posts[i]->post;

	if (!m->posts[i]->live || by(post, key) || post->made < SINCE || !welcomes(post->kind)) {
		return false;
	}
	for (size_t k = 0; k < m->n; k++) {
		for (size_t l = 0; l < post->n_links; l++) {
			const struct model_post *there = m->posts[k];
			if (there->live && by(&there->post, key) && memcmp(there->post.id.b, post->links[l].id.b, 32) == 0) {
				return true;
			}
		}
	}
	return false;
}

static void as_worked_out_plainly(const struct history *h, const struct view_extract *x, const struct view_pulse *p)
{
	size_t n_new = 0, n_active = 0, n_welcomed = 0;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		const struct kiem_key *key = &h->authors[a].key;
		int64_t first = INT64_MAX, last = INT64_MIN;
		size_t welcome = MODEL_NONE;
		for (size_t i = 0; i < h->model.n; i++) {
			const struct kiem_post *post = &h->model.posts[i]->post;
			if (h->model.posts[i]->live && by(post, key)) {
				first = post->made < first ? post->made : first;
				last = post->made > last ? post->made : last;
			}
			if (toward(&h->model, i, key) && (welcome == MODEL_NONE || model_order(&h->model, i, welcome) < 0)) {
				welcome = i;
			}
		}
		n_active += last >= SINCE;
		if (first != INT64_MAX && first >= SINCE) {
			n_new++;
			n_welcomed += welcome != MODEL_NONE;
			for (size_t i = 0; i < p->n_new; i++) {
				const struct view_newcomer *one = &p->newcomers[i];
				if (memcmp(x->key[one->person].b, key->b, 32) == 0) {
					assert_int_equal(one->first, first);
					assert_int_equal(one->welcome == VIEW_NONE, welcome == MODEL_NONE);
					assert_true(welcome == MODEL_NONE ||
					            memcmp(x->id[one->welcome].b, h->model.posts[welcome]->post.id.b, 32) == 0);
				}
			}
		}
	}
	assert_int_equal(p->n_new, n_new);
	assert_int_equal(p->n_active, n_active);
	assert_int_equal(p->n_welcomed, n_welcomed);
}

/* ---- histories ---- */

static void look(const struct history *h, struct kiem_store *store, struct text *text)
{
	uint32_t boards[HISTORY_BOARDS];
	struct view_pulse_ask ask = {.eye = {.now_ms = SUPPORT_NOW}, .boards = boards, .since = SINCE};
	struct view_map_ask map_ask = {.eye = ask.eye, .place = true};
	struct view_extract *x;
	struct view_pulse *pulse;
	struct view_map *map;
	struct kiem_read *read;

	text->n = 0;
	assert_int_equal(kiem_read_begin(&read, store), KIEM_DONE);
	for (size_t i = 0; i < HISTORY_BOARDS; i++) {
		struct kiem_board board;
		if (kiem_read_board(read, &board, history_boards[i]) == KIEM_DONE) {
			boards[ask.n_boards++] = board.number;
		}
	}
	assert_int_equal(view_extract_open(&x, read, NULL, SUPPORT_NOW, NULL, NULL), KIEM_DONE);
	assert_int_equal(view_pulse_create(&pulse, NULL, x, read, &ask), KIEM_DONE);
	as_worked_out_plainly(h, x, pulse);
	write_pulse(text, x, pulse);
	assert_int_equal(view_map_create(&map, x, &map_ask), KIEM_DONE);
	write_map(text, x, map);
	view_map_destroy(map);
	view_pulse_destroy(pulse);
	view_extract_close(x);
	kiem_read_end(read);
}

static void play(struct history *h, size_t *count)
{
	static struct text first, other;

	model_settle(&h->model, SUPPORT_NOW);
	for (size_t order = 0; order < ORDERS; order++) {
		char dir[256];
		support_tmpdir(dir);
		struct kiem_store *store = history_arrive(h, dir);
		look(h, store, order == 0 ? &first : &other);
		kiem_store_close(store);
		support_rmtree(dir);
		if (order > 0) {
			assert_string_equal(first.b, other.b);
		}
	}
}

static void the_same_in_any_order(void **state)
{
	static const struct shrink_game game = {.make = history_make, .play = play};

	print_message("%zu histories in %d orders each\n", shrink_run(&game, BUDGET_MS, NULL), ORDERS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(the_same_in_any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

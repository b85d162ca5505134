/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What opening the extract costs: made from nothing, over its file, and after one new post, for stores of several sizes.
 *
 *     bench_extract [--json] [POSTS…]        10000 and 100000 when none are given
 *
 * The posts are laid straight into the tables with a signature of zeros, since verifying a million takes a minute and the
 * extract does not look at it. One person in ten posts; three in ten posts are content, the rest notes, joins, leaves, vouches and
 * profiles.
 */
#include "room.h"
#include "support.h"

#include <kiem/cbor.h>
#include <kiem/extract.h>

#include <time.h>
#include <unistd.h>

#define BOARD "nl/tilburg/kraaiven"
#define BATCH 20000
#define TIMES 5

static bool json;

static void say(const char *name, size_t posts, double value, const char *unit)
{
	if (json) {
		printf("{\"bench\":\"extract\",\"figure\":\"%s\",\"posts\":%zu,\"value\":%.4g,\"unit\":\"%s\"}\n", name, posts,
		        value, unit);
	} else {
		printf("%9zu posts  %-40s %10.4g %s\n", posts, name, value, unit);
	}
	fflush(stdout);
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void must(enum kiem_err err, const char *what)
{
	if (err != KIEM_DONE) {
		fprintf(stderr, "bench_extract: %s: %s\n", what, kiem_err_sentence(err));
		exit(1);
	}
}

/* ---- posts without signatures ---- */

struct making {
	uint64_t random;
	size_t n, persons;
	struct kiem_id *ids;
	uint16_t *kinds;
	uint32_t *authors;
	uint8_t bytes[1024];
};

static void key_of(uint8_t key[static 32], size_t person)
{
	uint64_t state = person + 1;

	for (size_t i = 0; i < 4; i++) {
		uint64_t word = support_random(&state);
		memcpy(key + 8 * i, &word, 8);
	}
}

static size_t below(struct making *m, size_t n)
{
	return (size_t)(support_random(&m->random) % n);
}

/* An earlier post, mostly of the last few thousand. */
static size_t earlier(struct making *m)
{
	size_t far = below(m, 10) == 0 ? m->n : (m->n < 5000 ? m->n : 5000);

	return m->n - 1 - below(m, far);
}

static void put_links(struct kiem_cbor_out *w, struct making *m, uint64_t relation, size_t to)
{
	kiem_cbor_put_uint(w, 8);
	kiem_cbor_put_array(w, 1);
	kiem_cbor_put_array(w, 2);
	kiem_cbor_put_uint(w, relation);
	kiem_cbor_put_bytes(w, m->ids[to].b, 32);
}

static void put_field(struct kiem_cbor_out *w, uint64_t key, const char *text)
{
	kiem_cbor_put_uint(w, key);
	kiem_cbor_put_text(w, text, strlen(text));
}

static uint64_t kind_of(struct making *m)
{
	size_t chance = below(m, 100);

	if (m->n < m->persons) {
		return KIEM_PROFILE;
	}
	return chance < 30   ? 1 + below(m, 6)
	       : chance < 60 ? KIEM_NOTE
	       : chance < 85 ? KIEM_JOIN
	       : chance < 90 ? KIEM_LEAVE
	                     : KIEM_VOUCH;
}

/* The payload map, in order of keys. */
static void put_payload(struct kiem_cbor_out *w, struct making *m, uint64_t kind, int64_t made, size_t to)
{
	static const char text[] = "Wij zoeken nog een paar mensen die op zaterdag mee willen helpen met de plantenbakken aan de "
	                           "noordkant, daar is de stoep breed genoeg en de zon staat er de hele middag op.";
	bool links = kind == KIEM_NOTE || kind == KIEM_JOIN || kind == KIEM_LEAVE;
	uint8_t key[32];

	kiem_cbor_put_map(w, 6u + links + (kind == KIEM_JOIN) + (kind == KIEM_PROFILE) + 2u * (kind == KIEM_VOUCH));
	kiem_cbor_put_uint(w, 1);
	kiem_cbor_put_uint(w, kind);
	put_field(w, 2, BOARD);
	kiem_cbor_put_uint(w, 3);
	kiem_cbor_put_int(w, made);
	kiem_cbor_put_uint(w, 4);
	kiem_cbor_put_int(w, made + 700 * 86400000LL);
	put_field(w, 5, "Plantenbakken");
	put_field(w, 6, text);
	if (links) {
		put_links(w, m, kind == KIEM_LEAVE ? KIEM_CANCELS : KIEM_ABOUT, to);
	}
	if (kind == KIEM_JOIN) {
		kiem_cbor_put_uint(w, 17);
		kiem_cbor_put_array(w, 1);
		kiem_cbor_put_uint(w, 1 + to % 5);
	}
	if (kind == KIEM_PROFILE) {
		put_field(w, 20, "Iemand");
	}
	if (kind == KIEM_VOUCH) {
		key_of(key, to % m->persons);
		kiem_cbor_put_uint(w, 25);
		kiem_cbor_put_bytes(w, key, 32);
		kiem_cbor_put_uint(w, 26);
		kiem_cbor_put_uint(w, 2);
	}
}

/* One post into m->bytes; its length. */
static size_t make_one(struct making *m)
{
	static const uint8_t head[] = "\xd2\x84\x58\x26\xa2\x01\x32\x04\x58\x20";
	uint8_t payload[800], zero[64] = {0};
	struct kiem_cbor_out w;
	uint64_t kind = kind_of(m);
	size_t to = m->n == 0 ? 0 : earlier(m), author = m->n < m->persons ? m->n : below(m, m->persons);

	for (size_t i = 0; kind == KIEM_LEAVE && m->kinds[to] != KIEM_JOIN && i < 20; i++) {
		to = earlier(m);
	}
	author = kind == KIEM_LEAVE ? m->authors[to] : author;
	m->kinds[m->n] = (uint16_t)kind;
	m->authors[m->n] = (uint32_t)author;
	kiem_cbor_out_init(&w, payload, sizeof(payload));
	put_payload(&w, m, kind, SUPPORT_NOW - 300 * 86400000LL + (int64_t)m->n * 20, to);
	size_t n_payload = w.n;
	memcpy(m->bytes, head, sizeof(head) - 1);
	key_of(m->bytes + 10, author);
	m->bytes[42] = 0xa0;
	kiem_cbor_out_init(&w, m->bytes + 43, sizeof(m->bytes) - 43);
	kiem_cbor_put_bytes(&w, payload, n_payload);
	kiem_cbor_put_bytes(&w, zero, sizeof(zero));
	return 43 + w.n;
}

static void add_one(struct making *m, struct store_write *write)
{
	struct store_item item = {.arrived = SUPPORT_NOW, .bytes = {m->bytes, make_one(m)}};
	struct store_slot *slot = NULL;
	uint64_t number;

	kiem_id_of(&item.id, m->bytes, item.bytes.n);
	m->ids[m->n++] = item.id;
	if (!store_peek(&item.peek, m->bytes, item.bytes.n) || store_slot_named(&slot, write, item.peek.board, true) != 0) {
		must(KIEM_E_DAMAGED, "a post");
	}
	item.until = item.peek.until;
	must(store_err(store_add(write, &number, slot, &item)), "add");
}

static void add_posts(struct making *m, struct kiem_store *store, size_t n)
{
	for (size_t to = m->n + n; m->n < to;) {
		struct store_write write;
		must(store_err(store_write_begin(&write, store)), "begin");
		for (size_t i = 0; i < BATCH && m->n < to; i++) {
			add_one(m, &write);
		}
		must(store_err(store_write_commit(&write, STORE_LEAVE_NOTHING)), "commit");
	}
}

/* ---- opening ---- */

static double open_once(struct kiem_store *store, const char *path, size_t posts)
{
	struct view_extract *x;
	struct kiem_read *read;

	must(kiem_read_begin(&read, store), "read");
	double begin = seconds();
	must(view_extract_open(&x, read, path, SUPPORT_NOW, NULL, NULL), "extract");
	double took = seconds() - begin;
	if (x->n != posts) {
		must(KIEM_E_DAMAGED, "the extract has other rows");
	}
	view_extract_close(x);
	kiem_read_end(read);
	return took;
}

/* The best of several: others may be at work on this machine. */
static double open_best(struct kiem_store *store, const char *path, size_t posts, bool anew)
{
	double best = 1e9;

	for (size_t i = 0; i < TIMES; i++) {
		if (anew) {
			unlink(path);
		}
		double took = open_once(store, path, posts);
		best = took < best ? took : best;
	}
	return best;
}

static void measure(size_t posts)
{
	struct making m = {.random = 4, .persons = posts / 10};
	struct kiem_store *store;
	char dir[256], path[300];

	support_tmpdir(dir);
	snprintf(path, sizeof(path), "%s/extract", dir);
	struct kiem_store_options options = {.dir = dir, .create = true, .cap = 4ULL << 30};
	must(kiem_store_open(&store, &options), "open");
	m.ids = calloc(posts + 1, sizeof(*m.ids));
	m.kinds = calloc(posts + 1, sizeof(*m.kinds));
	m.authors = calloc(posts + 1, sizeof(*m.authors));
	add_posts(&m, store, posts);
	double memory = open_best(store, NULL, posts, false);
	say("made in memory, a post", posts, memory / (double)posts * 1e6, "us");
	say("made and written", posts, open_best(store, path, posts, true) * 1e3, "ms");
	say("opened, nothing new", posts, open_best(store, path, posts, false) * 1e3, "ms");
	add_posts(&m, store, 1);
	double after = open_best(store, path, posts + 1, false);
	say("opened after one new post", posts, after * 1e3, "ms");
	say("that, to making it", posts, after / memory, "");
	kiem_store_close(store);
	support_rmtree(dir);
	free(m.ids);
	free(m.kinds);
	free(m.authors);
}

int main(int argc, char **argv)
{
	size_t n = 0;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--json") == 0) {
			json = true;
		} else {
			measure(strtoull(argv[i], NULL, 10));
			n++;
		}
	}
	if (n == 0) {
		measure(10000);
		measure(100000);
	}
	return 0;
}

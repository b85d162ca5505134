/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Figures of the store, each as a ratio to something raw that was timed in the same run on the same posts:
 *
 *     bench_store [--json] [--posts N] [--dir DIR]
 *
 * Slices of 10,000 posts are verified raw and admitted in turns, so that a machine whose speed drifts does not favour one. "One
 * core" is really one: the process is pinned to it. Posts are some 500 bytes, by 2,000 authors, one in four a tie, arriving in
 * order of made.
 */
#include "support.h"

#include <kiem/store.h>

#include <pthread.h>
#include <sched.h>
#include <sodium.h>
#include <time.h>

#define SLICE 10000
#define AUTHORS 2000
#define BOARD "nl/tilburg/kraaiven"
#define TEXT_BYTES 290
#define PAYLOAD_AT 43

struct posts {
	uint8_t *bytes;
	struct kiem_span *spans;
	size_t n;
	uint64_t total;
};

static bool json;

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void say(const char *name, double value, const char *unit)
{
	if (json) {
		printf("{\"bench\":\"store\",\"figure\":\"%s\",\"value\":%.4g,\"unit\":\"%s\"}\n", name, value, unit);
	} else {
		printf("%-52s %12.4g %s\n", name, value, unit);
	}
	fflush(stdout);
}

static void must(enum kiem_err err, const char *what)
{
	if (err != KIEM_DONE) {
		fprintf(stderr, "bench_store: %s: %s\n", what, kiem_err_sentence(err));
		exit(1);
	}
}

/* ---- posts ---- */

static void make_one(struct posts *posts, size_t i, const struct support_author *author, const char *text)
{
	char title[64];
	struct kiem_post post = {.kind = KIEM_OFFER, .made = SUPPORT_NOW - 90 * 86400000LL + (int64_t)i * 50};

	snprintf(title, sizeof(title), "Ruimte over op het park, nummer %zu", i);
	post.until = post.made + 365 * 86400000LL;
	post.board = support_span(BOARD);
	post.text = (struct kiem_span){(const uint8_t *)text, TEXT_BYTES};
	if (i % 4 == 3) {
		post.kind = KIEM_NOTE;
		post.n_links = 1;
		post.links[0].relation = KIEM_ABOUT;
		kiem_id_of(&post.links[0].id, posts->spans[i / 2].p, posts->spans[i / 2].n);
	} else {
		post.title = support_span(title);
		post.n_tags = 1;
		post.tags[0] = support_span("ruimte");
	}
	uint8_t *at = posts->bytes + posts->total;
	enum kiem_verdict verdict = kiem_post_make(at, &posts->spans[i].n, KIEM_POST_MAX, &post, author->secret);
	if (verdict != KIEM_OK) {
		fprintf(stderr, "bench_store: a post is refused: %s\n", kiem_verdict_name(verdict));
		exit(1);
	}
	posts->spans[i].p = at;
	posts->total += posts->spans[i].n;
}

static void make_posts(struct posts *posts, size_t n)
{
	static struct support_author authors[AUTHORS];
	char text[TEXT_BYTES];

	memset(text, 'k', sizeof(text));
	posts->n = n;
	posts->bytes = malloc(n * 640 + KIEM_POST_MAX);
	posts->spans = calloc(n, sizeof(*posts->spans));
	if (posts->bytes == NULL || posts->spans == NULL) {
		must(KIEM_E_MEMORY, "posts");
	}
	for (size_t i = 0; i < AUTHORS; i++) {
		support_author(&authors[i], i);
	}
	for (size_t i = 0; i < n; i++) {
		make_one(posts, i, &authors[i * 7919 % AUTHORS], text);
	}
}

/* ---- raw ---- */

/* What was signed of a post: the Sig_structure of RFC 9052 with kiem's domain. */
static size_t message_of(uint8_t *out, const struct kiem_span *post)
{
	static const uint8_t begin[] = "\x84\x6aSignature1", domain[] = "\x46kiem/1";
	size_t n_payload = post->n - PAYLOAD_AT - 66, n = 0;

	memcpy(out, begin, sizeof(begin) - 1);
	n += sizeof(begin) - 1;
	memcpy(out + n, post->p + 2, 40);
	n += 40;
	memcpy(out + n, domain, sizeof(domain) - 1);
	n += sizeof(domain) - 1;
	memcpy(out + n, post->p + PAYLOAD_AT, n_payload);
	return n + n_payload;
}

struct raw {
	const struct posts *posts;
	size_t from, to;
	uint8_t *messages;
	size_t *ends;
};

static void *raw_verify(void *arg)
{
	const struct raw *raw = arg;

	for (size_t i = raw->from; i < raw->to; i++) {
		const struct kiem_span *post = &raw->posts->spans[i];
		size_t at = i % SLICE == 0 ? 0 : raw->ends[i % SLICE - 1];

		if (crypto_sign_verify_detached(
		            post->p + post->n - 64, raw->messages + at, raw->ends[i % SLICE] - at, post->p + 10) != 0) {
			must(KIEM_E_DAMAGED, "a signature does not verify");
		}
	}
	return NULL;
}

/* Seconds for one slice on so many threads; building the messages is not counted. */
static double raw_slice(const struct posts *posts, size_t from, size_t to, unsigned threads)
{
	static uint8_t messages[SLICE * 700];
	static size_t ends[SLICE];
	struct raw raw[2];
	pthread_t other;
	size_t n = 0;

	for (size_t i = from; i < to; i++) {
		n += message_of(messages + n, &posts->spans[i]);
		ends[i % SLICE] = n;
	}
	size_t middle = threads == 1 ? to : (from + to) / 2;
	raw[0] = (struct raw){posts, from, middle, messages, ends};
	raw[1] = (struct raw){posts, middle, to, messages, ends};
	double begin = seconds();
	if (threads > 1 && pthread_create(&other, NULL, raw_verify, &raw[1]) != 0) {
		must(KIEM_E_MEMORY, "thread");
	}
	raw_verify(&raw[0]);
	if (threads > 1) {
		pthread_join(other, NULL);
	}
	return seconds() - begin;
}

/* ---- admitting ---- */

static struct kiem_store *open_new(const char *dir, unsigned threads)
{
	struct kiem_store_options options = {.dir = dir, .create = true, .threads = threads};
	struct kiem_store *store;

	must(kiem_store_open(&store, &options), "open");
	enum kiem_err err = kiem_store_follow(store, BOARD);
	must(err == KIEM_E_EXISTS ? KIEM_DONE : err, "follow");
	return store;
}

/* Seconds for the posts from..to in commits of `batch`; every verdict is to be the one expected. */
static double admit_slice(
        struct kiem_store *store, const struct posts *posts, size_t from, size_t to, size_t batch, enum kiem_verdict expected)
{
	static struct kiem_entry entries[SLICE];
	struct kiem_admit how = {.now_ms = SUPPORT_NOW};
	double took = 0;

	for (size_t at = from; at < to; at += batch) {
		size_t n = to - at < batch ? to - at : batch;

		for (size_t i = 0; i < n; i++) {
			entries[i] = (struct kiem_entry){.bytes = posts->spans[at + i]};
		}
		double begin = seconds();
		must(kiem_store_admit(store, entries, n, &how), "admit");
		took += seconds() - begin;
		for (size_t i = 0; i < n; i++) {
			if (entries[i].verdict != expected) {
				fprintf(stderr, "bench_store: %s\n", kiem_verdict_name(entries[i].verdict));
				exit(1);
			}
		}
	}
	return took;
}

static void pin(bool one_core)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	for (size_t i = 0; i < (one_core ? 1u : 2u); i++) {
		CPU_SET(i, &set);
	}
	sched_setaffinity(0, sizeof(set), &set);
}

/* The whole of it on one or two cores, raw and admitted in turns; returns the rate of raw. */
static double both(const struct posts *posts, const char *dir, unsigned cores, double raw_one)
{
	struct kiem_store *store = open_new(dir, cores - 1);
	double raw = 0, admit = 0;

	pin(cores == 1);
	for (size_t at = 0; at < posts->n; at += SLICE) {
		size_t to = at + SLICE < posts->n ? at + SLICE : posts->n;

		raw += raw_slice(posts, at, to, cores);
		admit += admit_slice(store, posts, at, to, SLICE, KIEM_OK);
	}
	kiem_store_close(store);
	double raw_rate = (double)posts->n / raw, rate = (double)posts->n / admit;
	say(cores == 1 ? "raw verify, one core" : "raw verify, two cores", raw_rate, "1/s");
	say(cores == 1 ? "admit, one core" : "admit, two cores", rate, "1/s");
	say(cores == 1 ? "admit / raw, one core" : "admit on two / raw on one core", rate / (cores == 1 ? raw_rate : raw_one), "");
	return raw_rate;
}

/* ---- the other figures ---- */

static void figures_of_disk(const char *dir, const char *which, bool compacted)
{
	struct kiem_store_stat stat;
	struct kiem_store *store = open_new(dir, 0);
	char name[64];

	must(kiem_store_stat(store, &stat), "stat");
	kiem_store_close(store);
	snprintf(name, sizeof(name), "disk per post, %s", which);
	say(name, (double)stat.file / (double)stat.posts, "bytes");
	snprintf(name, sizeof(name), "disk / posts' bytes, %s", which);
	say(name, (double)stat.file / (double)stat.post_bytes, "");
	if (!compacted) {
		say("bytes per post", (double)stat.post_bytes / (double)stat.posts, "bytes");
		say("used pages / posts' bytes", (double)stat.used / (double)stat.post_bytes, "");
	}
}

/* On top of a store of 100,000, so that trees are as deep as they get. */
static void figures_of_batches(const struct posts *posts, const char *dir, size_t batch, size_t n)
{
	struct kiem_store *store = open_new(dir, 0);
	char name[64];

	pin(true);
	double raw = raw_slice(posts, 0, n, 1);
	double took = admit_slice(store, posts, 0, n, batch, KIEM_OK);
	kiem_store_close(store);
	pin(false);
	snprintf(name, sizeof(name), "commits of %zu: all but verifying, a post", batch);
	say(name, (took - raw) / (double)n * 1e6, "us");
}

static void figures_of_reading(const struct posts *posts, const char *dir)
{
	struct kiem_store *store = open_new(dir, 0);
	struct kiem_read *read;
	struct kiem_kept kept;
	double took = admit_slice(store, posts, 0, SLICE, 1000, KIEM_KNOWN);

	say("duplicates, a post", took / SLICE * 1e6, "us");
	double begin = seconds();
	for (int i = 0; i < 100; i++) {
		struct kiem_walk walk = {.by = KIEM_BY_BOARD, .newest_first = true, .board = 1, .now_ms = SUPPORT_NOW};

		must(kiem_read_begin(&read, store), "read");
		for (int k = 0; k < 20 && kiem_walk_next(read, &walk); k++) {
			must(kiem_read_post(read, &kept, walk.number), "post");
		}
		kiem_walk_end(&walk);
		kiem_read_end(read);
	}
	say("a board's page, newest 20, decoded", (seconds() - begin) / 100 * 1e6, "us");
	begin = seconds();
	kiem_store_close(store);
	store = open_new(dir, 0);
	kiem_store_close(store);
	say("open and close", (seconds() - begin) * 1e6, "us");
}

static void figure_of_compacting(const char *dir)
{
	uint64_t before, after;
	double begin = seconds();

	must(kiem_store_compact(dir, &before, &after), "compact");
	say("compacting, all", (seconds() - begin) * 1e3, "ms");
	figures_of_disk(dir, "compacted", true);
}

static void run(const struct posts *posts, const char *base)
{
	char dir[5][300];
	static const size_t batches[] = {20, 1000, SLICE};

	for (int i = 0; i < 5; i++) {
		snprintf(dir[i], sizeof(dir[i]), "%s/%d", base, i);
	}
	double raw_one = both(posts, dir[0], 1, 0);
	both(posts, dir[1], 2, raw_one);
	figures_of_disk(dir[1], "live", false);
	figures_of_reading(posts, dir[1]);
	figure_of_compacting(dir[1]);
	for (int i = 0; i < 3; i++) {
		figures_of_batches(posts, dir[2 + i], batches[i], batches[i] == 20 ? SLICE / 5 : SLICE);
	}
}

int main(int argc, char **argv)
{
	struct posts posts = {0};
	size_t n = 100000;
	char base[256];

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--json") == 0) {
			json = true;
		} else if (strcmp(argv[i], "--posts") == 0 && i + 1 < argc) {
			n = strtoul(argv[++i], NULL, 10);
		} else {
			fprintf(stderr, "usage: bench_store [--json] [--posts N]\n");
			return 64;
		}
	}
	support_tmpdir(base);
	make_posts(&posts, n < SLICE ? SLICE : n);
	run(&posts, base);
	support_rmtree(base);
	free(posts.bytes);
	free(posts.spans);
	return 0;
}

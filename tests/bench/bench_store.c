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
#include "store_posts.h"

#include <kiem/store.h>

#include <sched.h>
#include <time.h>

static bool json;

static void say(const char *name, double value, const char *unit)
{
	if (json) {
		printf("{\"bench\":\"store\",\"figure\":\"%s\",\"value\":%.4g,\"unit\":\"%s\"}\n", name, value, unit);
	} else {
		printf("%-52s %12.4g %s\n", name, value, unit);
	}
	fflush(stdout);
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

static double cpu_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
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
	double raw = 0, admit = 0, raw_cpu = 0, admit_cpu = 0;

	pin(cores == 1);
	for (size_t at = 0; at < posts->n; at += SLICE) {
		size_t to = at + SLICE < posts->n ? at + SLICE : posts->n;

		double begin = cpu_seconds();
		raw += raw_slice(posts, at, to, cores);
		double middle = cpu_seconds();
		admit += admit_slice(store, posts, at, to, SLICE, KIEM_OK);
		raw_cpu += middle - begin;
		admit_cpu += cpu_seconds() - middle;
	}
	kiem_store_close(store);
	double raw_rate = (double)posts->n / raw, rate = (double)posts->n / admit;
	say(cores == 1 ? "raw verify, one core" : "raw verify, two cores", raw_rate, "1/s");
	say(cores == 1 ? "admit, one core" : "admit, two cores", rate, "1/s");
	/* On a machine that others use too, this is the figure that stands still. */
	say(cores == 1 ? "raw / admit in CPU time, one core" : "raw / admit in CPU time, two cores", raw_cpu / admit_cpu, "");
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

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

#define COMMITS_MAX 100

/* What a commit costs beside verifying its posts, which is timed right before it; the median of many. */
static void figure_of_commits(const struct posts *posts, const char *dir, size_t batch)
{
	struct kiem_store *store = open_new(dir, 0);
	double each[COMMITS_MAX];
	char name[64];
	size_t n = 0;

	pin(true);
	for (size_t at = 0; at + batch <= posts->n && n < COMMITS_MAX; at += batch) {
		double raw = raw_slice(posts, at, at + batch, 1);

		each[n++] = (admit_slice(store, posts, at, at + batch, batch, KIEM_OK) - raw) / (double)batch * 1e6;
	}
	pin(false);
	kiem_store_close(store);
	qsort(each, n, sizeof(each[0]), by_size);
	snprintf(name, sizeof(name), "commits of %zu: all but verifying, a post", batch);
	say(name, each[n / 2], "us");
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
		figure_of_commits(posts, dir[2 + i], batches[i]);
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

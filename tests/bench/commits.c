/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * commits STORE_A STORE_B POSTS: looks at two stores of running nodes from outside, through the same shared memory as everybody,
 * and notes when each next post is visible in either. After POSTS posts in both prints, as one line of JSON, how long each took
 * from the one to the other. Prints "ready" first, so that whoever posts knows when to begin.
 *
 * It looks every 50 us or so, which is also how exact the figures are; a loop without a pause would take a core from the nodes.
 */
#include <kiem/store.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define POSTS_MAX 10000
#define PAUSE_NS 30000
#define PATIENCE_S 120

struct side {
	struct kiem_store *store;
	uint64_t first; /* posts before we began */
	size_t n;
	double at[POSTS_MAX];
};

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static uint64_t last(struct side *side)
{
	struct kiem_read *read;

	if (kiem_read_begin(&read, side->store) != KIEM_DONE) {
		fprintf(stderr, "commits: cannot read a store\n");
		exit(70);
	}
	uint64_t number = kiem_read_last(read);
	kiem_read_end(read);
	return number;
}

static void begin(struct side *side, const char *dir)
{
	struct kiem_store_options options = {.dir = dir};
	enum kiem_err err = kiem_store_open(&side->store, &options);

	if (err != KIEM_DONE) {
		fprintf(stderr, "commits: %s: %s\n", dir, kiem_err_sentence(err));
		exit(70);
	}
	side->first = last(side);
}

static void look(struct side *side, size_t n)
{
	uint64_t number = last(side);
	double now = seconds();

	while (side->n < n && side->first + side->n < number) {
		side->at[side->n++] = now;
	}
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void tell(struct side *a, struct side *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		b->at[i] = (b->at[i] - a->at[i]) * 1e3;
	}
	qsort(b->at, n, sizeof(b->at[0]), ascending);
	printf("{\"posts\": %zu, \"median_ms\": %.3f, \"p99_ms\": %.3f, \"max_ms\": %.3f}\n", n, b->at[n / 2], b->at[n * 99 / 100],
	        b->at[n - 1]);
}

int main(int argc, char **argv)
{
	static struct side a, b;
	const struct timespec pause = {0, PAUSE_NS};
	size_t n = argc == 4 ? strtoull(argv[3], NULL, 10) : 0;

	if (n < 1 || n > POSTS_MAX) {
		fprintf(stderr, "usage: commits STORE_A STORE_B POSTS\n");
		return 64;
	}
	begin(&a, argv[1]);
	begin(&b, argv[2]);
	printf("ready\n");
	fflush(stdout);
	double start = seconds();
	while (a.n < n || b.n < n) {
		look(&a, n);
		look(&b, n);
		if (seconds() - start > PATIENCE_S) {
			fprintf(stderr, "commits: %zu and %zu of %zu posts after %d s\n", a.n, b.n, n, PATIENCE_S);
			return 1;
		}
		nanosleep(&pause, NULL);
	}
	tell(&a, &b, n);
	kiem_store_close(a.store);
	kiem_store_close(b.store);
	return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What communities of many people cost: worked out from nothing, and taken from the file of the last time.
 *
 *     bench_communities [--json] [PEOPLE TIES]        100000 and 1000000 when none are given
 *
 * People live in streets of 50; seven ties in ten are within one. Needs network.so where KIEM_MODULES says, or beside.
 */
#include "support.h"

#include <kiem/communities.h>

#include <time.h>
#include <unistd.h>

static bool json;

static void say(const char *name, double value, const char *unit)
{
	if (json) {
		printf("{\"bench\":\"communities\",\"figure\":\"%s\",\"value\":%.4g,\"unit\":\"%s\"}\n", name, value, unit);
	} else {
		printf("%-52s %12.4g %s\n", name, value, unit);
	}
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int by_ends(const void *a, const void *b)
{
	const struct view_bond *p = a, *q = b;

	return p->a != q->a ? (p->a < q->a ? -1 : 1) : (p->b > q->b) - (p->b < q->b);
}

/* Ties between two people once each; those drawn twice are fewer. */
static void draw(struct view_bonds *bonds, uint32_t people, size_t ties)
{
	uint64_t random = 4;
	size_t n = 0;

	bonds->list = calloc(ties + 1, sizeof(*bonds->list));
	for (size_t i = 0; i < ties; i++) {
		uint32_t a = (uint32_t)(support_random(&random) % people), b = (uint32_t)(support_random(&random) % people);
		if (support_random(&random) % 10 < 7) {
			b = a / 50 * 50 + b % 50;
		}
		if (a != b && b < people) {
			uint64_t weight = VIEW_Q16_ONE * (1 + support_random(&random) % 20);
			bonds->list[n++] = (struct view_bond){a < b ? a : b, a < b ? b : a, weight, weight / 2};
		}
	}
	qsort(bonds->list, n, sizeof(*bonds->list), by_ends);
	for (size_t i = 0; i < n; i++) {
		if (bonds->n == 0 || by_ends(&bonds->list[bonds->n - 1], &bonds->list[i]) != 0) {
			bonds->list[bonds->n++] = bonds->list[i];
		}
	}
}

static double once(const char *name, const struct view_extract *x, const struct view_bonds *bonds, const char *path)
{
	struct view_communities *c;
	double begin = seconds();

	if (view_communities_create(&c, x, bonds, path, SUPPORT_NOW) != KIEM_DONE) {
		fprintf(stderr, "bench_communities: no network.so; set KIEM_MODULES\n");
		exit(1);
	}
	double took = seconds() - begin;
	say(name, took, "s");
	say("  communities", (double)c->n, "");
	view_communities_destroy(c);
	return took;
}

int main(int argc, char **argv)
{
	json = argc > 1 && strcmp(argv[1], "--json") == 0;
	uint32_t people = argc > 2 ? (uint32_t)strtoul(argv[argc - 2], NULL, 10) : 100000;
	size_t ties = argc > 2 ? strtoull(argv[argc - 1], NULL, 10) : 1000000;
	struct view_extract x = {.n_persons = people, .key = calloc(people, sizeof(*x.key))};
	struct view_bonds bonds = {0};
	char dir[256], path[300];

	for (uint32_t i = 0; i < people; i++) {
		uint64_t state = i;
		uint64_t word = support_random(&state);
		memcpy(x.key[i].b, &word, sizeof(word));
		memcpy(x.key[i].b + 8, &i, sizeof(i));
	}
	draw(&bonds, people, ties);
	support_tmpdir(dir);
	snprintf(path, sizeof(path), "%s/communities", dir);
	say("ties", (double)bonds.n, "");
	double made = once("worked out and kept", &x, &bonds, path);
	once("from the file", &x, &bonds, path);
	support_rmtree(dir);
	free(bonds.list);
	free(x.key);
	return made < 10 ? 0 : 1; /* what is asked of it: under ten seconds */
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * make_year [--people N] [--posts N] [--seed N] [--end DATE] [--threads N] [--keys DIR] FILE: a year of a business park and its
 * neighbourhood as a bundle for `kiem import`, of about so many posts. DATE is 2026-11-22, milliseconds since 1970 as
 * @1795305600000, or now (the default); the year ends there. --keys writes the identity files of three people, so that a home can
 * look through their eyes; they are listed on standard output: role, file, public key, name.
 */
#include "year.h"

#include <errno.h>
#include <getopt.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct given {
	size_t people, posts;
	uint64_t seed;
	int64_t end_ms;
	unsigned threads;
	const char *keys, *file;
};

static int64_t end_of(const char *text)
{
	struct tm parts = {0};
	struct timespec now;

	if (strcmp(text, "now") == 0) {
		clock_gettime(CLOCK_REALTIME, &now);
		return (int64_t)now.tv_sec * 1000;
	}
	if (text[0] == '@') {
		return strtoll(text + 1, NULL, 10);
	}
	const char *rest = strptime(text, "%Y-%m-%d", &parts);
	return rest != NULL && *rest == '\0' ? (int64_t)timegm(&parts) * 1000 : 0;
}

static bool given_read(struct given *given, int argc, char **argv)
{
	static const struct option options[] = {{"people", 1, NULL, 'p'}, {"posts", 1, NULL, 'n'}, {"seed", 1, NULL, 's'},
	        {"end", 1, NULL, 'e'}, {"threads", 1, NULL, 't'}, {"keys", 1, NULL, 'k'}, {NULL, 0, NULL, 0}};
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'p':
			given->people = strtoull(optarg, NULL, 10);
			break;
		case 'n':
			given->posts = strtoull(optarg, NULL, 10);
			break;
		case 's':
			given->seed = strtoull(optarg, NULL, 10);
			break;
		case 'e':
			given->end_ms = end_of(optarg);
			break;
		case 't':
			given->threads = (unsigned)strtoul(optarg, NULL, 10);
			break;
		case 'k':
			given->keys = optarg;
			break;
		default:
			return false;
		}
	}
	given->file = optind + 1 == argc ? argv[optind] : NULL;
	return given->file != NULL && given->people >= 200 && given->people <= 1000000 && given->posts >= 4 * given->people &&
	       given->posts <= 20000000 && given->end_ms > YEAR_DAYS * YEAR_DAY_MS;
}

/* Some of a year is over at its end; so a little more than asked for is planned, and once more by what that gave. */
static bool plan(struct year *year, const struct given *given)
{
	size_t posts = given->posts + given->posts / 10, kept = 0;

	for (int again = 0; again < 2; again++) {
		if (again > 0) {
			year_free(year);
			posts = (size_t)((double)posts * (double)given->posts / (double)(kept > 0 ? kept : 1));
			kept = 0;
		}
		if (!year_make(year, given->seed, given->people, posts, given->end_ms)) {
			return false;
		}
		for (uint32_t i = 0; i < year->n; i++) {
			kept += year_kept(year, i);
		}
	}
	return true;
}

static bool take(void *ctx, const uint8_t *bytes, size_t n)
{
	return fwrite(bytes, 1, n, ctx) == n;
}

/* The identity of one person as a home has it. */
static bool key_write(const char *path, const uint8_t secret[static 64])
{
	char seed[65], key[65];
	mode_t before = umask(077);
	FILE *file = fopen(path, "we");

	umask(before);
	kiem_hex(seed, secret, 32);
	kiem_hex(key, secret + 32, 32);
	bool ok = file != NULL && fprintf(file, "kiem-secret-1 %s %s\n", seed, key) > 0;
	return file != NULL && fclose(file) == 0 && ok;
}

static bool keys_write(const struct year *year, const char *dir)
{
	struct year_chosen chosen[YEAR_CHOSEN];

	year_choose(chosen, year);
	for (size_t i = 0; i < YEAR_CHOSEN; i++) {
		char path[1024], key[65], name[101];
		snprintf(path, sizeof(path), "%s/%s.key", dir, chosen[i].role);
		if (!key_write(path, year->secrets[chosen[i].key])) {
			return false;
		}
		kiem_hex(key, year->secrets[chosen[i].key] + 32, 32);
		year_name(name, year, chosen[i].key);
		printf("%s\t%s\t%s\t%s\n", chosen[i].role, path, key, name);
	}
	return true;
}

int main(int argc, char **argv)
{
	struct given given = {.people = 2000, .posts = 60000, .seed = 1, .end_ms = end_of("now"), .threads = 2};
	struct year year = {0};

	if (sodium_init() < 0 || !given_read(&given, argc, argv)) {
		fprintf(stderr,
		        "usage: make_year [--people N] [--posts N] [--seed N] [--end DATE] [--threads N] [--keys DIR] FILE\n");
		return 64;
	}
	FILE *file = strcmp(given.file, "-") == 0 ? stdout : fopen(given.file, "we");
	bool ok = file != NULL && plan(&year, &given) && year_write(&year, given.threads, take, file);
	ok = file != NULL && fclose(file) == 0 && ok && (given.keys == NULL || keys_write(&year, given.keys));
	if (!ok) {
		fprintf(stderr, "make_year: %s\n", strerror(errno));
	}
	year_free(&year);
	return ok ? 0 : 74;
}

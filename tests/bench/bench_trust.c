/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What it costs to work out my view of everybody, and to explain one of them.
 *
 *     bench_trust [--json] [PEOPLE…]        10000 and 100000 when none are given
 *
 * Ten vouches a person, one receipt or note about a deed a person, one call to account in a hundred. Seen by somebody who vouches
 * for ten people, and by somebody who vouches for a thousand, from whom three steps lead nearly everywhere. Status 1 when 100,000
 * people take more than 250 ms.
 */
#include "field.h"

#include <time.h>

#define TIMES 5
#define AIM_MS 250.0

static bool json, missed;

static double now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec * 1e-6;
}

static void say(const char *name, size_t people, double ms, size_t known)
{
	if (json) {
		printf("{\"bench\":\"trust\",\"figure\":\"%s\",\"people\":%zu,\"known\":%zu,\"value\":%.4g,\"unit\":\"ms\"}\n",
		        name, people, known, ms);
	} else {
		printf("%7zu people, %7zu known  %-28s %8.4g ms\n", people, known, name, ms);
	}
	fflush(stdout);
	missed = missed || (people <= 100000 && ms > AIM_MS);
}

/* Everybody's vouches and acts, in no order; person 0 vouches for ten, person 1 for a thousand. */
static void fill(struct field *f, size_t people)
{
	uint64_t random = 42;

	field_open(f, 12 * people + 2000, people);
	for (size_t i = 0; i < people; i++) {
		field_person(f);
	}
	for (size_t i = 0; i < 10 * people; i++) {
		uint32_t from = (uint32_t)(support_random(&random) % people), to = (uint32_t)(support_random(&random) % people);
		field_vouch(f, from < 2 ? 2 : from, to, (uint8_t)(1 + i % 3));
	}
	for (uint32_t i = 0; i < 1010; i++) {
		field_vouch(f, i < 10 ? 0 : 1, (uint32_t)(2 + support_random(&random) % (people - 2)), 2);
	}
	for (size_t i = 0; i < people; i++) {
		uint32_t from = (uint32_t)(support_random(&random) % people), to = (uint32_t)(support_random(&random) % people);
		uint16_t kind = i % 100 == 0 ? KIEM_ADDRESS : KIEM_RECEIPT;
		uint32_t row = field_post(f, kind, from, to);
		f->x.made[row] = SUPPORT_NOW - (int64_t)(i % 300) * FIELD_DAY;
	}
}

static void measure(struct field *f, uint32_t me, const char *name, const char *why_name)
{
	double all = 1e9, one = 1e9;
	size_t known = 0;

	for (size_t times = 0; times < TIMES; times++) {
		struct view_trust_why *why;
		double start = now_ms();
		struct view_trust *trust = field_trust(f, me);
		double took = now_ms() - start;
		all = took < all ? took : all;
		known = 0;
		uint32_t far = 2;
		for (uint32_t person = 2; person < trust->n; person++) {
			known += view_trust_known(trust, person);
			far = trust->standing[person] == 1 ? person : far;
		}
		start = now_ms();
		assert_int_equal(view_trust_why_create(&why, trust, far), KIEM_DONE);
		took = now_ms() - start;
		one = took < one ? took : one;
		view_trust_why_destroy(why);
	}
	say(name, f->x.n_persons, all, known);
	say(why_name, f->x.n_persons, one, known);
}

static void bench(size_t people)
{
	struct field f;

	fill(&f, people);
	measure(&f, 0, "everybody, I vouch for 10", "one explained, 10");
	measure(&f, 1, "everybody, I vouch for 1000", "one explained, 1000");
	field_close(&f);
}

int main(int argc, char **argv)
{
	size_t n = 0;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--json") == 0) {
			json = true;
		} else {
			bench(strtoul(argv[i], NULL, 10));
			n++;
		}
	}
	if (n == 0) {
		bench(10000);
		bench(100000);
	}
	return missed ? 1 : 0;
}

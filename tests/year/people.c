/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who lives and works there: a park is mostly firms, a neighbourhood mostly residents. Keys come in this order: one of each person,
 * then second keys of some, then the strangers who vouch for each other.
 */
#include "words.h"
#include "year.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

const char *const year_boards[YEAR_BOARDS] = {
        "nl/tilburg/kraaiven", "nl/tilburg/noord", "nl/tilburg/vossenberg", "nl/tilburg/reeshof", "nl/tilburg/goirke"};

/* Where the boards are, and how far people live around it, in micro-degrees; and how many of a thousand people. */
static const struct {
	int32_t lat, lon, wide;
	uint32_t share;
	bool park;
} sites[YEAR_BOARDS] = {
        {51588000, 5056000, 9000, 240, true},
        {51579000, 5079000, 12000, 300, false},
        {51596000, 5031000, 9000, 100, true},
        {51574000, 4996000, 16000, 220, false},
        {51568000, 5076000, 8000, 140, false},
};

/* Of a thousand on a park and in a neighbourhood, from resident to other. */
static const uint32_t sectors[2][8] = {{800, 60, 15, 50, 20, 15, 30, 10}, {60, 760, 40, 30, 30, 10, 10, 60}};

static uint32_t drawn(uint64_t *random, const uint32_t *shares, uint32_t n)
{
	uint32_t at = year_below(random, 1000), i = 0;

	while (i + 1 < n && at >= shares[i]) {
		at -= shares[i++];
	}
	return i;
}

static uint8_t board_drawn(uint64_t *random)
{
	uint32_t shares[YEAR_BOARDS];

	for (size_t i = 0; i < YEAR_BOARDS; i++) {
		shares[i] = sites[i].share;
	}
	return (uint8_t)drawn(random, shares, YEAR_BOARDS);
}

/* Nearly half were there when the year began; September brings more than other months. */
static int16_t arrival_drawn(uint64_t *random)
{
	if (year_chance(random, 450)) {
		return (int16_t)year_below(random, 12);
	}
	int16_t a = (int16_t)year_below(random, YEAR_DAYS - 2), b = (int16_t)year_below(random, YEAR_DAYS - 2);
	return a > b && year_chance(random, 300) ? b : a;
}

static void person_make(struct year_person *person, uint32_t i, uint64_t *random)
{
	person->board = board_drawn(random);
	person->sector = (uint8_t)(1 + drawn(random, sectors[sites[person->board].park], 8));
	person->name = i;
	person->heir = YEAR_NONE;
	for (size_t t = 0; t < 2; t++) {
		person->topics[t] = (uint8_t)year_below(random, YEAR_TOPICS);
	}
	person->arrives = arrival_drawn(random);
	person->departs = YEAR_DAYS;
	if (year_chance(random, 60) && person->arrives < YEAR_DAYS - 60) {
		person->departs =
		        (int16_t)(person->arrives + 40 + (int16_t)year_below(random, (uint32_t)(YEAR_DAYS - 40 - person->arrives)));
	}
	person->flags = year_chance(random, 20) ? YEAR_UNNAMED : 0;
	int32_t wide = sites[person->board].wide;
	uint32_t span = (uint32_t)wide * 2;
	person->lat_udeg = sites[person->board].lat + (int32_t)year_below(random, span) - wide;
	person->lon_udeg = sites[person->board].lon + (int32_t)year_below(random, span) - wide;
}

/* Two of three second keys are named as heirs and take over; the third only bears the name. */
static void second_make(struct year *year, uint32_t key, uint32_t n, uint64_t *random)
{
	uint32_t owner;

	do {
		owner = year_below(random, (uint32_t)year->n_people);
	} while (year->people[owner].heir != YEAR_NONE || year->people[owner].departs < YEAR_DAYS);
	struct year_person *first = &year->people[owner], *second = &year->people[key];
	*second = *first;
	first->heir = key;
	first->arrives = (int16_t)(first->arrives % 120);
	first->flags = (uint8_t)(first->flags | (n % 3 != 2 ? YEAR_HEIRED : 0));
	second->flags = YEAR_SECOND;
	second->arrives = (int16_t)(first->arrives + 30 + (int16_t)year_below(random, 150));
}

static bool secrets_make(struct year *year)
{
	year->secrets = malloc(year->n_keys * sizeof(*year->secrets));
	if (year->secrets == NULL) {
		return false;
	}
	for (size_t i = 0; i < year->n_keys; i++) {
		uint64_t from[2] = {year->seed, i};
		uint8_t seed[32], key[32];

		crypto_generichash(
		        seed, sizeof(seed), (const uint8_t *)from, sizeof(from), (const uint8_t *)"kiem-year-people", 16);
		crypto_sign_seed_keypair(key, year->secrets[i], seed);
	}
	return true;
}

bool year_people_make(struct year *year, uint64_t *random)
{
	size_t n = year->n_people, seconds = n / 200 + 3, strangers = n / 100 > 48 ? 60 : n / 100 + 12;
	int16_t come = (int16_t)(200 + year_below(random, 80));

	year->n_keys = n + seconds + strangers;
	year->people = calloc(year->n_keys, sizeof(*year->people));
	if (year->people == NULL) {
		return false;
	}
	for (uint32_t i = 0; i < n; i++) {
		person_make(&year->people[i], i, random);
	}
	for (uint32_t i = 0; i < seconds; i++) {
		second_make(year, (uint32_t)n + i, i, random);
	}
	for (size_t i = n + seconds; i < year->n_keys; i++) {
		person_make(&year->people[i], (uint32_t)i, random);
		year->people[i].flags = YEAR_RING;
		year->people[i].arrives = (int16_t)(come + (int16_t)(i % 6));
		year->people[i].departs = YEAR_DAYS;
	}
	return secrets_make(year);
}

/* ---- names ---- */

static const char *nth(const char *const *list, uint64_t n)
{
	size_t length = 0;

	while (list[length] != NULL) {
		length++;
	}
	return list[n % length];
}

/* No two of the first hundred thousand are alike. */
static void name_of_resident(char out[static 101], uint32_t name)
{
	uint32_t mixed = (uint32_t)((uint64_t)name % 6400 * 2741 % 6400);

	snprintf(out, 101, "%s %s%s", nth(words_first, mixed % 80), nth(words_middle, name / 6400), nth(words_last, mixed / 80));
}

static void name_of_firm(char out[static 101], uint64_t seed)
{
	const char *before = nth(words_firm_before, seed >> 8);
	bool after_person = (seed & 3) != 0;

	snprintf(out, 101, "%s%s%s", before, nth(after_person ? words_last : words_firm_name, seed >> 20),
	        after_person ? nth(words_firm_after, seed >> 40) : "");
}

void year_name(char out[static 101], const struct year *year, uint32_t key)
{
	static const char *const *const houses[] = {words_society, words_school, words_office, words_care, words_society};
	const struct year_person *person = &year->people[key];
	uint64_t seed = year_mix(year->seed, person->name);
	const char *house;
	char name[101];

	name_of_resident(name, person->name);
	switch (person->sector) {
	case KIEM_RESIDENT:
	case KIEM_OTHER:
		memcpy(out, name, sizeof(name));
		return;
	case KIEM_BUSINESS:
		name_of_firm(out, seed);
		return;
	case KIEM_HOUSING:
		house = "Woonstichting De Poort";
		break;
	default:
		house = nth(houses[person->sector == KIEM_GOVERNMENT ? 2
		                    : person->sector == KIEM_SCHOOL  ? 1
		                    : person->sector == KIEM_CARE    ? 3
		                                                     : 0],
		        seed >> 8);
	}
	snprintf(out, 101, "%.50s, %.48s", name, house);
}

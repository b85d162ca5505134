/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The year is what it says: repeatable whatever the number of threads, good posts in an order that the door takes, and of a
 * believable make. */
#include "support.h"
#include "year.h"

#include <sodium.h>

#define END 1795262400000LL /* 2026-11-21 12:00 UTC */
#define PEOPLE 400
#define POSTS 12000

/* What is looked at while a year is written. */
struct seen {
	size_t n, kinds[128], offences;
	crypto_generichash_state hash;
};

static bool see(void *ctx, const uint8_t *bytes, size_t n)
{
	struct seen *seen = ctx;
	struct kiem_post post;

	crypto_generichash_update(&seen->hash, bytes, n);
	if (kiem_post_decode(&post, bytes, n) != KIEM_OK || (seen->n % 97 == 0 && kiem_post_verify(&post) != KIEM_OK)) {
		seen->offences++;
		return true;
	}
	seen->n++;
	seen->kinds[post.kind]++;
	return true;
}

static void write_year(struct seen *seen, uint8_t hash[static 32], uint64_t seed, unsigned threads)
{
	struct year year;

	*seen = (struct seen){0};
	crypto_generichash_init(&seen->hash, NULL, 0, 32);
	assert_true(year_make(&year, seed, PEOPLE, POSTS, END));
	assert_true(year_write(&year, threads, see, seen));
	crypto_generichash_final(&seen->hash, hash, 32);
	year_free(&year);
}

static void test_same_seed_same_bytes(void **state)
{
	struct seen seen;
	uint8_t first[32], again[32], other[32];

	write_year(&seen, first, 7, 1);
	write_year(&seen, again, 7, 3);
	write_year(&seen, other, 8, 2);
	assert_memory_equal(first, again, 32);
	assert_memory_not_equal(first, other, 32);
}

static void assert_share(const struct seen *seen, uint64_t kind, unsigned least, unsigned most)
{
	unsigned permille = (unsigned)(seen->kinds[kind] * 1000 / seen->n);

	if (permille < least || permille > most) {
		fail_msg("%s: %u of a thousand, not %u to %u", kiem_kind_name(kind), permille, least, most);
	}
}

static void test_kinds_have_their_shares(void **state)
{
	struct seen seen;
	uint8_t hash[32];

	write_year(&seen, hash, support_seed(), 2);
	assert_int_equal(seen.offences, 0);
	assert_in_range(seen.n, POSTS * 80 / 100, POSTS);
	assert_share(&seen, KIEM_INITIATIVE, 8, 30);
	assert_share(&seen, KIEM_OFFER, 25, 90);
	assert_share(&seen, KIEM_REQUEST, 25, 90);
	assert_share(&seen, KIEM_DEED, 40, 130);
	assert_share(&seen, KIEM_NOTE, 200, 450);
	assert_share(&seen, KIEM_JOIN, 120, 300);
	assert_share(&seen, KIEM_VOUCH, 50, 130);
	assert_share(&seen, KIEM_RECEIPT, 8, 60);
	assert_share(&seen, KIEM_LEAVE, 8, 45);
	for (uint64_t kind = 1; kind < 128; kind++) {
		/* Every kind there is, but what is private. */
		assert_true(kiem_kind_name(kind) == NULL || kind == KIEM_SEALED || seen.kinds[kind] > 0);
	}
}

/* ---- the plan ---- */

static size_t count(const struct year *year, bool (*is)(const struct year *, const struct year_act *))
{
	size_t n = 0;

	for (size_t i = 0; i < year->n; i++) {
		n += is(year, &year->acts[i]);
	}
	return n;
}

static bool in_summer(const struct year *year, const struct year_act *act)
{
	int64_t day = (act->made - 1767225600000LL) / YEAR_DAY_MS; /* of 2026 */

	return day >= 181 && day < 243;
}

static bool vouches_in(const struct year *year, const struct year_act *act)
{
	return act->kind == KIEM_VOUCH && (year->people[act->whom].flags & YEAR_RING) != 0 &&
	       (year->people[act->author].flags & YEAR_RING) == 0;
}

static bool copies(const struct year *year, const struct year_act *act)
{
	return act->kind == KIEM_INITIATIVE && act->like != YEAR_NONE && act->n_links == 0 &&
	       act->author != year->acts[act->like].author;
}

static bool welcomes(const struct year *year, const struct year_act *act)
{
	return act->form == YEAR_WELCOME;
}

static void test_life_goes_by_seasons_and_people(void **state)
{
	struct year year;
	size_t live = 0, per_key[2 * PEOPLE] = {0}, top = 0, residents = 0;

	assert_true(year_make(&year, support_seed(), PEOPLE, POSTS, END));
	assert_int_equal(year.n, year.target);
	for (uint32_t i = 0; i < year.n; i++) {
		const struct year_act *act = &year.acts[i];
		assert_true(act->made >= year.begin_ms && act->made < END + 60000);
		for (size_t l = 0; l < act->n_links; l++) {
			assert_true(act->links[l] < i && year.acts[act->links[l]].made < act->made);
		}
		live += year_kept(&year, i);
		per_key[act->author]++;
	}
	for (size_t i = 0; i < year.n_people; i++) {
		top = per_key[i] > top ? per_key[i] : top;
		residents += year.people[i].sector == KIEM_RESIDENT;
	}
	assert_in_range(live * 100 / year.n, 78, 98);
	/* The most active say many times what is usual, and no more than a few of a hundred. */
	assert_in_range(top, 5 * POSTS / PEOPLE, POSTS / 12);
	assert_in_range(residents * 100 / year.n_people, 40, 70);
	/* Two months of twelve, and far less than a sixth of the year. */
	assert_in_range(count(&year, in_summer) * 1000 / year.n, 20, 120);
	assert_int_equal(count(&year, vouches_in), 0);
	assert_in_range(count(&year, copies), 1, POSTS / 200);
	assert_in_range(count(&year, welcomes), PEOPLE / 10, PEOPLE * 6 / 10);
	year_free(&year);
}

static void test_the_chosen_have_something_to_see(void **state)
{
	struct year year;
	struct year_chosen chosen[YEAR_CHOSEN];

	assert_true(year_make(&year, support_seed(), PEOPLE, POSTS, END));
	year_choose(chosen, &year);
	assert_int_equal(year.people[chosen[0].key].sector, KIEM_RESIDENT);
	assert_int_equal(year.people[chosen[1].key].sector, KIEM_BUSINESS);
	assert_int_equal(year.people[chosen[2].key].sector, KIEM_GOVERNMENT);
	for (size_t i = 0; i < YEAR_CHOSEN; i++) {
		size_t acts = 0;
		for (size_t a = 0; a < year.n; a++) {
			acts += year.acts[a].author == chosen[i].key;
		}
		assert_true(acts >= 10);
	}
	year_free(&year);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_same_seed_same_bytes),
	        cmocka_unit_test(test_kinds_have_their_shares),
	        cmocka_unit_test(test_life_goes_by_seasons_and_people),
	        cmocka_unit_test(test_the_chosen_have_something_to_see),
	};

	return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}

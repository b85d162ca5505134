/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a standing rests on, so that every figure leads to people who can be asked and posts that can be opened. */
#include "field.h"

static struct view_trust_why *why(struct field *f, uint32_t who)
{
	struct view_trust_why *out;

	field_trust(f, ME);
	assert_int_equal(view_trust_why_create(&out, f->trust, who), KIEM_DONE);
	return out;
}

static void my_own_vouch_is_told_apart(void **state)
{
	struct field *f = *state;
	uint32_t vouch = field_vouch(f, ME, ANNA, 3);
	struct view_trust_why *w = why(f, ANNA);

	assert_int_equal(w->who, ANNA);
	assert_int_equal(w->standing, 900);
	assert_int_equal(w->mine, 900);
	assert_int_equal(w->vouch, vouch);
	assert_int_equal(w->n_named, 0);
	assert_int_equal(w->others, 0);
	view_trust_why_destroy(w);
	w = why(f, DIRK);
	assert_int_equal(w->standing, 0);
	assert_int_equal(w->vouch, VIEW_NONE);
	assert_int_equal(w->n_named + w->n_deeds + w->n_against, 0);
	view_trust_why_destroy(w);
	assert_int_equal(view_trust_why_create(&w, f->trust, VIEW_NONE), KIEM_E_NOT_FOUND);
	assert_null(w);
}

static void at_most_three_are_named_who_gives_most_first(void **state)
{
	struct field *f = *state;
	uint32_t friends[5];

	for (size_t i = 0; i < 5; i++) {
		friends[i] = field_person(f);
		field_vouch(f, ME, friends[i], i == 3 ? 3 : 1);
		field_vouch(f, friends[i], ANNA, i == 4 ? 1 : 2);
	}
	struct view_trust_why *w = why(f, ANNA);
	assert_int_equal(w->n_named, 3);
	assert_int_equal(w->named[0].person, friends[3]);
	assert_int_equal(w->named[0].permille, 100);      /* 900 · 2/9 / 2 */
	assert_int_equal(w->named[1].person, friends[0]); /* as much as the next: by key */
	assert_int_equal(w->named[2].person, friends[1]);
	assert_int_equal(w->others, 2);
	assert_int_equal(w->others_permille, 33 + 17);
	assert_in_range(w->standing, 100 + 33 + 33 + 49, 100 + 33 + 33 + 49 + 3);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(w->named[i].through, VIEW_NONE);
		assert_int_equal(f->x.author[w->named[i].vouch], w->named[i].person);
		assert_int_equal(f->x.whom[w->named[i].vouch], ANNA);
	}
	view_trust_why_destroy(w);
}

/* Of more than can be had on foot everybody has their part: the lines add up to the standing. */
static void what_is_cut_is_shared(void **state)
{
	struct field *f = *state;

	for (int64_t i = 0; i < 10; i++) {
		uint32_t friend = field_person(f);
		field_vouch(f, ME, friend, 1);
		field_deed(f, ANNA, friend, i);
	}
	struct view_trust_why *w = why(f, ANNA);
	assert_int_equal(w->standing, 250);
	assert_int_equal(w->n_named, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(w->named[i].permille, 25); /* each day brings 30 */
	}
	assert_int_equal(w->others, 7);
	assert_int_equal(w->others_permille, 175);
	view_trust_why_destroy(w);
}

static void who_is_further_off_is_known_through_somebody(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	field_vouch(f, ME, DIRK, 1);
	field_vouch(f, ANNA, BRAM, 3);
	field_vouch(f, DIRK, BRAM, 3);
	field_vouch(f, BRAM, CARLA, 3);
	struct view_trust_why *w = why(f, CARLA);
	assert_int_equal(w->n_named, 1);
	assert_int_equal(w->named[0].person, BRAM);
	assert_int_equal(w->named[0].through, ANNA); /* more comes by her than by Dirk */
	assert_int_equal(w->named[0].permille, w->standing);
	view_trust_why_destroy(w);
}

static void what_was_done_can_be_opened(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, BRAM, 3);
	uint32_t late = field_deed(f, ANNA, BRAM, 1), early = field_deed(f, ANNA, ME, 5);
	field_deed(f, ANNA, DIRK, 3); /* nobody I know */
	uint32_t thanks = field_linked(f, KIEM_RECEIPT, ME, ANNA, KIEM_ABOUT, late - 1);
	struct view_trust_why *w = why(f, ANNA);
	assert_int_equal(w->n_deeds, 3);
	assert_int_equal(w->deeds[0].act, thanks); /* made a month ago: in order of making; thanking for a deed is one act */
	assert_int_equal(w->deeds[0].about, late - 1);
	assert_int_equal(w->deeds[1].act, early);
	assert_int_equal(w->deeds[1].person, ME);
	assert_int_equal(w->deeds[1].about, early - 1);
	assert_int_equal(w->deeds[2].act, late);
	assert_int_equal(w->deeds[2].person, BRAM);
	assert_int_equal(w->n_named, 1);
	assert_int_equal(w->named[0].person, BRAM);
	assert_int_equal(w->named[0].vouch, VIEW_NONE);
	assert_int_equal(w->named[0].confirmed, 1);
	assert_in_range(w->standing, w->mine + w->named[0].permille, w->mine + w->named[0].permille + 1);
	view_trust_why_destroy(w);
}

static void what_weighs_is_told_with_what_it_costs(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	uint32_t strange = field_post(f, KIEM_ADDRESS, CARLA, ANNA), mine = field_post(f, KIEM_ADDRESS, ME, ANNA);
	field_post(f, KIEM_ADDRESS, ME, DIRK);
	uint32_t settled = field_post(f, KIEM_ADDRESS, ME, ANNA);
	field_cancel(f, KIEM_MEND, ME, settled);
	field_cancel(f, KIEM_MEND, ANNA, settled);
	field_cancel(f, KIEM_MEND, ANNA, mine);
	struct view_trust_why *w = why(f, ANNA);
	assert_int_equal(w->standing, 225);
	assert_int_equal(w->mine, 225);
	assert_int_equal(w->unburdened, 900);
	assert_int_equal(w->n_against, 2);
	assert_int_equal(w->against[0].row, strange);
	assert_false(w->against[0].weighs);
	assert_int_equal(w->against[1].row, mine);
	assert_true(w->against[1].weighs);
	assert_true(w->against[1].whom_mended);
	assert_false(w->against[1].by_mended);
	view_trust_why_destroy(w);
}

static void an_older_key_of_theirs_is_they(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	f->x.self[ANNA] = BRAM;
	struct view_trust_why *w = why(f, ANNA);
	assert_int_equal(w->who, BRAM);
	assert_int_equal(w->standing, 900);
	view_trust_why_destroy(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        field_test(my_own_vouch_is_told_apart),
	        field_test(at_most_three_are_named_who_gives_most_first),
	        field_test(what_is_cut_is_shared),
	        field_test(who_is_further_off_is_known_through_somebody),
	        field_test(what_was_done_can_be_opened),
	        field_test(what_weighs_is_told_with_what_it_costs),
	        field_test(an_older_key_of_theirs_is_they),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

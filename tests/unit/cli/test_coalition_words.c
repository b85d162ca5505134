/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "coalition_words.h"

#include "support.h"

#include <locale.h>

static void a_trend_is_eight_bars_of_its_own_height(void **state)
{
	const uint64_t rising[VIEW_WEEKS] = {0, 1 << 16, 2 << 16, 3 << 16, 4 << 16, 5 << 16, 6 << 16, 7 << 16};
	char out[WORDS_SPARK_MAX];

	setlocale(LC_ALL, "C.UTF-8");
	assert_string_equal(words_spark(out, rising), "▁▂▃▄▅▆▇█");
	setlocale(LC_ALL, "C");
	assert_string_equal(words_spark(out, rising), "_.:-=+*#");
	setlocale(LC_ALL, "C.UTF-8");
	/* What never woke up stays low, though it is all there is. */
	const uint64_t little[VIEW_WEEKS] = {0, 0, 0, 0, 0, 0, 1 << 13, 1 << 14};
	assert_string_equal(words_spark(out, little), "▁▁▁▁▁▁▁▂");
}

static void energy_is_rounded_down_and_never_to_nothing(void **state)
{
	char out[QUANTITY_TEXT_MAX];

	assert_string_equal(words_energy(out, 0), "0");
	assert_string_equal(words_energy(out, 1), "0.1");
	assert_string_equal(words_energy(out, VIEW_Q16_ONE - 1), "0.9");
	assert_string_equal(words_energy(out, 12 * VIEW_Q16_ONE + VIEW_Q16_ONE / 2), "12.5");
	assert_int_equal(words_milli(VIEW_Q16_ONE / 2), 500);
}

static void a_bar_is_as_long_as_its_share(void **state)
{
	char out[WORDS_BAR_MAX];

	setlocale(LC_ALL, "C");
	assert_string_equal(words_bar(out, 500, 10), "#####.....");
	assert_string_equal(words_bar(out, 0, 4), "....");
	assert_string_equal(words_bar(out, 1000, 4), "####");
	assert_string_equal(words_bar(out, 1000, 0), ""); /* where there is no room */
}

static void states_and_what_is_missing_have_words(void **state)
{
	char out[WORDS_MISSING_MAX];
	char people[LOOK_WORD_MAX];

	assert_int_equal(words_state_of("Resting"), 1u << VIEW_RESTING);
	assert_int_equal(words_state_of("failed"), 0);
	assert_string_equal(words_missing(out, 1u << VIEW_URGENCY | 1u << VIEW_MEANS), "urgency, hands");
	assert_string_equal(words_missing(out, 0), "");
	json_t *list = words_missing_json(1u << VIEW_ROOM);
	assert_string_equal(json_string_value(json_array_get(list, 0)), "room");
	json_decref(list);
	assert_string_equal(words_people(people, &(struct view_two){.known = 0, .strangers = 1}), "1 person");
	assert_string_equal(words_people(people, &(struct view_two){.known = 8, .strangers = 15}), "23 people (8 you know)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(a_trend_is_eight_bars_of_its_own_height),
	        cmocka_unit_test(energy_is_rounded_down_and_never_to_nothing),
	        cmocka_unit_test(a_bar_is_as_long_as_its_share),
	        cmocka_unit_test(states_and_what_is_missing_have_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

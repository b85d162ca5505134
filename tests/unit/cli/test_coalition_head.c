/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hall.h"

static void the_head_has_the_ambition_and_how_lively_it_is(void **state)
{
	struct desk *desk = *state;
	struct hall hall;

	hall_open(desk, &hall);
	hall_join(desk, NULL, &hall.anna, hall.id, "handen", 0, 0);
	desk_type(desk, "coalition", hall.id, NULL);
	assert_has(desk, "Groene gevels\n  Een straat vol klimop.\n  Speeltuin Noord");
	assert_has(desk, "2 people (1 you know) · 1 joined");
	assert_has(desk, "sprouting now, 3: 1.5 from people you know, 1.5 from");
	assert_has_not(desk, "Form"); /* too early to say */
}

static void the_form_is_a_mix_with_a_tip(void **state)
{
	struct desk *desk = *state;
	struct hall hall;

	hall_open(desk, &hall);
	hall_join(desk, NULL, &hall.anna, hall.id, "handen", 0, 2);
	hall_join(desk, NULL, &hall.bram, hall.id, "handen", 0, 2);
	hall_post(desk, NULL, KIEM_INITIATIVE, &hall.anna, "Groene daken", 1, KIEM_VARIANT, hall.id);
	hall_post(desk, NULL, KIEM_INITIATIVE, &hall.bram, "Groene tuinen", 1, KIEM_EXTENDS, hall.id);
	desk_type(desk, "coalition", hall.id, NULL);
	assert_has(desk, "connective");
	assert_has(desk, "collective");
	assert_has(desk, "directive");
	assert_has(desk, "Tip: people come along");
}

static void resting_is_said_to_be_fine_and_a_long_text_is_cut(void **state)
{
	struct desk *desk = *state;
	struct other anna;
	char id[DESK_ID], text[900];
	struct kiem_post post = {.kind = KIEM_INITIATIVE, .title = support_span("Oud plan"), .text = {(const uint8_t *)text, 800}};

	memset(text, 'a', sizeof text);
	for (size_t i = 10; i < sizeof text; i += 11) {
		text[i] = ' ';
	}
	memcpy(text + 780, "het eind", 8);
	post.made = kiem_now_ms() - 90 * DAY;
	post.until = kiem_now_ms() + 400 * DAY;
	circle_meet(desk, &anna, 7, "Anna", false);
	circle_post(desk, id, &post, &anna);
	desk_type(desk, "coalition", id, NULL);
	assert_has(desk, "Resting is fine.");
	assert_has(desk, "… the whole text: kiem show");
	assert_has_not(desk, "het eind");
	assert_has(desk, "you know nobody");
	desk_type(desk, "coalition", id, "--all", NULL);
	assert_has(desk, "het eind");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        hall_test(the_head_has_the_ambition_and_how_lively_it_is),
	        hall_test(the_form_is_a_mix_with_a_tip),
	        hall_test(resting_is_said_to_be_fine_and_a_long_text_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

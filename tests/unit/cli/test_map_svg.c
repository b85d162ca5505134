/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drawing: one whole element, a legend, no number that depends on the language. */
#include "hall.h"

static size_t count(const char *text, const char *words)
{
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, words)) != NULL; p++) {
		n++;
	}
	return n;
}

static void a_drawing_has_a_point_a_name_and_a_legend(void **state)
{
	struct desk *desk = *state;
	struct hall hall;

	hall_open(desk, &hall);
	hall_join(desk, NULL, &hall.anna, hall.id, "handen", 0, 1);
	hall_join(desk, NULL, &hall.bram, hall.id, "handen", 0, 1);
	assert_int_equal(desk_type(desk, "map", "nl/tilburg/noord", NULL), EX_OK);
	assert_int_equal(strncmp(desk->out, "<svg ", 5), 0);
	assert_string_equal(desk->out + strlen(desk->out) - 7, "</svg>\n");
	assert_int_equal(count(desk->out, "<title>"), 4); /* the page, and three people */
	assert_int_equal(count(desk->out, "<path d="), 2);
	assert_int_equal(count(desk->out, "class=\"name\""), 3);
	assert_has(desk, "Groene gevels (3 people)");
	assert_has(desk, "<polygon fill=");
	assert_has(desk, "3 people, 2 ties");
	assert_has(desk, "Nobody's place is higher than another's.");
	assert_has_not(desk, "found no room");
	assert_int_equal(count(desk->out, "<g"), count(desk->out, "</g>"));
}

static void an_empty_board_has_a_drawing_too(void **state)
{
	struct desk *desk = *state;

	assert_int_equal(desk_type(desk, "map", NULL), EX_OK);
	assert_has(desk, "0 people, 0 ties");
	assert_has(desk, "</svg>");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        hall_test(a_drawing_has_a_point_a_name_and_a_legend),
	        hall_test(an_empty_board_has_a_drawing_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

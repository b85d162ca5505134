/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hall.h"

static size_t lines_of(const char *text)
{
	size_t n = 0;

	for (; *text; text++) {
		n += *text == '\n';
	}
	return n;
}

static void it_fits_one_screen(void **state)
{
	struct desk *desk = *state;
	struct hall hall;

	hall_open(desk, &hall);
	hall_join(desk, NULL, &hall.anna, hall.id, "handen", 0, 1);
	assert_int_equal(desk_type(desk, "pulse", NULL), EX_OK);
	assert_true(lines_of(desk->out) < 24);
	for (const char *line = desk->out; *line; line = strchr(line, '\n') + 1) {
		size_t n = (size_t)(strchr(line, '\n') - line);
		assert_true(out_width((struct kiem_span){(const uint8_t *)line, n}) <= 80);
	}
	assert_has(desk, "your boards: 4 people posted in 7 days\n");
	assert_has(desk, "kiem who --new 7d\n");
}

static void a_board_and_a_time_go_into_the_commands(void **state)
{
	struct desk *desk = *state;
	struct hall hall;

	hall_open(desk, &hall);
	desk_type(desk, "pulse", "nl/tilburg/noord", "--since", "30d", NULL);
	assert_has(desk, "nl/tilburg/noord: 4 people posted in 30 days\n");
	assert_has(desk, "kiem who --new 30d --board nl/tilburg/noord\n");
	assert_has(desk, "kiem coalitions nl/tilburg/noord --state resting\n");
}

/* A name that a spreadsheet would reckon with. */
static void for_a_spreadsheet(void **state)
{
	struct desk *desk = *state;
	struct other wild;

	circle_meet(desk, &wild, 12, "=1+1\",\"x", false);
	desk_type(desk, "pulse", "--csv", NULL);
	assert_int_equal(strncmp(desk->out, "topic,figure,text,command\r\n", 27), 0);
	assert_int_equal(lines_of(desk->out), 12);
	assert_has(desk, "=1+1\"\",\"\"x");
	assert_has_not(desk, "\"=");
}

static void mistakes_give_a_sentence(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "pulse", "--since", "2020-01-01 9:00", NULL);
	assert_non_null(strstr(desk->out, "--since \"2020-01-01 9:00\"")); /* to be copied into a shell */
	desk_type(desk, "pulse", "--since", "ooit", NULL);
	desk_failed(desk, EX_USAGE, "ooit");
	desk_type(desk, "pulse", "nl/elders", NULL);
	desk_failed(desk, EX_USAGE, "nl/elders");
	desk_type(desk, "unfollow", "nl/tilburg/noord", NULL);
	desk_type(desk, "pulse", NULL);
	desk_failed(desk, EX_NOINPUT, "kiem follow");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        hall_test(it_fits_one_screen),
	        hall_test(a_board_and_a_time_go_into_the_commands),
	        hall_test(for_a_spreadsheet),
	        hall_test(mistakes_give_a_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

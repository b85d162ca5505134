/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From options to fields, and what is refused on the way. */
#include "desk.h"

static void refuse(struct desk *desk, const char *option, const char *value, int status, const char *words)
{
	uint64_t before = desk_posts(desk);

	desk_type(desk, "offer", "Iets", option, value, NULL);
	desk_failed(desk, status, words);
	assert_int_equal(desk_posts(desk), before);
}

static void test_refused_values(void **state)
{
	struct desk *desk = *state;

	refuse(desk, "--quantity", "veel", EX_DATAERR, "no amount");
	refuse(desk, "--quantity", "1.500 kWh", EX_DATAERR, "two ways");
	refuse(desk, "--quantity", "0", EX_DATAERR, "nothing");
	refuse(desk, "--quantity", "3 very-long-name-of-a-unit-that-nobody-needs", EX_DATAERR, "bytes");
	refuse(desk, "--at", "51.5", EX_DATAERR, "no place");
	refuse(desk, "--at", "91,5", EX_DATAERR, "no place");
	refuse(desk, "--at", "51.5,5.1 x", EX_DATAERR, "no place");
	refuse(desk, "--from", "ooit", EX_DATAERR, "no time");
	refuse(desk, "--from", "2027-03-28 02:30", EX_DATAERR, "does not exist");
	refuse(desk, "--until", "gisteren", EX_DATAERR, "over already");
	refuse(desk, "--life", "ooit", EX_DATAERR, "no length");
	refuse(desk, "--life", "800d", EX_DATAERR, "two years");
	refuse(desk, "--board", "Tilburg", EX_USAGE, "no board name");
	refuse(desk, "--tag", "een,twee,drie,vier,vijf,zes,zeven,acht,negen,a,b,c,d,e,f,g,h", EX_DATAERR, "16 tags");
	desk_type(desk, "offer", "Iets", "--from", "2027-01-02 12:00", "--to", "2027-01-01 12:00", NULL);
	desk_failed(desk, EX_DATAERR, "before --from");
	desk_type(desk, "offer", "Iets", "--from", "vrijdag 19:00", "--to", "vrijdag 18:00", NULL);
	desk_failed(desk, EX_DATAERR, "before --from");
	desk_type(desk, "offer", "Iets", "--until", "7d", "--life", "7d", NULL);
	desk_failed(desk, EX_USAGE, "either");
	desk_type(desk, "offer", "Iets", "--text", "x", "--edit", NULL);
	desk_failed(desk, EX_USAGE, "either");
}

static void test_places_to_the_millionth(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	desk_post(desk, id, "offer", "Iets", "--at", "-0.0000019, 180", NULL);
	const struct kiem_post *post = desk_read(desk, id);
	assert_int_equal(post->lat_udeg, -1);
	assert_int_equal(post->lon_udeg, 180000000);
}

static void test_a_text_can_be_taken_away(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID], newer[DESK_ID];

	desk_post(desk, id, "offer", "Iets", "--text", "veel woorden", NULL);
	desk_post(desk, newer, "revise", id, "--text", "", NULL);
	assert_int_equal(desk_read(desk, newer)->text.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_refused_values, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_places_to_the_millionth, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_text_can_be_taken_away, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

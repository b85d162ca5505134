/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of alerts on disk, and which of them a post fits. */
#include "alert_scene.h"

#include <unistd.h>

static void test_kept_over_processes(void **state)
{
	struct cli cli = {.command = &cli_commands[0]};
	struct alerts alerts, again;

	assert_int_equal(alerts_load(&cli, &alerts), EX_OK);
	assert_int_equal(alerts.n, 0);
	assert_int_equal(alerts.next, 1);
	alerts.next = 8;
	alerts.n = 2;
	alerts.list[0] = (struct alert){.number = 3, .from = 17, .made = -5, .query = "bij:\"de kade\" é"};
	alerts.list[1] = (struct alert){.number = 7, .from = UINT64_MAX, .made = SUPPORT_NOW};
	memset(alerts.list[1].query, 'q', ALERT_QUERY_MAX);
	assert_int_equal(alerts_save(&cli, &alerts), EX_OK);
	assert_int_equal(alerts_load(&cli, &again), EX_OK);
	assert_int_equal(again.n, 2);
	assert_int_equal(again.next, 8);
	assert_string_equal(again.list[0].query, alerts.list[0].query);
	assert_string_equal(again.list[1].query, alerts.list[1].query);
	assert_int_equal(again.list[1].from, UINT64_MAX);
	assert_int_equal(again.list[0].made, -5);
	cli_finish(&cli);
}

static void test_a_damaged_file_is_said(void **state)
{
	struct desk *desk = *state;
	static const char *const bad[] = {"", "iets anders\n", "kiem-alerts-1 2\nx y z\n", "kiem-alerts-1 2\n1 2 3\n"};
	char path[400];

	snprintf(path, sizeof(path), "%s/alerts", desk->home);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		FILE *file = fopen(path, "w");
		fputs(bad[i], file);
		fclose(file);
		desk_type(desk, "alert", "list", NULL);
		desk_failed(desk, EX_DATAERR, "no list of alerts");
	}
}

static uint64_t fits(struct desk *desk, const struct kiem_id *id)
{
	struct cli cli = {.command = &cli_commands[0]};
	struct alerting alerting = {0};
	struct look look;
	uint64_t number, original, bits;

	assert_int_equal(look_init(&look, &cli), EX_OK);
	assert_int_equal(alerting_begin(&alerting, &look), EX_OK);
	assert_int_equal(kiem_read_find(look.read, &number, id), KIEM_DONE);
	assert_int_equal(alerting_ask(&bits, &original, &alerting, &look, number), KIEM_DONE);
	alerting_finish(&alerting);
	look_finish(&look);
	cli_finish(&cli);
	return bits;
}

static void test_which_a_post_fits(void **state)
{
	struct desk *desk = *state;
	struct kiem_id before = scene_ask(desk, "Laadpaal van eerder");

	desk_type(desk, "alert", "add", "laadpaal", NULL);
	desk_type(desk, "alert", "add", "offer", NULL);
	desk_type(desk, "alert", "add", "tag:CHARGING", NULL);
	struct kiem_id after = scene_ask(desk, "Laadpaal"), other = scene_ask(desk, "Stekker");
	assert_int_equal(fits(desk, &before), 0);
	assert_int_equal(fits(desk, &after), 5);
	assert_int_equal(fits(desk, &other), 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_kept_over_processes, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_damaged_file_is_said, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_which_a_post_fits, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

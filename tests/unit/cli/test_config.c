/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

static void write_conf(struct desk *desk, const char *text)
{
	char path[400];

	snprintf(path, sizeof(path), "%s/kiem.conf", desk->home);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void each_setting_has_its_value_and_where_it_came_from(void **state)
{
	struct desk *desk = *state;
	size_t n = 0;

	write_conf(desk, "; name = in a remark\n[log]\nlevel = debug\n[node]\n  name = Kraaiven\n");
	assert_int_equal(desk_type(desk, "config", NULL), 0);
	assert_non_null(strstr(desk->out, "[node] name = Kraaiven\n    kiem.conf line 5"));
	assert_non_null(strstr(desk->out, "[log] level = debug\n    kiem.conf line 3"));
	assert_non_null(strstr(desk->out, "[node] links_max = 64\n    default"));
	desk_type(desk, "config", "--json", NULL);
	for (const char *p = desk->out; (p = strchr(p, '\n')) != NULL; p++) {
		n++;
	}
	for (size_t i = 0; kiem_config_keys[i].name != NULL; i++) {
		assert_non_null(strstr(desk->out, kiem_config_keys[i].name));
		n--;
	}
	assert_int_equal(n, 0);
}

static void a_wrong_file_is_named_with_its_line(void **state)
{
	struct desk *desk = *state;

	write_conf(desk, "[log]\nlevel = luid\n");
	desk_type(desk, "config", NULL);
	desk_failed(desk, EX_CONFIG, "kiem.conf:2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(each_setting_has_its_value_and_where_it_came_from, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(a_wrong_file_is_named_with_its_line, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

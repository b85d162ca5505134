/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The link that an invite prints can be taken up, and carries the address that was configured or worked out. */
#include "desk.h"

static struct kiem_address invited(struct desk *desk)
{
	struct kiem_address address;
	char line[KIEM_PATH_MAX];

	if (desk->status != EX_OK) {
		fail_msg("%s", desk->err);
	}
	snprintf(line, sizeof(line), "%.*s", (int)strcspn(desk->out, "\n"), desk->out);
	assert_true(kiem_address_parse(&address, line));
	return address;
}

static void configure(struct desk *desk, const char *line)
{
	char path[400];

	snprintf(path, sizeof(path), "%s/kiem.conf", desk->home);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file, "[node]\n%s\n", line);
	fclose(file);
}

static void test_the_default_port_and_some_address(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "invite", NULL);
	struct kiem_address address = invited(desk);
	assert_int_equal(address.port, KIEM_PORT_DEFAULT);
	assert_string_equal(address.board, "nl/tilburg/noord");
	assert_true(strlen(address.host) > 0 && strcmp(address.host, "0.0.0.0") != 0);
}

static void test_what_is_configured_counts(void **state)
{
	struct desk *desk = *state;

	configure(desk, "listen = tcp://127.0.0.1:7999");
	desk_type(desk, "invite", "nl/tilburg/noord", NULL);
	assert_string_equal(invited(desk).host, "127.0.0.1");
	assert_int_equal(invited(desk).port, 7999);
	configure(desk, "announce = noord.example.org:7000");
	desk_type(desk, "invite", NULL);
	assert_string_equal(invited(desk).host, "noord.example.org");
	desk_type(desk, "invite", "--host", "[2001:db8::7]:7341", NULL);
	assert_string_equal(invited(desk).host, "2001:db8::7");
	desk_type(desk, "invite", "--listen", "tcp://[2001:db8::8]:7342", NULL);
	assert_string_equal(invited(desk).host, "2001:db8::8");
	assert_int_equal(invited(desk).port, 7342);
}

static void test_what_cannot_be_reached_is_said(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "invite", "--listen", "tcp://*:0", NULL);
	desk_failed(desk, EX_UNAVAILABLE, "picks its port");
	configure(desk, "listen = none");
	desk_type(desk, "invite", NULL);
	desk_failed(desk, EX_CONFIG, "takes no links");
	desk_type(desk, "invite", "--host", "nowhere", NULL);
	desk_failed(desk, EX_USAGE, "host:port");
	desk_type(desk, "invite", "nl/tilburg/zuid", NULL);
	desk_failed(desk, EX_USAGE, "do not follow");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_the_default_port_and_some_address, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_what_is_configured_counts, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_what_cannot_be_reached_is_said, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

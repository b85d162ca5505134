/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shapes of values: what people write gets in, what would mislead the daemon does not. */
#include "support.h"

#include <kiem/home.h>

static size_t key(const char *section, const char *name)
{
	size_t i = 0;

	while (strcmp(kiem_config_keys[i].section, section) != 0 || strcmp(kiem_config_keys[i].name, name) != 0) {
		i++;
		assert_non_null(kiem_config_keys[i].name);
	}
	return i;
}

/* A file that is not there: the defaults. */
static void defaults(struct kiem_config *config)
{
	struct kiem_config_problem problem;

	assert_int_equal(kiem_config_load(config, &problem, "/nonexistent/kiem.conf"), KIEM_DONE);
}

static enum kiem_err set(struct kiem_config *config, const char *section, const char *name, const char *value)
{
	struct kiem_config_problem problem;
	enum kiem_err e = kiem_config_set(config, &problem, key(section, name), value, KIEM_FROM_COMMAND);

	if (e != KIEM_DONE) {
		assert_int_equal(e, KIEM_E_INVALID);
		/* The sentence names the key and what it may be. */
		assert_non_null(strstr(problem.text, name));
		assert_non_null(strstr(problem.text, kiem_config_keys[key(section, name)].allowed));
	}
	return e;
}

static void test_listen(void **state)
{
	static const char *const good[] = {
	        "none", "tcp://*:7340", "tcp://127.0.0.1:0", "tcp://127.0.0.1:*", "tcp://[::1]:7340", "tcp://noord.example:1"};
	static const char *const bad[] = {"", "ipc:///tmp/x", "tcp://", "tcp://*", "tcp://:7340", "tcp://*:70000", "tcp://::1:7340",
	        "tcp://*:73x", "*:7340", "tcp://a b:1", "tcp://host:-1", "inproc://x"};
	struct kiem_config config;

	defaults(&config);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(set(&config, "node", "listen", good[i]), KIEM_DONE);
		assert_string_equal(config.listen, good[i]);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(set(&config, "node", "listen", bad[i]), KIEM_E_INVALID);
		assert_string_equal(config.listen, good[5]);
	}
}

static void test_texts(void **state)
{
	struct kiem_config config;
	char long_name[103];

	memset(long_name, 'x', 101);
	long_name[101] = '\0';
	defaults(&config);
	assert_int_equal(set(&config, "node", "name", "Speeltuin Noord"), KIEM_DONE);
	assert_int_equal(set(&config, "node", "name", ""), KIEM_E_INVALID);
	assert_int_equal(set(&config, "node", "name", long_name), KIEM_E_INVALID);
	assert_int_equal(set(&config, "node", "name", "\xff"), KIEM_E_INVALID);
	assert_int_equal(set(&config, "node", "name", "a\033[2J"), KIEM_E_INVALID);
	assert_string_equal(config.name, "Speeltuin Noord");
	assert_int_equal(set(&config, "node", "announce", "noord.example:7340"), KIEM_DONE);
	assert_int_equal(set(&config, "node", "announce", "noord.example"), KIEM_E_INVALID);
	assert_int_equal(set(&config, "node", "announce", "noord.example:0"), KIEM_E_INVALID);
	assert_int_equal(set(&config, "node", "announce", "\xff\xfe:7340"), KIEM_E_INVALID);
	assert_int_equal(set(&config, "node", "announce", "noord\x1b[2J:7340"), KIEM_E_INVALID);
	assert_int_equal(set(&config, "node", "announce", "noord voorbeeld:7340"), KIEM_E_INVALID);
	assert_int_equal(set(&config, "node", "announce", ""), KIEM_DONE);
	assert_int_equal(set(&config, "log", "level", "debug"), KIEM_DONE);
	assert_int_equal(set(&config, "log", "level", "loud"), KIEM_E_INVALID);
	assert_int_equal(set(&config, "post", "language", "en-GB"), KIEM_DONE);
	assert_int_equal(set(&config, "post", "language", "e"), KIEM_E_INVALID);
	assert_int_equal(set(&config, "post", "language", "nl_NL"), KIEM_E_INVALID);
	assert_int_equal(set(&config, "post", "language", "nl-"), KIEM_E_INVALID);
	assert_string_equal(config.language, "en-GB");
}

static void test_neighbours_are_links(void **state)
{
	static const char one[] = "kiem://d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a@127.0.0.1:7340";
	struct kiem_config config;
	char two[400];

	defaults(&config);
	snprintf(two, sizeof(two), "%s   %s", one, one);
	assert_int_equal(set(&config, "node", "neighbours", one), KIEM_DONE);
	assert_int_equal(set(&config, "node", "neighbours", two), KIEM_DONE);
	snprintf(two, sizeof(two), "%s tcp://127.0.0.1:7340", one);
	assert_int_equal(set(&config, "node", "neighbours", two), KIEM_E_INVALID);
}

static void test_a_command_is_words(void **state)
{
	static const char *const good[] = {"", "notify-send kiem", "sh -c 'notify-send -- \"$KIEM_TITLE\"'"};
	static const char *const bad[] = {"   ", "open 'nooit dicht", "een\ntwee", "'' x"};
	struct kiem_config config;

	defaults(&config);
	assert_string_equal(config.on_alert, "");
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(set(&config, "alert", "on_alert", good[i]), KIEM_DONE);
		assert_string_equal(config.on_alert, good[i]);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(set(&config, "alert", "on_alert", bad[i]), KIEM_E_INVALID);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_listen),
	        cmocka_unit_test(test_texts),
	        cmocka_unit_test(test_neighbours_are_links),
	        cmocka_unit_test(test_a_command_is_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

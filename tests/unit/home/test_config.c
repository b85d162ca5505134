/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The configuration: every key has a default, only values that a key may have get in, and a person can read back what holds. */
#include "support.h"

#include <kiem/home.h>

#include <unistd.h>

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

static void test_every_key_has_a_default(void **state)
{
	struct kiem_config config;
	char host[101];

	setenv("LC_ALL", "nl_NL.UTF-8", 1);
	defaults(&config);
	assert_string_equal(config.listen, "tcp://*:7340");
	assert_string_equal(config.announce, "");
	assert_int_equal(gethostname(host, sizeof(host)), 0);
	assert_string_equal(config.name, host);
	assert_int_equal(config.links_max, 64);
	assert_int_equal(config.threads, 0);
	assert_int_equal(config.ping_s, 5);
	assert_int_equal(config.store_cap, 0);
	assert_string_equal(config.log_level, "info");
	assert_string_equal(config.language, "nl");
	assert_int_equal(config.life_days, 365);
	assert_string_equal(config.neighbours, "");
	for (size_t i = 0; kiem_config_keys[i].name != NULL; i++) {
		assert_int_equal(kiem_config_from(&config, i), KIEM_FROM_DEFAULT);
	}
}

static void test_language_follows_the_locale(void **state)
{
	struct kiem_config config;

	setenv("LC_ALL", "", 1);
	unsetenv("LC_MESSAGES");
	setenv("LANG", "fy_NL@euro", 1);
	defaults(&config);
	assert_string_equal(config.language, "fy");
	setenv("LC_ALL", "C.UTF-8", 1);
	defaults(&config);
	assert_string_equal(config.language, "");
	setenv("LC_ALL", "POSIX", 1);
	defaults(&config);
	assert_string_equal(config.language, "");
}

static void test_sizes_are_read_and_printed_as_people_write_them(void **state)
{
	static const struct {
		const char *text;
		uint64_t bytes;
		const char *printed;
	} good[] = {{"0", 0, "0"}, {"8M", 8 << 20, "8M"}, {"512M", 512ULL << 20, "512M"}, {"1G", 1ULL << 30, "1G"},
	        {"1024m", 1ULL << 30, "1G"}, {"2GiB", 2ULL << 30, "2G"}, {"9000000", 9000000, "9000000"},
	        {"16384K", 16 << 20, "16M"}};
	static const char *const bad[] = {
	        "", "1M", "-1", "1X", "G", "1.5G", "1G 2", "18446744073709551616", "99999999999T", "0x10000000"};
	struct kiem_config config;
	char text[64];

	defaults(&config);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(set(&config, "store", "cap", good[i].text), KIEM_DONE);
		assert_int_equal(config.store_cap, good[i].bytes);
		kiem_config_get(&config, text, sizeof(text), key("store", "cap"));
		assert_string_equal(text, good[i].printed);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(set(&config, "store", "cap", bad[i]), KIEM_E_INVALID);
	}
}

static void test_numbers_have_bounds(void **state)
{
	static const struct {
		const char *section, *name, *low, *below, *high, *above;
	} keys[] = {{"node", "links_max", "1", "0", "64", "65"}, {"node", "threads", "0", "-1", "16", "17"},
	        {"node", "ping_s", "1", "0", "3600", "3601"}, {"post", "life_days", "1", "0", "731", "732"}};
	struct kiem_config config;

	defaults(&config);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		assert_int_equal(set(&config, keys[i].section, keys[i].name, keys[i].low), KIEM_DONE);
		assert_int_equal(set(&config, keys[i].section, keys[i].name, keys[i].below), KIEM_E_INVALID);
		assert_int_equal(set(&config, keys[i].section, keys[i].name, keys[i].high), KIEM_DONE);
		assert_int_equal(set(&config, keys[i].section, keys[i].name, keys[i].above), KIEM_E_INVALID);
		assert_int_equal(set(&config, keys[i].section, keys[i].name, "many"), KIEM_E_INVALID);
		assert_int_equal(set(&config, keys[i].section, keys[i].name, "1 "), KIEM_E_INVALID);
	}
	assert_int_equal(config.links_max, 64);
	assert_int_equal(config.life_days, 731);
}

static void test_a_source_is_told_of_each_key(void **state)
{
	struct kiem_config config;

	defaults(&config);
	assert_int_equal(set(&config, "node", "ping_s", "5"), KIEM_DONE);
	assert_int_equal(kiem_config_from(&config, key("node", "ping_s")), KIEM_FROM_COMMAND);
	assert_int_equal(set(&config, "node", "links_max", "x"), KIEM_E_INVALID);
	assert_int_equal(kiem_config_from(&config, key("node", "links_max")), KIEM_FROM_DEFAULT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_every_key_has_a_default),
	        cmocka_unit_test(test_language_follows_the_locale),
	        cmocka_unit_test(test_sizes_are_read_and_printed_as_people_write_them),
	        cmocka_unit_test(test_numbers_have_bounds),
	        cmocka_unit_test(test_a_source_is_told_of_each_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

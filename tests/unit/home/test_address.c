/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses as people type and paste them: what parses prints back, and nothing doubtful parses. */
#include <kiem/home.h>

#include "support.h"

#define KEY "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static void assert_round(const char *text, const char *host, unsigned port, const char *board)
{
	struct kiem_address address;
	char printed[KIEM_PATH_MAX];

	assert_true(kiem_address_parse(&address, text));
	assert_string_equal(address.host, host);
	assert_int_equal(address.port, port);
	assert_string_equal(address.board, board);
	assert_int_equal(address.node.b[1], 0x11);
	assert_int_equal(address.node.b[31], 0xff);
	kiem_address_print(printed, sizeof(printed), &address);
	assert_string_equal(printed, text);
}

static void test_good_addresses_print_back(void **state)
{
	assert_round("kiem://" KEY "@example.org:7340/nl/tilburg/noord", "example.org", 7340, "nl/tilburg/noord");
	assert_round("kiem://" KEY "@192.0.2.7:1", "192.0.2.7", 1, "");
	assert_round("kiem://" KEY "@[2001:db8::1]:65535/nl", "2001:db8::1", 65535, "nl");
	assert_round("kiem://" KEY "@[fe80::1%eth0]:7340", "fe80::1%eth0", 7340, "");
	assert_round("kiem://" KEY "@mijn_pi.local:7340", "mijn_pi.local", 7340, "");
}

static void test_other_spellings_mean_the_same(void **state)
{
	struct kiem_address address;

	assert_true(
	        kiem_address_parse(&address, "KIEM://00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF@host:7340/"));
	assert_string_equal(address.host, "host");
	assert_string_equal(address.board, "");
	assert_int_equal(address.node.b[10], 0xaa);
}

static const char *const bad[] = {
        "",
        "kiem://",
        "http://" KEY "@host:7340",
        "kiem://" KEY "host:7340",
        "kiem://0011@host:7340",
        "kiem://" KEY "00@host:7340",
        "kiem://zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff@host:7340",
        "kiem://" KEY "@:7340",
        "kiem://" KEY "@host",
        "kiem://" KEY "@host:",
        "kiem://" KEY "@host:0",
        "kiem://" KEY "@host:65536",
        "kiem://" KEY "@host:99999",
        "kiem://" KEY "@host:123456",
        "kiem://" KEY "@host:-1",
        "kiem://" KEY "@host:+80",
        "kiem://" KEY "@host: 80",
        "kiem://" KEY "@host:80x",
        "kiem://" KEY "@ho st:80",
        "kiem://" KEY "@-host:80",
        "kiem://" KEY "@*:80",
        "kiem://" KEY "@h;ost:80",
        "kiem://" KEY "@2001:db8::1:7340",
        "kiem://" KEY "@[2001:db8::1:7340",
        "kiem://" KEY "@[2001:db8::1]7340",
        "kiem://" KEY "@[192.0.2.7]:7340",
        "kiem://" KEY "@[host]:7340",
        "kiem://" KEY "@[fe80::1%]:7340",
        "kiem://" KEY "@[fe80::1%a b]:7340",
        "kiem://" KEY "@[]:7340",
        "kiem://" KEY "@host:7340/NL",
        "kiem://" KEY "@host:7340//nl",
        "kiem://" KEY "@host:7340/nl/",
        "kiem://" KEY "@host:7340/a/b/c/d/e/f/g/h/i",
        "kiem://" KEY "@host:7340/nl?x",
};

static void test_doubtful_addresses_are_refused(void **state)
{
	struct kiem_address address;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (kiem_address_parse(&address, bad[i])) {
			fail_msg("parsed: %s", bad[i]);
		}
	}
}

static void test_lengths_have_an_end(void **state)
{
	struct kiem_address address;
	char text[1200] = "kiem://" KEY "@";
	size_t at = strlen(text);

	memset(text + at, 'a', 255);
	strcpy(text + at + 255, ":7340");
	assert_true(kiem_address_parse(&address, text));
	memset(text + at, 'a', 256);
	strcpy(text + at + 256, ":7340");
	assert_false(kiem_address_parse(&address, text));
	strcpy(text + at, "h:7340/");
	memset(text + at + 7, 'b', KIEM_BOARD_MAX + 1);
	text[at + 7 + KIEM_BOARD_MAX + 1] = '\0';
	assert_false(kiem_address_parse(&address, text));
	text[at + 7 + KIEM_BOARD_MAX] = '\0';
	assert_true(kiem_address_parse(&address, text));
}

/* Any mutation of a good address either fails or prints to something that parses to itself. */
static void test_mutations_are_harmless(void **state)
{
	uint64_t seed = support_seed();

	for (int round = 0; round < 20000; round++) {
		char text[] = "kiem://" KEY "@[2001:db8::1]:7340/nl/tilburg", printed[KIEM_PATH_MAX], again[KIEM_PATH_MAX];
		struct kiem_address address;
		size_t n = sizeof(text) - 1;

		for (int i = 0; i < 2; i++) {
			text[support_random(&seed) % n] = (char)(support_random(&seed) % 256);
		}
		if (kiem_address_parse(&address, text)) {
			kiem_address_print(printed, sizeof(printed), &address);
			assert_true(kiem_address_parse(&address, printed));
			kiem_address_print(again, sizeof(again), &address);
			assert_string_equal(printed, again);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_good_addresses_print_back),
	        cmocka_unit_test(test_other_spellings_mean_the_same),
	        cmocka_unit_test(test_doubtful_addresses_are_refused),
	        cmocka_unit_test(test_lengths_have_an_end),
	        cmocka_unit_test(test_mutations_are_harmless),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

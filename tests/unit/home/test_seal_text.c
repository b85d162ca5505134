/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of an exported identity: it comes back, and any slip of the pen is noticed before a passphrase is asked for. */
#include "../../../node/home/home.h"

#include "support.h"

static uint8_t public[32], sealed[HOME_SEALED], read_public[32], read_sealed[HOME_SEALED];
static char text[KIEM_EXPORT_MAX];

static int setup(void **state)
{
	uint64_t seed = support_seed();

	for (size_t i = 0; i < sizeof(sealed); i++) {
		sealed[i] = (uint8_t)support_random(&seed);
		public[i % 32] = (uint8_t)support_random(&seed);
	}
	assert_true(home_seal_print(text, sizeof(text), public, sealed));
	return 0;
}

static void test_it_comes_back(void **state)
{
	assert_int_equal(home_seal_parse(read_public, read_sealed, text), KIEM_DONE);
	assert_memory_equal(read_public, public, sizeof(public));
	assert_memory_equal(read_sealed, sealed, sizeof(sealed));
}

/* Anybody who looks at it on paper sees what it is, and no line is too long for a mail. */
static void test_it_is_readable(void **state)
{
	assert_non_null(strstr(text, "KIEM IDENTITY"));
	assert_non_null(strstr(text, "version 1"));
	for (const char *line = text; line != NULL; line = strchr(line + 1, '\n')) {
		assert_in_range(strcspn(line + 1, "\n"), 0, 76);
	}
}

static void test_every_slip_is_noticed(void **state)
{
	char bad[KIEM_EXPORT_MAX];

	for (size_t i = 0; text[i] != '\0'; i++) {
		strcpy(bad, text);
		if (bad[i] == ' ' || bad[i] == '\n') {
			continue;
		}
		bad[i] = bad[i] == '2' ? '3' : '2';
		enum kiem_err err = home_seal_parse(read_public, read_sealed, bad);
		if (err != KIEM_E_DAMAGED && !(err == KIEM_E_NEWER && strncmp(text + i - 8, "version ", 8) == 0)) {
			fail_msg("character %zu: %s", i, kiem_err_sentence(err));
		}
		strcpy(bad, text);
		bad[i] = '\0';
		assert_int_equal(home_seal_parse(read_public, read_sealed, bad), KIEM_E_DAMAGED);
	}
	assert_int_equal(home_seal_parse(read_public, read_sealed, ""), KIEM_E_DAMAGED);
}

static void test_a_small_buffer(void **state)
{
	char small[KIEM_EXPORT_MAX];
	size_t n = strlen(text);

	assert_false(home_seal_print(small, n, public, sealed));
	assert_true(home_seal_print(small, n + 1, public, sealed));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup(test_it_comes_back, setup),
	        cmocka_unit_test_setup(test_it_is_readable, setup),
	        cmocka_unit_test_setup(test_every_slip_is_noticed, setup),
	        cmocka_unit_test_setup(test_a_small_buffer, setup),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

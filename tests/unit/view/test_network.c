/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding the module: from where it was built, once, and nothing that only has its name. */
#include "../../../node/view/network.h"
#include "support.h"

#include <sys/stat.h>

static void what_only_has_the_name_is_not_loaded(void **state)
{
	char *built = strdup(getenv("KIEM_MODULES")), dir[256], path[300];

	support_tmpdir(dir);
	snprintf(path, sizeof(path), "%s/network.so", dir);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs("no module\n", file);
	fclose(file);
	setenv("KIEM_MODULES", dir, 1);
	assert_null(network_load());
	/* What failed once is tried again: it may be installed meanwhile. */
	setenv("KIEM_MODULES", built, 1);
	assert_non_null(network_load());
	free(built);
	support_rmtree(dir);
}

static void it_is_loaded_once_and_is_of_this_version(void **state)
{
	const struct network_calls *calls = network_load();

	assert_non_null(calls);
	assert_int_equal(calls->version, NETWORK_VERSION);
	assert_ptr_equal(network_load(), calls);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(what_only_has_the_name_is_not_loaded),
	        cmocka_unit_test(it_is_loaded_once_and_is_of_this_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

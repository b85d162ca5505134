/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options and operands, and what is said when they are wrong. */
#include "desk.h"

static const struct args_option options[] = {{"bring", "TEXT", "what", false}, {"tag", "WORD", "which", true},
        {"pioneer", NULL, "first", false}, {NULL, NULL, NULL, false}};
static const struct args_spec spec = {
        .operands = "ID", .operands_min = 1, .operands_max = 2, .options = options, .example = "kiem join 3f9a"};
static const struct args_spec reading = {.reads = true};
static const struct cli_command command = {"join", NULL, CLI_JOIN, "take part"};

static char *said, *shown;
static struct cli cli;
static struct args args;
static int status;

/* Parses the words behind the command; what is said and shown is kept. */
static bool parse(const struct args_spec *with, const char *const *words)
{
	char *argv[ARGS_MAX * 2] = {(char *)"join"};
	int argc = 1;
	size_t n_said, n_shown;
	FILE *real = stderr;

	for (; *words; words++) {
		argv[argc++] = (char *)*words;
	}
	free(said);
	free(shown);
	stderr = open_memstream(&said, &n_said);
	cli = (struct cli){.command = &command, .out = {.file = open_memstream(&shown, &n_shown), .width = 80}};
	bool on = args_parse(&args, &status, &cli, with, argc, argv);
	fclose(stderr);
	fclose(cli.out.file);
	stderr = real;
	return on;
}

#define PARSE(with, ...) parse(with, (const char *const[]){__VA_ARGS__, NULL})

static void assert_refused(const char *words)
{
	if (status != EX_USAGE || !strstr(said, words)) {
		fail_msg("status %d, wanted \"%s\", got \"%s\"", status, words, said);
	}
}

static void test_values_flags_and_operands(void **state)
{
	const char *tags[4];

	assert_true(PARSE(&spec, "3f9a", "--bring", "een ladder", "--tag=a", "--pioneer", "--tag", "b"));
	assert_int_equal(status, EX_OK);
	assert_int_equal(args.n_operands, 1);
	assert_string_equal(args.operands[0], "3f9a");
	assert_string_equal(args_value(&args, "bring"), "een ladder");
	assert_int_equal(args_values(&args, tags, 4, "tag"), 2);
	assert_string_equal(tags[0], "a");
	assert_string_equal(tags[1], "b");
	assert_string_equal(args_value(&args, "tag"), "b");
	assert_true(args_has(&args, "pioneer"));
	assert_false(args_has(&args, "json"));
	assert_null(args_value(&args, "nothing"));
}

static void test_what_looks_like_an_option(void **state)
{
	assert_true(PARSE(&spec, "--bring", "-5 degrees", "-"));
	assert_string_equal(args_value(&args, "bring"), "-5 degrees");
	assert_string_equal(args.operands[0], "-");
	assert_true(PARSE(&spec, "--bring=", "--", "--pioneer", "--"));
	assert_string_equal(args_value(&args, "bring"), "");
	assert_int_equal(args.n_operands, 2);
	assert_string_equal(args.operands[0], "--pioneer");
	assert_string_equal(args.operands[1], "--");
	assert_true(PARSE(&spec, "3f9a", "--bring", "--just dashes"));
}

static void test_mistakes_are_named(void **state)
{
	assert_false(PARSE(&spec, "3f9a", "--brign", "x"));
	assert_refused("did you mean --bring");
	assert_false(PARSE(&spec, "3f9a", "--quantity=3"));
	assert_refused("has no option --quantity=3");
	assert_false(PARSE(&spec, "3f9a", "--json"));
	assert_refused("has no option --json");
	assert_false(PARSE(&spec, "3f9a", "--bring"));
	assert_refused("--bring needs a value: TEXT");
	assert_false(PARSE(&spec, "3f9a", "--bring", "--pioneer"));
	assert_refused("--bring needs a value");
	assert_false(PARSE(&spec, "3f9a", "--pioneer=yes"));
	assert_refused("takes no value");
	assert_false(PARSE(&spec, "3f9a", "--bring", "a", "--bring", "b"));
	assert_refused("once only");
	assert_false(PARSE(&spec, "-x"));
	assert_refused("put --");
	assert_false(PARSE(&spec, "--pioneer"));
	assert_refused("needs ID");
	assert_false(PARSE(&spec, "a", "b", "c"));
	assert_refused("between quotes");
	assert_false(PARSE(&reading, "a"));
	assert_refused("is too much");
	assert_false(PARSE(&spec, "3f9a", "--home="));
	assert_refused("--home needs a value");
}

static void test_global_options_reach_the_frame(void **state)
{
	assert_true(PARSE(&reading, "--json", "--home", "/tmp/x"));
	assert_true(cli.json);
	assert_string_equal(cli.home_given, "/tmp/x");
	assert_int_equal(args.n_given, 0);
}

static void test_help_lists_everything_and_ends_well(void **state)
{
	assert_false(PARSE(&spec, "--bogus-comes-later", "--help"));
	assert_int_equal(status, EX_USAGE);
	assert_false(PARSE(&spec, "--help", "--bogus"));
	assert_int_equal(status, EX_OK);
	assert_non_null(strstr(shown, "kiem join ID"));
	assert_non_null(strstr(shown, "--bring TEXT"));
	assert_non_null(strstr(shown, "may be repeated"));
	assert_non_null(strstr(shown, "--home DIR"));
	assert_non_null(strstr(shown, "kiem join 3f9a"));
	assert_string_equal(said, "");
}

static void test_a_limit_is_a_number_from_one_on(void **state)
{
	static const struct args_option limiting[] = {{"limit", "N", "at most", false}, {NULL, NULL, NULL, false}};
	static const struct args_spec limited = {.options = limiting, .reads = true};
	static const char *const wrong[] = {"0", "-1", "+1", " 1", "1x", "nul", "", "99999999999999999999"};
	size_t limit = 0;

	assert_true(PARSE(&limited, "--limit", "7"));
	assert_int_equal(args_limit(&limit, &args, 20), EX_OK);
	assert_int_equal(limit, 7);
	assert_true(parse(&limited, (const char *[]){NULL}));
	assert_int_equal(args_limit(&limit, &args, 20), EX_OK);
	assert_int_equal(limit, 20);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		assert_true(PARSE(&limited, "--limit", wrong[i]));
		assert_int_equal(args_limit(&limit, &args, 20), EX_USAGE);
	}
}

static void test_there_is_a_largest_number_of_words(void **state)
{
	const char *words[ARGS_MAX + 2] = {NULL};

	for (size_t i = 0; i < ARGS_MAX; i++) {
		words[i] = "--tag=x";
	}
	assert_false(parse(&spec, words));
	assert_refused("too many");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_values_flags_and_operands),
	        cmocka_unit_test(test_what_looks_like_an_option),
	        cmocka_unit_test(test_mistakes_are_named),
	        cmocka_unit_test(test_global_options_reach_the_frame),
	        cmocka_unit_test(test_help_lists_everything_and_ends_well),
	        cmocka_unit_test(test_a_limit_is_a_number_from_one_on),
	        cmocka_unit_test(test_there_is_a_largest_number_of_words),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	free(said);
	free(shown);
	return failed;
}

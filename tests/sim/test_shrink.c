/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan that fails is shortened to what it needs to fail, and what each invariant is for is found when it is planted. */
#include "attempt.h"
#include "support.h"

static struct scenario s;

/* ---- by itself: fails while it has the actions 3, 17 and 18 ---- */

static bool has_three(void *context, const struct plan *plan)
{
	unsigned found = 0;

	(*(unsigned *)context)++;
	for (size_t i = 0; i < plan->n; i++) {
		found += plan->actions[i].id == 3 || plan->actions[i].id == 17 || plan->actions[i].id == 18;
	}
	return found == 3;
}

static void test_leaves_what_is_needed(void **state)
{
	struct action actions[64];
	struct plan plan = {.n = 64, .actions = actions};
	unsigned asked = 0;

	for (uint32_t i = 0; i < 64; i++) {
		actions[i] = (struct action){.id = i};
	}
	unsigned runs = shrink(&plan, has_three, &asked, 100);
	assert_int_equal(plan.n, 3);
	assert_int_equal(actions[0].id, 3);
	assert_int_equal(actions[1].id, 17);
	assert_int_equal(actions[2].id, 18);
	assert_int_equal(runs, asked);
	assert_true(runs < 60);
}

static void test_is_bounded(void **state)
{
	struct action actions[64] = {{.id = 3}, {.id = 17}, {.id = 18}};
	struct plan plan = {.n = 64, .actions = actions};
	unsigned asked = 0;

	assert_true(shrink(&plan, has_three, &asked, 4) <= 4);
	assert_true(has_three(&asked, &plan)); /* whatever it came to, it still fails */
}

/* ---- with runs ---- */

struct search {
	uint64_t kind;
	struct result result;
};

static bool run_fails(void *context, const struct plan *plan)
{
	struct sim_options options = {.seed = 5};
	struct search *search = context;
	struct attempt attempt;

	assert_true(attempt_begin(&attempt, &s, plan, &options));
	attempt_end(&attempt, &search->result, &s);
	return search->result.failed && (search->kind == 0 || search->result.failure_kind == search->kind);
}

/* Among failures and posts that do no harm, `plant` is found, named and left with what it needs. */
static void find(const char *plant, const char *says, size_t left)
{
	struct search search = {.kind = 0};
	char text[1024], error[256];
	struct plan plan;

	snprintf(text, sizeof(text),
	        "nodes = 10\nneighbours = 3\nend = 80s\nhostile = 20%% forge\n"
	        "at 0s join all over 2s\nat 10s fail 20%% for 5s\nat 12s post random 3\nat 30s partition 50%% for 5s\n"
	        "%s\nat 40s post random 3\nat 50s slow 20%% for 5s\n",
	        plant);
	if (!scenario_parse(&s, error, "planted.scn", text)) {
		fail_msg("%s", error);
	}
	plan_make(&plan, &s, 5);
	if (!run_fails(&search, &plan) || strstr(search.result.failure, says) == NULL) {
		fail_msg("'%s' of '%s' should be found, not '%s'", says, plant, search.result.failure);
	}
	search.kind = search.result.failure_kind;
	(void)shrink(&plan, run_fails, &search, 60);
	assert_int_equal(plan.n, left);
	assert_true(run_fails(&search, &plan));
	plan_finish(&plan);
}

static void test_overrun(void **state)
{
	find("at 35s plant 1", "behind the memory", 2); /* and somebody must run */
}

static void test_forgetful_disk(void **state)
{
	find("at 35s plant 2", "which it does not", 3); /* and somebody must post to somebody */
}

static void test_open_door(void **state)
{
	find("at 35s plant 3", "which is not valid", 3); /* and there must be a post to forge */
}

static void test_pair(void **state)
{
	find("at 35s plant 4\nat 36s plant 4\nat 37s plant 4", "two were planted", 2);
}

static void test_spin(void **state)
{
	find("at 35s plant 5", "time does not pass", 2); /* and somebody must run */
}

/* What the swarm's own assertions end is a failure as well. */
static void test_crash_is_a_failure(void **state)
{
	struct search search = {.kind = 0};
	struct plan plan = {.n = 0};
	char error[256];

	assert_true(scenario_parse(&s, error, "x.scn", "nodes = 3\nend = 5s\n"));
	s.links = 0; /* a swarm with no links at all: its init refuses that */
	assert_true(run_fails(&search, &plan));
	assert_non_null(strstr(search.result.failure, "ended by itself"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_leaves_what_is_needed),
	        cmocka_unit_test(test_is_bounded),
	        cmocka_unit_test(test_overrun),
	        cmocka_unit_test(test_forgetful_disk),
	        cmocka_unit_test(test_open_door),
	        cmocka_unit_test(test_pair),
	        cmocka_unit_test(test_spin),
	        cmocka_unit_test(test_crash_is_a_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

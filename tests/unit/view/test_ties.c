/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grove.h"

static struct view_bond bond_of(struct garden *g, size_t a, size_t b)
{
	struct view_extract *x = in_memory(g, g->now);
	uint32_t p = person_with(x, neighbour(a)), q = person_with(x, neighbour(b));
	struct view_bonds *bonds;
	struct view_bond found = {0};

	assert_int_equal(view_bonds_create(&bonds, x, g->now), KIEM_DONE);
	for (size_t i = 0; i < bonds->n; i++) {
		const struct view_bond *bond = &bonds->list[i];
		assert_true(bond->a < bond->b);
		if (bond->a == (p < q ? p : q) && bond->b == (p < q ? q : p)) {
			/* As seen from a to b. */
			found = (struct view_bond){.ab = p < q ? bond->ab : bond->ba, .ba = p < q ? bond->ba : bond->ab};
		}
	}
	view_bonds_destroy(bonds);
	view_extract_close(x);
	return found;
}

#define ONE ((uint64_t)WEIGHT_ONE)

static void of_a_day_only_the_heaviest_act_counts(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 0, 0, NULL);

	for (size_t i = 0; i < 5; i++) {
		grow(g, KIEM_NOTE, 1, 0, KIEM_ABOUT, &a);
	}
	assert_int_equal(bond_of(g, 1, 0).ab, ONE);
	grow(g, KIEM_INITIATIVE, 1, 0, KIEM_EXTENDS, &a);
	assert_int_equal(bond_of(g, 1, 0).ab, 3 * ONE);
	assert_int_equal(bond_of(g, 1, 0).ba, 0);
}

static void it_fades_by_half_in_thirty_days(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 40, 0, NULL);

	sign_up(g, 1, 30, &a, 0, 0);
	assert_int_equal(bond_of(g, 1, 0).ab, 3 * ONE / 2);
	sign_up(g, 2, 60, &a, 0, 0);
	assert_int_equal(bond_of(g, 2, 0).ab, 3 * ONE / 4);
}

static void every_act_has_its_weight(void **state)
{
	struct garden *g = *state;
	struct kiem_id offer = grow(g, KIEM_OFFER, 0, 1, 0, NULL), vouch;

	thank(g, 1, 0, 0, &offer);
	grow(g, KIEM_DEED, 2, 0, KIEM_ABOUT, &offer);
	grow(g, KIEM_REQUEST, 3, 0, KIEM_ANSWERS, &offer);
	assert_int_equal(bond_of(g, 1, 0).ab, 4 * ONE);
	assert_int_equal(bond_of(g, 2, 0).ab, 3 * ONE);
	assert_int_equal(bond_of(g, 3, 0).ab, 2 * ONE);
	vouch = plant_about(g, KIEM_VOUCH, neighbour(4), neighbour(0));
	assert_int_equal(bond_of(g, 4, 0).ab, 4 * ONE); /* 2 and its level of 2 */
	struct kiem_post unvouch = {.kind = KIEM_UNVOUCH, .n_links = 1, .has_whom = true, .whom = neighbour(0)->key};
	unvouch.links[0] = (struct kiem_link){.relation = KIEM_CANCELS, .id = vouch};
	plant(g, &unvouch, neighbour(4));
	assert_int_equal(bond_of(g, 4, 0).ab, 0);
}

static void what_was_taken_back_ties_nobody(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 1, 0, NULL), join = sign_up(g, 1, 0, &a, 0, 0);
	struct kiem_post retract = {.kind = KIEM_RETRACT, .n_links = 1, .until = SUPPORT_NOW + 700 * DAY};
	struct kiem_post leave = {.kind = KIEM_LEAVE, .n_links = 1};

	sign_up(g, 2, 0, &a, 0, 0);
	leave.links[0] = (struct kiem_link){.relation = KIEM_CANCELS, .id = join};
	plant(g, &leave, neighbour(1));
	assert_int_equal(bond_of(g, 1, 0).ab, 0);
	assert_int_equal(bond_of(g, 2, 0).ab, 3 * ONE);
	/* A node that heard the retraction first never had the post: the tie goes with it. */
	retract.links[0] = (struct kiem_link){.relation = KIEM_CANCELS, .id = a};
	plant(g, &retract, neighbour(0));
	assert_int_equal(bond_of(g, 2, 0).ab, 0);
}

static void closeness_has_its_thresholds(void **state)
{
	const struct {
		uint64_t ab, ba;
		enum view_closeness closeness;
	} ties[] = {{ONE / 2 - 1, 0, VIEW_DORMANT}, {ONE / 4, ONE / 4, VIEW_LOOSE}, {4 * ONE - 1, 0, VIEW_LOOSE},
	        {4 * ONE, 0, VIEW_CLOSE}, {ONE, ONE, VIEW_CLOSE}, {ONE, ONE - 1, VIEW_LOOSE}};

	for (size_t i = 0; i < sizeof(ties) / sizeof(*ties); i++) {
		struct view_bond bond = {.a = 1, .b = 2, .ab = ties[i].ab, .ba = ties[i].ba};
		assert_int_equal(view_bond_closeness(&bond), ties[i].closeness);
	}
}

#define PEOPLE 8
#define DAYS 50

/* Each pair, each day, the heaviest: kept in a table and added up at the end. */
static void all_ties_are_what_adding_each_day_by_hand_gives(void **state)
{
	struct garden *g = *state;
	static uint64_t heaviest[PEOPLE][PEOPLE][DAYS];
	uint64_t random = support_seed();
	struct kiem_id posts[PEOPLE];

	memset(heaviest, 0, sizeof(heaviest));
	for (size_t i = 0; i < PEOPLE; i++) {
		posts[i] = grow(g, KIEM_INITIATIVE, i, 60, 0, NULL);
	}
	for (size_t n = 0; n < 120; n++) {
		size_t from = (size_t)(support_random(&random) % PEOPLE), to = (size_t)(support_random(&random) % PEOPLE);
		size_t day = (size_t)(support_random(&random) % DAYS);
		bool deed = support_random(&random) % 2 == 0;
		struct kiem_post post = {.kind = deed ? KIEM_DEED : KIEM_NOTE, .title = support_span("iets"), .n_links = 1};
		post.text = support_span("iets");
		post.made = SUPPORT_NOW - (int64_t)day * DAY - (int64_t)n;
		post.links[0] = (struct kiem_link){.relation = KIEM_ABOUT, .id = posts[to]};
		plant(g, &post, neighbour(from));
		uint64_t weight = deed ? WEIGHT_DEED : WEIGHT_ABOUT, *cell = &heaviest[from][to][day];
		*cell = weight > *cell ? weight : *cell;
	}
	for (size_t a = 0; a < PEOPLE; a++) {
		for (size_t b = 0; b < PEOPLE; b++) {
			uint64_t sum = 0;
			for (size_t day = 0; day < DAYS && a != b; day++) {
				sum += heaviest[a][b][day] * weight_decay((int64_t)day);
			}
			assert_true(a == b || bond_of(g, a, b).ab == sum);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(of_a_day_only_the_heaviest_act_counts),
	        garden_test(it_fades_by_half_in_thirty_days),
	        garden_test(every_act_has_its_weight),
	        garden_test(what_was_taken_back_ties_nobody),
	        garden_test(all_ties_are_what_adding_each_day_by_hand_gives),
	        cmocka_unit_test(closeness_has_its_thresholds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

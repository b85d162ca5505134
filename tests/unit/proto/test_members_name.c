/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom a node names to others: first hand, who can be dialled, and nobody two times. */
#include "members_stage.h"

static struct stage stage;

static int begin(void **state)
{
	stage_begin(&stage, true);
	return 0;
}

static int end(void **state)
{
	stage_end(&stage);
	return 0;
}

/* What the node answers to neighbour `who`, who says of itself what it is and so asks. */
static bool ask(struct wire_message *m, uint32_t at, unsigned who)
{
	struct wire_message question = {.type = WIRE_SHUFFLE};

	question.walk.ttl = 1;
	question.walk.token = 77;
	question.walk.n = 1;
	question.walk.descriptors[0] = stage_descriptor(who, true, SUPPORT_NOW);
	stage_say(&stage, at, &question);
	return stage_told(&stage, m, at, WIRE_SHUFFLE_REPLY) && m->walk.token == 77;
}

static unsigned named(const struct wire_message *m, unsigned who)
{
	struct kiem_key node = stage_key(who);
	unsigned n = 0;

	for (size_t i = 0; i < m->walk.n; i++) {
		n += members_book_is_of(m->walk.descriptors[i], &node);
	}
	return n;
}

/* Neighbours, and who was reached before, even while the passive view is empty; not who asks. */
static void test_answers_who_asks(void **state)
{
	struct wire_message m;
	uint32_t one = stage_friend(&stage, 1, true, true), gone = stage_friend(&stage, 3, true, true);

	(void)stage_friend(&stage, 2, true, true); /* reached before, too */
	stage_cut(&stage, gone);
	assert_true(ask(&m, one, 1));
	assert_int_equal(m.walk.n, 2);
	assert_true(named(&m, 2) == 1 && named(&m, 3) == 1);
}

/* As many as fit of those that it was once linked with, each once; hearsay is not passed on as if it were known. */
static void test_as_many_as_fit(void **state)
{
	struct wire_message m, told = {.type = WIRE_SHUFFLE};
	uint32_t one = stage_friend(&stage, 1, true, true);

	for (unsigned who = 2; who < 40; who++) {
		stage_cut(&stage, stage_link(&stage, who, true, true));
	}
	told.walk.ttl = 1;
	told.walk.token = 78;
	for (told.walk.n = 0; told.walk.n < 8; told.walk.n++) {
		told.walk.descriptors[told.walk.n] = stage_descriptor(60 + (unsigned)told.walk.n, true, SUPPORT_NOW);
	}
	stage_say(&stage, one, &told);
	assert_true(ask(&m, one, 1));
	assert_int_equal(m.walk.n, WIRE_SHUFFLE_MAX);
	for (unsigned who = 2; who < 40; who++) {
		assert_in_range(named(&m, who), 0, 1);
	}
	for (unsigned who = 61; who < 68; who++) {
		assert_int_equal(named(&m, who), 0); /* 60 began that walk and is in the passive view */
	}
}

/* Those that nobody can dial are no use to who asks. */
static void test_not_the_undialable(void **state)
{
	struct wire_message m;
	uint32_t one = stage_friend(&stage, 1, true, true);

	(void)stage_friend(&stage, 2, false, false);
	(void)stage_friend(&stage, 3, true, false); /* it was dialled once, and says that it cannot be any more */
	assert_true(ask(&m, one, 1));
	assert_int_equal(m.walk.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_answers_who_asks, begin, end),
	        cmocka_unit_test_setup_teardown(test_as_many_as_fit, begin, end),
	        cmocka_unit_test_setup_teardown(test_not_the_undialable, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

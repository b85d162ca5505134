/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two real stores exchange posts by two swarms: retractions, renewals and lives that end, made on either side and heard in any
 * order, over a link that comes and goes and loses what is under way, with nodes that restart and erase when they please. Once the
 * link stays up, both hold the same, and would serve the same until the same time. One of the two follows another board as well, on
 * which some of the ties are: that makes no difference to the board that both follow.
 */
#include "exchange.h"

#define POSTS 32
#define AUTHORS 3
#define HISTORIES 12 /* each commits to two disks for most of its time */
#define STEPS 60

struct world {
	struct support_bytes bytes[POSTS];
	struct kiem_post posts[POSTS];
	struct support_author authors[AUTHORS];
};

static uint64_t below(uint64_t *random, uint64_t n)
{
	return support_random(random) % n;
}

static void make_tie(struct world *world, size_t i, int64_t made, int64_t until, uint64_t *random)
{
	static const uint64_t ties[] = {KIEM_RETRACT, KIEM_RENEW, KIEM_RENEW, KIEM_NOTE};
	const struct support_author *author = &world->authors[below(random, AUTHORS)];
	size_t to = below(random, i);

	for (size_t k = 0; k < AUTHORS && below(random, 5) > 0; k++) {
		if (memcmp(world->authors[k].key.b, world->posts[to].author.b, 32) == 0) {
			author = &world->authors[k];
		}
	}
	const char *board = below(random, 4) == 0 ? SCENE_OTHER : SCENE_BOARD;
	scene_tie_on(&world->bytes[i], board, ties[below(random, 4)], &world->bytes[to], made, until, author);
}

/* Lives of hours and days, most of which end in the course of a history. */
static void make_world(struct world *world, uint64_t *random)
{
	char title[32];

	for (size_t i = 0; i < AUTHORS; i++) {
		support_author(&world->authors[i], 10 + i);
	}
	for (size_t i = 0; i < POSTS; i++) {
		int64_t made = SUPPORT_NOW - SCENE_DAY + (int64_t)below(random, (uint64_t)SCENE_DAY);
		int64_t until = made + SCENE_HOUR + (int64_t)below(random, 3 * (uint64_t)SCENE_DAY);

		if (i < 6 || below(random, 3) == 0) {
			snprintf(title, sizeof(title), "bericht %zu", i);
			scene_post(&world->bytes[i], KIEM_OFFER, title, made, until, &world->authors[below(random, AUTHORS)]);
		} else {
			make_tie(world, i, made, below(random, 2) == 0 ? made + 30 * SCENE_DAY : until, random);
		}
		assert_int_equal(kiem_post_decode(&world->posts[i], world->bytes[i].b, world->bytes[i].n), KIEM_OK);
	}
}

static void step(struct exchange *x, const struct world *world, uint64_t *random)
{
	unsigned node = (unsigned)below(random, 2);

	switch (below(random, 12)) {
	case 0:
		if (below(random, 3) == 0) {
			exchange_cut(x);
		}
		break;
	case 1:
		exchange_join(x, node);
		break;
	case 2:
		exchange_run(x, below(random, 4 * (uint64_t)SCENE_HOUR));
		break;
	case 3:
		exchange_expire(x, node);
		break;
	case 4:
		if (below(random, 6) == 0) {
			exchange_restart(x, node);
		}
		break;
	case 5:
		exchange_run(x, below(random, 60000));
		break;
	default:
		exchange_put(x, node, &world->bytes[below(random, POSTS)]);
		exchange_run(x, below(random, 20));
	}
}

static bool on_board(const struct kiem_post *post)
{
	return post->board.n == strlen(SCENE_BOARD) && memcmp(post->board.p, SCENE_BOARD, post->board.n) == 0;
}

/* What a node would serve of the board that both follow: alive now, and until when. */
static void assert_same(struct exchange *x, const struct world *world)
{
	for (size_t i = 0; i < POSTS; i++) {
		if (!on_board(&world->posts[i])) {
			continue;
		}
		int64_t here = exchange_until(x, 0, &world->bytes[i]), there = exchange_until(x, 1, &world->bytes[i]);

		if (here != there) {
			print_error("post %zu, kind %llu\n", i, (unsigned long long)world->posts[i].kind);
		}
		assert_int_equal(here, there);
	}
}

static void they_come_to_the_same(void **state)
{
	uint64_t random = support_seed();

	for (int history = 0; history < HISTORIES; history++) {
		static struct world world;
		struct exchange x;

		make_world(&world, &random);
		exchange_begin(&x, support_random(&random));
		assert_int_equal(kiem_store_follow(x.nodes[0].scene->store, SCENE_OTHER), KIEM_DONE);
		for (int i = 0; i < STEPS; i++) {
			step(&x, &world, &random);
		}
		exchange_join(&x, (unsigned)below(&random, 2));
		exchange_run(&x, 25 * 60000);
		assert_same(&x, &world);
		exchange_end(&x);
	}
}

/* A target is older than its renewal and so comes first when a board is streamed in: it is refused, and asked for again. */
static void an_empty_node_gets_what_was_renewed(void **state)
{
	struct support_author author;
	struct support_bytes target, renewal;
	struct exchange x;

	support_author(&author, 1);
	scene_post(&target, KIEM_OFFER, "verlengd", SUPPORT_NOW - SCENE_DAY, SUPPORT_NOW - SCENE_HOUR, &author);
	scene_tie(&renewal, KIEM_RENEW, &target, SUPPORT_NOW - 2 * SCENE_HOUR, SUPPORT_NOW + 9 * SCENE_DAY, &author);
	exchange_begin(&x, support_seed());
	exchange_put(&x, 0, &renewal);
	exchange_put(&x, 0, &target);
	exchange_join(&x, 0);
	exchange_run(&x, 10000);
	assert_int_equal(exchange_until(&x, 1, &target), SUPPORT_NOW + 9 * SCENE_DAY);
	exchange_end(&x);
}

/* What came while the board was let go of for a moment is offered again, also on the same link. */
static void a_board_followed_again(void **state)
{
	struct support_author author;
	struct support_bytes post, others[2];
	struct exchange x;

	support_author(&author, 1);
	scene_post(&post, KIEM_OFFER, "tussendoor", SUPPORT_NOW, SUPPORT_NOW + SCENE_DAY, &author);
	scene_post(&others[0], KIEM_OFFER, "een", SUPPORT_NOW, SUPPORT_NOW + SCENE_DAY, &author);
	scene_post(&others[1], KIEM_OFFER, "twee", SUPPORT_NOW, SUPPORT_NOW + SCENE_DAY, &author);
	exchange_begin(&x, support_seed());
	exchange_join(&x, 0);
	exchange_run(&x, 1000);
	assert_int_equal(kiem_store_unfollow(x.nodes[1].scene->store, SCENE_BOARD), KIEM_DONE);
	exchange_put(&x, 0, &post); /* before the swarm of the other is told */
	exchange_run(&x, 1000);
	exchange_follow(&x, 1, false);
	exchange_run(&x, 1000);
	assert_int_equal(kiem_store_follow(x.nodes[1].scene->store, SCENE_BOARD), KIEM_DONE);
	exchange_put(&x, 1, &others[0]); /* it has more than the other now, so it compares */
	exchange_put(&x, 1, &others[1]);
	exchange_follow(&x, 1, true);
	exchange_run(&x, 1000);
	assert_int_equal(exchange_until(&x, 1, &post), SUPPORT_NOW + SCENE_DAY);
	assert_int_equal(exchange_until(&x, 0, &others[1]), SUPPORT_NOW + SCENE_DAY);
	exchange_end(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(an_empty_node_gets_what_was_renewed),
	        cmocka_unit_test(a_board_followed_again),
	        cmocka_unit_test(they_come_to_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns: nobody is heard more than others, whoever dialled and however much they have to say. */
#include "ends.h"

#define MANY 8

static struct end a, many[MANY];

static int setup(void **state)
{
	ends_skew_ms = 0;
	end_open(&a, true);
	return 0;
}

static int teardown(void **state)
{
	end_close(&a);
	return 0;
}

/* Sends until nothing more fits anywhere: neither here, nor on the way, nor at the other end. */
static void fill_up(struct end *const *senders, unsigned n)
{
	static uint8_t body[16384];

	for (unsigned quiet = 0; quiet < 5; quiet++) {
		for (unsigned i = 0; i < n; i++) {
			body[0] = (uint8_t)i;
			while (link_hub_send(senders[i]->hub, senders[i]->link, body, sizeof(body)) == KIEM_DONE) {
				quiet = 0;
			}
		}
		ends_run(senders, n, 20);
	}
}

/* Everybody has more to say than fits; half of them dialled, half of them were dialled. What is heard first is of all alike. */
static void test_links_take_turns(void **state)
{
	unsigned counts[MANY] = {0};
	struct end *senders[MANY];
	struct link_event event;

	for (unsigned i = 0; i < MANY; i++) {
		senders[i] = &many[i];
		end_open(&many[i], true);
		if (i < MANY / 2) {
			ends_link(&many[i], &a);
		} else {
			ends_link(&a, &many[i]);
		}
	}
	fill_up(senders, MANY);
	for (unsigned heard = 0; heard < 20 * MANY; heard++) {
		assert_true(link_hub_next(a.hub, &event, kiem_monotonic_ms()));
		assert_int_equal(event.type, LINK_EVENT_BODY);
		counts[event.body.p[0]]++;
	}
	for (unsigned i = 0; i < MANY; i++) {
		assert_in_range(counts[i], 15, 25);
		end_close(&many[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_links_take_turns, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

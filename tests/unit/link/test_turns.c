/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns: nobody is heard more than others, whoever dialled and however much they have to say. */
#include "ends.h"

#include <poll.h>

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

/* How often the hub wakes its owner in 200 ms in which nobody says anything new. */
static unsigned wakes(struct end *end)
{
	uint64_t until = kiem_monotonic_ms() + 200;
	struct link_event event;
	unsigned n = 0;

	for (uint64_t now = kiem_monotonic_ms(); now < until; now = kiem_monotonic_ms()) {
		struct pollfd fd = {.events = POLLIN};
		uint64_t due = link_hub_deadline(end->hub);
		assert_int_equal(link_hub_fds(end->hub, &fd.fd, 1), 1);
		poll(&fd, 1, due <= now ? 0 : due - now > 50 ? 50 : (int)(due - now));
		while (link_hub_next(end->hub, &event, kiem_monotonic_ms())) {
			assert_int_not_equal(event.type, LINK_EVENT_BODY);
		}
		n++;
	}
	return n;
}

/* Bodies that are held wait, on dialled and accepted links; what else there is to a hub goes on, and idles when there is nothing.
 */
static void test_a_hold_stops_bodies_only(void **state)
{
	struct end *ends[] = {&a, &many[0], &many[1], &many[2]};

	for (unsigned i = 0; i < 3; i++) {
		end_open(&many[i], true);
	}
	ends_link(&many[0], &a);
	ends_link(&a, &many[1]);
	end_forget(&a);
	link_hub_hold(a.hub, true);
	end_send(&many[0], "one", 3);
	end_send(&many[1], "two", 3);
	ends_run(ends, 4, 100);
	assert_int_equal(a.seen[LINK_EVENT_BODY], 0);
	assert_in_range(wakes(&a), 1, 40);
	end_dial(&many[2], &a);
	assert_true(ends_until(ends, 4, &many[2], LINK_EVENT_UP, 1, END_MS)); /* its handshake was answered */
	end_dial(&a, &many[2]);
	assert_true(ends_until(ends, 4, &a, LINK_EVENT_UP, 1, END_MS));
	assert_int_equal(a.seen[LINK_EVENT_BODY], 0);
	link_hub_hold(a.hub, false);
	assert_true(ends_until(ends, 4, &a, LINK_EVENT_BODY, 2, END_MS));
	for (unsigned i = 0; i < 3; i++) {
		end_close(&many[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_links_take_turns, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_a_hold_stops_bodies_only, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

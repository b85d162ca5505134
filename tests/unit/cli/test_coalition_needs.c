/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hall.h"

static void a_condition_shows_its_evidence_or_a_command_that_asks_for_it(void **state)
{
	struct desk *desk = *state;
	struct hall hall;
	char join[DESK_ID], draft[128];

	hall_open(desk, &hall);
	hall_join(desk, join, &hall.anna, hall.id, "handen", KIEM_URGENT, 0);
	desk_type(desk, "coalition", hall.id, NULL);
	assert_has(desk, " urgency                 1 person\n    ");
	join[12] = '\0';
	assert_has(desk, join);
	assert_has(desk, " backing                 not seen yet\n");
	snprintf(draft, sizeof draft, "    kiem request \"Who stands behind this where it counts?\" --about %s\n", hall.digits);
	assert_has(desk, draft);
	assert_true(strlen(draft) <= 81);
}

static void the_command_that_is_drafted_works(void **state)
{
	struct desk *desk = *state;
	struct hall hall;
	char id[DESK_ID], command[64];

	hall_open(desk, &hall);
	desk_post(desk, id, "request", "Who stands behind this where it counts?", "--about", hall.digits, NULL);
	desk_type(desk, "coalition", hall.id, NULL);
	assert_has(desk, "Still looked for (1)");
	assert_has(desk, "Who stands behind this");
	assert_has(desk, "1 request open");
	/* Nobody answers themselves. */
	snprintf(command, sizeof command, "kiem match %.12s", id);
	assert_has(desk, command);
	assert_has_not(desk, "kiem answer ");
	hall_post(desk, id, KIEM_REQUEST, &hall.anna, "Stoelen gezocht", 0, KIEM_ABOUT, hall.id);
	desk_type(desk, "coalition", hall.id, NULL);
	assert_has(desk, "Still looked for (2)");
	snprintf(command, sizeof command, "kiem answer %.12s", id);
	assert_has(desk, command);
}

static void offers_cover_a_request_in_part_or_whole(void **state)
{
	struct desk *desk = *state;
	struct hall hall;
	char request[DESK_ID];
	struct kiem_post offer = {.kind = KIEM_OFFER,
	        .title = support_span("stoelen"),
	        .n_links = 1,
	        .has_quantity = true,
	        .quantity_milli = 20000,
	        .unit = support_span("seats")};

	hall_open(desk, &hall);
	desk_post(desk, request, "request", "Stoelen gezocht", "--quantity", "50 seats", "--about", hall.id, NULL);
	offer.links[0] = (struct kiem_link){.relation = KIEM_ANSWERS, .id = circle_id(request)};
	circle_post(desk, NULL, &offer, &hall.anna);
	desk_type(desk, "coalition", hall.id, NULL);
	assert_has(desk, "Asked for, and answered (1)");
	assert_has(desk, "20 of 50 seats offered");
	assert_has(desk, "offer of Anna: ");
	offer.quantity_milli = 30000;
	circle_post(desk, NULL, &offer, &hall.bram);
	circle_link(desk, NULL, KIEM_RECEIPT, &hall.carla, NULL, KIEM_ABOUT, request); /* not by who asked */
	desk_type(desk, "coalition", hall.id, NULL);
	assert_has(desk, "50 seats, all offered");
	assert_has_not(desk, "received");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        hall_test(a_condition_shows_its_evidence_or_a_command_that_asks_for_it),
	        hall_test(the_command_that_is_drafted_works),
	        hall_test(offers_cover_a_request_in_part_or_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The effects that the rig answers later: the door, the store, dials. See swarm_rig.h. */
#include "swarm_rig.h"

void rig_do_admit(struct rig *rig, unsigned node, const struct swarm_effect *e)
{
	struct rig_event later = {.at = rig->mono_ms + rig->disk_ms, .type = EVENT_ADMIT, .node = node, .link = e->link};
	struct rig_post **posts = calloc(e->admit.n, sizeof(*posts));

	assert_non_null(posts);
	for (size_t i = 0; i < e->admit.n; i++) {
		posts[i] = rig_read_post(e->admit.posts[i]);
		posts[i]->hops = e->admit.hops[i];
	}
	later.ticket = e->ticket;
	later.n = e->admit.n;
	later.body = (uint8_t *)posts;
	rig->nodes[node].admits++;
	rig_push(rig, later);
}

void rig_do_scan(struct rig *rig, unsigned node, const struct swarm_effect *e)
{
	struct rig_event later = {.at = rig->mono_ms, .type = EVENT_SCANNED, .node = node, .link = e->link};
	struct swarm_row *rows = calloc(SWARM_SCAN_MAX, sizeof(*rows));

	assert_non_null(rows);
	assert_true(e->scan.max > 0 && e->scan.max <= SWARM_SCAN_MAX);
	later.ticket = e->ticket;
	later.n = rig_scan(&rig->nodes[node], rows, e, &later.end);
	later.body = (uint8_t *)rows;
	rig->nodes[node].scans++;
	rig->nodes[node].rows += later.n;
	rig_push(rig, later);
}

void rig_do_look(struct rig *rig, unsigned node, const struct swarm_effect *e)
{
	struct rig_event later = {.at = rig->mono_ms, .type = EVENT_LOOKED, .node = node, .link = e->link, .ticket = e->ticket};
	struct swarm_looked *rows = calloc(SWARM_LOOK_MAX, sizeof(*rows));

	assert_non_null(rows);
	assert_true(e->look.n > 0 && e->look.n <= SWARM_LOOK_MAX);
	for (size_t i = 0; i < e->look.n; i++) {
		rig_look(&rig->nodes[node], &rows[i], e->look.board, e->look.prefixes[i]);
	}
	later.n = e->look.n;
	later.body = (uint8_t *)rows;
	rig->nodes[node].looks++;
	rig_push(rig, later);
}

void rig_do_dial(struct rig *rig, unsigned node, const struct swarm_effect *e)
{
	unsigned whom = (unsigned)strtoul(e->dial.address, NULL, 10);
	struct rig_event failed = {.at = rig->mono_ms + 1, .type = EVENT_DIAL_FAILED, .node = node, .key = e->dial.node};

	rig->nodes[node].dials++;
	if (rig->nodes[whom].refuses_dials) {
		rig_push(rig, failed);
	} else {
		(void)rig_join(rig, node, whom);
	}
}

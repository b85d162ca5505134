/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One step and its effects, in the order the swarm gave them, all before the next step. What the swarm is owed for an effect is
 * kept by owed.c, never answered from within: a step must not start while the effects of another are in its memory.
 */
#include "daemon.h"

#include "log.h"

#include <assert.h>

#define SLOW_REFUSE_MS 60000

/* Unless it is gone already. Its DOWN comes from the hub. */
void daemon_cut(struct daemon *d, uint32_t link, uint64_t refuse_ms)
{
	uint32_t number = d->sends.links[link].number;

	if (number != 0) {
		link_hub_drop(d->hub, number, refuse_ms, kiem_monotonic_ms());
	}
}

static void admit(struct daemon *d, const struct swarm_effect *effect)
{
	if (!door_admit(d->door, effect->link, effect->ticket, effect->admit.posts, effect->admit.hops, effect->admit.n)) {
		/* Without memory for one body nothing else will go well; the neighbour offers its posts again. */
		log_event(LOG_ERROR, "NO-MEMORY", "link=%u posts=%zu", effect->link, effect->admit.n);
		daemon_cut(d, effect->link, SLOW_REFUSE_MS);
	}
}

static void dial(struct daemon *d, const struct swarm_effect *effect)
{
	/* Whom a person disconnected the swarm may know and choose; it is as if nobody answered there. */
	if (follow_unwanted(&d->follow, &effect->dial.node)) {
		owed_add(d, effect);
		return;
	}
	enum kiem_err e = link_hub_dial(d->hub, &effect->dial.node, effect->dial.address, kiem_monotonic_ms());

	log_event(LOG_DEBUG, "LINK-DIAL", "node=%s address=%s", log_key(&effect->dial.node).text, effect->dial.address);
	/* While a dial to that node is under way, its end is the answer. */
	if (e != KIEM_DONE && e != KIEM_E_EXISTS) {
		log_peer(LOG_WARN, "LINK-DIAL-FAILED", "node=%s address=%s error=\"%s\"", log_key(&effect->dial.node).text,
		        effect->dial.address, kiem_err_sentence(e));
		owed_add(d, effect);
	}
}

static const char *why_name(enum swarm_drop why)
{
	static const char *const names[] = {
	        "duplicate", "silent", "offences", "wrong-key", "version", "unwanted", "network", "probed"};

	return (size_t)why < sizeof(names) / sizeof(names[0]) ? names[why] : "unknown";
}

static void drop(struct daemon *d, const struct swarm_effect *effect)
{
	enum log_level level =
	        effect->drop.why == SWARM_DROP_DUPLICATE || effect->drop.why == SWARM_DROP_UNWANTED ? LOG_INFO : LOG_WARN;

	log_peer(level, "LINK-DROP", "link=%u why=%s", effect->link, why_name(effect->drop.why));
	daemon_cut(d, effect->link, effect->drop.refuse_ms);
}

/* A neighbour for which too much waits cannot keep up; without the link it catches up at its own pace later. */
static void queued(struct daemon *d, uint32_t link, bool ok)
{
	if (!ok) {
		log_peer(LOG_WARN, "LINK-SLOW", "link=%u", link);
		sends_clear(&d->sends, link);
		daemon_cut(d, link, SLOW_REFUSE_MS);
	}
}

static void look(struct daemon *d, const struct swarm_effect *effect)
{
	struct swarm_effect kept = *effect;

	looks_keep(d, &kept);
	owed_add(d, &kept);
}

static void carry_out(struct daemon *d, const struct swarm_effect *effect)
{
	switch (effect->type) {
	case SWARM_ADMIT:
		admit(d, effect);
		break;
	case SWARM_SCAN:
		owed_add(d, effect);
		break;
	case SWARM_SEND:
		queued(d, effect->link, sends_body(&d->sends, effect->link, effect->body));
		break;
	case SWARM_SEND_POST:
		queued(d, effect->link, sends_post(&d->sends, effect->link, effect->send_post.number, effect->send_post.hops));
		break;
	case SWARM_DIAL:
		dial(d, effect);
		break;
	case SWARM_DROP_LINK:
		drop(d, effect);
		break;
	case SWARM_SET_TIMER:
		d->timer_ms = effect->timer_ms;
		break;
	case SWARM_NOTIFY:
		notes_take(d, effect);
		break;
	case SWARM_LOOK:
		look(d, effect);
		break;
	}
}

void daemon_step(struct daemon *d, const struct swarm_in *in)
{
	int e = swarm_step(d->swarm, kiem_now_ms(), kiem_monotonic_ms(), in, &d->fx);

	assert(e == 0 && d->fx.n <= SWARM_FX_MAX);
	for (size_t i = 0; i < d->fx.n; i++) {
		carry_out(d, &d->fx.effects[i]);
	}
	d->steps++;
	/* A post just made leaves with the step that was told of it. */
	sends_flush(&d->sends);
}

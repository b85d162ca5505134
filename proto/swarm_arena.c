/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a swarm's memory is cut up: the sizes of the options decide, and nothing is ever moved afterwards. Near lies what every step
 * looks at, far what is touched only when it is used (arena.h); the heads of what all links have stand before the rest of each.
 *
 *     near   struct swarm | boards | links | lanes, links x boards | book | passive views | recent posts | cell sets and cells
 *     far    neighbours | missing posts | changes | sessions | differences | heads of rings | rings, shunned ids a link | pages
 */
#include "swarm_parts.h"

void swarm_options_default(struct swarm_options *options)
{
	options->links_max = SWARM_LINKS_MAX;
	options->boards_max = SWARM_BOARDS_MAX;
	options->neighbours_max = SWARM_NEIGHBOURS_MAX;
	options->outbox_max = 1024;
	options->unacked_max = 4096;
	options->shunned_max = 512;
	options->recent_max = 1024;
	options->missing_max = 256;
	options->peers_max = 1024;
	options->passive_max = 120;
	options->cells_max = 16384;
	options->cell_sets_max = 256;
	options->sessions_max = 2;
	options->pages_max = 16;
	options->ping_ms = 5000;
	options->compare_ms = 600000;
	options->shuffle_ms = 10000;
	options->probe_ms = 60000;
}

static bool power_of_two(unsigned v)
{
	return v > 0 && (v & (v - 1)) == 0;
}

static void check(const struct swarm_options *o)
{
	assert(o->links_max > 0 && o->links_max <= SWARM_LINKS_MAX);
	assert(o->boards_max > 0 && o->boards_max <= SWARM_BOARDS_MAX);
	assert(o->neighbours_max <= SWARM_NEIGHBOURS_MAX);
	assert(power_of_two(o->outbox_max) && o->outbox_max <= SWARM_OUTBOX_MAX);
	assert(power_of_two(o->unacked_max) && o->unacked_max <= SWARM_UNACKED_MAX);
	assert(o->shunned_max > 0 && o->shunned_max <= SWARM_SHUNNED_MAX);
	assert(power_of_two(o->recent_max));
	assert(o->pages_max >= 2); /* one to ask with, and one to answer with whatever is asked */
	assert(o->descriptor.n > 0 && o->descriptor.n <= WIRE_DESCRIPTOR_MAX);
	assert(o->ping_ms > 0 && o->compare_ms > 0 && o->shuffle_ms > 0 && o->probe_ms > 0);
}

static void lay_out_links(struct swarm *s, struct arena *arena)
{
	const struct swarm_options *o = &s->options;
	struct link *links = arena_take_zero(arena, o->links_max, sizeof(*links));
	struct lane *lanes = arena_take(arena, (size_t)o->links_max * o->boards_max, sizeof(*lanes));

	s->links = links;
	for (uint32_t at = 0; links != NULL && at < o->links_max; at++) {
		links[at].lanes = lanes + (size_t)at * o->boards_max;
	}
}

static void lay_out_work(struct swarm *s, struct arena *arena)
{
	const uint32_t n = s->options.links_max;
	struct recon_link *work = arena_take_far(arena, n, sizeof(*work));
	uint64_t *few = arena_take_far(arena, (size_t)n * 2 * RECON_FEW, sizeof(*few));

	for (uint32_t at = 0; s->links != NULL && at < n; at++) {
		s->links[at].recon = &work[at];
		work[at].wants = few + (size_t)at * 2 * RECON_FEW;
		work[at].mine = work[at].wants + RECON_FEW;
	}
}

/* The heads of all, and then the rest of each. */
static struct ring lay_out_ring(struct arena *arena, struct parcel *heads, uint32_t at, uint32_t max)
{
	struct parcel *rest = arena_take_far(arena, max > RING_HEAD ? max - RING_HEAD : 0, sizeof(*rest));

	return (struct ring){.max = max, .head = heads != NULL ? heads + (size_t)at * RING_HEAD : NULL, .rest = rest};
}

static void lay_out_rings(struct swarm *s, struct arena *arena)
{
	const struct swarm_options *o = &s->options;
	struct parcel *unacked = arena_take_far(arena, (size_t)o->links_max * RING_HEAD, sizeof(*unacked));
	struct parcel *catching = arena_take_far(arena, (size_t)o->links_max * RING_HEAD, sizeof(*catching));

	for (uint32_t at = 0; at < o->links_max; at++) {
		struct ring mine = lay_out_ring(arena, unacked, at, o->unacked_max);
		struct ring box = lay_out_ring(arena, catching, at, o->outbox_max);
		struct shunned *shunned = arena_take_far(arena, o->shunned_max, sizeof(*shunned));
		if (s->links != NULL) {
			s->links[at].unacked = mine;
			s->links[at].catching = (struct outbox){.ring = box};
			s->links[at].shunned = shunned;
		}
	}
}

static void lay_out_pages(struct swarm *s, struct arena *arena)
{
	uint32_t *next = arena_take(arena, s->options.pages_max, sizeof(*next));

	s->pages = arena_take_far(arena, s->options.pages_max, sizeof(*s->pages));
	pool_init(&s->page_pool, next, s->options.pages_max);
}

/* s is where the slices are noted; its options are set. */
static void lay_out(struct swarm *s, struct arena *arena)
{
	const struct swarm_options *o = &s->options;

	(void)arena_take(arena, 1, sizeof(*s));
	s->boards = arena_take_zero(arena, o->boards_max, sizeof(*s->boards));
	lay_out_links(s, arena);
	s->neighbours = arena_take_far(arena, o->neighbours_max, sizeof(*s->neighbours));
	members_lay_out(s, arena);
	spread_lay_out(s, arena);
	recon_lay_out(s, arena);
	lay_out_work(s, arena);
	lay_out_rings(s, arena);
	lay_out_pages(s, arena);
}

void swarm_sizes(size_t *near, size_t *far, const struct swarm_options *options)
{
	struct swarm measured = {.options = *options};
	struct arena arena = {0};

	check(options);
	lay_out(&measured, &arena);
	*near = arena.n;
	*far = arena.n_far;
}

size_t swarm_size(const struct swarm_options *options)
{
	size_t near, far;

	swarm_sizes(&near, &far, options);
	return near + far;
}

struct swarm *swarm_init_apart(void *near, void *far, const struct swarm_options *options)
{
	struct swarm *s = near;
	struct arena arena = {.base = near, .far = far};

	memset(s, 0, sizeof(*s));
	s->options = *options;
	memcpy(s->descriptor, options->descriptor.p, options->descriptor.n);
	s->options.descriptor.p = s->descriptor;
	s->timer_ms = s->next_due = UINT64_MAX;
	lay_out(s, &arena);
	s->size = arena.n + arena.n_far;
	return s;
}

struct swarm *swarm_init(void *mem, size_t size, const struct swarm_options *options)
{
	size_t near, far;

	swarm_sizes(&near, &far, options);
	assert(size >= near + far);
	return swarm_init_apart(mem, (uint8_t *)mem + near, options);
}

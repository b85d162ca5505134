/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A swarm keeps within the memory that it said it needs, whatever the sizes, and does all it should with the smallest of them. */
#include "swarm_rig.h"

static struct rig rig;

static void small_options(struct swarm_options *options)
{
	swarm_options_default(options);
	options->links_max = RIG_LINKS;
	options->boards_max = 1;
	options->neighbours_max = 4;
	options->outbox_max = 8;
	options->unacked_max = 16;
	options->shunned_max = 4;
	options->recent_max = 16;
	options->missing_max = 8;
	options->peers_max = 8;
	options->passive_max = 4;
	options->cells_max = 64;
	options->cell_sets_max = 2;
	options->sessions_max = 1;
	options->pages_max = 2;
}

static void begin_small(unsigned n_nodes)
{
	small_options(&rig.options);
	rig_begin(&rig, n_nodes, support_seed());
	for (unsigned i = 0; i < n_nodes; i++) {
		rig_follow(&rig, i, RIG_BOARD, true);
	}
}

static void fill(unsigned node, uint64_t from, uint64_t n)
{
	for (uint64_t i = from; i < from + n; i++) {
		struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW - 10000000 + (int64_t)i, i, 0);
		rig_put(&rig, node, post, false);
		free(post);
	}
}

/* Everybody compares with everybody over rings of a few places and two pages. The rig looks at what lies behind the memory. */
static void test_smallest(void **state)
{
	begin_small(4);
	for (unsigned i = 0; i < 4; i++) {
		rig.nodes[i].complete = i % 2 == 0; /* some stream, some compare */
		rig_follow(&rig, i, RIG_BOARD, true);
		fill(i, 1000 * i, 700);
	}
	for (unsigned i = 0; i < 4; i++) {
		for (unsigned j = i + 1; j < 4; j++) {
			(void)rig_join(&rig, i, j);
		}
	}
	rig_run(&rig, 3600000);
	for (unsigned i = 0; i < 4; i++) {
		assert_int_equal(rig.nodes[i].n, 4 * 700);
		assert_int_equal(rig.nodes[i].offences, 0);
	}
	rig_end(&rig);
}

/* More posts at once than all the rings together: what was left out comes by comparing. */
static void test_overrun(void **state)
{
	begin_small(2);
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 1000);
	for (uint64_t i = 0; i < 500; i++) {
		struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW + (int64_t)i, i, 0);
		rig_put(&rig, 0, post, true);
		free(post);
	}
	rig_run(&rig, 1300000);
	assert_int_equal(rig.nodes[1].n, 500);
	rig_end(&rig);
}

/* Two neighbours who ask and then take nothing hold both pages; not for ever. */
static void test_pages_come_back(void **state)
{
	static const uint8_t shorts[WIRE_SHORT_BYTES] = {1};
	struct wire_salt salt;
	struct wire_message want = {.type = WIRE_WANT}, list = {.type = WIRE_LIST}, ping = {.type = WIRE_PING}, m;
	unsigned links[2];

	begin_small(1);
	fill(0, 0, 100);
	for (unsigned i = 0; i < 2; i++) {
		links[i] = rig_befriend_as(&rig, &salt, 0, 1 + i);
	}
	for (unsigned i = 0; i < 2; i++) { /* a stream of which nothing is acknowledged, and a WANT behind it */
		struct wire_message stream = {.type = WIRE_STREAM};
		rig_say_message(&rig, 0, links[i], &stream);
		rig_run(&rig, 10);
		want.want.shorts = (struct kiem_span){shorts, sizeof(shorts)};
		rig_say_message(&rig, 0, links[i], &want);
		rig_run(&rig, 10);
	}
	unsigned third = rig_befriend_as(&rig, &salt, 0, 3);
	rig_say_message(&rig, 0, third, &list);
	for (unsigned i = 0; i < 10; i++) { /* all are alive */
		rig_run(&rig, 10000);
		for (unsigned link = 0; link < 3; link++) {
			rig_say_message(&rig, 0, link, &ping);
		}
	}
	assert_true(rig_heard(&rig, &m, WIRE_PAGE));
	assert_int_equal(m.want.shorts.n, 100 * WIRE_SHORT_BYTES);
	rig_end(&rig);
}

/* The default and the simulator's size, so that a change of either is seen. */
static void test_sizes(void **state)
{
	struct swarm_options options = {.descriptor = support_span("d")};

	swarm_options_default(&options);
	size_t whole = swarm_size(&options);
	options.links_max = 24;
	options.boards_max = 1;
	options.neighbours_max = 8;
	options.outbox_max = 64;
	options.unacked_max = 128;
	options.recent_max = 128;
	options.missing_max = 64;
	options.cells_max = 1024;
	options.peers_max = 256;
	options.cell_sets_max = 4;
	options.sessions_max = 1;
	options.pages_max = 2;
	options.shunned_max = 16;
	options.descriptors = (struct swarm_descriptors *)&options; /* as the simulator's share one */
	print_message("default %zu bytes, small %zu\n", whole, swarm_size(&options));
	assert_in_range(swarm_size(&options), 1, 600000);
	assert_in_range(whole, 1, 32u << 20);
}

#define PAGE 4096
#define UNTOUCHED 0xa5

static size_t touched(const uint8_t *mem, size_t size)
{
	uint8_t page[PAGE];
	size_t n = 0;

	memset(page, UNTOUCHED, sizeof(page));
	for (size_t at = 0; at < size; at += PAGE) {
		n += memcmp(mem + at, page, at + PAGE <= size ? PAGE : size - at) != 0;
	}
	return n;
}

/* What nobody uses costs nothing: of its 31 MiB a node of the default sizes that has just begun holds a few hundred KiB. */
static void test_begins_small(void **state)
{
	struct swarm_options options = {0};
	struct wire_descriptor d = {.made = SUPPORT_NOW};
	struct support_author author;
	uint8_t descriptor[WIRE_DESCRIPTOR_MAX];

	swarm_options_default(&options);
	support_author(&author, 1);
	options.node = author.key;
	assert_int_equal(wire_descriptor_make(descriptor, &options.descriptor.n, &d, author.secret), KIEM_OK);
	options.descriptor.p = descriptor;
	size_t size = swarm_size(&options);
	uint8_t *mem = aligned_alloc(PAGE, (size + PAGE - 1) / PAGE * PAGE);
	assert_non_null(mem);
	memset(mem, UNTOUCHED, size);
	assert_non_null(swarm_init(mem, size, &options));
	assert_in_range(touched(mem, size), 1, (512u << 10) / PAGE);
	free(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_smallest),
	        cmocka_unit_test(test_overrun),
	        cmocka_unit_test(test_pages_come_back),
	        cmocka_unit_test(test_sizes),
	        cmocka_unit_test(test_begins_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

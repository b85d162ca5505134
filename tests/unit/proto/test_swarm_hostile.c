/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a neighbour that lies about its cells can make of an exchange: little, and it always ends. */
#include "recon_puppet.h"

static struct rig rig;
static struct wire_salt salt;
static unsigned link;

#define N 1000

/* A node with N posts, which has said its SUM to a puppet that follows the same board. */
static int begin(void **state)
{
	rig.compare_ms = 1000000000;
	rig_begin(&rig, 1, support_seed());
	rig.nodes[0].complete = true;
	for (uint64_t i = 0; i < N; i++) {
		struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW - 1000000 + (int64_t)i, i, 0);
		rig_put(&rig, 0, post, false);
		free(post);
	}
	link = rig_befriend(&rig, &salt, 0);
	assert_int_equal(rig_count_heard(&rig, WIRE_SUM), 1);
	return 0;
}

static int end(void **state)
{
	rig_end(&rig);
	return 0;
}

/* The short ids of the node's own posts, and n more that nobody has. */
static const uint64_t *items(size_t n)
{
	static uint64_t all[N + 4096];
	uint64_t chance = 7;

	for (size_t i = 0; i < N; i++) {
		all[i] = wire_short(&salt, &rig.nodes[0].sorted[i]->id);
	}
	for (size_t i = 0; i < n; i++) {
		all[N + i] = support_random(&chance);
	}
	return all;
}

static void say_cells(const uint64_t *of, size_t n, uint64_t count, uint32_t from, uint32_t upto)
{
	struct wire_message m = {.type = WIRE_CELLS};

	m.cells.from = from;
	m.cells.count = count;
	m.cells.cells = puppet_cells(of, n, from, upto);
	rig_say_message(&rig, 0, link, &m);
	rig_run(&rig, 50);
}

/* Says cells as long as MORE of them are asked for, at most so often; returns how many were said. */
static uint32_t say_all(const uint64_t *of, size_t n, uint64_t count)
{
	uint32_t said = 64;
	struct wire_message m;

	say_cells(of, n, count, 0, said);
	while (rig_heard(&rig, &m, WIRE_MORE) && m.more.upto > said && m.more.upto <= PUPPET_CELLS_MAX) {
		say_cells(of, n, count, said, (uint32_t)m.more.upto);
		said = (uint32_t)m.more.upto;
	}
	return said;
}

static enum swarm_phase phase(void)
{
	struct swarm_link_status status;

	assert_true(swarm_link_status(rig.nodes[0].swarm, &status, link));
	return status.boards[0].phase;
}

/* Alive, and saying nothing else. */
static void stall(unsigned seconds)
{
	for (unsigned i = 0; i < seconds; i += 10) {
		struct wire_message ping = {.type = WIRE_PING};
		rig_run(&rig, 10000);
		rig_say_message(&rig, 0, link, &ping);
	}
}

static void test_stall(void **state)
{
	const uint64_t *all = items(400);

	say_cells(all, N + 400, N + 400, 0, 16);
	assert_int_equal(rig_count_heard(&rig, WIRE_MORE), 1);
	assert_int_equal(phase(), SWARM_COMPARING);
	stall(80);
	assert_int_equal(phase(), SWARM_IDLE);
	assert_int_equal(rig_count_heard(&rig, WIRE_MORE), 1);
}

static void test_false_short_ids(void **state)
{
	struct wire_message m;
	uint8_t body[WIRE_SMALL_MAX];
	size_t n;
	uint64_t lane = 0;

	for (unsigned round = 0; round < 3; round++) {
		assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES], 0);
		rig_forget(&rig);
		(void)say_all(items(400), N + 400, N + 400);
		assert_true(rig_heard(&rig, &m, WIRE_WANT));
		assert_int_equal(m.want.shorts.n, 400 * WIRE_SHORT_BYTES);
		wire_write_gone(body, &n, sizeof(body), &lane, NULL, 0); /* neither posts, nor gone */
		rig_say(&rig, 0, link, body, n);
		rig_run(&rig, 50);
	}
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES], 1);
}

/* What is named as gone costs nothing but the exchange. */
static void test_gone(void **state)
{
	static uint8_t body[WIRE_BODY_MAX];
	struct wire_gone gone[8];
	struct wire_message m;
	uint64_t lane = 0;
	size_t n;

	for (unsigned round = 0; round < 8; round++) {
		rig_forget(&rig);
		(void)say_all(items(8), N + 8, N + 8);
		if (!rig_heard(&rig, &m, WIRE_WANT)) {
			break;
		}
		for (size_t i = 0; i < 8; i++) {
			gone[i] = (struct wire_gone){{m.want.shorts.p + i * WIRE_SHORT_BYTES, WIRE_SHORT_BYTES}, WIRE_NOT_HERE};
		}
		wire_write_gone(body, &n, sizeof(body), &lane, gone, 8);
		rig_say(&rig, 0, link, body, n);
		rig_run(&rig, 50);
		assert_true(round < 4); /* a few times on end, and then at the next interval */
	}
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES] + rig.nodes[0].offences, 0);
}

static void test_cells_that_contradict(void **state)
{
	const uint64_t *all = items(400);

	say_cells(all, N + 400, N + 400, 0, 16);
	say_cells(all, N + 400, N + 400, 100, 120); /* not where it stood */
	assert_int_equal(rig.nodes[0].offences, 1);
	assert_int_equal(phase(), SWARM_IDLE);
}

static void test_counts_that_contradict(void **state)
{
	say_cells(items(3), N + 3, N + 500, 0, 64);
	assert_int_equal(rig.nodes[0].offences, 1);
	assert_int_equal(rig_count_heard(&rig, WIRE_WANT), 0);
}

static void test_more_beyond_the_cap(void **state)
{
	struct wire_message m = {.type = WIRE_MORE};

	rig_end(&rig);
	swarm_options_default(&rig.options);
	rig.options.cells_max = 2048;
	begin(NULL);
	m.more.upto = 2049;
	rig_say_message(&rig, 0, link, &m);
	assert_int_equal(rig.nodes[0].offences, 1);
	rig_run(&rig, 100);
	assert_int_equal(rig_count_heard(&rig, WIRE_CELLS), 0);
	m.more.upto = 2048;
	rig_say_message(&rig, 0, link, &m);
	rig_run(&rig, 100);
	assert_int_equal(rig.nodes[0].offences, 1);
	assert_true(rig_count_heard(&rig, WIRE_CELLS) > 0);
}

/* Cells that can never decode: the node asks up to the cap, tries another salt once, and lists; then it is at rest. */
static void test_noise(void **state)
{
	struct wire_message m;
	uint64_t chance = support_seed();
	static uint8_t noise[WIRE_CELLS_BODY * WIRE_CELL_BYTES];
	uint64_t steps = rig.steps;

	for (size_t i = 0; i < sizeof(noise); i++) {
		noise[i] = (uint8_t)support_random(&chance);
	}
	for (unsigned i = 0; i < 200; i++) {
		struct wire_message cells = {.type = WIRE_CELLS};
		uint32_t said = 64;

		cells.cells.count = N;
		cells.cells.cells = (struct kiem_span){noise, 64 * WIRE_CELL_BYTES};
		rig_forget(&rig);
		rig_say_message(&rig, 0, link, &cells);
		for (rig_run(&rig, 20); rig_heard(&rig, &m, WIRE_MORE) && m.more.upto > said; rig_run(&rig, 20)) {
			uint32_t n =
			        (uint32_t)m.more.upto - said < WIRE_CELLS_BODY ? (uint32_t)m.more.upto - said : WIRE_CELLS_BODY;
			cells.cells.from = said;
			cells.cells.cells.n = n * WIRE_CELL_BYTES;
			rig_say_message(&rig, 0, link, &cells);
			said += n;
		}
	}
	assert_true(rig.steps - steps < 20000);
	assert_true(rig.nodes[0].rows < 40 * N);
	stall(80);
	assert_true(phase() == SWARM_IDLE || phase() == SWARM_COMPARING);
	assert_int_equal(rig.nodes[0].far[link].posts, 0);
}

/* Two posts of one short id cancel out: another salt, once; after that short ids are listed. */
static void test_collision(void **state)
{
	uint64_t all[N + 2];
	struct wire_message m;

	memcpy(all, items(1), (N + 1) * sizeof(all[0]));
	all[N + 1] = all[N];
	say_cells(all, N + 2, N + 2, 0, 64);
	assert_int_equal(rig_count_heard(&rig, WIRE_SUM), 2);
	assert_true(rig_heard(&rig, &m, WIRE_SUM));
	assert_int_equal(m.sum.round, 1);
	struct wire_salt first = salt;
	wire_salt_round(&salt, &first, 1);
	memcpy(all, items(1), (N + 1) * sizeof(all[0]));
	all[N + 1] = all[N];
	say_cells(all, N + 2, N + 2, 0, 64);
	assert_int_equal(rig_count_heard(&rig, WIRE_SUM), 2);
	assert_int_equal(rig_count_heard(&rig, WIRE_LIST), 1);
}

/* Whoever opens without end costs no more than a build a minute. */
static void test_repeated(void **state)
{
	uint64_t rows = rig.nodes[0].rows, scans = rig.nodes[0].scans;

	stall(70); /* the node has given up its own */
	for (uint64_t i = 0; i < 600; i++) {
		uint64_t item = i;
		puppet_sum(&rig, 0, link, &item, 1, N / 2);
		rig_run(&rig, 100);
	}
	assert_true(rig.nodes[0].rows - rows <= 30 * N);
	assert_true(rig.nodes[0].scans - scans <= 60);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_stall, begin, end),
	        cmocka_unit_test_setup_teardown(test_false_short_ids, begin, end),
	        cmocka_unit_test_setup_teardown(test_gone, begin, end),
	        cmocka_unit_test_setup_teardown(test_cells_that_contradict, begin, end),
	        cmocka_unit_test_setup_teardown(test_counts_that_contradict, begin, end),
	        cmocka_unit_test_setup_teardown(test_more_beyond_the_cap, begin, end),
	        cmocka_unit_test_setup_teardown(test_noise, begin, end),
	        cmocka_unit_test_setup_teardown(test_collision, begin, end),
	        cmocka_unit_test_setup_teardown(test_repeated, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

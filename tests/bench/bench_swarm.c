/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a step costs, for the inputs that come most: a small message on one of the links, and a post that goes on to all of them.
 *
 *     bench_swarm [--json]
 *
 * Each figure is the best of several rounds, so that what else the machine does counts little, and is told as a ratio to hashing
 * 64 bytes (BLAKE2b-256) that was timed in the same run, so that two machines can be compared.
 */
#include "support.h"

#include <kiem/descriptors.h>
#include <kiem/swarm.h>
#include <kiem/wire.h>

#include <sodium.h>
#include <time.h>

#define ROUNDS 20
#define STEPS 5000
#define POSTS 64
#define POOL 64 /* descriptors */
#define NAME "nl/tilburg/bench"

static bool json;
static double hash_ns;
static struct swarm_fx fx;
static uint64_t mono_ms = 1;

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void say(const char *name, unsigned links, double ns)
{
	printf(json ? "{\"bench\":\"swarm\",\"figure\":\"%s\",\"links\":%u,\"value\":%.4g,\"unit\":\"ns\",\"hashes\":%.3g}\n"
	            : "%-24s %2u links %10.4g ns %8.3g hashes\n",
	        name, links, ns, ns / hash_ns);
}

static void time_hash(void)
{
	uint8_t out[32], in[64] = {0};

	hash_ns = 1e9;
	for (unsigned round = 0; round < ROUNDS; round++) {
		double begin = seconds();
		for (unsigned i = 0; i < STEPS; i++) {
			in[0] = out[0];
			crypto_generichash(out, sizeof(out), in, sizeof(in), NULL, 0);
		}
		double ns = (seconds() - begin) / STEPS * 1e9;
		hash_ns = ns < hash_ns ? ns : hash_ns;
	}
}

static void step(struct swarm *s, struct swarm_in *in)
{
	swarm_step(s, SUPPORT_NOW + (int64_t)mono_ms, mono_ms, in, &fx);
}

static void hear(struct swarm *s, uint32_t link, const uint8_t *body, size_t n)
{
	struct swarm_in in = {.type = SWARM_RECV, .link = link, .body = {body, n}};

	step(s, &in);
}

/* A body that the last step sent. */
static bool sent(struct wire_message *m, uint64_t type)
{
	for (size_t i = 0; i < fx.n; i++) {
		if (fx.effects[i].type == SWARM_SEND && wire_read(m, fx.effects[i].body.p, fx.effects[i].body.n) == KIEM_OK &&
		        m->type == type) {
			return true;
		}
	}
	return false;
}

/* Answers the scans of the last step: the board is empty. */
static void answer_scans(struct swarm *s)
{
	struct swarm_in in = {.type = SWARM_SCANNED, .scanned = {.end = true}};

	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < fx.n && !more; i++) {
			if (fx.effects[i].type == SWARM_SCAN) {
				more = true;
				in.link = fx.effects[i].link;
				in.ticket = fx.effects[i].ticket;
			}
		}
		if (more) {
			step(s, &in);
		}
	}
}

/* A neighbour that dialled, said HELLO, offered the one board and is in its active view for good. */
static void befriend(struct swarm *s, uint32_t link)
{
	struct swarm_in up = {.type = SWARM_LINK_UP, .link = link};
	struct wire_message hello = {.type = WIRE_HELLO}, neighbour = {.type = WIRE_NEIGHBOUR}, answer;
	struct wire_descriptor d = {.made = SUPPORT_NOW};
	struct wire_salt salt;
	struct support_author author;
	uint8_t descriptor[WIRE_DESCRIPTOR_MAX], body[WIRE_SMALL_MAX];
	size_t n;

	support_author(&author, 100 + link);
	assert_int_equal(crypto_sign_ed25519_pk_to_curve25519(up.up.curve, author.key.b), 0);
	step(s, &up);
	assert_int_equal(wire_descriptor_make(descriptor, &hello.hello.descriptor.n, &d, author.secret), KIEM_OK);
	hello.hello.descriptor.p = descriptor;
	hello.hello.version_min = hello.hello.version_max = WIRE_VERSION_MAX;
	hello.hello.now = SUPPORT_NOW + (int64_t)mono_ms;
	wire_write(body, &n, sizeof(body), &hello);
	hear(s, link, body, n);
	assert_true(sent(&answer, WIRE_HELLO));
	wire_salt(&salt, hello.hello.nonce, answer.hello.nonce, support_span(NAME));
	wire_write_boards(body, &n, sizeof(body), 1, (const uint8_t(*)[WIRE_TAG_BYTES])salt.tag, 1);
	hear(s, link, body, n);
	answer_scans(s);
	neighbour.neighbour.high = neighbour.neighbour.pinned = true;
	wire_write(body, &n, sizeof(body), &neighbour);
	hear(s, link, body, n);
}

/* A link that was dropped costs nothing; the figure would be of no use. */
static void assert_linked(const struct swarm *s, unsigned links)
{
	struct swarm_link_status status;

	for (uint32_t link = 0; link < links; link++) {
		assert_true(swarm_link_status(s, &status, link) && status.linked && status.n_boards == 1);
	}
}

static struct swarm *make(unsigned links)
{
	struct swarm_options options = {0};
	struct swarm_in board = {.type = SWARM_BOARD};
	struct wire_descriptor d = {.made = SUPPORT_NOW};
	struct support_author author;
	uint8_t descriptor[WIRE_DESCRIPTOR_MAX];

	swarm_options_default(&options);
	options.links_max = links > 24 ? links : 24;
	options.compare_ms = options.ping_ms = UINT32_MAX;
	support_author(&author, 1);
	options.node = author.key;
	assert_int_equal(wire_descriptor_make(descriptor, &options.descriptor.n, &d, author.secret), KIEM_OK);
	options.descriptor.p = descriptor;
	static void *pool;
	pool = pool != NULL ? pool : malloc(descriptors_size(POOL));
	assert_non_null(pool);
	options.descriptors = descriptors_init(pool, descriptors_size(POOL), POOL);
	void *mem = calloc(1, swarm_size(&options));
	assert_non_null(mem);
	struct swarm *s = swarm_init(mem, swarm_size(&options), &options);
	board.board.board = 1;
	board.board.followed = board.board.complete = true;
	board.board.name = NAME;
	step(s, &board);
	for (uint32_t link = 0; link < links; link++) {
		befriend(s, link);
	}
	return s;
}

static void time_body(const char *name, unsigned links, const uint8_t *body, size_t n)
{
	struct swarm *s = make(links);
	double best = 1e9;

	for (unsigned round = 0; round < ROUNDS; round++) {
		double begin = seconds();
		for (unsigned i = 0; i < STEPS; i++) {
			mono_ms += i % 64 == 0;
			hear(s, i % links, body, n);
		}
		double ns = (seconds() - begin) / STEPS * 1e9;
		best = ns < best ? ns : best;
	}
	assert_linked(s, links);
	say(name, links, best);
	free(s);
}

/* What went out has left, and is acknowledged. */
static void settle(struct swarm *s, unsigned links, uint64_t *bytes)
{
	struct wire_message ack = {.type = WIRE_ACK};
	struct swarm_in left = {.type = SWARM_WRITABLE, .writable = {POSTS, POSTS * 400}};
	uint8_t body[WIRE_SMALL_MAX];
	size_t n;

	*bytes += POSTS * 400;
	ack.ack = *bytes;
	wire_write(body, &n, sizeof(body), &ack);
	for (uint32_t link = 0; link < links; link++) {
		left.link = link;
		step(s, &left);
		hear(s, link, body, n);
	}
}

static void time_admitted(unsigned links)
{
	struct swarm *s = make(links);
	struct swarm_admitted post = {.board = 1};
	struct swarm_in in = {.type = SWARM_ADMITTED, .link = SWARM_NO_LINK, .admitted = {&post, 1}};
	uint64_t bytes = 0;
	double best = 1e9;

	for (unsigned round = 0; round < 10 * ROUNDS; round++) {
		size_t n_sent = 0;
		double took = seconds();
		for (unsigned i = 0; i < POSTS; i++) {
			post.number++;
			post.made = SUPPORT_NOW + (int64_t)post.number;
			memcpy(post.id.b, &post.number, sizeof(post.number));
			step(s, &in);
			n_sent += fx.n;
		}
		took = (seconds() - took) / POSTS * 1e9;
		assert_true(n_sent >= POSTS * links);
		best = took < best ? took : best;
		settle(s, links, &bytes);
	}
	assert_linked(s, links);
	say("admitted", links, best);
	free(s);
}

int main(int argc, char **argv)
{
	struct wire_message ping = {.type = WIRE_PING};
	uint8_t body[WIRE_SMALL_MAX], ihave[] = {0xa3, 0, 14, 1, 0, 2, 0x49, 1, 2, 3, 4, 5, 6, 7, 8, 1};
	size_t n;

	json = argc > 1 && strcmp(argv[1], "--json") == 0;
	time_hash();
	ping.ping.now = SUPPORT_NOW;
	wire_write(body, &n, sizeof(body), &ping);
	time_body("ping", 5, body, n);
	time_body("ping", 16, body, n);
	time_body("ihave", 5, ihave, sizeof(ihave));
	time_body("ihave", 16, ihave, sizeof(ihave));
	time_admitted(5);
	time_admitted(16);
	return 0;
}

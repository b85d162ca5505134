/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A neighbour that says anything, to a node with a thousand posts. The input is a row of messages, each behind its length in two
 * bytes (big-endian); a length of 0xffff lets a second pass. The one board is lane 0, so the corpus can hold messages about it.
 * The node must neither break an assertion nor answer without end: steps, effects and rows are counted.
 */
#include <kiem/swarm.h>
#include <kiem/wire.h>

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define N_POSTS 1000
#define NOW 1795262400000LL
#define PENDING_MAX 4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct swarm *swarm;
static struct swarm_fx fx;
static struct swarm_in pending[PENDING_MAX];
static size_t n_pending;
static struct swarm_row rows[SWARM_SCAN_MAX];
static struct swarm_admitted admitted[SWARM_FRAME_POSTS_MAX];
static uint64_t mono_ms, timer_ms, arrived, steps;
static bool up;

static void need(bool what)
{
	if (!what) {
		abort();
	}
}

static void row_of(struct swarm_row *row, uint64_t i)
{
	memset(row, 0, sizeof(*row));
	row->made = (int64_t)i * 1000;
	row->number = i + 1;
	memcpy(row->id.b, &i, sizeof(i));
}

static int order(int64_t made, const struct kiem_id *id, const struct swarm_row *row)
{
	return made != row->made ? (made < row->made ? -1 : 1) : memcmp(id->b, row->id.b, sizeof(id->b));
}

/* Answers a SCAN from the thousand posts; the rows live until the next scan, which is after their step. */
static void scan(struct swarm_in *in, const struct swarm_effect *e)
{
	size_t n = 0;

	in->scanned.end = true;
	for (uint64_t i = 0; i < N_POSTS; i++) {
		struct swarm_row row;
		row_of(&row, i);
		if ((e->scan.has_after && order(e->scan.after_made, &e->scan.after_id, &row) >= 0) ||
		        (e->scan.has_upto && order(e->scan.upto_made, &e->scan.upto_id, &row) < 0)) {
			continue;
		}
		if (n == e->scan.max) {
			in->scanned.end = false;
			break;
		}
		rows[n++] = row;
	}
	in->scanned.rows = rows;
	in->scanned.n = n;
}

static void owe(enum swarm_in_type type, const struct swarm_effect *e)
{
	need(n_pending < PENDING_MAX);
	struct swarm_in *in = &pending[n_pending++];
	memset(in, 0, sizeof(*in));
	in->type = type;
	in->link = e->link;
	in->ticket = e->ticket;
}

static void step(struct swarm_in *in)
{
	struct swarm_effect scans[8];
	size_t n_scans = 0, n_posts = 0;

	need(++steps < 200000);
	swarm_step(swarm, NOW + (int64_t)mono_ms, mono_ms, in, &fx);
	need(fx.n <= SWARM_FX_MAX && fx.n_bytes <= SWARM_FX_BYTES);
	for (size_t i = 0; i < fx.n; i++) {
		const struct swarm_effect *e = &fx.effects[i];
		if (e->type == SWARM_ADMIT) {
			owe(SWARM_ADMITTED, e);
			pending[n_pending - 1].admitted.n = e->admit.n;
		} else if (e->type == SWARM_SCAN) {
			need(n_scans < 8);
			scans[n_scans++] = *e;
		} else if (e->type == SWARM_SEND_POST) {
			n_posts++;
		} else if (e->type == SWARM_DROP_LINK) {
			up = false;
		} else if (e->type == SWARM_SET_TIMER) {
			timer_ms = e->timer_ms;
		} else if (e->type == SWARM_SEND) {
			struct wire_message m;
			need(wire_read(&m, e->body.p, e->body.n) == KIEM_OK);
		}
	}
	if (n_posts > 0) {
		struct swarm_effect all = {.link = 0};
		owe(SWARM_WRITABLE, &all);
		pending[n_pending - 1].writable.posts = n_posts;
		pending[n_pending - 1].writable.bytes = n_posts * 300;
	}
	for (size_t i = 0; i < n_scans; i++) {
		struct swarm_in answer = {.type = SWARM_SCANNED, .link = scans[i].link, .ticket = scans[i].ticket};
		scan(&answer, &scans[i]);
		step(&answer);
	}
}

/* Every second post is kept, the others are refused in some way. */
static void fill_admitted(struct swarm_in *in)
{
	for (size_t i = 0; i < in->admitted.n; i++) {
		static const enum kiem_verdict verdicts[] = {
		        KIEM_OK, KIEM_KNOWN, KIEM_OK, KIEM_EXPIRED, KIEM_OK, KIEM_FULL, KIEM_BAD_TIME};
		struct swarm_admitted *a = &admitted[i];
		memset(a, 0, sizeof(*a));
		a->verdict = verdicts[arrived % 7];
		a->number = ++arrived;
		a->board = 1;
		a->made = (int64_t)arrived;
		memcpy(a->id.b, &arrived, sizeof(arrived));
	}
	in->admitted.posts = admitted;
}

/* What is owed, and the timer when it is due. */
static void settle(void)
{
	for (unsigned i = 0; i < 256; i++) {
		struct swarm_in in = {.type = SWARM_TIMER};
		if (n_pending > 0) {
			in = pending[0];
			memmove(pending, pending + 1, --n_pending * sizeof(pending[0]));
		} else if (timer_ms > mono_ms) {
			return;
		}
		if (in.type == SWARM_ADMITTED) {
			fill_admitted(&in);
		}
		step(&in);
	}
}

static void say(const uint8_t *body, size_t n)
{
	struct swarm_in in = {.type = SWARM_RECV, .body = {body, n}};

	if (up) {
		step(&in);
		settle();
	}
}

static void link_up(const uint8_t *secret)
{
	struct swarm_in in = {.type = SWARM_LINK_UP};
	struct wire_message hello = {.type = WIRE_HELLO}, answer = {.type = 0};
	struct wire_descriptor d = {.made = NOW};
	uint8_t descriptor[WIRE_DESCRIPTOR_MAX], body[WIRE_SMALL_MAX];
	size_t n;

	need(crypto_sign_ed25519_pk_to_curve25519(in.up.curve, secret + 32) == 0);
	up = true;
	step(&in);
	need(wire_descriptor_make(descriptor, &hello.hello.descriptor.n, &d, secret) == KIEM_OK);
	hello.hello.descriptor.p = descriptor;
	hello.hello.version_min = hello.hello.version_max = 1;
	hello.hello.now = NOW;
	wire_write(body, &n, sizeof(body), &hello);
	in = (struct swarm_in){.type = SWARM_RECV, .body = {body, n}};
	step(&in);
	for (size_t i = 0; i < fx.n && answer.type != WIRE_HELLO; i++) {
		if (fx.effects[i].type == SWARM_SEND) {
			need(wire_read(&answer, fx.effects[i].body.p, fx.effects[i].body.n) == KIEM_OK);
		}
	}
	struct wire_salt salt;
	wire_salt(&salt, hello.hello.nonce, answer.hello.nonce, (struct kiem_span){(const uint8_t *)"nl/tilburg", 10});
	wire_write_boards(body, &n, sizeof(body), 1, (const uint8_t(*)[WIRE_TAG_BYTES])salt.tag, 1);
	say(body, n);
}

static void begin(void)
{
	static uint8_t *mem, descriptor[WIRE_DESCRIPTOR_MAX];
	uint8_t seed[32] = {1}, mine[64], theirs[64], key[32];
	struct wire_descriptor d = {.made = NOW};
	struct swarm_options options = {0};
	struct swarm_in in = {.type = SWARM_BOARD};

	need(sodium_init() >= 0);
	swarm_options_default(&options);
	options.links_max = 2;
	options.boards_max = 4;
	crypto_sign_seed_keypair(options.node.b, mine, seed);
	seed[0] = 2;
	crypto_sign_seed_keypair(key, theirs, seed);
	need(wire_descriptor_make(descriptor, &options.descriptor.n, &d, mine) == KIEM_OK);
	options.descriptor.p = descriptor;
	mem = mem != NULL ? mem : malloc(swarm_size(&options));
	need(mem != NULL);
	swarm = swarm_init(mem, swarm_size(&options), &options);
	n_pending = 0;
	mono_ms = steps = arrived = 0;
	timer_ms = UINT64_MAX;
	in.board.board = 1;
	in.board.followed = true;
	in.board.name = "nl/tilburg";
	in.board.complete = true;
	step(&in);
	link_up(theirs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	begin();
	for (unsigned i = 0; n >= 2 && i < 200; i++) {
		size_t length = (size_t)data[0] << 8 | data[1];
		data += 2;
		n -= 2;
		if (length == 0xffff) {
			mono_ms += 1000;
			settle();
			continue;
		}
		length = length < n ? length : n;
		say(data, length);
		data += length;
		n -= length;
	}
	return 0;
}

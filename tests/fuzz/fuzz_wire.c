/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a message, a descriptor and a post whose board is looked for. What is read lies within the bytes, and a
 * message that is read, written and read again is the same message.
 */
#include <kiem/wire.h>

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void need(bool what)
{
	if (!what) {
		abort();
	}
}

static void within(struct kiem_span s, const uint8_t *data, size_t n)
{
	need(s.n == 0 || (s.p >= data && s.p + s.n <= data + n));
}

static void walk_list(struct wire_list list, const uint8_t *data, size_t n)
{
	for (size_t i = 0; i < list.n; i++) {
		struct kiem_span s = kiem_cbor_bytes(&list.items);
		need(s.n > 0 && !list.items.bad);
		within(s, data, n);
	}
}

static void walk_gone(struct wire_message m, const uint8_t *data, size_t n)
{
	for (size_t i = 0; i < m.gone.n; i++) {
		struct wire_gone gone;
		wire_gone_next(&gone, &m);
		need(gone.id.n == WIRE_SHORT_BYTES || gone.id.n == sizeof(struct kiem_id));
		within(gone.id, data, n);
	}
}

static void walk_walk(const struct wire_message *m, const uint8_t *data, size_t n)
{
	need(m->walk.n <= WIRE_SHUFFLE_MAX && m->walk.ttl <= WIRE_TTL_MAX);
	for (size_t i = 0; i < m->walk.n; i++) {
		need(m->walk.descriptors[i].n > 0 && m->walk.descriptors[i].n <= WIRE_DESCRIPTOR_MAX);
		within(m->walk.descriptors[i], data, n);
	}
}

static void pieces(struct kiem_span s, size_t unit, size_t max, const uint8_t *data, size_t n)
{
	need(s.n % unit == 0 && s.n / unit <= max);
	within(s, data, n);
}

/* The spans of a message that has more to it than numbers. */
static void look(const struct wire_message *m, const uint8_t *data, size_t n)
{
	switch (m->type) {
	case WIRE_HELLO:
		within(m->hello.descriptor, data, n);
		break;
	case WIRE_WANT:
	case WIRE_PAGE:
		pieces(m->want.shorts, WIRE_SHORT_BYTES, WIRE_PAGE_MAX, data, n);
		break;
	case WIRE_SUM:
		pieces(m->sum.cells, WIRE_CELL_BYTES, WIRE_SUM_CELLS, data, n);
		break;
	case WIRE_CELLS:
		pieces(m->cells.cells, WIRE_CELL_BYTES, WIRE_CELLS_BODY, data, n);
		need(m->cells.from + m->cells.cells.n / WIRE_CELL_BYTES <= WIRE_CELLS_MAX);
		break;
	case WIRE_IHAVE:
		pieces(m->ihave.items, WIRE_IHAVE_BYTES, WIRE_IHAVE_MAX, data, n);
		break;
	case WIRE_GRAFT:
		pieces(m->graft.prefixes, WIRE_PREFIX_BYTES, WIRE_IHAVE_MAX, data, n);
		break;
	case WIRE_FORWARD_JOIN:
	case WIRE_WELCOME:
	case WIRE_SHUFFLE:
	case WIRE_SHUFFLE_REPLY:
		walk_walk(m, data, n);
		break;
	case WIRE_DIAL_BACK:
		within(m->dial_back.address, data, n);
		break;
	default:
		break;
	}
}

/* Writing what was read gives bytes that, read and written again, are the same. */
static void there_and_back(const struct wire_message *m)
{
	static uint8_t once[WIRE_BODY_MAX], twice[WIRE_BODY_MAX];
	struct wire_message back;
	size_t n_once, n_twice;

	wire_write(once, &n_once, sizeof(once), m);
	need(wire_read(&back, once, n_once) == KIEM_OK && back.type == m->type);
	wire_write(twice, &n_twice, sizeof(twice), &back);
	need(n_once == n_twice && memcmp(once, twice, n_once) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct wire_message m;
	struct wire_descriptor d;

	(void)wire_descriptor_read(&d, data, n);
	within(wire_post_board((struct kiem_span){data, n}), data, n);
	if (wire_read(&m, data, n) != KIEM_OK || strcmp(wire_type_name(m.type), "unknown") == 0) {
		return 0;
	}
	if (m.type == WIRE_POSTS) {
		walk_list(m.posts.list, data, n);
		need(!m.posts.pushed || m.posts.hops.n == m.posts.list.n);
		within(m.posts.hops, data, n);
	} else if (m.type == WIRE_BOARDS) {
		walk_list(m.boards.offer, data, n);
		walk_list(m.boards.accept, data, n);
		walk_list(m.boards.withdraw, data, n);
	} else if (m.type == WIRE_GONE) {
		walk_gone(m, data, n);
	} else {
		look(&m, data, n);
		there_and_back(&m);
	}
	return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The published vectors of cells (proto/vectors/cells.json) against our own code: the short ids and the cells of a set of ids, and
 * what two rows of cells say of the difference of their sets.
 *
 *     check_cells DIRECTORY
 *
 * Says which vectors fail and exits with 1 when any does.
 */
#include "../../proto/recon_parts.h"
#include "vectors.h"

#include <kiem/wire.h>

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(RECON_CELL_BYTES == WIRE_CELL_BYTES && RECON_CELLS_MAX == WIRE_CELLS_MAX,
        "cells as they are computed are cells as they are said");

static struct recon_cell cells[RECON_CELLS_MAX];

static uint32_t number(const json_t *vector, const char *key)
{
	return (uint32_t)json_integer_value(json_object_get(vector, key));
}

static void salt_of(const json_t *vector, struct wire_salt *salt)
{
	uint8_t dialler[VECTORS_BYTES_MAX], listener[VECTORS_BYTES_MAX];
	const char *board = vectors_text(vector, "board");
	struct wire_salt first;

	(void)vectors_bytes(vector, "dialler", dialler);
	(void)vectors_bytes(vector, "listener", listener);
	wire_salt(&first, dialler, listener, (struct kiem_span){(const uint8_t *)board, strlen(board)});
	wire_salt_round(salt, &first, number(vector, "round"));
}

static uint64_t item_of(const char *hex)
{
	return strtoull(hex, NULL, 16);
}

static void check_set(const json_t *vector)
{
	static uint8_t wire[RECON_CELLS_MAX * RECON_CELL_BYTES];
	const json_t *ids = json_object_get(vector, "ids"), *shorts = json_object_get(vector, "shorts");
	uint32_t from = number(vector, "from"), upto = number(vector, "upto");
	struct wire_salt salt;
	struct kiem_id id;

	salt_of(vector, &salt);
	memset(cells, 0, sizeof(cells));
	for (size_t i = 0; i < json_array_size(ids); i++) {
		const char *hex = json_string_value(json_array_get(ids, i));
		uint64_t item = kiem_unhex(id.b, hex, strlen(hex)) ? wire_short(&salt, &id) : 0;
		if (item != item_of(json_string_value(json_array_get(shorts, i)))) {
			vectors_failed(vector, "short id %zu is another", i);
		}
		recon_add(cells, from, upto, item);
	}
	recon_write(wire, cells, from, upto);
	if (!vectors_same_hex(vectors_text(vector, "hex"), wire, (upto - from) * RECON_CELL_BYTES)) {
		vectors_failed(vector, "the cells are others");
	}
}

static int ascending(const void *a, const void *b)
{
	uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;

	return (one > other) - (one < other);
}

static void check_items(const json_t *vector, const char *key, uint64_t *items, size_t n)
{
	const json_t *expected = json_object_get(vector, key);
	bool same = json_array_size(expected) == n;

	qsort(items, n, sizeof(*items), ascending);
	for (size_t i = 0; same && i < n; i++) {
		same = items[i] == item_of(json_string_value(json_array_get(expected, i)));
	}
	if (!same) {
		vectors_failed(vector, "`%s` is other", key);
	}
}

static void check_difference(const json_t *vector)
{
	static const char *const results[] = {[RECON_UNDECIDED] = "undecided",
	        [RECON_DECODED] = "decoded",
	        [RECON_COLLIDED] = "refused",
	        [RECON_FALSE] = "refused"};
	static uint8_t mine[VECTORS_BYTES_MAX], theirs[VECTORS_BYTES_MAX];
	uint32_t n = (uint32_t)vectors_bytes(vector, "mine", mine) / RECON_CELL_BYTES;
	void *mem = malloc(recon_size(n));

	if (mem == NULL || vectors_bytes(vector, "theirs", theirs) != (size_t)n * RECON_CELL_BYTES) {
		abort();
	}
	for (uint32_t i = 0; i < n; i++) {
		recon_read(&cells[i], mine + i * RECON_CELL_BYTES);
	}
	struct recon *recon = recon_init(mem, n);
	enum recon_state state = recon_take(recon, cells, theirs, n);
	if (strcmp(results[state], vectors_text(vector, "result")) != 0) {
		vectors_failed(vector, "%s", results[state]);
	} else if (state == RECON_DECODED) {
		size_t n_items;
		uint64_t *items = recon_theirs(recon, &n_items);
		check_items(vector, "lack", items, n_items);
		items = recon_mine(recon, &n_items);
		check_items(vector, "extra", items, n_items);
	}
	free(mem);
}

static void check(const json_t *vector)
{
	if (strcmp(vectors_text(vector, "of"), "cells") == 0) {
		check_set(vector);
	} else {
		check_difference(vector);
	}
}

int main(int argc, char **argv)
{
	if (argc != 2 || sodium_init() < 0) {
		fprintf(stderr, "check_cells DIRECTORY\n");
		return 2;
	}
	vectors_check(argv[1], "cells.json", check);
	return vectors_end();
}

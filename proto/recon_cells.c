/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cells of a set. Items go in and come out in any order, with the same result: xor and addition undo themselves.
 *
 * A cell on the wire:  xor of items 8 B, big-endian | xor of their checks 2 B, big-endian | count modulo 256, 1 B
 */
#include "recon_parts.h"

#include <assert.h>

static void toggle(struct recon_cell *cells, uint32_t from, uint32_t n, uint64_t item, uint32_t one)
{
	struct recon_walk walk = recon_walk(item);
	uint32_t check = recon_check(item);

	for (uint32_t i = 0; i < n; i = recon_next(&walk)) {
		if (i >= from) {
			cells[i].sum ^= item;
			cells[i].check ^= check;
			cells[i].count += one;
		}
	}
}

void recon_add(struct recon_cell *cells, uint32_t from, uint32_t n, uint64_t item)
{
	assert(n <= RECON_CELLS_MAX);
	toggle(cells, from, n, item, 1);
}

void recon_remove(struct recon_cell *cells, uint32_t from, uint32_t n, uint64_t item)
{
	assert(n <= RECON_CELLS_MAX);
	toggle(cells, from, n, item, UINT32_MAX);
}

void recon_add_all(struct recon_cell *cells, uint32_t from, uint32_t n, const uint64_t *items, size_t n_items)
{
	assert(n <= RECON_CELLS_MAX);
	for (size_t i = 0; i < n_items; i++) {
		toggle(cells, from, n, items[i], 1);
	}
}

void recon_write(uint8_t *out, const struct recon_cell *cells, uint32_t from, uint32_t n)
{
	for (uint32_t i = from; i < n; i++) {
		for (int shift = 56; shift >= 0; shift -= 8) {
			*out++ = (uint8_t)(cells[i].sum >> shift);
		}
		for (int shift = 8; shift >= 0; shift -= 8) {
			*out++ = (uint8_t)(cells[i].check >> shift);
		}
		*out++ = (uint8_t)cells[i].count;
	}
}

void recon_read(struct recon_cell *cell, const uint8_t *wire)
{
	uint64_t sum = 0;
	uint32_t check = 0;

	for (size_t i = 0; i < 8; i++) {
		sum = sum << 8 | wire[i];
	}
	for (size_t i = 8; i < 10; i++) {
		check = check << 8 | wire[i];
	}
	*cell = (struct recon_cell){sum, check, wire[10]};
}

bool recon_equal(const struct recon_cell *cells, const uint8_t *wire, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		struct recon_cell theirs;
		recon_read(&theirs, wire + (size_t)i * RECON_CELL_BYTES);
		if (theirs.sum != cells[i].sum || theirs.check != cells[i].check ||
		        (uint8_t)theirs.count != (uint8_t)cells[i].count) {
			return false;
		}
	}
	return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which cells an item is in, and its check: what every node must compute alike to the last bit, so the definition (recon.h,
 * README.md) is in integers.
 *
 * From i the next index passes j with probability (i+1)(i+2) / ((j+1)(j+2)), the product of 1 - 1/(1 + k/2) over k = i+1 … j.
 * Its inverse, for u from 1 … 2^32, is the smallest j with (j+1)(j+2) * u > (i+1)(i+2) * 2^32, so near (i + 3/2) * sqrt(2^32 / u).
 * That is guessed in floating point, which does not wait for i to be known but at its end, and made exact by the integers.
 * So no machine's rounding matters: the guess is wrong by one at most, and the loops below are left for cause.
 */
#include "recon.h"

#include <string.h>

#define INDEX_FACTOR 6364136223846793005u
#define INDEX_STEP 1442695040888963407u
#define CHECK_FACTOR 0xd6e8feb86659fd93u

/* 2^16 / sqrt(u) within 5 in a million: the exponent halved for a start (the rest is a line in between), then Newton twice. */
static double inverse_root(double u)
{
	uint64_t bits;
	double half = 0.5 * u, y;

	memcpy(&bits, &u, sizeof(bits));
	bits = 0x5fe6eb50c7b537a9u - (bits >> 1);
	memcpy(&y, &bits, sizeof(y));
	y = y * (1.5 - half * y * y);
	y = y * (1.5 - half * y * y);
	return 65536.0 * y;
}

uint32_t recon_next(struct recon_walk *walk)
{
	uint64_t i = walk->at, here = (i + 1) * (i + 2) << 32, j, u;
	double guess;

	walk->state = walk->state * INDEX_FACTOR + INDEX_STEP;
	u = (walk->state >> 32) + 1;
	guess = ((double)walk->at + 1.5) * inverse_root((double)(int64_t)u) - 1.5;
	if (guess >= RECON_CELLS_MAX + 1) {
		return walk->at = RECON_CELLS_MAX;
	}
	j = (uint64_t)(int64_t)guess;
	while (j * (j + 1) * u > here) {
		j--;
	}
	while ((j + 1) * (j + 2) * u <= here) {
		j++;
	}
	return walk->at = j < RECON_CELLS_MAX ? (uint32_t)j : RECON_CELLS_MAX;
}

uint32_t recon_check(uint64_t item)
{
	item = (item ^ item >> 32) * CHECK_FACTOR;
	item = (item ^ item >> 32) * CHECK_FACTOR;
	return (uint32_t)(item >> 48);
}

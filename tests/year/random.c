/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See year.h. */
#include "year.h"

uint64_t year_random(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15ULL);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

uint32_t year_below(uint64_t *state, uint32_t n)
{
	return (uint32_t)((year_random(state) >> 32) * n >> 32);
}

bool year_chance(uint64_t *state, unsigned permille)
{
	return year_below(state, 1000) < permille;
}

uint64_t year_mix(uint64_t a, uint64_t b)
{
	uint64_t state = a ^ (b * 0xd6e8feb86659fd93ULL);

	return year_random(&state);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run was: as a hash of every input and effect, and as a line a step for a person. */
#include "parts.h"

#include <endian.h>
#include <stdio.h>
#include <string.h>

void sim_mix(struct sim *sim, uint64_t v)
{
	uint64_t h = (sim->trace ^ v) * 0x9fb21c651e98df25ULL;

	sim->trace = h ^ (h >> 32);
}

void sim_mix_bytes(struct sim *sim, const uint8_t *p, size_t n)
{
	uint64_t word;

	for (; n >= 8; n -= 8, p += 8) {
		memcpy(&word, p, 8);
		sim_mix(sim, le64toh(word));
	}
	word = 0;
	memcpy(&word, p, n);
	sim_mix(sim, le64toh(word) ^ (uint64_t)n << 56);
}

void sim_trace(const struct sim *sim, uint32_t node, const struct swarm_in *in)
{
	static const char *const ins[] = {"board", "neighbour", "up", "down", "dial-failed", "recv", "admitted", "scanned",
	        "writable", "timer", "compare", "peer", "self", "looked", "removed"};
	static const char *const fxs[] = {"ADMIT", "SCAN", "SEND", "SEND_POST", "DIAL", "DROP", "SET_TIMER", "NOTIFY", "LOOK"};
	struct wire_message m;

	printf("%9llu.%03u %5u %s", (unsigned long long)sim_ms(sim), (unsigned)(sim->now_us % 1000), node, ins[in->type]);
	if (in->type == SWARM_RECV) {
		printf(" %s", wire_read(&m, in->body.p, in->body.n) == KIEM_OK ? wire_type_name(m.type) : "garbage");
	}
	if (in->link != SWARM_NO_LINK && in->type != SWARM_TIMER) {
		printf(" link %u from %u", in->link, sim->nodes[node].links[in->link].peer);
	}
	for (size_t i = 0; i < sim->fx->n; i++) {
		const struct swarm_effect *e = &sim->fx->effects[i];

		printf(" | %s", fxs[e->type]);
		if (e->type == SWARM_SEND && wire_read(&m, e->body.p, e->body.n) == KIEM_OK) {
			printf(" %s", wire_type_name(m.type));
		} else if (e->type == SWARM_NOTIFY) {
			printf(" %d", (int)e->notify.what);
		} else if (e->type == SWARM_DIAL) {
			printf(" %s", e->dial.address);
		} else if (e->type == SWARM_DROP_LINK) {
			printf(" why %d", (int)e->drop.why);
		}
		if (e->link != SWARM_NO_LINK) {
			printf(" to %u", sim->nodes[node].links[e->link].peer);
		}
	}
	printf("\n");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Effects and chance. Effects go into the caller's memory, whose size bounds what one step may do: what a step must do
 * (answer a HELLO, drop a link) is little and always fits, because work that can wait asks fx_room first and leaves a spare.
 * Chance is ChaCha20 under the seed of the options, so the same seed and inputs give the same effects.
 */
#include "swarm_parts.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

struct swarm_effect *fx_add(struct swarm *s, enum swarm_fx_type type, uint32_t link)
{
	struct swarm_fx *fx = s->fx;

	assert(fx->n < SWARM_FX_MAX);
	struct swarm_effect *effect = &fx->effects[fx->n++];
	memset(effect, 0, sizeof(*effect));
	effect->type = type;
	effect->link = link;
	return effect;
}

bool fx_room(const struct swarm *s, size_t n)
{
	return s->fx->n + SWARM_FX_SPARE < SWARM_FX_MAX && s->fx->n_bytes + n + SWARM_BODY_MAX <= SWARM_FX_BYTES;
}

uint8_t *fx_body(struct swarm *s, size_t *cap)
{
	size_t left = SWARM_FX_BYTES - s->fx->n_bytes;

	*cap = left < SWARM_BODY_MAX ? left : SWARM_BODY_MAX;
	return s->fx->bytes + s->fx->n_bytes;
}

void fx_sent(struct swarm *s, uint32_t link, size_t n)
{
	struct swarm_effect *effect = fx_add(s, SWARM_SEND, link);

	effect->body = (struct kiem_span){s->fx->bytes + s->fx->n_bytes, n};
	s->fx->n_bytes += n;
	assert(s->fx->n_bytes <= SWARM_FX_BYTES);
}

void fx_send(struct swarm *s, uint32_t link, const struct wire_message *m)
{
	size_t n, cap;
	uint8_t *body = fx_body(s, &cap);

	wire_write(body, &n, cap, m);
	fx_sent(s, link, n);
}

struct swarm_effect *fx_note(struct swarm *s, enum swarm_notice what, uint32_t link)
{
	struct swarm_effect *effect = fx_add(s, SWARM_NOTIFY, link);

	effect->notify.what = what;
	if (link != SWARM_NO_LINK) {
		effect->notify.node = s->links[link].node;
	}
	return effect;
}

void fx_random(struct swarm *s, uint8_t *out, size_t n)
{
	uint8_t nonce[crypto_stream_chacha20_NONCEBYTES];

	memcpy(nonce, &s->chance, sizeof(nonce));
	s->chance++;
	crypto_stream_chacha20(out, n, nonce, s->options.seed);
}

uint64_t fx_random_below(struct swarm *s, uint64_t bound)
{
	uint64_t v;

	fx_random(s, (uint8_t *)&v, sizeof(v));
	return v % bound;
}

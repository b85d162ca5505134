/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the two ends of a link derive from the nonces of their HELLOs, for each board. Only these two know the nonces, so nobody
 * else can grind ids against a short id, and a tag tells nothing to who does not know the board already.
 *
 *     BLAKE2b-192( dialler's nonce 16 | listener's nonce 16 | board name )  =  tag 8 | short key 16
 *     BLAKE2b-128( short key 16 | round 1 )                                 =  short key of that round
 */
#include <kiem/wire.h>

#include <assert.h>
#include <sodium.h>
#include <string.h>

void wire_salt(struct wire_salt *salt, const uint8_t dialler[static WIRE_NONCE_BYTES],
        const uint8_t listener[static WIRE_NONCE_BYTES], struct kiem_span board)
{
	crypto_generichash_blake2b_state state;
	uint8_t out[WIRE_TAG_BYTES + sizeof(salt->short_key)];

	crypto_generichash_blake2b_init(&state, NULL, 0, sizeof(out));
	crypto_generichash_blake2b_update(&state, dialler, WIRE_NONCE_BYTES);
	crypto_generichash_blake2b_update(&state, listener, WIRE_NONCE_BYTES);
	crypto_generichash_blake2b_update(&state, board.p, board.n);
	crypto_generichash_blake2b_final(&state, out, sizeof(out));
	memcpy(salt->tag, out, WIRE_TAG_BYTES);
	memcpy(salt->short_key, out + WIRE_TAG_BYTES, sizeof(salt->short_key));
}

void wire_salt_round(struct wire_salt *anew, const struct wire_salt *salt, unsigned round)
{
	uint8_t in[sizeof(salt->short_key) + 1];

	assert(round <= WIRE_ROUND_MAX);
	*anew = *salt;
	if (round > 0) {
		memcpy(in, salt->short_key, sizeof(salt->short_key));
		in[sizeof(salt->short_key)] = (uint8_t)round;
		crypto_generichash_blake2b(anew->short_key, sizeof(anew->short_key), in, sizeof(in), NULL, 0);
	}
}

uint64_t wire_short(const struct wire_salt *salt, const struct kiem_id *id)
{
	uint8_t out[crypto_shorthash_siphash24_BYTES];
	uint64_t v = 0;

	crypto_shorthash_siphash24(out, id->b, sizeof(id->b), salt->short_key);
	for (size_t i = 0; i < sizeof(out); i++) {
		v = v << 8 | out[i];
	}
	return v;
}

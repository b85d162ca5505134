/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See memo.h. Two tables, each place overwritten by what comes later; what is looked up is compared in full but for the message. */
#include "memo.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct verdict {
	uint8_t sig[64], pk[32];
	uint64_t message; /* a hash, with its length */
	int result;
	bool used;
};

struct curve {
	uint8_t pk[32], curve[32];
	int result;
	bool used;
};

static struct {
	struct verdict *verdicts;
	struct curve *curves;
	size_t mask;
	uint64_t saved;
} memo;

void memo_begin(size_t n)
{
	size_t cap = 1024;

	while (cap < 8 * n) {
		cap *= 2;
	}
	memo_end();
	memo.verdicts = calloc(cap, sizeof(memo.verdicts[0]));
	memo.curves = calloc(cap, sizeof(memo.curves[0]));
	assert(memo.verdicts != NULL && memo.curves != NULL);
	memo.mask = cap - 1;
}

void memo_end(void)
{
	free(memo.verdicts);
	free(memo.curves);
	memset(&memo, 0, sizeof(memo));
}

uint64_t memo_saved(void)
{
	return memo.saved;
}

static uint64_t first8(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* FNV-1a: nobody in a run makes messages that collide on purpose. */
static uint64_t hash(const uint8_t *p, size_t n)
{
	uint64_t h = 0xcbf29ce484222325ULL ^ n;

	for (size_t i = 0; i < n; i++) {
		h = (h ^ p[i]) * 0x100000001b3ULL;
	}
	return h;
}

int __wrap_crypto_sign_verify_detached(
        const unsigned char *sig, const unsigned char *m, unsigned long long mlen, const unsigned char *pk)
{
	if (memo.verdicts == NULL) {
		return __real_crypto_sign_verify_detached(sig, m, mlen, pk);
	}
	struct verdict *v = &memo.verdicts[first8(sig) & memo.mask];
	uint64_t message = hash(m, (size_t)mlen);
	if (v->used && memcmp(v->sig, sig, sizeof(v->sig)) == 0 && memcmp(v->pk, pk, sizeof(v->pk)) == 0 && v->message == message) {
		memo.saved++;
		return v->result;
	}
	memcpy(v->sig, sig, sizeof(v->sig));
	memcpy(v->pk, pk, sizeof(v->pk));
	v->message = message;
	v->result = __real_crypto_sign_verify_detached(sig, m, mlen, pk);
	v->used = true;
	return v->result;
}

int __wrap_crypto_sign_ed25519_pk_to_curve25519(unsigned char *curve, const unsigned char *pk)
{
	if (memo.curves == NULL) {
		return __real_crypto_sign_ed25519_pk_to_curve25519(curve, pk);
	}
	struct curve *c = &memo.curves[first8(pk) & memo.mask];
	if (!c->used || memcmp(c->pk, pk, sizeof(c->pk)) != 0) {
		memcpy(c->pk, pk, sizeof(c->pk));
		c->result = __real_crypto_sign_ed25519_pk_to_curve25519(c->curve, pk);
		c->used = true;
	} else {
		memo.saved++;
	}
	memcpy(curve, c->curve, sizeof(c->curve));
	return c->result;
}

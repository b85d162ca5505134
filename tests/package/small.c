/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody else's program may look like: makes one post with libkiem, reads it back, and prints its id. */
#include <kiem/post.h>
#include <kiem/store.h>

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static struct kiem_span span(const char *text)
{
	return (struct kiem_span){(const uint8_t *)text, strlen(text)};
}

int main(void)
{
	uint8_t key[32], secret[64], seed[32] = {7}, bytes[KIEM_POST_MAX];
	struct kiem_post read, post = {.kind = KIEM_OFFER, .made = 1795262400000, .until = 1797854400000};
	char text[65];
	size_t n;

	if (sodium_init() < 0) {
		return 70;
	}
	crypto_sign_seed_keypair(key, secret, seed);
	post.board = span("nl/tilburg/noord");
	post.title = span("Zaal voor twintig mensen");
	enum kiem_verdict verdict = kiem_post_make(bytes, &n, sizeof(bytes), &post, secret);
	if (verdict == KIEM_OK) {
		verdict = kiem_post_decode(&read, bytes, n);
	}
	if (verdict == KIEM_OK) {
		verdict = kiem_post_verify(&read);
	}
	if (verdict != KIEM_OK) {
		fprintf(stderr, "%s\n", kiem_verdict_name(verdict));
		return 1;
	}
	kiem_hex(text, read.id.b, sizeof(read.id.b));
	printf("%s %s\n", text, kiem_err_sentence(KIEM_E_FULL));
	return 0;
}

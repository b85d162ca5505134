/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See support.h. */
#include "support.h"

#include <dirent.h>
#include <ftw.h>
#include <sodium.h>
#include <time.h>
#include <unistd.h>

void support_tmpdir(char path[static 256])
{
	const char *base = getenv("TMPDIR");

	snprintf(path, 256, "%s/kiem-test-XXXXXX", base != NULL && base[0] != '\0' ? base : "/tmp");
	if (mkdtemp(path) == NULL) {
		fail_msg("no temporary directory %s", path);
	}
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	return remove(path);
}

void support_rmtree(const char *path)
{
	if (nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0) {
		fail_msg("cannot remove %s", path);
	}
}

uint64_t support_seed(void)
{
	static uint64_t seed;

	if (seed == 0) {
		const char *given = getenv("KIEM_TEST_SEED");

		seed = given != NULL ? strtoull(given, NULL, 10) : 1;
		print_message("seed %llu (KIEM_TEST_SEED repeats it)\n", (unsigned long long)seed);
	}
	return seed;
}

uint64_t support_random(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15ULL);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

void support_author(struct support_author *author, uint64_t number)
{
	uint8_t seed[32] = {0};

	memcpy(seed, &number, sizeof(number));
	assert_true(sodium_init() >= 0);
	crypto_sign_seed_keypair(author->key.b, author->secret, seed);
}

struct kiem_span support_span(const char *text)
{
	return (struct kiem_span){(const uint8_t *)text, strlen(text)};
}

void support_make(struct support_bytes *out, struct kiem_post *post, const struct support_author *author)
{
	if (post->made == 0) {
		post->made = SUPPORT_NOW;
	}
	if (post->until == 0) {
		post->until = post->made + 365 * 86400000LL;
	}
	if (post->board.n == 0) {
		post->board = support_span("nl/tilburg/noord");
	}
	enum kiem_verdict verdict = kiem_post_make(out->b, &out->n, sizeof(out->b), post, author->secret);
	if (verdict != KIEM_OK) {
		fail_msg("the post of a test is refused: %s", kiem_verdict_name(verdict));
	}
}

void support_titled(struct support_bytes *out, uint64_t kind, const char *board, const char *title, int64_t made,
        const struct support_author *author)
{
	struct kiem_post post = {.kind = kind, .board = support_span(board), .title = support_span(title), .made = made};

	support_make(out, &post, author);
}

void support_linked(struct support_bytes *out, uint64_t kind, uint64_t relation, const struct kiem_id *to, int64_t made,
        const struct support_author *author)
{
	struct kiem_post post = {.kind = kind, .made = made, .n_links = 1};

	post.links[0].relation = relation;
	post.links[0].id = *to;
	support_make(out, &post, author);
}

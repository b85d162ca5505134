/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * make_bundle BOARD POSTS [MADE_MS] > FILE: a bundle of signed posts as a busy board would hold them after some months, always
 * the same for the same arguments. About 500 bytes each: mostly content of differing length, one in four a join or a note to an
 * earlier post. Written in the order in which they were made, a minute apart, ending at MADE_MS (now, when not given).
 */
#include "support.h"

#include <sodium.h>
#include <time.h>

#define AUTHORS 200
#define STEP_MS 60000
#define RECENT 1024 /* posts that a tie may point to */

static const char words[] =
        "We hebben op het terrein achter de hal nog ruimte voor twee laadpalen en een schuur vol gereedschap dat te "
        "weinig wordt gebruikt. Wie zin heeft om op zaterdag mee te helpen met de geveltuinen is welkom, ook "
        "zonder groene vingers; koffie staat klaar vanaf negen uur bij de bakker op de hoek. De aansluiting op "
        "het net heeft 's avonds capaciteit over, en die delen we liever dan dat zij ongebruikt blijft. ";

static struct support_author authors[AUTHORS];
static struct kiem_id recent[RECENT];

/* A content post with a text of 150 to 400 bytes. */
static void fill_content(struct kiem_post *post, char title[static 64], uint64_t i, uint64_t *random)
{
	static const uint64_t kinds[] = {KIEM_INITIATIVE, KIEM_OFFER, KIEM_REQUEST, KIEM_DEED, KIEM_LESSON};

	post->kind = kinds[support_random(random) % (sizeof(kinds) / sizeof(kinds[0]))];
	snprintf(title, 64, "Bericht %llu van het bedrijvenpark", (unsigned long long)i);
	post->title = support_span(title);
	post->text = (struct kiem_span){(const uint8_t *)words, 150 + support_random(random) % 250};
	post->n_tags = 2;
	post->tags[0] = support_span("delen");
	post->tags[1] = support_span("noord");
	post->place = support_span("Lijnsheike");
}

/* A join or a note about one of the last posts. */
static void fill_tie(struct kiem_post *post, uint64_t i, uint64_t *random)
{
	post->kind = support_random(random) % 2 == 0 ? KIEM_JOIN : KIEM_NOTE;
	struct kiem_span text = {(const uint8_t *)words, 80 + support_random(random) % 200};
	if (post->kind == KIEM_JOIN) {
		post->bring = text;
	} else {
		post->text = text;
	}
	post->n_links = 1;
	post->links[0].relation = KIEM_ABOUT;
	post->links[0].id = recent[support_random(random) % (i < RECENT ? i : RECENT)];
}

static void write_post(uint64_t i, const char *board, int64_t made, uint64_t *random)
{
	static struct support_bytes bytes;
	struct kiem_post post = {.board = support_span(board), .made = made};
	char title[64];

	if (i > 0 && support_random(random) % 4 == 0) {
		fill_tie(&post, i, random);
	} else {
		fill_content(&post, title, i, random);
	}
	support_make(&bytes, &post, &authors[support_random(random) % AUTHORS]);
	kiem_id_of(&recent[i % RECENT], bytes.b, bytes.n);
	if (fwrite(bytes.b, 1, bytes.n, stdout) != bytes.n) {
		perror("make_bundle");
		exit(74);
	}
}

int main(int argc, char **argv)
{
	struct timespec now;
	uint64_t random = 2026;

	if (argc < 3 || argc > 4 || sodium_init() < 0) {
		fprintf(stderr, "usage: make_bundle BOARD POSTS [MADE_MS] > FILE\n");
		return 64;
	}
	clock_gettime(CLOCK_REALTIME, &now);
	uint64_t n = strtoull(argv[2], NULL, 10);
	int64_t last = argc == 4 ? strtoll(argv[3], NULL, 10) : (int64_t)now.tv_sec * 1000;
	for (uint64_t i = 0; i < AUTHORS; i++) {
		support_author(&authors[i], 70000 + i);
	}
	for (uint64_t i = 0; i < n; i++) {
		write_post(i, argv[1], last - (int64_t)(n - i) * STEP_MS, &random);
	}
	return fflush(stdout) == 0 ? 0 : 74;
}

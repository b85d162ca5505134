/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See store_posts.h. */
#include "store_posts.h"

#include <pthread.h>
#include <sodium.h>
#include <time.h>

#define AUTHORS 2000
#define TEXT_BYTES 290
#define PAYLOAD_AT 43

double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void must(enum kiem_err err, const char *what)
{
	if (err != KIEM_DONE) {
		fprintf(stderr, "bench_store: %s: %s\n", what, kiem_err_sentence(err));
		exit(1);
	}
}

/* ---- posts ---- */

static void make_one(struct posts *posts, size_t i, const struct support_author *author, const char *text)
{
	char title[64];
	struct kiem_post post = {.kind = KIEM_OFFER, .made = SUPPORT_NOW - 90 * 86400000LL + (int64_t)i * 50};

	snprintf(title, sizeof(title), "Ruimte over op het park, nummer %zu", i);
	post.until = post.made + 365 * 86400000LL;
	post.board = support_span(BOARD);
	post.text = (struct kiem_span){(const uint8_t *)text, TEXT_BYTES};
	if (i % 4 == 3) {
		post.kind = KIEM_NOTE;
		post.n_links = 1;
		post.links[0].relation = KIEM_ABOUT;
		kiem_id_of(&post.links[0].id, posts->spans[i / 2].p, posts->spans[i / 2].n);
	} else {
		post.title = support_span(title);
		post.n_tags = 1;
		post.tags[0] = support_span("ruimte");
	}
	uint8_t *at = posts->bytes + posts->total;
	enum kiem_verdict verdict = kiem_post_make(at, &posts->spans[i].n, KIEM_POST_MAX, &post, author->secret);
	if (verdict != KIEM_OK) {
		fprintf(stderr, "bench_store: a post is refused: %s\n", kiem_verdict_name(verdict));
		exit(1);
	}
	posts->spans[i].p = at;
	posts->total += posts->spans[i].n;
}

void make_posts(struct posts *posts, size_t n)
{
	static struct support_author authors[AUTHORS];
	char text[TEXT_BYTES];

	memset(text, 'k', sizeof(text));
	posts->n = n;
	posts->bytes = malloc(n * 640 + KIEM_POST_MAX);
	posts->spans = calloc(n, sizeof(*posts->spans));
	if (posts->bytes == NULL || posts->spans == NULL) {
		must(KIEM_E_MEMORY, "posts");
	}
	for (size_t i = 0; i < AUTHORS; i++) {
		support_author(&authors[i], i);
	}
	for (size_t i = 0; i < n; i++) {
		make_one(posts, i, &authors[i * 7919 % AUTHORS], text);
	}
}

/* ---- raw ---- */

/* What was signed of a post: the Sig_structure of RFC 9052 with kiem's domain. */
static size_t message_of(uint8_t *out, const struct kiem_span *post)
{
	static const uint8_t begin[] = "\x84\x6aSignature1", domain[] = "\x46kiem/1";
	size_t n_payload = post->n - PAYLOAD_AT - 66, n = 0;

	memcpy(out, begin, sizeof(begin) - 1);
	n += sizeof(begin) - 1;
	memcpy(out + n, post->p + 2, 40);
	n += 40;
	memcpy(out + n, domain, sizeof(domain) - 1);
	n += sizeof(domain) - 1;
	memcpy(out + n, post->p + PAYLOAD_AT, n_payload);
	return n + n_payload;
}

struct raw {
	const struct posts *posts;
	size_t base, from, to; /* messages begin with that of post `base` */
	uint8_t *messages;
	size_t *ends;
};

static void *raw_verify(void *arg)
{
	const struct raw *raw = arg;

	for (size_t i = raw->from; i < raw->to; i++) {
		const struct kiem_span *post = &raw->posts->spans[i];
		size_t k = i - raw->base, at = k == 0 ? 0 : raw->ends[k - 1];

		if (crypto_sign_verify_detached(post->p + post->n - 64, raw->messages + at, raw->ends[k] - at, post->p + 10) != 0) {
			must(KIEM_E_DAMAGED, "a signature does not verify");
		}
	}
	return NULL;
}

double raw_slice(const struct posts *posts, size_t from, size_t to, unsigned threads)
{
	static uint8_t messages[SLICE * 700];
	static size_t ends[SLICE];
	struct raw raw[2];
	pthread_t other;
	size_t n = 0;

	for (size_t i = from; i < to; i++) {
		n += message_of(messages + n, &posts->spans[i]);
		ends[i - from] = n;
	}
	size_t middle = threads == 1 ? to : (from + to) / 2;
	raw[0] = (struct raw){posts, from, from, middle, messages, ends};
	raw[1] = (struct raw){posts, from, middle, to, messages, ends};
	double begin = seconds();
	if (threads > 1 && pthread_create(&other, NULL, raw_verify, &raw[1]) != 0) {
		must(KIEM_E_MEMORY, "thread");
	}
	raw_verify(&raw[0]);
	if (threads > 1) {
		pthread_join(other, NULL);
	}
	return seconds() - begin;
}

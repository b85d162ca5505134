/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the end-to-end tests need beside the programs themselves:
 *
 *     tool ask HOME REQUEST                  a request of docs/control.md; its answer
 *     tool await HOME POSTS SECONDS          waits until the node has so many posts; the milliseconds that took
 *     tool held HOME                         the ids of the posts that a neighbour is known to hold
 *     tool bundle BOARD COUNT SEED           COUNT posts by an author without a node, on stdout
 */
#include <kiem/home.h>
#include <kiem/link.h>
#include <kiem/post.h>
#include <kiem/store.h>

#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ASK_MS 5000

static int fail(const char *what)
{
	fprintf(stderr, "tool: %s\n", what);
	return EXIT_FAILURE;
}

static char *call(const char *given, const char *request)
{
	struct kiem_home home;
	char *answer = NULL;

	if (kiem_home_find(&home, given) != KIEM_DONE || link_control_call(&answer, home.control, request, ASK_MS) != KIEM_DONE) {
		return NULL;
	}
	return answer;
}

static int ask(const char *home, const char *request)
{
	char *answer = call(home, request);

	if (answer == NULL && strcmp(request, "poke") != 0) {
		return fail("no daemon answers");
	}
	puts(answer != NULL ? answer : "{\"ok\":true}");
	free(answer);
	return EXIT_SUCCESS;
}

static json_int_t count_posts(const char *home)
{
	char *answer = call(home, "status");
	json_t *status = answer != NULL ? json_loads(answer, 0, NULL) : NULL;
	json_int_t posts = status != NULL ? json_integer_value(json_object_get(status, "posts")) : -1;

	json_decref(status);
	free(answer);
	return posts;
}

static int await_posts(const char *home, long long posts, double seconds)
{
	uint64_t start = kiem_monotonic_ms();
	const struct timespec pause = {.tv_nsec = 1000000};

	while (count_posts(home) < posts) {
		if ((double)(kiem_monotonic_ms() - start) > seconds * 1000) {
			return fail("not in time");
		}
		nanosleep(&pause, NULL);
	}
	printf("%llu\n", (unsigned long long)(kiem_monotonic_ms() - start));
	return EXIT_SUCCESS;
}

static int held(const char *given)
{
	struct kiem_walk walk = {.by = KIEM_BY_ARRIVAL};
	struct kiem_store_options options = {0};
	struct kiem_store *store = NULL;
	struct kiem_read *read = NULL;
	struct kiem_home home;
	struct kiem_kept kept;
	struct kiem_key node;
	char hex[65];

	if (kiem_home_find(&home, given) != KIEM_DONE) {
		return fail("no home");
	}
	options.dir = home.store;
	if (kiem_store_open(&store, &options) != KIEM_DONE || kiem_read_begin(&read, store) != KIEM_DONE) {
		kiem_store_close(store);
		return fail("the store does not open");
	}
	while (kiem_walk_next(read, &walk)) {
		if (kiem_read_holders(read, &node, 1, walk.number) > 0 && kiem_read_post(read, &kept, walk.number) == KIEM_DONE) {
			kiem_hex(hex, kept.post.id.b, sizeof(kept.post.id.b));
			puts(hex);
		}
	}
	kiem_read_end(read);
	kiem_store_close(store);
	return EXIT_SUCCESS;
}

static int bundle(const char *board, long count, uint64_t number)
{
	uint8_t seed[crypto_sign_SEEDBYTES] = {0}, secret[crypto_sign_SECRETKEYBYTES], out[KIEM_POST_MAX];
	struct kiem_key key;
	int64_t now = kiem_now_ms();
	char title[64];
	size_t n;

	memcpy(seed, &number, sizeof(number));
	crypto_sign_seed_keypair(key.b, secret, seed);
	for (long i = 0; i < count; i++) {
		struct kiem_post post = {.kind = i % 3 == 0   ? KIEM_INITIATIVE
		                                 : i % 3 == 1 ? KIEM_OFFER
		                                              : KIEM_REQUEST,
		        .made = now - (count - i) * 1000};

		post.until = post.made + 365 * 86400000LL;
		post.board = (struct kiem_span){(const uint8_t *)board, strlen(board)};
		post.title = (struct kiem_span){
		        (const uint8_t *)title, (size_t)snprintf(title, sizeof(title), "Uit de bundel, nummer %ld", i)};
		if (kiem_post_make(out, &n, sizeof(out), &post, secret) != KIEM_OK || fwrite(out, n, 1, stdout) != 1) {
			return fail("a post of the bundle cannot be made");
		}
	}
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	if (sodium_init() < 0) {
		return fail("no random numbers");
	}
	if (argc == 4 && strcmp(argv[1], "ask") == 0) {
		return ask(argv[2], argv[3]);
	}
	if (argc == 3 && strcmp(argv[1], "held") == 0) {
		return held(argv[2]);
	}
	if (argc == 5 && strcmp(argv[1], "await") == 0) {
		return await_posts(argv[2], atoll(argv[3]), atof(argv[4]));
	}
	if (argc == 5 && strcmp(argv[1], "bundle") == 0) {
		return bundle(argv[2], atol(argv[3]), strtoull(argv[4], NULL, 10));
	}
	return fail("usage: tool ask HOME REQUEST | await HOME POSTS SECONDS | held HOME | bundle BOARD COUNT SEED");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the machine can do without kiem, as the other side of every ratio:
 *   raw verify BUNDLE THREADS   signatures a second of bare crypto_sign_verify_detached over the posts' signed bytes
 *   raw commit DIR COMMITS      one LMDB put of 600 bytes and one synced commit, each timed: median and p99 in microseconds
 * Each prints one line of JSON.
 */
#include <kiem/post.h>

#include <lmdb.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define POSTS_MAX 1000000
#define THREADS_MAX 16
#define COMMITS_MAX 10000
#define SIGNATURE 64
#define HEAD_AT 2 /* the protected header, as a byte string, after d2 84 */
#define HEAD 40
#define PAYLOAD_AT (HEAD_AT + HEAD + 1) /* after the empty unprotected header */

/* One signature to check: the Sig_structure that was signed (RFC 9052 section 4.4), its key, its signature. */
struct item {
	const uint8_t *message, *key, *signature;
	size_t n;
};
struct slice {
	const struct item *items;
	size_t n, bad;
};

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void die(const char *what)
{
	fprintf(stderr, "raw: %s\n", what);
	exit(70);
}

static void *verify_slice(void *given)
{
	struct slice *slice = given;

	for (size_t i = 0; i < slice->n; i++) {
		const struct item *item = &slice->items[i];

		slice->bad += crypto_sign_verify_detached(item->signature, item->message, item->n, item->key) != 0;
	}
	return NULL;
}

/* Rebuilds what was signed at `to`, which has room for the post's length; where it ends. */
static uint8_t *item_of(struct item *item, uint8_t *to, const uint8_t *post, size_t n)
{
	static const uint8_t begin[] = "\x84\x6aSignature1", domain[] = "\x46kiem/1";
	size_t payload = n - PAYLOAD_AT - SIGNATURE - 2;

	item->message = to;
	item->key = post + HEAD_AT + HEAD - 32;
	item->signature = post + n - SIGNATURE;
	memcpy(to, begin, sizeof(begin) - 1);
	to += sizeof(begin) - 1;
	memcpy(to, post + HEAD_AT, HEAD);
	to += HEAD;
	memcpy(to, domain, sizeof(domain) - 1);
	to += sizeof(domain) - 1;
	memcpy(to, post + PAYLOAD_AT, payload);
	to += payload;
	item->n = (size_t)(to - item->message);
	return to;
}

static uint8_t *read_all(const char *path, size_t *n)
{
	FILE *file = fopen(path, "rb");

	if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
		die("cannot read the bundle");
	}
	*n = (size_t)ftell(file);
	rewind(file);
	uint8_t *bytes = malloc(*n);
	if (bytes == NULL || fread(bytes, 1, *n, file) != *n) {
		die("cannot read the bundle");
	}
	fclose(file);
	return bytes;
}

/* Takes the bundle apart; how many posts it has. */
static size_t take_apart(struct item *items, uint8_t *messages, const uint8_t *bytes, size_t n_bytes)
{
	size_t n = 0;

	for (size_t at = 0, length; at < n_bytes; at += length) {
		length = kiem_post_length(bytes + at, n_bytes - at);
		if (length == 0 || n == POSTS_MAX) {
			die("not a bundle, or too long");
		}
		messages = item_of(&items[n++], messages, bytes + at, length);
	}
	return n;
}

static int raw_verify(const char *path, size_t threads)
{
	static struct item items[POSTS_MAX];
	struct slice slices[THREADS_MAX];
	pthread_t ids[THREADS_MAX];
	size_t n_bytes, bad = 0;
	uint8_t *bytes = read_all(path, &n_bytes);
	uint8_t *messages = malloc(n_bytes);

	if (messages == NULL) {
		die("no memory");
	}
	size_t n = take_apart(items, messages, bytes, n_bytes);
	double start = seconds();
	for (size_t i = 0; i < threads; i++) {
		slices[i] = (struct slice){items + n * i / threads, n * (i + 1) / threads - n * i / threads, 0};
		if (pthread_create(&ids[i], NULL, verify_slice, &slices[i]) != 0) {
			die("no thread");
		}
	}
	for (size_t i = 0; i < threads; i++) {
		pthread_join(ids[i], NULL);
		bad += slices[i].bad;
	}
	double took = seconds() - start;
	if (bad != 0) {
		die("a signature does not verify");
	}
	printf("{\"posts\": %zu, \"bytes\": %zu, \"threads\": %zu, \"per_second\": %.0f}\n", n, n_bytes, threads, (double)n / took);
	free(messages);
	free(bytes);
	return 0;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void check(int rc)
{
	if (rc != 0) {
		die(mdb_strerror(rc));
	}
}

static double one_commit(MDB_env *env, MDB_dbi dbi, uint64_t number)
{
	static uint8_t bytes[600];
	MDB_val key = {sizeof(number), &number}, value = {sizeof(bytes), bytes};
	MDB_txn *txn;

	double start = seconds();
	check(mdb_txn_begin(env, NULL, 0, &txn));
	check(mdb_put(txn, dbi, &key, &value, MDB_APPEND));
	check(mdb_txn_commit(txn));
	return seconds() - start;
}

static int raw_commit(const char *dir, size_t n)
{
	static double took[COMMITS_MAX];
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi dbi;

	check(mdb_env_create(&env));
	check(mdb_env_set_mapsize(env, 256u << 20));
	check(mdb_env_open(env, dir, 0, 0600));
	check(mdb_txn_begin(env, NULL, 0, &txn));
	check(mdb_dbi_open(txn, NULL, MDB_INTEGERKEY, &dbi));
	check(mdb_txn_commit(txn));
	for (size_t i = 0; i < n; i++) {
		took[i] = one_commit(env, dbi, i + 1) * 1e6;
	}
	mdb_env_close(env);
	qsort(took, n, sizeof(took[0]), ascending);
	printf("{\"commits\": %zu, \"median_us\": %.0f, \"p99_us\": %.0f}\n", n, took[n / 2], took[n * 99 / 100]);
	return 0;
}

int main(int argc, char **argv)
{
	size_t n = argc == 4 ? strtoull(argv[3], NULL, 10) : 0;

	if (sodium_init() < 0) {
		return 70;
	}
	if (argc == 4 && strcmp(argv[1], "verify") == 0 && n >= 1 && n <= THREADS_MAX) {
		return raw_verify(argv[2], n);
	}
	if (argc == 4 && strcmp(argv[1], "commit") == 0 && n >= 1 && n <= COMMITS_MAX) {
		return raw_commit(argv[2], n);
	}
	fprintf(stderr, "usage: raw verify BUNDLE THREADS | raw commit DIR COMMITS\n");
	return 64;
}

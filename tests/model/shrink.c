/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See shrink.h. An assertion that fails ends the test, and one in the program the process; so whatever may fail is played in a
 * child, that stops at once (CMOCKA_TEST_ABORT) and leaves its seed in memory that both have. All histories share one child, which
 * costs nothing while all is well; each try of a smaller history has its own. A child that comes to its end leaves by exit(), so
 * that what it leaked is found as well. What a child left on disk lies in one directory, that its parent removes. That is in memory
 * where there is room: stores that live for a few milliseconds would wait for the disk most of the time.
 */
#include "shrink.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Together with the budget of a test well within what meson gives it. */
#define SHRINK_MS 12000

/* What the children tell their parent. */
struct told {
	uint64_t seed;
	size_t histories, count;
};

struct playing {
	const struct shrink_game *game;
	int64_t until_ms; /* of the histories, and later of the tries */
	uint64_t seed;
	const bool *keep; /* NULL: all */
	struct told *told;
	size_t tries;
};

static int64_t clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- the least that fails ---- */

/* Tries to do without each run of so many of those that are kept, the last ones first: most posts build on earlier ones. */
static bool leave_out(bool *keep, size_t n, size_t many, bool (*fails)(const bool *keep, void *context), void *context)
{
	bool without[MODEL_MAX], fewer = false;

	for (size_t end = n; end > 0;) {
		size_t out = 0;
		memcpy(without, keep, n * sizeof(*keep));
		for (; end > 0 && out < many; end--) {
			out += without[end - 1];
			without[end - 1] = false;
		}
		if (out != 0 && fails(without, context)) {
			memcpy(keep, without, n * sizeof(*keep));
			fewer = true;
		}
	}
	return fewer;
}

size_t shrink_least(bool *keep, size_t n, bool (*fails)(const bool *keep, void *context), void *context)
{
	size_t left = 0;

	assert_true(n <= MODEL_MAX);
	for (size_t i = 0; i < n; i++) {
		keep[i] = true;
	}
	for (size_t many = n / 2; many > 1; many /= 2) {
		leave_out(keep, n, many, fails, context);
	}
	while (leave_out(keep, n, 1, fails, context)) {
	}
	for (size_t i = 0; i < n; i++) {
		left += keep[i];
	}
	return left;
}

/* ---- children ---- */

static void play_one(const struct playing *p)
{
	struct history h;

	p->game->make(&h, p->seed);
	history_keep(&h, p->keep);
	p->game->play(&h, &p->told->count);
	model_finish(&h.model);
}

static void play_many(const struct playing *p)
{
	struct playing one = *p;

	do {
		p->told->seed = one.seed;
		play_one(&one);
		p->told->histories++;
		one.seed++;
	} while (clock_ms() < p->until_ms);
}

/* Nothing is said, and no core is left of what is expected to fail. */
static void be_quiet(void)
{
	int nowhere = open("/dev/null", O_WRONLY);

	setrlimit(RLIMIT_CORE, &(struct rlimit){0});
	dup2(nowhere, STDOUT_FILENO);
	dup2(nowhere, STDERR_FILENO);
}

/* $TMPDIR, or memory. */
static void make_room(char dir[static 256])
{
	if (getenv("TMPDIR") == NULL && access("/dev/shm", W_OK) == 0) {
		setenv("TMPDIR", "/dev/shm", 1);
		support_tmpdir(dir);
		unsetenv("TMPDIR");
	} else {
		support_tmpdir(dir);
	}
}

/* Whether it went well to the end, without a leak. */
static bool in_child(void (*play)(const struct playing *), const struct playing *p, bool quiet)
{
	char dir[256];
	int status;

	make_room(dir);
	fflush(NULL);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		setenv("CMOCKA_TEST_ABORT", "1", 1);
		setenv("TMPDIR", dir, 1);
		if (quiet) {
			be_quiet();
		}
		play(p);
		exit(EXIT_SUCCESS);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	support_rmtree(dir);
	bool well = WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
	if (!well && !quiet) {
		fputc('\n', stderr); /* the last words of a test that aborts have no end */
	}
	return well;
}

/* When time is up nothing fails any more, which ends the shrinking with the least so far. */
static bool fails(const bool *keep, void *context)
{
	struct playing *p = context;

	if (clock_ms() >= p->until_ms) {
		return false;
	}
	p->keep = keep;
	p->tries++;
	return !in_child(play_one, p, true);
}

/* ---- what is left, in words ---- */

static void print_links(const struct history *h, const struct kiem_post *post, const bool *keep)
{
	for (size_t l = 0; l < post->n_links; l++) {
		const char *name = kiem_relation_name(post->links[l].relation);
		size_t to = 0;
		while (to < h->model.n && memcmp(h->model.posts[to]->post.id.b, post->links[l].id.b, 32) != 0) {
			to++;
		}
		if (to < h->model.n) {
			print_error(", %s %zu%s", name != NULL ? name : "linked to", to, keep[to] ? "" : " (left out)");
		} else {
			print_error(", %s what nobody has", name != NULL ? name : "linked to");
		}
	}
}

/* Of the whole history, for links to what was left out. */
static void print_left(const struct playing *p, const bool *keep)
{
	struct history h;

	p->game->make(&h, p->seed);
	for (size_t i = 0; i < h.model.n; i++) {
		const struct kiem_post *post = &h.model.posts[i]->post;
		const char *name = kiem_kind_name(post->kind);
		if (keep[i]) {
			print_error("%4zu: %s (kind %llu) by author %zu, made %+lld s, until %+lld s", i, name != NULL ? name : "?",
			        (unsigned long long)post->kind, h.author_of[i], (long long)(post->made - SUPPORT_NOW) / 1000,
			        (long long)(post->until - SUPPORT_NOW) / 1000);
			print_links(&h, post, keep);
			print_error("\n");
		}
	}
	model_finish(&h.model);
}

static void keep_write(char *out, size_t max, const bool *keep, size_t n)
{
	size_t at = 0;

	out[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		if (keep[i]) {
			at += (size_t)snprintf(out + at, max - at, "%s%zu", at == 0 ? "" : ",", i);
		}
	}
}

static bool keep_read(bool *keep, const char *text)
{
	memset(keep, 0, MODEL_MAX * sizeof(*keep));
	for (char *end; *text != '\0'; text = end) {
		unsigned long i = strtoul(text, &end, 10);
		if (end == text || i >= MODEL_MAX) {
			return false;
		}
		keep[i] = true;
		end += *end == ',';
	}
	return true;
}

/* A seed failed: plays it again without whatever is not needed for that, tells what is left, and fails the test. */
static void shrink(struct playing *p)
{
	unsigned long long seed = p->seed = p->told->seed;
	char words[4 * MODEL_MAX + 1];
	bool keep[MODEL_MAX];
	struct history h;

	p->game->make(&h, p->seed);
	size_t n = h.model.n;
	model_finish(&h.model);
	memset(keep, true, sizeof(keep));
	p->until_ms = clock_ms() + SHRINK_MS;
	if (!fails(keep, p)) {
		fail_msg("seed %llu failed, but by itself it does not: what came before it had a part in that", seed);
	}
	size_t left = shrink_least(keep, n, fails, p);
	bool in_time = clock_ms() < p->until_ms;
	p->keep = keep;
	in_child(play_one, p, false);
	print_error("seed %llu fails with %zu of its %zu posts%s:\n", seed, left, n,
	        in_time ? "" : ", perhaps with fewer: time was up");
	print_left(p, keep);
	keep_write(words, sizeof(words), keep, n);
	fail_msg("after %zu tries; KIEM_TEST_SEED=%llu KIEM_TEST_KEEP=%s plays these again", p->tries, seed, words);
}

size_t shrink_run(const struct shrink_game *game, int64_t budget_ms, size_t *count)
{
	struct playing p = {.game = game, .until_ms = clock_ms() + budget_ms, .seed = support_seed()};
	const char *kept = getenv("KIEM_TEST_KEEP");
	struct told told = {0};
	bool keep[MODEL_MAX];

	p.told = &told;
	if (kept != NULL) {
		assert_true(keep_read(keep, kept));
		p.keep = keep;
		play_one(&p);
	} else {
		p.told = mmap(NULL, sizeof(told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
		assert_true(p.told != MAP_FAILED);
		if (!in_child(play_many, &p, false)) {
			shrink(&p);
		}
		told = *p.told;
		munmap(p.told, sizeof(told));
	}
	if (count != NULL) {
		*count = told.count;
	}
	return told.histories;
}

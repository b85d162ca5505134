/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See desk.h. */
#include "desk.h"

#include <sodium.h>
#include <time.h>
#include <unistd.h>

#define WORDS_MAX 64

void desk_open(struct desk *desk)
{
	*desk = (struct desk){0};
	support_tmpdir(desk->dir);
	snprintf(desk->home, sizeof(desk->home), "%s/home", desk->dir);
	setenv("KIEM_HOME", desk->home, 1);
	setenv("TZ", "Europe/Amsterdam", 1);
	setenv("LC_ALL", "C", 1);
	unsetenv("LANGUAGE");
	tzset();
	assert_true(sodium_init() >= 0);
}

static void forget(struct desk *desk)
{
	free(desk->out);
	free(desk->err);
	desk->out = desk->err = NULL;
}

void desk_close(struct desk *desk)
{
	forget(desk);
	support_rmtree(desk->dir);
}

static const struct cli_command *find(const char *name)
{
	for (const struct cli_command *c = cli_commands; c->name; c++) {
		if (strcmp(c->name, name) == 0) {
			return c;
		}
	}
	fail_msg("no command %s", name);
	return NULL;
}

static int run(struct desk *desk, int argc, char **argv)
{
	struct cli cli = {.command = find(argv[0])};
	size_t n_out, n_err;
	FILE *real = stderr;

	forget(desk);
	FILE *out = open_memstream(&desk->out, &n_out);
	stderr = open_memstream(&desk->err, &n_err);
	cli.out = (struct out){.file = out, .width = 80};
	desk->status = cli.command->run(&cli, argc, argv);
	cli_finish(&cli);
	fclose(out);
	fclose(stderr);
	stderr = real;
	return desk->status;
}

static int type(struct desk *desk, va_list list)
{
	char *words[WORDS_MAX + 1];
	int n = 0;

	for (char *word = va_arg(list, char *); word != NULL && n < WORDS_MAX; word = va_arg(list, char *)) {
		words[n++] = word;
	}
	words[n] = NULL;
	return run(desk, n, words);
}

int desk_type(struct desk *desk, ...)
{
	va_list list;

	va_start(list, desk);
	int status = type(desk, list);
	va_end(list);
	return status;
}

void desk_post(struct desk *desk, char id[static DESK_ID], ...)
{
	va_list list;

	va_start(list, id);
	if (type(desk, list) != 0) {
		fail_msg("status %d: %s", desk->status, desk->err);
	}
	va_end(list);
	assert_int_equal(strlen(desk->out), DESK_ID);
	assert_int_equal(desk->out[DESK_ID - 1], '\n');
	memcpy(id, desk->out, DESK_ID - 1);
	id[DESK_ID - 1] = '\0';
	/* Nobody types two posts in one millisecond; if a test did, their order would be chance. */
	for (int64_t typed = kiem_now_ms(); kiem_now_ms() == typed;) {
	}
}

void desk_init(struct desk *desk)
{
	if (desk_type(desk, "init", "--name", "Speeltuin Noord", "--board", "nl/tilburg/noord", NULL) != 0) {
		fail_msg("init: %s", desk->err);
	}
}

void desk_failed_at(struct desk *desk, int status, const char *words, const char *file, int line)
{
	const char *end = strchr(desk->err, '\n');

	if (desk->status != status || desk->out[0] != '\0' || strncmp(desk->err, "kiem: ", 6) != 0 || end == NULL ||
	        end[1] != '\0' || strstr(desk->err, words) == NULL) {
		print_error("%s:%d: wanted %d and \"%s\", got %d, stdout \"%s\", stderr \"%s\"\n", file, line, status, words,
		        desk->status, desk->out, desk->err);
		fail();
	}
}

static struct kiem_store *open_store(struct desk *desk)
{
	char dir[400];
	struct kiem_store *store;

	snprintf(dir, sizeof(dir), "%s/store", desk->home);
	assert_int_equal(kiem_store_open(&store, &(struct kiem_store_options){.dir = dir}), KIEM_DONE);
	return store;
}

const struct kiem_post *desk_read(struct desk *desk, const char *id)
{
	static uint8_t bytes[KIEM_POST_MAX];
	static struct kiem_post post;
	struct kiem_store *store = open_store(desk);
	struct kiem_read *read;
	uint64_t number;
	size_t n = 0;
	struct kiem_span span;

	assert_int_equal(kiem_read_begin(&read, store), KIEM_DONE);
	assert_int_equal(kiem_read_prefix(read, &number, &n, 1, id), KIEM_DONE);
	if (n == 1) {
		assert_int_equal(kiem_read_bytes(read, &span, number), KIEM_DONE);
		memcpy(bytes, span.p, span.n);
		assert_int_equal(kiem_post_decode(&post, bytes, span.n), KIEM_OK);
		assert_int_equal(kiem_post_verify(&post), KIEM_OK);
	}
	kiem_read_end(read);
	kiem_store_close(store);
	return n == 1 ? &post : NULL;
}

uint64_t desk_posts(struct desk *desk)
{
	struct kiem_store *store = open_store(desk);
	struct kiem_store_stat stat;

	assert_int_equal(kiem_store_stat(store, &stat), KIEM_DONE);
	kiem_store_close(store);
	return stat.posts;
}

bool desk_is(struct kiem_span span, const char *text)
{
	return span.n == strlen(text) && memcmp(span.p, text, span.n) == 0;
}

int desk_setup_empty(void **state)
{
	struct desk *desk = calloc(1, sizeof(*desk));

	assert_non_null(desk);
	desk_open(desk);
	*state = desk;
	return 0;
}

int desk_setup(void **state)
{
	desk_setup_empty(state);
	desk_init(*state);
	return 0;
}

int desk_teardown(void **state)
{
	desk_close(*state);
	free(*state);
	return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of alerts share: posts of somebody else in a desk's store, and a hook that writes down what it is told. */
#ifndef KIEM_TEST_ALERT_SCENE_H
#define KIEM_TEST_ALERT_SCENE_H

#include "alerts.h"
#include "desk.h"

#include <sys/stat.h>

static inline struct kiem_id scene_put(struct desk *desk, struct kiem_post *post)
{
	struct support_author author;
	struct support_bytes bytes;
	struct kiem_store *store;
	static int64_t later;
	char dir[400];

	support_author(&author, 77);
	post->made = kiem_now_ms() - 100000 + later++;
	support_make(&bytes, post, &author);
	snprintf(dir, sizeof(dir), "%s/store", desk->home);
	struct kiem_store_options options = {.dir = dir};
	struct kiem_entry entry = {.bytes = {bytes.b, bytes.n}};
	struct kiem_admit how = {.now_ms = kiem_now_ms()};
	assert_int_equal(kiem_store_open(&store, &options), KIEM_DONE);
	assert_int_equal(kiem_store_admit(store, &entry, 1, &how), KIEM_DONE);
	assert_int_equal(entry.verdict, KIEM_OK);
	kiem_store_close(store);
	return entry.id;
}

/* Somebody else asks for something. */
static inline struct kiem_id scene_ask(struct desk *desk, const char *title)
{
	struct kiem_post post = {.kind = KIEM_REQUEST, .title = support_span(title), .n_tags = 1};

	post.tags[0] = support_span("charging");
	return scene_put(desk, &post);
}

/* A hook that adds a line "TITLE MORE" to DIR/told, and then does `lines`; its path. */
static inline const char *scene_hook(struct desk *desk, const char *lines)
{
	static char path[400];

	snprintf(path, sizeof(path), "%s/hook", desk->dir);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file, "#!/bin/sh\necho \"$KIEM_ALERT $KIEM_TITLE $KIEM_MORE\" >>%s/told\n%s\n", desk->dir, lines);
	fclose(file);
	assert_int_equal(chmod(path, 0700), 0);
	return path;
}

/* What it was told so far. */
static inline const char *scene_told(struct desk *desk)
{
	static char text[20000];
	char path[400];

	snprintf(path, sizeof(path), "%s/told", desk->dir);
	FILE *file = fopen(path, "r");
	text[file != NULL ? fread(text, 1, sizeof(text) - 1, file) : 0] = '\0';
	if (file != NULL) {
		fclose(file);
	}
	return text;
}

static inline size_t scene_lines(struct desk *desk)
{
	size_t n = 0;

	for (const char *at = scene_told(desk); *at != '\0'; at++) {
		n += *at == '\n';
	}
	return n;
}

#endif

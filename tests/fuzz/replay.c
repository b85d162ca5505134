/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Feeds every file of a corpus to a fuzz target, in name order, and every prefix of the small ones, since a decoder's mistakes
 * like to sit where the bytes end. The target itself asserts what must hold; an empty corpus is a failure, so that a
 * wrong path does not pass for a good run.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INPUT_MAX (1u << 20)
#define PREFIXES_MAX 512 /* bytes: larger files are fed whole only */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* A copy of exactly n bytes, so that the address sanitizer sees the first byte past them. */
static void feed(const uint8_t *bytes, size_t n)
{
	uint8_t *exact = malloc(n > 0 ? n : 1);

	if (exact == NULL) {
		abort();
	}
	memcpy(exact, bytes, n);
	LLVMFuzzerTestOneInput(exact, n);
	free(exact);
}

static int replay(const char *path)
{
	static uint8_t bytes[INPUT_MAX];
	FILE *file = fopen(path, "rb");

	if (file == NULL) {
		perror(path);
		return 1;
	}
	size_t n = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	feed(bytes, n);
	for (size_t cut = 0; n <= PREFIXES_MAX && cut < n; cut++) {
		feed(bytes, cut);
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct dirent **names;
	int status = 0;

	int n = argc == 2 ? scandir(argv[1], &names, visible, alphasort) : -1;
	if (n <= 0) {
		fprintf(stderr, "usage: %s CORPUS (a folder with at least one file)\n", argv[0]);
		return 64;
	}
	for (int i = 0; i < n; i++) {
		char path[4096];

		snprintf(path, sizeof(path), "%s/%s", argv[1], names[i]->d_name);
		status |= replay(path);
		free(names[i]);
	}
	free(names);
	printf("%d inputs\n", n);
	return status;
}

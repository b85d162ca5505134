/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file in which the communities of many people are kept for a day (kept.h): struct head, then an entry for each person, by key.
 */
#include "communities.h"
#include "kept.h"

#include <stdlib.h>
#include <string.h>

static const struct kept_kind kind = {"kiemcomm", 2};

struct head {
	int64_t made_ms;
	uint64_t n;
	uint32_t n_communities, modularity;
};

static size_t whole(size_t n)
{
	return sizeof(struct head) + n * sizeof(struct communities_entry);
}

bool communities_load(struct communities_file *file, const char *path)
{
	struct head head;
	size_t n = 0;
	uint8_t *bytes = kept_read(&n, path, &kind);

	*file = (struct communities_file){0};
	if (bytes == NULL || n < sizeof(head)) {
		free(bytes);
		return false;
	}
	memcpy(&head, bytes, sizeof(head));
	if (head.n < VIEW_NONE && whole((size_t)head.n) == n) {
		*file = (struct communities_file){.n = (size_t)head.n,
		        .made_ms = head.made_ms,
		        .n_communities = head.n_communities,
		        .modularity = head.modularity,
		        .list = calloc((size_t)head.n + 1, sizeof(*file->list))};
	}
	if (file->list != NULL) {
		memcpy(file->list, bytes + sizeof(head), file->n * sizeof(*file->list));
	}
	free(bytes);
	return file->list != NULL;
}

void communities_save(const struct communities_file *file, const char *path)
{
	struct head head = {
	        .made_ms = file->made_ms, .n = file->n, .n_communities = file->n_communities, .modularity = file->modularity};
	uint8_t *bytes = malloc(whole(file->n));

	if (bytes != NULL) {
		memcpy(bytes, &head, sizeof(head));
		memcpy(bytes + sizeof(head), file->list, file->n * sizeof(*file->list));
		kept_write(path, &kind, bytes, whole(file->n));
	}
	free(bytes);
}

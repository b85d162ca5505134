/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posts and people as JSON, the same in every reading command; docs/json.md is the contract. */
#ifndef KIEM_CLI_JSON_POST_H
#define KIEM_CLI_JSON_POST_H

#include "look.h"

/* Sets a key; a value that could not be made for lack of memory is our end, as in out_json. */
void json_put(json_t *object, const char *key, json_t *value);
void json_append(json_t *array, json_t *value);
/* `key`: ms since the epoch, and `key`_iso: the same for people. */
void json_put_time(json_t *object, const char *key, int64_t ms);
/* Nothing when the text is empty. */
void json_put_text(json_t *object, const char *key, struct kiem_span text);
/* `key`: the public key in full; `name_key`: what that person calls themself, or null. */
void json_put_person(json_t *object, const struct look *look, const char *key, const char *name_key, const struct kiem_key *who);
/* `key`: the name of a number, or the number when it has none. */
void json_put_word(json_t *object, const char *key, uint64_t number, const char *name);
/* What a join brings: bring, motive, signals, roles. */
void json_put_join(json_t *object, const struct view_join *join);

/* The post `kept` with the text of its version `shown` (the same when it was not revised). */
json_t *json_post(const struct look *look, const struct kiem_kept *kept, const struct kiem_kept *shown);

#endif

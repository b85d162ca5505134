/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of the protocol as a person reads them, in their language. A number that this version does not know gives
 * "unknown". A person may type these words too, or those of kiem_kind_name and the like, which are the same in every language.
 */
#ifndef KIEM_CLI_LABELS_H
#define KIEM_CLI_LABELS_H

#include <stdint.h>

const char *label_kind(uint64_t kind);
const char *label_relation(uint64_t relation); /* as it is said of the post that links: "builds on" */
/* As it is said below the post that is linked to: "builds on this". NULL where it goes without saying (about, takes back). */
const char *label_relation_here(uint64_t relation);
const char *label_signal(uint64_t sign);
const char *label_role(uint64_t role);
const char *label_sector(uint64_t sector);

/* From a word typed to its number; 0 when there is no such word. */
uint64_t label_kind_of(const char *word);
uint64_t label_signal_of(const char *word);
uint64_t label_sector_of(const char *word);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of the protocol as a person reads them, in their language. A number that this version does not know gives
 * "unknown". The words that a person types stay those of kiem_kind_name and the like, in every language.
 */
#ifndef KIEM_CLI_LABELS_H
#define KIEM_CLI_LABELS_H

#include <stdint.h>

const char *label_kind(uint64_t kind);
const char *label_relation(uint64_t relation); /* as it is said of the post that links: "builds on" */
const char *label_signal(uint64_t sign);
const char *label_role(uint64_t role);
const char *label_sector(uint64_t sector);

#endif

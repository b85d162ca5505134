/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Large runs judge a signature once and remember the verdict, and the CURVE key of a node likewise: both cost as much as a
 * hundred steps. The linker leads the two calls of libsodium here (--wrap); small runs go on to the real ones each time.
 */
#ifndef KIEM_SIM_MEMO_H
#define KIEM_SIM_MEMO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Begins to remember, for about n nodes; until then every call goes to libsodium. */
void memo_begin(size_t n);
void memo_end(void);
uint64_t memo_saved(void); /* calls that needed no curve */

int __wrap_crypto_sign_verify_detached(
        const unsigned char *sig, const unsigned char *m, unsigned long long mlen, const unsigned char *pk);
int __real_crypto_sign_verify_detached(
        const unsigned char *sig, const unsigned char *m, unsigned long long mlen, const unsigned char *pk);
int __wrap_crypto_sign_ed25519_pk_to_curve25519(unsigned char *curve, const unsigned char *pk);
int __real_crypto_sign_ed25519_pk_to_curve25519(unsigned char *curve, const unsigned char *pk);

#endif

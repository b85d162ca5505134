/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Secret keys: the only file of code that sees one. They live in memory of sodium_malloc (locked, guarded, left out of core
 * dumps), read-only once made, and are wiped when freed. Scratch copies live there too.
 *
 * A key file, mode 0600, is one line; the public key stands there so that a damaged line is noticed:
 *
 *     kiem-secret-1 SEED PUBLIC        64 hexadecimal digits each
 *
 * What is exported is the seed in a secretbox under argon2id of a passphrase; private_file.c and seal_text.c see no secret but, the
 * former, the line above on its way to the disk.
 */
#include "home.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define SEED crypto_sign_SEEDBYTES
#define FILE_MAGIC "kiem-secret-1 "
#define FILE_SIZE (sizeof(FILE_MAGIC) - 1 + 64 + 1 + 64 + 1)
#define SALT crypto_pwhash_SALTBYTES
#define NONCE crypto_secretbox_NONCEBYTES
_Static_assert(HOME_SEALED == SALT + NONCE + crypto_secretbox_MACBYTES + SEED, "the sealed form of version 1");

struct kiem_secret {
	uint8_t pair[crypto_sign_SECRETKEYBYTES]; /* seed, then public key: libsodium's form */
};

/* A pair of a seed, or of fresh randomness when seed is NULL. */
static struct kiem_secret *secret_new(const uint8_t *seed)
{
	struct kiem_secret *secret;
	uint8_t public[crypto_sign_PUBLICKEYBYTES];
	int ready = sodium_init();

	assert(ready >= 0);
	secret = sodium_malloc(sizeof(*secret));
	if (secret == NULL) {
		return NULL;
	}
	if (seed != NULL) {
		crypto_sign_seed_keypair(public, secret->pair, seed);
	} else {
		crypto_sign_keypair(public, secret->pair);
	}
	sodium_mprotect_readonly(secret);
	return secret;
}

void kiem_secret_destroy(struct kiem_secret *secret)
{
	sodium_free(secret); /* wipes, and takes NULL */
}

/* ---- the file ---- */

static enum kiem_err secret_save(const struct kiem_secret *secret, const char *path)
{
	char *line = sodium_malloc(FILE_SIZE + 1);

	if (line == NULL) {
		return KIEM_E_MEMORY;
	}
	memcpy(line, FILE_MAGIC, sizeof(FILE_MAGIC) - 1);
	char *at = line + sizeof(FILE_MAGIC) - 1;
	kiem_hex(at, secret->pair, SEED);
	at[64] = ' ';
	kiem_hex(at + 65, secret->pair + SEED, 32);
	at[129] = '\n';
	enum kiem_err err = home_private_write(path, line, FILE_SIZE);
	sodium_free(line);
	return err;
}

/* Saves a new pair and hands it out, or wipes it. */
static enum kiem_err secret_keep(struct kiem_secret **out, struct kiem_secret *secret, const char *path)
{
	enum kiem_err err = secret != NULL ? secret_save(secret, path) : KIEM_E_MEMORY;

	if (err != KIEM_DONE) {
		kiem_secret_destroy(secret);
		return err;
	}
	*out = secret;
	return KIEM_DONE;
}

enum kiem_err kiem_secret_create(struct kiem_secret **out, const char *path)
{
	return secret_keep(out, secret_new(NULL), path);
}

/* Exactly the bytes that secret_save writes; n includes one byte more than those, to notice a longer file. */
static struct kiem_secret *secret_parse(const char *line, size_t n)
{
	const char *at = line + sizeof(FILE_MAGIC) - 1;
	uint8_t *both;
	struct kiem_secret *secret = NULL;

	if (n != FILE_SIZE || memcmp(line, FILE_MAGIC, sizeof(FILE_MAGIC) - 1) != 0 || at[64] != ' ' || at[129] != '\n') {
		return NULL;
	}
	both = sodium_malloc(64);
	if (both != NULL && kiem_unhex(both, at, 64) && kiem_unhex(both + 32, at + 65, 64)) {
		secret = secret_new(both);
	}
	if (secret != NULL && sodium_memcmp(secret->pair, both, 64) != 0) {
		kiem_secret_destroy(secret);
		secret = NULL;
	}
	sodium_free(both);
	return secret;
}

enum kiem_err kiem_secret_load(struct kiem_secret **out, const char *path)
{
	int fd = -1;
	enum kiem_err err = home_private_open(&fd, path);

	if (err != KIEM_DONE) {
		return err;
	}
	int ready = sodium_init();
	assert(ready >= 0);
	char *line = sodium_malloc(FILE_SIZE + 1);
	ssize_t n = line != NULL ? read(fd, line, FILE_SIZE + 1) : 0;
	if (line == NULL) {
		err = KIEM_E_MEMORY;
	} else if (n < 0) {
		err = KIEM_E_DISK;
	} else {
		*out = secret_parse(line, (size_t)n);
		err = *out != NULL ? KIEM_DONE : KIEM_E_DAMAGED;
	}
	sodium_free(line);
	close(fd);
	return err;
}

/* ---- using it ---- */

void kiem_secret_public(struct kiem_key *key, const struct kiem_secret *secret)
{
	memcpy(key->b, secret->pair + SEED, sizeof(key->b));
}

enum kiem_verdict kiem_secret_sign_post(
        const struct kiem_secret *secret, uint8_t *out, size_t *n, size_t cap, const struct kiem_post *post)
{
	return kiem_post_make(out, n, cap, post, secret->pair);
}

void kiem_secret_sign(const struct kiem_secret *secret, uint8_t signature[static 64], const uint8_t *message, size_t n)
{
	crypto_sign_detached(signature, NULL, message, n, secret->pair);
}

/* ZeroMQ RFC 32: four bytes as five digits of base 85. */
static void z85(char out[static 41], const uint8_t bytes[static 32])
{
	static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

	for (size_t i = 0; i < 8; i++) {
		const uint8_t *p = bytes + 4 * i;
		uint32_t value = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
		for (size_t digit = 5; digit > 0; digit--) {
			out[5 * i + digit - 1] = digits[value % 85];
			value /= 85;
		}
	}
	out[40] = '\0';
}

bool kiem_key_curve(uint8_t curve[static 32], const struct kiem_key *key)
{
	return crypto_sign_ed25519_pk_to_curve25519(curve, key->b) == 0;
}

void kiem_secret_curve(const struct kiem_secret *secret, char public_z85[static 41], char secret_z85[static 41])
{
	uint8_t public[32], scalar[32];
	struct kiem_key key;

	kiem_secret_public(&key, secret);
	bool ok = kiem_key_curve(public, &key);
	assert(ok); /* a key that we made is on the curve and of full order */
	crypto_sign_ed25519_sk_to_curve25519(scalar, secret->pair);
	z85(public_z85, public);
	z85(secret_z85, scalar);
	sodium_memzero(scalar, sizeof(scalar));
}

/* ---- export and import ---- */

/* The key of a passphrase; the caller frees it. NULL when there is not enough memory. */
static uint8_t *passphrase_key(const char *passphrase, const uint8_t *salt)
{
	uint8_t *key = sodium_malloc(crypto_secretbox_KEYBYTES);

	if (key != NULL &&
	        crypto_pwhash(key, crypto_secretbox_KEYBYTES, passphrase, strlen(passphrase), salt, crypto_pwhash_OPSLIMIT_MODERATE,
	                crypto_pwhash_MEMLIMIT_MODERATE, crypto_pwhash_ALG_ARGON2ID13) != 0) {
		sodium_free(key);
		return NULL;
	}
	return key;
}

enum kiem_err kiem_secret_export(const struct kiem_secret *secret, char *out, size_t cap, const char *passphrase)
{
	uint8_t sealed[HOME_SEALED];

	randombytes_buf(sealed, SALT + NONCE);
	uint8_t *key = passphrase_key(passphrase, sealed);
	if (key == NULL) {
		return KIEM_E_MEMORY;
	}
	crypto_secretbox_easy(sealed + SALT + NONCE, secret->pair, SEED, sealed + SALT, key);
	sodium_free(key);
	return home_seal_print(out, cap, secret->pair + SEED, sealed) ? KIEM_DONE : KIEM_E_INVALID;
}

/* Opens the seal into *out, not yet written anywhere. */
static enum kiem_err unseal(
        struct kiem_secret **out, const uint8_t public[static 32], const uint8_t sealed[static HOME_SEALED], const char *passphrase)
{
	uint8_t *key = passphrase_key(passphrase, sealed);
	uint8_t *seed = sodium_malloc(SEED);
	enum kiem_err err = KIEM_E_MEMORY;
	struct kiem_secret *secret = NULL;

	if (key == NULL || seed == NULL) {
		goto cleanup;
	}
	if (crypto_secretbox_open_easy(seed, sealed + SALT + NONCE, HOME_SEALED - SALT - NONCE, sealed + SALT, key) != 0) {
		err = KIEM_E_PASSPHRASE;
		goto cleanup;
	}
	secret = secret_new(seed);
	if (secret != NULL) {
		err = memcmp(secret->pair + SEED, public, 32) == 0 ? KIEM_DONE : KIEM_E_DAMAGED;
	}
cleanup:
	sodium_free(key);
	sodium_free(seed);
	if (err != KIEM_DONE) {
		kiem_secret_destroy(secret);
		return err;
	}
	*out = secret;
	return KIEM_DONE;
}

enum kiem_err kiem_secret_import(struct kiem_secret **out, const char *path, const char *text, const char *passphrase)
{
	uint8_t public[32], sealed[HOME_SEALED];
	struct kiem_secret *secret = NULL;
	int ready = sodium_init();

	assert(ready >= 0);
	enum kiem_err err = home_seal_parse(public, sealed, text);
	if (err == KIEM_DONE && access(path, F_OK) == 0) {
		err = KIEM_E_EXISTS; /* said before a second is spent on the passphrase */
	}
	if (err == KIEM_DONE) {
		err = unseal(&secret, public, sealed, passphrase);
	}
	return err == KIEM_DONE ? secret_keep(out, secret, path) : err;
}

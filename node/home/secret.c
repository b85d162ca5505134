/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Secret keys: the only file of code that sees one. They live in memory of sodium_malloc (locked, guarded, left out of core
 * dumps), read-only once made, and are wiped when freed. Scratch copies live there too.
 *
 * A key file, mode 0600, is one line; the public key stands there so that a damaged line is noticed:
 *
 *     kiem-secret-1 SEED PUBLIC        64 hexadecimal digits each
 *
 * It appears whole or not at all, and never over another: written beside its place, synced, then renamed without replacing.
 *
 * An export is text that survives e-mail and paper. Version 1 fixes the cost of argon2id, so a text cannot ask for more memory:
 *
 *     -----BEGIN KIEM IDENTITY-----
 *     version 1
 *     key     PUBLIC
 *     sealed  salt (16 bytes), nonce (24), box of the seed (48), on three lines
 *     check   the first 8 bytes of BLAKE2b-256(PUBLIC‖sealed): tells a slip of the pen from a wrong passphrase
 *     -----END KIEM IDENTITY-----
 */
#include <kiem/home.h>

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define SEED crypto_sign_SEEDBYTES
#define FILE_MAGIC "kiem-secret-1 "
#define FILE_SIZE (sizeof(FILE_MAGIC) - 1 + 64 + 1 + 64 + 1)
#define TEXT_BEGIN "-----BEGIN KIEM IDENTITY-----"
#define TEXT_END "-----END KIEM IDENTITY-----"
#define SALT crypto_pwhash_SALTBYTES
#define NONCE crypto_secretbox_NONCEBYTES
#define SEALED (SALT + NONCE + crypto_secretbox_MACBYTES + SEED)
#define CHECK 8

struct kiem_secret {
	uint8_t pair[crypto_sign_SECRETKEYBYTES]; /* seed, then public key: libsodium's form */
};

static enum kiem_err error_of_errno(void)
{
	switch (errno) {
	case ENOENT:
	case ENOTDIR:
		return KIEM_E_NOT_FOUND;
	case EEXIST:
		return KIEM_E_EXISTS;
	case EACCES:
	case EPERM:
	case EROFS:
	case ELOOP:
		return KIEM_E_PERMISSION;
	case ENOMEM:
		return KIEM_E_MEMORY;
	default:
		return KIEM_E_DISK;
	}
}

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

static bool write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, p, n);
		if (done < 0 && errno != EINTR) {
			return false;
		}
		p += done > 0 ? done : 0;
		n -= done > 0 ? (size_t)done : 0;
	}
	return true;
}

/* Gives the file its name unless something has it. Not every filesystem knows the flag; a second name does the same there. */
static bool name_without_replacing(const char *temporary, const char *path)
{
	if (renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) == 0) {
		return true;
	}
	if (errno != EINVAL && errno != ENOSYS) {
		return false;
	}
	return link(temporary, path) == 0 && unlink(temporary) == 0;
}

/* A name is on the disk only when its directory is. */
static bool sync_directory_of(const char *path)
{
	char directory[KIEM_PATH_MAX];
	char *slash;

	snprintf(directory, sizeof(directory), "%s", path);
	slash = strrchr(directory, '/');
	if (slash == NULL) {
		snprintf(directory, sizeof(directory), ".");
	} else {
		slash[slash == directory ? 1 : 0] = '\0';
	}
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		return false;
	}
	/* Some filesystems do not sync directories and say EINVAL; then there is nothing more to do. */
	bool ok = fsync(fd) == 0 || errno == EINVAL;
	close(fd);
	return ok;
}

static enum kiem_err write_file(const char *path, const char *line, size_t n)
{
	char temporary[KIEM_PATH_MAX];
	int length = snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path);

	if (length < 0 || (size_t)length >= sizeof(temporary)) {
		return KIEM_E_INVALID;
	}
	if (access(path, F_OK) == 0) {
		return KIEM_E_EXISTS;
	}
	int fd = mkostemp(temporary, O_CLOEXEC); /* mode 0600 */
	if (fd < 0) {
		return error_of_errno();
	}
	bool ok = write_all(fd, line, n) && fsync(fd) == 0 && name_without_replacing(temporary, path);
	enum kiem_err err = ok ? KIEM_DONE : error_of_errno();
	close(fd);
	if (!ok) {
		unlink(temporary);
	}
	return ok && !sync_directory_of(path) ? error_of_errno() : err;
}

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
	enum kiem_err err = write_file(path, line, FILE_SIZE);
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

/* Opens a key file that is ours, and closes it to others when a copy or a backup left it open. */
static enum kiem_err open_file(int *out, const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0) {
		/* Another uid's file that we may not read: the owner is the news, not the mode. */
		enum kiem_err err = error_of_errno();
		return err == KIEM_E_PERMISSION && stat(path, &st) == 0 && st.st_uid != geteuid() ? KIEM_E_OWNER : err;
	}
	enum kiem_err err = KIEM_DONE;
	if (fstat(fd, &st) != 0) {
		err = error_of_errno();
	} else if (!S_ISREG(st.st_mode)) {
		err = KIEM_E_DAMAGED;
	} else if (st.st_uid != geteuid()) {
		err = KIEM_E_OWNER;
	} else if ((st.st_mode & 077) != 0 && fchmod(fd, 0600) != 0) {
		err = error_of_errno();
	}
	if (err != KIEM_DONE) {
		close(fd);
		return err;
	}
	*out = fd;
	return KIEM_DONE;
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
	enum kiem_err err = open_file(&fd, path);

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
		err = error_of_errno();
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

static void check_of(char out[static 2 * CHECK + 1], const uint8_t *public, const uint8_t sealed[static SEALED])
{
	uint8_t both[32 + SEALED];
	struct kiem_id hash;

	memcpy(both, public, 32);
	memcpy(both + 32, sealed, SEALED);
	kiem_id_of(&hash, both, sizeof(both));
	kiem_hex(out, hash.b, CHECK);
}

enum kiem_err kiem_secret_export(const struct kiem_secret *secret, char *out, size_t cap, const char *passphrase)
{
	uint8_t sealed[SEALED];
	char key_text[65], sealed_text[2 * SEALED + 1], check[2 * CHECK + 1];

	randombytes_buf(sealed, SALT + NONCE);
	uint8_t *key = passphrase_key(passphrase, sealed);
	if (key == NULL) {
		return KIEM_E_MEMORY;
	}
	crypto_secretbox_easy(sealed + SALT + NONCE, secret->pair, SEED, sealed + SALT, key);
	sodium_free(key);
	kiem_hex(key_text, secret->pair + SEED, 32);
	kiem_hex(sealed_text, sealed, SEALED);
	check_of(check, secret->pair + SEED, sealed);
	int n = snprintf(out, cap,
	        TEXT_BEGIN "\nversion 1\nkey     %s\nsealed  %.64s\n        %.64s\n        %s\ncheck   %s\n" TEXT_END "\n",
	        key_text, sealed_text, sealed_text + 64, sealed_text + 128, check);
	return n >= 0 && (size_t)n < cap ? KIEM_DONE : KIEM_E_INVALID;
}

/* Reads the text around the seal. Spaces and line ends may have become others on the way, nothing else. */
static enum kiem_err parse_text(uint8_t public[static 32], uint8_t sealed[static SEALED], const char *text)
{
	char version[4], key[65], lines[2 * SEALED + 1], check[2 * CHECK + 1], expected[2 * CHECK + 1];
	int end = 0;

	text = strstr(text, TEXT_BEGIN);
	if (text == NULL) {
		return KIEM_E_DAMAGED;
	}
	int found = sscanf(text,
	        TEXT_BEGIN " version %3[0-9] key %64[0-9a-fA-F] sealed %64[0-9a-fA-F] %64[0-9a-fA-F] %48[0-9a-fA-F]"
	                   " check %16[0-9a-fA-F] " TEXT_END "%n",
	        version, key, lines, lines + 64, lines + 128, check, &end);
	if (found >= 1 && strcmp(version, "1") != 0) {
		return KIEM_E_NEWER;
	}
	if (found != 6 || end == 0 || strlen(key) != 64 || strlen(lines) != 2 * SEALED || !kiem_unhex(public, key, 64) ||
	        !kiem_unhex(sealed, lines, 2 * SEALED)) {
		return KIEM_E_DAMAGED;
	}
	check_of(expected, public, sealed);
	return strcasecmp(check, expected) == 0 ? KIEM_DONE : KIEM_E_DAMAGED;
}

/* Opens the seal into *out, not yet written anywhere. */
static enum kiem_err unseal(
        struct kiem_secret **out, const uint8_t public[static 32], const uint8_t sealed[static SEALED], const char *passphrase)
{
	uint8_t *key = passphrase_key(passphrase, sealed);
	uint8_t *seed = sodium_malloc(SEED);
	enum kiem_err err = KIEM_E_MEMORY;
	struct kiem_secret *secret = NULL;

	if (key == NULL || seed == NULL) {
		goto cleanup;
	}
	if (crypto_secretbox_open_easy(seed, sealed + SALT + NONCE, SEALED - SALT - NONCE, sealed + SALT, key) != 0) {
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
	uint8_t public[32], sealed[SEALED];
	struct kiem_secret *secret = NULL;
	int ready = sodium_init();

	assert(ready >= 0);
	enum kiem_err err = parse_text(public, sealed, text);
	if (err == KIEM_DONE && access(path, F_OK) == 0) {
		err = KIEM_E_EXISTS; /* said before a second is spent on the passphrase */
	}
	if (err == KIEM_DONE) {
		err = unseal(&secret, public, sealed, passphrase);
	}
	return err == KIEM_DONE ? secret_keep(out, secret, path) : err;
}

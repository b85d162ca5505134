/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secret keys on the disk and on paper: they come back the same, are never overwritten, and damage is noticed. */
#include <kiem/home.h>

#include "support.h"

#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

static char tmp[256], path[300], other[300];

static int setup(void **state)
{
	support_tmpdir(tmp);
	snprintf(path, sizeof(path), "%s/identity.key", tmp);
	snprintf(other, sizeof(other), "%s/other.key", tmp);
	return 0;
}

static int teardown(void **state)
{
	support_rmtree(tmp);
	return 0;
}

static struct kiem_secret *create(const char *where)
{
	struct kiem_secret *secret = NULL;

	assert_int_equal(kiem_secret_create(&secret, where), KIEM_DONE);
	return secret;
}

static size_t file_read(char *out, size_t cap, const char *from)
{
	FILE *file = fopen(from, "r");

	assert_non_null(file);
	size_t n = fread(out, 1, cap, file);
	fclose(file);
	return n;
}

static void file_write(const char *to, const char *bytes, size_t n)
{
	FILE *file = fopen(to, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, n, file), n);
	fclose(file);
}

static void test_load_gives_the_key_that_create_made(void **state)
{
	struct kiem_secret *made = create(path), *loaded = NULL;
	struct kiem_key a, b;
	uint8_t signature[64];
	struct stat st;

	assert_int_equal(kiem_secret_load(&loaded, path), KIEM_DONE);
	kiem_secret_public(&a, made);
	kiem_secret_public(&b, loaded);
	assert_memory_equal(a.b, b.b, 32);
	kiem_secret_sign(loaded, signature, (const uint8_t *)"kiem/1/node", 11);
	assert_int_equal(crypto_sign_verify_detached(signature, (const uint8_t *)"kiem/1/node", 11, a.b), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(st.st_nlink, 1);
	kiem_secret_destroy(made);
	kiem_secret_destroy(loaded);
	kiem_secret_destroy(NULL);
}

static void test_two_keys_differ(void **state)
{
	struct kiem_secret *one = create(path), *two = create(other);
	struct kiem_key a, b;

	kiem_secret_public(&a, one);
	kiem_secret_public(&b, two);
	assert_memory_not_equal(a.b, b.b, 32);
	kiem_secret_destroy(one);
	kiem_secret_destroy(two);
}

static void test_nothing_is_overwritten(void **state)
{
	char before[200], after[200];
	struct kiem_secret *secret = NULL;

	kiem_secret_destroy(create(path));
	size_t n = file_read(before, sizeof(before), path);
	assert_int_equal(kiem_secret_create(&secret, path), KIEM_E_EXISTS);
	assert_null(secret);
	assert_int_equal(file_read(after, sizeof(after), path), n);
	assert_memory_equal(before, after, n);
	assert_int_equal(kiem_secret_create(&secret, "/nonexistent/dir/key"), KIEM_E_NOT_FOUND);
}

static void test_damage_is_noticed(void **state)
{
	char good[200], bad[200];
	struct kiem_secret *secret = NULL;

	assert_int_equal(kiem_secret_load(&secret, path), KIEM_E_NOT_FOUND);
	kiem_secret_destroy(create(path));
	size_t n = file_read(good, sizeof(good), path);
	for (size_t i = 0; i < n; i++) {
		memcpy(bad, good, n);
		bad[i] = bad[i] == '1' ? '2' : '1';
		file_write(other, bad, n);
		assert_int_equal(kiem_secret_load(&secret, other), KIEM_E_DAMAGED);
		file_write(other, good, i);
		assert_int_equal(kiem_secret_load(&secret, other), KIEM_E_DAMAGED);
	}
	memcpy(bad, good, n);
	bad[n] = '\n';
	file_write(other, bad, n + 1);
	assert_int_equal(kiem_secret_load(&secret, other), KIEM_E_DAMAGED);
	assert_int_equal(kiem_secret_load(&secret, tmp), KIEM_E_DAMAGED); /* a directory */
	assert_null(secret);
}

static void test_open_file_is_closed_to_others(void **state)
{
	struct kiem_secret *secret = NULL;
	struct stat st;

	kiem_secret_destroy(create(path));
	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(kiem_secret_load(&secret, path), KIEM_DONE);
	kiem_secret_destroy(secret);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	if (geteuid() == 0) {
		assert_int_equal(chown(path, 65534, 65534), 0);
		assert_int_equal(kiem_secret_load(&secret, path), KIEM_E_OWNER);
	}
}

static void test_curve_keys_belong_together(void **state)
{
	struct kiem_secret *secret = create(path);
	char public_z85[41], secret_z85[41];
	struct kiem_key key, none = {{0}};
	uint8_t curve[32];

	kiem_secret_curve(secret, public_z85, secret_z85);
	assert_int_equal(strlen(public_z85), 40);
	assert_int_equal(strlen(secret_z85), 40);
	assert_string_not_equal(public_z85, secret_z85);
	kiem_secret_public(&key, secret);
	assert_true(kiem_key_curve(curve, &key));
	assert_false(kiem_key_curve(curve, &none)); /* of small order */
	kiem_secret_destroy(secret);
}

static void test_signed_post_verifies(void **state)
{
	struct kiem_secret *secret = create(path);
	struct kiem_post post = {.kind = KIEM_INITIATIVE,
	        .board = support_span("nl/tilburg"),
	        .title = support_span("Groene gevels"),
	        .made = SUPPORT_NOW,
	        .until = SUPPORT_NOW + 1000};
	struct kiem_post read;
	struct kiem_key key;
	uint8_t bytes[KIEM_POST_MAX];
	size_t n;

	assert_int_equal(kiem_secret_sign_post(secret, bytes, &n, sizeof(bytes), &post), KIEM_OK);
	assert_int_equal(kiem_post_decode(&read, bytes, n), KIEM_OK);
	assert_int_equal(kiem_post_verify(&read), KIEM_OK);
	kiem_secret_public(&key, secret);
	assert_memory_equal(read.author.b, key.b, 32);
	kiem_secret_destroy(secret);
}

static void test_export_comes_back(void **state)
{
	struct kiem_secret *secret = create(path), *back = NULL;
	char text[KIEM_EXPORT_MAX], mail[2 * KIEM_EXPORT_MAX];
	struct kiem_key a, b;
	size_t n = 0;

	assert_int_equal(kiem_secret_export(secret, text, sizeof(text), "vier woorden uit Tilburg"), KIEM_DONE);
	assert_int_equal(kiem_secret_export(secret, text + 0, 100, "vier woorden uit Tilburg"), KIEM_E_INVALID);
	assert_int_equal(kiem_secret_export(secret, text, sizeof(text), "vier woorden uit Tilburg"), KIEM_DONE);
	/* As a mail program may leave it: words around it, and other line ends. */
	n += (size_t)sprintf(mail, "Bewaar dit goed.\r\n\r\n");
	for (const char *p = text; *p != '\0'; p++) {
		n += (size_t)sprintf(mail + n, *p == '\n' ? "\r\n" : "%c", *p);
	}
	sprintf(mail + n, "\r\nGroet\r\n");
	assert_int_equal(kiem_secret_import(&back, other, mail, "vier woorden uit tilburg"), KIEM_E_PASSPHRASE);
	assert_int_equal(access(other, F_OK), -1);
	assert_int_equal(kiem_secret_import(&back, path, mail, "vier woorden uit Tilburg"), KIEM_E_EXISTS);
	assert_int_equal(kiem_secret_import(&back, other, mail, "vier woorden uit Tilburg"), KIEM_DONE);
	kiem_secret_public(&a, secret);
	kiem_secret_public(&b, back);
	assert_memory_equal(a.b, b.b, 32);
	kiem_secret_destroy(back);
	assert_int_equal(kiem_secret_load(&back, other), KIEM_DONE);
	kiem_secret_destroy(back);
	kiem_secret_destroy(secret);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_load_gives_the_key_that_create_made, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_two_keys_differ, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_nothing_is_overwritten, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_damage_is_noticed, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_open_file_is_closed_to_others, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_curve_keys_belong_together, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_signed_post_verifies, setup, teardown),
	        cmocka_unit_test_setup_teardown(test_export_comes_back, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

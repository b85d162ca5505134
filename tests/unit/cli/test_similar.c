/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Before posting at a terminal a person sees what looks like theirs; nobody else is asked. */
#include "desk.h"

#include <fcntl.h>
#include <unistd.h>

#define TEXT "Wij lichten per huis een rij tegels en zetten er klimop en stokrozen in; de grond komt van de gemeente."

/* The same words by somebody else, in this desk's store. */
static void posted_by_another(struct desk *desk)
{
	struct support_author author;
	struct support_bytes bytes;
	struct kiem_post post = {.kind = KIEM_INITIATIVE, .title = support_span("Groene gevels"), .text = support_span(TEXT)};
	struct kiem_store *store;
	char dir[400];

	support_author(&author, 77);
	post.made = kiem_now_ms() - 1000;
	support_make(&bytes, &post, &author);
	snprintf(dir, sizeof(dir), "%s/store", desk->home);
	struct kiem_store_options options = {.dir = dir};
	struct kiem_entry entry = {.bytes = {bytes.b, bytes.n}};
	struct kiem_admit how = {.now_ms = kiem_now_ms()};
	assert_int_equal(kiem_store_open(&store, &options), KIEM_DONE);
	assert_int_equal(kiem_store_admit(store, &entry, 1, &how), KIEM_DONE);
	assert_int_equal(entry.verdict, KIEM_OK);
	kiem_store_close(store);
}

/* Types the initiative with a terminal as stdin and stderr, at which `answer` was typed. */
static int typed_at_terminal(struct desk *desk, const char *title, const char *text, const char *answer)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY), in = dup(0), err = dup(2);

	assert_true(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
	int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	assert_true(slave >= 0 && dup2(slave, 0) == 0 && dup2(slave, 2) == 2);
	assert_int_equal(write(master, answer, strlen(answer)), strlen(answer));
	int status = desk_type(desk, "initiative", title, "--text", text, NULL);
	clearerr(stdin);
	dup2(in, 0);
	dup2(err, 2);
	close(in);
	close(err);
	close(slave);
	close(master);
	return status;
}

static void a_person_is_asked(void **state)
{
	struct desk *desk = *state;

	posted_by_another(desk);
	uint64_t before = desk_posts(desk);
	assert_int_equal(typed_at_terminal(desk, "Groene gevels bij ons", TEXT, "n\n"), EX_NOPERM);
	assert_non_null(strstr(desk->err, "Groene gevels"));
	assert_int_equal(desk_posts(desk), before);
	assert_int_equal(typed_at_terminal(desk, "Groene gevels bij ons", TEXT, "y\n"), EX_OK);
	assert_int_equal(desk_posts(desk), before + 1);
}

static void what_is_unlike_is_posted_at_once(void **state)
{
	struct desk *desk = *state;

	posted_by_another(desk);
	uint64_t before = desk_posts(desk);
	assert_int_equal(typed_at_terminal(desk, "Soep op donderdag",
	                         "Elke donderdag koken wij soep voor wie dat wil, in de keuken van het buurthuis.", ""),
	        EX_OK);
	assert_int_equal(desk_posts(desk), before + 1);
}

static void a_script_is_not_asked(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	posted_by_another(desk);
	desk_post(desk, id, "initiative", "Groene gevels", "--text", TEXT, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(a_person_is_asked, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(what_is_unlike_is_posted_at_once, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(a_script_is_not_asked, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

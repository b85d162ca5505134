/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include <kiem/words.h>

#include <time.h>

/* The words of a text, joined by spaces. */
static const char *split(struct kiem_span text)
{
	static char all[4 * KIEM_POST_MAX];
	struct view_words words;
	size_t n = 0;

	view_words_begin(&words, text);
	while (view_words_next(&words)) {
		assert_int_equal(strlen(words.word), words.n);
		assert_in_range(words.n, 1, VIEW_WORD_MAX);
		assert_true(kiem_utf8_ok((const uint8_t *)words.word, words.n));
		n += (size_t)snprintf(all + n, sizeof(all) - n, "%s%s", n == 0 ? "" : " ", words.word);
	}
	all[n] = '\0';
	return all;
}

#define assert_words(text, expected) assert_string_equal(split(support_span(text)), expected)

static void letters_and_digits_make_words(void **state)
{
	assert_words("", "");
	assert_words(" \t\n.,;!?", "");
	assert_words("Een laadpaal, 11 kW!", "een laadpaal 11 kw");
	assert_words("e-mail naar info@kiem.nl", "e mail naar info kiem nl");
	assert_words("A4-papier/80gram", "a4 papier 80gram");
	assert_words("foto's van 't feest", "foto s van t feest");
	assert_words("1.500,50", "1 500 50");
}

static void case_and_accents_are_folded(void **state)
{
	assert_words("CAFÉ Café cafe\xcc\x81", "cafe cafe cafe");
	assert_words("coördinatie ONTWIKKELING geïnd", "coordinatie ontwikkeling geind");
	assert_words("Straße STRASSE", "strasse strasse");
	assert_words("Ĳssel ĳs", "ijssel ijs");
	assert_words("smørrebrød Łódź œuvre æther", "smorrebrod lodz oeuvre aether");
	assert_words("İstanbul ısı", "istanbul isi");
	assert_words("ΣΊΣΥΦΟΣ Σίσυφος", "σισυφοσ σισυφοσ");
	assert_words("Ёлка ЙОД", "елка иод");
	assert_words("한국어", "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab\xe1\x84\x80\xe1\x85\xae\xe1\x86\xa8\xe1\x84\x8b\xe1\x85\xa5");
}

static void compatible_forms_are_one(void **state)
{
	assert_words("200 m² 200m2 ㎡", "200 m2 200m2 m2");
	assert_words("ﬁets ｆｉｅｔｓ", "fiets fiets");
	/* The slash inside the character ends a word. */
	assert_words("1½ kg", "11 2 kg");
	assert_words("№5 ℀", "no5 a c");
}

static void what_is_not_seen_joins(void **state)
{
	assert_words("laad\xc2\xadpaal", "laadpaal"); /* soft hyphen */
	assert_words("zon\xe2\x80\x8d"
	             "dag",
	        "zondag"); /* zero-width joiner */
	assert_words("zon\xe2\x80\x8b"
	             "dag",
	        "zondag");                                                      /* zero-width space: default ignorable */
	assert_words("\xef\xbb\xbfmenu", "menu");                               /* byte order mark */
	assert_words("a\xcc\x81\xcc\x82\xcc\x83\xcc\x84nt", "ant");             /* a heap of marks */
	assert_words("\xcc\x81\xcc\x82", "");                                   /* marks alone */
	assert_words("tuin\xe2\x80\x99s \xf0\x9f\x8c\xb1 zaad", "tuin s zaad"); /* a quote and a seedling */
	assert_words("zon\xc2\xa0"
	             "dag",
	        "zon dag"); /* no-break space */
}

static void bytes_that_are_no_text_part_words(void **state)
{
	assert_words("fi\xff"
	             "ets",
	        "fi ets");
	assert_words("fiets\xc3", "fiets");
	assert_words("\xed\xa0\x80paal", "paal");
	assert_words("\xc0\xafpaal\xf5", "paal");
	uint8_t with_zero[] = {'a', 'a', 0, 'b', 'b'};
	assert_string_equal(split((struct kiem_span){with_zero, sizeof(with_zero)}), "aa bb");
}

static void long_words_are_cut_at_a_character(void **state)
{
	static char text[KIEM_POST_MAX];
	struct view_words words;

	memset(text, 'x', sizeof(text));
	view_words_begin(&words, (struct kiem_span){(const uint8_t *)text, sizeof(text)});
	assert_true(view_words_next(&words));
	assert_int_equal(words.n, VIEW_WORD_MAX);
	assert_false(view_words_next(&words));
	/* 3 bytes a character: 21 of them fit, the 64th byte stays empty; and nothing shorter slips in behind the cut. */
	for (size_t i = 0; i < 30; i++) {
		memcpy(text + 3 * i, "語", 3);
	}
	memcpy(text + 90, "a tuin", 7);
	view_words_begin(&words, support_span(text));
	assert_true(view_words_next(&words));
	assert_int_equal(words.n, 63);
	assert_true(view_words_next(&words));
	assert_string_equal(words.word, "tuin");
}

/* The character that falls apart into the most, and random bytes, for as long as a post can be. */
static void a_whole_post_takes_little_time(void **state)
{
	static uint8_t text[KIEM_POST_MAX];
	uint64_t random = support_seed();
	struct view_words words;

	for (size_t i = 0; i + 3 <= sizeof(text); i += 3) {
		memcpy(text + i, "\xef\xb7\xba", 3);
	}
	clock_t start = clock();
	for (size_t times = 0; times < 20; times++) {
		size_t n = 0;
		view_words_begin(&words, (struct kiem_span){text, sizeof(text)});
		while (view_words_next(&words)) {
			n += words.n;
		}
		assert_in_range(n, 1, 20 * sizeof(text));
		for (size_t i = 0; i < sizeof(text); i++) {
			text[i] = (uint8_t)support_random(&random);
		}
	}
	assert_true(clock() - start < 2 * CLOCKS_PER_SEC);
}

/* Folding what was folded changes nothing: an index and a query always meet. */
static void a_word_is_its_own_word(void **state)
{
	uint64_t random = support_seed();
	uint8_t text[64];

	for (size_t times = 0; times < 20000; times++) {
		struct view_words words, again;
		for (size_t i = 0; i + 2 < sizeof(text); i += 2) {
			/* Two-byte characters: Latin, Greek, Cyrillic, Hebrew, Arabic. */
			uint64_t r = support_random(&random);
			text[i] = (uint8_t)(0xc3 + r % 0x1c);
			text[i + 1] = (uint8_t)(0x80 + (r >> 8) % 0x40);
		}
		view_words_begin(&words, (struct kiem_span){text, sizeof(text) - 2});
		while (view_words_next(&words)) {
			view_words_begin(&again, (struct kiem_span){(const uint8_t *)words.word, words.n});
			assert_true(view_words_next(&again));
			assert_string_equal(again.word, words.word);
			assert_false(view_words_next(&again));
		}
	}
}

static void hashes_are_those_of_fnv(void **state)
{
	/* Published test vectors of FNV-1a, 64 bits. */
	assert_true(view_word_hash("", 0) == 0xcbf29ce484222325ULL);
	assert_true(view_word_hash("a", 1) == 0xaf63dc4c8601ec8cULL);
	assert_true(view_word_hash("foobar", 6) == 0x85944171f73967e8ULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(letters_and_digits_make_words),
	        cmocka_unit_test(case_and_accents_are_folded),
	        cmocka_unit_test(compatible_forms_are_one),
	        cmocka_unit_test(what_is_not_seen_joins),
	        cmocka_unit_test(bytes_that_are_no_text_part_words),
	        cmocka_unit_test(long_words_are_cut_at_a_character),
	        cmocka_unit_test(a_whole_post_takes_little_time),
	        cmocka_unit_test(a_word_is_its_own_word),
	        cmocka_unit_test(hashes_are_those_of_fnv),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * docs/ties.md says what weights.h does: whoever reads a formula there finds the figure that the program uses. Each line below
 * is a piece of that page with its figure filled in from the code, so neither can change without the other.
 */
#include "support.h"

#include "../../../node/view/weights.h"

#include <kiem/coalitions.h>
#include <kiem/map.h>
#include <kiem/match.h>

/* A figure in Q16 or Q32 as the page writes it. */
static int permille(uint64_t part, uint64_t one)
{
	return (int)(part * 1000 / one);
}

static const char *page;

/* The page with its line ends as spaces, so that a sentence may go on. */
static int read_page(void **state)
{
	static char text[1 << 17];
	const char *path = getenv("KIEM_TIES");
	FILE *file = path != NULL ? fopen(path, "r") : NULL;

	(void)state;
	assert_non_null(file);
	size_t n = fread(text, 1, sizeof(text) - 1, file);
	assert_true(n > 10000 && n < sizeof(text) - 1);
	fclose(file);
	for (size_t i = 0; i < n; i++) {
		text[i] = text[i] == '\n' ? ' ' : text[i];
	}
	page = text;
	return 0;
}

__attribute__((format(printf, 1, 2))) static void says(const char *format, ...)
{
	char piece[512];
	va_list args;

	va_start(args, format);
	vsnprintf(piece, sizeof(piece), format, args);
	va_end(args);
	if (strstr(page, piece) == NULL) {
		fail_msg("docs/ties.md does not say “%s”", piece);
	}
}

static const char *in_words(unsigned n)
{
	static const char *const words[] = {"none", "one", "two", "three", "four", "five", "six", "seven", "eight"};

	assert_true(n < sizeof(words) / sizeof(words[0]));
	return words[n];
}

static void decay_and_ties_are_as_written(void **state)
{
	(void)state;
	says("A weight of 1 is 65,536 (Q16)");
	assert_int_equal(WEIGHT_ONE, 65536);
	says("decay(d) = 2^(−d / %d)", WEIGHT_HALF_LIFE_DAYS);
	says("half after %d days, a quarter after %d, nothing after 480", WEIGHT_HALF_LIFE_DAYS, 2 * WEIGHT_HALF_LIFE_DAYS);
	assert_true(weight_decay(480) == 1 && weight_decay(481) == 0);
	says("| confirms by receipt what b gave | %d |", WEIGHT_RECEIPT);
	says("| joins a post of b (and has not left) | %d |", WEIGHT_JOIN);
	says("| builds on, or varies, a post of b | %d |", WEIGHT_BUILD);
	says("| shows a deed about a post of b | %d |", WEIGHT_DEED);
	says("| answers a post of b | %d |", WEIGHT_ANSWER);
	says("| writes about a post of b | %d |", WEIGHT_ABOUT);
	says("| vouches for b (and has not taken it back) | %d + level |", WEIGHT_VOUCH);
	assert_int_equal(permille(WEIGHT_DORMANT, WEIGHT_ONE), 500);
	says("A tie is **dormant** when s(a,b) is below ½; **close** when it is %u or more, or when each direction is %u or more",
	        WEIGHT_CLOSE / WEIGHT_ONE, WEIGHT_MUTUAL / WEIGHT_ONE);
}

static void coalitions_are_as_written(void **state)
{
	(void)state;
	says("At most %d,000 posts", VIEW_COALITION_MAX / 1000);
	assert_int_equal(VIEW_COALITION_MAX % 1000, 0);
	says("min(%u, Σ over days with a confirmed deed of theirs: decay)", WEIGHT_DEEDS_MOST / WEIGHT_ONE);
	says("*resting* when energy is below %u; else *sprouting* when the first post is younger than %d days or fewer than %s "
	     "people",
	        WEIGHT_ALIVE / WEIGHT_ONE, WEIGHT_YOUNG_DAYS, in_words(WEIGHT_PEOPLE_FEW));
	assert_int_equal(permille(WEIGHT_CONDITION, WEIGHT_ONE), 500);
	says("the condition is there when the sum is ½ or more");
	says("what the first %s people besides its maker built on it; variants by who was at most %d days in it",
	        in_words(WEIGHT_EARLY_PEOPLE), WEIGHT_NEW_DAYS);
	says("Over the acts of the last %d days, when there were at least %d, by at least %d people", WEIGHT_WINDOW_DAYS,
	        WEIGHT_FORM_ACTS, WEIGHT_FORM_PEOPLE);
}

static void trust_is_as_written(void **state)
{
	int foot = permille(TRUST_FOOT, TRUST_ONE), day = permille(TRUST_FOOT_DAY + 1, TRUST_ONE);
	int person = permille(TRUST_FOOT_PERSON + 1, TRUST_ONE);

	(void)state;
	says("level(me→v) · %d permille", TRUST_LEVEL_MINE);
	says("level(u→v) / max(%d, Σ levels of u)", TRUST_LEVELS_LEAST);
	says("the walk gives %d permille or more with only my own addresses counted", permille(TRUST_HEARD + 1, TRUST_ONE));
	assert_int_equal(TRUST_BURDEN, 4);
	says("One `address` of v that stands leaves a quarter");
	says("brings(me→v) = min(%d, %d · n)", foot, day);
	says("brings(c→v)  = min(%d, ½ t(c without v) · n / max(%d, N))", person, TRUST_DAYS_LEAST);
	says("day(v)       = min(%d, ", day);
	says("foot(v)      = min(%d, ", foot);
	says("| %d to %d | known from afar |", TRUST_AFAR_FROM, TRUST_LITTLE_FROM - 1);
	says("| %d to %d | known a little |", TRUST_LITTLE_FROM, TRUST_KNOWN_FROM - 1);
	says("| %d to %d | known |", TRUST_KNOWN_FROM, TRUST_CLOSE_FROM - 1);
	says("| %d and more | close |", TRUST_CLOSE_FROM);
}

static void the_pulse_and_lineage_are_as_written(void **state)
{
	(void)state;
	says("A **connector** has P of %d permille or more (their border for a connector that is no hub) and at least %d ties",
	        WEIGHT_CONNECTOR, WEIGHT_CONNECTOR_TIES);
	says("in the %d coalitions with most energy, those that rest aside: the person without whom most others, at least %d, "
	     "would be",
	        WEIGHT_CARE_COALITIONS, WEIGHT_CARE_APART);
	says("of less than %d days ago, as first written (the latest %d,%03d of people with a tie here)", WEIGHT_MEET_DAYS,
	        WEIGHT_MEET_POSTS / 1000, WEIGHT_MEET_POSTS % 1000);
	says("one of n people weighs `%d / n`, for the %d of them", WEIGHT_MEET_TAG, WEIGHT_MEET_USERS);
	says("initiatives made at most %d days (of 24 hours) ago with at least %d people", WEIGHT_YOUNG_DAYS, WEIGHT_PEOPLE_FEW);
	assert_int_equal(COMMUNITIES_TRIES, 10);
	says("of fewer than %d,000 ties the best of ten tries. With more than %d,000 people the result is kept for a day",
	        COMMUNITIES_TRIES_TIES / 1000, COMMUNITIES_MANY / 1000);
	says("among the %d with most energy; %d colours at most, for %d people at least", MAP_COALITIONS, VIEW_MAP_GROUPS,
	        MAP_PEOPLE_FEW);
	assert_int_equal(LINEAGE_ALIKE_PERMILLE, 500);
	says("from one half on, of texts of at least %s runs", in_words(LINEAGE_SHINGLES_LEAST));
}

static void match_is_as_written(void **state)
{
	(void)state;
	says("`%d · Σ idf(w) · min(n_a, n_b)", WEIGHT_MATCH_WORDS);
	says("n is %d in a title or tag, else 1", WEIGHT_MATCH_TITLE);
	says("`Σ min(%d, %d · idf)` over tags with a word that both have, at most %d |", WEIGHT_MATCH_TAG_MOST, WEIGHT_MATCH_TAG,
	        WEIGHT_MATCH_TAGS);
	says("A pair needs %d points for words and tags together", WEIGHT_MATCH_SUBJECT);
	assert_int_equal(WEIGHT_MATCH_COMMON, 20);
	says("a word that more than one in twenty have (and more than %d) weighs nothing", WEIGHT_MATCH_COMMON_MIN);
	says("`%d ·` the part that the offer covers", WEIGHT_MATCH_QUANTITY);
	says("`%d ·` the part of the time", WEIGHT_MATCH_TIME);
	says("`%d · %d / (%d + metres)` when both have a point; else %d for the same place's name; else %d for the same board",
	        WEIGHT_MATCH_PLACE, WEIGHT_MATCH_NEAR_M, WEIGHT_MATCH_NEAR_M, WEIGHT_MATCH_LABEL, WEIGHT_MATCH_BOARD);
	says("| sector | %d when both say one", WEIGHT_MATCH_SECTOR);
	int most = WEIGHT_MATCH_WORDS + WEIGHT_MATCH_TAGS + WEIGHT_MATCH_QUANTITY + WEIGHT_MATCH_TIME + WEIGHT_MATCH_PLACE +
	           WEIGHT_MATCH_SECTOR;
	says("A score is a sum of whole points, at most %d,%03d", most / 1000, most % 1000);
	says("2 to %d people. For each request its best %d offers count", VIEW_RING_MAX, VIEW_RING_WAYS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(decay_and_ties_are_as_written),
	        cmocka_unit_test(coalitions_are_as_written),
	        cmocka_unit_test(trust_is_as_written),
	        cmocka_unit_test(the_pulse_and_lineage_are_as_written),
	        cmocka_unit_test(match_is_as_written),
	};

	return cmocka_run_group_tests(tests, read_page, NULL);
}

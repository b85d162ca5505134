/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Endings and stop words of Dutch and English (words.h). The rules are few enough to be told to whoever asks why two posts match,
 * and rather miss a pair (dag, dagen) than take two words for one (bom, boom). What they bring is measured in the tests.
 *
 *     -s after any letter but s:           tafels tafel    offers offer
 *     -en:  after two like consonants      bakken bak
 *           after v, z                     brieven brief   huizen huis
 *           after one vowel, one consonant palen paal      uren uur
 *           else as it is                  stoelen stoel   planten plant
 * An -s may stand before an -en and behind it, and goes there too (huis, huizen and gardens are hui and gard), or plaats
 * and plaatsen would part again.
 */
#include <kiem/words.h>

#define STEM_MIN 3 /* letters that are left at least */

static bool is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

static bool is_consonant(char c)
{
	return c >= 'a' && c <= 'z' && !is_vowel(c);
}

static size_t drop_s(const char *word, size_t n)
{
	bool plural = n > STEM_MIN && word[n - 1] == 's' && word[n - 2] != 's' && word[n - 2] >= 'a' && word[n - 2] <= 'z';
	return plural ? n - 1 : n;
}

/* The one vowel before the last consonant is long in an open syllable, which Dutch writes double in a closed one: pal(en) is paal.
 */
static bool is_open(const char *word, size_t n)
{
	char vowel = word[n - 2];
	bool doubles = vowel == 'a' || vowel == 'e' || vowel == 'o' || vowel == 'u';
	return doubles && is_consonant(word[n - 1]) && (n == 2 || !is_vowel(word[n - 3]));
}

/* Drops -en and mends the spelling of the n - 2 letters that are left. */
static size_t drop_en(char *word, size_t n)
{
	if (n < STEM_MIN + 2 && !(n == 4 && is_open(word, 2))) {
		return n;
	}
	if (word[n - 2] != 'e' || word[n - 1] != 'n' || !is_consonant(word[n - 3])) {
		return n;
	}
	n -= 2;
	if (word[n - 1] == word[n - 2]) {
		return n > STEM_MIN ? n - 1 : n;
	}
	bool open = is_open(word, n);
	char last = word[n - 1];
	last = last == 'v' ? 'f' : last;
	last = last == 'z' ? 's' : last;
	word[n - 1] = last;
	if (open) {
		word[n] = last;
		word[n - 1] = word[n - 2];
		n++;
	}
	return n;
}

size_t view_word_stem(char word[static VIEW_WORD_MAX + 1], size_t n)
{
	if (n <= STEM_MIN) {
		return n;
	}
	n = drop_s(word, n);
	n = drop_en(word, n);
	n = drop_s(word, n);
	word[n] = '\0';
	return n;
}

/* Sorted by bytes. Both languages in one list: a text may be in either, and hardly a word of one is a subject in the other. */
static const char *const stop_words[] = {"aan", "about", "after", "al", "all", "alle", "alleen", "alles", "als", "also", "am", "an",
        "and", "ander", "andere", "any", "are", "as", "at", "be", "been", "before", "ben", "bent", "bij", "but", "by", "can",
        "could", "daar", "dan", "dat", "de", "deze", "did", "die", "dit", "do", "does", "doet", "door", "dus", "each", "echt",
        "een", "eens", "eerst", "en", "er", "ergens", "for", "from", "ga", "gaan", "gaat", "geen", "geweest", "goed", "graag",
        "had", "hadden", "has", "have", "he", "heb", "hebben", "hebt", "heeft", "heel", "hem", "hen", "her", "here", "het", "hier",
        "hij", "him", "his", "hoe", "how", "hun", "ieder", "iedereen", "iemand", "iets", "if", "ik", "in", "into", "is", "it",
        "its", "je", "jij", "jou", "jouw", "jullie", "just", "kan", "kon", "kunnen", "like", "maar", "many", "may", "me", "meer",
        "men", "met", "might", "mij", "mijn", "moet", "moeten", "more", "most", "much", "must", "my", "na", "naar", "niet", "niets",
        "no", "nog", "not", "now", "nu", "of", "off", "om", "omdat", "on", "one", "ons", "onze", "ook", "op", "or", "other", "our",
        "out", "over", "she", "should", "so", "some", "such", "te", "tegen", "than", "that", "the", "their", "them", "then",
        "there", "these", "they", "this", "those", "to", "too", "tot", "tussen", "uit", "under", "up", "us", "uw", "van", "veel",
        "very", "via", "voor", "waar", "want", "waren", "was", "wat", "we", "wel", "werd", "were", "what", "when", "where", "which",
        "who", "wie", "wij", "wil", "will", "willen", "with", "worden", "wordt", "would", "you", "your", "zal", "ze", "zelf",
        "zich", "zij", "zijn", "zo", "zoals", "zonder", "zou", "zullen"};

/* As strcmp has it. Asked for every word of every text: most part at the first letter, for which a call is too much. */
static int order_of(const char *word, size_t n, const char *entry)
{
	size_t same = 0;

	while (same < n && entry[same] != '\0' && word[same] == entry[same]) {
		same++;
	}
	return (same < n ? (uint8_t)word[same] : 0) - (uint8_t)entry[same];
}

bool view_word_listed(const char *word, size_t n, const char *const *list, size_t n_list)
{
	size_t low = 0, high = n_list;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = order_of(word, n, list[middle]);
		if (order == 0) {
			return true;
		}
		if (order > 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return false;
}

bool view_word_stop(const char *word, size_t n)
{
	if (n < 2) {
		return n == 0 || word[0] < '0' || word[0] > '9';
	}
	return view_word_listed(word, n, stop_words, sizeof(stop_words) / sizeof(stop_words[0]));
}

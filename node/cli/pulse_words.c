/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small words of the pulse: names, titles, lengths of time, the board of a command. */
#include "pulse.h"

#define MINUTE_MS 60000LL
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

const char *pulse_name(const struct pulse *pulse, char out[static RESOLVE_NAME_MAX], uint32_t person)
{
	if (pulse->x->unnamed[person]) {
		snprintf(out, RESOLVE_NAME_MAX, "%s", _("someone"));
		return out;
	}
	return look_name(&pulse->look, out, &pulse->x->key[person]);
}

const char *pulse_title(const struct pulse *pulse, char out[static PULSE_TITLE_MAX], uint32_t row)
{
	struct kiem_kept kept;
	out[0] = '\0';
	if (!kiem_read_post(pulse->look.read, &kept, pulse->x->number[row])) {
		out_clean(out, PULSE_TITLE_MAX, kept.post.title.n > 0 ? kept.post.title : kept.post.text);
	}
	return out;
}

const char *pulse_span(char out[static LOOK_WORD_MAX], int64_t ms)
{
	if (ms < HOUR_MS) {
		int n = ms < MINUTE_MS ? 1 : (int)(ms / MINUTE_MS);
		snprintf(out, LOOK_WORD_MAX, ngettext("%d minute", "%d minutes", (unsigned long)n), n);
	} else if (ms < 2 * DAY_MS) {
		int n = (int)(ms / HOUR_MS);
		snprintf(out, LOOK_WORD_MAX, ngettext("%d hour", "%d hours", (unsigned long)n), n);
	} else {
		int n = (int)(ms / DAY_MS);
		snprintf(out, LOOK_WORD_MAX, ngettext("%d day", "%d days", (unsigned long)n), n);
	}
	return out;
}

const char *pulse_behind(const struct pulse *pulse, const char *before)
{
	static char words[KIEM_BOARD_MAX + 32];
	snprintf(words, sizeof words, "%s%s%s", pulse->board ? " " : "", pulse->board ? before : "",
	        pulse->board ? pulse->board : "");
	return words;
}

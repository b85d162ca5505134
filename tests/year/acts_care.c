/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Care: revisions, retractions, addresses and what mends them; and what is due because of an earlier act. */
#include "plan.h"

static bool gone(const struct year *year, uint32_t act)
{
	return (year->acts[act].state & YEAR_TAKEN_BACK) != 0;
}

void plan_revise(struct year *year)
{
	struct plan_initiative *of = plan_open(year);

	if (of == NULL || gone(year, of->act)) {
		return;
	}
	const struct year_act *old = &year->acts[of->act];
	uint32_t act = plan_act(year, KIEM_REVISE, old->author, old->board, old->topic);
	year->acts[act].like = of->act;
	year->acts[act].until = year->acts[act].lasting = year->acts[act].made + 365 * YEAR_DAY_MS;
	plan_link(year, act, KIEM_REPLACES, of->shown);
	of->shown = act;
}

void plan_retract(struct year *year)
{
	uint32_t to = pool_pick(&year->plan->content, &year->plan->random);

	if (to == YEAR_NONE || gone(year, to)) {
		return;
	}
	uint32_t act = plan_act(year, KIEM_RETRACT, year->acts[to].author, year->acts[to].board, year->acts[to].topic);
	plan_link(year, act, KIEM_CANCELS, to);
	/* One that ended earlier than its target would not keep it away. */
	int64_t least = year->acts[to].lasting + YEAR_DAY_MS;
	year->acts[act].until = least > year->acts[act].until ? least : year->acts[act].until;
	year->acts[act].lasting = year->acts[act].until;
	year->acts[to].state |= YEAR_TAKEN_BACK;
}

/* Called to account about something they said or did not do. */
void plan_address(struct year *year)
{
	struct year_plan *plan = year->plan;
	uint32_t about = pool_pick(&plan->content, &plan->random);
	uint32_t author = about != YEAR_NONE ? plan_somebody(year, year->acts[about].board, YEAR_TOPICS) : YEAR_NONE;

	if (author == YEAR_NONE || author == year->acts[about].author) {
		return;
	}
	uint32_t act = plan_act(year, KIEM_ADDRESS, author, year->acts[about].board, year->acts[about].topic);
	year->acts[act].whom = year->acts[about].author;
	plan_link(year, act, KIEM_ABOUT, about);
	if (year_chance(&plan->random, 650)) {
		plan_later(year, PLAN_MENDED, act, 3 + year_below(&plan->random, 40));
	}
}

/* ---- due ---- */

static void welcome(struct year *year, uint32_t profile)
{
	uint32_t whom = year->acts[profile].author;
	uint32_t author = year_chance(&year->plan->random, 400) ? plan_friend(year, whom)
	                                                        : plan_somebody(year, year->acts[profile].board, YEAR_TOPICS);

	if (author != YEAR_NONE && author != whom) {
		uint32_t act = plan_act(year, KIEM_NOTE, author, year->acts[profile].board, year->acts[profile].topic);
		plan_link(year, act, KIEM_ABOUT, profile);
		year->acts[act].form = YEAR_WELCOME;
	}
}

/* Who asked confirms what was given: the receiver signs, about the offer where there is one. */
static void receipt(struct year *year, uint32_t answer)
{
	const struct year_act *given = &year->acts[answer], *asked = &year->acts[given->links[0]];
	bool giver = given->kind != KIEM_REQUEST && asked->kind == KIEM_REQUEST;
	uint32_t author = giver ? asked->author : given->author, whom = giver ? given->author : asked->author;
	uint32_t about = asked->kind == KIEM_OFFER || given->kind != KIEM_OFFER ? given->links[0] : answer;

	if (gone(year, about) || gone(year, answer) || !plan_here(year, author)) {
		return;
	}
	uint8_t trade = asked->trade;
	int32_t quantity = given->quantity;
	uint32_t act = plan_act(year, KIEM_RECEIPT, author, asked->board, asked->topic);
	year->acts[act].whom = whom;
	year->acts[act].trade = trade;
	year->acts[act].quantity = quantity;
	plan_link(year, act, KIEM_ABOUT, about);
}

static void confirm(struct year *year, uint32_t deed)
{
	uint32_t author = plan_friend(year, year->acts[deed].author);

	if (author != YEAR_NONE && author != year->acts[deed].author && !gone(year, deed)) {
		uint32_t act = plan_act(year, KIEM_NOTE, author, year->acts[deed].board, year->acts[deed].topic);
		plan_link(year, act, KIEM_ABOUT, deed);
		year->acts[act].form = YEAR_CONFIRM;
	}
}

/* What was announced was done. */
static void held(struct year *year, uint32_t gathering)
{
	const struct year_act *was = &year->acts[gathering];

	if (gone(year, gathering) || !plan_here(year, was->author)) {
		return;
	}
	uint32_t about = was->n_links > 0 ? was->links[0] : gathering;
	uint32_t act = plan_act(year, KIEM_DEED, was->author, was->board, was->topic);
	plan_link(year, act, KIEM_ABOUT, about);
	if (about != gathering) {
		plan_link(year, act, KIEM_ABOUT, gathering);
	}
	pool_add(&year->plan->deeds, act);
	plan_later(year, PLAN_CONFIRM, act, 1);
}

static void renew(struct year *year, uint32_t to)
{
	struct year_act *old = &year->acts[to];

	if (gone(year, to) || !plan_here(year, old->author) || !year_chance(&year->plan->random, 500)) {
		return;
	}
	uint32_t act = plan_act(year, KIEM_RENEW, old->author, old->board, old->topic);
	plan_link(year, act, KIEM_ABOUT, to);
	int64_t until = year->acts[act].made + (60 + (int64_t)year_below(&year->plan->random, 120)) * YEAR_DAY_MS;
	year->acts[act].until = year->acts[act].lasting = until;
	if (old->until <= year->end_ms && old->lasting <= year->end_ms && until > year->end_ms) {
		year->acts[act].late = to;
	}
	old->lasting = until > old->lasting ? until : old->lasting;
	if (until < year->end_ms) {
		plan_later(year, PLAN_RENEW, to, (unsigned)((until - year->plan->now) / YEAR_DAY_MS - 2));
	}
}

/* Who began it goes. Somebody else carries it on, or it soon comes to rest. */
static void organiser_goes(struct year *year, uint32_t index)
{
	struct year_plan *plan = year->plan;
	struct plan_initiative *initiative = &plan->initiatives[index];
	const struct year_act *began = &year->acts[initiative->act];
	uint32_t author = began->author;
	uint8_t board = began->board, topic = began->topic;

	if (gone(year, initiative->act) || !plan_here(year, author) || initiative->rests <= plan->day) {
		return;
	}
	/* A join of their own, so that there is a tie to end. */
	uint32_t join = plan_act(year, KIEM_JOIN, author, board, topic);
	plan_link(year, join, KIEM_ABOUT, initiative->act);
	plan_leave_join(year, join);
	if (year_chance(&plan->random, 500)) {
		initiative->rests = (int16_t)(plan->day + 8);
		return;
	}
	uint32_t heir = plan_somebody(year, board, topic);
	if (heir != YEAR_NONE && heir != author) {
		uint32_t act = plan_act(year, KIEM_NOTE, heir, board, topic);
		plan_link(year, act, KIEM_ABOUT, initiative->act);
		year->acts[act].form = YEAR_TAKEOVER;
	}
}

/* Half of the times by both, else only by who was addressed or who did so. */
static void mended(struct year *year, uint32_t address)
{
	uint32_t who[2] = {year->acts[address].author, year->acts[address].whom}, of = year_below(&year->plan->random, 4);

	for (uint32_t side = 0; side < 2; side++) {
		if (of < 2 || of - 2 == side) {
			uint32_t act = plan_act(year, KIEM_MEND, who[side], year->acts[address].board, year->acts[address].topic);
			year->acts[act].whom = who[1 - side];
			plan_link(year, act, KIEM_CANCELS, address);
		}
	}
}

/* The second key of somebody whose first key named it as its heir says so. */
static void succeed(struct year *year, uint32_t key)
{
	for (uint32_t i = 0; i < year->n_people; i++) {
		if (year->people[i].heir == key && (year->people[i].flags & YEAR_HEIRED) != 0) {
			uint32_t act = plan_act(year, KIEM_SUCCEED, key, year->people[i].board, 0);
			year->acts[act].whom = i;
		}
	}
}

void plan_due(struct year *year, const struct plan_later *later)
{
	static void (*const what[])(struct year *, uint32_t) = {[PLAN_WELCOME] = welcome,
	        [PLAN_RECEIPT] = receipt,
	        [PLAN_CONFIRM] = confirm,
	        [PLAN_HELD] = held,
	        [PLAN_RENEW] = renew,
	        [PLAN_ORGANISER_GOES] = organiser_goes,
	        [PLAN_MENDED] = mended,
	        [PLAN_SUCCEED] = succeed};

	what[later->due](year, later->act);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SIGHUP. What can change while links are up does so at once; what cannot (what is bound, how much room there is for links) keeps
 * its old value, so that what the daemon says of itself stays true, and is logged. A file that is wrong changes nothing.
 */
#include "daemon.h"

#include "log.h"

#include <string.h>

/* Keys that hold from the next start on. */
static bool later(const char *name)
{
	static const char *const names[] = {"listen", "links_max", "threads", "ping_s"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(name, names[i]) == 0) {
			return true;
		}
	}
	return false;
}

/* Puts the old value of a key back. */
static void keep(struct kiem_config *config, const struct kiem_config *old, size_t key)
{
	struct kiem_config_problem problem;
	char value[KIEM_PATH_MAX];

	kiem_config_get(old, value, sizeof(value), key);
	(void)kiem_config_set(config, &problem, key, value, kiem_config_from(old, key));
}

static void compare(struct kiem_config *config, const struct kiem_config *old)
{
	char was[KIEM_PATH_MAX], is[KIEM_PATH_MAX];

	for (size_t key = 0; kiem_config_keys[key].name != NULL; key++) {
		kiem_config_get(old, was, sizeof(was), key);
		kiem_config_get(config, is, sizeof(is), key);
		if (strcmp(was, is) == 0) {
			continue;
		}
		if (later(kiem_config_keys[key].name)) {
			log_event(LOG_WARN, "CONFIG-LATER", "key=%s value=\"%s\" from=next-start", kiem_config_keys[key].name, is);
			keep(config, old, key);
		} else {
			log_event(LOG_INFO, "CONFIG-CHANGED", "key=%s value=\"%s\"", kiem_config_keys[key].name, is);
		}
	}
}

static void apply(struct daemon *d, const struct kiem_config *config)
{
	struct door_job job = {.type = DOOR_CAP, .cap = config->store_cap};
	bool cap = config->store_cap != 0 && config->store_cap != d->config.store_cap;

	d->config = *config;
	log_set_level(config->log_level);
	if (cap && !door_put(d->door, &job)) {
		log_event(LOG_WARN, "CONFIG-LATER", "key=cap");
	}
	self_look(d);
	d->follow.now = true; /* neighbours */
}

void daemon_reload(struct daemon *d)
{
	struct kiem_config config;
	char line[128];

	notify_reloading(&d->notify);
	log_event(LOG_INFO, "RELOAD", "file=\"%s\"", d->options.config != NULL ? d->options.config : d->home.conf);
	if (options_configure(&config, &d->options, &d->home) == EX_OK) {
		compare(&config, &d->config);
		apply(d, &config);
	} else {
		log_event(LOG_ERROR, "CONFIG-REFUSED", "kept=old");
	}
	status_line(d, line, sizeof(line));
	notify_ready(&d->notify, line);
}

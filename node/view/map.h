/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the map share. */
#ifndef VIEW_MAP_H
#define VIEW_MAP_H

#include "society.h"

#include <kiem/map.h>

/* The colours: the coalitions with most energy, and for each person the one in which they did most. */
enum kiem_err map_groups(struct view_map *map, const struct view_extract *x, const struct view_map_ask *ask);
/* Places of all: each part that hangs together by itself, then side by side. Person i of the map is vertex i of the society. */
enum kiem_err map_place(struct view_map *map, const struct society *society);

#endif

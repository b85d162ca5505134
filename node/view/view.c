/* SPDX-License-Identifier: GPL-3.0-or-later */
typedef int kiem_view_room;

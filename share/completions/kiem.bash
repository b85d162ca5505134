# bash completion for kiem(1)                                                                             -*- shell-script -*-
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Commands and options are read from kiem's own help, boards and recent ids from the store, so that this file names none.

_kiem_commands()
{
	LC_ALL=C command kiem help 2>/dev/null | sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p'
}

_kiem_options()
{
	LC_ALL=C command kiem "$1" --help 2>/dev/null | sed -n 's/^  \(--[a-z][a-z-]*\).*/\1/p'
}

_kiem_boards()
{
	command kiem "${home[@]}" status --json 2>/dev/null | grep -oE '"board": *"[^"]*"' | sed 's/.*"\([^"]*\)"$/\1/'
}

_kiem_ids()
{
	command kiem "${home[@]}" board --json --limit 50 2>/dev/null | grep -oE '^\{"id": *"[0-9a-f]{12}' | sed 's/.*"//'
}

_kiem_people()
{
	command kiem "${home[@]}" who --json 2>/dev/null | grep -oE '"key": *"[0-9a-f]{12}' | sed 's/.*"//'
}

_kiem()
{
	local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} verb='' home=() words i

	COMPREPLY=()
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		--home)
			home=(--home "${COMP_WORDS[++i]}")
			;;
		-*) ;;
		*)
			verb=${COMP_WORDS[i]}
			break
			;;
		esac
	done

	case $previous in
	--home)
		mapfile -t COMPREPLY < <(compgen -d -- "$current")
		return
		;;
	--board)
		words=$(_kiem_boards)
		;;
	--signal)
		words='urgent direction backing hands means'
		;;
	--about | --with | --next)
		words=$(_kiem_ids)
		;;
	--kind)
		words='initiative offer request gathering deed lesson note'
		;;
	--state)
		words='sprouting alive resting'
		;;
	--sector)
		words='resident business government civil-society school housing care other'
		;;
	--format)
		words='svg graphml dot'
		;;
	--level)
		words='1 2 3'
		;;
	--trusted)
		words='first'
		;;
	--by | --without | --heir)
		words=$(_kiem_people)
		;;
	*)
		if [[ -z $verb ]]; then
			words="$(_kiem_commands) --home --version --help"
		elif [[ $current == -* ]]; then
			words=$(_kiem_options "$verb")
		else
			case $verb in
			note | join | leave | revise | renew | retract | extend | variant | answer | show | coalition | lineage | match | receipt | mend)
				words=$(_kiem_ids)
				;;
			trust | vouch | unvouch | address | who)
				words=$(_kiem_people)
				;;
			board | coalitions | follow | unfollow | invite | export | watch | sync | pulse | map)
				words=$(_kiem_boards)
				;;
			alert)
				words='add list remove run'
				;;
			id)
				words='export import'
				;;
			help)
				words=$(_kiem_commands)
				;;
			import)
				mapfile -t COMPREPLY < <(compgen -f -- "$current")
				return
				;;
			esac
		fi
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -F _kiem kiem

# SPDX-License-Identifier: GPL-3.0-or-later
#
# fish completion for kiem(1). Commands and options are read from kiem's own help, boards and recent posts from the store, so that
# this file names none.

function __kiem_commands
    command kiem help 2>/dev/null | string replace -rf '^  ([a-z][a-z-]*)  +(.*)' '$1\t$2'
end

function __kiem_verb
    for word in (commandline -opc)[2..]
        if not string match -q -- '-*' $word
            echo $word
            return
        end
    end
    return 1
end

function __kiem_options
    set -l verb (__kiem_verb); or return
    env LC_ALL=C kiem $verb --help 2>/dev/null | string replace -rf '^  (--[a-z][a-z-]*).*' '$1'
end

function __kiem_boards
    command kiem status --json 2>/dev/null | string match -rag '"board": *"([^"]*)"'
end

function __kiem_ids
    command kiem board --json --limit 50 2>/dev/null |
        string replace -rf '^\{"id": *"([0-9a-f]{12}).*"title": *"([^"]*)".*' '$1\t$2'
end

function __kiem_people
    command kiem who --json 2>/dev/null | string replace -rf '^\{"key": *"([0-9a-f]{12})[^"]*", *"name": *"([^"]*)".*' '$1\t$2'
end

function __kiem_verb_in
    set -l verb (__kiem_verb); and contains -- $verb $argv
end

complete -c kiem -f
complete -c kiem -n 'not __kiem_verb' -a '(__kiem_commands)'
complete -c kiem -n '__kiem_verb_in help' -a '(__kiem_commands)'
complete -c kiem -n '__kiem_verb' -a '(string match -q -- "-*" (commandline -ct); and __kiem_options)'
complete -c kiem -n '__kiem_verb_in note join leave revise renew retract extend variant answer show coalition lineage match receipt mend' -a '(__kiem_ids)'
complete -c kiem -n '__kiem_verb_in trust vouch unvouch address who' -a '(__kiem_people)'
complete -c kiem -n '__kiem_verb_in board coalitions follow unfollow invite export watch sync pulse map' -a '(__kiem_boards)'
complete -c kiem -n '__kiem_verb_in alert' -a 'add list remove run'
complete -c kiem -n '__kiem_verb_in id' -a 'export import'
complete -c kiem -n '__kiem_verb_in import' -F
complete -c kiem -l home -r -a '(__fish_complete_directories)'
complete -c kiem -l board -x -a '(__kiem_boards)'
complete -c kiem -l signal -x -a 'urgent direction backing hands means'
complete -c kiem -l level -x -a '1 2 3'
complete -c kiem -l trusted -x -a first
complete -c kiem -l kind -x -a 'initiative offer request gathering deed lesson note'
complete -c kiem -l state -x -a 'sprouting alive resting'
complete -c kiem -l sector -x -a 'resident business government civil-society school housing care other'
complete -c kiem -l format -x -a 'svg graphml dot'
complete -c kiem -l about -x -a '(__kiem_ids)'
complete -c kiem -l with -x -a '(__kiem_ids)'
complete -c kiem -l next -x -a '(__kiem_ids)'
complete -c kiem -l by -x -a '(__kiem_people)'
complete -c kiem -l without -x -a '(__kiem_people)'
complete -c kiem -l heir -x -a '(__kiem_people)'

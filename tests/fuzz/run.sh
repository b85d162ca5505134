#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh BUILD SECONDS: each fuzz target in turn, starting from its committed corpus. What is found along the way stays in
# BUILD/found/NAME; an input that breaks something is left there as crash-… and named in the last line.
set -euo pipefail
build=$1
seconds=$2
here=$(cd "$(dirname "$0")" && pwd)
broken=()
ran=0

for target in "$build"/tests/fuzz/fuzz_*; do
	name=$(basename "$target")
	name=${name#fuzz_}
	if [ ! -x "$target" ] || [ ! -f "$here/fuzz_$name.c" ]; then
		continue
	fi
	found=$build/found/$name
	mkdir -p "$found"
	echo "== $name, $seconds s"
	ran=$((ran + 1))
	if ! "$target" -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
		-artifact_prefix="$found/" "$found" "$here/corpus/$name" >"$build/found/$name.log" 2>&1; then
		tail -n 40 "$build/found/$name.log"
		broken+=("$name")
	fi
	grep -E 'number_of_executed_units|new_units_added|peak_rss_mb' "$build/found/$name.log" || true
done
if [ ${#broken[@]} -ne 0 ]; then
	echo "fuzz: ${#broken[@]} of $ran targets broke: ${broken[*]}; inputs in $build/found"
	exit 1
fi
echo "fuzz: $ran targets, nothing found"

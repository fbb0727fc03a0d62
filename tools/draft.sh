#!/bin/sh
# Drafts of quarters, and a summary of what is odd in them and what would change, in build/draft/.
#
#     tools/draft.sh QUARTER      draft that quarter
#
# With SINCE=origin/main in the environment: the quarters whose delivery differs from that branch; QUARTER
# where none does (reference files, or nothing). Ends with the status of the worst command.
set -u
cd "$(dirname "$0")/.."
command=.venv/bin/statusrapport
data=${STATUSRAPPORT_DATA:-data}
archive=${STATUSRAPPORT_REPORTS:-reports}
out=build/draft
summary=$out/summary.md
shown=200 # lines of a list; all of it lies beside the summary

fail() {
    echo "$1" >&2
    exit "$2"
}

changed_quarters() {
    git diff --name-only "$SINCE...HEAD" -- "$data/raw" |
        sed -n "s,^$data/raw/\([0-9]\{4\}Q[1-4]\)/.*,\1,p" | sort -u
}

# Indented: whatever a delivery says stays text.
quoted() {
    [ -s "$1" ] || echo "Nothing."
    sed 's/^/    /' "$1" | head -n "$shown"
    lines=$(wc -l <"$1")
    [ "$lines" -le "$shown" ] || echo "    ... and $((lines - shown)) more lines"
    echo
}

# The newest released version to compare with: one of the quarter itself, else of the last quarter before it.
released_before() {
    found=
    for folder in "$archive"/[0-9][0-9][0-9][0-9]Q[1-4]/v[1-9]*; do
        [ -d "$folder" ] || continue
        quarter=$(basename "$(dirname "$folder")")
        expr "$quarter" \<= "$1" >/dev/null && found=$quarter
    done
    echo "$found"
}

draft() {
    printf '# %s\n\n## What check says\n\n' "$1" >>"$summary"
    $command check "$1" >"$out/$1-check.txt" 2>&1
    status=$?
    quoted "$out/$1-check.txt" >>"$summary"
    [ "$status" = 0 ] || return "$status"
    $command build "$1" --out "$out/$1" || return
    before=$(released_before "$1")
    [ -n "$before" ] || { printf 'Nothing is released yet that it could be compared with.\n\n' >>"$summary"; return; }
    printf '## What differs from the newest version of %s\n\n' "$before" >>"$summary"
    $command diff "$1" "$before" data --csv >"$out/$1-changes.csv"
    status=$?
    [ "$status" = 0 ] || [ "$status" = 3 ] || return "$status"
    $command diff "$1" "$before" data >"$out/$1-changes.txt"
    quoted "$out/$1-changes.txt" >>"$summary"
}

quarters=
if [ -n "${SINCE:-}" ]; then
    git rev-parse --quiet --verify "$SINCE^{commit}" >/dev/null || fail "SINCE=$SINCE is no commit of this clone" 2
    for quarter in $(changed_quarters); do
        [ ! -d "$data/raw/$quarter" ] || quarters="$quarters $quarter"
    done
fi
quarters=${quarters:-${1:-}}
[ -n "$quarters" ] || fail "No delivery in $data/raw: start one with \`statusrapport new\`." 1

mkdir -p "$out"
: >"$summary"
worst=0
for quarter in $quarters; do
    draft "$quarter"
    status=$?
    [ "$status" -le "$worst" ] || worst=$status
done
echo "$summary"
exit "$worst"

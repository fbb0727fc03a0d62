#!/bin/sh
# A draft of a quarter and a summary of what is odd and what would change, in build/draft/.
set -u
cd "$(dirname "$0")/.."
command=.venv/bin/statusrapport
quarter=$1
mkdir -p build/draft
{
    echo "# $quarter"
    echo
    echo '```'
    $command check "$quarter" 2>&1
} >build/draft/summary.md
checked=$?
if [ "$checked" = 0 ]; then
    $command build "$quarter" --out build/draft/report || exit
    if [ -d "reports/$quarter" ]; then
        echo "Changes since the newest version:" >>build/draft/summary.md
        newest=$(ls "reports/$quarter" | grep '^v' | sort -V | tail -n 1)
        $command diff "$quarter" "$newest" data >>build/draft/summary.md 2>&1
        status=$?
        [ "$status" = 0 ] || [ "$status" = 3 ] || checked=$status
    fi
fi
echo '```' >>build/draft/summary.md
exit "$checked"

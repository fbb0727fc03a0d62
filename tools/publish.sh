#!/bin/sh
# Verify the version that TAG in the environment names, such as 2025Q2-v1, and export it to build/web/.
set -eu
cd "$(dirname "$0")/.."
tag=${TAG:-}
quarter=${tag%%-v*}
version=v${tag#*-v}
case $quarter/$version in
[0-9][0-9][0-9][0-9]Q[1-4]/v[1-9] | [0-9][0-9][0-9][0-9]Q[1-4]/v[1-9][0-9] | [0-9][0-9][0-9][0-9]Q[1-4]/v[1-9][0-9][0-9]) ;;
*)
    echo "TAG=$tag names no version: expected a quarter and a version, such as TAG=2025Q2-v1" >&2
    exit 2
    ;;
esac
.venv/bin/statusrapport verify "$quarter" "$version"
.venv/bin/statusrapport export "$quarter" "$version" --to build/web

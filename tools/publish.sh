#!/bin/sh
# Verify the version that a tag such as 2025Q2-v1 names, and export it to build/web/.
set -eu
cd "$(dirname "$0")/.."
quarter=${1%-v*} version=v${1##*-v}
.venv/bin/statusrapport verify "$quarter" "$version"
.venv/bin/statusrapport export "$quarter" "$version" --to build/web
